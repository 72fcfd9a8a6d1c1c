"""Shape of input where a spreadsheet is mapped: one form a step, made for the file at hand."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.exchange.queries.sheets import Asked, ColumnRow, LayoutPage, ValueRow
from throughcare.exchange.rules.mapped.dates import DMY, MDY, ORDERS, YMD
from throughcare.exchange.rules.mapped.layout import (
    BELOW,
    ENCODINGS,
    MOST_HEADING_LINES,
    SheetInfo,
)
from throughcare.exchange.rules.mapped.numbers import COMMA, POINT
from throughcare.exchange.rules.mapped.plans import ColumnPlan, Plan
from throughcare.exchange.rules.mapped.targets import LEAVE_OUT, Target, by_group
from throughcare.exchange.rules.mapped.words import NOT_RECORDED, plain
from throughcare.kernel.vocabulary import words
from throughcare_core.vocab import accepted, codes

MOST_LINES_OFFERED = 60
SHORT_LIST = 45
"""A list of so many codes at most is chosen from; of a longer one the name is typed."""
SEPARATOR_WORDS = {
    ";": gettext_lazy("Semicolon"),
    ",": gettext_lazy("Comma"),
    "\t": gettext_lazy("Tab"),
    "|": gettext_lazy("Upright bar"),
}
SELECT = {"class": "form-select"}
PREFIX = re.compile(r"\+[1-9]\d{0,3}")


class SheetFileForm(forms.Form):
    """A spreadsheet to be mapped."""

    file = forms.FileField(
        label=gettext_lazy("Your spreadsheet"),
        help_text=gettext_lazy(
            "An Excel workbook (.xlsx, .xlsm), or a table of text (.csv, .tsv)."
        ),
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.csv,.tsv,.txt"}),
    )

    def clean_file(self) -> "UploadedFile[bytes]":
        """A file of bearable size."""
        file: UploadedFile[bytes] = self.cleaned_data["file"]
        if (file.size or 0) > settings.UPLOAD_MOST_BYTES:
            raise forms.ValidationError(_("This file is too large. Cut it in two: 20 MB at most."))
        return file


class LayoutForm(forms.Form):
    """In which sheet, encoding and lines the table lies."""

    sheet = forms.TypedChoiceField(label=gettext_lazy("Sheet"), coerce=int, required=False)
    encoding = forms.ChoiceField(
        label=gettext_lazy("Encoding"),
        help_text=gettext_lazy("If letters look wrong in the table, choose another one."),
        required=False,
    )
    separator = forms.ChoiceField(label=gettext_lazy("Between the cells"), required=False)
    head_from = forms.IntegerField(
        label=gettext_lazy("The heading begins in row"), min_value=1, max_value=1_100_000
    )
    head_lines = forms.IntegerField(
        label=gettext_lazy("Lines of the heading"),
        help_text=gettext_lazy("0 if the table has none and begins in that row."),
        min_value=0,
        max_value=MOST_HEADING_LINES,
    )
    last_row = forms.IntegerField(
        label=gettext_lazy("Last row of the table"),
        help_text=gettext_lazy("Leave it empty to read to the end."),
        min_value=1,
        max_value=1_100_000,
        required=False,
    )
    read_anyway = forms.MultipleChoiceField(
        label=gettext_lazy("Left out, unless you tick them"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: object, page: LayoutPage, **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        grid = page.grid
        sheets = grid.sheets if grid else ()
        self._offer("sheet", [(at, _sheet_words(each)) for at, each in enumerate(sheets)])
        self._offer("encoding", [(e, e.upper()) for e in ENCODINGS] if page.is_text else [])
        self._offer("separator", list(SEPARATOR_WORDS.items()) if page.is_text else [])
        lines = [each for each in page.left_out if each.row and each.reason.text != BELOW]
        lines = lines[:MOST_LINES_OFFERED]
        rows = [(str(each.row), _("Row %(row)s") % {"row": each.row}) for each in lines]
        self._offer("read_anyway", rows)
        if rows:
            words = {str(each.row): _(each.reason.text) for each in lines}
            self.fields["read_anyway"].choice_help = words  # type: ignore[attr-defined]
        if grid is None:
            for name in ("head_from", "head_lines"):
                self.fields[name].required = False

    def layout(self) -> dict[str, object]:
        """What was said, as a plan has it."""
        said = self.cleaned_data
        return {
            "sheet": said.get("sheet") or 0,
            "encoding": said.get("encoding") or "",
            "separator": said.get("separator") or "",
            "head_from": said["head_from"] or 0,
            "head_lines": said["head_lines"] or 0,
            "last_row": said["last_row"] or 0,
            "read_anyway": frozenset(map(int, said.get("read_anyway", ()))),
        }

    def _offer(self, name: str, choices: Sequence[tuple[object, object]]) -> None:
        if not choices or (name == "sheet" and len(choices) < 2):
            del self.fields[name]
            return
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices


class ColumnsForm(forms.Form):
    """What each column is."""

    ages_noted_on = forms.DateField(
        label=gettext_lazy("On which day were the ages right?"),
        help_text=gettext_lazy("Needed where there is an age and no day of arrival."),
        required=False,
        widget=forms.DateInput,
    )

    def __init__(
        self,
        *args: object,
        columns: Sequence[ColumnRow],
        plan: Plan,
        targets: Mapping[str, Target],
        today: date,
        **kw: object,
    ) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        self.columns, self.today = columns, today
        if plan.ages_noted_on:
            self.fields["ages_noted_on"].initial = plan.ages_noted_on
        choices = _target_choices(targets)
        for row in columns:
            code = plan.column(row.position).target
            self.fields[f"c{row.position}"] = forms.ChoiceField(
                label=row.heading or row.letters,
                choices=choices,
                required=False,
                initial=code if code in targets or code == LEAVE_OUT else "",
                widget=forms.Select(attrs=SELECT),
            )

    def rows(self) -> Iterator[tuple[ColumnRow, BoundField]]:
        """Each column and the field that says what it is."""
        for row in self.columns:
            yield row, self[f"c{row.position}"]

    def targets(self) -> dict[int, str]:
        """What each column was said to be, by its position."""
        return {row.position: self.cleaned_data[f"c{row.position}"] for row in self.columns}

    def clean_ages_noted_on(self) -> str:
        """A day that has come."""
        day: date | None = self.cleaned_data["ages_noted_on"]
        if day and day > self.today:
            raise forms.ValidationError(_("This day lies in the future."))
        return day.isoformat() if day else ""


@dataclass(frozen=True, slots=True)
class AskedColumn:
    """What is asked of one column, with the fields that answer it."""

    asked: Asked
    order: BoundField | None
    serials: BoundField | None
    decimal: BoundField | None
    prefix: BoundField | None
    values: tuple[tuple[ValueRow, BoundField], ...]
    unread: tuple[tuple[ValueRow, BoundField], ...]


class ValuesForm(forms.Form):
    """How days and numbers are written in each column, and what its values mean."""

    def __init__(self, *args: object, asked: Sequence[Asked], **kw: object) -> None:
        super().__init__(*args, **kw)  # type: ignore[arg-type]
        self.asked = asked
        for each in asked:
            self._ask(each)

    @property
    def long_lists(self) -> list[tuple[str, list[str]]]:
        """The lists from which values are typed, for the browser's own suggestions."""
        names = dict.fromkeys(
            each.target.values for each in self.asked if each.values and _is_long(each.target)
        )
        return [(name, [said for _code, said in words(name)]) for name in names]

    def columns(self) -> Iterator[AskedColumn]:
        """Every column of which something is asked, or whose silent values are shown."""
        for each in filter(_asks, self.asked):
            at = each.position
            yield AskedColumn(
                each,
                self._bound(f"o{at}"),
                self._bound(f"s{at}"),
                self._bound(f"d{at}"),
                self._bound(f"p{at}"),
                tuple((row, self[f"v{at}_{row.mark}"]) for row in each.values),
                tuple((row, self[f"u{at}_{row.mark}"]) for row in each.unread),
            )

    @property
    def clear_columns(self) -> list[str]:
        """The columns of which nothing is to be said."""
        return [f"{each.letters} {each.heading}".strip() for each in self.asked if not _asks(each)]

    def said(self) -> dict[int, ColumnPlan]:
        """What was said of each column."""
        return {each.position: self._column(each) for each in self.asked}

    def clean(self) -> dict[str, object]:
        """A typed meaning is one of its list."""
        cleaned: dict[str, object] = super().clean() or self.cleaned_data
        for each in self.asked:
            for row in each.values:
                name = f"v{each.position}_{row.mark}"
                typed = str(cleaned.get(name) or "")
                code = _code_of(each.target, typed)
                if typed and not code:
                    self.add_error(name, _("Choose from the list, or type “not recorded”."))
                cleaned[name] = code
        return cleaned

    def _ask(self, asked: Asked) -> None:
        at, column = asked.position, asked.column
        if "order" in asked.questions:
            self.fields[f"o{at}"] = forms.ChoiceField(
                label=_("In which order are day and month written?"),
                widget=forms.RadioSelect,
                choices=[(code, _order_words(code)) for code in (DMY, MDY, YMD)],
                initial=column.order,
                required=False,
            )
        if "serials" in asked.questions:
            self.fields[f"s{at}"] = forms.BooleanField(
                label=_("The numbers in this column are days as Excel counts them."),
                initial=column.serials,
                required=False,
            )
        if "decimal" in asked.questions:
            self.fields[f"d{at}"] = forms.ChoiceField(
                label=_("What stands before the decimals?"),
                widget=forms.RadioSelect,
                choices=[(COMMA, _("A comma: 1,5 is one and a half")), (POINT, _("A point: 1.5"))],
                initial=column.decimal,
                required=False,
            )
        if "prefix" in asked.questions:
            self.fields[f"p{at}"] = forms.RegexField(
                PREFIX,
                label=_("The country’s number for telephones without one"),
                help_text=_("For example +373. One 0 in front of the number is dropped."),
                initial=column.prefix,
                required=False,
                max_length=5,
            )
        for row in asked.values:
            self.fields[f"v{at}_{row.mark}"] = _value_field(asked.target, row)
        for row in asked.unread:
            self.fields[f"u{at}_{row.mark}"] = forms.BooleanField(
                label=_("Read as not recorded"),
                initial=row.code == NOT_RECORDED,
                required=False,
            )

    def _bound(self, name: str) -> BoundField | None:
        return self[name] if name in self.fields else None

    def _column(self, asked: Asked) -> ColumnPlan:
        at, said, column = asked.position, self.cleaned_data, asked.column
        values = dict(column.values)
        for row in asked.values:
            values[row.mark] = said[f"v{at}_{row.mark}"]
        for row in asked.unread:
            values[row.mark] = NOT_RECORDED if said[f"u{at}_{row.mark}"] else ""
        return replace(
            column,
            order=said.get(f"o{at}", column.order),
            serials=said.get(f"s{at}", column.serials),
            decimal=said.get(f"d{at}", column.decimal),
            prefix=said.get(f"p{at}", column.prefix),
            values={mark: code for mark, code in values.items() if code},
        )


class FinishForm(forms.Form):
    """Under which name the mapping is kept."""

    name = forms.CharField(
        label=gettext_lazy("Keep these steps for the next file"),
        help_text=gettext_lazy(
            "Give them a name, such as “Intake book”; no name of a person. Leave it empty to keep"
            " nothing."
        ),
        max_length=80,
        required=False,
    )


def _asks(asked: Asked) -> bool:
    return bool(asked.questions or asked.values or asked.unread or asked.silent)


def _sheet_words(sheet: SheetInfo) -> str:
    return _("%(name)s (hidden)") % {"name": sheet.name} if sheet.hidden else sheet.name


def _order_words(code: str) -> str:
    examples = {DMY: "31.12.2025", MDY: "12/31/2025", YMD: "2025-12-31"}
    return _("%(order)s: %(example)s") % {"order": _(ORDERS[code]), "example": examples[code]}


def _target_choices(targets: Mapping[str, Target]) -> list[tuple[str, object]]:
    found: list[tuple[str, object]] = [
        ("", _("– choose –")),
        (LEAVE_OUT, _("Leave this column out")),
    ]
    for heading, group in by_group(targets.values()):
        labels = [(each.code, each.label if each.is_own else _(each.label)) for each in group]
        found.append((_(heading), labels))
    return found


def _value_field(target: Target, row: ValueRow) -> forms.Field:
    if _is_long(target):
        shown = _words_of(target, row.code) if row.code else ""
        attrs = {"list": f"list-{target.values}", "class": "form-control"}
        widget = forms.TextInput(attrs=attrs)
        return forms.CharField(label=row.text, initial=shown, required=False, widget=widget)
    choices = [("", _("– choose –")), (NOT_RECORDED, _("Not recorded")), *_codes_of(target)]
    return forms.ChoiceField(
        label=row.text,
        choices=choices,
        initial=row.code,
        required=False,
        widget=forms.Select(attrs=SELECT),
    )


def _codes_of(target: Target) -> list[tuple[str, str]]:
    if target.options:
        return [(each, each) for each in target.options]
    return words(target.values)


def _is_long(target: Target) -> bool:
    return not target.options and len(codes(target.values)) > SHORT_LIST


def _words_of(target: Target, code: str) -> str:
    if code == NOT_RECORDED:
        return _("Not recorded")
    return next((words for known, words in _codes_of(target) if known == code), "")


def _code_of(target: Target, typed: str) -> str:
    """The code that was chosen, or that the typed word of a long list means."""
    if typed in ("", NOT_RECORDED):
        return typed
    if plain(typed) == plain(_("Not recorded")):
        return NOT_RECORDED
    for code, said in _codes_of(target):
        if typed == code or plain(typed) == plain(said):
            return code
    return "" if target.options else accepted(target.values, typed) or ""

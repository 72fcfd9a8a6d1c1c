"""Shape of input on the pages of a case."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext_lazy as _

from throughcare.cases.queries import AddedFieldRow
from throughcare.cases.queries.asked import Asked
from throughcare.cases.rules import TOPICS, Statement
from throughcare.consent.queries import NamedRow
from throughcare.kernel.vocabulary import choices, word, words
from throughcare_core.vocab import codes

UNKNOWN = "~unknown"

QUESTIONS: dict[str, tuple[Any, Any, Any]] = {
    "safe_to_talk": (
        _("Is it safe to talk now?"),
        _("If not, agree on a time and a way, and stop here."),
        _("Somebody may be listening. Safety comes before any question."),
    ),
    "danger_now": (
        _("Is the person’s life in danger now?"),
        _("If yes, call for help first and write later."),
        "",
    ),
    "language": (
        _("Which language is best?"),
        _("The one the person feels at ease in, which may not be the first."),
        _("Services are matched by language, and consent must be understood to count."),
    ),
    "need": (
        _("What would help?"),
        _("As the person says it. Help does not depend on what happened before."),
        "",
    ),
    "service_for": (_("Which service would be right?"), _("The person’s own wish."), ""),
    "children_with_person": (_("Are children with the person?"), "", ""),
    "access_need": (_("Is anything needed to come in and to stay?"), "", ""),
    "house_risk": (
        _("Could somebody look for the person at the house?"),
        _("The receiving house is told: none, some or high, and nothing more."),
        "",
    ),
    "exploitation_type": (
        _("What was, or would be, the work or use?"),
        _("Only if it is needed now."),
        _("Asked once and kept with who said it, so that nobody has to tell it again."),
    ),
    "means_of_control": (_("How was the person held or pressed?"), "", ""),
    "recruitment_method": (_("How did it begin?"), "", ""),
    "country_of_exploitation": (_("In which country?"), "", ""),
}
"""What is asked in a conversation, in order: the question, its help, and why it is asked."""


def _with_unknown(name: str) -> list[tuple[str, Any]]:
    return [*words(name), (UNKNOWN, _("Not known"))]


class ConversationForm(forms.Form):
    """Some or all questions of a conversation; nothing but who told it is compulsory."""

    def __init__(self, *args: Any, questions: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = [code for code in questions if code in QUESTIONS]
        for code in self.questions:
            self.fields[code] = _question(code)
        self.fields["said_by"] = forms.ChoiceField(
            label=_("Who told you this?"),
            choices=choices("said_by"),
            widget=forms.RadioSelect,
            error_messages={"required": _("Say who told you.")},
        )
        said_by = self.fields["said_by"]
        said_by.choice_help = {"companion": _("Kept apart from what the person says")}  # type: ignore[attr-defined]
        self.fields["words"] = forms.CharField(
            label=_("In the person’s own words"),
            help_text=_("No names of people. Only if the person wishes."),
            widget=forms.Textarea(attrs={"rows": 3}),
            max_length=4000,
            required=False,
        )

    def aloud(self) -> list[tuple[str, list[str]]]:
        """Each question with what may be answered, said now; a long list is not read aloud."""
        return [(str(self[code].label), _choices_aloud(self[code])) for code in self.questions]

    def statements(self) -> list[Statement]:
        """The answers as statements; a question that was left alone gives none."""
        said_by = self.cleaned_data["said_by"]
        found = []
        for topic in self.questions:
            answer = self.cleaned_data.get(topic)
            values = answer if isinstance(answer, list) else [answer] if answer else []
            found += [_statement(topic, value, said_by) for value in values]
        return found


class NoteForm(forms.Form):
    """A note in one part of the record."""

    part = forms.ChoiceField(label=_("Which part of the record is it about?"))
    text = forms.CharField(
        label=_("Note"),
        help_text=_("No names of people. Use the number of another person if you must."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=20_000,
    )
    also_about = forms.CharField(
        label=_("Is it about other people too?"),
        help_text=_(
            "Their numbers, with commas between them. The note is kept for this case, stays inside"
            " your agency, and is shown to be redacted when one of them is erased."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        max_length=400,
        required=False,
    )

    def __init__(self, *args: Any, parts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "part").choices = part_choices(parts)


class RedactForm(forms.Form):
    """A note about several people, without the one who was erased."""

    text = forms.CharField(
        label=_("Note"),
        help_text=_("One of the people in this note was erased. Leave out all that is about them."),
        widget=forms.Textarea(attrs={"rows": 8}),
        max_length=20_000,
    )


class TaskForm(forms.Form):
    """Something to do by a time."""

    kind = forms.ChoiceField(
        label=_("What is to be done?"),
        choices=[
            ("call_back", _("Call back")),
            ("visit", _("Visit")),
            ("paper", _("Get a paper")),
            ("consent", _("Ask for consent again")),
            ("other", _("Something else")),
        ],
        widget=forms.RadioSelect,
    )
    due_at = forms.DateTimeField(
        label=_("By when?"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    words = forms.CharField(
        label=_("A few words"),
        help_text=_("For example what to say when calling. No names of people."),
        max_length=500,
        required=False,
    )


class CloseForm(forms.Form):
    """Why a case is closed."""

    reason = forms.ChoiceField(
        label=_("Why is the case closed?"),
        choices=choices("closing_reason"),
        widget=forms.RadioSelect,
    )


class StaffForm(forms.Form):
    """One colleague."""

    staff = forms.ChoiceField(label=_("Case manager"))

    def __init__(self, *args: Any, staff: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "staff").choices = list(staff)


class LockForm(forms.Form):
    """The people to whom a case is locked."""

    staff = forms.MultipleChoiceField(
        label=_("Who may still open this case?"),
        help_text=_(
            "You are always among them. For everybody else it does not exist any more; focal points"
            " elsewhere who are not ticked stop reading. Name a second person here, so that the"
            " record is not left alone when you leave."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, rows: Sequence[NamedRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = _field(self, "staff")
        field.choices = [
            (row.staff.hex, row.name if row.is_colleague else f"{row.name}, {row.agency}")
            for row in rows
        ]
        field.initial = [row.staff.hex for row in rows if row.is_named]


class FileForm(forms.Form):
    """A file to keep with a case."""

    part = forms.ChoiceField(label=_("Which part of the record is it about?"))
    file = forms.FileField(
        label=_("File"),
        help_text=_("A PDF, a picture, sound or a text, of at most 20 MB. It is kept sealed."),
    )

    def __init__(self, *args: Any, parts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "part").choices = part_choices(parts)


class HistoryForm(forms.Form):
    """Where and when recruitment, transit or exploitation was."""

    kind = forms.ChoiceField(
        label=_("What was it?"),
        choices=choices("event_type"),
        widget=forms.RadioSelect,
    )
    country = forms.ChoiceField(label=_("In which country?"), required=False)
    year = forms.IntegerField(label=_("Year"), required=False, min_value=1900, max_value=2200)
    month = forms.IntegerField(label=_("Month"), required=False, min_value=1, max_value=12)
    said_by = forms.ChoiceField(label=_("Who told you this?"), choices=choices("said_by"))
    words = forms.CharField(
        label=_("What the person told of it"),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=4000,
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        countries = [("", _("Not known")), *words("country")]
        _field(self, "country").choices = countries


class AddedFieldForm(forms.Form):
    """A field that an agency adds to its own form."""

    label = forms.CharField(label=_("What is asked?"), max_length=120)
    kind = forms.ChoiceField(
        label=_("What kind of answer?"),
        choices=[
            ("text", _("Words")),
            ("number", _("A number")),
            ("date", _("A date")),
            ("choice", _("One of several")),
            ("yes_no", _("Yes, no or not known")),
        ],
    )
    options = forms.CharField(
        label=_("Choices, one a line"), widget=forms.Textarea(attrs={"rows": 3}), required=False
    )
    part = forms.ChoiceField(label=_("Part of the record"))
    purpose = forms.CharField(label=_("Why is it asked?"), max_length=200)

    def __init__(self, *args: Any, parts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _field(self, "part").choices = part_choices(parts)

    def option_lines(self) -> list[str]:
        """The choices, one a line."""
        lines = self.cleaned_data["options"].splitlines()
        return [line.strip() for line in lines if line.strip()]


class AnswersForm(forms.Form):
    """Answers in the fields that an agency added."""

    def __init__(self, *args: Any, fields: Sequence[AddedFieldRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in fields:
            self.fields[row.key] = _added(row)
        self.fields["said_by"] = forms.ChoiceField(
            label=_("Who told you this?"), choices=choices("said_by")
        )

    def answers(self) -> dict[str, str]:
        """The answers that were given, by the key of their field."""
        given = {key: value for key, value in self.cleaned_data.items() if key != "said_by"}
        return {key: str(value) for key, value in given.items() if value not in (None, "")}


PARTS: dict[str, Any] = {
    "identity": _("Identity"),
    "contact": _("Contact"),
    "whereabouts": _("Whereabouts"),
    "situation": _("Situation"),
    "health": _("Health"),
    "justice": _("Justice"),
    "livelihood": _("Livelihood"),
    "risk": _("Risk"),
}


def part_choices(parts: Iterable[str]) -> list[tuple[str, Any]]:
    """The parts of a record that somebody may write to, in words."""
    allowed = set(parts)
    return [(code, words) for code, words in PARTS.items() if code in allowed]


def _question(code: str) -> forms.Field:
    question, help_text, why = QUESTIONS[code]
    topic = TOPICS[code]
    field: forms.Field
    if not topic.values:
        field = forms.ChoiceField(
            choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))],
            widget=forms.RadioSelect,
        )
    elif len(codes(topic.values)) > 30:
        field = forms.ChoiceField(choices=[("", _("Choose")), *_with_unknown(topic.values)])
    elif topic.several:
        field = forms.MultipleChoiceField(
            choices=_with_unknown(topic.values), widget=forms.CheckboxSelectMultiple
        )
    else:
        field = forms.ChoiceField(choices=_with_unknown(topic.values), widget=forms.RadioSelect)
    field.label, field.help_text, field.required = question, help_text, False
    field.why = why  # type: ignore[attr-defined]
    return field


def _choices_aloud(bound: BoundField) -> list[str]:
    if not isinstance(bound.field.widget, forms.RadioSelect):
        return []
    return [str(choice.data["label"]) for choice in bound.subwidgets]


def _statement(topic: str, value: str, said_by: str) -> Statement:
    if value == UNKNOWN:
        return Statement(topic, "", "unknown", said_by)
    if not TOPICS[topic].values:
        return Statement(topic, "", value, said_by)
    return Statement(topic, value, "yes", said_by)


def _added(row: AddedFieldRow) -> forms.Field:
    field: Any
    if row.kind == "number":
        field = forms.FloatField()
    elif row.kind == "date":
        field = forms.DateField(widget=forms.DateInput(attrs={"type": "date"}))
    elif row.kind == "choice":
        options = [(option, option) for option in row.options]
        field = forms.ChoiceField(choices=[("", _("Choose")), *options])
    elif row.kind == "yes_no":
        answers = [("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not known"))]
        field = forms.ChoiceField(choices=answers, widget=forms.RadioSelect)
    else:
        field = forms.CharField(max_length=4000)
    field.label, field.required = row.label, False
    field.why = row.purpose
    return field  # type: ignore[no-any-return]


def _field(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    return field


class WayForm(forms.Form):
    """How a contact began."""

    began_by = forms.ChoiceField(
        label=_("How did the contact begin?"),
        choices=lambda: [one for one in words("contact_way") if one[0] != "none"],
        widget=forms.RadioSelect,
        initial="call",
    )


class CopyForm(forms.Form):
    """Which parts a copy holds."""

    parts = forms.MultipleChoiceField(
        label=_("What does the copy hold?"),
        help_text=_("Only what the order names and your own duty needs."),
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, parts: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["parts"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [(part, PARTS[part]) for part in PARTS if part in set(parts)]


class CaseFilterForm(forms.Form):
    """Which cases of the list are shown."""

    status = forms.ChoiceField(label=_("State"), required=False)
    manager = forms.ChoiceField(label=_("Case manager"), required=False)

    def __init__(
        self, *args: object, asked: Asked, managers: Sequence[tuple[str, str]], **kwargs: object
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = {
            "status": [(code, word("case_status", code)) for code in asked.statuses],
            "manager": managers,
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", _("Any")), *offered]

"""Shape of what is typed for a report that the law requires, and for an order on paper."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughcare.consent.queries import LawRow
from throughcare.consent.rules import CAUSE_WORDS, PART_WORDS

DAY = forms.DateInput(attrs={"type": "date"})


def _end_of(day: Any) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.max.time()))


class ReportForm(forms.Form):
    """What the law requires to be reported, to whom, and whether the person was told before."""

    cause = forms.ChoiceField(label=_("What has to be reported?"), widget=forms.RadioSelect)
    recipient = forms.ChoiceField(
        label=_("To which agency?"), help_text=_("Its focal points receive the report, by name.")
    )
    parts = forms.MultipleChoiceField(
        label=_("Which parts does it need?"),
        help_text=_("Never more than the law names, and no more than is needed."),
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(label=_("They may read until"), widget=DAY)
    told = forms.ChoiceField(
        label=_("Was the person told, before speaking, that we must report this?"),
        choices=[("yes", _("Yes")), ("no", _("No, and it is told now or as soon as it is safe"))],
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why has it to be reported?"),
        help_text=_("For your own record. It is kept sealed and is not sent."),
        max_length=2000,
        widget=forms.Textarea,
    )

    def __init__(
        self,
        *args: Any,
        laws: Iterable[LawRow],
        agencies: Iterable[tuple[UUID, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        rows = list(laws)
        named = {part for law in rows for part in law.parts}
        choices: dict[str, list[Any]] = {
            "cause": [(law.cause, CAUSE_WORDS[law.cause]) for law in rows],
            "recipient": [("", _("Choose")), *((key.hex, name) for key, name in agencies)],
            "parts": [(code, words[0]) for code, words in PART_WORDS.items() if code in named],
        }
        for name, offered in choices.items():
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [(code, _(words)) for code, words in offered]

    def clean_until(self) -> datetime:
        """The end of the last day."""
        return _end_of(self.cleaned_data["until"])


class OrderForm(forms.Form):
    """An order as it stands on the paper, narrowed to named parts."""

    authority = forms.ChoiceField(label=_("Which court or prosecutor?"))
    number = forms.CharField(
        label=_("Number on the paper"), help_text=_("It is kept sealed."), max_length=120
    )
    parts = forms.MultipleChoiceField(
        label=_("Which parts does it name?"),
        help_text=_("If it says “everything”, ask your lawyer to have it narrowed first."),
        choices=[(code, _(words[0])) for code, words in PART_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(label=_("Valid until, if it says so"), required=False, widget=DAY)

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["authority"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((agency.hex, name) for agency, name in agencies)]

    def clean_until(self) -> datetime | None:
        """The end of the last day; None where the paper names none."""
        day = self.cleaned_data["until"]
        return _end_of(day) if day else None

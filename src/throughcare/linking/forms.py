"""Shape of input when records are linked, a person is asked, or another agency is answered."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from throughcare.consent.forms import ConsentForm
from throughcare.consent.services import Answer
from throughcare.linking.rules import WHY_LINKED, WHY_UNLINKED, Kind

YES_OR_NO = [("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))]


class OtherRecordForm(forms.Form):
    """Which other record could be the same person's."""

    number = forms.CharField(
        label=_("Number of the other record"),
        help_text=_("It stands on top of its case timeline. Both must be open to you."),
        max_length=20,
    )


class LinkForm(forms.Form):
    """How it is known that two records are one person's."""

    why = forms.ChoiceField(
        label=_("How do you know that it is one person?"),
        choices=[(code, _(words)) for code, words in WHY_LINKED.items()],
        widget=forms.RadioSelect,
    )
    sure = forms.BooleanField(
        label=_("I have looked at both records, and it is one person"),
    )


class UnlinkForm(forms.Form):
    """Why two records are to stand apart again."""

    why = forms.ChoiceField(
        label=_("Why are they to stand apart?"),
        choices=[(code, _(words)) for code, words in WHY_UNLINKED.items()],
        widget=forms.RadioSelect,
    )


class NothingToType(forms.Form):
    """A button that sends."""


class PermissionForm(ConsentForm):
    """One conversation: may others be asked, may the person be found, and by whom never."""

    ask = forms.ChoiceField(
        label=_("May we ask others?"), choices=YES_OR_NO, widget=forms.RadioSelect, required=False
    )
    be_found = forms.ChoiceField(
        label=_("May others hear that you are with us?"),
        choices=YES_OR_NO,
        widget=forms.RadioSelect,
        required=False,
    )
    never = forms.MultipleChoiceField(
        label=_("Never these"),
        help_text=_("They are not asked, and do not hear. Nobody tells them so."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, agencies: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, recipients=(), **kwargs)
        never = self.fields["never"]
        assert isinstance(never, forms.MultipleChoiceField)
        never.choices = [(agency.hex, name) for agency, name in agencies]

    def said(self, by: UUID, at: datetime) -> Mapping[Kind, Answer]:
        """What was said to each question; what was not asked is left out.

        It is about who the person is, for care, and goes to no agency by name: the record is one's
        own agency's (`by`).
        """
        answers = {kind: self.cleaned_data[kind.value] for kind in Kind}
        return {
            kind: self.answer_to(by, "care", ("identity",), answer, at)
            for kind, answer in answers.items()
            if answer
        }

    def left_out(self) -> list[UUID]:
        """The agencies that the person left out."""
        return [UUID(agency) for agency in self.cleaned_data["never"]]


class QuestionForm(forms.Form):
    """What another agency is answered."""

    answer = forms.ChoiceField(
        label=_("What do you answer?"),
        choices=[
            ("yes", _("Yes: we help this person, they may speak with us")),
            ("no", _("Nothing: it is somebody else, or the person does not want it now")),
        ],
        widget=forms.RadioSelect,
    )
    speak_with = forms.ChoiceField(
        label=_("With whom can they speak?"),
        help_text=_("A focal point of your agency. Name and work address are shown to them."),
        required=False,
    )

    def __init__(self, *args: Any, focal_points: Iterable[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        speak_with = self.fields["speak_with"]
        assert isinstance(speak_with, forms.ChoiceField)
        speak_with.choices = [("", _("Choose")), *((key.hex, name) for key, name in focal_points)]

    def named(self) -> UUID | None:
        """The focal point that was chosen."""
        chosen = self.cleaned_data["speak_with"]
        return UUID(chosen) if chosen else None

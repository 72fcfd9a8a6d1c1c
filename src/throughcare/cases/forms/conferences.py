"""Shape of input on the pages of a case conference."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from throughcare.cases.rules import MEETING_WAYS


class ConferenceForm(forms.Form):
    """When and how agencies meet about a case, of what they speak, and who is invited."""

    def __init__(
        self,
        *args: Any,
        matters: Sequence[tuple[str, Any]],
        agencies: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agenda"] = forms.MultipleChoiceField(
            label=_("What is to be spoken of?"),
            help_text=_("Each agency sees only the matters of the parts that it may read."),
            choices=matters,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Choose what is to be spoken of.")},
        )
        self.fields["agencies"] = forms.MultipleChoiceField(
            label=_("Who is invited?"),
            help_text=_(
                "Agencies that have access, and those that the person has allowed. The invitation"
                " says when and from whom, and nothing about the person."
            ),
            choices=agencies,
            widget=forms.CheckboxSelectMultiple,
            error_messages={"required": _("Invite at least one agency.")},
        )

    meets_at = forms.DateTimeField(
        label=_("When?"), widget=forms.DateTimeInput(attrs={"type": "datetime-local"})
    )
    way = forms.ChoiceField(
        label=_("How?"),
        choices=[(code, _(words)) for code, words in MEETING_WAYS.items()],
        widget=forms.RadioSelect,
    )


class ViewForm(forms.Form):
    """What the person wants, in her or his words."""

    words = forms.CharField(
        label=_("In the person’s own words"),
        help_text=_("What she or he wants from this conference, and what not. No names of people."),
        widget=forms.Textarea(attrs={"rows": 5}),
        max_length=4000,
        error_messages={
            "required": _("Write down what the person wants, in her or his words."),
        },
    )


class DecisionForm(forms.Form):
    """What is decided on one matter, and who is to carry it out by when."""

    def __init__(
        self,
        *args: Any,
        matters: Sequence[tuple[str, Any]],
        agencies: Sequence[tuple[str, Any]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["matter"].choices = matters  # type: ignore[attr-defined]
        self.fields["owner"].choices = [("", _("Nobody, it only holds")), *agencies]  # type: ignore[attr-defined]

    matter = forms.ChoiceField(label=_("Matter"), widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("What is decided?"),
        help_text=_("Whoever may read this matter reads it. No names of people."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=2000,
        error_messages={"required": _("Say what is decided.")},
    )
    owner = forms.ChoiceField(label=_("Who is to do it?"), required=False)
    due_on = forms.DateField(
        label=_("By when?"), widget=forms.DateInput(attrs={"type": "date"}), required=False
    )


class InvitationForm(forms.Form):
    """Whether one's agency comes."""

    comes = forms.ChoiceField(
        label=_("Do you come?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say yes or no.")},
    )

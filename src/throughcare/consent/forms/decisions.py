"""Shape of what is written down about a decision in the best interest of a child."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughcare.consent.queries import RecipientRow
from throughcare.consent.rules import (
    GUARDIAN_WORDS,
    PART_WORDS,
    PURPOSE_WORDS,
    VIEW_WORDS,
    VOICE_WORDS,
)
from throughcare.consent.services import BestInterestDecision

DOUBTS = {
    "guardian_accompanies": _("Did this guardian accompany the child?"),
    "guardian_suspected": _("Is this guardian suspected of anything?"),
    "guardian_benefits": _("Does this guardian gain from it?"),
}
KNOWN = {"yes": True, "no": False}
GUARDIANS = [code for code in GUARDIAN_WORDS if code not in ("the_person", "agency")]


class DecisionForm(forms.Form):
    """For whom, for what and which parts; whose view was asked; who decided, and why."""

    recipient = forms.ChoiceField(label=_("Which agency may read?"))
    purpose = forms.ChoiceField(
        label=_("For what?"), choices=[(code, _(words)) for code, words in PURPOSE_WORDS.items()]
    )
    parts = forms.MultipleChoiceField(
        label=_("What may they read?"),
        choices=[(code, _(words[0])) for code, words in PART_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    until = forms.DateField(label=_("Until"), widget=forms.DateInput(attrs={"type": "date"}))
    birth = forms.DateField(
        label=_("Born on, if known"),
        help_text=_("It decides when the child is asked as an adult, and is not kept."),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    deciders = forms.CharField(
        label=_("Who decided?"),
        help_text=_("Names and offices. Never whoever gains from it. It is kept sealed."),
        max_length=500,
    )
    why = forms.CharField(
        label=_("Why is this best for the child?"),
        help_text=_("It is kept sealed."),
        max_length=2000,
        widget=forms.Textarea,
    )
    decided_with = forms.ChoiceField(
        label=_("Did a guardian have a say?"),
        choices=[("", _("No")), *((code, _(GUARDIAN_WORDS[code])) for code in GUARDIANS)],
        required=False,
    )

    def __init__(self, *args: Any, recipients: Iterable[RecipientRow], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["recipient"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *((row.agency.hex, row.name) for row in recipients)]
        for voice, words in VOICE_WORDS.items():
            self.fields[f"view_{voice}"] = forms.ChoiceField(
                label=_(words),
                choices=[(code, _(said)) for code, said in VIEW_WORDS.items()],
                initial="not_asked",
            )
        for name, question in DOUBTS.items():
            self.fields[name] = forms.ChoiceField(
                label=question,
                choices=[("", _("Not known")), ("yes", _("Yes")), ("no", _("No"))],
                required=False,
            )

    def views(self) -> list[BoundField]:
        """Whose view was asked for, one field each."""
        return [self[f"view_{voice}"] for voice in VOICE_WORDS]

    def doubts(self) -> list[BoundField]:
        """What must be known of a guardian who had a say."""
        return [self[name] for name in DOUBTS]

    def decision(self) -> BestInterestDecision:
        """What was typed, as `decide_best_interest` takes it."""
        said = self.cleaned_data
        until = timezone.make_aware(datetime.combine(said["until"], datetime.max.time()))
        return BestInterestDecision(
            recipient=UUID(said["recipient"]),
            purpose=said["purpose"],
            parts=said["parts"],
            until=until,
            views={voice: said[f"view_{voice}"] for voice in VOICE_WORDS},
            deciders=said["deciders"],
            why=said["why"],
            birth=said["birth"],
            decided_with=said["decided_with"],
            **{name: KNOWN.get(said[name]) for name in DOUBTS},
        )

"""Shape of input on the pages of referrals."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _

from throughcare.kernel.vocabulary import choices
from throughcare.referrals.rules import (
    QUESTION_NEEDED,
    REASON_NEEDED,
    STATE_WORDS,
    TRAVEL_WORDS,
    Summary,
    Way,
)


class NeedForm(forms.Form):
    """The referral summary as it is written: codes, and one sentence without a name."""

    words = forms.CharField(
        label=_("What is needed, in one sentence"),
        help_text=_("For example: a safe bed tonight. No name, no place, no date of birth."),
        max_length=120,
        required=False,
    )
    needs = forms.MultipleChoiceField(
        label=_("Needs"), choices=choices("need"), widget=forms.CheckboxSelectMultiple
    )
    urgency = forms.ChoiceField(
        label=_("How soon must they answer?"),
        help_text=_("This sets the clock, for you and for them."),
        choices=choices("urgency"),
        widget=forms.RadioSelect,
        initial="urgent",
    )
    service_for = forms.ChoiceField(
        label=_("Which service would be right?"),
        help_text=_("The person’s own wish."),
        choices=choices("service_for"),
        initial="any",
    )
    age_band = forms.ChoiceField(label=_("Age"), choices=choices("age_band"), initial="unknown")
    language = forms.ChoiceField(
        label=_("Speaks best"),
        choices=choices("language", [("", _("Not known"))]),
        required=False,
    )
    other_language = forms.ChoiceField(
        label=_("Also speaks"), choices=choices("language", [("", "–")]), required=False
    )
    children = forms.MultipleChoiceField(
        label=_("Children who come along"),
        choices=choices("child_age_band"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    access_needs = forms.MultipleChoiceField(
        label=_("Access needs"),
        choices=choices("access_need"),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    house_risk = forms.ChoiceField(
        label=_("Could somebody look for the person at the house?"),
        choices=choices("house_risk"),
        widget=forms.RadioSelect,
        initial="none",
    )
    travel = forms.ChoiceField(
        label=_("Can the person travel?"),
        choices=[(code, _(words)) for code, words in TRAVEL_WORDS.items()],
        initial="unknown",
    )
    kind = forms.ChoiceField(
        label=_("Who manages the case afterwards?"),
        choices=[
            ("referral", _("We do: the case stays with us")),
            ("transfer", _("They do: the case moves when the person has arrived")),
        ],
        widget=forms.RadioSelect,
        initial="referral",
    )

    def summary(self) -> Summary:
        """The codes of the summary."""
        said = self.cleaned_data
        return Summary(
            needs=tuple(said["needs"]),
            age_band=said["age_band"],
            service_for=said["service_for"],
            languages=tuple(
                dict.fromkeys(filter(None, (said["language"], said["other_language"])))
            ),
            children=tuple(said["children"]),
            access_needs=tuple(said["access_needs"]),
            house_risk=said["house_risk"],
            travel=said["travel"],
        )


class ServicesForm(forms.Form):
    """Which services are asked, and how each is reached."""

    to = forms.MultipleChoiceField(
        label=_("Services"), error_messages={"required": _("Choose at least one service.")}
    )

    def __init__(self, *args: Any, services: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(key, key) for key in services]

    def ways(self, posted: Mapping[str, Any], default: Mapping[str, str]) -> list[tuple[str, Way]]:
        """Each chosen service with the way to reach it."""
        chosen: Sequence[str] = self.cleaned_data["to"]
        ways = {way.value for way in Way}
        return [
            (key, Way(way if (way := str(posted.get(f"way-{key}", ""))) in ways else default[key]))
            for key in chosen
        ]


class AnswerForm(forms.Form):
    """Yes, a question first, or no."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("yes", _("Yes, the person can come")),
            ("ask", _("Ask something first")),
            ("no", _("No, not this time")),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose your answer.")},
    )
    arrives_at = forms.DateTimeField(
        label=_("From what time?"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}),
        help_text=_("The sender tells the escort. Your address goes to the escort only."),
    )
    question = forms.CharField(
        label=_("Your question"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    reason = forms.ChoiceField(
        label=_("Why?"),
        required=False,
        choices=choices("decline_reason", [("", _("Choose"))]),
        help_text=_("It shows where places are missing. Nobody is blamed for a no."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["answer"].choice_help = {"ask": _("The clock goes on")}  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A question is written, and a no has its reason."""
        said = super().clean() or {}
        _needs(self, "no", "reason", REASON_NEEDED)
        _needs(self, "ask", "question", QUESTION_NEEDED)
        return said


class EnteredAnswerForm(forms.Form):
    """What a service without an account said."""

    answer = forms.ChoiceField(
        label=_("What did they say?"),
        choices=[("yes", _("Yes, the person can come")), ("no", _("No"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what they said.")},
    )
    reason = forms.ChoiceField(
        label=_("Why not?"),
        required=False,
        choices=choices("decline_reason", [("", _("Choose"))]),
    )

    def clean(self) -> dict[str, Any]:
        """A no has its reason."""
        said = super().clean() or {}
        _needs(self, "no", "reason", REASON_NEEDED)
        return said

    @property
    def accepted(self) -> bool:
        """Whether they said yes."""
        return bool(self.cleaned_data["answer"] == "yes")


class LinkAnswerForm(EnteredAnswerForm):
    """What a service without an account answers itself, through its one-time link."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["answer"]
        field.label = _("Your answer")
        field.error_messages["required"] = _("Choose your answer.")


class OutcomeForm(forms.Form):
    """How it went."""

    outcome = forms.ChoiceField(
        label=_("How did it go?"),
        choices=choices("referral_outcome"),
        widget=forms.RadioSelect,
    )


class ReferralFilterForm(forms.Form):
    """Which referrals of a list are shown."""

    state = forms.ChoiceField(
        label=_("State"),
        choices=lambda: [("", _("Any")), *_states()],
        required=False,
    )


def _needs(form: forms.Form, answer: str, name: str, why: str) -> None:
    """With this answer, another field is not left empty; why is said beside it."""
    said = form.cleaned_data
    if said.get("answer") == answer and not said.get(name) and name not in form.errors:
        form.add_error(name, gettext(why))


def _states() -> list[tuple[str, str]]:
    return [(state, pgettext("referral", words)) for state, words in STATE_WORDS.items()]

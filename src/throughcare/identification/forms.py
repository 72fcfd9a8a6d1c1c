"""Shape of input on the pages of identification."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughcare.cases.rules import Statement
from throughcare.identification.queries.facts import in_english
from throughcare.identification.rules.charges import CAME_TO
from throughcare.identification.rules.periods import Period, period_of
from throughcare.identification.rules.states import (
    ASSESSED_FOR,
    ELEMENT_WORDS,
    LETTER_WAYS,
    OUTCOMES,
    STATE_WORDS,
    State,
)
from throughcare.identification.services.decisions import Decided
from throughcare.kernel.forms import DayField
from throughcare.kernel.vocabulary import choices, words

DAY = {"type": "date"}
FACT_TOPICS = {"act": "act", "means": "means", "purpose": "purpose", "age_then": "age_band"}


def in_words(words: Mapping[Any, str], *only: str) -> list[tuple[str, Any]]:
    """Choices with their words; all, or some."""
    return [(str(code), _(said)) for code, said in words.items() if not only or code in only]


def law_titles(laws: Iterable[tuple[str, str]]) -> list[tuple[str, Any]]:
    """Laws as choices."""
    return [(code, in_english(title)) for code, title in laws]


class AskForm(forms.Form):
    """A request for a decision has come: under which law, when, and about which day."""

    law = forms.ChoiceField(
        label=_("Under which law?"),
        help_text=_("Only laws under which your agency is the named authority."),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the law.")},
    )
    received_on = DayField(
        label=_("When did the request come?"),
        help_text=_("The target for the first decision runs from this day."),
        widget=forms.DateInput(attrs=DAY),
    )
    act_on = DayField(
        label=_("On which day did it happen?"),
        help_text=_("As far as it is known: the law as it was in force on that day counts."),
        widget=forms.DateInput(attrs=DAY),
        required=False,
    )

    def __init__(self, *args: Any, laws: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "law", law_titles(laws))

    def received_at(self, at: datetime) -> datetime:
        """The day as a moment: noon of it, or now where it is today."""
        day: date = self.cleaned_data["received_on"]
        return at if day == timezone.localtime(at).date() else _noon(day)


class DecideForm(forms.Form):
    """What is decided, on which facts, and why."""

    finds = forms.ChoiceField(
        label=_("What is decided?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose what is decided.")},
    )
    lacks = forms.MultipleChoiceField(
        label=_("What does this law ask for that was not established?"),
        help_text=_("It is said of the law, never of the person."),
        choices=in_words(ELEMENT_WORDS),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    facts = forms.MultipleChoiceField(
        label=_("Facts on which the decision rests"),
        help_text=_("What you may read. Who said it is kept with each."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_(
            "Sealed; read by who decides, the lawyer and the advocate. They are on no letter."
        ),
        widget=forms.Textarea(attrs={"rows": 6}),
        max_length=20_000,
        required=False,
    )

    def __init__(
        self,
        *args: Any,
        facts: Iterable[tuple[str, str]],
        finds: Iterable[State],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "facts", facts)
        _choices(self, "finds", in_words(STATE_WORDS, *finds))

    def decided(self) -> Decided:
        """What was chosen."""
        said = self.cleaned_data
        return Decided(
            State(said["finds"]),
            said["reasons"],
            [int(fact) for fact in said["facts"]],
            said["lacks"] if said["finds"] == State.NOT_ESTABLISHED else [],
        )


class WordsForm(forms.Form):
    """Some words, sealed."""

    words = forms.CharField(widget=forms.Textarea(attrs={"rows": 5}), max_length=20_000)

    def __init__(self, *args: Any, says: object, help: object = "", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].label = says  # type: ignore[assignment]
        self.fields["words"].help_text = help  # type: ignore[assignment]
        self.fields["words"].required = False


class OwnWordForm(forms.Form):
    """The word that the person uses."""

    words = forms.CharField(
        label=_("What does the person call herself or himself?"),
        help_text=_(
            "As it was said: survivor, worker, mother, nothing of that. No decision changes it."
        ),
        max_length=200,
    )


class LetterForm(forms.Form):
    """How the letter reaches the person."""

    way = forms.ChoiceField(
        label=_("How does the letter reach the person?"),
        choices=in_words(LETTER_WAYS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how the letter reaches the person.")},
    )
    contact = forms.ChoiceField(
        label=_("Which address?"),
        help_text=_("Only ways that are written down as safe for a letter now."),
        required=False,
    )

    def __init__(self, *args: Any, addresses: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "contact", [("", _("Choose")), *addresses])


class DisputeForm(forms.Form):
    """One element that the authority marks disputed."""

    element = forms.ChoiceField(
        label=_("Which element is disputed?"),
        help_text=_("In every working assessment under this law it is then unknown, and shown so."),
        choices=in_words(ELEMENT_WORDS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose an element of the law.")},
    )

    def __init__(self, *args: Any, marked: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        help_of = dict.fromkeys(marked, _("Marked now: choose it to take the mark off."))
        self.fields["element"].choice_help = help_of  # type: ignore[attr-defined]


class NonPunishmentForm(forms.Form):
    """What became of the question of non-punishment."""

    outcome = forms.ChoiceField(
        label=_("What became of it?"), choices=in_words(OUTCOMES), widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=20_000,
        required=False,
    )


class FactsForm(forms.Form):
    """Facts in the words of the laws, each with who said it."""

    said_by = forms.ChoiceField(
        label=_("Where does this come from?"),
        choices=choices("said_by"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say who told you.")},
    )
    answer = forms.ChoiceField(
        label=_("It says that this"),
        choices=[("yes", _("was so")), ("no", _("was not so"))],
        widget=forms.RadioSelect,
        initial="yes",
    )
    act = forms.MultipleChoiceField(label=_("What was done"))
    means = forms.MultipleChoiceField(label=_("By what means"))
    purpose = forms.MultipleChoiceField(label=_("For what purpose"))
    moved = forms.BooleanField(label=_("The person was moved"), required=False)
    age_then = forms.ChoiceField(label=_("Age at that time"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for topic, values in FACT_TOPICS.items():
            field = self.fields[topic]
            field.required = False
            chosen = words(values)
            if topic == "age_then":
                _choices(self, topic, [("", _("Nothing is said")), *chosen])
            else:
                field.widget = forms.CheckboxSelectMultiple()
                _choices(self, topic, chosen)

    def statements(self) -> list[Statement]:
        """What was ticked, as statements."""
        said = self.cleaned_data
        answer, said_by = said["answer"], said["said_by"]
        found = [
            Statement(topic, value, answer, said_by)
            for topic in ("act", "means", "purpose")
            for value in said[topic]
        ]
        if said["moved"]:
            found.append(Statement("moved", "", answer, said_by))
        if said["age_then"]:
            found.append(Statement("age_then", said["age_then"], "yes", said_by))
        return found


class AssessForm(forms.Form):
    """Why an assessment is run now, and what else is asked for."""

    needed_for = forms.ChoiceField(
        label=_("Why is it needed now?"),
        choices=in_words(ASSESSED_FOR),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say why it is needed now.")},
    )
    on = DayField(
        label=_("By the laws of which day?"),
        help_text=_("Leave it empty: then the day that is recorded counts."),
        widget=forms.DateInput(attrs=DAY),
        required=False,
    )
    laws = forms.MultipleChoiceField(
        label=_("Other laws"),
        help_text=_(
            "Beside those of the place and the UN Protocol. A law of another state says"
            " nothing about people here."
        ),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, laws: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "laws", law_titles(laws))


class LinkedCountForm(forms.Form):
    """How many people a third party found on both lists of a period."""

    period = forms.CharField(max_length=22, widget=forms.HiddenInput)
    people = forms.IntegerField(label=_("People found on both lists"), min_value=0)
    linked_by = forms.CharField(label=_("Who linked them?"), max_length=120)


class CountsForm(forms.Form):
    """Which counted period is looked at, and of which place."""

    period = forms.ChoiceField(label=_("Period"))
    place = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(
        self,
        *args: Any,
        periods: Iterable[tuple[str, str]],
        places: Iterable[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "period", periods)
        _choices(self, "place", places)


class CountForm(forms.Form):
    """A period to be counted: whole months that are over, and of which none was counted."""

    first = forms.ChoiceField(label=_("From"))
    last = forms.ChoiceField(label=_("To"))

    def __init__(self, *args: Any, months: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        left = list(months)
        _choices(self, "first", left)
        _choices(self, "last", left)

    def period(self) -> Period:
        """The months that were chosen."""
        return period_of(self.cleaned_data["first"], self.cleaned_data["last"])


class ChargeForm(forms.Form):
    """What became of a charge of trafficking, and which element of the law failed."""

    came_to = forms.ChoiceField(
        label=_("What became of the charge?"),
        choices=in_words(CAME_TO),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say whether the charge was dropped or became another.")},
    )
    charged_as = forms.ChoiceField(label=_("Charged as"), required=False)
    lacks = forms.ChoiceField(
        label=_("Which element of the law failed?"),
        help_text=_("It is said of the case before the court, never of the person."),
        choices=in_words(ELEMENT_WORDS),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the element of the law that failed.")},
    )
    came_on = DayField(label=_("On which day?"), widget=forms.DateInput(attrs=DAY))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _choices(self, "charged_as", [("", _("Choose")), *words("charge")])


def _choices(form: forms.Form, name: str, choices: Iterable[tuple[str, Any]]) -> None:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)
    field.choices = list(choices)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))

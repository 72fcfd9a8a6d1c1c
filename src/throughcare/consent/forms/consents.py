"""Shape of input when consent is asked for, and when agencies agree."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.forms.boundfield import BoundField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughcare.consent.queries import RecipientRow
from throughcare.consent.rules import (
    GIVEN_WORDS,
    GUARDIAN_WORDS,
    PART_WORDS,
    PURPOSE_WORDS,
    VOICE_LASTS,
    script_for,
)
from throughcare.consent.services import Answer
from throughcare.kernel.vocabulary import words
from throughcare_core.sharing import NAMELESS_PURPOSES, NAMING_PARTS

WHO_SAYS = ("the_person", "parent", "legal_guardian", "temporary_guardian")
FEW = 4
"""So many questions stand open at once."""

DOUBTS = [("", _("Not looked into")), ("no", _("No")), ("yes", _("Yes"))]


@dataclass(frozen=True, slots=True)
class Asked:
    """One question of the page: to whom, for what, what is said aloud, and its fields.

    `what` lists the parts as the person hears them; `only` is None where nobody can be named. Of
    many questions only those about the agency that she wants to be sent to, and those that were
    answered, are open, so that the page begins with a list.
    """

    recipient: RecipientRow
    purpose: str
    purpose_words: str
    script: str
    what: tuple[tuple[str, str], ...]
    parts: BoundField
    only: BoundField | None
    answer: BoundField
    is_open: bool


class ConsentForm(forms.Form):
    """One conversation about consent: each recipient and purpose is a yes or no of its own."""

    given = forms.ChoiceField(
        label=_("How is it asked?"),
        choices=[(code, _(words)) for code, words in GIVEN_WORDS.items()],
        widget=forms.RadioSelect,
        initial="on_a_page",
    )
    given_by = forms.ChoiceField(
        label=_("Who answers?"),
        choices=[(code, _(GUARDIAN_WORDS[code])) for code in WHO_SAYS],
        widget=forms.RadioSelect,
        initial="the_person",
    )
    says_is_adult = forms.BooleanField(
        label=_("The person is old enough to consent alone"),
        required=False,
    )
    birth = forms.DateField(
        label=_("Or the birth date, of a child"),
        help_text=_(
            "It decides whether the child may consent alone, and when the person is asked anew."
            " It is not kept."
        ),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    guardian_accompanies = forms.ChoiceField(
        label=_("Did the guardian accompany the person here?"), choices=DOUBTS, required=False
    )
    guardian_suspected = forms.ChoiceField(
        label=_("Is the guardian under suspicion?"), choices=DOUBTS, required=False
    )
    guardian_benefits = forms.ChoiceField(
        label=_("Does the guardian gain anything?"), choices=DOUBTS, required=False
    )
    until = forms.DateField(
        label=_("Until when?"),
        help_text=_("By voice it ends after 72 hours in any case."),
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    language = forms.ChoiceField(label=_("In which language?"), required=False)
    interpreter = forms.BooleanField(label=_("An interpreter helped"), required=False)
    words = forms.CharField(
        label=_("How the answer was given"),
        help_text=_("A few words. No names."),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *args: Any, recipients: Sequence[RecipientRow], wanted: str = "", **kwargs: Any
    ) -> None:
        kwargs.setdefault("initial", {}).setdefault(
            "until", timezone.localdate() + timedelta(days=90)
        )
        super().__init__(*args, **kwargs)
        languages = self.fields["language"]
        assert isinstance(languages, forms.ChoiceField)
        languages.choices = [
            ("", _("Choose")),
            *words("language"),
        ]
        self._wanted = wanted
        first = sorted(recipients, key=lambda row: row.agency.hex != wanted)
        self._asked = [(row, purpose) for row in first for purpose in row.purposes]
        for row, purpose in self._asked:
            self._ask(row, purpose)

    def _ask(self, row: RecipientRow, purpose: str) -> None:
        name, parts = _name(row, purpose), _parts_for(row, purpose)
        self.fields[f"parts_{name}"] = forms.MultipleChoiceField(
            label=_("What may they read?"),
            choices=[(part, _(PART_WORDS[part][0])) for part in parts],
            widget=forms.CheckboxSelectMultiple,
            required=False,
        )
        self.fields[f"parts_{name}"].choice_help = {  # type: ignore[attr-defined]
            part: _(PART_WORDS[part][1]) for part in parts
        }
        if row.focal_points:
            self.fields[f"only_{name}"] = forms.MultipleChoiceField(
                label=_("Only certain people there?"),
                help_text=_(
                    "Nobody ticked: their focal points. Health and livelihood open to police and"
                    " courts, and justice to carers, only for people named here."
                ),
                choices=[(staff.hex, known) for staff, known in row.focal_points],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
        self.fields[f"answer_{name}"] = forms.ChoiceField(
            label=_("Yes or no?"),
            choices=[("", _("Not asked")), ("yes", _("Yes")), ("no", _("No"))],
            widget=forms.RadioSelect,
            required=False,
        )

    def clean(self) -> dict[str, Any]:
        """A yes says to what."""
        said = super().clean() or {}
        for row, purpose in self._asked:
            name = _name(row, purpose)
            if said.get(f"answer_{name}") == "yes" and not said.get(f"parts_{name}"):
                words = _("%(agency)s: choose at least one part to share, or write down a no.")
                self.add_error(f"parts_{name}", words % {"agency": row.name})
        return said

    def asked(self) -> Iterator[Asked]:
        """Every question of the page, in order."""
        for row, purpose in self._asked:
            name = _name(row, purpose)
            yield Asked(
                recipient=row,
                purpose=purpose,
                purpose_words=PURPOSE_WORDS[purpose],
                script=script_for(purpose, row.side),
                what=tuple(PART_WORDS[part] for part in _parts_for(row, purpose)),
                parts=self[f"parts_{name}"],
                only=self[f"only_{name}"] if row.focal_points else None,
                answer=self[f"answer_{name}"],
                is_open=self._is_open(row, name),
            )

    def _is_open(self, row: RecipientRow, name: str) -> bool:
        if self[f"answer_{name}"].value():
            return True
        if any(other.agency.hex == self._wanted for other, _purpose in self._asked):
            return row.agency.hex == self._wanted
        return len(self._asked) <= FEW

    def answers(self, at: datetime) -> list[Answer]:
        """What was said, question by question; what was not asked is left out."""
        return [
            self._answer(row, purpose, at)
            for row, purpose in self._asked
            if self.cleaned_data[f"answer_{_name(row, purpose)}"]
        ]

    def _answer(self, row: RecipientRow, purpose: str, at: datetime) -> Answer:
        name = _name(row, purpose)
        answer = self.cleaned_data[f"answer_{name}"]
        parts = _parts_for(row, purpose) if answer == "no" else self.cleaned_data[f"parts_{name}"]
        only = [UUID(staff) for staff in self.cleaned_data.get(f"only_{name}", [])]
        return self.answer_to(row.agency, purpose, parts, answer, at, only)

    def answer_to(
        self,
        recipient: UUID,
        purpose: str,
        parts: Sequence[str],
        answer: str,
        at: datetime,
        only: Sequence[UUID] = (),
    ) -> Answer:
        """A yes or no as it was given in this conversation: how, by whom, until when."""
        said = self.cleaned_data
        until = timezone.make_aware(datetime.combine(said["until"], datetime.max.time()))
        if said["given"] == "by_voice":
            until = min(until, at + VOICE_LASTS)
        return Answer(
            recipient=recipient,
            recipient_staff=only,
            purpose=purpose,
            parts=parts,
            until=until,
            answer=answer,
            given=said["given"],
            given_by=said["given_by"],
            birth=said["birth"],
            says_is_adult=said["says_is_adult"],
            guardian_accompanies=_doubt(said["guardian_accompanies"]),
            guardian_suspected=_doubt(said["guardian_suspected"]),
            guardian_benefits=_doubt(said["guardian_benefits"]),
            language=said["language"],
            interpreter=said["interpreter"],
            words=said["words"],
        )


class AgreementForm(forms.Form):
    """What two agencies agree."""

    other = forms.ChoiceField(label=_("With which agency?"))
    parts = forms.MultipleChoiceField(
        label=_("What may each read at the other?"),
        choices=[(code, _(words[0])) for code, words in PART_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    purposes = forms.MultipleChoiceField(
        label=_("For what?"),
        choices=[(code, _(words)) for code, words in PURPOSE_WORDS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    starts = forms.DateField(label=_("From"), widget=forms.DateInput(attrs={"type": "date"}))
    until = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    paper = forms.CharField(
        label=_("Which paper is it written on?"),
        help_text=_("For example: protocol 7 of 2026."),
        max_length=120,
        required=False,
    )

    def __init__(self, *args: Any, agencies: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["other"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [("", _("Choose")), *agencies]

    def agreed(self) -> dict[str, Any]:
        """What `propose_agreement` takes."""
        said = self.cleaned_data
        return {
            "other": UUID(said["other"]),
            "parts": said["parts"],
            "purposes": said["purposes"],
            "starts": _midnight(said["starts"]),
            "until": _midnight(said["until"]) if said["until"] else None,
            "paper": said["paper"],
        }


def _name(row: RecipientRow, purpose: str) -> str:
    return f"{row.agency.hex}_{purpose}"


def _parts_for(row: RecipientRow, purpose: str) -> tuple[str, ...]:
    """What can be asked for: what is agreed, and no name where none is needed."""
    nameless = purpose in NAMELESS_PURPOSES
    return tuple(part for part in row.parts if not (nameless and part in NAMING_PARTS))


def _doubt(said: str) -> bool | None:
    return {"yes": True, "no": False}.get(said)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()))

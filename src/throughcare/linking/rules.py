"""When two records are linked, who is asked about whom, and the reasons why not."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from throughcare_core.vocab import enforces_law

FEWEST_ATTRIBUTES = 4
"""Of a record with fewer nobody is asked: it would be like too many, and easy to guess."""

ASKED_FOR = timedelta(days=30)
"""So long others have to answer; then the question is over, whatever it met."""

MOST_ASKED, MOST_FOUND = 10, 40
WITHIN = timedelta(days=1)
"""So often a member of staff asks others, and writes down that somebody may be found, in a day."""

ALIKE = 0.65
"""From this score on a record is shown to its holder: docs/decisions says what was measured."""


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


class Kind(StrEnum):
    """What a person is asked: may we ask others, and may others hear that you are with us."""

    ASK = "ask"
    BE_FOUND = "be_found"


KIND_WORDS = {
    Kind.ASK: gettext_noop("May we ask others?"),
    Kind.BE_FOUND: gettext_noop("May others hear that you are with us?"),
}

WHY_LINKED = {
    "said": gettext_noop("The person says so"),
    "document": gettext_noop("The same document was seen"),
    "known": gettext_noop("Staff who know the person recognise her or him"),
    "entered_twice": gettext_noop("One person was entered twice"),
}

WHY_UNLINKED = {
    "two_people": gettext_noop("They are two people"),
    "wish": gettext_noop("The person wants the records kept apart"),
    "safety": gettext_noop("It is safer that they are apart"),
    "mistake": gettext_noop("It was linked by mistake"),
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Whether an agency takes part in asking one another: its kind, and its law."""

    kind: str
    in_matching: bool

    @property
    def takes_part(self) -> bool:
        """Nobody who enforces the law asks or is asked, nor whom its own law forbids."""
        return self.in_matching and not enforces_law(self.kind)


def reasons_not_to_take_part(standing: Standing) -> list[str]:
    """Why an agency neither asks others nor is asked."""
    if enforces_law(standing.kind):
        return [
            gettext_noop(
                "Police, prosecution, border and migration neither ask others nor are asked."
            )
        ]
    if not standing.in_matching:
        return [
            gettext_noop(
                "Your agency takes no part: the law that binds it counts even fingerprints of names"
                " as names."
            )
        ]
    return []


def reasons_not_to_link(why: str, *, same: bool, linked: bool) -> list[str]:
    """Why two records of an agency cannot be linked."""
    reasons = []
    if same:
        reasons.append(gettext_noop("This is one record. Give the number of the other one."))
    if linked:
        reasons.append(gettext_noop("These two records are linked already."))
    if why not in WHY_LINKED:
        reasons.append(gettext_noop("Say how you know that it is one person."))
    return reasons


def reasons_not_to_unlink(why: str, *, linked: bool) -> list[str]:
    """Why two records of an agency cannot be unlinked."""
    reasons = []
    if not linked:
        reasons.append(gettext_noop("These two records are not linked."))
    if why not in WHY_UNLINKED:
        reasons.append(gettext_noop("Say why they are to stand apart."))
    return reasons


def reasons_not_to_ask(
    *, attributes: int, allowed: bool, waiting: bool, asked_of: Collection[object]
) -> list[str]:
    """Why others cannot be asked about a person now."""
    reasons = []
    if attributes < FEWEST_ATTRIBUTES:
        reasons.append(
            gettext_noop(
                "Write down at least four of these first: given name, family name, other names, day"
                " or year of birth, sex, telephone, document."
            )
        )
    if not allowed:
        reasons.append(gettext_noop("Ask the person first, and write down the yes."))
    if waiting:
        reasons.append(gettext_noop("The question was sent, and is not over yet."))
    if not asked_of:
        reasons.append(gettext_noop("No agency is left that could be asked."))
    return reasons


def reasons_not_to_answer(answer: str, *, speaks: bool) -> list[str]:
    """Why a question of another agency cannot be answered like this."""
    if answer not in ("yes", "no"):
        return [gettext_noop("Choose an answer.")]
    if answer == "yes" and not speaks:
        return [
            gettext_noop(
                "Name the focal point with whom they can speak. Your agency must have one."
            )
        ]
    return []


def epoch_of(at: datetime) -> str:
    """The epoch of the keys under which two agencies compare: a year.

    >>> epoch_of(datetime(2026, 3, 2))
    '2026'
    """
    return str(at.year)

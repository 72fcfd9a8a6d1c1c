"""Two counts of one place and period: whom NGOs count, whom authorities count, and why they differ.

Counts alone: nothing here knows a key of anybody, and what is shown has gone through
`core.publication`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from throughcare.identification.rules.states import COUNTED, State
from throughcare.identification.rules.words import gettext_noop
from throughcare_core.definitions import Facts, Law, assess, elements
from throughcare_core.publication import FEWEST, published

COLUMNS = ("counted", "not_established", "waiting", "not_linked")
"""What the authorities say of somebody; the last, that nobody may know whether they do."""

COLUMN_WORDS = {
    "counted": gettext_noop("Presumed or identified"),
    "not_established": gettext_noop("Not established"),
    "waiting": gettext_noop("Not yet decided"),
    "not_linked": gettext_noop("Not linked, or never asked"),
}
COLUMN_RULES = {
    "counted": gettext_noop(
        "An authority found reasonable grounds or identified the person, under the law compared."
    ),
    "not_established": gettext_noop(
        "An authority decided that something this law asks for was not established."
    ),
    "waiting": gettext_noop("An authority was asked and has not made its first decision."),
    "not_linked": gettext_noop(
        "The person has not allowed that the two records be linked, or no authority was asked."
        " Nobody can tell which."
    ),
}
LINE_WORDS = {
    "ngos": gettext_noop("NGOs count the person"),
    "others": gettext_noop("NGOs do not, or do not know the person"),
}
LINE_RULES = {
    "ngos": gettext_noop(
        "A case at an agency that helps began in the period, and what it recorded meets the UN"
        " Protocol."
    ),
    "others": gettext_noop(
        "An authority was asked in the period, and no case that began in it at an agency that helps"
        " is linked with the person’s consent, or what that case recorded does not meet the UN"
        " Protocol."
    ),
}
WHYS = (
    "both",
    "law_act",
    "law_means",
    "law_purpose",
    "law_movement",
    "law_age",
    "law_rest",
    "facts",
)
"""Why the same facts are counted by one law and not by the other: by the law, or by the facts."""

REST = "law_rest"
WHY_WORDS = {
    "both": gettext_noop("Met under both"),
    "law_act": gettext_noop("By the law: what was done"),
    "law_means": gettext_noop("By the law: the means"),
    "law_purpose": gettext_noop("By the law: the purpose"),
    "law_movement": gettext_noop("By the law: movement"),
    "law_age": gettext_noop("By the law: age"),
    "law_rest": gettext_noop("By the law: several elements, or a rare one"),
    "facts": gettext_noop("By the facts: not recorded"),
}
WHY_RULES = {
    "both": gettext_noop("What NGOs recorded meets the UN Protocol and the law compared."),
    "law_act": gettext_noop("The law compared does not name what was done; the Protocol does."),
    "law_means": gettext_noop(
        "The law compared does not name the means, or asks for one where the Protocol needs none."
    ),
    "law_purpose": gettext_noop("The purpose is not in the list of the law compared."),
    "law_movement": gettext_noop("The law compared asks for movement, and it was not so."),
    "law_age": gettext_noop("The law compared asks for an age, and it was not so."),
    "law_rest": gettext_noop(
        "More than one element is met under the Protocol alone; or one that fewer than five people"
        " lack."
    ),
    "facts": gettext_noop(
        "The law compared asks for something of which nothing is recorded, and the Protocol does"
        " not."
    ),
}
UNMET = frozenset({"unknown", "not met"})


@dataclass
class Tally:
    """Numbers of people: those whom NGOs count, by why and column; others whom authorities know."""

    counted: dict[tuple[str, str], int] = field(default_factory=dict)
    others: dict[str, int] = field(default_factory=dict)

    def add(self, why: str, column: str, people: int = 1) -> None:
        """So many people more whom NGOs count."""
        self.counted[why, column] = self.counted.get((why, column), 0) + people

    def add_other(self, column: str, people: int = 1) -> None:
        """So many people more whom authorities know, and NGOs do not count."""
        self.others[column] = self.others.get(column, 0) + people


@dataclass(frozen=True, slots=True)
class Range:
    """From at least to at most so many people; alike where it is known."""

    least: int
    most: int

    @property
    def is_known(self) -> bool:
        """Whether it is one number."""
        return self.least == self.most


@dataclass(frozen=True, slots=True)
class Shown:
    """Numbers in a row as they may be shown, and their sum; None is one that may not."""

    numbers: Sequence[int | None]
    all: int | None


def shown(numbers: Sequence[int]) -> Shown:
    """Hide what is small, and what would tell it.

    A row has each number twice to `core.publication`, as a cell and as a column of one; what is
    safe together is safe here, whichever of the two stands.

    >>> shown([12, 8, 10, 30])
    Shown(numbers=[12, 8, 10, 30], all=60)
    >>> shown([2, 30, 40]).numbers
    [None, None, 40]
    """
    table = published([list(numbers)])
    pairs = zip(table.cells[0], table.columns, strict=True)
    found = [column if cell is None else cell for cell, column in pairs]
    return Shown(found, table.lines[0] if table.all is None else table.all)


@dataclass(frozen=True, slots=True)
class TwoCounts:
    """What may be shown. None is a number that may not.

    `table` has a number for each of `COLUMNS`, those whom NGOs count; `others` one for each but the
    last; `whys` are those of `WHYS` that occur, or None altogether.
    `ngos` and `authorities` are the two counts, `both` how many stand in both, `all` how many
    there are.
    """

    table: Shown
    others: Shown
    whys: Sequence[tuple[str, int | None]] | None
    ngos: int | None
    authorities: int | None
    both: Range | None
    all: Range | None


def column_of(states: Sequence[str]) -> str:
    """Where somebody stands whom authorities decided about, perhaps more than once.

    >>> column_of(["not_established", "presumed"])
    'counted'
    """
    found = {State(state) for state in states}
    if found & COUNTED:
        return "counted"
    return "waiting" if State.ASKED in found else "not_established"


def why_of(facts: Facts, protocol: Law, compared: Law) -> str:
    """Why two laws differ on the same facts: a code of `WHYS`; empty: the Protocol is not met."""
    first = assess(facts, protocol)
    if not first.truth:
        return ""
    second = assess(facts, compared)
    if second.truth:
        return "both"
    here, there = elements(first), elements(second)
    unmet = [name for name, shown in there.items() if shown in UNMET]
    by_law = [name for name in unmet if there[name] == "not met" or name in here]
    if not unmet or len(by_law) < len(unmet):
        return "facts"
    return f"law_{by_law[0]}" if len(by_law) == 1 else REST


def two_counts(tally: Tally, linked: int | None = None) -> TwoCounts:
    """What may be shown of two counts.

    `linked`: how many of those not linked by consent a third party found on both sides.
    """
    table = shown([_of_column(tally.counted, column) for column in COLUMNS])
    others = shown([tally.others.get(column, 0) for column in COLUMNS[:-1]])
    ngos = table.all
    whys = _whys(tally.counted) if ngos is not None else None
    authorities = _sum(table.numbers[0], others.numbers[0])
    both = _both(table, others, linked)
    total = None
    if both and ngos is not None and authorities is not None:
        total = Range(ngos + authorities - both.most, ngos + authorities - both.least)
    return TwoCounts(table, others, whys, ngos, authorities, both, total)


def _both(table: Shown, others: Shown, linked: int | None) -> Range | None:
    """How many stand in both counts: those linked, and of the rest none up to as many as can be.

    What a third party found narrows it only where neither its number nor what it leaves is small.
    """
    known, apart, alone = table.numbers[0], table.numbers[-1], others.numbers[0]
    if known is None or apart is None or alone is None:
        return None
    most = min(apart, alone)
    if linked is not None and FEWEST <= linked <= most - FEWEST:
        return Range(known + linked, known + linked)
    return Range(known, known + most)


def _whys(
    counted: Mapping[tuple[str, str], int],
) -> Sequence[tuple[str, int | None]] | None:
    """Why the laws differ, each with its number; None where even all together may not be shown.

    An element that few people lack goes into the rest, so that less must be hidden beside it.
    """
    numbers = dict.fromkeys(WHYS, 0)
    for (why, _column), people in counted.items():
        numbers[why] += people
    for why, people in list(numbers.items()):
        if why.startswith("law_") and why != REST and people < FEWEST:
            numbers[REST] += numbers.pop(why)
    found = shown(list(numbers.values()))
    if found.all is None:
        return None
    return list(zip(numbers, found.numbers, strict=True))


def _of_column(counted: Mapping[tuple[str, str], int], column: str) -> int:
    return sum(counted.get((why, column), 0) for why in WHYS)


def _sum(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None

"""What of two counts may be shown: every place of a period at once, so that none tells another.

All answers about one period are hidden together: places, their sum, states and reasons. Periods
never overlap and are counted once (`periods.py`): so no two answers can be subtracted.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from throughcare.identification.rules.charges import CAME_TO, RARE
from throughcare.identification.rules.counts import COLUMNS, NOWHERE, REST, WHYS, Tally
from throughcare.identification.rules.states import ELEMENT_WORDS
from throughcare_core.publication import FEWEST, Published, published, published_together


@dataclass(frozen=True, slots=True)
class Shown:
    """Numbers in a row as they may be shown, and their sum; None is one that may not."""

    numbers: Sequence[int | None]
    all: int | None


@dataclass(frozen=True, slots=True)
class PlaceCounts:
    """What may be shown of one place, or of the whole country.

    `table` has a number for each of `COLUMNS`, those whom NGOs count; `others` one for each but
    the last; `whys` those of `WHYS` that are told apart in this period.
    """

    table: Shown
    others: Shown
    whys: Sequence[tuple[str, int | None]]


@dataclass(frozen=True, slots=True)
class Counted:
    """What may be shown of one period: the whole country, its places, and what charges came to.

    `charges` has for each element that failed, and for the rare ones together, how many were
    dropped, how many re-charged, and their sum; the last line is the sum of all.
    """

    whole: PlaceCounts
    places: Mapping[str, PlaceCounts]
    charges: Sequence[tuple[str, Shown]]


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
class TwoCounts:
    """The two counts of one place. None is a number that may not be shown.

    `ngos` and `authorities` are the two counts, `both` how many stand in both, `all` how many
    there are; `whys` is None where not even all together may be shown.
    """

    table: Shown
    others: Shown
    whys: Sequence[tuple[str, int | None]] | None
    ngos: int | None
    authorities: int | None
    both: Range | None
    all: Range | None


def counted(tally: Tally) -> Counted:
    """Hide what is small, what would tell it, and what of one place would tell of another."""
    places = tally.places or [NOWHERE]
    whys = _whys_apart(tally)
    by_column: Counter[tuple[str, str]] = Counter()
    by_why: Counter[tuple[str, str]] = Counter()
    for (place, why, column), people in tally.counted.items():
        by_column[place, column] += people
        by_why[place, why if why in whys else REST] += people
    states, reasons = published_together(
        [[by_column[place, column] for column in COLUMNS] for place in places],
        [[by_why[place, why] for why in whys] for place in places],
    )
    others = published(
        [[tally.others[place, column] for column in COLUMNS[:-1]] for place in places]
    )
    return Counted(
        PlaceCounts(_sums(states), _sums(others), _named(whys, reasons.columns)),
        {
            place: PlaceCounts(
                _line(states, at), _line(others, at), _named(whys, reasons.cells[at])
            )
            for at, place in enumerate(places)
        },
        _charges(tally),
    )


def two_counts(place: PlaceCounts, linked: int | None = None) -> TwoCounts:
    """The two counts of a place.

    `linked`: how many of those not linked by consent a third party found on both sides. It is
    left out where it, or who is then left on one side alone, are too few to be shown.
    """
    table, others = place.table, place.others
    authorities = _sum(table.numbers[0], others.numbers[0])
    both = _both(table, others, linked)
    total = None
    if both and table.all is not None and authorities is not None:
        known = table.all + authorities
        total = Range(known - both.most, known - both.least)
    whys = None if table.all is None else place.whys
    return TwoCounts(table, others, whys, table.all, authorities, both, total)


def as_kept(found: Counted) -> dict[str, Any]:
    """The numbers as they are kept: nothing in it that may not be shown."""
    return {
        "whole": _place_as_kept(found.whole),
        "places": {name: _place_as_kept(place) for name, place in found.places.items()},
        "charges": [[element, *_row_as_kept(row)] for element, row in found.charges],
    }


def from_kept(kept: Mapping[str, Any]) -> Counted:
    """The same numbers again."""
    return Counted(
        _place_from_kept(kept["whole"]),
        {name: _place_from_kept(place) for name, place in kept["places"].items()},
        [(element, Shown(numbers, total)) for element, numbers, total in kept["charges"]],
    )


def _both(table: Shown, others: Shown, linked: int | None) -> Range | None:
    """How many stand in both counts: those linked, and of the rest none up to as many as can be."""
    known, apart, alone = table.numbers[0], table.numbers[-1], others.numbers[0]
    if known is None or apart is None or alone is None:
        return None
    most = min(apart, alone)
    if linked is not None and FEWEST <= linked <= most - FEWEST:
        return Range(known + linked, known + linked)
    return Range(known, known + most)


def _whys_apart(tally: Tally) -> list[str]:
    """The reasons that are told apart: an element that few people lack goes into the rest."""
    numbers: Counter[str] = Counter()
    for (_place, why, _column), people in tally.counted.items():
        numbers[why] += people
    return [
        why for why in WHYS if not why.startswith("law_") or why == REST or numbers[why] >= FEWEST
    ]


def _charges(tally: Tally) -> list[tuple[str, Shown]]:
    """What charges came to by the element that failed; elements of few people go together."""
    numbers: Counter[str] = Counter()
    for (element, _came_to), people in tally.charges.items():
        numbers[element] += people
    apart = [element for element in ELEMENT_WORDS if numbers[element] >= FEWEST]
    lines: Counter[tuple[str, str]] = Counter()
    for (element, came_to), people in tally.charges.items():
        lines[element if element in apart else RARE, came_to] += people
    shown = [*apart, *([RARE] if len(apart) < len(ELEMENT_WORDS) else [])]
    table = published([[lines[element, code] for code in CAME_TO] for element in shown])
    rows = [(element, _line(table, at)) for at, element in enumerate(shown)]
    return [*rows, ("", _sums(table))]


def _line(table: Published, at: int) -> Shown:
    return Shown(table.cells[at], table.lines[at])


def _sums(table: Published) -> Shown:
    return Shown(table.columns, table.all)


def _named(whys: Sequence[str], numbers: Sequence[int | None]) -> Sequence[tuple[str, int | None]]:
    return list(zip(whys, numbers, strict=True))


def _sum(*numbers: int | None) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if len(known) == len(numbers) else None


def _row_as_kept(row: Shown) -> tuple[list[int | None], int | None]:
    return list(row.numbers), row.all


def _place_as_kept(place: PlaceCounts) -> dict[str, Any]:
    return {
        "table": _row_as_kept(place.table),
        "others": _row_as_kept(place.others),
        "whys": place.whys,
    }


def _place_from_kept(kept: Mapping[str, Any]) -> PlaceCounts:
    whys = [(why, number) for why, number in kept["whys"]]
    return PlaceCounts(Shown(*kept["table"]), Shown(*kept["others"]), whys)

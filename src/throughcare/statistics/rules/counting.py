"""How reported rows are counted: by what, what is open, and which numbers stay unsaid."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from throughcare.statistics.rules.reading import SEVERAL, gettext_noop
from throughcare_core.vocab import code_list

NOT_RECORDED = "none"
ALL = "all"
SMALLEST_SHOWN = 10

Folded = Mapping[tuple[str, str], int]
"""(code down, code across) → rows; `NOT_RECORDED` and `ALL` stand among the codes."""


@dataclass(frozen=True, slots=True)
class Dimension:
    """Something by which rows are counted; `list` is the code list of its values, or empty.

    `several`: one row may name several values, and is counted under each.
    """

    code: str
    title: str
    list: str = ""
    several: bool = False

    def values_in(self, kept: str | int | None) -> Sequence[str]:
        """The codes under which a row is counted, as it is kept; never empty."""
        if kept is None or kept == "":
            return (NOT_RECORDED,)
        return str(kept).strip(SEVERAL).split(SEVERAL)


DIMENSIONS: Mapping[str, Dimension] = {
    each.code: each
    for each in (
        Dimension("exploitation", gettext_noop("Exploitation"), "ctdc_exploitation", several=True),
        Dimension("gender", gettext_noop("Sex or gender"), "ctdc_gender"),
        Dimension("age", gettext_noop("Age"), "ctdc_age_band"),
        Dimension("citizenship", gettext_noop("Citizenship"), "country"),
        Dimension("year", gettext_noop("Year of registration")),
    )
}

NOTHING_ACROSS = Dimension("", "")


def folded(
    groups: Iterable[tuple[str | int | None, str | int | None, int]],
    down: Dimension,
    across: Dimension = NOTHING_ACROSS,
) -> Folded:
    """Groups of equal rows, (kept down, kept across, how many), under each of their codes.

    >>> counts = folded([(";ForcedLabour;SexualExploit;", "", 3)], DIMENSIONS["exploitation"])
    >>> counts["ForcedLabour", ALL], counts["SexualExploit", ALL], counts[ALL, ALL]
    (3, 3, 3)
    """
    counts: Counter[tuple[str, str]] = Counter()
    for kept_down, kept_across, rows in groups:
        for one in (*down.values_in(kept_down), ALL):
            for other in (*across.values_in(kept_across), ALL):
                counts[one, other] += rows
    return counts


def in_order(dimension: Dimension, counts: Mapping[str, int | None]) -> list[str]:
    """The codes of a table in the order of a page, without what is not recorded and the sum.

    Short lists are whole, also where nothing was counted; years follow one another; countries are
    those that were counted, most first, and those whose number stays unsaid at the end.
    """
    found = counts.keys() - {NOT_RECORDED, ALL}
    if not dimension.list:
        return sorted(found)
    if dimension.list == "country":
        return sorted(found, key=lambda code: (-(counts[code] or 0), code))
    return [value.code for value in code_list(dimension.list).values]


def shown(rows: int, *, is_protected: bool) -> int | None:
    """The number that a page may show; None where it stays unsaid.

    Of data that their publisher has protected, every number as it is. Of others none from 1 to 9,
    and tens rounded down, so that no sum tells what was left out.

    >>> [shown(rows, is_protected=False) for rows in (0, 1, 9, 10, 57)]
    [0, None, None, 10, 50]
    """
    if is_protected or rows == 0:
        return rows
    return rows // 10 * 10 if rows >= SMALLEST_SHOWN else None

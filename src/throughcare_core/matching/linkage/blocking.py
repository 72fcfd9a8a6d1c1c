"""Which pairs of records are compared at all: those with equal tokens in two attributes."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.encoding import EncodedTable

Places = NDArray[np.int64]
Tokens = NDArray[np.uint64]

ALL_PAIRS_UP_TO = 1_000_000
MOST_PARTNERS = 100
PAIRS_THAT_WAIT = 8_000_000
GOLDEN, MIXER = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xBF58476D1CE4E5B9)


def candidate_pairs(first: EncodedTable, second: EncodedTable | None) -> tuple[Places, Places]:
    """The pairs (rows of the first, rows of the second) that are worth comparing, sorted.

    Without a second table: pairs within the first, the lower row first. A million pairs or fewer
    are all compared. Of more, those with an equal token in each of two attributes; what more than
    100 records share (a town with a sex) is too common to bring anybody together by itself.
    """
    other = first if second is None else second
    if pairs_in_all(first, second) <= ALL_PAIRS_UP_TO:
        if second is None:
            return np.triu_indices(len(first), 1)
        rows, columns = np.indices((len(first), len(second)), dtype=np.int64)
        return rows.ravel(), columns.ravel()
    found, waiting = np.zeros(0, dtype=np.int64), [np.zeros(0, dtype=np.int64)]
    for mine, theirs in _keys_of_two_attributes(first, other):
        rows, columns = _equal(mine, theirs)
        if second is None:
            rows, columns = rows[rows < columns], columns[rows < columns]
        waiting.append(rows * len(other) + columns)
        if sum(map(len, waiting)) > PAIRS_THAT_WAIT:
            found, waiting = each_once(np.concatenate([found, *waiting])), []
    found = each_once(np.concatenate([found, *waiting]))
    return found // len(other), found % len(other)


def pairs_in_all(first: EncodedTable, second: EncodedTable | None) -> int:
    """How many pairs there are between two tables, or within one."""
    return len(first) * (len(first) - 1) // 2 if second is None else len(first) * len(second)


def each_once(numbers: Places) -> Places:
    """The numbers sorted, each once."""
    ordered = np.sort(numbers)
    return ordered[np.flatnonzero(np.diff(ordered, prepend=ordered[:1] - 1))]


def _keys_of_two_attributes(
    first: EncodedTable, second: EncodedTable
) -> Iterator[tuple[Tokens, Tokens]]:
    for one, other in combinations(range(len(first.columns)), 2):
        for mine in range(len(first.columns[one].tokens)):
            for theirs in range(len(first.columns[other].tokens)):
                both = (
                    _joined(table.columns[one].tokens[mine], table.columns[other].tokens[theirs])
                    for table in (first, second)
                )
                yield next(both), next(both)


def _joined(one: Tokens, other: Tokens) -> Tokens:
    """Two keyed tokens as one, 0 where either is not known."""
    mixed = (one * GOLDEN + other) * MIXER
    mixed ^= mixed >> np.uint64(31)
    return np.where((one == 0) | (other == 0), np.uint64(0), mixed)


def _equal(mine: Tokens, theirs: Tokens) -> tuple[Places, Places]:
    """The rows with an equal token, without those that more than 100 of the others share."""
    known = np.flatnonzero(theirs)
    order = known[np.argsort(theirs[known], kind="stable")]
    ordered = theirs[order]
    begin = np.searchsorted(ordered, mine, "left")
    count = np.searchsorted(ordered, mine, "right") - begin
    count[(mine == 0) | (count > MOST_PARTNERS)] = 0
    rows = np.repeat(np.arange(len(mine)), count)
    within = np.arange(len(rows)) - np.repeat(np.cumsum(count) - count, count)
    return rows, order[np.repeat(begin, count) + within]

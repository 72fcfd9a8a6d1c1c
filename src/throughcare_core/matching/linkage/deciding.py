"""From chances to links: thresholds by expected error, one to one, groups over many lists."""

from dataclasses import dataclass, field
from itertools import combinations
from typing import Self

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.blocking import Places

Chances = NDArray[np.float64]

LIKELIER_THAN_NOT = 0.5


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of records with the chance that each is one person, in arrays of one length.

    `places`: where each pair stood among all that were compared, -1 if it was not.
    """

    rows: Places = field(repr=False)
    others: Places = field(repr=False)
    chances: Chances = field(repr=False)
    places: Places = field(repr=False)

    @classmethod
    def of(cls, rows: Places, others: Places, chances: Chances) -> Self:
        """All pairs that were compared, in their order."""
        return cls(rows, others, chances, np.arange(len(rows)))

    def __len__(self) -> int:
        return len(self.rows)

    def where(self, chosen: NDArray[np.bool_] | Places) -> "Pairs":
        """Those of the pairs that are chosen."""
        return Pairs(
            self.rows[chosen], self.others[chosen], self.chances[chosen], self.places[chosen]
        )

    def best_first(self) -> "Pairs":
        """The same pairs, the likeliest first; equal ones by their rows."""
        return self.where(np.lexsort((self.others, self.rows, -self.chances)))


@dataclass(frozen=True, slots=True)
class Expected:
    """What is to be expected of a set of links: how many, the share right, the share found."""

    links: int
    precision: float
    recall: float


def linked(pairs: Pairs, precision: float | None = None) -> Pairs:
    """The pairs to link, best first.

    Each pair that is likelier one person than two is linked: no other rule makes fewer errors in
    expectation. With `precision`, as many as can be linked while the expected share of right links
    stays at least that.
    """
    ordered = pairs.best_first()
    if precision is None:
        return ordered.where(ordered.chances >= LIKELIER_THAN_NOT)
    right = np.cumsum(ordered.chances) / np.arange(1, len(ordered) + 1)
    return ordered.where(np.arange(len(ordered)) < np.count_nonzero(right >= precision))


def expected(links: Pairs, all_pairs: Pairs) -> Expected:
    """What is to be expected of links chosen among all pairs, by their own chances."""
    right = float(links.chances.sum())
    there = float(all_pairs.chances.sum())
    return Expected(
        len(links), right / len(links) if len(links) else 1.0, right / there if there else 1.0
    )


def one_to_one(links: Pairs) -> Pairs:
    """At most one link a record on either side: the likeliest first, then what is still free."""
    ordered = links.best_first()
    taken: tuple[set[int], set[int]] = set(), set()
    free = np.zeros(len(ordered), dtype=np.bool_)
    for at, (row, other) in enumerate(
        zip(ordered.rows.tolist(), ordered.others.tolist(), strict=True)
    ):
        free[at] = row not in taken[0] and other not in taken[1]
        if free[at]:
            taken[0].add(row)
            taken[1].add(other)
    return ordered.where(free)


def groups(links: Pairs, lists: NDArray[np.int64] | None = None) -> list[tuple[int, ...]]:
    """Records that are one person, as sorted groups of two or more. All are numbered together.

    Links are taken the likeliest first. `lists` says from which list each record is: then a group
    takes at most one record of a list, and a link that would bring two together is left out.
    """
    group: dict[int, int] = {}
    members: dict[int, list[int]] = {}
    ordered = links.best_first()
    for row, other in zip(ordered.rows.tolist(), ordered.others.tolist(), strict=True):
        one, two = group.setdefault(row, row), group.setdefault(other, other)
        mine, theirs = members.setdefault(one, [row]), members.setdefault(two, [other])
        if one == two or (lists is not None and set(lists[mine]) & set(lists[theirs])):
            continue
        mine += theirs
        group.update(dict.fromkeys(theirs, one))
        del members[two]
    return sorted(tuple(sorted(each)) for each in members.values() if len(each) > 1)


def whole_groups(links: Pairs, compared: Pairs) -> Pairs:
    """Every pair of every group that the links within one table make, whether linked or not.

    A pair that was not compared has the chance of the weakest link of its group.
    """
    every_pair = zip(compared.rows.tolist(), compared.others.tolist(), strict=True)
    pair_at = dict(zip(every_pair, compared.places.tolist(), strict=True))
    found = groups(links)
    group_of = {member: at for at, group in enumerate(found) for member in group}
    weakest = np.ones(len(found))
    np.minimum.at(weakest, [group_of[row] for row in links.rows.tolist()], links.chances)
    pairs = [
        (*pair, at, pair_at.get(pair, -1))
        for at, group in enumerate(found)
        for pair in combinations(group, 2)
    ]
    rows, others, at, places = np.array(pairs, dtype=np.int64).reshape(-1, 4).T
    known = compared.chances[places] if len(compared) else np.zeros(len(places))
    return Pairs(rows, others, np.where(places >= 0, known, weakest[at]), places).best_first()

"""Comparing encodings for exchange: every pair of two lists that is near enough, tile by tile."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.engines import distances
from throughcare_core.matching.linkage.blocking import Places
from throughcare_core.matching.linkage.masks import WORD_BITS
from throughcare_core.matching.popcount import Counts, Words, set_bits

TILE = 512
LOWEST = 0.25
MOST_KEPT = 4_000_000


@dataclass(frozen=True, slots=True)
class Near:
    """Pairs whose encodings agree above chance: rows, others, the best score of all salts, and
    under each salt the score (salts, pairs); `lowest`: all scores at least this high are here.
    """

    rows: Places = field(repr=False)
    others: Places = field(repr=False)
    best: NDArray[np.float64] = field(repr=False)
    lowest: float


Found = tuple[Places, Places, NDArray[np.float64]]
"""Pairs that are near: rows, others and best scores."""


@dataclass(frozen=True, slots=True)
class Tile:
    """Compares some rows of one set of encodings with all of another.

    `first` (salts, n, words), `second` (salts, m, words).
    """

    first: Words = field(repr=False)
    second: Words = field(repr=False)

    def __call__(self, start: int) -> Found:
        """The pairs of the rows from `start` on, a tile of them, that are near."""
        mine = self.first[:, start : start + TILE]
        kept: list[Found] = []
        for begin in range(0, self.second.shape[1], 4 * TILE):
            score = _scores(mine, self.second[:, begin : begin + 4 * TILE])
            row, other = np.nonzero(score >= LOWEST)
            kept.append((row + start, other + begin, score[row, other]))
        return _together(kept)


Spread = Callable[[Tile, Sequence[int]], Iterable[Found]]
"""Where tiles are compared: what they find, in their order."""


def here(tile: Tile, starts: Sequence[int]) -> Iterable[Found]:
    """One tile after the other in this process."""
    return map(tile, starts)


def near_pairs(
    first: Words,
    second: Words,
    told: Callable[[int, int], None] | None = None,
    spread: Spread = here,
) -> Near:
    """The pairs of two sets of encodings (salts, n, words) and (salts, m, words) that are near.

    The score of a pair is its Dice under the salt that agrees best, with chance taken out: 0 is
    chance, 1 equal. Scores below .25 are not kept; if more than four million pairs are above, the
    limit rises, so that memory stays bounded. Wherever tiles are compared, the pairs are the same.
    """
    kept: list[Found] = []
    lowest, size = LOWEST, 0
    starts = range(0, first.shape[1], TILE)
    for start, found in zip(starts, spread(Tile(first, second), starts), strict=True):
        if told:
            told(start, first.shape[1])
        kept.append(_above(lowest, found))
        size += len(kept[-1][0])
        if size > MOST_KEPT:
            lowest, kept = _raised(kept)
            size = sum(len(row) for row, _, _ in kept)
    return Near(*_together(kept), lowest)


def scores_under_salts(
    first: Words, second: Words, rows: Places, others: Places
) -> NDArray[np.float64]:
    """For each pair its score under each salt, as (salts, pairs)."""
    return np.stack(
        [
            above_chance(
                set_bits(mine[rows] & theirs[others]),
                set_bits(mine[rows]),
                set_bits(theirs[others]),
                mine.shape[-1] * WORD_BITS,
            )
            for mine, theirs in zip(first, second, strict=True)
        ]
    )


def above_chance(common: Counts, mine: Counts, theirs: Counts, bits: int) -> NDArray[np.float64]:
    """Dice with chance taken out: (common - chance) / (mean of both - chance)."""
    chance = mine * theirs / bits
    room = np.maximum((mine + theirs) / 2 - chance, 1e-9)
    score: NDArray[np.float64] = (common - chance) / room
    return score


def _scores(mine: Words, theirs: Words) -> NDArray[np.float64]:
    best = np.full((mine.shape[1], theirs.shape[1]), -1.0)
    for one, other in zip(mine, theirs, strict=True):
        common = common_bits(one, other)
        score = above_chance(
            common, set_bits(one)[:, None], set_bits(other)[None], one.shape[1] * WORD_BITS
        )
        np.maximum(best, score, out=best)
    return best


def common_bits(one: Words, other: Words) -> Counts:
    """How many ones two sets of rows (n, words) and (m, words) share, as (n, m)."""
    both = set_bits(one)[:, None] + set_bits(other)[None]
    return (both - distances(one, other)) // 2


def _raised(kept: list[Found]) -> tuple[float, list[Found]]:
    together = _together(kept)
    lowest = float(np.median(together[2]))
    return lowest, [_above(lowest, together)]


def _above(lowest: float, found: Found) -> Found:
    rows, others, best = found
    above = best >= lowest
    return rows[above], others[above], best[above]


def _together(kept: list[Found]) -> Found:
    nothing = np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.int64), np.zeros(0)
    rows, others, best = zip(*(nothing, *kept), strict=True)
    return np.concatenate(rows), np.concatenate(others), np.concatenate(best)

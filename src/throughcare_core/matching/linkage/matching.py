"""The server profile from two encoded tables to links, each with its reasons."""

from dataclasses import dataclass, field

import numpy as np

from throughcare_core.matching.linkage.blocking import Places, candidate_pairs, pairs_in_all
from throughcare_core.matching.linkage.deciding import Pairs
from throughcare_core.matching.linkage.encoding import EncodedTable
from throughcare_core.matching.linkage.levels import Levels, compare
from throughcare_core.matching.linkage.terms import term_weights
from throughcare_core.matching.linkage.weights import Compared, Weights, chance_of, estimate

DRAWN_BY_CHANCE = 300_000
SEED = 1969


@dataclass(frozen=True, slots=True)
class Matched:
    """All pairs that were compared: chances, levels (pairs, compared) and the weights behind."""

    pairs: Pairs
    levels: Levels = field(repr=False)
    weights: Weights = field(repr=False)


def match_tables(first: EncodedTable, second: EncodedTable | None = None) -> Matched:
    """Compare two tables, or one with itself, and give each candidate pair its chance.

    The weights are estimated from these very encodings; no answers and no plain values are used.
    The same tables under the same key always give the same chances.
    """
    other = first if second is None else second
    rows, others = candidate_pairs(first, second)
    levels = compare(first, other, rows, others)
    drawn = _drawn_by_chance(first, second, rows, others)
    rest = pairs_in_all(first, second) - len(rows)
    weights = estimate(
        Compared(
            candidates=levels,
            others=compare(first, other, *drawn),
            stands_for=rest / len(drawn[0]) if len(drawn[0]) else 0.0,
            turned=first.schema.turned,
        )
    )
    odds = weights.log_odds(levels) + term_weights(first, second, weights, rows, levels)
    return Matched(Pairs.of(rows, others, chance_of(odds)), levels, weights)


def _drawn_by_chance(
    first: EncodedTable, second: EncodedTable | None, rows: Places, others: Places
) -> tuple[Places, Places]:
    """Pairs drawn by chance from those that are no candidates."""
    other = first if second is None else second
    if len(rows) == pairs_in_all(first, second):
        return rows[:0], others[:0]
    draw = np.random.default_rng(SEED)
    mine = draw.integers(0, len(first), DRAWN_BY_CHANCE)
    theirs = draw.integers(0, len(other), DRAWN_BY_CHANCE)
    if second is None:
        mine, theirs = np.minimum(mine, theirs), np.maximum(mine, theirs)
        mine, theirs = mine[mine < theirs], theirs[mine < theirs]
    known = np.isin(mine * len(other) + theirs, rows * len(other) + others)
    return mine[~known], theirs[~known]

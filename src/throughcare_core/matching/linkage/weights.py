"""Fellegi and Sunter's weights, estimated from the encodings alone by expectation maximisation.

Fellegi, Sunter: A theory for record linkage, JASA 64 (1969). Winkler: Using the EM algorithm for
weight computation in the Fellegi–Sunter model (1988).
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.levels import Level, Levels

Chances = NDArray[np.float64]
Two = tuple[int, int]

AT_FIRST = np.array([0.05, 0.02, 0.03, 0.05, 0.10, 0.05, 0.70])
AT_FIRST_IN_ORDER = np.array([0.95, 0.05])
PAIRS_OF_THE_PRIOR = 10.0
UNRELATED_OF_THE_PRIOR = 1.0
SHARE_AT_FIRST = 1e-4
MOST_ROUNDS = 200
SMALLEST_STEP = 1e-10


@dataclass(frozen=True, slots=True)
class Weights:
    """What was estimated. `same`, `unrelated`: for each compared thing the chances of its levels
    among pairs of one person and of two. `share`: how many of all pairs are one person.
    `together`: for each two things that hang together even among strangers (a given name and a
    family name come from one language) what their levels (7, 7) take from the weights of both.
    """

    same: tuple[Chances, ...]
    unrelated: tuple[Chances, ...]
    share: float
    together: tuple[tuple[Two, Chances], ...] = ()

    def of_level(self, compared: int) -> Chances:
        """The weight (natural logarithm of same / unrelated) of each level; 0 for not known."""
        weights = np.log(self.same[compared] / self.unrelated[compared])
        return np.append(weights, 0.0)

    def log_odds(self, levels: Levels) -> Chances:
        """For each row of levels the logarithm of the odds that both records are one person."""
        odds = np.full(len(levels), np.log(self.share / (1 - self.share)))
        for compared in range(levels.shape[1]):
            odds += self.of_level(compared)[levels[:, compared]]
        for (one, other), taken in self.together:
            odds += np.pad(taken, (0, 1))[levels[:, one], levels[:, other]]
        return odds


@dataclass(frozen=True, slots=True)
class Compared:
    """Pairs with their levels: all `candidates`, and `others` drawn from the rest by chance, each
    of which stands for `stands_for` pairs. One column of orders, not levels, for each of the
    `turned` pairs of columns stands last.
    """

    candidates: Levels = field(repr=False)
    others: Levels = field(repr=False)
    stands_for: float
    turned: tuple[Two, ...] = ()


def estimate(compared: Compared) -> Weights:
    """The weights under which what was seen is likeliest; a prior of ten pairs steadies few data.

    The estimate is over all pairs, candidates or not; which of them are one person is not told.
    """
    levels = np.concatenate([compared.candidates, compared.others])
    counted = np.ones(len(levels))
    counted[len(compared.candidates) :] = compared.stands_for
    patterns, count = _patterns(levels, counted)
    orders = len(compared.turned)
    priors = [AT_FIRST] * (levels.shape[1] - orders) + [AT_FIRST_IN_ORDER] * orders
    weights = _at_first(patterns, count, priors)
    for _ in range(MOST_ROUNDS):
        same = count * chance_of(weights.log_odds(patterns))
        before = weights.share
        weights = _weights(patterns, same, count - same, priors, compared.turned)
        if abs(weights.share - before) <= SMALLEST_STEP * before:
            break
    return weights


def _patterns(levels: Levels, counted: Chances) -> tuple[Levels, Chances]:
    """The different rows of levels, and how many pairs have each."""
    if not len(levels):
        return levels, counted
    order = np.lexsort(levels.T)
    ordered = levels[order]
    new = np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))
    return ordered[new], np.add.reduceat(counted[order], np.flatnonzero(new))


def chance_of(log_odds: Chances) -> Chances:
    """Log odds as a probability."""
    chance: Chances = 1 / (1 + np.exp(-np.clip(log_odds, -700, 700)))
    return chance


def _at_first(patterns: Levels, count: Chances, priors: list[Chances]) -> Weights:
    started = _weights(patterns, np.zeros_like(count), count, priors)
    return Weights(started.same, started.unrelated, SHARE_AT_FIRST)


def _weights(
    patterns: Levels,
    same: Chances,
    unrelated: Chances,
    priors: list[Chances],
    turned: tuple[Two, ...] = (),
) -> Weights:
    total = same.sum() + unrelated.sum()
    return Weights(
        tuple(
            _chances(patterns[:, at], same, PAIRS_OF_THE_PRIOR * prior)
            for at, prior in enumerate(priors)
        ),
        tuple(
            _chances(patterns[:, at], unrelated, UNRELATED_OF_THE_PRIOR / len(prior) + 0 * prior)
            for at, prior in enumerate(priors)
        ),
        float(np.clip(same.sum() / total, 1e-15, 0.5)) if total else SHARE_AT_FIRST,
        tuple((two, _taken_together(patterns, unrelated, two)) for two in turned),
    )


def _taken_together(patterns: Levels, unrelated: Chances, two: Two) -> Chances:
    """For the levels of two things the logarithm of: chance if they were independent / chance."""
    one, other = patterns[:, two[0]], patterns[:, two[1]]
    known = (one != Level.NOT_KNOWN) & (other != Level.NOT_KNOWN)
    seen = np.zeros((len(AT_FIRST), len(AT_FIRST)))
    np.add.at(seen, (one[known], other[known]), unrelated[known])
    if not seen.any():
        return seen
    alone = [(seen.sum(axis=axis) + 1) / (seen.sum() + len(seen)) for axis in (1, 0)]
    independent = np.outer(*alone)
    prior = PAIRS_OF_THE_PRIOR * independent
    taken: Chances = np.log(independent * (seen.sum() + PAIRS_OF_THE_PRIOR) / (seen + prior))
    return np.minimum(taken, 0.0)


def _chances(levels: Levels, count: Chances, prior: Chances) -> Chances:
    known = levels != Level.NOT_KNOWN
    seen = np.bincount(levels[known], count[known], len(prior)) + prior
    chances: Chances = seen / seen.sum()
    return chances

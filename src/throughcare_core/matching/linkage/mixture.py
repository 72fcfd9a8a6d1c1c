"""From one number a pair to the chance that both are one person, learnt from the numbers alone."""

import numpy as np
from numpy.typing import NDArray

Scores = NDArray[np.float64]

STEPS = 200
ROUNDS = 100
SMALLEST_CHANGE = 1e-5
PARAMETERS_OF_THE_SAME = 3
SPLITS = (0.08, 0.15, 0.25, 0.35, 0.5)
FEW_SCORES = 200
PAIRS_OF_THE_PRIOR = 3.0
STRANGERS_FALL_BY, SAME_ARE_SPREAD = 0.03, (8.0, 3.0)
SMALLEST_SPREAD = 1e-4


def chances(scores: Scores, lowest: float) -> Scores:
    """For each score between `lowest` and 1 the chance that the pair is one person.

    Two kinds of pairs make up the scores: strangers, whose number falls off towards higher scores
    as exp(a + bx + cx²) with b, c ≤ 0 in the end, and pairs of one person, whose scores are spread
    as a beta distribution. Both are fitted by turns (expectation maximisation) to the numbers of
    scores in 200 steps, begun at several splits of which the likeliest end counts; no answers are
    used. A prior of three pairs of either kind steadies few data. Where strangers alone explain
    many scores as well (by Schwarz's criterion, 1978), nobody is the same. Chances never fall as
    scores rise.
    """
    if not len(scores):
        return np.zeros(0)
    edges = np.linspace(lowest, 1.0, STEPS + 1)
    middle = (edges[1:] + edges[:-1]) / 2
    count = np.histogram(np.clip(scores, lowest, 1.0), edges)[0].astype(np.float64)
    splits = lowest + (1 - lowest) * np.array(SPLITS)
    fitted = [_fitted(middle, lowest, count, middle > split) for split in splits]
    likelihood, chance = max(fitted, key=lambda each: each[0])
    alone = _likelihood(count, _falling(middle, count))
    if len(scores) > FEW_SCORES and likelihood - alone < PARAMETERS_OF_THE_SAME / 2 * np.log(
        count.sum()
    ):
        return np.zeros(len(scores))
    rising = np.maximum.accumulate(chance)
    chance_of_each: Scores = np.interp(scores, middle, rising)
    return chance_of_each


def _fitted(
    x: Scores, lowest: float, count: Scores, same_at_first: NDArray[np.bool_]
) -> tuple[float, Scores]:
    """How likely the numbers are under the two kinds as they settle; the chance in each step."""
    chance = same_at_first.astype(np.float64)
    usual_strangers, usual_same = _usual(x, lowest)
    for _ in range(ROUNDS):
        strangers = _falling(x, count * (1 - chance) + usual_strangers)
        same = _beta(x, lowest, count * chance + usual_same)
        both = np.maximum(strangers + same, 1e-12)
        before, chance = chance, same / both
        if np.abs(chance - before).max() < SMALLEST_CHANGE:
            break
    return _likelihood(count, both), chance


def _usual(x: Scores, lowest: float) -> tuple[Scores, Scores]:
    """Three pairs of either kind as they usually lie, so that a handful of scores can be read."""
    strangers = np.exp(-(x - lowest) / STRANGERS_FALL_BY)
    unit, (up, down) = (x - lowest) / (1 - lowest), SAME_ARE_SPREAD
    same = unit ** (up - 1) * (1 - unit) ** (down - 1)
    pairs = PAIRS_OF_THE_PRIOR
    return pairs * strangers / strangers.sum(), pairs * same / same.sum()


def _likelihood(count: Scores, expected: Scores) -> float:
    """The logarithm of how likely the numbers are, but for a constant."""
    return float((count * np.log(np.maximum(expected, 1e-12)) - expected).sum())


def _falling(x: Scores, count: Scores) -> Scores:
    """Numbers as exp(a + bx + cx²), c ≤ 0: a Poisson regression by Newton's method."""
    degree = 2
    while degree >= 0:
        design = np.vander((x - x[0]) / (x[-1] - x[0]), degree + 1, increasing=True)
        fitted, top = _poisson(design, count)
        if degree == 0 or top <= 0:
            return fitted
        degree -= 1
    raise AssertionError


def _poisson(design: Scores, count: Scores) -> tuple[Scores, float]:
    at = np.linalg.lstsq(
        design * np.sqrt(count + 0.1)[:, None],
        np.log(count + 0.1) * np.sqrt(count + 0.1),
        rcond=None,
    )[0]
    for _ in range(50):
        mean = np.exp(np.clip(design @ at, -50, 50))
        step = np.linalg.lstsq(
            design.T @ (design * mean[:, None]) + 1e-9 * np.eye(design.shape[1]),
            design.T @ (count - mean),
            rcond=None,
        )[0]
        at = at + np.clip(step, -5, 5)
        if np.abs(step).max() < 1e-9:
            break
    return np.exp(np.clip(design @ at, -50, 50)), float(at[-1])


def _beta(x: Scores, lowest: float, count: Scores) -> Scores:
    """Numbers spread as a beta distribution between `lowest` and 1, fitted by its moments."""
    total = count.sum()
    if total <= 0:
        return np.zeros_like(x)
    unit = (x - lowest) / (1 - lowest)
    mean = float((count * unit).sum() / total)
    spread = max(float((count * (unit - mean) ** 2).sum() / total), SMALLEST_SPREAD)
    both = max(mean * (1 - mean) / spread - 1, 0.1)
    logs = (mean * both - 1) * np.log(unit) + ((1 - mean) * both - 1) * np.log1p(-unit)
    density = np.exp(logs - logs.max())
    spread_out: Scores = total * density / density.sum()
    return spread_out

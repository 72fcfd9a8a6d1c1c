"""Why two records are linked, in words."""

from collections.abc import Sequence
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.levels import Level, Levels, Order
from throughcare_core.matching.linkage.schema import Salt, Schema
from throughcare_core.matching.linkage.weights import Weights

IN_WORDS = MappingProxyType(
    {
        Level.SAME: "the same",
        Level.SOUNDS_ALIKE: "sounds alike",
        Level.VERY_CLOSE: "very close",
        Level.CLOSE: "close",
        Level.PARTLY: "partly alike",
        Level.HARDLY: "hardly alike",
        Level.DIFFERENT: "different",
    }
)
SPEAKS_FOR_UNDER_A_SALT = 0.3


def reasons(levels: Levels, weights: Weights, schema: Schema) -> str:
    """What speaks for one person and what against, the strongest first; then what is not known.

    `levels`: of one pair, (attributes + turned pairs).
    """
    names = schema.columns()
    weight = {
        name: float(weights.of_level(at)[levels[at]])
        for at, name in enumerate(names)
        if levels[at] != Level.NOT_KNOWN
    }
    level = {
        name: IN_WORDS[Level(int(levels[at]))] for at, name in enumerate(names) if name in weight
    }
    told = {
        "for": [
            name for name in sorted(weight, key=lambda each: -weight[each]) if weight[name] > 0
        ],
        "against": [
            name for name in sorted(weight, key=lambda each: weight[each]) if weight[name] <= 0
        ],
    }
    parts = [
        f"{side}: {', '.join(f'{name} {level[name]}' for name in those)}"
        for side, those in told.items()
        if those
    ]
    if unknown := [name for name in names if name not in weight]:
        parts.append(f"not known: {', '.join(unknown)}")
    for at, (one, other) in enumerate(schema.turned):
        if levels[len(names) + at] == Order.TURNED:
            parts.append(f"{names[one]} and {names[other]} stand in each other's place")
    return "; ".join(parts)


def reasons_under_salts(scores: NDArray[np.float64], salts: Sequence[Salt]) -> str:
    """Under which salts two encodings agree, and how much of the record: (salts) scores."""
    named = [f"{each.kind} of {' and '.join(each.attributes)}" for each in salts]
    agree = [
        name for name, score in zip(named, scores, strict=True) if score >= SPEAKS_FOR_UNDER_A_SALT
    ]
    other = [name for name in named if name not in agree]
    told = f"{_share(float(scores.max()))} of the record agrees; the same {', '.join(agree)}"
    return f"{told}; not the same or not known: {', '.join(other)}" if other else told


def _share(score: float) -> str:
    for lowest, words in ((0.95, "all"), (0.8, "nearly all"), (0.6, "most"), (0.4, "about half")):
        if score >= lowest:
            return words
    return "a part"

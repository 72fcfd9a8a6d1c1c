"""Term weights: to agree in a rare name says more than to agree in a common one."""

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.blocking import Places
from throughcare_core.matching.linkage.encoding import EncodedTable
from throughcare_core.matching.linkage.levels import Level, Levels
from throughcare_core.matching.linkage.schema import Kind
from throughcare_core.matching.linkage.weights import Weights
from throughcare_core.matching.popcount import Words

STRONGEST = 4.0


def term_weights(
    first: EncodedTable, second: EncodedTable | None, weights: Weights, rows: Places, levels: Levels
) -> NDArray[np.float64]:
    """For each pair what its equal values add to its log odds by being rare or common.

    The share of a value among all known ones takes the place of the mean chance that two unrelated
    people agree in it, within e^4. Codes have few values, all common, and are left as they are.
    """
    added = np.zeros(len(rows))
    for at, column in enumerate(first.columns):
        if column.attribute.kind is Kind.CODE:
            continue
        equal = np.flatnonzero(levels[:, at] == Level.SAME)
        other = None if second is None else second.columns[at].pieces
        share = _shares(column.pieces, other)[rows[equal]]
        mean = weights.unrelated[at][Level.SAME]
        known = share > 0
        extra = np.log(mean / np.where(known, share, mean))
        added[equal] += np.clip(extra, -STRONGEST, STRONGEST)
    return added


def _shares(mine: Words, theirs: Words | None) -> NDArray[np.float64]:
    """For each row of mine the share of its value among all known values of both."""
    everyone = mine if theirs is None else np.concatenate([mine, theirs])
    order = np.lexsort(everyone.T)
    ordered = everyone[order]
    value = np.empty(len(order), dtype=np.intp)
    value[order] = np.cumsum(np.append(False, (ordered[1:] != ordered[:-1]).any(axis=1)))
    known = max(int(np.count_nonzero(everyone.any(axis=1))), 1)
    shares: NDArray[np.float64] = np.bincount(value)[value[: len(mine)]] / known
    return np.where(mine.any(axis=1), shares, 0.0)

"""Linking encoding files: whoever does it holds no key and learns no name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.comparing import (
    Spread,
    here,
    near_pairs,
    scores_under_salts,
)
from throughcare_core.matching.linkage.container import EncodingFile, reasons_not_to_compare
from throughcare_core.matching.linkage.deciding import Pairs
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.mixture import chances


@dataclass(frozen=True, slots=True)
class Linked:
    """All near pairs of two files: chances, and the scores under each salt (salts, pairs)."""

    pairs: Pairs
    scores: NDArray[np.float64] = field(repr=False)


def must_be_comparable(files: Sequence[EncodingFile], names: Sequence[str]) -> None:
    """Raises `Unusable`, saying why, unless all files were made in the same way with one key."""
    for file, name in zip(files[1:], names[1:], strict=True):
        if reasons := reasons_not_to_compare(files[0].header, file.header):
            raise Unusable(f"{names[0]} and {name} cannot be linked: {'; '.join(reasons)}.")


def link_files(
    first: EncodingFile,
    second: EncodingFile | None = None,
    told: Callable[[int, int], None] | None = None,
    spread: Spread = here,
) -> Linked:
    """Compare every record of one file with every one of another; give near pairs a chance.

    Without another file: the records of one with each other, the lower row first. The chances are
    learnt from the scores alone. `told` hears how many rows are done; `spread` says where they are
    compared.
    """
    other = first if second is None else second
    near = near_pairs(first.bits, other.bits, told, spread)
    rows, others, best = near.rows, near.others, near.best
    if second is None:
        once = rows < others
        rows, others, best = rows[once], others[once], best[once]
    scores = scores_under_salts(first.bits, other.bits, rows, others)
    return Linked(Pairs.of(rows, others, chances(best, near.lowest)), scores)

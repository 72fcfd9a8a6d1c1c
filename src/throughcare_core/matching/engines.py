"""How many bits differ between many rows and many others: three engines, one answer.

`numkong`, then `simsimd`, do it at the speed of the machine's widest instructions when they are
installed (`pip install throughcare[fast]`); numpy does the same otherwise, to the bit.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from importlib.util import find_spec
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.popcount import Words, set_bits

Distances = NDArray[np.uint32]
Engine = Callable[[Words, Words], Distances]

ROWS_AT_ONCE = 64


def by_numkong(one: Words, other: Words) -> Distances:
    """By numkong's packed Hamming distances."""
    numkong = import_module("numkong")
    packed = numkong.hammings_pack(_bytes_of(other), dtype="uint1")
    return np.asarray(numkong.hammings_packed(_bytes_of(one), packed)).astype(np.uint32)


def by_simsimd(one: Words, other: Words) -> Distances:
    """By simsimd's Hamming distances of packed bits."""
    simsimd = import_module("simsimd")
    distances = simsimd.cdist(_bytes_of(one), _bytes_of(other), metric="hamming", dtype="bin8")
    return np.asarray(distances).reshape(len(one), len(other)).astype(np.uint32)


def by_numpy(one: Words, other: Words) -> Distances:
    """By numpy, some rows at a time, so that memory stays small."""
    distances = np.zeros((len(one), len(other)), dtype=np.uint32)
    for start in range(0, len(one), ROWS_AT_ONCE):
        rows = one[start : start + ROWS_AT_ONCE]
        distances[start : start + ROWS_AT_ONCE] = set_bits(rows[:, None] ^ other[None])
    return distances


ENGINES: Mapping[str, Engine] = MappingProxyType(
    {"numkong": by_numkong, "simsimd": by_simsimd, "numpy": by_numpy}
)


def installed() -> list[str]:
    """The engines that are here, the fastest first."""
    return [name for name in ENGINES if find_spec(name)]


def distances(one: Words, other: Words) -> Distances:
    """For rows (n, words) and (m, words) how many bits differ, as (n, m), by the fastest engine."""
    if not len(one) or not len(other):
        return np.zeros((len(one), len(other)), dtype=np.uint32)
    return ENGINES[installed()[0]](one, other)


def _bytes_of(words: Words) -> NDArray[np.uint8]:
    return np.ascontiguousarray(words.astype("<u8")).view(np.uint8)

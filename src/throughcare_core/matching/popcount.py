"""Counting the bits that are set in packed words."""

import numpy as np
from numpy.typing import NDArray

Words = NDArray[np.uint64]
Counts = NDArray[np.int64]
SmallCounts = NDArray[np.uint16]

BITS_OF_BYTE = np.array([value.bit_count() for value in range(256)], dtype=np.uint8)


def set_bits(words: Words) -> Counts:
    """For an array (…, words) of 64-bit words the number of ones in each row (…)."""
    counts: Counts = set_bits_of_each(words).sum(axis=-1, dtype=np.int64)
    return counts


def common_bits(rows: Words, query: Words) -> SmallCounts:
    """How many ones each row of (rows, words) shares with a query (words): fewer than 65,536.

    Word by word: rows that lie in memory word by word are read once, one after the other.
    """
    common = np.zeros(len(rows), dtype=np.uint16)
    shared = np.empty(len(rows), dtype=np.uint64)
    for place in np.flatnonzero(query):
        np.bitwise_and(rows[:, place], query[place], out=shared)
        common += set_bits_of_each(shared)
    return common


def set_bits_of_each(words: Words) -> NDArray[np.uint8]:
    """The number of ones in each 64-bit word, in the shape of the words."""
    if hasattr(np, "bitwise_count"):
        return np.bitwise_count(words)
    return set_bits_by_table(words)


def set_bits_by_table(words: Words) -> NDArray[np.uint8]:
    """The same by a table of bytes, for numpy before 2.0."""
    in_bytes = BITS_OF_BYTE[np.ascontiguousarray(words)[..., None].view(np.uint8)]
    counts: NDArray[np.uint8] = in_bytes.sum(axis=-1, dtype=np.uint8)
    return counts

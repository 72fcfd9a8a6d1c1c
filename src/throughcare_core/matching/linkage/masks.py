"""Bits drawn for features by a keyed function: random hashing, many rows at a time."""

import hmac
from collections.abc import Callable, Collection, Sequence
from functools import partial
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.popcount import Words

WORD_BITS = 64
NUMBERS_DRAWN = 32
MOST_KEPT = 200_000


class Masks:
    """Draws some of `words` · 64 bits for each feature, by BLAKE2b (RFC 7693) under one key.

    `positions` says how many are drawn for a feature, 31 at most; of 4.3, three features in ten
    draw five and the others four.
    """

    def __init__(self, key: bytes, words: int, positions: Callable[[str], float]) -> None:
        self.words = words
        self._keyed = partial(blake2b, key=key, digest_size=2 * NUMBERS_DRAWN)
        self._positions = positions
        self._row: dict[str, int] = {}
        self._drawn = np.zeros((0, words), dtype=np.uint64)

    def rows(self, features: Sequence[Collection[str]]) -> Words:
        """For each collection of features one row (words) with the bits of all of them set."""
        if len(self._row) > MOST_KEPT:
            self._row, self._drawn = {}, np.zeros((0, self.words), dtype=np.uint64)
        self._draw({each for row in features for each in row} - self._row.keys())
        where = self._row
        flat = np.array([where[each] for row in features for each in row], dtype=np.intp)
        sizes = np.array([len(row) for row in features], dtype=np.intp)
        filled = np.flatnonzero(sizes)
        rows = np.zeros((len(features), self.words), dtype=np.uint64)
        if len(filled):
            starts = (np.cumsum(sizes) - sizes)[filled]
            rows[filled] = np.bitwise_or.reduceat(self._drawn[flat], starts, axis=0)
        return rows

    def _draw(self, new: set[str]) -> None:
        if not new:
            return
        ordered = sorted(new)
        drawn = b"".join(self._keyed(each.encode()).digest() for each in ordered)
        numbers = np.frombuffer(drawn, dtype=">u2").reshape(len(ordered), NUMBERS_DRAWN)
        wanted = np.array([self._positions(each) for each in ordered])
        count = (wanted + numbers[:, -1] / 2**16).astype(np.intp)
        row, at = np.nonzero(np.arange(NUMBERS_DRAWN - 1) < count[:, None])
        bits = np.zeros((len(ordered), self.words * WORD_BITS), dtype=np.uint8)
        bits[row, numbers[row, at] % (self.words * WORD_BITS)] = 1
        self._row.update({each: len(self._drawn) + at for at, each in enumerate(ordered)})
        self._drawn = np.concatenate([self._drawn, packed(bits)])


def packed(bits: NDArray[np.uint8]) -> Words:
    """Bits (…, n) as words (…, n / 64), the first bit lowest."""
    as_bytes = np.ascontiguousarray(np.packbits(bits, axis=-1, bitorder="little"))
    words: Words = as_bytes.view("<u8").astype(np.uint64)
    return words


def unpacked(words: Words) -> NDArray[np.uint8]:
    """Words (…, n) as bits (…, 64 n), the lowest bit first."""
    as_bytes = np.ascontiguousarray(words.astype("<u8")).view(np.uint8)
    return np.unpackbits(as_bytes, axis=-1, bitorder="little")


def token_of(key: bytes, text: str) -> int:
    """A text as a keyed number of 64 bits; none (0) for an empty text."""
    if not text:
        return 0
    return int.from_bytes(hmac.digest(key, text.encode(), "sha256")[:8], "big") or 1

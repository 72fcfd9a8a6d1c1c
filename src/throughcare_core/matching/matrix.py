"""Many fingerprints side by side, ready to be compared with one."""

import math
from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Self, cast
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.fields import FINGERPRINT_BYTES, FINGERPRINT_WORDS, SEGMENTS, Field
from throughcare_core.matching.fingerprint import Fingerprint
from throughcare_core.matching.popcount import SmallCounts, Words, set_bits
from throughcare_core.matching.uuids import UUID_BYTES, Uuids

MOST_BITS = 2**16 - 1


@dataclass(frozen=True, slots=True, eq=False)
class FingerprintMatrix:
    """Fingerprints as rows of 16 words, in memory word by word, sorted by the fill of their sound.

    `order[row]` is the place of that row in the list that was given; `keys[place]` names whose it
    is: one key may have several fingerprints (names, scripts), of which the best one counts.
    """

    words: Words = field(repr=False)
    fill: dict[Field, SmallCounts] = field(repr=False)
    order: NDArray[np.uint32] = field(repr=False)
    keys: Sequence[Hashable] = field(repr=False)

    @classmethod
    def of(
        cls, fingerprints: Sequence[Fingerprint], keys: Sequence[Hashable] | None = None
    ) -> Self:
        """Lay the fingerprints side by side; without `keys` each one's place is its key.

        Raises `ValueError` unless there is one key for each fingerprint.
        """
        keys = range(len(fingerprints)) if keys is None else keys
        return cls.of_joined(b"".join(each.bits for each in fingerprints), keys)

    @classmethod
    def of_joined(cls, joined: bytes | bytearray, keys: Sequence[Hashable]) -> Self:
        """As `of`, from the bytes of fingerprints (128 each) one after the other."""
        if len(joined) != len(keys) * FINGERPRINT_BYTES:
            raise ValueError("Each fingerprint needs one key.")
        return cls._sorted(_words(joined), keys if isinstance(keys, Uuids) else tuple(keys))

    @classmethod
    def _sorted(cls, in_places: Words, keys: Sequence[Hashable]) -> Self:
        sound = set_bits(in_places[:, SEGMENTS[Field.SOUND].span]).astype(np.uint16)
        order = np.argsort(sound, kind="stable").astype(np.uint32)
        words = np.empty(in_places.shape, dtype=np.uint64, order="F")
        for word in range(FINGERPRINT_WORDS):
            words[:, word] = in_places[order, word]
        fill = {
            each: set_bits(words[:, segment.span]).astype(np.uint16)
            for each, segment in SEGMENTS.items()
        }
        return cls(words=words, fill=fill, order=order, keys=keys)

    def merged(self, others: Self, leave_out: Collection[Hashable] = ()) -> Self:
        """What is here but for the keys left out, and after it all `others`."""
        if not len(self):
            return others
        kept = ~_are_among(self.keys, leave_out)
        if not len(others) and kept.all():
            return self
        words = np.concatenate([self._in_places()[kept], others._in_places()])
        return type(self)._sorted(words, _joined(_chosen(self.keys, kept), others.keys))

    def only(self, keys: Collection[Hashable]) -> Self:
        """What is here of some keys."""
        kept = _are_among(self.keys, keys)
        if kept.all():
            return self
        return type(self)._sorted(self._in_places()[kept], _chosen(self.keys, kept))

    def weight(self) -> int:
        """Bytes of memory that it takes, keys that are `Uuids` included."""
        keys = len(self.keys) * UUID_BYTES if isinstance(self.keys, Uuids) else 0
        fill = sum(each.nbytes for each in self.fill.values())
        return self.words.nbytes + self.order.nbytes + fill + keys

    def _in_places(self) -> Words:
        in_places = np.empty(self.words.shape, dtype=np.uint64)
        in_places[self.order] = self.words
        return in_places

    def __len__(self) -> int:
        return len(self.words)

    def rows_with_sound_filled(self, fewest: float, most: float) -> slice:
        """The rows whose sound has between `fewest` and `most` bits, both included."""
        fill = self.fill[Field.SOUND]
        lowest, highest = (np.uint16(min(each, MOST_BITS)) for each in (math.ceil(fewest), most))
        first, last = np.searchsorted(fill, lowest), np.searchsorted(fill, highest, "right")
        return slice(int(first), int(last))


def _are_among(keys: Sequence[Hashable], others: Collection[Hashable]) -> NDArray[np.bool_]:
    if isinstance(keys, Uuids):
        told = others if isinstance(others, Uuids) else Uuids.of(cast(Collection[UUID], others))
        return keys.are_among(told)
    asked = set(others)
    return np.array([key in asked for key in keys], dtype=np.bool_)


def _chosen(keys: Sequence[Hashable], kept: NDArray[np.bool_]) -> Sequence[Hashable]:
    if isinstance(keys, Uuids):
        return keys.where(kept)
    return tuple(key for key, stays in zip(keys, kept, strict=True) if stays)


def _joined(keys: Sequence[Hashable], others: Sequence[Hashable]) -> Sequence[Hashable]:
    if isinstance(keys, Uuids) and isinstance(others, Uuids):
        return keys.and_then(others)
    return (*keys, *others)


def words_of(fingerprints: Sequence[Fingerprint]) -> Words:
    """The fingerprints as an array (fingerprints, 16) of 64-bit words."""
    return _words(b"".join(each.bits for each in fingerprints))


def _words(joined: bytes | bytearray) -> Words:
    return (
        np.frombuffer(joined, dtype="<u8")
        .reshape(-1, FINGERPRINT_WORDS)
        .astype(np.uint64, copy=False)
    )

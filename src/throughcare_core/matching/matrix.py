"""Many fingerprints side by side, ready to be compared with one."""

from collections.abc import Collection, Hashable, Sequence
from dataclasses import dataclass, field
from typing import Self

import numpy as np

from throughcare_core.matching.fields import FINGERPRINT_BYTES, FINGERPRINT_WORDS, SEGMENTS, Field
from throughcare_core.matching.fingerprint import Fingerprint
from throughcare_core.matching.popcount import Counts, Words, set_bits


@dataclass(frozen=True, slots=True, eq=False)
class FingerprintMatrix:
    """Fingerprints as rows of 16 words, in memory word by word, sorted by the fill of their sound.

    `order[row]` is the place of that row in the list that was given; `keys[place]` names whose it
    is: one key may have several fingerprints (names, scripts), of which the best one counts.
    """

    words: Words = field(repr=False)
    fill: dict[Field, Counts] = field(repr=False)
    order: Counts = field(repr=False)
    keys: tuple[Hashable, ...] = field(repr=False)

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
    def of_joined(cls, joined: bytes, keys: Sequence[Hashable]) -> Self:
        """As `of`, from the bytes of fingerprints (128 each) one after the other."""
        if len(joined) != len(keys) * FINGERPRINT_BYTES:
            raise ValueError("Each fingerprint needs one key.")
        return cls._sorted(_words(joined), tuple(keys))

    @classmethod
    def _sorted(cls, words: Words, keys: tuple[Hashable, ...]) -> Self:
        order = np.argsort(set_bits(words[:, SEGMENTS[Field.SOUND].span]), kind="stable")
        words = np.asfortranarray(words[order])
        fill = {each: set_bits(words[:, segment.span]) for each, segment in SEGMENTS.items()}
        return cls(words=words, fill=fill, order=order, keys=keys)

    def merged(self, others: Self, leave_out: Collection[Hashable] = ()) -> Self:
        """What is here but for the keys left out, and after it all `others`."""
        kept = np.array([key not in leave_out for key in self.keys], dtype=np.bool_)
        in_places = np.empty_like(self.words)
        in_places[self.order] = self.words
        others_in_places = np.empty_like(others.words)
        others_in_places[others.order] = others.words
        keys = tuple(key for key, stays in zip(self.keys, kept, strict=True) if stays)
        words = np.concatenate([in_places[kept], others_in_places])
        return type(self)._sorted(words, keys + others.keys)

    def __len__(self) -> int:
        return len(self.words)

    def rows_with_sound_filled(self, fewest: float, most: float) -> slice:
        """The rows whose sound has between `fewest` and `most` bits, both included."""
        fill = self.fill[Field.SOUND]
        first, last = np.searchsorted(fill, fewest, "left"), np.searchsorted(fill, most, "right")
        return slice(int(first), int(last))


def words_of(fingerprints: Sequence[Fingerprint]) -> Words:
    """The fingerprints as an array (fingerprints, 16) of 64-bit words."""
    return _words(b"".join(each.bits for each in fingerprints))


def _words(joined: bytes) -> Words:
    return np.frombuffer(joined, dtype="<u8").reshape(-1, FINGERPRINT_WORDS).astype(np.uint64)

"""The fields of an identity, and the part of the fingerprint that each one fills."""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

WORD_BITS = 64


class Field(StrEnum):
    """What is compared: a name as written, a name as it sounds, birth, place."""

    NAME = "name"
    SOUND = "sound"
    BIRTH = "birth"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Segment:
    """The 64-bit words of one field, and how many positions each of its features sets."""

    first_word: int
    words: int
    positions: int

    @property
    def bits(self) -> int:
        """The size of the segment in bits."""
        return self.words * WORD_BITS

    @property
    def span(self) -> slice:
        """The words of the segment within a fingerprint."""
        return slice(self.first_word, self.first_word + self.words)


SEGMENTS = MappingProxyType(
    {
        Field.NAME: Segment(first_word=0, words=8, positions=8),
        Field.SOUND: Segment(first_word=8, words=3, positions=6),
        Field.BIRTH: Segment(first_word=11, words=3, positions=11),
        Field.PLACE: Segment(first_word=14, words=2, positions=7),
    }
)

FINGERPRINT_WORDS = 16
FINGERPRINT_BYTES = FINGERPRINT_WORDS * WORD_BITS // 8

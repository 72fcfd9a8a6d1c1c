"""A keyed fingerprint of an identity: bits that can be compared and say nothing without the key."""

import hmac
from collections.abc import Set
from dataclasses import dataclass, field
from datetime import date
from struct import Struct

from throughcare_core.matching.features import (
    birth_features,
    name_features,
    place_features,
    sound_features,
)
from throughcare_core.matching.fields import FINGERPRINT_BYTES, SEGMENTS, Field
from throughcare_core.matching.hardening import PLAIN, Hardening, balanced, with_flips
from throughcare_core.matching.keys import FieldKeys

SIXTEEN_NUMBERS = Struct(">16H").unpack


@dataclass(frozen=True, slots=True)
class IdentityFields:
    """What is known of one person under one name; encode each name, alias and script by itself.

    `born`: the date, or only the year where the date is estimated, or None.
    """

    name: str = field(repr=False)
    born: date | int | None = field(default=None, repr=False)
    place: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """1024 bits: name 512, sound 192, birth 192, place 128. Personal data: sealed at rest."""

    bits: bytes = field(repr=False)

    def __post_init__(self) -> None:
        if len(self.bits) != FINGERPRINT_BYTES:
            raise ValueError(f"A fingerprint has {FINGERPRINT_BYTES} bytes.")


def encode(identity: IdentityFields, keys: FieldKeys, hardening: Hardening = PLAIN) -> Fingerprint:
    """The fingerprint of an identity; the same input always gives the same bits.

    A field that is not known leaves its part empty. Raises `ValueError` for texts over 300
    characters and for impossible years.
    """
    features = {
        Field.NAME: name_features(identity.name),
        Field.SOUND: sound_features(identity.name),
        Field.BIRTH: birth_features(identity.born),
        Field.PLACE: place_features(identity.place),
    }
    parts = (_hardened_part(each, features[each], keys, hardening) for each in SEGMENTS)
    return Fingerprint(b"".join(parts))


def _hardened_part(
    which: Field, features: Set[str], keys: FieldKeys, hardening: Hardening
) -> bytes:
    segment = SEGMENTS[which]
    size = segment.bits // 8
    if not features:
        return bytes(size)
    key = keys.by_field[which]
    if hardening.balanced:
        half = _filled(features, key, segment.bits // 2, (segment.positions + 1) // 2)
        part = balanced(half, segment.bits, key)
    else:
        part = _filled(features, key, segment.bits, segment.positions)
    return with_flips(part, segment.bits, hardening.flips, keys.flips).to_bytes(size, "little")


def _filled(features: Set[str], key: bytes, bits: int, positions: int) -> int:
    """Random hashing: each feature sets positions that a keyed function draws for it alone."""
    drawn = (hmac.digest(key, feature.encode(), "sha256") for feature in features)
    filled = {place % bits for digest in drawn for place in SIXTEEN_NUMBERS(digest)[:positions]}
    return sum(1 << place for place in filled)

"""The exchange profile for files that travel: whole records, under several salts, hardened."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import log
from types import MappingProxyType
from typing import Self

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.hardening import EXCHANGED, Hardening
from throughcare_core.matching.keys import SHORTEST_SECRET, hkdf, info_of
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.masks import WORD_BITS, Masks, packed, unpacked
from throughcare_core.matching.linkage.schema import Attribute, Kind, Salt, SaltKind, Schema
from throughcare_core.matching.linkage.table import Rows
from throughcare_core.matching.linkage.values import Features, Reader
from throughcare_core.matching.popcount import Words

RECORD_ENCODING = 1
"""The version of the method: encodings of different versions cannot be compared."""

RECORD_WORDS = 16
FEWEST_ATTRIBUTES = 4
FILL_WANTED = 0.4

Bits = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Weight:
    """How many features a value of a kind usually has, and how much each of them counts."""

    usual_features: int
    share: float


WEIGHTS = MappingProxyType(
    {
        Kind.NAME: Weight(usual_features=8, share=6.0),
        Kind.WORDS: Weight(usual_features=14, share=3.0),
        Kind.NUMBER: Weight(usual_features=7, share=6.0),
        Kind.LONG_NUMBER: Weight(usual_features=17, share=2.7),
        Kind.CODE: Weight(usual_features=1, share=6.0),
        Kind.DATE: Weight(usual_features=10, share=8.0),
    }
)


@dataclass(frozen=True, slots=True)
class ExchangeKeys:
    """The key of one project of two (or more) agencies in one epoch; never held by who links."""

    secret: bytes = field(repr=False)

    @classmethod
    def derive(cls, secret: bytes, project: str, agencies: Sequence[str], epoch: str) -> Self:
        """By HKDF-SHA-256 from at least 32 bytes that the agencies share. Raises `Unusable`."""
        if len(secret) < SHORTEST_SECRET:
            raise Unusable(f"The key has at least {SHORTEST_SECRET} random bytes.")
        context = (f"throughcare record {RECORD_ENCODING}", project, epoch, *sorted(agencies))
        return cls(hkdf(secret, info_of(*context)))

    def of(self, *use: str) -> bytes:
        """The key for one use."""
        return hmac.digest(self.secret, info_of(*use), "sha256")

    def check(self) -> str:
        """What tells two keys apart and says nothing of either: 16 hexadecimal digits."""
        return self.of("check").hex()[:16]


@dataclass(frozen=True, slots=True)
class Encodings:
    """Encoded records: `bits` (salts, n, 16 words); `fill`: the mean share of ones before
    balancing; `left_out`: the ids that hold too few attributes to be encoded.
    """

    ids: list[str] = field(repr=False)
    bits: Words = field(repr=False)
    fill: float
    left_out: list[str] = field(repr=False)


class RecordEncoder:
    """Encodes rows of one schema under one key, the same rows always alike.

    Each record has one encoding under each salt of the schema: under the year of birth its bits
    are drawn by another key than under the year before. Two records are comparable under the
    salts that they share, and unrelated under the others, so that no pattern is common to all.
    """

    def __init__(
        self, schema: Schema, keys: ExchangeKeys, hardening: Hardening = EXCHANGED
    ) -> None:
        if len(schema.attributes) < FEWEST_ATTRIBUTES:
            raise Unusable(
                f"For exchange a record is encoded from at least {FEWEST_ATTRIBUTES} attributes:"
                " a name alone could be guessed."
            )
        if not schema.salts:
            raise Unusable("For exchange the schema names salts: salts = ['year birth_date']")
        self.schema, self._keys, self.hardening = schema, keys, hardening
        self._readers = [Reader(each.kind) for each in schema.attributes]
        self._words = RECORD_WORDS // 2 if hardening.balanced else RECORD_WORDS
        self._positions = _positions(schema.attributes, self._words * WORD_BITS)

    def encode(self, rows: Rows) -> Encodings:
        """The encodings of rows; those with fewer than four known attributes are left out."""
        records = [
            [reader.features(value) for reader, value in zip(self._readers, values, strict=True)]
            for values in zip(*rows.values, strict=True)
        ]
        enough = [_known(each) >= FEWEST_ATTRIBUTES for each in records]
        kept = [at for at, good in enumerate(enough) if good]
        features = [self._named(records[at]) for at in kept]
        ids = [rows.ids[at] for at in kept]
        salted = [
            self._salted(
                salt, [_salt_of(records[at], salt, self.schema) for at in kept], features, ids
            )
            for salt in self.schema.salts
        ]
        bits = np.stack([words for words, _ in salted])
        fills = [fill for _, each in salted for fill in each]
        return Encodings(
            ids,
            bits,
            float(np.mean(fills)) if fills else 0.0,
            [key for key, good in zip(rows.ids, enough, strict=True) if not good],
        )

    def _named(self, record: list[Features]) -> list[str]:
        """The features of a record with the group of their attribute: turned names are alike."""
        groups = [each.key_group for each in self.schema.attributes]
        named = (
            f"{group}\n{each}"
            for group, part in zip(groups, record, strict=True)
            for each in part.pieces
        )
        return list(dict.fromkeys(named))

    def _salted(
        self, salt: Salt, values: list[str], features: list[list[str]], ids: list[str]
    ) -> tuple[Words, list[float]]:
        """The encodings under one salt; where it is not known, bits that match nobody's."""
        told = (salt.kind, *salt.attributes)
        bits = np.zeros((len(values), RECORD_WORDS), dtype=np.uint64)
        fills: list[float] = []
        members: dict[str, list[int]] = {}
        for at, value in enumerate(values):
            members.setdefault(value, []).append(at)
        for at in members.pop("", []):
            bits[at] = self._nobody(ids[at], *told)
        for value, rows in members.items():
            key = self._keys.of("salt", *told, value)
            drawn = Masks(key, self._words, self._of_feature).rows([features[at] for at in rows])
            plain = unpacked(drawn)
            fills += plain.mean(axis=1).tolist()
            bits[rows] = packed(_hardened(plain, self.hardening, key))
        return bits, fills

    def _of_feature(self, feature: str) -> float:
        return self._positions[feature.split("\n", 1)[0]]

    def _nobody(self, key: str, *told: str) -> Words:
        """Half of the bits, drawn by the id: nothing tells them from an encoding."""
        seed = self._keys.of("nobody", *told, key)
        plain = np.zeros(RECORD_WORDS * WORD_BITS, dtype=np.uint8)
        share = 0.5 if self.hardening.balanced else FILL_WANTED
        plain[_order(seed, len(plain))[: round(share * len(plain))]] = 1
        row: Words = packed(plain)
        return row


def _positions(attributes: Sequence[Attribute], bits: int) -> dict[str, float]:
    """How many positions a feature of each attribute draws, so that a full record fills .4.

    n positions drawn among b bits leave e^(-n/b) of them empty.
    """
    usual = sum(WEIGHTS[each.kind].usual_features * WEIGHTS[each.kind].share for each in attributes)
    scale = -log(1 - FILL_WANTED) * bits / usual
    return {each.key_group: min(31.0, scale * WEIGHTS[each.kind].share) for each in attributes}


def _known(record: list[Features]) -> int:
    return sum(bool(each.pieces) for each in record)


def _salt_of(record: list[Features], salt: Salt, schema: Schema) -> str:
    """What salts this record; empty where not all of it is known."""
    parts = []
    for name in salt.attributes:
        tokens = record[schema.place_of(name)].tokens
        parts.append(tokens[1] if salt.kind is SaltKind.YEAR else tokens[0])
    if not all(parts):
        return ""
    if salt.kind is SaltKind.INITIALS:
        parts = sorted(part[0] for part in parts)
    return "\n".join(parts)


def _hardened(plain: Bits, hardening: Hardening, key: bytes) -> Bits:
    if hardening.balanced:
        plain = np.concatenate([plain, 1 - plain], axis=1)
        plain = plain[:, _order(hmac.digest(key, b"order", "sha256"), plain.shape[1])]
    if hardening.flips:
        plain = _flipped(plain, hardening.flips, hmac.digest(key, b"flips", "sha256"))
    return plain


def _flipped(plain: Bits, share: float, key: bytes) -> Bits:
    """A share of the bits replaced by coins, which the key and all bits of the record decide."""
    contents = packed(plain).astype("<u8")
    streams = b"".join(
        hashlib.shake_256(hmac.digest(key, row.tobytes(), "sha256")).digest(2 * plain.shape[1])
        for row in contents
    )
    draws = np.frombuffer(streams, dtype=">u2").reshape(plain.shape)
    coin = (draws & 1).astype(np.uint8)
    return np.where(draws < 2 * round(share * 2**15), coin, plain)


def _order(seed: bytes, size: int) -> NDArray[np.intp]:
    """The numbers below `size` in an order that the seed decides."""
    stream = hashlib.shake_256(seed).digest(8 * size)
    return np.argsort(np.frombuffer(stream, dtype=">u8"), kind="stable")

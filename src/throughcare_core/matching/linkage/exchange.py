"""The exchange profile for files that travel: whole records, under several salts, hardened."""

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
from throughcare_core.matching.linkage.columns import Column, Places
from throughcare_core.matching.linkage.drawing import (
    SMALL,
    Drawing,
    Numbers,
    number_of,
    numbers_of,
)
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.masks import WORD_BITS, packed
from throughcare_core.matching.linkage.salting import NOBODY, Salting
from throughcare_core.matching.linkage.schema import Attribute, Kind, Schema
from throughcare_core.matching.linkage.table import Rows
from throughcare_core.matching.popcount import Words

RECORD_ENCODING = 2
"""The version of the method: encodings of different versions cannot be compared."""

RECORD_WORDS = 16
BITS = RECORD_WORDS * WORD_BITS
FEWEST_ATTRIBUTES = 4
FILL_WANTED = 0.4
MOST_POSITIONS = 31.0
ROWS_AT_ONCE = 256
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
    are drawn otherwise than under the year before. Two records are comparable under the salts
    that they share, and unrelated under the others, so that no pattern is common to all.
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
        self.schema, self.keys, self.hardening = schema, keys, hardening
        self._columns = [Column(each, keys.of("feature")) for each in schema.attributes]
        self._salts = [Salting(each, schema, keys.of) for each in schema.salts]
        self._bits = BITS // 2 if hardening.balanced else BITS
        self._wanted = _positions(schema.attributes, self._bits)
        self._positions = Drawing(keys.of("positions"))
        self._mask, self._noise = Drawing(keys.of("mask")), Drawing(keys.of("nobody"))
        self._flips, self._coins = keys.of("flips"), Drawing(keys.of("coins"))

    def encode(self, rows: Rows) -> Encodings:
        """The encodings of rows; those with fewer than four known attributes are left out."""
        places = [
            column.places(values) for column, values in zip(self._columns, rows.values, strict=True)
        ]
        sizes = [column.sizes(at) for column, at in zip(self._columns, places, strict=True)]
        enough = np.count_nonzero(sizes, axis=0) >= FEWEST_ATTRIBUTES
        kept = np.flatnonzero(enough)
        ids = [rows.ids[at] for at in kept]
        labels = [
            salting.labels(self._columns, [at[kept] for at in places], ids)
            for salting in self._salts
        ]
        bits = np.zeros((len(self._salts), len(ids), RECORD_WORDS), dtype=np.uint64)
        fills = [np.zeros(0)]
        for start in range(0, len(ids), ROWS_AT_ONCE):
            some = slice(start, start + ROWS_AT_ONCE)
            features = self._features([at[kept[some]] for at in places])
            for words, salting, told in zip(bits, self._salts, labels, strict=True):
                words[some], fill = self._salted(salting, told[some], features)
                fills.append(fill)
        filled = np.concatenate(fills)
        left_out = [key for key, good in zip(rows.ids, enough, strict=True) if not good]
        return Encodings(ids, bits, float(filled.mean()) if len(filled) else 0.0, left_out)

    def _features(self, places: list[Places]) -> list[tuple[float, Places, Numbers]]:
        """Of each attribute: the positions that a feature draws, whose features, which ones."""
        return [
            (wanted, *column.features(at))
            for wanted, column, at in zip(self._wanted, self._columns, places, strict=True)
        ]

    def _salted(
        self, salting: Salting, labels: list[str], features: list[tuple[float, Places, Numbers]]
    ) -> tuple[Words, NDArray[np.float64]]:
        """The encodings under one salt, and the fill of each that has it."""
        salts, which = salting.numbers(labels)
        plain = np.zeros((len(labels), self._bits), dtype=np.uint8)
        for wanted, rows, numbers in features:
            self._draw(plain, rows, numbers ^ salts[which[rows]], wanted)
        nobody = np.array([label.startswith(NOBODY) for label in labels], dtype=np.bool_)
        fill = plain[~nobody].mean(axis=1)
        plain[nobody] = self._nobody(salts[which[nobody]])
        words = packed(plain)
        if self.hardening.balanced:
            words = words ^ self._masks(salts)[which]
            words = np.concatenate([words, ~words], axis=1)
        return self._flipped(words, salts[which]), fill

    def _draw(self, plain: Bits, rows: Places, numbers: Numbers, wanted: float) -> None:
        """Set the positions that each of the numbers draws in its row: `wanted` on average."""
        whole = int(wanted)
        drawn = self._positions.small(numbers, whole + 2)
        at = rows[:, None] * self._bits + (drawn[:, 1:-1] & (self._bits - 1))
        one_more = np.flatnonzero(drawn[:, 0] < round((wanted - whole) * SMALL))
        also = rows[one_more] * self._bits + (drawn[one_more, -1] & (self._bits - 1))
        flat = plain.reshape(-1)
        flat[at.reshape(-1)] = 1
        flat[also] = 1

    def _nobody(self, salts: Numbers) -> Bits:
        """For each salt as many ones as records usually have, drawn by chance."""
        drawn = self._noise.small(salts, self._bits)
        return (drawn < round(FILL_WANTED * SMALL)).view(np.uint8)

    def _masks(self, salts: Numbers) -> Words:
        """For each salt as many bits as a record has, each a coin."""
        drawn = self._mask.small(salts, self._bits // 16)
        return np.ascontiguousarray(drawn).view("<u8").astype(np.uint64)

    def _flipped(self, words: Words, salts: Numbers) -> Words:
        """A share of the bits replaced by coins, which key, salt and all bits of a row decide."""
        if not self.hardening.flips:
            return words
        contents = np.concatenate([salts, words], axis=1).astype("<u8", copy=False)
        seeds = b"".join(number_of(self._flips, row.tobytes()) for row in contents)
        draws = self._coins.small(numbers_of(seeds), BITS)
        turned = draws < round(self.hardening.flips / 2 * SMALL)
        flipped: Words = words ^ packed(turned.view(np.uint8))
        return flipped


def _positions(attributes: Sequence[Attribute], bits: int) -> list[float]:
    """How many positions a feature of each attribute draws, so that a full record fills .4.

    n positions drawn among b bits leave e^(-n/b) of them empty.
    """
    usual = sum(WEIGHTS[each.kind].usual_features * WEIGHTS[each.kind].share for each in attributes)
    scale = -log(1 - FILL_WANTED) * bits / usual
    return [min(MOST_POSITIONS, scale * WEIGHTS[each.kind].share) for each in attributes]

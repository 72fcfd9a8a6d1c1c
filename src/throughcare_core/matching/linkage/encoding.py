"""The server profile: every attribute of a record encoded by itself, under keys that stay here."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.keys import SHORTEST_SECRET, hkdf, info_of
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.masks import Masks, token_of
from throughcare_core.matching.linkage.schema import Attribute, Kind, Schema
from throughcare_core.matching.linkage.table import Rows
from throughcare_core.matching.linkage.values import Reader, tokens_of_kind
from throughcare_core.matching.popcount import Words

FIELD_ENCODING = 1
"""The version of the method: encodings of different versions cannot be compared."""


@dataclass(frozen=True, slots=True)
class Size:
    """The 64-bit words of an attribute, and the positions that each of its features sets."""

    words: int
    positions: int


PIECES = MappingProxyType(
    {
        Kind.NAME: Size(words=4, positions=8),
        Kind.WORDS: Size(words=4, positions=6),
        Kind.NUMBER: Size(words=2, positions=6),
        Kind.LONG_NUMBER: Size(words=4, positions=5),
        Kind.CODE: Size(words=1, positions=12),
        Kind.DATE: Size(words=2, positions=5),
    }
)
SOUNDS = Size(words=2, positions=6)


@dataclass(frozen=True, slots=True, eq=False)
class EncodedColumn:
    """One attribute of all records: `pieces` (n, words) as written, `sounds` (n, 2; names only,
    else (n, 0)) as heard, `tokens` (tokens, n) to block on, 0 where not known.
    """

    attribute: Attribute
    pieces: Words = field(repr=False)
    sounds: Words = field(repr=False)
    tokens: NDArray[np.uint64] = field(repr=False)


@dataclass(frozen=True, slots=True, eq=False)
class EncodedTable:
    """A table of which nothing can be read any more but ids: (ids, one column an attribute)."""

    ids: tuple[str, ...] = field(repr=False)
    schema: Schema
    columns: tuple[EncodedColumn, ...]

    def __len__(self) -> int:
        return len(self.ids)


def encode_table(parts: Iterable[Rows], schema: Schema, secret: bytes, epoch: str) -> EncodedTable:
    """Encode a table part by part, so that plain values are never all in memory.

    `secret`: at least 32 bytes; both tables that are compared need the same secret and epoch.
    """
    if len(secret) < SHORTEST_SECRET:
        raise Unusable(f"The key has at least {SHORTEST_SECRET} bytes.")
    ids: list[str] = []
    encoders = [_ColumnEncoder(each, secret, epoch) for each in schema.attributes]
    for rows in parts:
        ids += rows.ids
        for encoder, values in zip(encoders, rows.values, strict=True):
            encoder.take(values)
    return EncodedTable(tuple(ids), schema, tuple(each.column() for each in encoders))


class _ColumnEncoder:
    """Encodes the values of one attribute."""

    def __init__(self, attribute: Attribute, secret: bytes, epoch: str) -> None:
        self._attribute = attribute
        context = (f"throughcare field {FIELD_ENCODING}", epoch, attribute.kind)
        key = hkdf(secret, info_of(*context, attribute.key_group))
        size = PIECES[attribute.kind]
        self._token_key = hkdf(secret, info_of(*context, attribute.key_group, "token"))
        self._pieces = Masks(key, size.words, lambda _: size.positions)
        self._sounds = Masks(key, SOUNDS.words, lambda _: SOUNDS.positions)
        self._reader = Reader(attribute.kind)
        self._parts: list[tuple[Words, Words, NDArray[np.uint64]]] = []

    def take(self, values: list[str]) -> None:
        """Encode some more values."""
        different = {value: at for at, value in enumerate(dict.fromkeys(values))}
        features = [self._reader.features(value) for value in different]
        pieces = self._pieces.rows([each.pieces for each in features])
        sounds = self._sounds.rows([each.sounds for each in features])
        tokens = np.array(
            [[token_of(self._token_key, text) for text in each.tokens] for each in features],
            dtype=np.uint64,
        ).reshape(-1, tokens_of_kind(self._attribute.kind))
        rows = np.array([different[value] for value in values], dtype=np.intp)
        if self._attribute.kind is not Kind.NAME:
            sounds = sounds[:, :0]
        self._parts.append((pieces[rows], sounds[rows], tokens[rows].T))

    def column(self) -> EncodedColumn:
        """What was taken, as one column."""
        if not self._parts:
            self.take([])
        pieces, sounds, tokens = zip(*self._parts, strict=True)
        return EncodedColumn(
            self._attribute,
            np.concatenate(pieces),
            np.concatenate(sounds),
            np.concatenate(tokens, axis=1),
        )

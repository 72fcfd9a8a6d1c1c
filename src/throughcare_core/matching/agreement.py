"""How strongly one fingerprint agrees with many, field by field, chance taken out."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.fields import SEGMENTS, Field, Segment
from throughcare_core.matching.fingerprint import Fingerprint
from throughcare_core.matching.matrix import FingerprintMatrix, words_of
from throughcare_core.matching.popcount import Words, common_bits, set_bits

Strengths = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class AskedField:
    """One field of a query: its bits, and how strongly a row agrees for every fill of it × number
    of common bits (`dice`, `in_part`), flat.

    They are functions of these two small counts alone: looked up, a million rows cost no division.
    """

    segment: Segment
    words: Words
    ones: int
    dice: Strengths
    in_part: Strengths


def asked_fields(query: Fingerprint, store: FingerprintMatrix) -> dict[Field, AskedField]:
    """The fields that a query has, ready to be compared with the rows of a store."""
    words = words_of([query])[0]
    fields = {}
    for each, segment in SEGMENTS.items():
        part = words[segment.span]
        ones = int(set_bits(part))
        if ones:
            most = int(store.fill[each].max(initial=0))
            fields[each] = AskedField(segment, part, ones, *_strengths(segment, ones, most))
    return fields


class Comparison:
    """One query against some rows: field by field how strongly they agree, and who has the field.

    `dice` is 2·common / (query + row): whole against whole. `in_part` is the mean of Dice and
    common / the smaller of the two: part against whole, for half-typed names, missing names and
    a year beside a date. From both the bits that two unrelated fields of this fill share by
    chance are taken out, so that 0 is chance and 1 is equal. A field that the query does not have
    is compared with nobody.
    """

    def __init__(
        self,
        asked: Mapping[Field, AskedField],
        store: FingerprintMatrix,
        rows: slice | NDArray[np.intp],
    ) -> None:
        size = len(store.order[rows])
        self.dice: dict[Field, Strengths] = dict.fromkeys(Field, np.zeros(size))
        self.in_part: dict[Field, Strengths] = dict.fromkeys(Field, np.zeros(size))
        self.given: dict[Field, NDArray[np.bool_]] = dict.fromkeys(Field, np.zeros(size, np.bool_))
        for each, part in asked.items():
            there = store.fill[each][rows]
            common = common_bits(store.words[rows, part.segment.span], part.words)
            place = there * np.intp(part.ones + 1) + common
            self.dice[each] = part.dice.take(place)
            self.in_part[each] = part.in_part.take(place)
            self.given[each] = there > 0


def _strengths(segment: Segment, asked: int, most_there: int) -> tuple[Strengths, Strengths]:
    """Dice and its mean with the overlap for every fill of a row × number of common bits."""
    there = np.arange(most_there + 1)[:, None]
    common = np.arange(asked + 1)[None]
    chance = asked * there / segment.bits
    dice = _above_chance(common, (asked + there) / 2, chance)
    overlap = _above_chance(common, np.minimum(asked, there), chance)
    return dice.ravel(), ((dice + overlap) / 2).ravel()


def _above_chance(
    common: NDArray[np.int64], most: NDArray[np.float64 | np.int64], chance: Strengths
) -> Strengths:
    room = np.maximum(most - chance, 1e-9)
    return np.clip((common - chance) / room, 0.0, 1.0)

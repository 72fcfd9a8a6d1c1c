"""How strongly one fingerprint agrees with many, field by field, chance taken out."""

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.fields import SEGMENTS, Field, Segment
from throughcare_core.matching.fingerprint import Fingerprint
from throughcare_core.matching.matrix import FingerprintMatrix, words_of
from throughcare_core.matching.popcount import common_bits, set_bits

Strengths = NDArray[np.float64]


class Comparison:
    """One query against some rows: field by field how strongly they agree, and who has the field.

    `dice` is 2·common / (query + row): whole against whole. `in_part` is the mean of Dice and
    common / the smaller of the two: part against whole, for half-typed names, missing names and
    a year beside a date. From both the bits that two unrelated fields of this fill share by
    chance are taken out, so that 0 is chance and 1 is equal. A field that the query does not have
    is compared with nobody.
    """

    def __init__(self, query: Fingerprint, store: FingerprintMatrix, rows: slice) -> None:
        query_words = words_of([query])[0]
        size = rows.stop - rows.start
        self.dice: dict[Field, Strengths] = dict.fromkeys(Field, np.zeros(size))
        self.in_part: dict[Field, Strengths] = dict.fromkeys(Field, np.zeros(size))
        self.given: dict[Field, NDArray[np.bool_]] = dict.fromkeys(Field, np.zeros(size, np.bool_))
        for each, segment in SEGMENTS.items():
            part = query_words[segment.span]
            asked = int(set_bits(part))
            if not asked or not size:
                continue
            there = store.fill[each][rows]
            common = common_bits(store.words[rows, segment.span], part)
            dice, in_part = _strengths(segment, asked, int(there.max()))
            place = there * np.int64(asked + 1) + common
            self.dice[each] = dice.take(place)
            self.in_part[each] = in_part.take(place)
            self.given[each] = there > 0


def _strengths(segment: Segment, asked: int, most_there: int) -> tuple[Strengths, Strengths]:
    """Dice and its mean with the overlap for every fill of a row × number of common bits.

    They are functions of these two small counts alone: looked up, a million rows cost no division.
    """
    there = np.arange(most_there + 1)[:, None]
    common = np.arange(asked + 1)[None]
    chance = asked * there / segment.bits
    dice = _above_chance(common, (asked + there) / 2, chance)
    overlap = _above_chance(common, np.minimum(asked, there), chance)
    return dice, (dice + overlap) / 2


def _above_chance(
    common: NDArray[np.int64], most: NDArray[np.float64 | np.int64], chance: Strengths
) -> Strengths:
    room = np.maximum(most - chance, 1e-9)
    return np.clip((common - chance) / room, 0.0, 1.0)

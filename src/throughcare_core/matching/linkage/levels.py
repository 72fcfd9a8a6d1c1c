"""How far two records agree, attribute by attribute, from their encodings alone."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.linkage.blocking import Places
from throughcare_core.matching.linkage.encoding import EncodedColumn, EncodedTable
from throughcare_core.matching.linkage.masks import WORD_BITS
from throughcare_core.matching.popcount import Words, set_bits

Levels = NDArray[np.int8]
Strengths = NDArray[np.float64]

PAIRS_AT_ONCE = 100_000
SOUNDS_ALIKE = 0.8


class Level(IntEnum):
    """How far two values agree; whoever is not known agrees with nobody and differs from nobody."""

    NOT_KNOWN = -1
    DIFFERENT = 0
    HARDLY = 1
    PARTLY = 2
    CLOSE = 3
    VERY_CLOSE = 4
    SOUNDS_ALIKE = 5
    SAME = 6


LOWEST = np.array([0.2, 0.4, 0.6, 0.8])


class Order(IntEnum):
    """Whether two attributes agree better as they stand or each in the other's place."""

    NOT_KNOWN = -1
    AS_WRITTEN = 0
    TURNED = 1


def compare(first: EncodedTable, second: EncodedTable, rows: Places, others: Places) -> Levels:
    """The levels (pairs, attributes + turned pairs) at which each pair of records agrees."""
    parts = [
        _compare(first, second, rows[start : start + PAIRS_AT_ONCE], others[start:][:PAIRS_AT_ONCE])
        for start in range(0, len(rows), PAIRS_AT_ONCE)
    ]
    width = len(first.columns) + len(first.schema.turned)
    return np.concatenate([np.zeros((0, width), dtype=np.int8), *parts])


def _compare(first: EncodedTable, second: EncodedTable, rows: Places, others: Places) -> Levels:
    def agreement(mine: int, theirs: int) -> tuple[Strengths, Levels]:
        return _agreement(first.columns[mine], second.columns[theirs], rows, others)

    strengths, levels = map(
        list, zip(*map(agreement, *2 * [range(len(first.columns))]), strict=True)
    )
    orders = []
    for one, other in first.schema.turned:
        crossed = agreement(one, other), agreement(other, one)
        straight = strengths[one] + strengths[other]
        across = crossed[0][0] + crossed[1][0]
        turned = across > straight
        order = np.where(turned, Order.TURNED, Order.AS_WRITTEN)
        orders.append(np.where((straight == 0) & ~turned, Order.NOT_KNOWN, order))
        levels[one] = np.where(turned, crossed[0][1], levels[one])
        levels[other] = np.where(turned, crossed[1][1], levels[other])
    return np.stack([*levels, *orders], axis=1).astype(np.int8)


def _agreement(
    mine: EncodedColumn, theirs: EncodedColumn, rows: Places, others: Places
) -> tuple[Strengths, Levels]:
    one, other = mine.pieces[rows], theirs.pieces[others]
    strength, known = _strength(one, other)
    level = np.searchsorted(LOWEST, strength, side="right")
    if mine.sounds.shape[1] and theirs.sounds.shape[1]:
        heard, _ = _strength(mine.sounds[rows], theirs.sounds[others])
        level = np.where(
            (heard >= SOUNDS_ALIKE) & (level < Level.VERY_CLOSE), Level.SOUNDS_ALIKE, level
        )
    level = np.where((one == other).all(axis=1), Level.SAME, level)
    return np.where(known, strength, 0.0), np.where(known, level, Level.NOT_KNOWN).astype(np.int8)


def _strength(one: Words, other: Words) -> tuple[Strengths, NDArray[np.bool_]]:
    """Dice of packed bits with chance taken out (0 chance, 1 equal), and where both are known."""
    mine, theirs = set_bits(one), set_bits(other)
    common = set_bits(one & other)
    chance = mine * theirs / (one.shape[1] * WORD_BITS)
    room = np.maximum((mine + theirs) / 2 - chance, 1e-9)
    return np.clip((common - chance) / room, 0.0, 1.0), (mine > 0) & (theirs > 0)

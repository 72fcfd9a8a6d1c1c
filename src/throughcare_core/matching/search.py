"""Who could this be? The best matches for a typed name, and warnings of a double entry."""

import math
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from throughcare_core.matching.agreement import (
    AskedField,
    Comparison,
    Strengths,
    asked_fields,
)
from throughcare_core.matching.fields import SEGMENTS, Field
from throughcare_core.matching.fingerprint import Fingerprint
from throughcare_core.matching.matrix import FingerprintMatrix, words_of
from throughcare_core.matching.popcount import set_bits

FIELD_WEIGHTS = MappingProxyType({Field.NAME: 0.65, Field.BIRTH: 0.25, Field.PLACE: 0.10})
UNKNOWN_FIELD = 0.5
WORTH_SHOWING = 0.35
LIKELY_THE_SAME = 0.72
SOUNDS_ALIKE = 0.5
SMALLEST_PART = 0.25
ROWS_AT_ONCE = 16_384
SPELLINGS = 16
"""A person has fewer fingerprints (names, scripts) than that; with more, a search is slower."""


class Level(StrEnum):
    """How strongly a field agrees, in words."""

    SAME = "same"
    CLOSE = "close"
    PARTLY = "partly"
    DIFFERENT = "different"
    NOT_KNOWN = "not known"


LOWEST_OF_LEVEL = ((Level.SAME, 0.9), (Level.CLOSE, 0.6), (Level.PARTLY, 0.3))


@dataclass(frozen=True, slots=True)
class Reason:
    """One field, how strongly it agrees (0 chance, 1 equal), and the same in a word."""

    field: Field
    strength: float
    level: Level


@dataclass(frozen=True, slots=True)
class Match:
    """One fingerprint that could be the same person: its place in the list, its key, and why."""

    index: int
    key: Hashable
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """Two keys of one store that are probably the same person."""

    first: Hashable
    second: Hashable
    match: Match


def search(
    query: Fingerprint,
    store: FingerprintMatrix,
    limit: int = 20,
    minimum: float = WORTH_SHOWING,
) -> list[Match]:
    """The best matches for what was typed, best first, one for each key.

    Half-typed names, missing names, other orders, spellings and scripts, and one or two errors
    are forgiven. What was not asked, or is not recorded, neither raises nor lowers the score.
    """
    rows = store.rows_with_sound_filled(*_sizes_of_a_part(query))
    return _best(_Asked(asked_fields(query, store), store, rows, _by_parts), limit, minimum)


def probable_duplicates(
    query: Fingerprint,
    store: FingerprintMatrix,
    limit: int = 20,
    minimum: float = LIKELY_THE_SAME,
) -> list[Match]:
    """Those who are probably the same person as this whole identity, best first, one a key.

    Whole names are compared with whole names, and must sound alike. A field that is not known on
    both sides counts as half agreed: an equal name alone warns, an equal name with another birth
    date does not.
    """
    rows = store.rows_with_sound_filled(*_sizes_that_sound_alike(query))
    return _best(_Asked(asked_fields(query, store), store, rows, _as_a_whole), limit, minimum)


def duplicate_pairs(store: FingerprintMatrix, minimum: float = LIKELY_THE_SAME) -> Iterator[Pair]:
    """Every two keys of the store that are probably the same person, each pair once."""
    seen: set[frozenset[Hashable]] = set()
    for row, place in enumerate(store.order):
        key = store.keys[place]
        query = Fingerprint(store.words[row].astype("<u8").tobytes())
        for match in probable_duplicates(query, store, limit=len(store), minimum=minimum):
            both = frozenset((key, match.key))
            if len(both) == 2 and both not in seen:
                seen.add(both)
                yield Pair(key, match.key, match)


def _sizes_of_a_part(query: Fingerprint) -> tuple[float, float]:
    """A typed part finds longer names; a name far shorter than what was typed is no match."""
    return SMALLEST_PART * _sound_fill(query), math.inf


def _sizes_that_sound_alike(query: Fingerprint) -> tuple[float, float]:
    """The fills with which Dice can reach t at all: between t/(2-t) and (2-t)/t of the query's."""
    ratio = SOUNDS_ALIKE / (2 - SOUNDS_ALIKE)
    return _sound_fill(query) * ratio, _sound_fill(query) / ratio


def _sound_fill(query: Fingerprint) -> int:
    return int(set_bits(words_of([query])[0, SEGMENTS[Field.SOUND].span]))


Judged = tuple[Mapping[Field, Strengths], Strengths]
"""How strongly each field agrees, and the score of each row."""


def _by_parts(compared: Comparison) -> Judged:
    strengths = {**compared.in_part, Field.PLACE: compared.dice[Field.PLACE]}
    return strengths, _score(strengths, compared, unknown=None)


def _as_a_whole(compared: Comparison) -> Judged:
    strengths = {**compared.dice, Field.BIRTH: compared.in_part[Field.BIRTH]}
    score = _score(strengths, compared, unknown=UNKNOWN_FIELD)
    score[strengths[Field.SOUND] < SOUNDS_ALIKE] = 0.0
    return strengths, score


@dataclass(frozen=True, slots=True)
class _Asked:
    """A query, the rows that it is compared with, and how they are judged."""

    fields: Mapping[Field, AskedField]
    store: FingerprintMatrix
    rows: slice
    judged: Callable[[Comparison], Judged]

    def scores(self) -> Strengths:
        """The score of each of the rows, some thousand at a time: they stay near the processor."""
        scores = np.zeros(self.rows.stop - self.rows.start)
        for start in range(self.rows.start, self.rows.stop, ROWS_AT_ONCE):
            some = slice(start, min(start + ROWS_AT_ONCE, self.rows.stop))
            at = slice(some.start - self.rows.start, some.stop - self.rows.start)
            scores[at] = self.judged(Comparison(self.fields, self.store, some))[1]
        return scores

    def matches(self, rows: Sequence[int]) -> list[Match]:
        """Some of the rows as matches."""
        at = self.rows.start + np.array(rows, dtype=np.intp)
        compared = Comparison(self.fields, self.store, at)
        strengths, score = self.judged(compared)
        places = self.store.order[at].tolist()
        return [
            Match(
                place,
                self.store.keys[place],
                round(float(score[row]), 4),
                _reasons(row, compared, strengths),
            )
            for row, place in enumerate(places)
        ]


def _score(
    strengths: Mapping[Field, Strengths], compared: Comparison, unknown: float | None
) -> Strengths:
    """The weighted mean of name, birth and place; `unknown` is what a missing field counts as."""
    name = strengths[Field.NAME]
    counted = {
        Field.NAME: np.maximum(name, (name + strengths[Field.SOUND]) / 2),
        Field.BIRTH: strengths[Field.BIRTH],
        Field.PLACE: strengths[Field.PLACE],
    }
    total, weight = np.zeros_like(name), np.zeros_like(name)
    for each, share in FIELD_WEIGHTS.items():
        given = compared.given[each]
        if unknown is None and not given.any():
            continue
        total += share * np.where(given, counted[each], unknown or 0.0)
        weight += share * (given | (unknown is not None))
    score: Strengths = total / np.maximum(weight, min(FIELD_WEIGHTS.values()))
    return score


def _best(asked: _Asked, limit: int, minimum: float) -> list[Match]:
    score, places = asked.scores(), asked.store.order[asked.rows]
    good = np.flatnonzero(score >= minimum)
    best: dict[Hashable, int] = {}
    for row in _best_first(good, score, places, SPELLINGS * limit):
        if len(best) >= limit:
            break
        best.setdefault(asked.store.keys[int(places[row])], row)
    return asked.matches(list(best.values()))


def _best_first(
    good: NDArray[np.intp], score: Strengths, places: NDArray[np.uint32], few: int
) -> Iterator[int]:
    """The good rows, best first and then as given; all are sorted only if a few do not do."""
    first = good
    if len(good) > few:
        lowest = np.partition(score[good], -few)[-few]
        first = good[score[good] >= lowest]
    for some in (first, good[score[good] < score[first].min(initial=0.0)]):
        yield from some[np.lexsort((places[some], -score[some]))].tolist()


def _reasons(
    row: int, compared: Comparison, strengths: Mapping[Field, Strengths]
) -> tuple[Reason, ...]:
    return tuple(
        _reason(each, float(strengths[each][row]), bool(compared.given[each][row]))
        for each in Field
    )


def _reason(which: Field, strength: float, given: bool) -> Reason:
    if not given:
        return Reason(which, 0.0, Level.NOT_KNOWN)
    reached = (level for level, lowest in LOWEST_OF_LEVEL if strength >= lowest)
    return Reason(which, round(strength, 4), next(reached, Level.DIFFERENT))

"""What the known attacks make of an exchanged file: nothing without the key, much with it.

Each attack is first shown to work where encodings are weak, so that its failure means something.
"""

import numpy as np
import pytest

from throughcare_core.matching import PLAIN
from throughcare_core.matching.linkage import (
    DECOYS,
    ExchangeKeys,
    RecordEncoder,
    Rows,
    encode_records,
)
from throughcare_core.matching.linkage.tests import attacks
from throughcare_core.matching.linkage.tests.cast import (
    SCHEMA,
    lotus_shelter,
    rows_of,
    with_common_names,
)
from throughcare_core.matching.popcount import Words

KEYS = ExchangeKeys.derive(bytes(range(32)), "project", ("a", "b"), "1")
ENCODER = RecordEncoder(SCHEMA, KEYS)
SIZE = 800
NOBODY = ""
A_LITTLE_MORE_THAN_CHANCE = 0.01


@pytest.fixture(scope="module")
def people() -> Rows:
    """The list that was encoded, which the attacker holds in the clear: the worst case."""
    return rows_of(with_common_names(lotus_shelter(SIZE)))


def in_another_order(rows: Rows) -> Rows:
    """The same rows, so that no attack lives by their order."""
    order = np.random.default_rng(9).permutation(len(rows.ids))
    return Rows(
        [rows.ids[at] for at in order],
        tuple([values[at] for at in order] for values in rows.values),
    )


def share_of_people(guesses: list[str], names: list[str]) -> float:
    """The share of right guesses among those who are somebody."""
    real = [(guess, name) for guess, name in zip(guesses, names, strict=True) if name != NOBODY]
    return attacks.success([guess for guess, _ in real], [name for _, name in real])


@pytest.fixture(scope="module")
def exchanged(people: Rows) -> tuple[Words, list[str]]:
    """The encodings of a file with decoys, and the name behind each (of decoys: nobody's)."""
    file = encode_records(ENCODER, KEYS, [people], project="", epoch="1").file
    name = dict(zip(people.ids, attacks.names_of(people), strict=True))
    return file.bits, [name.get(key, NOBODY) for key in file.ids]


def test_weak_encodings_are_broken_by_their_frequency(people: Rows) -> None:
    names = attacks.names_of(people)
    known = attacks.names_of(in_another_order(people))
    guesses = attacks.by_frequency(attacks.weak_encodings(people), known)
    assert attacks.success(guesses, names) > attacks.chance(names) + 0.05


def test_weak_encodings_are_broken_by_their_patterns(people: Rows) -> None:
    names = attacks.names_of(people)
    guesses = attacks.by_patterns(attacks.weak_encodings(people), in_another_order(people))
    assert attacks.success(guesses, names) > attacks.chance(names) + 0.3


def test_encodings_without_salts_and_flips_are_broken_by_their_graph(people: Rows) -> None:
    one = RecordEncoder(SCHEMA, KEYS, PLAIN)
    bits = one.encode(people).bits
    guesses = attacks.by_graph(bits, people, attacks.without_key(one))
    assert attacks.success(guesses, attacks.names_of(people)) > 0.1


@pytest.mark.parametrize("salt", range(len(SCHEMA.salts)))
def test_an_exchanged_file_does_not_give_way_to_frequency(
    salt: int, people: Rows, exchanged: tuple[Words, list[str]]
) -> None:
    bits, names = exchanged
    guesses = attacks.by_frequency(bits[salt], attacks.names_of(people))
    limit = attacks.chance(attacks.names_of(people)) + A_LITTLE_MORE_THAN_CHANCE
    assert share_of_people(guesses, names) <= limit


@pytest.mark.parametrize("salt", range(len(SCHEMA.salts)))
def test_an_exchanged_file_does_not_give_way_to_fill(
    salt: int, people: Rows, exchanged: tuple[Words, list[str]]
) -> None:
    bits, names = exchanged
    limit = attacks.chance(attacks.names_of(people)) + A_LITTLE_MORE_THAN_CHANCE
    assert share_of_people(attacks.by_fill(bits[salt], people), names) <= limit


@pytest.mark.parametrize("salt", range(len(SCHEMA.salts)))
def test_an_exchanged_file_does_not_give_way_to_patterns(
    salt: int, people: Rows, exchanged: tuple[Words, list[str]]
) -> None:
    bits, names = exchanged
    limit = attacks.chance(attacks.names_of(people)) + A_LITTLE_MORE_THAN_CHANCE
    assert share_of_people(attacks.by_patterns(bits[salt], people), names) <= limit


@pytest.mark.parametrize(
    ("decoys", "at_least", "at_most"), [(0.0, 0.05, 1.0), (DECOYS, -1.0, A_LITTLE_MORE_THAN_CHANCE)]
)
def test_only_with_enough_decoys_the_graph_gives_nobody_away(
    decoys: float, at_least: float, at_most: float
) -> None:
    """Names that hardly anybody shares, so that chance explains nothing."""
    people = rows_of(lotus_shelter(SIZE))
    names = attacks.names_of(people)
    file = encode_records(ENCODER, KEYS, [people], project="", epoch="1", decoys=decoys).file
    name = dict(zip(people.ids, names, strict=True))
    guesses = attacks.by_graph(file.bits, people, attacks.without_key(ENCODER))
    gained = share_of_people(guesses, [name.get(key, NOBODY) for key in file.ids])
    assert at_least <= gained - attacks.chance(names) <= at_most


def test_whoever_holds_the_key_finds_everybody_whom_she_knows(
    people: Rows, exchanged: tuple[Words, list[str]]
) -> None:
    bits, names = exchanged
    assert share_of_people(attacks.by_dictionary(bits, people, ENCODER), names) > 0.99
    assert (
        share_of_people(attacks.by_dictionary(bits, people, attacks.without_key(ENCODER)), names)
        <= attacks.chance(attacks.names_of(people)) + A_LITTLE_MORE_THAN_CHANCE
    )

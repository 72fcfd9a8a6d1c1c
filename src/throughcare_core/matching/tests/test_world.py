"""A tired worker finds people of many scripts and naming cultures; README.md has all figures."""

from random import Random

import pytest

from throughcare_core.matching import FieldKeys, FingerprintMatrix, IdentityFields, encode, search
from throughcare_core.matching.tests import world

KEYS = FieldKeys.derive(bytes(range(32)), epoch="1")


def test_the_test_set_is_the_same_for_the_same_seed() -> None:
    assert world.people(40) == world.people(40)
    assert world.people(40) != world.people(40, seed=1)
    assert {culture for culture, _ in world.people(40)} == set(world.CULTURES)


@pytest.mark.long
def test_a_person_is_among_the_first_five_in_every_script() -> None:
    people, chance = world.people(), Random(1)
    store = FingerprintMatrix.of(
        [
            encode(IdentityFields(world.recorded(each, chance), each.born), KEYS)
            for _culture, each in people
        ]
    )
    found: dict[str, list[bool]] = {}
    for at in chance.sample(range(len(people)), 1100):
        culture, person = people[at]
        asked = IdentityFields(world.typed(person, chance), person.born.year)
        matches = search(encode(asked, KEYS), store, limit=5)
        found.setdefault(culture, []).append(any(match.index == at for match in matches))
    everyone = [each for some in found.values() for each in some]
    assert sum(everyone) / len(everyone) >= 0.97
    for culture, some in found.items():
        assert sum(some) / len(some) >= 0.88, culture

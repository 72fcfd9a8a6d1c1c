"""What an agency calls a person, and that no other agency finds her by it."""

import pytest

from throughcare.agencies.tests.factories import dawn_hotline, lotus_shelter
from throughcare.kernel.records import new_id
from throughcare.persons.queries import numbers_at, person_with_key, person_with_number
from throughcare.persons.services import key_for, new_person
from throughcare.persons.tests.factories import number_for

pytestmark = pytest.mark.django_db


def test_numbers_of_many_take_one_query_and_are_ones_own(django_assert_num_queries) -> None:
    dawn, lotus = dawn_hotline().pk, lotus_shelter().pk
    people = [new_person() for _ in range(5)]
    known = {person: number_for(person, dawn) for person in people[:4]}
    number_for(people[4], lotus)
    with django_assert_num_queries(1):
        assert numbers_at(dawn, [*people, people[0], new_id()]) == known
    assert numbers_at(lotus, people[:4]) == {}


def test_a_number_is_found_as_it_is_typed_at_its_own_agency(django_assert_num_queries) -> None:
    dawn, lotus = dawn_hotline().pk, lotus_shelter().pk
    person = new_person()
    number = number_for(person, dawn)
    with django_assert_num_queries(1):
        assert person_with_number(dawn, f" {number.lower()} ") == person
    for agency, typed in ((lotus, number), (dawn, f"{number}0"), (dawn, "")):
        assert person_with_number(agency, typed) is None


def test_a_key_is_found_at_its_own_agency(django_assert_num_queries) -> None:
    dawn, lotus = dawn_hotline().pk, lotus_shelter().pk
    person = new_person()
    here, there = key_for(person, dawn), key_for(person, lotus)
    with django_assert_num_queries(1):
        assert person_with_key(dawn, here) == person
    assert person_with_key(lotus, there) == person
    for agency, key in ((lotus, here), (dawn, there), (dawn, here.lower() + "x")):
        assert person_with_key(agency, key) is None

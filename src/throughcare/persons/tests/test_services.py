import pytest

from throughcare.agencies.tests.factories import dawn_hotline, lotus_shelter
from throughcare.persons.models import Person, PersonNumber
from throughcare.persons.services import key_for, new_person
from throughcare.persons.tests.factories import number_for

pytestmark = pytest.mark.django_db


def test_a_person_is_a_key_and_nothing_else() -> None:
    names = {field.name for field in Person._meta.get_fields() if not field.is_relation}
    assert names == {"id", "key", "version"}


def test_two_agencies_call_one_person_differently() -> None:
    dawn, lotus = dawn_hotline(), lotus_shelter()
    person = new_person()
    assert number_for(person, dawn.pk) == number_for(person, dawn.pk)
    assert number_for(person, dawn.pk).startswith("DH-")
    assert number_for(person, lotus.pk).startswith("LS-")
    assert key_for(person, dawn.pk) != key_for(person, lotus.pk)


def test_a_full_range_of_numbers_grows_by_a_digit(monkeypatch: pytest.MonkeyPatch) -> None:
    dawn = dawn_hotline()
    monkeypatch.setattr("throughcare.persons.services.DIGITS", 1)
    numbers = {number_for(new_person(), dawn.pk) for _ in range(12)}
    assert len(numbers) == 12
    assert PersonNumber.objects.count() == 12

import pytest

from throughcare.agencies.tests.factories import dawn_hotline, lotus_shelter
from throughcare.kernel.records import new_id
from throughcare.persons.models import PersonNumber
from throughcare.persons.queries import numbers_at
from throughcare.persons.services import key_for, new_people, new_person
from throughcare.persons.tests.factories import number_for

pytestmark = pytest.mark.django_db


def test_many_people_get_a_number_and_a_key_each_at_one_agency() -> None:
    dawn, lotus = dawn_hotline(), lotus_shelter()
    first = number_for(new_person(), dawn.pk)
    people = [new_id() for _ in range(30)]
    keys = new_people(people, dawn.pk)
    assert [key_for(person, dawn.pk) for person in people] == [keys[person] for person in people]
    assert len({first, *numbers_at(dawn.pk, people).values()}) == 31
    assert numbers_at(lotus.pk, people) == {}


def test_many_people_never_exhaust_the_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    dawn = dawn_hotline()
    monkeypatch.setattr("throughcare.persons.services.DIGITS", 1)
    new_people([new_id() for _ in range(12)], dawn.pk)
    assert PersonNumber.objects.values("number").distinct().count() == 12

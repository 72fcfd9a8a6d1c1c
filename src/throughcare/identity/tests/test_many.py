from datetime import date
from uuid import UUID

import pytest

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.models import Line
from throughcare.consent.services.many import begin_records
from throughcare.identity.doors import birth_of, contacts_of, gender_of, names_of
from throughcare.identity.models import Contact, Entry, Fingerprints
from throughcare.identity.rules import Birth, Gender, Name, SafeContact
from throughcare.identity.services import search_people
from throughcare.identity.services.many import (
    WhoSomebodyIs,
    record_identities,
    seal_identities,
    who_people_are,
)
from throughcare.identity.tests.cast import Scene
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.records import new_id
from throughcare.persons.services import new_people

OLENA = WhoSomebodyIs(
    names=(Name("Olena", "Kovalenko"),),
    birth=Birth("exact", day=date(2001, 4, 30)),
    gender=Gender(gender="Feminine", citizenships=("UA",)),
    contacts=(
        SafeContact("phone", "+999 555 0142", ("none",)),
        SafeContact("address", "12  Mill Lane", ("none",)),
    ),
)
NOBODY_KNOWN = WhoSomebodyIs()


def recorded(by: Actor, *known: WhoSomebodyIs) -> list[UUID]:
    people = [new_id() for _ in known]
    sealed = seal_identities(dict(zip(people, known, strict=True)), by=by, at=NOON)
    new_people(people, by.agency)
    begin_records(people, by=by, at=NOON)
    record_identities(sealed, by=by, at=NOON)
    return people


def test_people_recorded_together_are_found_as_if_each_was_recorded_alone(scene: Scene) -> None:
    olena, unknown = recorded(scene.noor, OLENA, NOBODY_KNOWN)
    noor, agency = scene.noor, scene.hotline.pk
    assert names_of(noor, olena, agency, NOON).names[0].full == "Olena Kovalenko"
    assert birth_of(noor, olena, agency, NOON).birth.day == date(2001, 4, 30)
    assert gender_of(noor, olena, agency, NOON).gender.citizenships == ("UA",)
    assert [row.contact.value for row in contacts_of(noor, olena, agency, NOON)] == [
        "+999 555 0142",
        "12 Mill Lane",
    ]
    assert names_of(noor, unknown, agency, NOON).names == ()
    assert [row.person for row in search_people("Olena", by=noor, at=NOON)] == [olena]


def test_what_was_recorded_is_read_again_for_many_with_few_queries(
    scene: Scene, django_assert_num_queries: object
) -> None:
    people = recorded(scene.noor, OLENA, NOBODY_KNOWN, OLENA)
    with django_assert_num_queries(6):  # type: ignore[operator]
        found = who_people_are(scene.noor, people, scene.hotline.pk, NOON)
    assert [found[person].names[0].given if found[person].names else "" for person in people] == [
        "Olena",
        "",
        "Olena",
    ]
    assert found[people[0]].contacts[1].value == "12 Mill Lane"


def test_another_agency_reads_nothing_of_many(scene: Scene) -> None:
    people = recorded(scene.noor, OLENA)
    found = who_people_are(scene.ines, people, scene.hotline.pk, NOON)
    assert found == {people[0]: NOBODY_KNOWN}


def test_only_the_parts_that_a_duty_needs_are_read_of_many(scene: Scene) -> None:
    people = recorded(scene.noor, OLENA)
    prosecutor = actor(scene.hotline, "Pavel", ["prosecutor"])
    found = who_people_are(prosecutor, people, scene.hotline.pk, NOON)[people[0]]
    assert found.names
    assert found.contacts == ()


def test_nothing_is_recorded_of_people_without_an_open_record(scene: Scene) -> None:
    people = [new_id()]
    sealed = seal_identities({people[0]: OLENA}, by=scene.noor, at=NOON)
    new_people(people, scene.hotline.pk)
    with pytest.raises(NotHere):
        record_identities(sealed, by=scene.noor, at=NOON)
    begin_records(people, by=scene.noor, at=NOON)
    with pytest.raises(NotHere):
        record_identities(sealed, by=scene.ines, at=NOON)
    assert not Entry.objects.filter(person=people[0]).exists()
    record_identities(sealed, by=scene.noor, at=NOON)
    assert Entry.objects.filter(person=people[0]).count() == 3


def test_one_impossible_value_keeps_all_from_being_sealed(scene: Scene) -> None:
    wrong = WhoSomebodyIs(birth=Birth("exact", day=date(2030, 1, 1)))
    with pytest.raises(Refused, match="future"):
        seal_identities({new_id(): OLENA, new_id(): wrong}, by=scene.noor, at=NOON)


def test_many_make_one_line_and_no_word_of_them_lies_in_the_tables(scene: Scene) -> None:
    before = Line.objects.count()
    recorded(scene.noor, OLENA, OLENA)
    assert Line.objects.count() == before + 2
    contents = [
        bytes(content)
        for table in (Entry, Contact, Fingerprints)
        for content in table._default_manager.values_list("content", flat=True)
    ]
    assert len(contents) == 12
    assert not any(b"Olena" in content or b"Mill" in content for content in contents)

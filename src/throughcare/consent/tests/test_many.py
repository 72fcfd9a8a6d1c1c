import pytest

from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, lotus_shelter
from throughcare.audit.models import Line
from throughcare.consent.doors import readable_parts
from throughcare.consent.models import Access, RecordBegun
from throughcare.consent.services.many import begin_records
from throughcare.consent.services.records import begin_record
from throughcare.consent.services.rows import refresh
from throughcare.kernel.records import new_id
from throughcare.persons.services import new_people, new_person

pytestmark = pytest.mark.django_db


def said(person: object) -> set[tuple[object, ...]]:
    return set(
        Access.objects.filter(person=person).values_list(
            "holder", "reader", "staff", "part", "purpose", "ground", "ground_id", "since", "until"
        )
    )


def test_records_begun_together_are_as_if_each_had_been_begun_alone() -> None:
    noor = actor(dawn_hotline(), "Noor", ["case_manager"])
    alone, people = new_person(), [new_id(), new_id()]
    begin_record(alone, by=noor, at=NOON)
    new_people(people, noor.agency)
    begin_records(people, by=noor, at=NOON)
    assert [said(person) for person in people] == [said(alone), said(alone)]
    for person in people:
        refresh(person, noor.agency, NOON)
    assert [said(person) for person in people] == [said(alone), said(alone)]


def test_the_agency_reads_what_it_began_and_no_other_does() -> None:
    noor = actor(dawn_hotline(), "Noor", ["case_manager"])
    ines = actor(lotus_shelter(), "Ines", ["case_manager"])
    people = [new_id() for _ in range(5)]
    new_people(people, noor.agency)
    begin_records(people, by=noor, at=NOON)
    assert RecordBegun.objects.filter(holder=noor.agency).count() == 5
    assert all(readable_parts(noor, each, noor.agency, NOON) == noor.parts for each in people)
    assert not any(readable_parts(ines, each, noor.agency, NOON) for each in people)
    assert Line.objects.filter(code="access.begun").count() == 1

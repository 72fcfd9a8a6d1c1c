from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit import queries as ledger
from throughcare.consent.services import lock_person
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.identity import doors
from throughcare.identity.rules import Birth, Gender, Name, Paper, SafeContact
from throughcare.identity.services import (
    add_contact,
    add_document,
    add_photograph,
    record_birth,
    record_gender,
    record_names,
)
from throughcare.identity.tests.cast import Scene, a_phone, a_picture, somebody
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.records import new_id, new_key
from throughcare.persons.services import key_for
from throughcare.vault.services import Destroyed, Owner, key_store

LATER = NOON + timedelta(minutes=5)

DOORS = [
    doors.name_of,
    doors.names_of,
    doors.birth_of,
    doors.gender_of,
    doors.contacts_of,
    doors.documents_of,
    doors.photographs_of,
]
DOORS_BY_KEY = [doors.contact_of, doors.scan_of, doors.photograph]


@pytest.fixture
def amina(scene: Scene) -> Scene:
    noor, person = scene.noor, scene.person
    record_names(person, [Name("Amina", "Okoro")], "Mina", by=noor, at=NOON)
    record_birth(person, Birth("exact", day=date(1999, 4, 30)), by=noor, at=NOON)
    add_contact(person, a_phone(), by=noor, at=NOON)
    add_contact(person, SafeContact("address", "Mill Lane 4", ("letter",)), by=noor, at=NOON)
    add_document(person, Paper("passport"), a_picture(), by=noor, at=NOON)
    add_photograph(person, a_picture(), by=noor, at=NOON)
    return scene


def statements(call: Callable[[], object]) -> list[str]:
    with (
        CaptureQueriesContext(
            connection,
        ) as asked,
        pytest.raises(NotHere),
    ):
        call()
    return [query["sql"].split("WHERE")[0] for query in asked.captured_queries]


def refused_as_absent(door: Callable[..., object], by: Actor, scene: Scene) -> None:
    forbidden = statements(lambda: door(by, scene.person, scene.hotline.pk, LATER))
    absent = statements(lambda: door(by, new_id(), scene.hotline.pk, LATER))
    assert forbidden == absent
    assert len(forbidden) == 1


@pytest.mark.parametrize("door", DOORS)
def test_every_door_opens_to_noor_and_not_to_another_agency(
    amina: Scene, door: Callable[..., object]
) -> None:
    door(amina.noor, amina.person, amina.hotline.pk, LATER)
    refused_as_absent(door, amina.ines, amina)


@pytest.mark.parametrize("door", DOORS)
def test_every_door_is_shut_to_a_colleague_outside_the_lock(
    amina: Scene, door: Callable[..., object]
) -> None:
    sami = actor(amina.hotline, "Sami", ["case_manager"])
    door(sami, amina.person, amina.hotline.pk, LATER)
    lock_person(amina.person, [], by=amina.noor, at=NOON)
    refused_as_absent(door, sami, amina)
    door(amina.noor, amina.person, amina.hotline.pk, LATER)


@pytest.mark.parametrize("door", DOORS_BY_KEY)
def test_a_key_of_another_agency_opens_nothing(amina: Scene, door: Callable[..., object]) -> None:
    here = (amina.noor, amina.person, amina.hotline.pk, LATER)
    keys = {
        doors.contact_of: doors.contacts_of(*here)[0].key,
        doors.scan_of: doors.documents_of(*here)[0].key,
        doors.photograph: doors.photographs_of(*here)[0].key,
    }
    assert door(amina.noor, keys[door], LATER)  # type: ignore[index]
    forbidden = statements(lambda: door(amina.ines, keys[door], LATER))  # type: ignore[index]
    assert forbidden == statements(lambda: door(amina.ines, new_key(), LATER))


@pytest.mark.parametrize(
    ("door", "code"),
    [
        (doors.name_of, "identity.name"),
        (doors.names_of, "identity.names"),
        (doors.birth_of, "identity.birth"),
        (doors.gender_of, "identity.gender"),
        (doors.documents_of, "identity.documents"),
    ],
)
def test_every_look_leaves_a_line(amina: Scene, door: Callable[..., object], code: str) -> None:
    before = len(ledger.lines_about(amina.person))
    door(amina.noor, amina.person, amina.hotline.pk, LATER)
    lines = ledger.lines_about(amina.person)
    assert len(lines) == before + 1
    assert code in {line.code for line in lines}


def test_contact_and_whereabouts_are_two_parts_and_two_lines(amina: Scene) -> None:
    both = doors.contacts_of(amina.noor, amina.person, amina.hotline.pk, LATER)
    assert {row.contact.kind for row in both} == {"phone", "address"}
    codes = [line.code for line in ledger.lines_about(amina.person)]
    assert {"identity.contact", "identity.whereabouts"} <= set(codes)
    clinician = actor(amina.hotline, "Clara", ["clinician"])
    (row,) = doors.contacts_of(clinician, amina.person, amina.hotline.pk, LATER)
    assert row.contact.kind == "phone"


def test_an_address_key_is_shut_to_whose_duties_need_no_whereabouts(amina: Scene) -> None:
    rows = doors.contacts_of(amina.noor, amina.person, amina.hotline.pk, LATER)
    address = next(row.key for row in rows if row.contact.kind == "address")
    clinician = actor(amina.hotline, "Clara", ["clinician"])
    with pytest.raises(NotHere):
        doors.contact_of(clinician, address, LATER)


def test_who_has_the_situation_reads_the_band_and_not_the_birth(amina: Scene) -> None:
    grants = actor(amina.hotline, "Gil", ["grant_officer"])
    prosecutor = actor(amina.hotline, "Petra", ["prosecutor"])
    here = (amina.person, amina.hotline.pk, LATER)
    for reader in (prosecutor, grants):
        bands = doors.age_bands_of(reader, [amina.person], amina.hotline.pk, LATER)
        assert bands == {amina.person: "25-39"}
    with pytest.raises(NotHere):
        doors.contacts_of(prosecutor, *here)


def test_the_bands_of_many_take_one_query_and_leak_nothing(
    amina: Scene, django_assert_num_queries: Callable[[int], CaptureQueriesContext]
) -> None:
    other = somebody(amina.noor)
    with django_assert_num_queries(1):
        bands = doors.age_bands_of(amina.noor, [amina.person, other], amina.hotline.pk, LATER)
    assert bands == {amina.person: "25-39", other: "unknown"}
    outside = doors.age_bands_of(amina.ines, [amina.person], amina.hotline.pk, LATER)
    assert outside == {amina.person: "unknown"}


def test_what_is_recorded_shows_in_no_representation(amina: Scene) -> None:
    here = (amina.noor, amina.person, amina.hotline.pk, LATER)
    shown = [doors.names_of(*here), doors.birth_of(*here), *doors.contacts_of(*here)]
    for planted in ("Amina", "Mina", "1999", "0142", "Mill"):
        assert planted not in repr(shown)


def test_a_person_without_names_has_an_empty_name_for_her_own_agency(scene: Scene) -> None:
    assert doors.name_of(scene.noor, scene.person, scene.hotline.pk, LATER).text == ""


def test_a_record_is_found_by_the_key_of_ones_own_agency_only(amina: Scene) -> None:
    record = doors.record_at(amina.noor, amina.key, LATER)
    assert (record.person, record.holder) == (amina.person, amina.hotline.pk)
    forbidden = statements(lambda: doors.record_at(amina.ines, amina.key, LATER))
    assert forbidden == statements(lambda: doors.record_at(amina.ines, new_key(), LATER))
    with pytest.raises(NotHere):
        doors.record_at(amina.ines, amina.key, LATER, holder_key=amina.hotline.key)


def test_a_hold_tells_only_what_there_is(scene: Scene) -> None:
    assert doors.hold_of(scene.person, scene.hotline.pk) is None


def test_a_document_without_a_scan_has_none_to_show(scene: Scene) -> None:
    add_document(scene.person, Paper("passport"), None, by=scene.noor, at=NOON)
    (paper,) = doors.documents_of(scene.noor, scene.person, scene.hotline.pk, LATER)
    assert not paper.has_scan
    missing = statements(lambda: doors.scan_of(scene.noor, paper.key, LATER))
    assert missing == statements(lambda: doors.scan_of(scene.noor, new_key(), LATER))


class TestOnceTheKeyIsDestroyed:
    """As in a copy of the data base that was made before the person was erased."""

    @pytest.fixture
    def copy(self, amina: Scene) -> Scene:
        here = (amina.noor, amina.person, amina.hotline.pk, LATER)
        self.paper = doors.documents_of(*here)[0].key
        self.picture = doors.photographs_of(*here)[0].key
        self.phone = doors.contacts_of(*here)[0].key
        store = key_store()
        hers = Owner(amina.hotline.pk, "person", amina.person)
        store.destroy(Destroyed(store.of(hers).id, hers, NOON))
        return amina

    @pytest.mark.parametrize(
        "door", [doors.name_of, doors.names_of, doors.birth_of, doors.contacts_of]
    )
    def test_nothing_is_here(self, copy: Scene, door: Callable[..., object]) -> None:
        with pytest.raises(NotHere):
            door(copy.noor, copy.person, copy.hotline.pk, LATER)

    def test_no_paper_and_no_picture_is_here(self, copy: Scene) -> None:
        for door, key in (
            (doors.scan_of, self.paper),
            (doors.photograph, self.picture),
            (doors.contact_of, self.phone),
        ):
            with pytest.raises(NotHere):
                door(copy.noor, key, LATER)

    def test_one_lost_birth_leaves_the_list_of_the_others(self, copy: Scene) -> None:
        other = somebody(copy.noor)
        record_birth(other, Birth("exact", day=date(2012, 4, 30)), by=copy.noor, at=NOON)
        bands = doors.age_bands_of(copy.noor, [copy.person, other], copy.hotline.pk, LATER)
        assert bands == {copy.person: "unknown", other: "12-15"}


def test_where_nothing_is_recorded_the_version_is_none_yet(scene: Scene) -> None:
    here = (scene.noor, scene.person, scene.hotline.pk, LATER)
    assert doors.names_of(*here) == doors.NamesRow("", (), 0)
    assert doors.birth_of(*here) == doors.BirthRow(Birth(), "unknown", 0)
    assert doors.gender_of(*here) == doors.GenderRow(Gender(), 0)


def test_a_row_says_of_itself_only_what_tells_nothing() -> None:
    rows = [
        doors.NameRow("Amina Okoro", "Mina", "Latn"),
        doors.NamesRow(),
        doors.BirthRow(),
        doors.GenderRow(),
        doors.ContactRow("key", 1, a_phone()),
        doors.DocumentRow("key", 1, True, Paper("passport")),
    ]
    assert [repr(row) for row in rows] == [
        "NameRow(script='Latn')",
        "NamesRow(version=0)",
        "BirthRow(band='unknown', version=0)",
        "GenderRow(version=0)",
        "ContactRow(key='key', version=1)",
        "DocumentRow(key='key', version=1, has_scan=True)",
    ]


def test_a_record_elsewhere_is_found_where_it_was_opened(amina: Scene) -> None:
    agreement(amina.hotline.pk, amina.shelter.pk)
    consent = yes(amina.person, amina.noor, amina.shelter.pk, parts=("identity", "risk"))
    opened(consent, amina.ines)
    theirs = key_for(amina.person, amina.shelter.pk)
    record = doors.record_at(amina.ines, theirs, LATER, holder_key=amina.hotline.key)
    assert (record.holder, record.holder_key) == (amina.hotline.pk, amina.hotline.key)
    assert (record.person, record.parts) == (amina.person, {"identity", "risk"})
    assert doors.name_of(amina.ines, amina.person, amina.hotline.pk, LATER).text == "Mina"
    for elsewhere in ("", amina.shelter.key):
        forbidden = statements(
            lambda elsewhere=elsewhere: doors.record_at(amina.ines, theirs, LATER, elsewhere)
        )
        absent = statements(
            lambda elsewhere=elsewhere: doors.record_at(amina.ines, new_key(), LATER, elsewhere)
        )
        assert forbidden == absent
        assert len(forbidden) == 2


def test_what_was_recorded_is_what_is_read(amina: Scene) -> None:
    here = (amina.noor, amina.person, amina.hotline.pk, LATER)
    told = Gender("female", "Feminine", ("XA",))
    record_gender(amina.person, told, by=amina.noor, at=NOON)
    assert doors.gender_of(*here) == doors.GenderRow(told, 1)
    born = Birth("exact", day=date(1999, 4, 30))
    assert doors.birth_of(*here) == doors.BirthRow(born, "25-39", 1)
    assert doors.names_of(*here).version == 1


def test_without_a_wish_a_person_is_called_by_the_first_name_written(scene: Scene) -> None:
    both = [Name("Amina", "Okoro"), Name("Олена")]
    record_names(scene.person, both, by=scene.noor, at=NOON)
    shown = doors.name_of(scene.noor, scene.person, scene.hotline.pk, LATER)
    assert (shown.text, shown.called, shown.script) == ("Amina Okoro", "", "Latn")


@pytest.mark.parametrize(
    ("door", "listed", "code", "subjects"),
    [
        (doors.contact_of, doors.contacts_of, "identity.contact", 2),
        (doors.scan_of, doors.documents_of, "identity.scan", 3),
        (doors.photograph, doors.photographs_of, "identity.photograph", 3),
    ],
)
def test_a_look_at_one_thing_leaves_its_line(
    amina: Scene,
    door: Callable[..., object],
    listed: Callable[..., tuple[object, ...]],
    code: str,
    subjects: int,
) -> None:
    key = listed(amina.noor, amina.person, amina.hotline.pk, LATER)[0].key  # type: ignore[attr-defined]
    before = ledger.newest_lines()[0].seq
    door(amina.noor, key, LATER, purpose="safety")
    (line, *_) = ledger.newest_lines()
    assert (line.seq, line.kind, line.code, line.purpose) == (before + 1, "look", code, "safety")
    assert (line.actor, len(line.entry["subjects"])) == (amina.noor.staff, subjects)  # type: ignore[arg-type]

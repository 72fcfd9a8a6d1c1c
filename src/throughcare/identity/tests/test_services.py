from datetime import date, timedelta

import pytest

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit import queries as ledger
from throughcare.consent.doors import readable_parts
from throughcare.consent.services import lock_person
from throughcare.identity import doors
from throughcare.identity.models import (
    Contact,
    Document,
    Entry,
    Fingerprints,
    Photograph,
    Recorded,
)
from throughcare.identity.rules import Birth, Gender, Name, Paper, SafeContact
from throughcare.identity.services import (
    add_contact,
    add_document,
    change_contact,
    record_birth,
    record_gender,
    record_names,
    remove_contact,
)
from throughcare.identity.tests.cast import Scene, a_phone
from throughcare.kernel.errors import Changed, NotHere, Refused

AMINA = Name("Amina", "Planted-Okoro")
IN_ARABIC = Name("أمينة", "أوكورو", kind="other_spelling")


def test_noor_records_names_in_two_scripts_and_reads_them_again(scene: Scene) -> None:
    record_names(scene.person, [AMINA, IN_ARABIC], "Mina", by=scene.noor, at=NOON)
    found = doors.names_of(scene.noor, scene.person, scene.hotline.pk, NOON)
    assert [name.script for name in found.names] == ["Latn", "Arab"]
    assert (found.called, found.version) == ("Mina", 1)


def test_one_act_leaves_one_line_with_no_content(scene: Scene) -> None:
    before = len(ledger.newest_lines())
    record_names(scene.person, [AMINA], by=scene.noor, at=NOON)
    newest, *rest = ledger.newest_lines()
    assert (newest.code, len(rest)) == ("identity.names_recorded", before)
    assert "Planted" not in str(newest.entry)


def test_two_people_write_names_and_both_versions_are_kept(scene: Scene) -> None:
    record_names(scene.person, [AMINA], by=scene.noor, at=NOON)
    record_names(scene.person, [Name("Aminah")], seen_version=1, by=scene.noor, at=NOON)
    with pytest.raises(Changed) as clash:
        record_names(scene.person, [Name("Amine")], seen_version=1, by=scene.noor, at=NOON)
    assert clash.value.now_stored["names"] == "Aminah"
    assert clash.value.just_typed["names"] == "Amine"
    assert "Amin" not in str(clash.value)


def test_two_people_write_first_names_at_once(scene: Scene) -> None:
    record_names(scene.person, [AMINA], by=scene.noor, at=NOON)
    with pytest.raises(Changed):
        record_names(scene.person, [Name("Amine")], by=scene.noor, at=NOON)


def test_birth_and_gender_are_recorded_apart_and_locked_apart(scene: Scene) -> None:
    born = Birth("exact", day=date(1999, 4, 30))
    record_birth(scene.person, born, by=scene.noor, at=NOON)
    record_gender(scene.person, Gender("female", "Feminine", ("XA", "MD")), by=scene.noor, at=NOON)
    here = (scene.noor, scene.person, scene.hotline.pk, NOON)
    assert doors.birth_of(*here).birth == born
    assert doors.birth_of(*here).band == "25-39"
    assert doors.gender_of(*here).gender.citizenships == ("XA", "MD")
    with pytest.raises(Changed) as clash:
        record_birth(scene.person, Birth("estimated", year=2001), by=scene.noor, at=NOON)
    assert clash.value.now_stored["day"] == "1999-04-30"


@pytest.mark.parametrize(
    ("act", "value"),
    [
        (record_names, [Name("Amina\u202e")]),
        (record_birth, Birth("exact", day=date(2050, 1, 1))),
        (record_gender, Gender("woman", "x")),
    ],
)
def test_what_is_refused_changes_nothing(scene: Scene, act: object, value: object) -> None:
    with pytest.raises(Refused):
        act(scene.person, value, by=scene.noor, at=NOON)  # type: ignore[operator]
    assert Entry.objects.count() == 0


def test_contacts_are_added_changed_and_removed(scene: Scene) -> None:
    key = add_contact(scene.person, a_phone(), by=scene.noor, at=NOON)
    change_contact(key, a_phone("+999 555 0177", "none"), seen_version=1, by=scene.noor, at=NOON)
    (row,) = doors.contacts_of(scene.noor, scene.person, scene.hotline.pk, NOON)
    assert row.contact.value == "+999 555 0177"
    assert not row.contact.is_safe
    with pytest.raises(Changed) as clash:
        change_contact(key, a_phone("+1 555 0100"), seen_version=1, by=scene.noor, at=NOON)
    assert clash.value.now_stored["value"] == "+999 555 0177"
    remove_contact(key, by=scene.noor, at=NOON)
    assert Contact.objects.count() == 0


def test_a_contact_keeps_its_kind(scene: Scene) -> None:
    key = add_contact(scene.person, a_phone(), by=scene.noor, at=NOON)
    address = SafeContact("address", "Mill Lane 4", ("letter",))
    with pytest.raises(Refused, match="keeps its kind"):
        change_contact(key, address, seen_version=1, by=scene.noor, at=NOON)


def test_another_agency_cannot_write_here(scene: Scene) -> None:
    key = add_contact(scene.person, a_phone(), by=scene.noor, at=NOON)
    for act in (
        lambda: record_names(scene.person, [AMINA], by=scene.ines, at=NOON),
        lambda: add_contact(scene.person, a_phone(), by=scene.ines, at=NOON),
        lambda: change_contact(key, a_phone(), seen_version=1, by=scene.ines, at=NOON),
        lambda: remove_contact(key, by=scene.ines, at=NOON),
    ):
        with pytest.raises(NotHere):
            act()
    assert Contact.objects.get().version == 1


def test_who_does_not_speak_with_people_records_nothing(scene: Scene) -> None:
    keeper = actor(scene.hotline, "Keeper", ["service_editor"])
    with pytest.raises(Refused, match="duties"):
        record_names(scene.person, [AMINA], by=keeper, at=NOON)


def test_a_locked_record_is_not_there_for_colleagues(scene: Scene) -> None:
    sami = actor(scene.hotline, "Sami", ["case_manager"])
    record_names(scene.person, [AMINA], by=sami, at=NOON)
    lock_person(scene.person, [], by=scene.noor, at=NOON + timedelta(minutes=1))
    later = NOON + timedelta(minutes=2)
    assert not readable_parts(sami, scene.person, scene.hotline.pk, later)
    with pytest.raises(NotHere):
        record_names(scene.person, [AMINA], seen_version=1, by=sami, at=later)
    record_names(scene.person, [AMINA], seen_version=1, by=scene.noor, at=later)


def test_nothing_readable_lies_in_any_row(scene: Scene) -> None:
    record_names(scene.person, [AMINA], "Planted-Mina", by=scene.noor, at=NOON)
    record_birth(scene.person, Birth("exact", day=date(1911, 5, 17)), by=scene.noor, at=NOON)
    record_gender(scene.person, Gender("female"), by=scene.noor, at=NOON)
    add_contact(scene.person, a_phone("+999 555 7781"), by=scene.noor, at=NOON)
    add_document(scene.person, Paper("passport", "XA", "PLANTED-77"), by=scene.noor, at=NOON)
    tables: list[type[Recorded]] = [Entry, Contact, Document, Photograph, Fingerprints]
    rows = [row for table in tables for row in table._default_manager.values_list()]
    assert len(rows) == 6
    written = b"|".join(
        bytes(value) if isinstance(value, (bytes, memoryview)) else str(value).encode()
        for row in rows
        for value in row
    )
    for planted in (b"Planted", b"PLANTED", b"1911-05-17", b"7781", b"female", b"cousin"):
        assert planted not in written

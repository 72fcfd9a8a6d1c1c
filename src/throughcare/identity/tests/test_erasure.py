"""Erasing: what is gone, what stays, and when it is refused."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit import queries as ledger
from throughcare.audit.tests.meanwhile import meanwhile
from throughcare.consent.doors import readable_parts
from throughcare.consent.services import begin_record, lock_person
from throughcare.identity import doors
from throughcare.identity.events import PersonErased
from throughcare.identity.models import (
    Contact,
    Document,
    Entry,
    Erasure,
    Fingerprints,
    Photograph,
)
from throughcare.identity.rules import Birth, Gender, Name, Paper
from throughcare.identity.services import (
    add_contact,
    add_document,
    add_photograph,
    erase_person,
    hold_person,
    record_birth,
    record_gender,
    record_names,
    release_hold,
)
from throughcare.identity.tests.cast import Scene, a_phone, a_picture
from throughcare.kernel import events
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import KeyGone, Owner, destroy_promised_keys, key_store

LATER = NOON + timedelta(hours=1)


@pytest.fixture
def amina(scene: Scene) -> Scene:
    record_names(scene.person, [Name("Amina", "Okoro")], by=scene.noor, at=NOON)
    add_contact(scene.person, a_phone(), by=scene.noor, at=NOON)
    add_document(scene.person, Paper("passport"), a_picture(), by=scene.noor, at=NOON)
    add_photograph(scene.person, a_picture(), by=scene.noor, at=NOON)
    return scene


def test_erasing_leaves_no_row_no_file_and_no_key(
    amina: Scene, settings: Any, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    owner = Owner(amina.hotline.pk, "person", amina.person)
    sealed = Entry.objects.get(topic="names").content
    with django_capture_on_commit_callbacks(execute=True):
        gone_by = erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    assert gone_by == date(2026, 4, 1)
    for table in (Entry, Contact, Document, Photograph, Fingerprints):
        assert table._default_manager.count() == 0
    assert not list(Path(settings.THROUGHCARE_HOME, "files").rglob("*.*"))
    assert key_store().id_of(owner) is None
    with pytest.raises(KeyGone):
        key_store().by_id(owner, bytes(sealed)[1:17])
    assert readable_parts(amina.noor, amina.person, amina.hotline.pk, LATER) == frozenset()
    erased = Erasure.objects.get(person=amina.person, holder=amina.hotline.pk)
    assert (erased.reason, erased.everywhere_by) == ("asked_by_person", gone_by)


def test_erasing_is_one_line_and_tells_those_above_in_the_same_act(
    amina: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[PersonErased] = []
    monkeypatch.setitem(events._handlers, PersonErased, [told.append])
    before = len(ledger.newest_lines())
    erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    assert told == [PersonErased(amina.person, amina.hotline.pk, LATER)]
    newest = ledger.newest_lines()
    assert (len(newest) - before, newest[0].code) == (1, "person.erased")


def test_if_those_above_fail_nothing_is_erased(
    amina: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(event: PersonErased) -> None:
        raise Refused("not now")

    monkeypatch.setitem(events._handlers, PersonErased, [refuse])
    with pytest.raises(Refused):
        erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    assert doors.name_of(amina.noor, amina.person, amina.hotline.pk, LATER).text == "Amina Okoro"


def test_another_agencys_record_of_the_same_person_is_untouched(
    amina: Scene, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    begin_record(amina.person, by=amina.ines, at=NOON)
    record_names(amina.person, [Name("Mina")], by=amina.ines, at=NOON)
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    assert doors.name_of(amina.ines, amina.person, amina.shelter.pk, LATER).text == "Mina"


def test_a_held_record_is_erased_only_once_it_is_released(amina: Scene) -> None:
    hold_person(amina.person, "court_case", by=amina.noor, at=NOON)
    with pytest.raises(Refused, match="held already"):
        hold_person(amina.person, "complaint", by=amina.noor, at=NOON)
    with pytest.raises(Refused, match="held for a legal reason"):
        erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    assert Entry.objects.count() == 1
    release_hold(amina.person, by=amina.noor, at=LATER)
    erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    assert Entry.objects.count() == 0


def test_who_may_not_erase_is_refused_and_who_is_outside_finds_nothing(amina: Scene) -> None:
    worker = actor(amina.hotline, "Wanda", ["hotline_worker"])
    with pytest.raises(Refused, match="duties"):
        erase_person(amina.person, "asked_by_person", by=worker, at=LATER)
    with pytest.raises(Refused, match="duties"):
        hold_person(amina.person, "court_case", by=worker, at=LATER)
    with pytest.raises(NotHere):
        erase_person(amina.person, "asked_by_person", by=amina.ines, at=LATER)
    with pytest.raises(NotHere):
        release_hold(amina.person, by=amina.noor, at=LATER)
    with pytest.raises(Refused, match="reason"):
        erase_person(amina.person, "because", by=amina.noor, at=LATER)


def test_a_person_who_comes_back_is_written_down_anew(
    amina: Scene, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(amina.person, "asked_by_person", by=amina.noor, at=LATER)
    with pytest.raises(NotHere):
        record_names(amina.person, [Name("Amina")], by=amina.noor, at=LATER)
    begin_record(amina.person, by=amina.noor, at=LATER)
    record_names(amina.person, [Name("Back")], by=amina.noor, at=LATER)
    destroy_promised_keys()
    assert doors.name_of(amina.noor, amina.person, amina.hotline.pk, LATER).text == "Back"
    with django_capture_on_commit_callbacks(execute=True):
        erase_person(amina.person, "no_longer_needed", by=amina.noor, at=LATER)
    assert Entry.objects.count() == 0


class TestTwoAtOnce:
    def test_a_record_that_has_just_come_to_be_held_is_not_erased(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(
            monkeypatch, lambda: hold_person(scene.person, "court_case", by=scene.noor, at=LATER)
        )
        with pytest.raises(Refused):
            erase_person(scene.person, "asked_by_person", by=scene.noor, at=LATER)
        assert not Erasure.objects.exists()

    def test_nor_by_somebody_whom_a_lock_has_just_left_out(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sami = actor(scene.hotline, "Sami", ["case_manager"])
        meanwhile(monkeypatch, lambda: lock_person(scene.person, [], by=scene.noor, at=LATER))
        with pytest.raises(NotHere):
            erase_person(scene.person, "asked_by_person", by=sami, at=LATER)
        assert not Erasure.objects.exists()

    @pytest.mark.parametrize(
        "write",
        [
            lambda by, person: record_names(person, [Name("Amina")], by=by, at=LATER),
            lambda by, person: record_birth(
                person, Birth("exact", day=date(1999, 4, 30)), by=by, at=LATER
            ),
            lambda by, person: record_gender(person, Gender(), by=by, at=LATER),
            lambda by, person: add_contact(person, a_phone(), by=by, at=LATER),
            lambda by, person: add_document(person, Paper("passport"), by=by, at=LATER),
            lambda by, person: add_photograph(person, a_picture(), by=by, at=LATER),
        ],
        ids=["names", "birth", "gender", "contact", "document", "photograph"],
    )
    def test_nothing_is_recorded_of_somebody_who_has_just_been_erased(
        self,
        scene: Scene,
        settings: Any,
        write: Callable[[Actor, UUID], object],
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        erased = partial(erase_person, scene.person, "asked_by_person", by=scene.noor, at=LATER)
        meanwhile(monkeypatch, erased)
        with pytest.raises(NotHere):
            write(scene.noor, scene.person)
        for table in (Entry, Contact, Document, Photograph, Fingerprints):
            assert not table._default_manager.exists()
        assert not list(Path(settings.THROUGHCARE_HOME, "files").rglob("*.*"))

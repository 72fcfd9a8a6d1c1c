from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor, lotus_shelter, other_ngo
from throughcare.audit import queries as ledger
from throughcare.directory import doors, queries
from throughcare.directory.models import Places, Service
from throughcare.directory.queries import sheet_of
from throughcare.directory.services import (
    change_service,
    close_service,
    look_at_sheet,
    open_service,
    pause_service,
    publish_service,
    resume_service,
    say_places_free,
)
from throughcare.directory.tests.factories import (
    DAY_CENTRE,
    LOTUS_HOUSE,
    SECRET_PHONE,
    SECRET_STREET,
    editor,
    opened,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, NotHere, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def lotus() -> Agency:
    return lotus_shelter()


@pytest.fixture
def edda(lotus: Agency) -> Actor:
    return editor(lotus)


def codes_of_lines() -> list[str]:
    return [line.code for line in ledger.newest_lines()]


def stored(service: Service) -> Service:
    return Service.objects.get(pk=service.pk)


def test_a_service_keeps_the_whole_sheet_and_leaves_one_line(edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    assert sheet_of(doors.own_service(edda, service.key)) == LOTUS_HOUSE
    assert codes_of_lines() == ["service.opened"]


def test_who_does_not_keep_services_opens_none(lotus: Agency) -> None:
    worker = actor(lotus, "Mara", ["shelter_worker"])
    with pytest.raises(Refused):
        open_service(DAY_CENTRE, by=worker, at=NOON)
    assert not Service.objects.exists()
    assert codes_of_lines() == []


def test_a_sheet_that_cannot_stand_opens_nothing(edda: Actor) -> None:
    with pytest.raises(Refused):
        open_service(replace(DAY_CENTRE, meets=()), by=edda, at=NOON)
    assert not Service.objects.exists()


def test_place_and_phone_of_a_confidential_service_are_readable_nowhere(edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    row = Service.objects.filter(pk=service.pk).values().get()
    readable = " ".join(str(value) for value in row.values())
    for column in ("sealed_place", "sealed_phone"):
        readable += bytes(row[column]).decode("latin-1")
    assert SECRET_STREET not in readable
    assert SECRET_PHONE not in readable
    for file in Path(settings.THROUGHCARE_KEYS).rglob("*"):
        if file.is_file():
            assert SECRET_STREET.encode() not in file.read_bytes()


def test_the_data_base_refuses_a_confidential_service_with_a_readable_place(edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    with pytest.raises(IntegrityError, match="no_readable_place"), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(address=SECRET_STREET)
    with pytest.raises(IntegrityError, match="only_a_confidential"), transaction.atomic():
        Service.objects.filter(pk=service.pk).update(is_confidential=False)


def test_a_service_changes_as_it_was_seen(edda: Actor) -> None:
    service = opened(DAY_CENTRE, edda)
    later = replace(DAY_CENTRE, speaks=("eng",), name="Open Door")
    change_service(service.key, later, seen_version=1, by=edda, at=NOON + timedelta(days=1))
    assert sheet_of(doors.own_service(edda, service.key)) == later
    assert stored(service).changed_at == NOON + timedelta(days=1)
    assert codes_of_lines() == ["service.changed", "service.opened"]


def test_the_second_of_two_sees_both_versions_and_nothing_is_lost(edda: Actor) -> None:
    service = opened(DAY_CENTRE, edda)
    first = replace(DAY_CENTRE, name="First", speaks=("eng",))
    change_service(service.key, first, seen_version=1, by=edda, at=NOON)
    with pytest.raises(Changed) as changed:
        change_service(
            service.key, replace(DAY_CENTRE, name="Second"), seen_version=1, by=edda, at=NOON
        )
    assert changed.value.now_stored["name"] == "First"
    assert changed.value.now_stored["speaks"] == "English"
    assert changed.value.just_typed["name"] == "Second"
    assert changed.value.just_typed["speaks"] == "English; French"
    assert sheet_of(doors.own_service(edda, service.key)) == first
    assert codes_of_lines() == ["service.changed", "service.opened"]


@pytest.mark.parametrize("act", [pause_service, close_service, publish_service])
def test_nobody_of_another_agency_moves_a_service(edda: Actor, act: object) -> None:
    service = opened(LOTUS_HOUSE, edda)
    stranger = editor(other_ngo(), "Omar")
    with pytest.raises(NotHere):
        act(service.key, by=stranger, at=NOON)  # type: ignore[operator]
    with pytest.raises(NotHere):
        change_service(service.key, LOTUS_HOUSE, seen_version=1, by=stranger, at=NOON)
    with pytest.raises(NotHere):
        say_places_free(service.key, free=1, of=2, by=stranger, at=NOON)
    act(service.key, by=edda, at=NOON)  # type: ignore[operator]


def test_a_service_that_becomes_confidential_is_sealed_and_gets_new_public_ids(
    edda: Actor,
) -> None:
    service = opened(DAY_CENTRE, edda)
    hidden = replace(DAY_CENTRE, is_confidential=True)
    change_service(service.key, hidden, seen_version=1, by=edda, at=NOON)
    now = stored(service)
    assert (now.address, now.phone) == ("", "")
    assert now.public_id != service.public_id
    assert now.public_place_id != service.public_place_id
    assert doors.where(now).address == DAY_CENTRE.address


def test_an_unticked_box_does_not_publish_a_confidential_service(edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    unticked = replace(LOTUS_HOUSE, is_confidential=False)
    with pytest.raises(Refused):
        change_service(service.key, unticked, seen_version=1, by=edda, at=NOON)
    assert stored(service).is_confidential


def test_publishing_is_an_act_of_its_own(edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    publish_service(service.key, by=edda, at=NOON)
    now = stored(service)
    assert (now.address, now.phone, now.is_confidential) == (SECRET_STREET, SECRET_PHONE, False)
    assert bytes(now.sealed_place) == b""
    with pytest.raises(Refused):
        publish_service(service.key, by=edda, at=NOON)
    assert codes_of_lines() == ["service.published", "service.opened"]


def test_a_service_rests_and_comes_back_and_closes_for_good(edda: Actor) -> None:
    service = opened(DAY_CENTRE, edda)
    pause_service(service.key, by=edda, at=NOON)
    with pytest.raises(Refused):
        pause_service(service.key, by=edda, at=NOON)
    resume_service(service.key, by=edda, at=NOON)
    close_service(service.key, by=edda, at=NOON)
    with pytest.raises(Refused):
        resume_service(service.key, by=edda, at=NOON)
    with pytest.raises(Refused):
        say_places_free(service.key, free=1, of=2, by=edda, at=NOON)
    assert codes_of_lines() == [
        "service.closed",
        "service.resumed",
        "service.paused",
        "service.opened",
    ]


def test_closing_a_confidential_service_destroys_its_place(
    edda: Actor, django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]]
) -> None:
    service = opened(LOTUS_HOUSE, edda)
    before = stored(service)
    assert doors.where(before).address == SECRET_STREET
    with django_capture_on_commit_callbacks(execute=True):
        close_service(service.key, by=edda, at=NOON)
    assert doors.where(stored(service)) == doors.Where()
    assert doors.where(before) == doors.Where()


def test_every_word_on_places_is_kept_and_the_newest_counts(lotus: Agency, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    worker = actor(lotus, "Mara", ["shelter_worker"])
    say_places_free(service.key, free=2, of=8, by=edda, at=NOON)
    say_places_free(
        service.key, free=1, of=8, for_whom="family", by=worker, at=NOON + timedelta(hours=1)
    )
    assert Places.objects.count() == 2
    card = queries.own_services(edda, NOON + timedelta(hours=2))[0]
    assert card.places is not None
    assert (card.places.free, card.places.said_by, card.places.is_stale) == (1, "Mara", False)
    after = queries.own_services(edda, NOON + timedelta(hours=50))[0]
    assert after.places is not None
    assert after.places.is_stale
    assert codes_of_lines()[:2] == ["service.places_said"] * 2


def test_who_neither_houses_nor_edits_says_no_places(lotus: Agency, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    lawyer = actor(lotus, "Lena", ["lawyer"])
    with pytest.raises(Refused):
        say_places_free(service.key, free=2, of=8, by=lawyer, at=NOON)
    with pytest.raises(Refused):
        say_places_free(service.key, free=9, of=8, by=edda, at=NOON)
    assert not Places.objects.exists()


def test_opening_the_sheet_of_a_confidential_service_is_written_down(edda: Actor) -> None:
    secret, open_to_all = opened(LOTUS_HOUSE, edda), opened(DAY_CENTRE, edda)
    look_at_sheet(open_to_all.key, by=edda, at=NOON)
    assert "service.place_seen" not in codes_of_lines()
    sheet, version = look_at_sheet(secret.key, by=edda, at=NOON)
    assert (sheet.address, version) == (SECRET_STREET, 1)
    assert codes_of_lines()[0] == "service.place_seen"


def test_no_line_of_the_ledger_tells_a_place_or_a_count(edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    say_places_free(service.key, free=7, of=9, by=edda, at=NOON)
    change_service(service.key, LOTUS_HOUSE, seen_version=1, by=edda, at=NOON)
    exported = b"".join(ledger.exported_lines()).decode()
    for secret in (SECRET_STREET, SECRET_PHONE, "confidential", '"free"', service.pk.hex):
        assert secret not in exported


def test_the_slower_of_two_who_move_a_service_is_told(
    edda: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = opened(DAY_CENTRE, edda)
    stale = doors.own_service(edda, service.key)
    pause_service(service.key, by=edda, at=NOON)
    monkeypatch.setattr(doors, "own_service", lambda by, key: stale)
    with pytest.raises(Refused, match="just now"):
        close_service(service.key, by=edda, at=NOON)
    assert stored(service).status == "paused"


def test_a_key_that_was_never_given_moves_nothing(edda: Actor) -> None:
    with pytest.raises(NotHere):
        pause_service(uuid4().hex[:22], by=edda, at=NOON)

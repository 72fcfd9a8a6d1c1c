"""Absent, paused, closed and confidential look alike to everyone outside."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    border_police,
    lotus_shelter,
    other_ngo,
)
from throughcare.audit import queries as ledger
from throughcare.directory import doors
from throughcare.directory.models import Service
from throughcare.directory.services import close_service, pause_service
from throughcare.directory.tests.factories import (
    DAY_CENTRE,
    LOTUS_HOUSE,
    SECRET_STREET,
    editor,
    opened,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.records import new_key

pytestmark = pytest.mark.django_db

Door = Callable[[Actor, str], Service]


@pytest.fixture
def lotus() -> Agency:
    return lotus_shelter()


@pytest.fixture
def edda(lotus: Agency) -> Actor:
    return editor(lotus)


@pytest.fixture
def secret(edda: Actor) -> Service:
    return opened(LOTUS_HOUSE, edda)


@pytest.fixture
def centre(edda: Actor) -> Service:
    return opened(DAY_CENTRE, edda)


@pytest.fixture
def officer() -> Actor:
    return actor(border_police(), "Oleg", ["border_officer"])


def sql_of(door: Door, by: Actor, key: str) -> list[str]:
    with (
        CaptureQueriesContext(
            connection,
        ) as ran,
        pytest.raises(NotHere),
    ):
        door(by, key)
    return [query["sql"].replace(key, "KEY") for query in ran.captured_queries]


def test_the_agency_itself_sees_its_confidential_service(edda: Actor, secret: Service) -> None:
    assert doors.own_service(edda, secret.key) == secret
    assert doors.service_seen(edda, secret.key) == secret
    assert doors.where(secret).address == SECRET_STREET


@pytest.mark.parametrize("door", [doors.service_seen, doors.own_service])
def test_a_confidential_service_and_an_unknown_key_run_the_same_sql(
    door: Door, officer: Actor, secret: Service
) -> None:
    assert sql_of(door, officer, secret.key) == sql_of(door, officer, new_key())


def test_staff_elsewhere_see_what_is_public_until_it_rests(
    officer: Actor, edda: Actor, centre: Service
) -> None:
    assert doors.service_seen(officer, centre.key) == centre
    with pytest.raises(NotHere):
        doors.own_service(officer, centre.key)
    pause_service(centre.key, by=edda, at=NOON)
    with pytest.raises(NotHere):
        doors.service_seen(officer, centre.key)
    assert doors.service_seen(edda, centre.key) == centre


def test_a_referral_may_be_offered_to_a_confidential_service_while_it_is_open(
    edda: Actor, secret: Service
) -> None:
    seeker = actor(other_ngo(), "Omar", ["case_manager"])
    assert list(doors.services_to_offer(seeker)) == [secret]
    close_service(secret.key, by=edda, at=NOON)
    assert not doors.services_to_offer(seeker).exists()


def test_who_offers_no_referrals_is_offered_no_services(edda: Actor, secret: Service) -> None:
    clerk = editor(other_ngo(), "Omar")
    assert not doors.services_to_offer(clerk).exists()


def test_nobody_elsewhere_looks_where_a_service_is(
    officer: Actor, edda: Actor, secret: Service
) -> None:
    assert doors.look_where(edda, secret.key, NOON).address == SECRET_STREET
    with pytest.raises(NotHere):
        doors.look_where(officer, secret.key, NOON)


def test_the_public_knows_neither_a_confidential_service_nor_its_agency(
    edda: Actor, secret: Service
) -> None:
    assert not doors.public_services().exists()
    assert not doors.public_agencies().exists()
    opened(DAY_CENTRE, edda)
    assert [service.name for service in doors.public_services()] == [DAY_CENTRE.name]
    assert doors.public_agencies().count() == 1


def test_a_look_at_a_sealed_place_is_written_down_and_one_at_a_public_place_is_not(
    edda: Actor, secret: Service, centre: Service
) -> None:
    assert doors.look_where(edda, centre.key, NOON) == doors.Where(
        DAY_CENTRE.address, DAY_CENTRE.city, DAY_CENTRE.postal_code, DAY_CENTRE.phone
    )
    assert [line.code for line in ledger.newest_lines()] == ["service.opened"] * 2
    doors.look_where(edda, secret.key, NOON)
    assert ledger.newest_lines()[0].code == "service.place_seen"


def test_the_place_of_a_closed_confidential_service_is_gone_even_from_an_older_copy(
    edda: Actor,
    secret: Service,
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> None:
    older_copy = doors.own_service(edda, secret.key)
    with django_capture_on_commit_callbacks(execute=True):
        close_service(secret.key, by=edda, at=NOON)
    assert doors.where(older_copy) == doors.Where()
    assert doors.where(doors.own_service(edda, secret.key)) == doors.Where()

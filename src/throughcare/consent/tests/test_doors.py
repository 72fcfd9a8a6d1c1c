"""Absent and forbidden are the same: the same answer, the same SQL."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON
from throughcare.consent import doors
from throughcare.consent.models import Agreement, Ground, Order
from throughcare.consent.services import (
    PaperOrder,
    end_agreement,
    lock_person,
    receive_order,
    withdraw_consent,
)
from throughcare.consent.tests.cast import Cast, due
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.persons.services import key_for

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)

Door = Callable[[Actor, str], object]


@pytest.fixture
def keys(cast: Cast) -> dict[str, str]:
    """What there is at the hotline: a person, a consent, a report, an order, agreements."""
    from throughcare.consent.services import make_report

    signed = agreement(cast.hotline.pk, cast.shelter.pk)
    waiting = Agreement.made(
        agency_a_id=cast.shelter.pk,
        agency_b_id=cast.hotline.pk,
        parts=[],
        purposes=[],
        starts=NOON,
        signed_a_at=NOON,
    )
    consent = yes(cast.amina, cast.noor, cast.shelter.pk)
    paper = PaperOrder(authority=cast.prosecutor.pk, number="7/26", parts=["justice"])
    return {
        "person": key_for(cast.amina, cast.noor.agency),
        "consent": consent,
        "opening": opened(consent, cast.amal).hex,
        "report": make_report(cast.amina, due(cast), by=cast.noor, at=NOON),
        "order": receive_order(cast.amina, paper, by=cast.noor, at=NOON),
        "agreement": signed.key,
        "to sign": waiting.key,
    }


DOORS: dict[str, tuple[Door, str, str]] = {
    "person": (lambda by, key: doors.person_for(by, key, NOON), "noor", "counsel"),
    "consent": (lambda by, key: doors.ground_for(by, key, NOON), "noor", "amal"),
    "report": (lambda by, key: doors.report_for(by, key, NOON), "noor", "amal"),
    "order": (lambda by, key: doors.order_for(by, key, NOON), "noor", "counsel"),
    "agreement": (doors.agreement_of, "chief", "counsel"),
    "to sign": (doors.agreement_to_sign, "chief", "amal"),
    "opening": (lambda by, key: doors.opening_between(by, UUID(key)), "noor", "counsel"),
    "received": (doors.ground_received, "amal", "counsel"),
}


def sql_of(door: Door, by: Actor, key: str) -> list[str]:
    """The statements of a look that finds nothing, without the values in them."""
    with (
        CaptureQueriesContext(
            connection,
        ) as seen,
        pytest.raises(NotHere),
    ):
        door(by, key)
    return [re.sub(r"'[^']*'", "?", query["sql"]) for query in seen.captured_queries]


@pytest.mark.parametrize("name", DOORS)
def test_a_door_opens_to_who_may_and_is_a_wall_to_everybody_else(
    cast: Cast, keys: dict[str, str], name: str
) -> None:
    door, may, may_not = DOORS[name]
    key = keys["consent" if name == "received" else name]
    absent = uuid4().hex if name == "opening" else "A" * 22
    found = door(getattr(cast, may), key)
    assert cast.amina == found if name == "person" else str(found.pk)  # type: ignore[attr-defined]
    forbidden = sql_of(door, getattr(cast, may_not), key)
    assert forbidden == sql_of(door, getattr(cast, may_not), absent)
    assert len(forbidden) == 1


@pytest.mark.parametrize("name", ["person", "consent", "report", "order"])
def test_a_locked_record_is_absent_to_colleagues(
    cast: Cast, keys: dict[str, str], name: str
) -> None:
    door = DOORS[name][0]
    assert door(cast.lina, keys[name])
    lock_person(cast.amina, [], by=cast.noor, at=NOON)
    assert door(cast.noor, keys[name])
    assert sql_of(door, cast.lina, keys[name]) == sql_of(door, cast.lina, "A" * 22)


@pytest.mark.parametrize("name", ["person", "consent", "report", "order"])
def test_one_opened_to_another_agency_stays_the_holders_to_administer(
    cast: Cast, keys: dict[str, str], name: str
) -> None:
    assert doors.readable_parts(cast.amal, cast.amina, cast.hotline.pk, NOON)
    with pytest.raises(NotHere):
        DOORS[name][0](cast.amal, keys[name])


@pytest.mark.parametrize("name", ["person", "consent", "report", "order"])
def test_a_duty_that_needs_no_part_sees_nobody(cast: Cast, keys: dict[str, str], name: str) -> None:
    with pytest.raises(NotHere):
        DOORS[name][0](cast.chief, keys[name])


def test_a_consent_is_found_about_its_own_person_only(cast: Cast, keys: dict[str, str]) -> None:
    found = doors.ground_for(cast.noor, keys["consent"], NOON, about=cast.amina)
    assert found.key == keys["consent"]
    with pytest.raises(NotHere):
        doors.ground_for(cast.noor, keys["consent"], NOON, about=cast.bela)
    with pytest.raises(NotHere):
        doors.ground_for(cast.amal, keys["consent"], NOON, about=cast.amina)


def test_a_no_is_received_by_nobody(cast: Cast, keys: dict[str, str]) -> None:
    key = yes(cast.amina, cast.noor, cast.shelter.pk, answer="no")
    with pytest.raises(NotHere):
        doors.ground_received(cast.amal, key)


def test_an_agreement_is_signed_once_and_an_ended_one_not_at_all(
    cast: Cast, keys: dict[str, str]
) -> None:
    with pytest.raises(NotHere):
        doors.agreement_to_sign(cast.amal, keys["agreement"])
    end_agreement(keys["to sign"], by=cast.chief, at=NOON)
    for door in (doors.agreement_to_sign, doors.agreement_of):
        with pytest.raises(NotHere):
            door(cast.chief, keys["to sign"])


class TestAccess:
    def test_is_cut_to_the_duty_and_to_the_parts_asked_for(
        self, cast: Cast, keys: dict[str, str]
    ) -> None:
        def parts(by: Actor, *asked: str) -> set[str]:
            rows = doors.access_of(by, NOON, asked).filter(person=cast.amina)
            return set(rows.values_list("part", flat=True))

        assert parts(cast.noor, "identity", "justice") == {"identity"}
        assert parts(cast.lina, "identity", "justice") == {"identity", "justice"}
        assert parts(cast.noor) == set()
        assert parts(replace(cast.noor, parts=frozenset({"risk"})), "identity") == set()

    def test_is_for_the_purpose_that_was_allowed_or_for_any_when_none_is_asked(
        self, cast: Cast, keys: dict[str, str]
    ) -> None:
        def parts(purpose: str) -> frozenset[str]:
            return doors.readable_parts(cast.amal, cast.amina, cast.hotline.pk, NOON, purpose)

        assert parts("care") == {"identity", "situation"}
        assert parts("safety") == {"identity", "risk"}
        assert parts("justice") == set()
        assert parts("") == {"identity", "situation", "risk"}

    @pytest.mark.parametrize("purpose", ["statistics", "oversight"])
    def test_for_counting_or_watching_over_others_has_no_names(
        self, cast: Cast, purpose: str
    ) -> None:
        own = doors.readable_parts(cast.noor, cast.amina, cast.hotline.pk, NOON, purpose)
        assert own == cast.noor.parts - {"identity", "contact", "whereabouts"}

    def test_holds_from_its_beginning_and_no_more_at_its_end(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        key = yes(cast.amina, cast.noor, cast.shelter.pk, until=NOON + HOUR)
        opened(key, cast.amal)
        moments = [NOON - MOMENT, NOON, NOON + HOUR - MOMENT, NOON + HOUR]
        seen = [
            bool(doors.readable_parts(cast.amal, cast.amina, cast.hotline.pk, at)) for at in moments
        ]
        assert seen == [False, True, True, False]

    def test_lists_the_holders_of_records_about_one_person(
        self, cast: Cast, keys: dict[str, str], django_assert_num_queries
    ) -> None:
        with django_assert_num_queries(1):
            own = doors.holders_readable(cast.amal, cast.bela, NOON)
        assert own == {cast.shelter.pk: cast.amal.parts}
        assert doors.holders_readable(cast.amal, cast.amina, NOON) == {
            cast.hotline.pk: frozenset({"identity", "situation", "risk"})
        }
        withdraw_consent(keys["consent"], by=cast.noor, at=NOON)
        assert doors.holders_readable(cast.amal, cast.amina, NOON) == {
            cast.hotline.pk: frozenset({"identity", "risk"})
        }
        assert doors.holders_readable(cast.officer, cast.amina, NOON) == {}

    def test_own_record_readable_says_nothing_or_not_here(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        with django_assert_num_queries(1):
            doors.own_record_readable(cast.noor, cast.amina, NOON)
        for other in (cast.chief, cast.amal):
            with pytest.raises(NotHere) as nothing:
                doors.own_record_readable(other, cast.amina, NOON)
            assert str(nothing.value) == "person"


def test_what_a_door_says_names_nobody(cast: Cast, keys: dict[str, str]) -> None:
    for name, (door, _, may_not) in DOORS.items():
        with pytest.raises(NotHere) as nothing:
            door(getattr(cast, may_not), keys["consent" if name == "received" else name])
        assert nothing.value.asked
        assert str(nothing.value) == nothing.value.door


def test_each_door_leads_to_the_row_of_its_key(cast: Cast, keys: dict[str, str]) -> None:
    other = yes(cast.bela, cast.noor, cast.shelter.pk)
    assert doors.ground_for(cast.noor, other, NOON) == Ground.objects.get(key=other)
    assert doors.order_for(cast.noor, keys["order"], NOON) == Order.objects.get()
    assert doors.ground_received(cast.amal, keys["consent"]).person_id == cast.amina
    assert doors.opening_between(cast.amal, UUID(keys["opening"])).ground.key == keys["consent"]
    for by in (cast.noor, cast.amal):
        assert doors.person_for(by, key_for(cast.bela, by.agency), NOON) == cast.bela

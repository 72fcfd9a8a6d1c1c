"""Rows for pages: what they say, and how many queries they take."""

import json
from datetime import date, datetime, timedelta

import pytest

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON
from throughcare.consent import queries
from throughcare.consent.models import Agreement
from throughcare.consent.rules import FOR_EVER
from throughcare.consent.services import (
    PaperOrder,
    check_order,
    close_parts,
    decide_best_interest,
    end_agreement,
    lock_person,
    make_report,
    propose_agreement,
    receive_order,
    serve_copy_on_order,
    sign_agreement,
    unlock_person,
    withdraw_consent,
)
from throughcare.consent.tests.cast import Cast, decision, due
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.kernel.errors import NotHere
from throughcare.persons.tests.factories import number_for

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class TestWhoHasAccess:
    def test_says_which_agency_which_parts_until_when(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        opened(yes(cast.amina, cast.noor, cast.shelter.pk, until=NOON + DAY), cast.amal)
        make_report(cast.amina, due(cast, until=NOON + 2 * DAY), by=cast.noor, at=NOON)
        with django_assert_num_queries(2):
            own, shelter = queries.who_has_access(cast.amina, cast.hotline.pk, NOON)
        assert (own.is_holder, own.people, own.ground) == (True, 0, "own_record")
        assert (own.until, own.ends) == (FOR_EVER, None)
        assert (shelter.name, shelter.mark.letters, shelter.people) == ("Lotus Shelter", "LS", 1)
        assert shelter.parts == ("identity", "risk", "situation")
        assert shelter.purposes == ("care", "safety")
        assert shelter.grounds == ("consent", "duty_to_report")
        assert shelter.ends == NOON + 2 * DAY
        assert not shelter.is_holder
        (only,) = queries.who_has_access(cast.amina, cast.hotline.pk, NOON + 2 * DAY)
        assert only.is_holder

    def test_counts_the_named_when_locked_and_nobody_who_left(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        named = [cast.lina.staff, cast.amal.staff]
        lock_person(cast.amina, named, by=cast.noor, at=NOON)
        own, shelter = queries.who_has_access(cast.amina, cast.hotline.pk, NOON)
        assert (own.people, shelter.people) == (2, 1)
        Staff.objects.filter(pk=cast.amal.staff).update(left_at=NOON)
        (own,) = queries.who_has_access(cast.amina, cast.hotline.pk, NOON)
        assert own.people == 2

    def test_tells_the_past_as_it_was(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        opening = opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        close_parts(opening, by=cast.noor, at=NOON + HOUR)
        lock_person(cast.amina, [], by=cast.noor, at=NOON + DAY)
        past = queries.who_has_access(cast.amina, cast.hotline.pk, NOON)
        assert [(row.code, row.people) for row in past] == [("DH", 0), ("LS", 1)]
        now = queries.who_has_access(cast.amina, cast.hotline.pk, NOON + DAY)
        assert [(row.code, row.people) for row in now] == [("DH", 1)]


class TestTheLock:
    def test_lists_whom_it_may_name_and_names(self, cast: Cast, django_assert_num_queries) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        opened(yes(cast.amina, cast.noor, cast.shelter.pk), cast.amal)
        make_report(
            cast.amina, due(cast, recipient_staff=[cast.nurse.staff]), by=cast.noor, at=NOON
        )
        lock_person(cast.amina, [cast.amal.staff], by=cast.noor, at=NOON)
        with django_assert_num_queries(6):
            rows = queries.who_may_be_named(cast.amina, cast.hotline.pk)
        assert [(row.name, row.is_colleague, row.is_named) for row in rows] == [
            ("Chief", True, False),
            ("Lina", True, False),
            ("Noor", True, True),
            ("Amal", False, True),
            ("Nurse", False, False),
        ]
        named = queries.named_in_lock(cast.amina, cast.hotline.pk)
        assert named == {cast.noor.staff, cast.amal.staff}
        assert queries.is_locked(cast.amina, cast.hotline.pk)
        unlock_person(cast.amina, by=cast.noor, at=NOON)
        assert queries.named_in_lock(cast.amina, cast.hotline.pk) == frozenset()
        assert not queries.is_locked(cast.amina, cast.hotline.pk)


class TestConsents:
    def test_are_listed_newest_first(self, cast: Cast, django_assert_num_queries) -> None:
        yes(cast.amina, cast.noor, cast.shelter.pk)
        yes(cast.amina, cast.noor, cast.prosecutor.pk, NOON + HOUR, answer="no")
        yes(cast.bela, cast.noor, cast.shelter.pk)
        yes(cast.bela, cast.amal, cast.hotline.pk)
        with django_assert_num_queries(1):
            rows = queries.consents_of(cast.amina, cast.hotline.pk, NOON + HOUR)
        assert [(row.recipient, row.answer, row.in_force) for row in rows] == [
            ("Prosecutor of the North", "no", False),
            ("Lotus Shelter", "yes", True),
        ]

    def test_end_at_their_first_end(self, cast: Cast) -> None:
        yes(
            cast.amina,
            cast.noor,
            cast.shelter.pk,
            birth=date(2008, 5, 20),
            given_by="parent",
            guardian_accompanies=False,
            guardian_suspected=False,
            guardian_benefits=False,
            until=NOON + timedelta(days=300),
        )
        first_of_may = datetime(2026, 5, 1, tzinfo=NOON.tzinfo)
        (row,) = queries.consents_of(cast.amina, cast.hotline.pk, first_of_may - HOUR)
        assert (row.until, row.in_force) == (first_of_may, True)
        here = (cast.amina, cast.hotline.pk, cast.shelter.pk)
        assert queries.consent_in_force(*here, first_of_may - HOUR) == row
        assert queries.consent_in_force(*here, first_of_may) is None

    def test_the_one_in_force_with_the_latest_end_is_found(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        short = yes(cast.amina, cast.noor, cast.shelter.pk, until=NOON + HOUR)
        long = yes(cast.amina, cast.noor, cast.shelter.pk, until=NOON + DAY)
        yes(cast.amina, cast.noor, cast.prosecutor.pk)
        here = (cast.amina, cast.hotline.pk, cast.shelter.pk)
        with django_assert_num_queries(1):
            found = queries.consent_in_force(*here, NOON)
        assert found is not None
        assert found.key == long
        withdraw_consent(long, by=cast.noor, at=NOON)
        assert queries.consent_in_force(*here, NOON).key == short  # type: ignore[union-attr]
        assert queries.consent_in_force(*here, NOON + HOUR) is None
        assert queries.consent_in_force(*here, NOON - HOUR) is None

    def test_reports_and_orders_are_listed_beside(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        paper = PaperOrder(authority=cast.prosecutor.pk, number="7/26", parts=["justice"])
        order = receive_order(cast.amina, paper, by=cast.noor, at=NOON)
        check_order(order, by=cast.lina, at=NOON)
        serve_copy_on_order(order, ["justice"], by=cast.lina, at=NOON)
        with django_assert_num_queries(1):
            (report,) = queries.reports_about(cast.amina, cast.hotline.pk, NOON)
        assert (report.recipient, report.cause, report.in_force) == ("Lotus Shelter", "child", True)
        (ended,) = queries.reports_about(cast.amina, cast.hotline.pk, NOON + DAY)
        assert not ended.in_force
        with django_assert_num_queries(2):
            (row,) = queries.orders_about(cast.amina, cast.hotline.pk)
        assert (row.authority, row.copies, row.checked_at) == ("Prosecutor of the North", 1, NOON)

    def test_the_law_on_age_is_shown_with_its_certainty(self, db: None) -> None:
        row = queries.age_of_consent_here(NOON)
        assert (row.age, row.verified) == (16, False)
        assert queries.age_of_consent_here(datetime(2018, 1, 1, tzinfo=NOON.tzinfo)).age == 18


class TestAgreements:
    def test_say_how_they_stand_to_each_side(self, cast: Cast, django_assert_num_queries) -> None:
        key = propose_agreement(
            cast.shelter.pk,
            parts=["situation"],
            purposes=["care"],
            starts=NOON + HOUR,
            until=NOON + DAY,
            paper="2026/4",
            by=cast.chief,
            at=NOON,
        )

        def states(at: datetime) -> list[str]:
            return [
                row.state
                for agency in (cast.hotline.pk, cast.shelter.pk)
                for row in queries.agreements_of(agency, at)
            ]

        assert states(NOON) == ["waiting", "to_sign"]
        sign_agreement(key, by=cast.amal, at=NOON)
        assert states(NOON) == ["to_begin"] * 2
        assert states(NOON + HOUR) == ["in_force"] * 2
        assert states(NOON + DAY) == ["ended"] * 2
        end_agreement(key, by=cast.amal, at=NOON + 2 * HOUR)
        assert states(NOON + 2 * HOUR) == ["ended"] * 2
        with django_assert_num_queries(1):
            (row,) = queries.agreements_of(cast.shelter.pk, NOON)
        assert (row.other_name, row.other_mark.letters, row.paper) == (
            "Dawn Hotline",
            "DH",
            "2026/4",
        )

    def test_in_force_last_as_long_as_the_longest(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        pair = (cast.hotline.pk, cast.shelter.pk)
        agreement(*pair, until=NOON + DAY)
        agreement(*pair, until=NOON + HOUR)
        agreement(cast.hotline.pk, cast.prosecutor.pk, starts=NOON + DAY)
        with django_assert_num_queries(1):
            found = queries.agreements_in_force(cast.hotline.pk, NOON)
        assert found == {cast.shelter.pk: NOON + DAY}
        agreement(*reversed(pair))
        assert queries.agreements_in_force(cast.hotline.pk, NOON) == {cast.shelter.pk: None}

    def test_signed_between_two_are_found_from_either_side(self, cast: Cast) -> None:
        signed = agreement(cast.hotline.pk, cast.shelter.pk)
        Agreement.made(
            agency_a=cast.hotline,
            agency_b=cast.shelter,
            parts=[],
            purposes=[],
            starts=NOON,
            signed_a_at=NOON,
        )
        for pair in ((cast.hotline.pk, cast.shelter.pk), (cast.shelter.pk, cast.hotline.pk)):
            assert list(queries.signed_between(*pair)) == [signed]
        assert not queries.signed_between(cast.hotline.pk, cast.prosecutor.pk)

    def test_tell_whom_one_may_ask_about(self, cast: Cast, django_assert_num_queries) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk, parts=["risk"], purposes=["care"])
        agreement(cast.hotline.pk, cast.shelter.pk, parts=["health"], until=NOON + DAY)
        agreement(cast.prosecutor.pk, cast.hotline.pk, until=NOON + DAY)
        with django_assert_num_queries(4):
            lotus, prosecutor = queries.recipients_for(cast.hotline.pk, NOON)
        assert (lotus.name, lotus.parts, lotus.until) == ("Lotus Shelter", ("health", "risk"), None)
        assert lotus.focal_points == ((cast.amal.staff, "Amal"),)
        assert (prosecutor.until, len(prosecutor.purposes)) == (NOON + DAY, 8)


class TestTheRecordOfAConsent:
    MANDATORY = (
        "privacy_notice",
        "language",
        "purpose",
        "pii_information",
        "pii_controllers",
        "storage_locations",
        "retention_period",
        "jurisdiction",
        "recipient_third_parties",
        "withdrawal_method",
    )

    def record(self, cast: Cast, key: str, at: datetime = NOON) -> dict:
        return queries.consent_record_27560(key, by=cast.noor, at=at)

    def test_has_every_field_that_the_specification_asks_for(
        self, cast: Cast, django_assert_num_queries
    ) -> None:
        number = number_for(cast.amina, cast.hotline.pk)
        key = yes(cast.amina, cast.noor, cast.shelter.pk, language="hau", until=NOON + 3 * DAY)
        with django_assert_num_queries(3):
            record = self.record(cast, key)
        assert (record["record_id"], record["pii_principal_id"]) == (key, number)
        (processing,) = record["pii_processing"]
        assert all(processing[name] for name in self.MANDATORY)
        assert (processing["lawful_basis"], processing["language"]) == ("consent", "hau")
        assert processing["pii_controllers"] == ["DH"]
        assert processing["recipient_third_parties"] == ["LS"]
        assert record["pii_information"] == [
            {"pii_type": "identity", "pii_is_sensitive": False},
            {"pii_type": "situation", "pii_is_sensitive": True},
        ]
        controller, recipient = record["party_identification"]
        for party in (controller, recipient):
            assert {"party_id", "party_name", "party_type", "party_address", "party_contact"} <= (
                party.keys()
            )
        assert (controller["party_id"], recipient["party_id"]) == ("DH", "LS")
        assert record["event"] == [
            {
                "event_time": NOON.isoformat(),
                "validity_duration": "P3DT0S",
                "entity_id": "the_person",
                "event_type": "explicit",
                "event_state": "given",
            }
        ]

    def states(self, cast: Cast, key: str, at: datetime) -> list[str]:
        return [event["event_state"] for event in self.record(cast, key, at)["event"]]

    def test_tells_what_became_of_it(self, cast: Cast) -> None:
        yes_, no = (
            yes(cast.amina, cast.noor, cast.shelter.pk, answer=said, until=NOON + DAY)
            for said in ("yes", "no")
        )
        assert self.states(cast, yes_, NOON) == ["given"]
        assert self.states(cast, yes_, NOON + DAY) == ["given", "expired"]
        assert self.states(cast, no, NOON + DAY) == ["refused"]
        withdraw_consent(yes_, by=cast.noor, at=NOON + HOUR)
        assert self.states(cast, yes_, NOON + DAY) == ["given", "withdrawn"]

    def test_of_a_decision_for_a_child_says_so(self, cast: Cast) -> None:
        key = decide_best_interest(cast.amina, decision(cast.shelter.pk), by=cast.noor, at=NOON)
        record = self.record(cast, key)
        assert record["pii_processing"][0]["lawful_basis"] == "best interest of the child"
        assert record["pii_processing"][0]["privacy_notice"] == "none"
        assert record["event"][0]["event_type"] == "decision"

    def test_names_nobody(self, cast: Cast) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk, words="Her name is Amina.")
        written = json.dumps(self.record(cast, key))
        for name in ("Amina", "Noor", "Lotus", "Dawn", cast.amina.hex, cast.noor.staff.hex):
            assert name not in written

    def test_is_for_the_agency_that_recorded_it(self, cast: Cast) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk)
        with pytest.raises(NotHere):
            queries.consent_record_27560(key, by=cast.amal, at=NOON)

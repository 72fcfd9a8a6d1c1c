"""What somebody might try who wants to read more than was allowed: each time it fails."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Agency, FocalPoint, Staff, StaffDuty
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.queries import newest_lines
from throughcare.audit.tests.meanwhile import meanwhile
from throughcare.consent.models import Ground, Lock, Opening, Order, Report
from throughcare.consent.queries import consents_of, named_in_lock, who_has_access
from throughcare.consent.services import (
    PaperOrder,
    check_order,
    decide_best_interest,
    end_agreement,
    end_record,
    lock_person,
    make_report,
    open_parts,
    receive_order,
    serve_copy_on_order,
    sign_agreement,
    unlock_person,
    withdraw_consent,
    withdraw_order,
    withdraw_report,
)
from throughcare.consent.tests.cast import DAY, Cast, decision, due, reads
from throughcare.consent.tests.factories import agreement, opened, person_known_to, yes
from throughcare.consent.tests.test_rows_are_the_decision import run_threads
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused

HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def sami(cast: Cast) -> Actor:
    """A colleague of Noor with the same duties."""
    return actor(Agency.objects.get(pk=cast.hotline.pk), "Sami", ["case_manager"])


class TestTwoAtOnce:
    """One act has read what it wants; another comes to its turn first."""

    def test_of_two_who_lock_the_second_is_left_out(
        self, cast: Cast, sami: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, lambda: lock_person(cast.amina, [], by=cast.noor, at=NOON))
        with pytest.raises(NotHere):
            lock_person(cast.amina, [], by=sami, at=NOON)
        assert named_in_lock(cast.amina, cast.hotline.pk) == {cast.noor.staff}
        assert not reads(sami, cast.amina, cast.hotline.pk)

    def test_a_lock_is_not_lifted_by_somebody_it_has_just_left_out(
        self, cast: Cast, sami: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, lambda: lock_person(cast.amina, [], by=cast.noor, at=NOON))
        with pytest.raises(NotHere):
            unlock_person(cast.amina, by=sami, at=NOON)
        assert Lock.objects.filter(lifted_at=None).exists()

    def test_a_lock_names_nobody_whose_opening_was_just_closed(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        opening = opened(consent, cast.amal)
        meanwhile(monkeypatch, lambda: Opening.objects.filter(pk=opening).update(closed_at=NOON))
        with pytest.raises(NotHere):
            lock_person(cast.amina, [cast.amal.staff], by=cast.noor, at=NOON)

    @pytest.mark.parametrize("what", ["consent", "decision", "report", "order"])
    def test_nothing_is_written_into_a_record_that_has_just_ended(
        self, cast: Cast, what: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paper = PaperOrder(authority=cast.prosecutor.pk, number="7/26", parts=["justice"])
        writes: dict[str, Callable[[], object]] = {
            "consent": lambda: yes(cast.amina, cast.noor, cast.shelter.pk),
            "decision": lambda: decide_best_interest(
                cast.amina, decision(cast.shelter.pk), by=cast.noor, at=NOON
            ),
            "report": lambda: make_report(cast.amina, due(cast), by=cast.noor, at=NOON),
            "order": lambda: receive_order(cast.amina, paper, by=cast.noor, at=NOON),
        }
        meanwhile(monkeypatch, lambda: end_record(cast.amina, by=cast.noor, at=NOON))
        with pytest.raises(NotHere):
            writes[what]()
        assert not any(table.objects.exists() for table in (Ground, Report, Order))

    def test_a_consent_is_withdrawn_once(
        self, cast: Cast, sami: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        meanwhile(monkeypatch, lambda: withdraw_consent(consent, by=sami, at=NOON))
        with pytest.raises(Refused, match="before"):
            withdraw_consent(consent, by=cast.noor, at=NOON + HOUR)
        assert Ground.objects.get(key=consent).withdrawn_at == NOON

    def test_nothing_opens_on_a_consent_that_has_just_been_withdrawn(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        meanwhile(monkeypatch, lambda: withdraw_consent(consent, by=cast.noor, at=NOON))
        with pytest.raises(Refused, match="withdrawn the consent"):
            opened(consent, cast.amal)
        assert not reads(cast.amal, cast.amina, cast.hotline.pk)

    def test_an_agreement_that_has_just_ended_is_not_signed(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        waiting = agreement(cast.hotline.pk, cast.shelter.pk)
        waiting.change(signed_b_at=None)
        meanwhile(monkeypatch, lambda: end_agreement(waiting.key, by=cast.chief, at=NOON))
        with pytest.raises(NotHere):
            sign_agreement(waiting.key, by=cast.amal, at=NOON)

    def test_an_agreement_ends_once(self, cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
        signed = agreement(cast.hotline.pk, cast.shelter.pk)
        meanwhile(monkeypatch, lambda: end_agreement(signed.key, by=cast.chief, at=NOON))
        with pytest.raises(NotHere):
            end_agreement(signed.key, by=cast.amal, at=NOON + HOUR)

    def test_a_report_is_withdrawn_once(
        self, cast: Cast, sami: Actor, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        report = make_report(cast.amina, due(cast), by=cast.noor, at=NOON)
        meanwhile(monkeypatch, lambda: withdraw_report(report, by=sami, at=NOON))
        with pytest.raises(Refused, match="before"):
            withdraw_report(report, by=cast.noor, at=NOON)

    def test_no_copy_is_served_on_an_order_that_has_just_been_lifted(
        self, cast: Cast, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        paper = PaperOrder(authority=cast.prosecutor.pk, number="7/26", parts=["identity"])
        order = receive_order(cast.amina, paper, by=cast.noor, at=NOON)
        check_order(order, by=cast.lina, at=NOON)
        meanwhile(monkeypatch, lambda: withdraw_order(order, by=cast.noor, at=NOON))
        with pytest.raises(Refused, match="not cover"):
            serve_copy_on_order(order, ["identity"], by=cast.noor, at=NOON)
        assert newest_lines()[0].code == "order.withdrawn"


class TestSlowClocks:
    """A request that began earlier is done later: it still says an earlier time."""

    def test_do_not_bring_back_what_was_withdrawn_meanwhile(self, cast: Cast) -> None:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        opened(consent, cast.amal)
        withdraw_consent(consent, by=cast.noor, at=NOON + HOUR)
        yes(cast.amina, cast.noor, cast.prosecutor.pk, at=NOON)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR - MOMENT)
        assert not reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR)

    def test_do_not_look_behind_a_lock(self, cast: Cast, sami: Actor) -> None:
        lock_person(cast.amina, [], by=cast.noor, at=NOON + HOUR)
        yes(cast.amina, cast.noor, cast.prosecutor.pk, at=NOON)
        for at in (NOON, NOON + HOUR, NOON + DAY):
            assert not reads(sami, cast.amina, cast.hotline.pk, at)


class TestDaysAndNights:
    """Days are days where the house stands, whatever the clocks of its data base say."""

    BIRTH = date(2010, 3, 2)

    @pytest.mark.parametrize(
        ("zone", "at", "old_enough"),
        [
            ("Pacific/Honolulu", datetime(2026, 3, 2, 9, 59, tzinfo=UTC), False),
            ("Pacific/Honolulu", datetime(2026, 3, 2, 10, 0, tzinfo=UTC), True),
            ("Pacific/Kiritimati", datetime(2026, 3, 1, 9, 59, tzinfo=UTC), False),
            ("Pacific/Kiritimati", datetime(2026, 3, 1, 10, 0, tzinfo=UTC), True),
        ],
    )
    def test_she_is_old_enough_from_her_own_midnight_on(
        self, cast: Cast, settings, zone: str, at: datetime, old_enough: bool
    ) -> None:
        settings.TIME_ZONE = zone
        agreement(cast.hotline.pk, cast.shelter.pk, starts=NOON - 9 * DAY)
        FocalPoint.objects.update(since=at - DAY)
        cast = replace(cast, amina=person_known_to(cast.noor, at=at - DAY))
        said = {"birth": self.BIRTH, "says_is_adult": False}
        if not old_enough:
            with pytest.raises(Refused, match="too young"):
                yes(cast.amina, cast.noor, cast.shelter.pk, at=at, **said)
            return
        opened(yes(cast.amina, cast.noor, cast.shelter.pk, at=at, **said), cast.amal, at=at)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, at) == {"identity", "situation"}

    @pytest.mark.parametrize(
        ("zone", "midnight"),
        [
            ("Pacific/Honolulu", datetime(2030, 9, 1, 10, 0, tzinfo=UTC)),
            ("Pacific/Kiritimati", datetime(2030, 8, 31, 10, 0, tzinfo=UTC)),
        ],
    )
    def test_a_yes_of_a_guardian_ends_at_a_midnight_of_the_house(
        self, cast: Cast, settings, zone: str, midnight: datetime
    ) -> None:
        settings.TIME_ZONE = zone
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(
            cast.amina,
            cast.noor,
            cast.shelter.pk,
            birth=date(2012, 9, 3),
            given_by="legal_guardian",
            guardian_accompanies=False,
            guardian_suspected=False,
            guardian_benefits=False,
            until=NOON + 1820 * DAY,
        )
        opened(consent, cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, midnight - MOMENT)
        assert not reads(cast.amal, cast.amina, cast.hotline.pk, midnight)
        (row,) = consents_of(cast.amina, cast.hotline.pk, midnight)
        assert (row.until, row.in_force) == (midnight, False)

    @pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Honolulu"])
    def test_rows_are_the_decision_far_from_greenwich(self, db: None, settings, zone: str) -> None:
        settings.TIME_ZONE = zone
        run_threads(examples=4, steps=10)


class TestWhoChanged:
    @pytest.fixture
    def open_to_amal(self, cast: Cast) -> str:
        agreement(cast.hotline.pk, cast.shelter.pk)
        consent = yes(cast.amina, cast.noor, cast.shelter.pk)
        opened(consent, cast.amal)
        assert reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR)
        return consent

    def test_somebody_whose_duties_ended_reads_nothing(self, cast: Cast, open_to_amal: str) -> None:
        StaffDuty.objects.filter(staff=cast.amal.staff).update(until=NOON + HOUR)
        amal = Staff.objects.select_related("agency").get(pk=cast.amal.staff)
        assert reads(actor_of(amal, NOON), cast.amina, cast.hotline.pk)
        after = actor_of(amal, NOON + HOUR)
        assert not reads(after, cast.amina, cast.hotline.pk, NOON + HOUR)
        assert not reads(after, cast.bela, cast.shelter.pk, NOON + HOUR)

    def test_somebody_who_works_elsewhere_now_takes_nothing_along(
        self, cast: Cast, open_to_amal: str
    ) -> None:
        elsewhere = replace(cast.amal, agency=cast.border.pk, agency_kind="BorderPolice")
        assert not reads(elsewhere, cast.amina, cast.hotline.pk, NOON + HOUR)
        assert not reads(elsewhere, cast.bela, cast.shelter.pk, NOON + HOUR)

    def test_to_a_focal_point_who_is_one_no_longer_nothing_more_opens(
        self, cast: Cast, open_to_amal: str
    ) -> None:
        FocalPoint.objects.filter(staff=cast.amal.staff).update(until=NOON + HOUR)
        more = yes(cast.amina, cast.noor, cast.shelter.pk, parts=("risk",))
        with pytest.raises(Refused, match="focal points"):
            opened(more, cast.amal, at=NOON + HOUR)
        assert "risk" not in reads(cast.amal, cast.amina, cast.hotline.pk, NOON + HOUR)

    def test_somebody_who_left_is_not_counted_among_those_who_have_access(
        self, cast: Cast, open_to_amal: str
    ) -> None:
        Staff.objects.filter(pk=cast.amal.staff).update(left_at=NOON + HOUR)
        readers = who_has_access(cast.amina, cast.hotline.pk, NOON + HOUR)
        assert [row.code for row in readers] == ["DH"]

    def test_a_new_colleague_of_a_focal_point_reads_nothing(
        self, cast: Cast, open_to_amal: str
    ) -> None:
        new = actor(Agency.objects.get(pk=cast.shelter.pk), "New", ["case_manager"], focal=True)
        assert not reads(new, cast.amina, cast.hotline.pk, NOON + HOUR)

    def test_an_order_opens_nothing_to_whoever_brings_it(self, cast: Cast) -> None:
        paper = PaperOrder(authority=cast.prosecutor.pk, number="7/26", parts=["identity"])
        order = receive_order(cast.amina, paper, by=cast.noor, at=NOON)
        check_order(order, by=cast.lina, at=NOON)
        serve_copy_on_order(order, ["identity"], by=cast.noor, at=NOON)
        assert not reads(cast.counsel, cast.amina, cast.hotline.pk)

    def test_a_yes_to_the_shelter_is_no_yes_to_the_police(
        self, cast: Cast, open_to_amal: str
    ) -> None:
        agreement(cast.hotline.pk, cast.border.pk)
        with pytest.raises(NotHere):
            open_parts(
                open_to_amal,
                parts=["identity"],
                to_staff=[cast.officer.staff],
                by=cast.officer,
                at=NOON,
            )
        assert not reads(cast.officer, cast.amina, cast.hotline.pk)

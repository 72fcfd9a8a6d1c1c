"""Emergency access: for one trained person, for an hour, contact and risk, and never otherwise."""

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.models import Post, Staff
from throughcare.agencies.rules import ONLY_AT
from throughcare.agencies.services import give_duty
from throughcare.agencies.tests.factories import NOON, actor, ombuds_office
from throughcare.audit.models import Line
from throughcare.audit.queries import newest_lines
from throughcare.consent.doors import (
    emergencies_to_review,
    emergency_opened_by,
    emergency_to_review,
    readable_parts,
)
from throughcare.consent.models import Emergency, HolderCalled
from throughcare.consent.queries import who_has_access
from throughcare.consent.services import (
    Danger,
    begin_record,
    end_record,
    lock_person,
    open_in_emergency,
    remind_of_reviews,
    review_emergency,
    show_on_call_number,
)
from throughcare.consent.tests.cast import Cast, able, ledger, reads
from throughcare.consent.tests.factories import EVERY_PART, person_known_to
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.notices.models import Notice
from throughcare.notices.queries import count_unread
from throughcare.vault.services import Owner, Place, open_text

TEN = timedelta(minutes=10)
HOUR, DAY, MOMENT = timedelta(hours=1), timedelta(days=1), timedelta(microseconds=1)
DANGER = Danger(why="attack", words="She called: he is at the door.")
OPENED = {"contact", "risk"}


@dataclass(frozen=True)
class Night:
    """Bela is known to the hotline and to the shelter; tonight the shelter does not answer."""

    cast: Cast
    noor: Actor
    """Case manager of the hotline, trained."""
    tove: Actor
    """A trained colleague of Noor."""
    maryam: Actor
    """The ombudsperson."""

    def calls(self, by: Actor | None = None, at: datetime = NOON) -> str:
        asker = by or self.noor
        return show_on_call_number(self.cast.bela, self.cast.shelter.pk, by=asker, at=at)

    def opens(self, by: Actor | None = None, danger: Danger = DANGER) -> str:
        """Call at noon and open ten minutes later."""
        asker = by or self.noor
        return open_in_emergency(self.calls(asker), danger, by=asker, at=NOON + TEN)

    def read_by(self, by: Actor, at: datetime = NOON + TEN) -> set[str]:
        return reads(by, self.cast.bela, self.cast.shelter.pk, at)


@pytest.fixture
def night(cast: Cast) -> Night:
    return Night(
        cast=cast,
        noor=able(cast.noor, ["open_in_emergency"]),
        tove=actor(cast.hotline, "Tove", ["hotline_worker", "emergency_trained"]),
        maryam=actor(ombuds_office(), "Maryam", ["ombudsperson"]),
    )


class TestOpening:
    def test_opens_contact_and_risk_to_this_person_for_one_hour(self, night: Night) -> None:
        night.opens()
        assert night.read_by(night.noor, NOON + TEN - MOMENT) == set()
        assert night.read_by(night.noor) == OPENED
        assert night.read_by(night.noor, NOON + TEN + HOUR - MOMENT) == OPENED
        assert night.read_by(night.noor, NOON + TEN + HOUR) == set()
        assert night.read_by(night.tove) == set()
        here = (night.cast.bela, night.cast.shelter.pk, NOON + TEN)
        assert readable_parts(night.noor, *here, "safety") == OPENED
        assert readable_parts(night.noor, *here, "care") == set()

    def test_never_opens_whereabouts_or_health_or_anything_else(self, night: Night) -> None:
        everything = replace(night.noor, parts=frozenset(EVERY_PART))
        night.opens(everything)
        assert night.read_by(everything) == OPENED

    def test_the_holder_sees_who_has_access(self, night: Night) -> None:
        night.opens()
        rows = who_has_access(night.cast.bela, night.cast.shelter.pk, NOON + TEN)
        (row,) = [row for row in rows if not row.is_holder]
        assert (row.name, row.people, row.ground) == ("Dawn Hotline", 1, "emergency_access")
        assert row.ends == NOON + TEN + HOUR

    def test_every_step_is_one_line_and_says_nothing_of_what_was_heard(self, night: Night) -> None:
        key = night.opens()
        review_emergency(key, "right", "The police came.", by=night.cast.amal, at=NOON + HOUR)
        assert ledger()[:3] == ["emergency.reviewed", "emergency.opened", "emergency.number_shown"]
        opened = newest_lines()[1]
        assert (opened.purpose, opened.entry["codes"]) == ("safety", [{"why": "attack"}])
        assert "door" not in "".join(Line.objects.values_list("entry", flat=True))

    def test_what_was_heard_is_sealed_for_the_holder(self, night: Night) -> None:
        row = Emergency.objects.get(key=night.opens())
        owner = Owner(night.cast.shelter.pk, "person", night.cast.bela)
        sealed = open_text(row.words, owner, Place("consent_emergency", row.pk, "words"))
        assert sealed == DANGER.words
        assert b"door" not in bytes(row.words)


class TestTheHolderIsCalledFirst:
    def test_nothing_opens_before_ten_minutes_are_over(self, night: Night) -> None:
        call = night.calls()
        with pytest.raises(Refused, match="ten minutes"):
            open_in_emergency(call, DANGER, by=night.noor, at=NOON + TEN - MOMENT)
        assert not Emergency.objects.exists()
        assert open_in_emergency(call, DANGER, by=night.noor, at=NOON + TEN)

    def test_a_call_of_more_than_an_hour_ago_does_not_count(self, night: Night) -> None:
        call = night.calls()
        with pytest.raises(Refused, match="Call again"):
            open_in_emergency(call, DANGER, by=night.noor, at=NOON + HOUR)
        assert night.calls(at=NOON + HOUR) != call

    def test_asking_again_for_the_number_does_not_begin_the_wait_anew(self, night: Night) -> None:
        assert night.calls() == night.calls(at=NOON + TEN / 2)
        assert HolderCalled.objects.count() == 1

    def test_anybodys_number_is_shown_whether_they_know_the_person_or_not(
        self, night: Night
    ) -> None:
        for agency in (night.cast.shelter.pk, night.cast.prosecutor.pk):
            assert show_on_call_number(night.cast.bela, agency, by=night.noor, at=NOON)
        with pytest.raises(Refused, match="own agency"):
            show_on_call_number(night.cast.bela, night.cast.hotline.pk, by=night.noor, at=NOON)
        with pytest.raises(NotHere):
            show_on_call_number(night.cast.bela, night.cast.bela, by=night.noor, at=NOON)

    def test_only_about_somebody_whom_the_own_agency_knows(self, night: Night) -> None:
        stranger = person_known_to(night.cast.amal)
        with pytest.raises(NotHere):
            show_on_call_number(stranger, night.cast.shelter.pk, by=night.noor, at=NOON)

    @pytest.mark.parametrize(
        ("why", "words", "said"),
        [("", "He is at the door.", "why a life is in danger"), ("attack", " ", "what you heard")],
    )
    def test_a_reason_is_needed(self, night: Night, why: str, words: str, said: str) -> None:
        with pytest.raises(Refused, match=said):
            night.opens(danger=Danger(why=why, words=words))
        assert not Emergency.objects.exists()


class TestWhoNeverGetsIt:
    def test_two_people_of_one_agency_do_not_get_it(self, night: Night) -> None:
        night.opens()
        with pytest.raises(Refused, match="not yet reviewed"):
            night.opens(night.tove)
        assert night.read_by(night.tove) == set()
        assert Emergency.objects.count() == 1

    def test_one_does_not_open_on_the_call_of_another(self, night: Night) -> None:
        with pytest.raises(NotHere):
            open_in_emergency(night.calls(night.tove), DANGER, by=night.noor, at=NOON + TEN)

    def test_nobody_without_the_training(self, night: Night) -> None:
        with pytest.raises(Refused, match="duties do not include"):
            night.opens(night.cast.noor)

    def test_nobody_whose_duty_needs_neither_contact_nor_risk(self, night: Night) -> None:
        clerk = replace(night.noor, parts=frozenset({"situation"}))
        with pytest.raises(Refused, match="neither contact nor risk"):
            night.opens(clerk)

    @pytest.mark.parametrize("kind", ["Police", "BorderPolice", "Prosecution", "MigrationService"])
    def test_no_police_border_or_migration_post(self, night: Night, kind: str) -> None:
        officer = able(night.cast.officer, ["open_in_emergency"])
        begin_record(night.cast.bela, by=officer, at=NOON)
        officer = replace(officer, agency_kind=kind)
        with pytest.raises(Refused, match="never for police"):
            night.opens(officer)
        assert night.read_by(officer) == set()
        assert kind not in ONLY_AT["emergency_trained"]

    def test_no_post_at_a_border_point_of_whatever_agency(self, night: Night) -> None:
        post = Post.made(agency=night.cast.hotline, name="North Gate", kind="border_point")
        Staff.objects.filter(pk=night.tove.staff).update(post=post)
        with pytest.raises(Refused, match="never for police"):
            night.opens(night.tove)

    def test_the_duty_is_not_given_where_it_can_never_be_used(self, night: Night) -> None:
        chief = actor(night.cast.border, "Chief of North Gate", ["administrator"])
        officer = Staff.objects.get(pk=night.cast.officer.staff).key
        with pytest.raises(Refused, match="does not have this duty"):
            give_duty(officer, "emergency_trained", by=chief, at=NOON)


class TestAbsentLockedAndWaitingAreAlike:
    def test_a_locked_person_is_not_here(self, night: Night) -> None:
        lock_person(night.cast.bela, [], by=night.cast.amal, at=NOON)
        with pytest.raises(NotHere):
            night.opens()
        assert not Emergency.objects.exists()
        assert night.read_by(night.noor) == set()

    def test_a_lock_ends_what_was_open(self, night: Night) -> None:
        night.opens()
        lock_person(night.cast.bela, [], by=night.cast.amal, at=NOON + TEN * 2)
        assert night.read_by(night.noor, NOON + TEN * 2) == set()

    def test_a_record_that_is_not_there_or_has_ended_is_not_here(self, night: Night) -> None:
        cast = night.cast
        unknown = show_on_call_number(cast.amina, cast.shelter.pk, by=night.noor, at=NOON)
        with pytest.raises(NotHere):
            open_in_emergency(unknown, DANGER, by=night.noor, at=NOON + TEN)
        end_record(cast.bela, by=cast.amal, at=NOON)
        with pytest.raises(NotHere):
            night.opens()

    def test_what_ends_with_the_record_is_closed(self, night: Night) -> None:
        night.opens()
        end_record(night.cast.bela, by=night.cast.amal, at=NOON + TEN * 2)
        assert night.read_by(night.noor, NOON + TEN * 2) == set()

    def test_what_another_agency_opened_and_nobody_reviewed_is_not_here(self, night: Night) -> None:
        third = able(actor(night.cast.prosecutor, "Third", ["case_manager"]), ["open_in_emergency"])
        begin_record(night.cast.bela, by=third, at=NOON)
        night.opens(replace(third, agency_kind="NGO"))
        with pytest.raises(NotHere):
            night.opens()

    def test_the_same_statements_run_and_the_same_error_is_raised(self, night: Night) -> None:
        def said(person: object) -> tuple[list[str], str, str]:
            call = show_on_call_number(person, night.cast.shelter.pk, by=night.noor, at=NOON)
            with CaptureQueriesContext(connection) as seen, pytest.raises(NotHere) as raised:
                open_in_emergency(call, DANGER, by=night.noor, at=NOON + TEN)
            shapes = [re.sub(r"s\d+_x\d+", "", query["sql"].split("WHERE")[0]) for query in seen]
            return shapes, raised.value.door, raised.value.purpose

        lock_person(night.cast.bela, [], by=night.cast.amal, at=NOON)
        absent, locked = said(night.cast.amina), said(night.cast.bela)
        assert absent == locked

    def test_the_data_base_itself_lets_only_one_wait_for_review(self, night: Night) -> None:
        night.opens()
        first = Emergency.objects.get()
        second = HolderCalled.made(
            person_id=first.person_id, holder_id=first.holder_id, staff_id=night.tove.staff, at=NOON
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            Emergency.made(
                call=second,
                person_id=first.person_id,
                holder_id=first.holder_id,
                recipient_id=first.recipient_id,
                staff_id=night.tove.staff,
                called_at=NOON,
                parts=["contact"],
                why="attack",
                words=b"",
                starts=NOON + TEN,
            )


class TestReview:
    def test_holder_and_ombudsperson_are_told_at_once(self, night: Night) -> None:
        night.opens()
        assert [count_unread(by) for by in (night.cast.amal, night.maryam)] == [1, 1]
        assert [count_unread(by) for by in (night.noor, night.cast.nurse)] == [0, 0]
        assert set(Notice.objects.values_list("code", flat=True)) == {"emergency_opened"}

    def test_a_holder_without_case_manager_is_told_through_its_administrator(
        self, night: Night
    ) -> None:
        cast = night.cast
        begin_record(cast.bela, by=cast.counsel, at=NOON)
        call = show_on_call_number(cast.bela, cast.prosecutor.pk, by=night.noor, at=NOON)
        open_in_emergency(call, DANGER, by=night.noor, at=NOON + TEN)
        assert count_unread(cast.counsel) == 1

    def test_a_second_time_needs_the_review_of_the_first(self, night: Night) -> None:
        key = night.opens()
        later = NOON + 2 * HOUR
        call = night.calls(at=later)
        with pytest.raises(Refused, match="not yet reviewed"):
            open_in_emergency(call, DANGER, by=night.noor, at=later + TEN)
        review_emergency(key, "right", "It was so.", by=night.cast.amal, at=later + TEN)
        assert open_in_emergency(call, DANGER, by=night.noor, at=later + TEN)

    def test_found_right_it_goes_on_to_its_end(self, night: Night) -> None:
        key, now = night.opens(), NOON + TEN * 2
        review_emergency(key, "right", "It was so.", by=night.maryam, at=now)
        assert night.read_by(night.noor, now) == OPENED

    def test_found_wrong_nothing_more_is_read(self, night: Night) -> None:
        key, now = night.opens(), NOON + TEN * 2
        review_emergency(key, "wrong", "Nobody was in danger.", by=night.cast.amal, at=now)
        assert night.read_by(night.noor, now) == set()
        assert count_unread(night.noor) == 1
        assert emergency_opened_by(night.noor, key).verdict == "wrong"

    def test_nobody_reviews_their_own_agencys(self, night: Night) -> None:
        key = night.opens()
        judge = replace(night.noor, duties=frozenset({"ombudsperson"}))
        for by in (night.noor, night.tove, judge, night.cast.nurse, night.cast.counsel):
            with pytest.raises(NotHere):
                review_emergency(key, "right", "Fine.", by=by, at=NOON + HOUR)
        assert Emergency.objects.get().reviewed_at is None

    @pytest.mark.parametrize(
        ("verdict", "words", "said"), [("", "Fine.", "whether"), ("right", "", "what you found")]
    )
    def test_a_review_says_what_was_found(
        self, night: Night, verdict: str, words: str, said: str
    ) -> None:
        key = night.opens()
        with pytest.raises(Refused, match=said):
            review_emergency(key, verdict, words, by=night.maryam, at=NOON + HOUR)

    def test_it_is_reviewed_once(self, night: Night) -> None:
        key = night.opens()
        review_emergency(key, "right", "Fine.", by=night.maryam, at=NOON + HOUR)
        with pytest.raises(Refused, match="reviewed before"):
            review_emergency(key, "wrong", "Not fine.", by=night.cast.amal, at=NOON + HOUR)

    def test_after_a_day_both_are_told_once_more(self, night: Night) -> None:
        night.opens()
        assert remind_of_reviews(NOON + TEN + DAY - MOMENT) == 0
        assert remind_of_reviews(NOON + TEN + DAY) == 1
        assert remind_of_reviews(NOON + TEN + 2 * DAY) == 0
        assert [count_unread(by) for by in (night.cast.amal, night.maryam)] == [2, 2]

    def test_a_locked_record_is_reviewed_by_the_named_and_by_the_ombudsperson(
        self, night: Night
    ) -> None:
        other = actor(night.cast.shelter, "Other", ["case_manager"])
        key = night.opens()
        lock_person(night.cast.bela, [], by=night.cast.amal, at=NOON + TEN)
        with pytest.raises(NotHere):
            emergency_to_review(other, key, NOON + TEN)
        for by in (night.cast.amal, night.maryam):
            assert emergencies_to_review(by, NOON + TEN).get().key == key

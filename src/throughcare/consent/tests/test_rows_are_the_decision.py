"""Whatever happens, in whatever order: the rows of who has access say what the core decides."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date, datetime, timedelta
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from throughcare.agencies.models import Staff
from throughcare.agencies.services import end_focal_point, name_focal_point
from throughcare.agencies.tests.factories import NOON
from throughcare.consent.doors import holders_readable, readable_parts
from throughcare.consent.models import Access, Agreement, Emergency, Ground, Opening, Report
from throughcare.consent.services import (
    BestInterestDecision,
    Danger,
    DueReport,
    PaperOrder,
    begin_record,
    check_order,
    close_parts,
    decide_best_interest,
    end_agreement,
    end_record,
    lock_person,
    make_report,
    open_in_emergency,
    open_parts,
    propose_agreement,
    receive_order,
    record_consent,
    review_emergency,
    show_on_call_number,
    sign_agreement,
    unlock_person,
    withdraw_consent,
    withdraw_report,
)
from throughcare.consent.tests.cast import Cast, able, stored, the_cast
from throughcare.consent.tests.factories import EVERY_PART, answer
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare_core.sharing import Purpose

PURPOSES = ["care", "safety", "justice", "statistics"]
MOMENT = timedelta(microseconds=1)
LENGTHS = [timedelta(hours=1), timedelta(hours=72), timedelta(days=20), timedelta(days=400)]
BORN = {"an adult": date(1990, 5, 20), "a child": date(2012, 9, 3), "nearly": date(2008, 5, 20)}

some_parts = st.sets(st.sampled_from(EVERY_PART), min_size=1).map(sorted)
most_parts = st.just(list(EVERY_PART)) | some_parts
nth = st.integers(0, 7)


class Thread(RuleBasedStateMachine):
    """One conversation after the other, at three agencies, about two people."""

    cast: Cast

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.told: dict[datetime, dict[tuple[Actor, tuple[UUID, UUID], str], frozenset[str]]] = {}
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        try:
            self.the_past_stays_as_it_was()
        finally:
            transaction.set_rollback(True)
            self.undone.__exit__(None, None, None)

    # Who and what -------------------------------------------------------------------------

    @property
    def records(self) -> list[tuple[UUID, Actor]]:
        return [
            (self.cast.amina, self.cast.noor),
            (self.cast.bela, self.cast.noor),
            (self.cast.bela, self.cast.amal),
        ]

    def recipient(self, n: int, holder: Actor) -> Actor:
        focal = [self.cast.amal, self.cast.officer, self.cast.counsel]
        return [actor for actor in focal if actor.agency != holder.agency][n % 2]

    def nth_of(self, rows: Iterator[object], n: int) -> object | None:
        found = list(rows)
        return found[n % len(found)] if found else None

    def holder_of(self, agency: UUID) -> Actor:
        return self.cast.noor if agency == self.cast.noor.agency else self.cast.amal

    # What may happen ----------------------------------------------------------------------

    @initialize(n=st.integers(0, 3))
    def agencies_agree(self, n: int) -> None:
        pairs = [
            (self.cast.chief, self.cast.amal),
            (self.cast.chief, self.cast.counsel),
            (self.cast.amal, self.cast.counsel),
        ]
        for one, other in pairs[:n]:
            self.propose(one, other, list(EVERY_PART), list(Purpose), timedelta(), None, True)

    @rule(
        record=nth,
        to=nth,
        purpose=st.sampled_from(PURPOSES),
        parts=most_parts,
        lasts=st.sampled_from(LENGTHS),
        given=st.sampled_from(["on_a_page", "by_voice"]),
        says=st.sampled_from(["yes", "yes", "yes", "no"]),
        who=st.sampled_from(["an adult", "an adult", "a child", "nearly"]),
        guardian=st.sampled_from(["", "parent"]),
        harmless=st.sampled_from([False, False, None, True]),
        by_name=st.sampled_from(["", "", "focal", "nurse"]),
        accepts=st.booleans(),
    )
    def the_person_is_asked(
        self, record, to, purpose, parts, lasts, given, says, who, guardian, harmless, by_name,
        accepts,
    ):  # fmt: skip
        person, holder = self.records[record % 3]
        recipient = self.recipient(to, holder)
        names = {"": (), "focal": (recipient.staff,), "nurse": (self.cast.nurse.staff,)}[by_name]
        said = answer(
            recipient.agency,
            self.now,
            purpose=purpose,
            parts=parts,
            until=self.now + lasts,
            given=given,
            answer=says,
            birth=BORN[who],
            given_by=guardian or "the_person",
            guardian_accompanies=harmless,
            guardian_suspected=False,
            guardian_benefits=False,
            recipient_staff=names,
        )
        with suppress(Refused, NotHere):
            key = record_consent(person, said, by=holder, at=self.now)
            if accepts:
                self.accept(key, recipient, parts, names, None)

    @rule(
        record=nth,
        to=nth,
        purpose=st.sampled_from(PURPOSES),
        parts=most_parts,
        child=st.sampled_from(["agrees", "objects", "too_young", "not_asked"]),
        who=st.sampled_from(["a child", "nearly", "an adult"]),
        guardian=st.sampled_from(["", "parent"]),
        suspected=st.sampled_from([False, True, None]),
        accepts=st.booleans(),
    )
    def it_is_decided_for_a_child(
        self, record, to, purpose, parts, child, who, guardian, suspected, accepts
    ):
        person, holder = self.records[record % 3]
        recipient = self.recipient(to, holder)
        decision = BestInterestDecision(
            recipient=recipient.agency,
            purpose=purpose,
            parts=parts,
            until=self.now + timedelta(days=200),
            views={"child": child, "carer": "agrees"},
            deciders="The child protection officer",
            why="There is nobody else.",
            birth=BORN[who],
            decided_with=guardian,
            guardian_accompanies=False,
            guardian_suspected=suspected,
            guardian_benefits=False,
        )
        with suppress(Refused, NotHere):
            key = decide_best_interest(person, decision, by=holder, at=self.now)
            if accepts:
                self.accept(key, recipient, parts, (), None)

    @rule(
        record=nth,
        to=nth,
        cause=st.sampled_from(["child", "danger_to_life"]),
        parts=st.sets(st.sampled_from(["identity", "whereabouts", "risk", "contact"])),
        lasts=st.sampled_from(LENGTHS),
    )
    def the_law_requires_a_report(self, record, to, cause, parts, lasts):
        person, holder = self.records[record % 3]
        recipient = self.recipient(to, holder)
        due = DueReport(
            recipient=recipient.agency,
            recipient_staff=[recipient.staff],
            cause=cause,
            parts=sorted(parts),
            until=self.now + lasts,
            person_was_told=True,
            why="A child is in danger.",
        )
        with suppress(Refused, NotHere):
            make_report(person, due, by=holder, at=self.now)

    @rule(
        record=nth,
        who=st.sampled_from(["noor", "amal", "nurse", "officer", "lina"]),
        waits=st.sampled_from([9, 10, 11, 59, 60]),
        why=st.sampled_from(["attack", "attack", "curious"]),
    )
    def a_life_is_in_danger_and_nobody_answers(self, record, who, waits, why):
        person, holder = self.records[record % 3]
        asker = able(getattr(self.cast, who), ["open_in_emergency"])
        with suppress(Refused, NotHere):
            call = show_on_call_number(person, holder.agency, by=asker, at=self.now)
            self.now += timedelta(minutes=waits)
            danger = Danger(why=why, words="She called, and then the line broke off.")
            open_in_emergency(call, danger, by=asker, at=self.now)

    @rule(verdict=st.sampled_from(["right", "wrong"]))
    def an_emergency_is_reviewed(self, verdict):
        emergency = Emergency.objects.filter(reviewed_at=None).first()
        if emergency:
            by = self.holder_of(emergency.holder_id)
            with suppress(Refused, NotHere):
                review_emergency(emergency.key, verdict, "Seen.", by=by, at=self.now)

    @rule(record=nth)
    def an_order_comes_on_paper(self, record):
        person, holder = self.records[record % 3]
        paper = PaperOrder(
            authority=self.cast.prosecutor.pk, number="7/26", parts=["justice", "identity"]
        )
        with suppress(Refused, NotHere):
            key = receive_order(person, paper, by=holder, at=self.now)
            check_order(key, by=self.cast.lina, at=self.now)

    @rule(n=nth, parts=most_parts, until=st.sampled_from([None, *LENGTHS]))
    def an_offer_is_accepted(self, n, parts, until):
        ground = self.nth_of(Ground.objects.order_by("pk"), n)
        if ground:
            to = next(a for a in self.cast.everybody if a.agency == ground.recipient_id)
            focal = {self.cast.nurse.staff: self.cast.amal}.get(to.staff, to)
            names = [UUID(staff) for staff in ground.recipient_staff]
            with suppress(Refused, NotHere):
                self.accept(ground.key, focal, parts, names, until)

    def accept(self, key, focal, parts, names, until):
        ends = until and self.now + until
        staff = [focal.staff, *names]
        open_parts(key, parts=parts, to_staff=staff, by=focal, at=self.now, until=ends)

    @rule(n=nth)
    def an_opening_is_closed(self, n):
        opening = self.nth_of(Opening.objects.order_by("pk").select_related("ground"), n)
        if opening:
            close_parts(opening.pk, by=self.holder_of(opening.ground.holder_id), at=self.now)

    @rule(ends=st.booleans())
    def the_shelter_has_other_focal_points(self, ends):
        change = end_focal_point if ends else name_focal_point
        with suppress(Refused, NotHere):
            change(Staff.objects.get(pk=self.cast.nurse.staff).key, by=self.cast.amal, at=self.now)

    @rule(n=nth)
    def a_yes_is_withdrawn(self, n):
        ground = self.nth_of(Ground.objects.order_by("pk"), n)
        if ground:
            with suppress(Refused, NotHere):
                withdraw_consent(ground.key, by=self.holder_of(ground.holder_id), at=self.now)

    @rule(n=nth)
    def a_report_is_withdrawn(self, n):
        report = self.nth_of(Report.objects.order_by("pk"), n)
        if report:
            with suppress(Refused, NotHere):
                withdraw_report(report.key, by=self.holder_of(report.holder_id), at=self.now)

    @rule(
        pair=nth,
        parts=most_parts,
        purposes=st.sets(st.sampled_from(PURPOSES), min_size=1).map(sorted),
        starts=st.sampled_from([timedelta(), timedelta(days=-1), timedelta(hours=2)]),
        lasts=st.sampled_from([None, *LENGTHS]),
        signed=st.booleans(),
    )
    def an_agreement_is_made(self, pair, parts, purposes, starts, lasts, signed):
        both = [(self.cast.chief, self.cast.amal), (self.cast.counsel, self.cast.chief)][pair % 2]
        self.propose(*both, parts, purposes, starts, lasts, signed)

    def propose(self, one, other, parts, purposes, starts, lasts, signed):
        begins = self.now + starts
        key = propose_agreement(
            other.agency,
            parts=parts,
            purposes=purposes,
            starts=begins,
            until=lasts and begins + lasts,
            paper="",
            by=one,
            at=self.now,
        )
        if signed:
            with suppress(Refused):
                sign_agreement(key, by=other, at=self.now)

    @rule(n=nth)
    def an_agreement_is_signed_later(self, n):
        waiting = Agreement.objects.filter(signed_b_at=None, ended_at=None).order_by("pk")
        agreement = self.nth_of(waiting, n)
        if agreement:
            signers = {a.agency: a for a in (self.cast.chief, self.cast.amal)}
            with suppress(Refused):
                sign_agreement(agreement.key, by=signers[agreement.agency_b_id], at=self.now)

    @rule(n=nth)
    def an_agreement_is_ended(self, n):
        agreement = self.nth_of(Agreement.objects.filter(ended_at=None).order_by("pk"), n)
        if agreement:
            enders = {a.agency: a for a in (self.cast.counsel, self.cast.amal, self.cast.chief)}
            end_agreement(agreement.key, by=enders[agreement.agency_a_id], at=self.now)

    @rule(record=nth, others=st.sets(st.sampled_from(["lina", "amal", "counsel", "nurse"])))
    def the_record_is_locked(self, record, others):
        person, holder = self.records[record % 3]
        with suppress(NotHere):
            staff = [getattr(self.cast, name).staff for name in sorted(others)]
            lock_person(person, staff, by=holder, at=self.now)

    @rule(record=nth)
    def the_record_is_unlocked(self, record):
        person, holder = self.records[record % 3]
        with suppress(NotHere):
            unlock_person(person, by=holder, at=self.now)

    @rule(record=nth, again=st.booleans())
    def the_record_ends(self, record, again):
        person, holder = self.records[record % 3]
        end_record(person, by=holder, at=self.now)
        if again:
            begin_record(person, by=holder, at=self.now)

    @rule(by=st.sampled_from([MOMENT, timedelta(minutes=59), timedelta(hours=3), *LENGTHS]))
    def time_passes(self, by):
        self.now += by

    @rule(n=nth, just_before=st.booleans())
    def time_passes_to_an_end(self, n, just_before):
        ends = Access.objects.filter(until__gt=self.now).order_by("until").values_list("until")
        days = [(date(2026, 5, 20),), (date(2030, 9, 1),)]
        midnights = [(datetime.combine(day, NOON.min.time(), NOON.tzinfo),) for (day,) in days]
        coming = sorted({end for (end,) in (*ends, *midnights) if self.now < end < FAR})
        if coming:
            self.now = max(
                self.now, coming[n % len(coming)] - (MOMENT if just_before else 0 * MOMENT)
            )

    # What must hold -----------------------------------------------------------------------

    @invariant()
    def rows_are_the_decision(self):
        law = stored()
        told = self.told[self.now] = {}
        for actor in self.cast.everybody:
            readable = {
                (person, holder): parts
                for person in (self.cast.amina, self.cast.bela)
                for holder, parts in holders_readable(actor, person, self.now).items()
            }
            for person, by in self.records:
                record = (person, by.agency)
                decided = {
                    purpose: law.parts(actor, *record, Purpose(purpose), self.now)
                    for purpose in PURPOSES
                }
                assert readable.pop(record, frozenset()) == frozenset().union(*decided.values())
                for purpose, parts in decided.items():
                    told[actor, record, purpose] = parts
                    if any(decided.values()):
                        assert readable_parts(actor, *record, self.now, purpose) == parts
            assert not readable

    def the_past_stays_as_it_was(self):
        """Rows of last week still tell who could read last week."""
        for at, told in list(self.told.items())[-3:]:
            for (actor, record, purpose), then in told.items():
                if purpose == "care":
                    assert readable_parts(actor, *record, at, purpose) == then


FAR = NOON + timedelta(days=365 * 20)


def run_threads(examples: int, steps: int) -> None:
    class OfThisHouse(Thread):
        cast = the_cast()

    run(
        OfThisHouse,
        settings=settings(
            max_examples=examples,
            stateful_step_count=steps,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


@pytest.mark.django_db
def test_no_sequence_of_acts_makes_the_rows_say_anything_else_than_the_decision() -> None:
    run_threads(examples=20, steps=12)


@pytest.mark.long
@pytest.mark.django_db
def test_nor_do_many_long_sequences() -> None:
    run_threads(examples=400, steps=40)

"""Whatever is said, taken back, locked and answered: nobody is told of who did not say yes."""

from contextlib import suppress
from datetime import datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule
from hypothesis.stateful import run_state_machine_as_test as run

from throughcare.agencies.tests.factories import NOON
from throughcare.consent.services import lock_person, unlock_person
from throughcare.kernel.errors import NotHere, Refused
from throughcare.linking.doors import questions_to
from throughcare.linking.models import Permission
from throughcare.linking.queries import others_page
from throughcare.linking.rules import Kind
from throughcare.linking.services import (
    answer_question,
    ask_others,
    compare_what_was_asked,
    forget_what_is_over,
    withdraw_permission,
)
from throughcare.linking.tests.cast import Here, Scene, recorded, says

LENGTHS = [timedelta(minutes=1), timedelta(days=2), timedelta(days=31), timedelta(days=91)]
nth = st.integers(0, 2)


class Thread(RuleBasedStateMachine):
    """Dawn Hotline asks about Amina, whom Lotus Shelter and Other NGO know too.

    What must hold is said by a plain account beside the tables: who said yes, until when, who is
    locked, and what was answered while all of it held.
    """

    scene: Scene
    asker: Here
    holders: tuple[Here, Here]

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON + timedelta(minutes=1)
        self.may_be_found: dict[Here, tuple[datetime, datetime]] = {}
        self.may_ask_until: datetime | None = None
        self.locked: set[Here] = set()
        self.asked_at: datetime | None = None
        self.answered: set[Here] = set()
        self.undone = transaction.atomic()
        self.undone.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.undone.__exit__(None, None, None)

    def everybody(self, n: int) -> Here:
        return (*self.holders, self.asker)[n % 3]

    def forgets(self, here: Here) -> None:
        self.answered.discard(here)

    # What may happen ----------------------------------------------------------------------

    @initialize(found=st.sets(st.integers(0, 1)), asks=st.booleans())
    def some_said_yes_before(self, found: set[int], asks: bool) -> None:
        for who in sorted(found):
            self.somebody_is_asked(who, Kind.BE_FOUND, "yes")
        if asks:
            self.somebody_is_asked(2, Kind.ASK, "yes")
            self.now += timedelta(minutes=1)
            self.others_are_asked()
            self.the_worker_makes_a_round()

    @rule(who=nth, kind=st.sampled_from(list(Kind)), answer=st.sampled_from(["yes", "yes", "no"]))
    def somebody_is_asked(self, who: int, kind: Kind, answer: str) -> None:
        here = self.everybody(who)
        says(here, kind, answer, at=self.now)
        until = self.now + timedelta(days=90)
        if kind is Kind.BE_FOUND:
            self.may_be_found.pop(here, None)
            self.forgets(here)
            if answer == "yes":
                self.may_be_found[here] = (self.now, until)
        elif here is self.asker:
            self.may_ask_until = until if answer == "yes" else None
            self.answered.clear()
            self.asked_at = None

    @rule(who=nth, kind=st.sampled_from(list(Kind)))
    def somebody_takes_it_back(self, who: int, kind: Kind) -> None:
        here = self.everybody(who)
        row = Permission.objects.filter(person=here.person, kind=kind, ended_at=None).first()
        if row is None:
            return
        withdraw_permission(here.key, row.key, by=here.by, at=self.now)
        if kind is Kind.BE_FOUND:
            self.may_be_found.pop(here, None)
            self.forgets(here)
        elif here is self.asker:
            self.may_ask_until, self.asked_at = None, None
            self.answered.clear()

    @rule(who=st.integers(0, 1), locks=st.booleans())
    def a_record_is_locked_or_unlocked(self, who: int, locks: bool) -> None:
        here = self.holders[who]
        if locks:
            lock_person(here.person, [], by=here.by, at=self.now)
            self.locked.add(here)
            self.forgets(here)
        else:
            unlock_person(here.person, by=here.by, at=self.now)
            self.locked.discard(here)

    @rule()
    def others_are_asked(self) -> None:
        with suppress(Refused):
            ask_others(self.asker.key, by=self.asker.by, at=self.now)
            assert self.may_ask_until is not None
            assert self.may_ask_until > self.now
            self.asked_at = self.now

    @rule()
    def the_worker_makes_a_round(self) -> None:
        compare_what_was_asked(self.now)
        forget_what_is_over(self.now)

    @rule(who=st.integers(0, 1), answer=st.sampled_from(["yes", "yes", "no"]))
    def a_holder_answers(self, who: int, answer: str) -> None:
        here = self.holders[who]
        for question in questions_to(here.by, self.now):
            assert self.holds(here), "a question is shown of somebody who may not be found"
            with suppress(NotHere):
                speaks = here.by.staff
                answer_question(question.key, answer, speaks, by=here.by, at=self.now)
                if answer == "yes":
                    self.answered.add(here)

    @rule(by=st.sampled_from(LENGTHS))
    def time_passes(self, by: timedelta) -> None:
        self.now += by

    # What must hold -----------------------------------------------------------------------

    def holds(self, here: Here) -> bool:
        since, until = self.may_be_found.get(here, (NOON, NOON))
        asks = self.may_ask_until is not None and self.may_ask_until > self.now
        return asks and since <= self.now < until and here not in self.locked

    @invariant()
    def the_asker_hears_of_nobody_but_who_said_yes(self) -> None:
        page = others_page(self.asker.by, self.asker.person, self.now)
        agencies = {"Lotus Shelter": self.holders[0], "Other NGO": self.holders[1]}
        heard_of = {agencies[row.agency] for row in page.answers}
        assert heard_of == {here for here in self.answered if self.holds(here)}

    @invariant()
    def only_whoever_may_be_found_hears_a_question(self) -> None:
        for here in self.holders:
            questions = list(questions_to(here.by, self.now))
            assert not questions or self.holds(here)
            assert {row.person_id for row in questions} <= {here.person}


def run_threads(examples: int, steps: int) -> None:
    scene = Scene()

    class OfThisHouse(Thread):
        pass

    OfThisHouse.scene = scene
    OfThisHouse.asker = recorded(scene.noor)
    OfThisHouse.holders = (recorded(scene.ines), recorded(scene.stranger, "Aminah"))
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
def test_no_sequence_of_words_locks_and_answers_betrays_anybody() -> None:
    run_threads(examples=15, steps=20)


@pytest.mark.long
@pytest.mark.django_db
def test_nor_do_many_long_sequences() -> None:
    run_threads(examples=300, steps=40)

"""Who finds a referral, a draft, a link; and that for everybody else nothing is there."""

import hashlib
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.queries import newest_lines
from throughcare.cases.doors import cases_of, events_of
from throughcare.cases.services import lock_case, write_note
from throughcare.consent.doors import holders_readable
from throughcare.consent.services import lock_person, withdraw_consent
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.records import new_key
from throughcare.referrals import doors, queries
from throughcare.referrals.models import Draft, Referral
from throughcare.referrals.rules import Way
from throughcare.referrals.services import (
    Offer,
    accept_referral,
    answer_question,
    ask_about_referral,
    decline_referral,
    make_link,
    offer_referral,
    report_outcome,
    save_draft,
    withdraw_referral,
)
from throughcare.referrals.tests.factories import Scene
from throughcare.referrals.tests.summaries import BED

SOON = NOON + timedelta(minutes=20)
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)


@pytest.fixture
def key(scene: Scene) -> str:
    """Dawn Hotline has offered; Lotus Shelter has not yet answered."""
    return scene.offered()[0]


@pytest.fixture
def draft(scene: Scene) -> str:
    return save_draft(scene.case_key, BED, urgency="urgent", words="A bed", by=scene.noor, at=NOON)


def by_way(scene: Scene, way: Way, urgency: str = "urgent") -> str:
    to = [Offer(scene.bed.key, way)]
    (key,) = offer_referral(
        scene.case_key, BED, to=to, urgency=urgency, words="A bed", by=scene.noor, at=NOON
    )
    return key


def sees(by: Actor, key: str, door: Callable[..., object] = doors.referral_for) -> bool:
    try:
        door(by, key, SOON)
    except NotHere:
        return False
    return True


def statements(call: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked, pytest.raises(NotHere):
        call()
    return [query["sql"].split("WHERE")[0] for query in asked.captured_queries]


class TestAReferral:
    def test_is_there_for_those_who_read_the_record_and_those_who_answer(
        self, scene: Scene, key: str
    ) -> None:
        for by in (scene.noor, scene.sami, scene.ines, scene.night):
            assert sees(by, key)
        for outside in (scene.stranger, scene.officer):
            assert not sees(outside, key)

    def test_forbidden_is_as_absent_in_one_query(self, scene: Scene, key: str) -> None:
        for outside in (scene.stranger, scene.officer):
            forbidden = statements(lambda by=outside: doors.referral_for(by, key, SOON))
            absent = statements(lambda by=outside: doors.referral_for(by, new_key(), SOON))
            assert forbidden == absent
            assert len(forbidden) == 1

    def test_is_not_there_for_staff_whose_duties_do_not_answer(
        self, scene: Scene, key: str
    ) -> None:
        editor = actor(scene.lotus, "Editor", ["service_editor", "administrator"])
        assert not sees(editor, key)
        assert not doors.referrals_received(editor, SOON).exists()

    def test_is_not_there_for_a_colleague_of_the_sender_outside_the_lock(
        self, scene: Scene, key: str
    ) -> None:
        lock_case(scene.case_key, [], by=scene.noor, at=NOON)
        assert not sees(scene.sami, key)
        assert not doors.referrals_sent(scene.sami, SOON).exists()
        assert sees(scene.noor, key)

    def test_is_not_there_for_a_colleague_of_the_receiver_once_its_own_record_is_locked(
        self, scene: Scene, key: str
    ) -> None:
        accept_referral(key, by=scene.ines, at=NOON)
        assert sees(scene.night, key)
        lock_person(scene.person, [], by=scene.ines, at=NOON)
        assert not sees(scene.night, key)
        assert not doors.referrals_received(scene.night, SOON).exists()
        assert sees(scene.ines, key)

    def test_by_phone_is_there_for_its_sender_alone(self, scene: Scene) -> None:
        key = by_way(scene, Way.PHONE)
        assert sees(scene.noor, key)
        assert not sees(scene.ines, key)
        assert not doors.referrals_received(scene.ines, SOON).exists()

    def test_has_a_sender_and_a_receiver_who_do_not_change_places(
        self, scene: Scene, key: str
    ) -> None:
        assert sees(scene.noor, key, doors.referral_sent)
        assert not sees(scene.ines, key, doors.referral_sent)
        assert sees(scene.ines, key, doors.referral_received)
        assert not sees(scene.noor, key, doors.referral_received)

    def test_opened_leaves_a_look_about_the_person_and_whose_record_it_was(
        self, scene: Scene, key: str
    ) -> None:
        found = doors.referral_opened(scene.ines, key, SOON)
        (line, *_) = newest_lines()
        assert (line.kind, line.code, line.actor) == (
            "look",
            "referral.looked_at",
            scene.ines.staff,
        )
        assert len(line.entry["subjects"]) == 3
        assert found.key == key

    def test_refused_leaves_no_look(self, scene: Scene, key: str) -> None:
        before = newest_lines()[0].seq
        with pytest.raises(NotHere):
            doors.referral_opened(scene.stranger, key, SOON)
        assert newest_lines()[0].seq == before

    def test_keeps_its_sentence_sealed(self, scene: Scene, key: str) -> None:
        referral = doors.referral_for(scene.ines, key, SOON)
        assert doors.words_of(referral) == "A safe bed tonight"
        assert b"bed" not in bytes(referral.words or b"")
        referral.words = None
        assert doors.words_of(referral) == ""


class TestALink:
    def test_leads_to_an_offer_while_it_waits(self, scene: Scene) -> None:
        key = by_way(scene, Way.LINK, "danger")
        token = make_link(key, by=scene.noor, at=NOON)
        assert doors.referral_by_link(token, NOON + HOUR - MOMENT).key == key
        with pytest.raises(NotHere):
            doors.referral_by_link(token, NOON + HOUR)

    def test_is_not_kept_where_a_thief_would_find_it(self, scene: Scene) -> None:
        key = by_way(scene, Way.LINK)
        token = make_link(key, by=scene.noor, at=NOON)
        stored = Referral.objects.get(key=key).link_hash
        assert stored == hashlib.sha256(token.encode()).hexdigest()
        with pytest.raises(NotHere):
            doors.referral_by_link(stored, SOON)

    @pytest.mark.parametrize("guess", ["", "A" * 22])
    def test_guessed_leads_nowhere(self, scene: Scene, guess: str) -> None:
        scene.offered()
        to = [Offer(scene.spare.key, Way.LINK)]
        offer_referral(scene.case_key, BED, to=to, urgency="urgent", by=scene.noor, at=NOON)
        with pytest.raises(NotHere):
            doors.referral_by_link(guess, SOON)

    def test_made_anew_takes_the_place_of_the_old(self, scene: Scene) -> None:
        key = by_way(scene, Way.LINK)
        old, new = (make_link(key, by=scene.noor, at=NOON) for _ in range(2))
        assert doors.referral_by_link(new, SOON).key == key
        with pytest.raises(NotHere):
            doors.referral_by_link(old, SOON)

    def test_of_a_withdrawn_offer_leads_nowhere(self, scene: Scene) -> None:
        key = by_way(scene, Way.LINK)
        token = make_link(key, by=scene.noor, at=NOON)
        withdraw_referral(key, by=scene.noor, at=NOON)
        with pytest.raises(NotHere):
            doors.referral_by_link(token, SOON)

    def test_opens_no_offer_that_is_reached_another_way(self, scene: Scene) -> None:
        key = by_way(scene, Way.LINK)
        token = make_link(key, by=scene.noor, at=NOON)
        Referral.objects.get(key=key).change(way="account")
        with pytest.raises(NotHere):
            doors.referral_by_link(token, SOON)


class TestADraft:
    def test_is_its_writers_alone(self, scene: Scene, draft: str) -> None:
        assert doors.draft_of(scene.noor, draft, SOON).case == scene.case
        for other in (scene.sami, scene.ines, scene.stranger):
            forbidden = statements(lambda by=other: doors.draft_of(by, draft, SOON))
            assert forbidden == statements(lambda by=other: doors.draft_of(by, new_key(), SOON))
            assert len(forbidden) == 1

    def test_is_gone_for_a_writer_whom_a_lock_leaves_out(self, scene: Scene) -> None:
        key = save_draft(scene.case_key, BED, urgency="urgent", by=scene.sami, at=NOON)
        assert doors.draft_of(scene.sami, key, SOON)
        lock_case(scene.case_key, [], by=scene.noor, at=NOON)
        with pytest.raises(NotHere):
            doors.draft_of(scene.sami, key, SOON)
        assert not doors.drafts_of(scene.sami, SOON).exists()

    def test_stays_at_the_agency_that_its_writer_left(self, scene: Scene, draft: str) -> None:
        elsewhere = replace(scene.noor, agency=scene.lotus.pk)
        with pytest.raises(NotHere):
            doors.draft_of(elsewhere, draft, SOON)
        accept_referral(scene.offered()[0], by=scene.ines, at=NOON)
        assert not doors.drafts_of(elsewhere, SOON).exists()

    def test_is_sealed(self, scene: Scene, draft: str) -> None:
        row = Draft.objects.get(key=draft)
        assert doors.words_of(row) == "A bed"
        assert b"bed" not in bytes(row.words or b"")


class TestAQuestion:
    def test_is_found_through_its_own_referral_alone(self, scene: Scene, key: str) -> None:
        question = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        there = doors.referral_for(scene.noor, key, SOON)
        assert doors.question_to(there, question).key == question
        (other,) = scene.offered(scene.spare)
        elsewhere = doors.referral_for(scene.noor, other, SOON)
        for row, asked in ((elsewhere, question), (there, new_key())):
            with pytest.raises(NotHere):
                doors.question_to(row, asked)

    def test_is_sealed_with_its_answer(self, scene: Scene, key: str) -> None:
        question = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        there = doors.referral_for(scene.noor, key, SOON)
        assert doors.question_words(doors.question_to(there, question)) == ("A cot?", "")
        answer_question(key, question, "Two.", by=scene.noor, at=SOON)
        row = doors.question_to(there, question)
        assert doors.question_words(row) == ("A cot?", "Two.")
        assert b"cot" not in bytes(row.question)
        assert b"Two" not in bytes(row.answer or b"")


def test_before_acceptance_the_receiver_has_no_other_way_in(scene: Scene, key: str) -> None:
    write_note(scene.case_key, "Secret.", part="situation", by=scene.noor, at=NOON)
    assert sees(scene.ines, key)
    assert holders_readable(scene.ines, scene.person, SOON) == {}
    assert not events_of(scene.ines, scene.person, SOON).exists()
    assert not cases_of(scene.ines, SOON).exists()


class TestAnOfferThatNobodyTook:
    ENDINGS: dict[str, Callable[[Scene, str], object]] = {
        "declined": lambda scene, key: decline_referral(
            key, reason="no_place", by=scene.ines, at=SOON
        ),
        "withdrawn": lambda scene, key: withdraw_referral(key, by=scene.noor, at=SOON),
        "consent withdrawn": lambda scene, key: withdraw_consent(
            scene.consents[scene.lotus.pk], by=scene.noor, at=SOON
        ),
    }

    @pytest.mark.parametrize("ending", sorted(ENDINGS))
    def test_keeps_its_words_for_the_sender_alone(
        self, scene: Scene, key: str, ending: str
    ) -> None:
        ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        self.words(scene, key, SOON, {scene.noor: 1, scene.ines: 1})
        self.ENDINGS[ending](scene, key)
        self.words(scene, key, SOON, {scene.noor: 1, scene.ines: 0})

    def test_keeps_them_no_longer_than_its_clock(self, scene: Scene, key: str) -> None:
        ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        self.words(scene, key, NOON + HOUR - MOMENT, {scene.noor: 1, scene.ines: 1})
        self.words(scene, key, NOON + HOUR, {scene.noor: 1, scene.ines: 0})

    def test_is_not_one_that_was_accepted_or_has_ended(self, scene: Scene, key: str) -> None:
        ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        accept_referral(key, by=scene.ines, at=SOON)
        self.words(scene, key, SOON, {scene.noor: 1, scene.ines: 1})
        report_outcome(key, outcome="service_started", by=scene.ines, at=SOON)
        self.words(scene, key, SOON, {scene.noor: 1, scene.ines: 1})

    def words(self, scene: Scene, key: str, at: datetime, readers: dict[Actor, int]) -> None:
        for by, there in readers.items():
            referral = doors.referral_for(by, key, at)
            assert doors.words_for(by, referral, at) == "A safe bed tonight" * there
            assert len(queries.questions_of(by, referral, at)) == there
            assert (queries.row_of(referral, by, at).headline == "A safe bed tonight") == there

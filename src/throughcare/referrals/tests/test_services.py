from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import newest_lines
from throughcare.audit.services import act
from throughcare.cases.models import CaseFile, Event
from throughcare.cases.services import close_case, erase_case
from throughcare.consent.doors import holders_readable, readable_parts
from throughcare.consent.services import Answer, record_consent, withdraw_consent
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals import doors
from throughcare.referrals.models import Draft, Question, Referral, UnmetNeed
from throughcare.referrals.rules import Way
from throughcare.referrals.services import (
    Offer,
    accept_referral,
    answer_by_link,
    answer_question,
    ask_about_referral,
    decline_referral,
    drop_draft,
    enter_answer,
    erase_referrals,
    expire_overdue,
    hand_over,
    make_link,
    offer_referral,
    report_outcome,
    save_draft,
    withdraw_referral,
)
from throughcare.referrals.tests.factories import ALLOWED, Scene
from throughcare.referrals.tests.summaries import BED

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)


def test_accepting_opens_exactly_what_was_allowed_to_the_focal_point(scene: Scene) -> None:
    (key,) = scene.offered()
    assert holders_readable(scene.ines, scene.person, SOON) == {}
    accept_referral(key, by=scene.ines, at=SOON)
    opened = readable_parts(scene.ines, scene.person, scene.dawn.pk, SOON)
    assert opened == frozenset(ALLOWED)
    assert readable_parts(scene.night, scene.person, scene.dawn.pk, SOON) == frozenset()
    assert readable_parts(scene.officer, scene.person, scene.dawn.pk, SOON) == frozenset()


def test_an_act_leaves_one_line(scene: Scene) -> None:
    (key,) = scene.offered()
    before = newest_lines()[0].seq
    accept_referral(key, by=scene.ines, at=SOON)
    (line, *_) = newest_lines()
    assert (line.seq, line.code) == (before + 1, "referral.accepted")


def test_the_case_manager_stays_and_sees_the_answer_and_the_outcome(scene: Scene) -> None:
    (key,) = scene.offered()
    accept_referral(key, by=scene.ines, at=SOON)
    hand_over(key, by=scene.ines, at=SOON)
    report_outcome(key, outcome="service_started", by=scene.ines, at=SOON)
    kinds = list(
        Event.objects.filter(agency=scene.dawn, kind__startswith="referral_").values_list(
            "kind", flat=True
        )
    )
    assert kinds == ["referral_offered", "referral_accepted", "referral_outcome"]
    scene.case.refresh_from_db()
    assert scene.case.manager_id == scene.noor.staff
    assert scene.case.status == "Active"


def test_a_transfer_moves_case_management_when_the_person_has_arrived(scene: Scene) -> None:
    (key,) = scene.offered(kind="transfer")
    accept_referral(key, by=scene.ines, at=SOON)
    hand_over(key, by=scene.ines, at=SOON)
    scene.case.refresh_from_db()
    assert (scene.case.status, scene.case.closing_reason) == ("ClosedReferred", "transferred")
    assert CaseFile.objects.get(agency=scene.lotus).manager_id == scene.ines.staff


def test_the_first_yes_withdraws_the_other_offers(scene: Scene) -> None:
    first, second = scene.offered(scene.bed, scene.spare)
    accept_referral(first, by=scene.ines, at=SOON)
    assert Referral.objects.get(key=second).state == "withdrawn"
    (told,) = Event.objects.filter(kind="referral_withdrawn")
    assert (told.agency, told.codes["agency_code"]) == (scene.dawn, scene.other.code)
    with pytest.raises(Refused, match="withdrawn"):
        accept_referral(second, by=scene.stranger, at=SOON)


def test_a_transfer_closes_no_case_while_another_service_expects_the_person(scene: Scene) -> None:
    (first,) = scene.offered(scene.spare)
    accept_referral(first, by=scene.stranger, at=SOON)
    (second,) = scene.offered(scene.bed, kind="transfer")
    own = accept_referral(second, by=scene.ines, at=SOON)
    hand_over(second, by=scene.ines, at=SOON)
    assert CaseFile.objects.get(key=scene.case_key).closed_at is None
    assert CaseFile.objects.get(key=own).manager_id == scene.ines.staff


@pytest.mark.parametrize("end", [withdraw_referral, partial(decline_referral, reason="no_place")])
def test_a_question_about_an_offer_that_nobody_took_is_not_answered(
    scene: Scene, end: Callable[..., object]
) -> None:
    (key,) = scene.offered()
    question = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
    end(key, by=scene.noor if end is withdraw_referral else scene.ines, at=SOON)
    with pytest.raises(Refused, match="Nobody took"):
        answer_question(key, question, "One.", by=scene.noor, at=SOON)


def test_withdrawing_closes_what_acceptance_had_opened(scene: Scene) -> None:
    (key,) = scene.offered()
    accept_referral(key, by=scene.ines, at=SOON)
    withdraw_referral(key, by=scene.noor, at=SOON + timedelta(minutes=1))
    after = SOON + timedelta(minutes=1)
    assert readable_parts(scene.ines, scene.person, scene.dawn.pk, after) == frozenset()


def test_withdrawing_the_consent_stops_reading_at_once(scene: Scene) -> None:
    (key,) = scene.offered()
    accept_referral(key, by=scene.ines, at=SOON)
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=SOON)
    assert readable_parts(scene.ines, scene.person, scene.dawn.pk, SOON) == frozenset()


def test_an_offer_cannot_be_accepted_once_its_consent_is_gone(scene: Scene) -> None:
    (key,) = scene.offered()
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=SOON)
    with pytest.raises((Refused, NotHere)):
        accept_referral(key, by=scene.ines, at=SOON)


@pytest.mark.parametrize("who", ["stranger", "officer", "sami_of_elsewhere"])
def test_nobody_else_can_tell_that_an_offer_exists(scene: Scene, who: str) -> None:
    (key,) = scene.offered()
    outsider = scene.officer if who == "officer" else scene.stranger
    with pytest.raises(NotHere):
        doors.referral_for(outsider, key, SOON)
    with pytest.raises(NotHere):
        doors.referral_for(outsider, "A" * 22, SOON)


def test_an_offer_needs_a_consent_and_says_so(scene: Scene) -> None:
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="has not allowed"):
        scene.offered()
    assert not Referral.objects.exists()


def test_asking_and_answering_go_on_while_the_clock_runs(scene: Scene) -> None:
    (key,) = scene.offered()
    question = ask_about_referral(key, "Is there a cot?", by=scene.ines, at=SOON)
    assert Referral.objects.get(key=key).state == "asked"
    answer_question(key, question, "Yes, one.", by=scene.noor, at=SOON)
    assert Referral.objects.get(key=key).state == "offered"
    found = doors.referral_for(scene.ines, key, SOON).questions.get()
    assert doors.question_words(found) == ("Is there a cot?", "Yes, one.")


def test_declining_needs_a_reason_and_counts_unmet_need_when_nobody_is_left(scene: Scene) -> None:
    (key,) = scene.offered()
    with pytest.raises(Refused, match="Choose why"):
        decline_referral(key, reason="", by=scene.ines, at=SOON)
    decline_referral(key, reason="no_place", by=scene.ines, at=SOON)
    unmet = UnmetNeed.objects.get()
    assert (unmet.need, unmet.region, unmet.reasons) == ("shelter", "North", ["no_place"])


def test_an_offer_whose_hour_is_over_is_expired_whether_or_not_anything_ran(scene: Scene) -> None:
    (key,) = scene.offered(urgency="danger")
    late = NOON + timedelta(minutes=61)
    with pytest.raises(Refused, match="time to answer is over"):
        accept_referral(key, by=scene.ines, at=late)
    assert expire_overdue(late) == 1
    assert expire_overdue(late) == 0
    assert Referral.objects.get(key=key).state == "expired"
    assert UnmetNeed.objects.count() == 1


def test_a_service_without_an_account_counts_the_same_by_phone(scene: Scene) -> None:
    (key,) = offer_referral(
        scene.case_key,
        BED,
        to=[Offer(scene.bed.key, Way.PHONE)],
        urgency="urgent",
        by=scene.noor,
        at=NOON,
    )
    with pytest.raises(NotHere):
        accept_referral(key, by=scene.ines, at=SOON)
    enter_answer(key, accepted=True, by=scene.noor, at=SOON)
    report_outcome(key, outcome="service_completed", by=scene.noor, at=SOON)
    assert Referral.objects.get(key=key).state == "ended"


def test_a_one_time_link_answers_once(scene: Scene) -> None:
    (key,) = offer_referral(
        scene.case_key,
        BED,
        to=[Offer(scene.bed.key, Way.LINK)],
        urgency="urgent",
        by=scene.noor,
        at=NOON,
    )
    token = make_link(key, by=scene.noor, at=NOON)
    answer_by_link(token, accepted=True, at=SOON)
    with pytest.raises(NotHere):
        answer_by_link(token, accepted=False, reason="no_place", at=SOON)
    assert Referral.objects.get(key=key).state == "accepted"


def test_an_offer_waits_for_the_sender_until_its_last_question_is_answered(scene: Scene) -> None:
    (key,) = scene.offered()
    cot, dog = (ask_about_referral(key, said, by=scene.ines, at=SOON) for said in ("Cot?", "Dog?"))
    answer_question(key, cot, "One.", by=scene.noor, at=SOON)
    assert Referral.objects.get(key=key).state == "asked"
    with pytest.raises(Refused, match="answered before"):
        answer_question(key, cot, "None.", by=scene.noor, at=SOON)
    answer_question(key, dog, "No.", by=scene.noor, at=SOON)
    assert Referral.objects.get(key=key).state == "offered"


@pytest.mark.parametrize("words", ["", " \n"])
def test_a_question_and_its_answer_need_words(scene: Scene, words: str) -> None:
    (key,) = scene.offered()
    with pytest.raises(Refused, match="Write the question"):
        ask_about_referral(key, words, by=scene.ines, at=SOON)
    question = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
    with pytest.raises(Refused, match="Write the answer"):
        answer_question(key, question, words, by=scene.noor, at=SOON)


def test_an_answered_offer_keeps_its_answer_when_a_late_question_is_answered(scene: Scene) -> None:
    (key,) = scene.offered()
    question = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
    accept_referral(key, by=scene.ines, at=SOON)
    answer_question(key, question, "One.", by=scene.noor, at=SOON)
    assert Referral.objects.get(key=key).state == "accepted"


@pytest.mark.parametrize("purpose", ["statistics", "oversight"])
def test_a_yes_to_being_counted_carries_no_referral(scene: Scene, purpose: str) -> None:
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=NOON)
    counted = Answer(
        recipient=scene.lotus.pk,
        purpose=purpose,
        parts=["situation", "risk"],
        until=NOON + timedelta(days=9),
        says_is_adult=True,
    )
    record_consent(scene.person, counted, by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="has not allowed"):
        scene.offered()


def test_an_offer_rests_on_the_yes_it_was_made_on_and_on_no_other(scene: Scene) -> None:
    (key,) = offer_referral(
        scene.case_key,
        BED,
        to=[Offer(scene.bed.key, Way.PHONE)],
        urgency="urgent",
        by=scene.noor,
        at=NOON,
    )
    Referral.objects.get(key=key).ground.change(until=SOON)
    scene.says_yes(scene.lotus.pk)
    with pytest.raises(Refused, match="withdrawn the consent, or it has ended"):
        enter_answer(key, accepted=True, by=scene.noor, at=SOON)


def test_a_case_does_not_close_over_somebody_who_is_on_her_way(scene: Scene) -> None:
    (key,) = scene.offered()
    accept_referral(key, by=scene.ines, at=SOON)
    with pytest.raises(Refused, match="still open"):
        close_case(scene.case_key, reason="plan_fulfilled", by=scene.noor, at=SOON)
    report_outcome(key, outcome="service_started", by=scene.ines, at=SOON)
    close_case(scene.case_key, reason="plan_fulfilled", by=scene.noor, at=SOON)
    scene.case.refresh_from_db()
    assert scene.case.status == "Closed"


class TestErasing:
    def erase(self, scene: Scene, agency: UUID, at: datetime = SOON) -> None:
        with act("test.erased", by=scene.noor, at=at):
            erase_referrals(scene.person, agency, at)
            erase_case(scene.person, agency, at)

    @pytest.mark.parametrize("side", ["dawn", "lotus"])
    def test_waits_while_somebody_is_on_her_way_on_either_side(
        self, scene: Scene, side: str
    ) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        agency = getattr(scene, side).pk
        with pytest.raises(Refused, match="still open"):
            self.erase(scene, agency)
        report_outcome(key, outcome="service_started", by=scene.ines, at=SOON)
        self.erase(scene, agency)

    def test_by_an_agency_that_was_only_asked_leaves_the_offer(self, scene: Scene) -> None:
        (key,) = scene.offered()
        self.erase(scene, scene.lotus.pk)
        assert doors.words_of(doors.referral_for(scene.noor, key, SOON)) == "A safe bed tonight"

    def test_leaves_no_sentence_no_question_and_no_draft(self, scene: Scene) -> None:
        (key,) = scene.offered()
        ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        save_draft(scene.case_key, BED, urgency="urgent", words="A bed", by=scene.noor, at=SOON)
        withdraw_referral(key, by=scene.noor, at=SOON)
        self.erase(scene, scene.dawn.pk)
        assert Referral.objects.get(key=key).words is None
        assert not Question.objects.exists()
        assert not Draft.objects.exists()

    def test_ends_what_is_overdue_so_that_the_clock_never_comes_back_to_her(
        self, scene: Scene
    ) -> None:
        (key,) = scene.offered(urgency="danger")
        late = NOON + timedelta(hours=1)
        self.erase(scene, scene.dawn.pk, late)
        assert Referral.objects.get(key=key).state == "expired"
        assert expire_overdue(late + timedelta(hours=1)) == 0
        assert not Event.objects.filter(person=scene.person, agency=scene.dawn).exists()
        scene.case.refresh_from_db()
        assert scene.case.touched_at == NOON.replace(day=1, hour=0)


def test_a_link_is_made_only_for_an_offer_that_waits_for_one(scene: Scene) -> None:
    (account,) = scene.offered()
    with pytest.raises(Refused, match="not reached by a link"):
        make_link(account, by=scene.noor, at=NOON)
    to = [Offer(scene.spare.key, Way.LINK)]
    (key,) = offer_referral(scene.case_key, BED, to=to, urgency="danger", by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="time to answer is over"):
        make_link(key, by=scene.noor, at=NOON + timedelta(hours=1))


def test_a_draft_is_checked_as_it_is_written(scene: Scene) -> None:
    wanted = {"urgency": "urgent", "by": scene.noor, "at": NOON}
    with pytest.raises(Refused) as refused:
        save_draft(scene.case_key, replace(BED, needs=()), words="x" * 121, **wanted)
    assert len(refused.value.reasons) == 2
    key = save_draft(scene.case_key, BED, words="x" * 120, **wanted)
    assert save_draft(scene.case_key, BED, words="A bed", draft=key, **wanted) == key
    assert doors.words_of(Draft.objects.get()) == "A bed"
    drop_draft(key, by=scene.noor, at=NOON)
    assert not Draft.objects.exists()


@pytest.mark.parametrize("act_on", [hand_over, withdraw_referral])
def test_what_is_not_ones_own_is_not_ended(scene: Scene, act_on: Callable[..., object]) -> None:
    (key,) = scene.offered()
    for outside in (scene.stranger, scene.officer):
        with pytest.raises((NotHere, Refused)):
            act_on(key, by=outside, at=SOON)
    assert Referral.objects.get(key=key).state == "offered"


def test_the_sender_does_not_report_for_a_receiver_who_has_an_account(scene: Scene) -> None:
    (key,) = scene.offered()
    accept_referral(key, by=scene.ines, at=SOON)
    with pytest.raises(NotHere):
        report_outcome(key, outcome="service_started", by=scene.noor, at=SOON)
    with pytest.raises(Refused, match="answers itself"):
        enter_answer(key, accepted=True, by=scene.noor, at=SOON)

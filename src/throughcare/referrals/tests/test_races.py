"""Two acts on one referral at once: the quicker one stands, the slower one is told so."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

import pytest

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import newest_lines
from throughcare.audit.tests.meanwhile import meanwhile
from throughcare.cases.models import Event
from throughcare.cases.services import lock_case
from throughcare.consent.doors import readable_parts
from throughcare.consent.services import withdraw_consent
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals.models import Question, Referral
from throughcare.referrals.rules import Way
from throughcare.referrals.services import (
    Offer,
    accept_referral,
    answer_by_link,
    answer_question,
    ask_about_referral,
    decline_referral,
    expire_overdue,
    hand_over,
    make_link,
    offer_referral,
    report_outcome,
    withdraw_referral,
)
from throughcare.referrals.tests.factories import Scene
from throughcare.referrals.tests.summaries import BED

SOON = NOON + timedelta(minutes=20)
LATE = NOON + timedelta(minutes=60)

Act = Callable[..., object]


def state(key: str) -> str:
    return Referral.objects.get(key=key).state


@pytest.fixture
def key(scene: Scene) -> str:
    return scene.offered()[0]


@pytest.fixture
def withdrawn(scene: Scene, key: str) -> Act:
    return lambda: withdraw_referral(key, by=scene.noor, at=SOON)


class TestAnOffer:
    def test_is_not_made_on_a_consent_withdrawn_at_the_same_moment(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        consent = scene.consents[scene.lotus.pk]
        meanwhile(monkeypatch, lambda: withdraw_consent(consent, by=scene.noor, at=NOON))
        with pytest.raises(Refused, match="has not allowed"):
            scene.offered()
        assert not Referral.objects.exists()
        assert newest_lines()[0].code == "consent.withdrawn"

    def test_is_not_made_by_somebody_whom_a_lock_has_just_left_out(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, lambda: lock_case(scene.case_key, [], by=scene.noor, at=NOON))
        to = [Offer(scene.bed.key)]
        with pytest.raises(NotHere):
            offer_referral(scene.case_key, BED, to=to, urgency="urgent", by=scene.sami, at=NOON)
        assert not Referral.objects.exists()

    def test_is_made_once_when_two_make_it(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, scene.offered)
        with pytest.raises(Refused, match="asked already"):
            scene.offered()
        assert Referral.objects.count() == 1


class TestAYes:
    def test_after_another_yes_to_the_same_need_is_too_late(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = scene.offered(scene.bed, scene.spare)
        meanwhile(monkeypatch, lambda: accept_referral(first, by=scene.ines, at=SOON))
        with pytest.raises(Refused, match="quicker"):
            accept_referral(second, by=scene.stranger, at=SOON)
        assert (state(first), state(second)) == ("accepted", "withdrawn")
        assert not readable_parts(scene.stranger, scene.person, scene.dawn.pk, SOON)

    def test_after_a_withdrawal_opens_nothing(
        self, scene: Scene, key: str, withdrawn: Act, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, withdrawn)
        with pytest.raises(Refused, match="quicker"):
            accept_referral(key, by=scene.ines, at=SOON)
        assert not readable_parts(scene.ines, scene.person, scene.dawn.pk, SOON)

    def test_after_the_consent_was_withdrawn_opens_nothing(
        self, scene: Scene, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        consent = scene.consents[scene.lotus.pk]
        meanwhile(monkeypatch, lambda: withdraw_consent(consent, by=scene.noor, at=SOON))
        with pytest.raises(Refused, match="withdrawn"):
            accept_referral(key, by=scene.ines, at=SOON)
        assert not readable_parts(scene.ines, scene.person, scene.dawn.pk, SOON)
        assert state(key) == "withdrawn"

    def test_through_a_link_after_a_withdrawal_is_too_late(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        to = [Offer(scene.bed.key, Way.LINK)]
        (key,) = offer_referral(
            scene.case_key, BED, to=to, urgency="urgent", by=scene.noor, at=NOON
        )
        token = make_link(key, by=scene.noor, at=NOON)
        meanwhile(monkeypatch, lambda: withdraw_referral(key, by=scene.noor, at=SOON))
        with pytest.raises(Refused, match="quicker"):
            answer_by_link(token, accepted=True, at=SOON)
        assert state(key) == "withdrawn"


class TestTheSlower:
    def test_decline_is_told(
        self, scene: Scene, key: str, withdrawn: Act, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, withdrawn)
        with pytest.raises(Refused, match="quicker"):
            decline_referral(key, reason="no_place", by=scene.ines, at=SOON)
        assert state(key) == "withdrawn"

    def test_question_is_told_and_not_kept(
        self, scene: Scene, key: str, withdrawn: Act, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, withdrawn)
        with pytest.raises(Refused, match="quicker"):
            ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        assert not Question.objects.exists()

    def test_answer_to_a_question_is_told(
        self, scene: Scene, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        question = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        meanwhile(
            monkeypatch, lambda: answer_question(key, question, "No.", by=scene.sami, at=SOON)
        )
        with pytest.raises(Refused, match="answered before"):
            answer_question(key, question, "Yes.", by=scene.noor, at=SOON)

    @pytest.mark.parametrize("end", [hand_over, partial(report_outcome, outcome="service_started")])
    def test_ending_is_told(
        self, scene: Scene, key: str, withdrawn: Act, end: Act, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        accept_referral(key, by=scene.ines, at=SOON)
        meanwhile(monkeypatch, withdrawn)
        with pytest.raises(Refused, match="quicker"):
            end(key, by=scene.ines, at=SOON)
        assert state(key) == "withdrawn"

    def test_link_is_told(self, scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
        to = [Offer(scene.bed.key, Way.LINK)]
        (key,) = offer_referral(
            scene.case_key, BED, to=to, urgency="urgent", by=scene.noor, at=NOON
        )
        meanwhile(monkeypatch, lambda: withdraw_referral(key, by=scene.noor, at=SOON))
        with pytest.raises(Refused, match="quicker"):
            make_link(key, by=scene.noor, at=SOON)
        assert Referral.objects.get(key=key).link_hash == ""

    def test_clock_leaves_no_line_about_what_did_not_expire(
        self, scene: Scene, key: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, lambda: withdraw_referral(key, by=scene.noor, at=LATE))
        assert expire_overdue(LATE) == 0
        assert newest_lines()[0].code == "referral.withdrawn"
        assert state(key) == "withdrawn"
        assert not Event.objects.filter(kind="referral_expired").exists()

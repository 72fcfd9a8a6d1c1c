"""The states of a referral, its clock, and every reason; no data base."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from throughcare.referrals import rules
from throughcare.referrals.rules import OPEN, WAITING, State, Way
from throughcare.referrals.tests.summaries import BED
from throughcare_core.deadlines import WorkingCalendar

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MOMENT = timedelta(microseconds=1)
OVER = set(State) - OPEN


def one(reasons: list[str], words: str) -> bool:
    return len(reasons) == 1 and words in reasons[0]


class TestAnOffer:
    FITS = {"own_agency": False, "consent": True, "way": "account", "agreement": True}

    def test_that_she_allowed_to_an_agency_with_an_agreement_is_made(self) -> None:
        assert rules.reasons_not_to_offer(BED, "danger", **self.FITS) == []

    @pytest.mark.parametrize("way", [Way.PHONE, Way.SHEET, Way.LINK])
    def test_by_phone_or_on_paper_needs_no_agreement(self, way: Way) -> None:
        facts = self.FITS | {"way": way, "agreement": False}
        assert rules.reasons_not_to_offer(BED, "danger", **facts) == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"own_agency": True}, "assign the case inside"),
            ({"consent": False}, "has not allowed"),
            ({"agreement": False}, "no agreement in force"),
        ],
    )
    def test_is_not_made(self, change: dict[str, bool], words: str) -> None:
        assert one(rules.reasons_not_to_offer(BED, "danger", **(self.FITS | change)), words)

    def test_says_every_reason_at_once(self) -> None:
        facts = {"own_agency": True, "consent": False, "way": "account", "agreement": False}
        assert len(rules.reasons_not_to_offer(replace(BED, needs=()), "danger", **facts)) == 4


class TestASummary:
    def test_of_codes_alone_is_whole(self) -> None:
        assert rules.reasons_against_summary(BED, "urgent") == []

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"needs": ()}, "at least one need"),
            ({"needs": ("shelter", "a horse")}, "from the lists"),
            ({"languages": ("Hausa",)}, "from the lists"),
            ({"children": ("babies",)}, "from the lists"),
            ({"access_needs": ("ramp",)}, "from the lists"),
            ({"age_band": "19"}, "from the lists"),
            ({"service_for": "ladies"}, "from the lists"),
            ({"house_risk": "huge"}, "from the lists"),
            ({"travel": "by train"}, "can travel"),
        ],
    )
    def test_that_holds_anything_else_is_not(self, change: dict[str, object], words: str) -> None:
        assert one(rules.reasons_against_summary(replace(BED, **change), "urgent"), words)

    def test_needs_to_say_how_soon(self) -> None:
        assert one(rules.reasons_against_summary(BED, "whenever"), "from the lists")

    def test_comes_back_as_it_was_stored(self) -> None:
        as_json_gives_it = {
            name: list(value) if isinstance(value, tuple) else value
            for name, value in BED.as_codes().items()
        }
        assert rules.summary_from(as_json_gives_it) == BED  # type: ignore[arg-type]

    def test_has_no_field_for_words(self) -> None:
        assert set(BED.as_codes()) == {
            "needs",
            "age_band",
            "service_for",
            "languages",
            "children",
            "access_needs",
            "house_risk",
            "travel",
        }


class TestTheClock:
    NO_HOLIDAYS = WorkingCalendar(zone="UTC")

    @pytest.mark.parametrize(
        ("urgency", "until"),
        [("danger", NOON + HOUR), ("urgent", NOON + 24 * HOUR)],
    )
    def test_danger_has_an_hour_and_urgent_a_day_with_its_night(
        self, urgency: str, until: datetime
    ) -> None:
        assert rules.must_be_answered_by(urgency, NOON, self.NO_HOLIDAYS) == until

    def test_what_can_wait_waits_over_the_week_end(self) -> None:
        friday = datetime(2026, 3, 6, 12, 0, tzinfo=UTC)
        until = rules.must_be_answered_by("ordinary", friday, self.NO_HOLIDAYS)
        assert until.date() > date(2026, 3, 8)

    @pytest.mark.parametrize("state", sorted(WAITING))
    def test_an_offer_whose_time_is_over_is_expired_to_the_moment(self, state: State) -> None:
        assert rules.state_at(state, NOON, NOON - MOMENT) is state
        assert rules.state_at(state, NOON, NOON) is State.EXPIRED

    @pytest.mark.parametrize("state", sorted(set(State) - WAITING))
    def test_nothing_else_expires(self, state: State) -> None:
        assert rules.state_at(state, NOON, NOON + HOUR) is state

    def test_shows_what_is_left(self) -> None:
        shown = rules.clock("danger", NOON, NOON + HOUR, NOON + HOUR / 4)
        assert (shown.left, shown.share_left, shown.until) == (HOUR * 3 / 4, 0.75, NOON + HOUR)


class TestAnAnswer:
    @pytest.mark.parametrize("state", sorted(WAITING))
    def test_is_taken_while_the_offer_waits(self, state: State) -> None:
        facts = {"consent_in_force": True, "focal_points": ["Ines"], "way": "account"}
        assert rules.reasons_not_to_answer(state) == []
        assert rules.reasons_not_to_accept(state, **facts) == []
        assert rules.reasons_not_to_decline(state, "no_place") == []

    @pytest.mark.parametrize(
        ("state", "words"),
        [
            (State.WITHDRAWN, "was withdrawn"),
            (State.EXPIRED, "time to answer is over"),
            (State.ACCEPTED, "answered before"),
            (State.DECLINED, "answered before"),
            (State.HANDED_OVER, "answered before"),
            (State.ENDED, "answered before"),
        ],
    )
    def test_is_not_taken_afterwards(self, state: State, words: str) -> None:
        facts = {"consent_in_force": True, "focal_points": ["Ines"], "way": "account"}
        assert one(rules.reasons_not_to_answer(state), words)
        assert one(rules.reasons_not_to_accept(state, **facts), words)
        assert one(rules.reasons_not_to_decline(state, "no_place"), words)

    def test_yes_needs_the_consent_still(self) -> None:
        facts = {"consent_in_force": False, "focal_points": ["Ines"], "way": "account"}
        assert one(rules.reasons_not_to_accept(State.OFFERED, **facts), "withdrawn the consent")

    def test_yes_needs_somebody_to_whom_it_opens(self) -> None:
        facts = {"consent_in_force": True, "focal_points": []}
        needs_one = rules.reasons_not_to_accept(State.OFFERED, way="account", **facts)
        assert one(needs_one, "no focal point")
        assert rules.reasons_not_to_accept(State.OFFERED, way="phone", **facts) == []

    @pytest.mark.parametrize("reason", ["", "did not like it"])
    def test_no_needs_a_coded_reason(self, reason: str) -> None:
        assert one(rules.reasons_not_to_decline(State.OFFERED, reason), "Choose why")


class TestAnEnding:
    @pytest.mark.parametrize("state", sorted({*OPEN, State.EXPIRED}))
    def test_what_is_open_or_expired_can_be_withdrawn(self, state: State) -> None:
        assert rules.reasons_not_to_withdraw(state) == []

    @pytest.mark.parametrize("state", sorted(OVER - {State.EXPIRED}))
    def test_what_has_ended_cannot(self, state: State) -> None:
        assert one(rules.reasons_not_to_withdraw(state), "nothing to withdraw")

    @pytest.mark.parametrize("state", sorted(State))
    def test_only_who_was_accepted_is_handed_over(self, state: State) -> None:
        reasons = rules.reasons_not_to_hand_over(state)
        assert reasons == [] if state is State.ACCEPTED else one(reasons, "Only an accepted")

    @pytest.mark.parametrize("state", sorted(State))
    def test_only_what_was_accepted_has_an_outcome(self, state: State) -> None:
        reasons = rules.reasons_not_to_report(state, "service_started")
        if state in (State.ACCEPTED, State.HANDED_OVER):
            assert reasons == []
        else:
            assert one(reasons, "Only an accepted")

    def test_an_outcome_is_one_of_the_list(self) -> None:
        assert one(rules.reasons_not_to_report(State.HANDED_OVER, "fine"), "how it went")


def test_every_state_has_words() -> None:
    assert set(rules.STATE_WORDS) == set(State)

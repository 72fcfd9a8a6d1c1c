"""What the rows of referrals say, and with how many queries, however many rows there are."""

from datetime import timedelta

import pytest

from throughcare.agencies.tests.factories import NOON
from throughcare.referrals import doors, queries
from throughcare.referrals.models import Referral, UnmetNeed
from throughcare.referrals.rules import State
from throughcare.referrals.services import (
    accept_referral,
    answer_question,
    ask_about_referral,
    decline_referral,
    hand_over,
    report_outcome,
    save_draft,
    withdraw_referral,
)
from throughcare.referrals.tests.factories import Scene, shelter_service
from throughcare.referrals.tests.summaries import BED

SOON = NOON + timedelta(minutes=20)
HOUR = timedelta(hours=1)


def houses(scene: Scene, count: int) -> list[str]:
    """As many offers to Lotus Shelter, one for each of its houses; their keys."""
    return scene.offered(*(shelter_service(scene.lotus, f"House {n}") for n in range(count)))


class TestWhatWaits:
    def test_is_the_receivers_soonest_first_in_one_query(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        (slow,) = scene.offered(urgency="urgent")
        quick = houses(scene, 3)
        with django_assert_num_queries(1):
            rows = queries.to_answer(scene.ines, SOON)
        assert {row.key for row in rows[:3]} == set(quick)
        assert rows[3].key == slow
        with django_assert_num_queries(1):
            assert queries.count_to_answer(scene.ines, SOON) == 4
        assert queries.count_to_answer(scene.ines, NOON + HOUR) == 1
        assert [row.key for row in queries.to_answer(scene.ines, NOON + HOUR)] == [slow]

    @pytest.mark.parametrize("who", ["noor", "night", "stranger", "officer"])
    def test_is_nobody_elses(self, scene: Scene, who: str) -> None:
        houses(scene, 2)
        expected = 2 if who == "night" else 0
        assert queries.count_to_answer(getattr(scene, who), SOON) == expected
        assert len(queries.to_answer(getattr(scene, who), SOON)) == expected

    def test_is_less_by_what_was_answered(self, scene: Scene) -> None:
        first, _second = houses(scene, 2)
        decline_referral(first, reason="no_place", by=scene.ines, at=SOON)
        assert queries.count_to_answer(scene.ines, SOON) == 1


class TestAQuestion:
    def test_waits_for_the_sender_until_each_is_answered(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        (key,) = scene.offered()
        assert queries.unanswered_questions(scene.noor, SOON) == []
        cot, dog = (
            ask_about_referral(key, words, by=scene.ines, at=SOON) for words in ("A cot?", "A dog?")
        )
        with django_assert_num_queries(2):
            (row,) = queries.unanswered_questions(scene.noor, SOON)
        assert (row.key, row.state) == (key, State.ASKED)
        assert queries.unanswered_questions(scene.noor, NOON + HOUR) == []
        answer_question(key, cot, "One.", by=scene.noor, at=SOON)
        assert len(queries.unanswered_questions(scene.noor, SOON)) == 1
        answer_question(key, dog, "None.", by=scene.noor, at=SOON)
        assert queries.unanswered_questions(scene.noor, SOON) == []

    def test_is_shown_with_its_answer_in_the_order_asked(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        (key,) = scene.offered()
        ask_about_referral(key, "A dog?", by=scene.ines, at=SOON + HOUR / 60)
        cot = ask_about_referral(key, "A cot?", by=scene.ines, at=SOON)
        answer_question(key, cot, "One.", by=scene.noor, at=SOON)
        referral = doors.referral_for(scene.ines, key, SOON)
        with django_assert_num_queries(1):
            rows = queries.questions_of(scene.ines, referral, SOON)
        assert [(row.question, row.answer) for row in rows] == [("A cot?", "One."), ("A dog?", "")]
        assert rows[0].answered_at == SOON


class TestHandingOver:
    def test_waits_on_both_sides_until_it_is_done(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        (key,) = scene.offered()
        assert queries.to_hand_over(scene.noor, SOON) == []
        accept_referral(key, by=scene.ines, at=SOON)
        for by, count in ((scene.noor, 3), (scene.ines, 2)):
            with django_assert_num_queries(count):
                (row,) = queries.to_hand_over(by, SOON)
            assert (row.key, row.state, row.clock) == (key, State.ACCEPTED, None)
        assert queries.to_hand_over(scene.stranger, SOON) == []
        hand_over(key, by=scene.ines, at=SOON)
        assert queries.to_hand_over(scene.noor, SOON) == []


class TestARow:
    def test_tells_the_sender_whom_it_is_about_and_the_receiver_not(self, scene: Scene) -> None:
        scene.offered()
        (mine,) = queries.sent(scene.noor, SOON).rows
        (theirs,) = queries.received(scene.ines, SOON).rows
        assert (mine.number[:3], mine.case_key) == ("DH-", scene.case_key)
        assert (theirs.number, theirs.case_key) == ("", "")
        assert mine.headline == theirs.headline == "A safe bed tonight"
        assert theirs.detail == "18 to 24. Hausa. 1 child"

    def test_shows_the_clock_while_it_runs(self, scene: Scene) -> None:
        scene.offered(urgency="danger")
        (row,) = queries.received(scene.ines, SOON).rows
        assert row.clock is not None
        assert (row.clock.left, row.urgency) == (2 * HOUR / 3, "danger")
        (late,) = queries.received(scene.ines, NOON + HOUR).rows
        assert (late.state, late.clock) == (State.EXPIRED, None)

    def test_says_how_long_the_answer_took(self, scene: Scene) -> None:
        (key,) = scene.offered()
        decline_referral(key, reason="no_place", by=scene.ines, at=SOON)
        (row,) = queries.sent(scene.noor, SOON).rows
        assert (row.state, row.answered_in) == (State.DECLINED, SOON - NOON)
        assert (row.sender.letters, row.receiver.letters) == ("DH", "LS")

    def test_of_one_referral_takes_one_query(self, scene: Scene, django_assert_num_queries) -> None:
        (key,) = scene.offered()
        referral = doors.referral_for(scene.noor, key, SOON)
        with django_assert_num_queries(1):
            row = queries.row_of(referral, scene.noor, SOON)
        assert (row.key, row.id) == (key, referral.pk)

    def test_without_a_sentence_names_the_need(self, scene: Scene) -> None:
        (key,) = scene.offered()
        Referral.objects.filter(key=key).update(words=None)
        (row,) = queries.received(scene.ines, SOON).rows
        assert row.headline == "A safe place to stay"


class TestAList:
    @pytest.mark.parametrize("count", [1, queries.PAGE + 3])
    def test_takes_the_same_queries_however_long_it_is(
        self, scene: Scene, count: int, django_assert_num_queries
    ) -> None:
        houses(scene, count)
        for read, by, number in (
            (queries.sent, scene.noor, 2),
            (queries.received, scene.ines, 1),
        ):
            with django_assert_num_queries(number):
                page = read(by, SOON)
            assert len(page.rows) == min(count, queries.PAGE)

    def test_goes_on_where_it_stopped_and_leaves_nothing_out(self, scene: Scene) -> None:
        keys = houses(scene, queries.PAGE + 3)
        first = queries.received(scene.ines, SOON)
        second = queries.received(scene.ines, SOON, first.after)
        assert second.after == ""
        assert len(first.rows) == queries.PAGE
        assert sorted(row.key for row in (*first.rows, *second.rows)) == sorted(keys)

    def test_of_exactly_one_page_has_no_second(self, scene: Scene) -> None:
        houses(scene, queries.PAGE)
        assert queries.sent(scene.noor, SOON).after == ""

    def test_goes_on_by_time_before_it_goes_on_by_row(self, scene: Scene) -> None:
        keys = houses(scene, 3)
        for hours, key in enumerate(keys):
            Referral.objects.filter(key=key).update(offered_at=NOON - hours * HOUR)
        middle = Referral.objects.get(key=keys[1])
        after = f"{middle.offered_at.isoformat()}~{middle.pk.hex}"
        assert [row.key for row in queries.sent(scene.noor, SOON, after).rows] == [keys[2]]

    @pytest.mark.parametrize(
        "after", ["x", "~", "2026-03-02~", "2026-03-02T12:00~x", "0001-01-01T00:00+14~" + "0" * 32]
    )
    def test_begins_anew_where_the_address_makes_no_sense(self, scene: Scene, after: str) -> None:
        scene.offered()
        assert len(queries.sent(scene.noor, SOON, after).rows) == 1

    def test_goes_the_other_way_round_by_keyset_too(self, scene: Scene) -> None:
        houses(scene, queries.PAGE + 3)
        asked = queries.Asked(order=queries.OLDEST)
        first = queries.received(scene.ines, SOON, asked=asked)
        second = queries.received(scene.ines, SOON, first.after, asked)
        found = [row.key for row in (*first.rows, *second.rows)]
        newest_first = queries.received(scene.ines, SOON)
        assert (len(found), second.after) == (queries.PAGE + 3, "")
        assert found[-queries.PAGE :] == [row.key for row in newest_first.rows][::-1]

    def test_shows_the_state_that_is_asked_for_as_the_page_shows_it(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        scene.offered(urgency="danger")
        for state, at in ((State.OFFERED, SOON), (State.EXPIRED, NOON + HOUR)):
            with django_assert_num_queries(1):
                (row,) = queries.received(scene.ines, at, asked=queries.Asked(state)).rows
            assert row.state == state
            others = set(State) - {state}
            assert not any(
                queries.received(scene.ines, at, asked=queries.Asked(other)).rows
                for other in others
            )

    def test_what_makes_no_sense_in_an_address_is_not_asked(self) -> None:
        said = {"state": "lost", "order": "name"}
        assert queries.Asked.in_address(said) == queries.EVERYTHING


class TestADraft:
    def test_is_listed_for_its_writer_newest_first(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        old, new = (
            save_draft(scene.case_key, BED, urgency="urgent", words=words, by=scene.noor, at=at)
            for words, at in (("A bed", NOON), ("", SOON))
        )
        with django_assert_num_queries(2):
            rows = queries.drafts_of(scene.noor, SOON)
        assert [(row.key, row.headline) for row in rows] == [
            (new, "A safe place to stay"),
            (old, "A bed"),
        ]
        assert rows[0].number.startswith("DH-")
        assert queries.drafts_of(scene.sami, SOON) == []


class TestAnOpenReferral:
    def is_open(self, scene: Scene, at=SOON) -> bool:
        return queries.has_open_referral(scene.case.pk, at)

    def test_is_one_that_waits_is_coming_or_has_come(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        assert not self.is_open(scene)
        (key,) = scene.offered()
        with django_assert_num_queries(1):
            assert self.is_open(scene)
        assert not self.is_open(scene, NOON + HOUR)
        accept_referral(key, by=scene.ines, at=SOON)
        assert self.is_open(scene, NOON + HOUR)
        hand_over(key, by=scene.ines, at=SOON)
        assert self.is_open(scene)
        report_outcome(key, outcome="service_started", by=scene.ines, at=SOON)
        assert not self.is_open(scene)

    def test_is_none_that_was_withdrawn(self, scene: Scene) -> None:
        (key,) = scene.offered()
        withdraw_referral(key, by=scene.noor, at=SOON)
        assert not self.is_open(scene)


class TestASummary:
    def test_is_read_line_by_line(self) -> None:
        assert [(line.label, line.value) for line in queries.lines_of(BED)] == [
            ("Needs", "A safe place to stay"),
            ("Person", "18 to 24"),
            ("Service wanted", "A service for women"),
            ("Speaks", "Hausa"),
            ("Children", "1 child: 2 to 5"),
            ("Access needs", "No stairs"),
            ("Risk to the house", "Some"),
            ("Can travel", "With an escort"),
        ]


def test_a_need_that_nobody_met_is_kept_for_its_agency(scene: Scene) -> None:
    (key,) = scene.offered()
    decline_referral(key, reason="no_place", by=scene.ines, at=SOON)
    unmet = UnmetNeed.objects.get()
    assert (unmet.need, unmet.agency_id) == ("shelter", scene.dawn.pk)

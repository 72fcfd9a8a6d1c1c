from datetime import UTC, datetime, timedelta

import pytest

from throughcare.cases.rules import (
    STEPS,
    TOPICS,
    Said,
    Statement,
    known_from,
    reasons_not_to_close,
    reasons_not_to_record,
)
from throughcare_core.vocab import codes

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def said(answer: str, said_by: str, minutes: int = 0) -> Said:
    at = NOON + timedelta(minutes=minutes)
    return Said("exploitation_type", "ForcedLabour", answer, said_by, at)


def test_a_companion_never_lowers_what_the_person_said() -> None:
    (known,) = known_from([said("yes", "person"), said("no", "companion", 5)])
    assert (known.answer, known.said_by) == ("yes", "person")
    assert [other.answer for other in known.beside] == ["no"]


@pytest.mark.parametrize("voice", ["companion", "employer", "suspect"])
def test_a_suspects_word_stands_only_where_nothing_else_does(voice: str) -> None:
    (alone,) = known_from([said("no", voice)])
    assert (alone.answer, alone.beside) == ("no", ())
    (known,) = known_from([said("no", voice), said("yes", "person", 9)])
    assert known.answer == "yes"
    assert len(known.beside) == 1


def test_the_newest_word_of_those_who_count_stands() -> None:
    (known,) = known_from([said("yes", "person"), said("no", "person", 3)])
    assert known.answer == "no"


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        (Statement("dress"), "not known here"),
        (Statement("language", "xxx"), "from the list"),
        (Statement("language"), "or “not known”"),
        (Statement("danger_now", "", "perhaps"), "yes, no or not known"),
        (Statement("danger_now", "", "yes", "neighbour"), "who told you"),
        (Statement("danger_now", "yes"), "from the list"),
    ],
)
def test_what_cannot_be_recorded_says_why(statement: Statement, reason: str) -> None:
    assert any(reason in each for each in reasons_not_to_record(statement))


def test_unknown_is_always_an_answer() -> None:
    for topic in TOPICS:
        assert reasons_not_to_record(Statement(topic, "", "unknown")) == []


def test_every_topic_takes_its_values_from_a_list_and_belongs_to_a_part() -> None:
    for topic in TOPICS.values():
        assert not topic.values or codes(topic.values)
        assert topic.part in {"contact", "situation", "risk", "livelihood"}


def test_no_topic_asks_for_nationality_ethnicity_dress_or_caste() -> None:
    assert not {"nationality", "ethnicity", "dress", "caste", "religion"} & set(TOPICS)


def test_a_case_is_closed_once_with_a_reason() -> None:
    assert reasons_not_to_close(status="Active", reason="plan_fulfilled") == []
    (already,) = reasons_not_to_close(status="ClosedReferred", reason="other")
    assert "closed already" in already
    (why,) = reasons_not_to_close(status="Active", reason="because")
    assert "Choose why" in why


def test_every_step_has_words() -> None:
    assert all(STEPS.values())

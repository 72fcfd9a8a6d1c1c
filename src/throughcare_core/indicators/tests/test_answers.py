"""What is known of a sign from all that was said about it."""

from typing import Any

import pytest

from throughcare_core.indicators import Answer, Said, known_from, read_answers


def known(*said: tuple[str, str]) -> Answer:
    return known_from([Said("debt", Answer(answer), by) for answer, by in said])


@pytest.mark.parametrize("answer", list(Answer))
def test_what_the_person_answered_is_known(answer: Answer) -> None:
    assert known((answer, "person")) is answer


def test_nothing_said_is_not_asked_and_never_a_no() -> None:
    assert known() is Answer.NOT_ASKED


@pytest.mark.parametrize("by", ["companion", "employer", "suspect"])
@pytest.mark.parametrize("answer", ["no", "unknown", "refused"])
def test_what_a_companion_denies_closes_nothing(by: str, answer: str) -> None:
    assert known((answer, by)) is Answer.NOT_ASKED
    assert known((answer, by), ("unknown", "person")) is Answer.UNKNOWN


@pytest.mark.parametrize("by", ["companion", "employer", "suspect", "officer", "document"])
def test_a_yes_counts_whoever_says_it(by: str) -> None:
    assert known(("yes", by)) is Answer.YES


def test_differences_within_the_account_of_the_person_are_no_contradiction() -> None:
    assert known(("yes", "person"), ("no", "person")) is Answer.YES
    assert known(("no", "person"), ("yes", "person")) is Answer.YES


def test_a_no_of_the_person_closes_a_sign_that_was_not_answered_before() -> None:
    assert known(("refused", "person"), ("no", "person")) is Answer.NO
    assert known(("unknown", "person"), ("no", "person")) is Answer.NO


def test_nobody_else_closes_what_the_person_would_not_speak_about() -> None:
    assert known(("refused", "person"), ("no", "relative")) is Answer.REFUSED
    assert known(("no", "relative")) is Answer.NO
    assert known(("unknown", "person"), ("no", "document")) is Answer.NO


def test_a_speaker_who_is_not_in_the_list_is_refused() -> None:
    with pytest.raises(ValueError, match="one of: person, companion"):
        Said("debt", Answer.YES, "somebody")


def test_answers_are_read_from_an_object_and_from_a_list() -> None:
    assert read_answers({"debt": "yes", "watched": "not asked"}) == (
        Said("debt", Answer.YES),
        Said("watched", Answer.NOT_ASKED),
    )
    rows = [
        {"indicator": "debt", "answer": "no", "by": "companion"},
        {"indicator": "debt", "answer": "refused"},
    ]
    assert read_answers(rows) == (
        Said("debt", Answer.NO, "companion"),
        Said("debt", Answer.REFUSED, "person"),
    )
    assert read_answers({}) == read_answers([]) == ()


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("yes", "as an object or as a list"),
        ([["debt", "yes"]], "^Answer 1: give an object with"),
        ([{"indicator": "debt", "answer": "yes"}, {"indicator": "debt"}], "^Answer 2: give an obj"),
        ([{"indicator": "debt", "answer": "yes", "score": 3}], "nothing but"),
        ({"debt": True}, "^Answer 1: indicator, answer and speaker are texts"),
        ({"debt": " "}, "are texts"),
        ({"debt": "maybe"}, "one of: yes, no, unknown, refused, not asked"),
        ([{"indicator": "debt", "answer": "yes", "by": "x"}], "^Answer 1: Say whose answer"),
    ],
)
def test_answers_of_another_shape_are_refused(content: Any, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        read_answers(content)


def test_a_refusal_never_repeats_what_was_given() -> None:
    for content in ({"debt": "Maria"}, [{"indicator": "debt", "answer": "yes", "by": "Maria"}]):
        with pytest.raises(ValueError) as refusal:
            read_answers(content)
        assert "Maria" not in str(refusal.value)

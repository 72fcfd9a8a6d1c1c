"""When a dimension is positive."""

from itertools import product

import pytest

from throughcare_core.indicators import Certainty, DimensionRule, Weight

S, M, W = Weight
ILO = DimensionRule.ILO


@pytest.mark.parametrize(
    ("seen", "why"),
    [
        ([S, S], "two strong signs"),
        ([S, S, S], "two strong signs"),
        ([S, M], "one strong sign and one more"),
        ([W, S], "one strong sign and one more"),
        ([M, M, M], "three medium signs"),
        ([M, M, W], "two medium signs and one weak"),
        ([S], None),
        ([M, M], None),
        ([M, W, W, W], None),
        ([W, W, W, W], None),
        ([], None),
    ],
)
def test_the_rule_of_the_survey(seen: list[Weight], why: str | None) -> None:
    assert ILO.why_positive(seen) == why


def test_the_rule_holds_for_every_small_handful_of_signs() -> None:
    for strong, medium, weak in product(range(5), repeat=3):
        seen = [S] * strong + [M] * medium + [W] * weak
        positive = (
            strong >= 2
            or (strong == 1 and medium + weak >= 1)
            or medium >= 3
            or (medium == 2 and weak >= 1)
        )
        assert (ILO.why_positive(seen) is not None) == positive, (strong, medium, weak)


def test_without_weights_one_sign_or_two_are_enough() -> None:
    assert DimensionRule.ANY_ONE.why_positive([]) is None
    assert DimensionRule.ANY_ONE.why_positive([None]) == "one sign"
    assert DimensionRule.ANY_TWO.why_positive([None]) is None
    assert DimensionRule.ANY_TWO.why_positive([None, None]) == "two signs"


def test_a_rule_says_where_it_comes_from() -> None:
    assert "WCMS_105023" in ILO.source
    assert ILO.certainty is Certainty.SECOND_HAND
    assert DimensionRule.ANY_TWO.source == "A rule of whoever made the set"
    assert DimensionRule.ANY_ONE.certainty is Certainty.OWN_PRACTICE


def test_every_certainty_has_its_sentence_and_only_one_is_read() -> None:
    assert len({each.sentence for each in Certainty}) == len(Certainty)
    assert [each for each in Certainty if each.is_read] == [Certainty.READ]

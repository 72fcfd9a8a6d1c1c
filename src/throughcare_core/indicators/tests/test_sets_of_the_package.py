"""The sets that come with the package hold what their sources say."""

from collections import Counter
from datetime import date

import pytest

from throughcare_core.indicators import (
    Certainty,
    DimensionRule,
    ForWhom,
    IndicatorSet,
    Weight,
    indicator_sets,
    person_rules,
    set_in_force,
    sets_for,
)

TODAY = date(2026, 11, 25)
ADULTS = set_in_force("ilo-adults-labour", TODAY, indicator_sets())
CHILDREN = set_in_force("ilo-children-labour", TODAY, indicator_sets())
ELEVEN = set_in_force("ilo-forced-labour", TODAY, indicator_sets())

# Strong, medium and weak signs by dimension: adults, then children (WCMS_105023).
COUNTS = {
    "deceptive_recruitment": ((1, 8, 1), (2, 8, 0)),
    "coercive_recruitment": ((1, 9, 0), (4, 6, 0)),
    "vulnerability_at_recruitment": ((0, 14, 2), (0, 15, 0)),
    "exploitation": ((1, 7, 1), (1, 7, 0)),
    "coercion_at_destination": ((4, 10, 1), (8, 7, 0)),
    "vulnerability_at_destination": ((0, 5, 2), (0, 7, 0)),
}


def counts(indicator_set: IndicatorSet, dimension: str) -> tuple[int, ...]:
    (found,) = (each for each in indicator_set.dimensions if each.code == dimension)
    weights = Counter(each.weight for each in found.indicators)
    return tuple(weights[weight] for weight in Weight)


def weight(indicator_set: IndicatorSet, code: str) -> Weight | None:
    return indicator_set.indicator(code).weight


def test_the_adult_list_has_67_signs_in_six_dimensions() -> None:
    assert len(ADULTS.indicators) == 67
    assert [len(each.indicators) for each in ADULTS.dimensions] == [10, 10, 16, 9, 15, 7]


def test_the_children_list_has_65_signs_besides_the_act_and_no_weak_one() -> None:
    weighted = [each for each in CHILDREN.indicators if each.weight]
    assert len(weighted) == 65
    assert Weight.WEAK not in {each.weight for each in weighted}


@pytest.mark.parametrize("dimension", COUNTS)
def test_the_weights_of_a_dimension_are_those_of_the_survey(dimension: str) -> None:
    assert (counts(ADULTS, dimension), counts(CHILDREN, dimension)) == COUNTS[dimension]


@pytest.mark.parametrize(
    ("code", "adults", "children"),
    [
        ("false_job", "strong", "strong"),
        ("false_education", "weak", "strong"),
        ("violence_at_recruitment", "strong", "strong"),
        ("abducted_or_sold", "medium", "strong"),
        ("debt_bondage_at_recruitment", "medium", "strong"),
        ("threats_at_recruitment", "medium", "strong"),
        ("beliefs_used", "weak", "medium"),
        ("general_context_used", "weak", "medium"),
        ("excessive_hours", "strong", "strong"),
        ("no_schooling", "weak", "medium"),
        ("papers_kept_at_destination", "strong", "strong"),
        ("debt_bondage_at_destination", "strong", "strong"),
        ("confined_at_destination", "strong", "strong"),
        ("violence_at_destination", "strong", "strong"),
        ("forced_crime", "medium", "strong"),
        ("forced_tasks_or_clients", "medium", "strong"),
        ("threats_at_destination", "medium", "strong"),
        ("under_strong_influence", "medium", "strong"),
        ("threat_to_tell_at_destination", "weak", "medium"),
        ("hard_past_used_at_destination", "weak", "medium"),
        ("personal_traits_used", "weak", "medium"),
    ],
)
def test_a_sign_weighs_what_the_survey_gave_it(code: str, adults: str, children: str) -> None:
    assert (weight(ADULTS, code), weight(CHILDREN, code)) == (adults, children)


@pytest.mark.parametrize("sign", ["papers_{}", "debt_bondage_at_{}", "confined_at_{}"])
def test_for_adults_the_same_sign_weighs_more_at_destination(sign: str) -> None:
    before = "taken_at_recruitment" if sign.startswith("papers") else "recruitment"
    after = "kept_at_destination" if sign.startswith("papers") else "destination"
    assert weight(ADULTS, sign.format(before)) is Weight.MEDIUM
    assert weight(ADULTS, sign.format(after)) is Weight.STRONG


def test_two_signs_of_the_adult_list_are_not_in_the_children_list() -> None:
    adults, children = ({each.code for each in one.indicators} for one in (ADULTS, CHILDREN))
    assert adults - children == {"false_law", "no_social_protection"}


def test_the_act_of_the_children_list_is_read_in_the_protocol_itself() -> None:
    act = CHILDREN.dimensions[0]
    assert (act.code, act.rule, act.certainty) == ("act", DimensionRule.ANY_ONE, Certainty.READ)
    assert "art. 3" in act.source


def test_the_eleven_signs_of_forced_labour_have_no_weights() -> None:
    assert len(ELEVEN.indicators) == 11
    assert {each.weight for each in ELEVEN.indicators} == {None}


def test_no_set_says_that_its_weights_were_read_in_the_source_itself() -> None:
    assert {each.certainty for each in indicator_sets()} == {Certainty.SECOND_HAND}


def test_every_set_and_rule_names_its_source_and_every_set_its_review() -> None:
    assert all(each.source and each.reviewed_by and each.reviewed_on for each in indicator_sets())
    assert all(each.source and each.title for each in person_rules())


def test_the_person_rules_are_those_that_the_methods_page_names() -> None:
    codes = [rule.code for rule in person_rules()]
    assert codes == ["child_act_purpose", "ilo_adult_strict", "ilo_moldova_lfs"]
    assert person_rules()[2].certainty is Certainty.GENERAL_KNOWLEDGE


def test_the_sets_for_a_child_and_for_an_adult_differ() -> None:
    child = sets_for(True, TODAY, indicator_sets())
    adult = sets_for(False, TODAY, indicator_sets())
    assert [each.code for each in child] == ["ilo-children-labour", "ilo-forced-labour"]
    assert [each.code for each in adult] == ["ilo-adults-labour", "ilo-forced-labour"]
    assert ForWhom.ANYONE in {each.for_whom for each in adult}


def test_before_its_day_no_set_is_in_force() -> None:
    assert sets_for(False, date(2009, 8, 31), indicator_sets()) == ()
    assert len(sets_for(False, date(2009, 9, 1), indicator_sets())) == 1
    with pytest.raises(LookupError, match="'ilo-adults-labour' is in force on 2009-08-31"):
        set_in_force("ilo-adults-labour", date(2009, 8, 31), indicator_sets())


def test_a_sign_that_the_set_does_not_have_is_not_found() -> None:
    with pytest.raises(LookupError, match="no indicator of this code"):
        ADULTS.indicator("village_look")

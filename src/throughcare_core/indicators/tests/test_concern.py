"""From answers to a concern: what is positive and why, what is open, what nobody knows."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from datetime import date
from typing import Any

import pytest

from throughcare_core.indicators import (
    Answer,
    Certainty,
    Concern,
    IndicatorSet,
    Said,
    Standing,
    concern,
    indicator_sets,
    person_rules,
    set_from,
    set_in_force,
)
from throughcare_core.indicators.tests.cast import a_set, no, north_gate, yes

TODAY = date(2026, 11, 25)
GATE = north_gate()
CODES = [each.code for each in GATE.indicators]
JOURNEY, NOW = CODES[:6], CODES[6:]
RULES = {rule.code: rule for rule in person_rules()}


def of_package(code: str) -> IndicatorSet:
    return set_in_force(code, TODAY, indicator_sets())


def standings(found: Concern) -> list[Standing]:
    return [each.standing for each in found.dimensions]


def pattern(found: Concern, code: str) -> Standing:
    (standing,) = (each.standing for each in found.patterns if each.pattern.code == code)
    return standing


def codes(signs: tuple[Any, ...]) -> list[str]:
    return [each.code for each in signs]


def test_with_nothing_answered_everything_is_open_and_nothing_is_asked() -> None:
    found = concern([], GATE)
    assert standings(found) == [Standing.OPEN, Standing.OPEN]
    assert codes(found.not_asked) == CODES
    assert found.positive == found.refused == found.unknown == found.beside == ()
    assert [each.dimension.code for each in found.open] == ["journey", "now"]


def test_a_positive_dimension_says_why_and_on_which_signs() -> None:
    found = concern(yes("papers_kept", "no_address"), GATE)
    (journey,) = found.positive
    assert journey.why == "one strong sign and one more"
    assert codes(journey.seen) == ["papers_kept", "no_address"]
    assert codes(journey.not_known) == ["false_job", "debt", "paid_for", "watched"]
    assert found.open[0].why == ""


def test_a_dimension_is_open_while_what_is_not_known_could_make_it_positive() -> None:
    answered = no("false_job", "papers_kept", "watched", "no_address") + yes("debt")
    assert standings(concern(answered, GATE))[0] is Standing.NOT_SEEN
    assert standings(concern(answered[1:], GATE))[0] is Standing.OPEN


@pytest.mark.parametrize("answer", [Answer.REFUSED, Answer.UNKNOWN, Answer.NOT_ASKED])
def test_what_the_person_would_not_or_could_not_say_leaves_it_open(answer: Answer) -> None:
    found = concern([Said("violence", answer), *no("locked_in")], GATE)
    assert standings(found)[1] is Standing.OPEN
    assert codes(found.dimensions[1].not_known) == ["violence"]
    assert ("violence" in codes(found.refused)) == (answer is Answer.REFUSED)
    assert ("violence" in codes(found.unknown)) == (answer is Answer.UNKNOWN)
    assert ("violence" in codes(found.not_asked)) == (answer is Answer.NOT_ASKED)


def test_a_companion_who_denies_everything_stands_beside() -> None:
    denied = no(*CODES, by="companion")
    found = concern([*yes("violence"), *denied], GATE)
    alone = concern(yes("violence"), GATE)
    assert found.dimensions == alone.dimensions
    assert found.beside == tuple(denied)


def test_a_no_beside_a_yes_is_kept_and_closes_nothing() -> None:
    found = concern([*no("violence"), *yes("violence"), *no("locked_in")], GATE)
    assert found.beside == (Said("violence", Answer.NO),)


def test_what_a_companion_denies_stands_beside_also_where_the_person_says_the_same() -> None:
    said = [*no("violence"), *no("violence", by="companion")]
    said += [Said("debt", Answer.REFUSED, "employer"), Said("debt", Answer.REFUSED)]
    assert concern(said, GATE).beside == (said[1], said[2])


def test_what_a_relative_denies_beside_a_refusal_is_kept_too() -> None:
    said = [Said("violence", Answer.REFUSED), Said("violence", Answer.NO, "relative")]
    assert concern(said, GATE).beside == (said[1],)


# Patterns


def test_a_pattern_of_all_needs_every_dimension_and_one_of_any_needs_one() -> None:
    found = concern(yes("violence"), GATE)
    assert (pattern(found, "both"), pattern(found, "either")) == (Standing.OPEN, Standing.POSITIVE)
    both = found.patterns[0]
    assert codes(both.carried_by) == ["now"]
    assert codes(both.open) == ["journey"]


def test_a_pattern_is_not_seen_when_a_dimension_that_it_needs_is_not() -> None:
    found = concern([*yes("violence"), *no(*JOURNEY)], GATE)
    assert (pattern(found, "both"), pattern(found, "either")) == (
        Standing.NOT_SEEN,
        Standing.POSITIVE,
    )
    nothing = concern(no(*CODES), GATE)
    assert pattern(nothing, "either") is Standing.NOT_SEEN


EXPLOITED = ["excessive_hours", "low_or_no_pay"]
DECEIVED = ["false_job", "false_wages"]
COERCED = ["papers_kept_at_destination", "wages_withheld"]
DEPENDENT = ["poverty_used_at_recruitment", "family_used_at_recruitment", "little_schooling_used"]


@pytest.mark.parametrize("means", [DECEIVED, COERCED, DEPENDENT])
def test_for_an_adult_exploitation_and_any_means_belong_together(means: list[str]) -> None:
    found = concern(yes(*EXPLOITED, *means), of_package("ilo-adults-labour"))
    assert pattern(found, "means_and_exploitation") is Standing.POSITIVE


def test_for_an_adult_exploitation_alone_leaves_the_means_open() -> None:
    found = concern(yes(*EXPLOITED), of_package("ilo-adults-labour"))
    assert pattern(found, "means_and_exploitation") is Standing.OPEN


def test_a_child_needs_an_act_and_exploitation_and_no_means() -> None:
    children = of_package("ilo-children-labour")
    found = concern(yes("harbouring", *EXPLOITED), children)
    assert pattern(found, "act_and_exploitation") is Standing.POSITIVE
    adults = of_package("ilo-adults-labour")
    means = [each.code for each in adults.indicators if each.code not in EXPLOITED]
    same = concern([*yes(*EXPLOITED), *no(*means)], adults)
    assert pattern(same, "means_and_exploitation") is Standing.NOT_SEEN


def test_an_act_without_exploitation_is_no_pattern_yet() -> None:
    found = concern(yes("recruitment"), of_package("ilo-children-labour"))
    assert pattern(found, "act_and_exploitation") is Standing.OPEN


@pytest.mark.parametrize(
    ("said", "seen"),
    [
        ([], []),
        (EXPLOITED, ["exploited"]),
        (EXPLOITED + DECEIVED, ["deceived_and_exploited", "exploited"]),
        (EXPLOITED + COERCED, ["exploited"]),
        (
            EXPLOITED + DECEIVED + COERCED,
            ["recruitment_exploitation_coercion", "deceived_and_exploited", "exploited"],
        ),
        (
            [*EXPLOITED, *COERCED, "violence_at_recruitment", "money_withheld_at_recruitment"],
            ["recruitment_exploitation_coercion", "exploited"],
        ),
    ],
)
def test_another_person_rule_can_be_chosen(said: list[str], seen: list[str]) -> None:
    rule = RULES["ilo_moldova_lfs"]
    found = concern(yes(*said), of_package("ilo-adults-labour"), rule)
    assert found.person_rule is rule
    positive = [each for each in found.patterns if each.standing is Standing.POSITIVE]
    assert [each.pattern.code for each in positive] == seen


def test_a_pattern_names_only_the_dimensions_that_it_looks_at() -> None:
    found = concern(
        yes(*EXPLOITED, *COERCED), of_package("ilo-adults-labour"), RULES["ilo_moldova_lfs"]
    )
    first, second, last = found.patterns
    assert codes(last.carried_by) == ["exploitation"]
    assert codes(first.carried_by) == ["exploitation", "coercion_at_destination"]
    assert codes(second.open) == ["deceptive_recruitment"]


def test_a_set_may_have_no_person_rule() -> None:
    found = concern(yes("violence"), of_package("ilo-forced-labour"))
    assert (found.person_rule, found.patterns) == (None, ())
    assert [each.why for each in found.positive] == ["one sign"]


def test_a_person_rule_that_does_not_fit_the_set_is_refused() -> None:
    with pytest.raises(ValueError, match="looks at “coercion_at_destination”, which the set north"):
        concern([], GATE, RULES["ilo_moldova_lfs"])


def test_an_answer_about_a_sign_of_another_set_is_refused_without_repeating_it() -> None:
    with pytest.raises(ValueError, match="Answer 2 is about an indicator that the set north"):
        concern([*yes("violence"), *yes("maria")], GATE)
    with pytest.raises(ValueError) as refusal:
        concern(yes("maria"), GATE)
    assert "maria" not in str(refusal.value)


# Cautions


def cautions(found: Concern) -> list[tuple[str, Certainty | None]]:
    return [(each.about, each.certainty) for each in found.cautions]


def test_whatever_rests_on_general_knowledge_is_flagged_where_it_is_used() -> None:
    assert cautions(concern([], GATE)) == [
        ("the set north-gate", Certainty.OWN_PRACTICE),
        ("the person rule own", Certainty.OWN_PRACTICE),
    ]
    assert cautions(concern(yes("violence", "debt"), GATE)) == [
        ("the set north-gate", Certainty.OWN_PRACTICE),
        ("the dimension now", Certainty.GENERAL_KNOWLEDGE),
        ("the sign violence", Certainty.GENERAL_KNOWLEDGE),
        ("the dimension rule “ilo”", Certainty.SECOND_HAND),
        ("the dimension rule “any one”", Certainty.OWN_PRACTICE),
        ("the person rule own", Certainty.OWN_PRACTICE),
    ]


def test_a_caution_says_what_to_do() -> None:
    found = concern(yes("violence"), GATE)
    assert "verify it" in found.cautions[1].says


def test_the_rule_for_adults_is_flagged_as_general_knowledge() -> None:
    found = concern([], of_package("ilo-adults-labour"))
    assert ("the person rule ilo_adult_strict", Certainty.GENERAL_KNOWLEDGE) in cautions(found)


def test_what_was_read_in_the_source_needs_no_caution() -> None:
    found = concern(yes("harbouring"), of_package("ilo-children-labour"))
    assert "the dimension act" not in [each.about for each in found.cautions]


def test_a_set_that_nobody_reviewed_or_in_an_unknown_language_is_flagged() -> None:
    content = a_set() | {"language": "tha"}
    del content["reviewed_by"], content["reviewed_on"]
    says = [each.says for each in concern([], set_from(content)).cautions]
    assert any("Nobody has yet read its lines" in each for each in says)
    assert any("no list of refused words in its language" in each for each in says)
    assert not any(
        words in each.says
        for each in concern([], GATE).cautions
        for words in ("Nobody has yet", "refused words")
    )


# No verdict


def everything_in(value: Any) -> Iterator[Any]:
    yield value
    if is_dataclass(value):
        for each in fields(value):
            yield from everything_in(getattr(value, each.name))
    elif isinstance(value, tuple | list | frozenset | set):
        for each in value:
            yield from everything_in(each)


@pytest.mark.parametrize("indicator_set", indicator_sets(), ids=lambda each: each.code)
def test_a_concern_holds_no_number_and_no_word_of_a_verdict(indicator_set: IndicatorSet) -> None:
    every = yes(*(each.code for each in indicator_set.indicators))
    held = list(everything_in(concern(every, indicator_set)))
    assert not any(isinstance(each, int | float) for each in held)
    texts = [each.lower() for each in held if isinstance(each, str)]
    assert texts
    assert not any("victim" in each or "score" in each for each in texts)


def test_a_concern_of_the_same_answers_is_the_same() -> None:
    assert concern(yes("debt"), GATE) == concern(yes("debt"), replace(GATE))

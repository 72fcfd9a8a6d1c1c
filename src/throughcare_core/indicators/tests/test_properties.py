"""What holds for every set and all answers."""

from collections.abc import Callable
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from throughcare_core.indicators import (
    Answer,
    BadSet,
    Concern,
    Fault,
    Indicator,
    IndicatorSet,
    Said,
    Standing,
    concern,
    indicator_sets,
    read_set,
    set_from,
)
from throughcare_core.indicators.tests.cast import NORTH_GATE, a_set, north_gate

GATE = north_gate()
SPEAKERS = ["person", "companion", "employer", "suspect", "officer", "relative"]
BESIDE = ["companion", "employer", "suspect"]
RANK = [Standing.NOT_SEEN, Standing.OPEN, Standing.POSITIVE]
ANY_ANSWER = st.sampled_from(Answer)
SETS = st.sampled_from([GATE, *indicator_sets()])


def said(
    indicator_set: IndicatorSet,
    answers: st.SearchStrategy[Answer],
    speakers: list[str] = SPEAKERS,
) -> st.SearchStrategy[Said]:
    codes = [each.code for each in indicator_set.indicators]
    return st.builds(Said, st.sampled_from(codes), answers, st.sampled_from(speakers))


def interview(
    indicator_set: IndicatorSet, answers: st.SearchStrategy[Answer] = ANY_ANSWER
) -> st.SearchStrategy[list[Said]]:
    return st.lists(said(indicator_set, answers), max_size=30)


def ranks(found: Concern) -> list[int]:
    every = [*found.dimensions, *found.patterns]
    return [RANK.index(each.standing) for each in every]


@given(data=st.data(), indicator_set=SETS)
def test_one_more_yes_never_weakens_anything(data: st.DataObject, indicator_set: Any) -> None:
    before = data.draw(interview(indicator_set))
    more = data.draw(said(indicator_set, st.just(Answer.YES)))
    weaker = ranks(concern(before, indicator_set))
    stronger = ranks(concern([*before, more], indicator_set))
    assert all(new >= old for new, old in zip(stronger, weaker, strict=True))


@given(data=st.data(), indicator_set=SETS)
def test_whatever_else_is_said_what_is_positive_stays_positive(
    data: st.DataObject, indicator_set: Any
) -> None:
    before, after = data.draw(interview(indicator_set)), data.draw(interview(indicator_set))
    old = ranks(concern(before, indicator_set))
    new = ranks(concern(before + after, indicator_set))
    assert all(then == 2 for then, now in zip(new, old, strict=True) if now == 2)


@given(data=st.data(), indicator_set=SETS)
def test_what_is_not_known_never_closes_anything(data: st.DataObject, indicator_set: Any) -> None:
    not_known = st.sampled_from([Answer.UNKNOWN, Answer.REFUSED, Answer.NOT_ASKED])
    before = data.draw(interview(indicator_set, st.sampled_from([Answer.YES])))
    after = data.draw(interview(indicator_set, not_known))
    assert ranks(concern(before + after, indicator_set)) == ranks(concern(before, indicator_set))


@given(data=st.data(), indicator_set=SETS)
def test_what_those_beside_deny_changes_nothing(data: st.DataObject, indicator_set: Any) -> None:
    before = data.draw(interview(indicator_set))
    denied = data.draw(
        st.lists(said(indicator_set, st.sampled_from([Answer.NO, Answer.REFUSED]), BESIDE))
    )
    one, two = concern(before, indicator_set), concern(before + denied, indicator_set)
    assert (one.dimensions, one.patterns, one.cautions) == (
        two.dimensions,
        two.patterns,
        two.cautions,
    )
    assert set(denied) <= set(two.beside)


@given(data=st.data(), indicator_set=SETS)
def test_the_order_of_the_answers_does_not_matter(data: st.DataObject, indicator_set: Any) -> None:
    answers = data.draw(interview(indicator_set))
    shuffled = data.draw(st.permutations(answers))
    one, two = concern(answers, indicator_set), concern(shuffled, indicator_set)
    assert one.dimensions == two.dimensions
    assert sorted(map(str, one.beside)) == sorted(map(str, two.beside))


@given(data=st.data())
def test_the_order_of_the_signs_and_dimensions_does_not_matter(data: st.DataObject) -> None:
    content = a_set()
    content["dimension"] = data.draw(st.permutations(content["dimension"]))
    for dimension in content["dimension"]:
        dimension["indicators"] = data.draw(st.permutations(dimension["indicators"]))
    answers = data.draw(interview(GATE))
    one, two = concern(answers, GATE), concern(answers, set_from(content))
    assert {each.dimension.code: (each.standing, each.why) for each in one.dimensions} == {
        each.dimension.code: (each.standing, each.why) for each in two.dimensions
    }
    assert [each.standing for each in one.patterns] == [each.standing for each in two.patterns]


@given(data=st.data(), indicator_set=SETS)
def test_every_sign_is_seen_denied_or_not_known(data: st.DataObject, indicator_set: Any) -> None:
    found = concern(data.draw(interview(indicator_set)), indicator_set)
    seen = [sign for each in found.dimensions for sign in each.seen]
    not_known: list[Indicator] = [*found.not_asked, *found.refused, *found.unknown]
    assert not set(seen) & set(not_known)
    assert len(not_known) == len(set(not_known))
    assert {sign for each in found.dimensions for sign in each.not_known} == set(not_known)


def could_be_positive(seen: list[str], not_known: list[str]) -> bool:
    """Whether some way of answering what is not known makes the journey positive."""
    for ending in product([True, False], repeat=len(not_known)):
        more = [code for code, is_yes in zip(not_known, ending, strict=True) if is_yes]
        answers = [Said(code, Answer.YES) for code in seen + more]
        if concern(answers, GATE).dimensions[0].standing is Standing.POSITIVE:
            return True
    return False


@given(answers=st.lists(st.sampled_from(["yes", "no", "refused"]), min_size=6, max_size=6))
def test_a_dimension_is_not_seen_only_when_every_way_is_closed(answers: list[str]) -> None:
    codes = [each.code for each in GATE.dimensions[0].indicators]
    told = dict(zip(codes, answers, strict=True))
    found = concern([Said(code, Answer(answer)) for code, answer in told.items()], GATE)
    seen = [code for code, answer in told.items() if answer == "yes"]
    not_known = [code for code, answer in told.items() if answer == "refused"]
    closed = found.dimensions[0].standing is Standing.NOT_SEEN
    assert closed == (not could_be_positive(seen, not_known))


SCRAPS = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.dates(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)


def faults(read: Callable[[Any], IndicatorSet], content: Any) -> tuple[Fault, ...]:
    """What is wrong with it; nothing when it is taken. Any other error fails the test."""
    try:
        read(content)
    except BadSet as bad:
        return bad.faults
    return ()


@given(key=st.sampled_from([*NORTH_GATE, "person_rule", "rule", "note"]), scrap=SCRAPS)
def test_a_set_with_anything_in_a_field_is_taken_or_refused_in_words(key: str, scrap: Any) -> None:
    found = faults(set_from, a_set() | {key: scrap})
    assert all(fault.where and fault.says for fault in found)


@given(
    dimension=st.integers(0, 1),
    key=st.sampled_from(["code", "says", "about", "weight", "note", "certainty", "score"]),
    scrap=SCRAPS,
)
def test_a_sign_with_anything_in_a_field_is_taken_or_refused(
    dimension: int, key: str, scrap: Any
) -> None:
    content = a_set()
    row = content["dimension"][dimension]["indicators"][0]
    was = row.get(key)
    row[key] = scrap
    found = faults(set_from, content)
    may_be_text = was is None and key == "note" and isinstance(scrap, str)
    assert found or type(scrap) is type(was) or scrap is None or may_be_text
    assert all(fault.where.startswith(("dimension “", "indicator “")) for fault in found)


@given(st.text(max_size=200))
def test_any_text_is_read_or_refused_in_words(text: str) -> None:
    assert faults(read_set, text)

"""Thresholds follow from expected errors; links are one to one, or groups, where that is known."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching.linkage import (
    Pairs,
    expected,
    groups,
    linked,
    one_to_one,
    whole_groups,
)

Told = list[tuple[int, int, float]]
SOME_LINKS = some.lists(
    some.tuples(some.integers(0, 9), some.integers(0, 9), some.floats(0.5, 1)), max_size=40
)


def pairs(told: Told) -> Pairs:
    rows, others, chances = np.array(told or np.zeros((0, 3))).T
    return Pairs.of(rows.astype(np.int64), others.astype(np.int64), chances)


def told_of(links: Pairs) -> list[tuple[int, int]]:
    return list(zip(links.rows.tolist(), links.others.tolist(), strict=True))


SOME: Told = [(0, 0, 0.95), (0, 1, 0.7), (1, 1, 0.6), (2, 2, 0.49), (3, 3, 0.5)]


def test_what_is_likelier_than_not_is_linked_best_first() -> None:
    assert told_of(linked(pairs(SOME))) == [(0, 0), (0, 1), (1, 1), (3, 3)]


def test_with_a_precision_links_stop_before_it_is_lost() -> None:
    links = linked(pairs(SOME), precision=0.8)
    assert told_of(links) == [(0, 0), (0, 1)]
    assert expected(links, pairs(SOME)).precision >= 0.8


@given(some.lists(some.floats(0, 1), min_size=1, max_size=30), some.floats(0, 1))
def test_a_precision_that_was_asked_for_is_expected(chances: list[float], least: float) -> None:
    all_pairs = pairs([(at, at, chance) for at, chance in enumerate(chances)])
    links = linked(all_pairs, precision=least)
    assert len(links) == 0 or expected(links, all_pairs).precision >= least - 1e-12


@given(some.lists(some.floats(0, 1), min_size=1, max_size=12))
def test_no_other_choice_makes_fewer_errors_in_expectation(chances: list[float]) -> None:
    links = linked(pairs([(at, at, chance) for at, chance in enumerate(chances)]))
    chosen = set(links.rows.tolist())
    errors = sum(1 - chance if at in chosen else chance for at, chance in enumerate(chances))
    assert errors == pytest.approx(sum(min(chance, 1 - chance) for chance in chances))


def test_expected_shares_follow_the_chances() -> None:
    told = expected(linked(pairs(SOME)), pairs(SOME))
    assert told.links == 4
    assert told.precision == pytest.approx((0.95 + 0.7 + 0.6 + 0.5) / 4)
    assert told.recall == pytest.approx(2.75 / 3.24)
    nothing = pairs([])
    assert expected(linked(nothing), nothing).precision == 1.0


def test_one_to_one_takes_the_likeliest_and_then_what_is_free() -> None:
    assert told_of(one_to_one(linked(pairs(SOME)))) == [(0, 0), (1, 1), (3, 3)]


@given(SOME_LINKS)
def test_one_to_one_never_links_a_record_twice(told: Told) -> None:
    links = one_to_one(pairs(told))
    assert len(set(links.rows.tolist())) == len(links) == len(set(links.others.tolist()))


def test_links_make_groups() -> None:
    assert groups(pairs([(0, 1, 0.9), (1, 2, 0.8), (4, 5, 0.7)])) == [(0, 1, 2), (4, 5)]
    assert groups(pairs([])) == []


def test_a_group_takes_one_record_a_list_where_that_is_known() -> None:
    lists = np.array([0, 1, 0, 1, 2])
    links = pairs([(0, 1, 0.9), (1, 2, 0.8), (2, 3, 0.7), (1, 4, 0.6)])
    assert groups(links, lists) == [(0, 1, 4), (2, 3)]


@given(SOME_LINKS)
def test_no_group_ever_holds_two_records_of_a_list(told: Told) -> None:
    lists = np.arange(10) % 3
    for group in groups(pairs([each for each in told if each[0] != each[1]]), lists):
        assert len({int(lists[member]) for member in group}) == len(group)


def test_whole_groups_hold_every_pair_with_a_chance() -> None:
    compared = pairs([(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.2), (3, 4, 0.6), (4, 5, 0.7)])
    links = linked(compared)
    whole = whole_groups(links, compared)
    told = dict(zip(told_of(whole), whole.chances.tolist(), strict=True))
    assert told == {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.2, (3, 4): 0.6, (4, 5): 0.7, (3, 5): 0.6}
    assert whole.places[told_of(whole).index((3, 5))] == -1
    assert len(whole_groups(linked(pairs([])), pairs([]))) == 0

"""Every number on the page is the number of rows in the file."""

from collections.abc import Callable
from itertools import permutations
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.statistics import queries
from throughcare.statistics.models import Source
from throughcare.statistics.queries import Asked, Count, figures
from throughcare.statistics.rules import DIMENSIONS, NOT_RECORDED
from throughcare.statistics.tests.counted import all_cells, cells_on_the_page, direct_count
from throughcare.statistics.tests.invented import ANNA, EMPTY, imported, many_rows, table

PAIRS = list(permutations(DIMENSIONS, 2))


@pytest.fixture
def key(cora: Actor) -> str:
    imported(table(many_rows()), cora)
    return str(Source.objects.get().key)


def queries_of(do: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as asked:
        do()
    return len(asked)


@pytest.mark.parametrize(("down", "across"), PAIRS)
def test_a_table_of_two_agrees_with_the_file_in_every_cell(
    down: str, across: str, key: str, cora: Actor
) -> None:
    assert cells_on_the_page(
        figures(cora, key, Asked({}, down, across)), down, across
    ) == all_cells(many_rows(), down, across)


@pytest.mark.parametrize("down", DIMENSIONS)
def test_counts_by_one_agree_with_the_file(down: str, key: str, cora: Actor) -> None:
    (table_of_one,) = figures(cora, key, Asked({}, down)).counts
    counts = {each.code: each.rows for each in table_of_one.counts if each.rows}
    counts[NOT_RECORDED] = table_of_one.not_recorded.rows
    assert counts == direct_count(many_rows(), down)


def test_the_first_page_counts_by_everything(key: str, cora: Actor) -> None:
    page = figures(cora, key, Asked())
    assert page.rows == 400
    assert [each.code for each in page.counts] == list(DIMENSIONS)
    for counts in page.counts:
        found = {
            each.code: each.rows for each in (*counts.counts, counts.not_recorded) if each.rows
        }
        assert found == direct_count(many_rows(), counts.code)


@pytest.mark.parametrize(
    "only",
    [
        {"gender": "Woman"},
        {"gender": NOT_RECORDED},
        {"exploitation": "SexualExploit"},
        {"exploitation": NOT_RECORDED, "year": "2019"},
        {"year": NOT_RECORDED, "age": "0--8"},
        {"citizenship": "XA", "year": "2020"},
    ],
)
def test_chosen_rows_are_those_of_the_file(only: dict[str, str], key: str, cora: Actor) -> None:
    page = figures(cora, key, Asked(only, "exploitation", "age"))
    expected = all_cells(many_rows(), "exploitation", "age", only)
    assert cells_on_the_page(page, "exploitation", "age") == expected
    assert page.rows == expected["all", "all"] > 0


def test_what_is_not_recorded_has_its_own_place_even_where_it_is_none(cora: Actor) -> None:
    imported(table([ANNA]), cora)
    key = Source.objects.get().key
    crossed = figures(cora, key, Asked({}, "gender", "age")).crossed
    assert crossed is not None
    assert crossed.heads[:2] == ["All rows", "Not recorded"]
    assert [line.label for line in crossed.lines][:2] == ["All rows", "Not recorded"]
    (by_age,) = figures(cora, key, Asked({}, "age")).counts
    assert by_age.not_recorded == Count(NOT_RECORDED, "Not recorded", 0, 0)


def test_of_rows_that_nobody_protected_small_numbers_stay_unsaid(stan: Actor) -> None:
    imported(table([ANNA] * 3 + [EMPTY] * 27), stan, is_protected=False)
    key = Source.objects.get().key
    (by_gender,) = figures(stan, key, Asked({}, "gender")).counts
    assert [each.rows for each in by_gender.counts] == [None, 0, 0]
    assert by_gender.counts[0].width == 0
    assert by_gender.not_recorded.rows == 20
    crossed = figures(stan, key, Asked({}, "gender", "year")).crossed
    assert crossed is not None
    assert {rows for line in crossed.lines for rows in line.rows} == {None, 0, 20, 30}
    assert figures(stan, key, Asked({"gender": "Woman"})).rows is None
    assert queries.sources(stan)[0].rows == 30


def test_neither_bars_nor_order_tell_what_stays_unsaid(stan: Actor) -> None:
    rows = [("NPL", 9), ("BEN", 2), ("MDA", 57), ("XAA", 51)]
    told = [{"citizenship": code} for code, how_many in rows for _ in range(how_many)]
    imported(table(told), stan, is_protected=False)
    (table_of_one,) = figures(stan, Source.objects.get().key, Asked({}, "citizenship")).counts
    assert [(each.code, each.rows, each.width) for each in table_of_one.counts] == [
        ("MD", 50, 100),
        ("XA", 50, 100),
        ("BJ", None, 0),
        ("NP", None, 0),
    ]


def test_what_can_be_chosen_is_what_is_there(key: str, cora: Actor) -> None:
    offered = queries.choices(cora, key)
    assert [code for code, _label in offered["year"]] == ["2018", "2019", "2020", NOT_RECORDED]
    assert [label for _code, label in offered["citizenship"]] == [
        "Benin",
        "Demonstration country",
        "Moldova",
        "Nepal",
        "Not recorded",
    ]
    assert len(offered["age"]) == 10


def test_no_more_queries_than_it_says(key: str, cora: Actor) -> None:
    assert queries_of(lambda: queries.sources(cora)) == 2
    assert queries_of(lambda: queries.choices(cora, key)) == 2
    assert queries_of(lambda: figures(cora, key, Asked())) == 6
    assert queries_of(lambda: figures(cora, key, Asked({}, "age"))) == 2
    only = {"gender": "Woman", "exploitation": "OtherExploit"}
    assert queries_of(lambda: figures(cora, key, Asked(only, "citizenship", "year"))) == 2


def test_absent_and_not_ones_own_are_the_same_query(stan: Actor, cora: Actor) -> None:
    imported(table([ANNA]), stan, is_protected=False)
    there = Source.objects.get().key
    shapes = []
    for key in (there, "A" * 22):
        with CaptureQueriesContext(connection) as asked, pytest.raises(NotHere):
            figures(cora, key, Asked())
        shapes.append([query["sql"].replace(key, "KEY") for query in asked.captured_queries])
    assert shapes[0] == shapes[1]
    assert figures(stan, there, Asked()).rows is None

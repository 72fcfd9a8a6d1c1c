"""How rows are read and counted, without a data base."""

import pytest

from throughcare.kernel.errors import BrokenFile
from throughcare.statistics.rules import (
    ALL,
    DIMENSIONS,
    NOT_RECORDED,
    Told,
    folded,
    heading_of,
    in_order,
    read_row,
    separator_of,
    shown,
)
from throughcare.statistics.tests.invented import ANNA, headers
from throughcare_core.vocab import ctdc_columns, ctdc_lists


def read(row: dict[str, str], release: str = "2021") -> tuple[Told, list[str]]:
    """What a row says, and the columns that are wrong."""
    heading = heading_of(headers(release))
    told, wrong = read_row(heading, [row.get(name, "") for name in headers(release)], 2026)
    return told, [column for column, _reason in wrong]


def test_a_row_says_what_is_in_it_and_leaves_the_rest_open() -> None:
    told, wrong = read(dict(ANNA))
    assert wrong == []
    assert told == Told(
        year=2019,
        gender="Woman",
        age="09--17",
        citizenship="XA",
        means=";DebtBondage;Threats;",
        exploitation=";ForcedLabour;SexualExploit;",
    )
    assert read({}) == (Told(), [])


@pytest.mark.parametrize("year", [2002, 2026])
def test_years_go_from_the_first_of_the_codebook_to_this_one(year: int) -> None:
    assert read({"yearOfRegistration": str(year)}) == (Told(year=year), [])


def test_both_releases_say_the_same_in_the_same_codes() -> None:
    before = read({"gender": "Male", "ageBroad": "09--17", "isOtherExploit": "1"})
    after = read({"gender": "Man", "ageBroad": "9—17", "isOtherExploit": "1"}, "2024")
    assert before == after


def test_what_the_codebook_calls_null_is_not_recorded() -> None:
    assert read({"gender": "NULL", "isForcedLabour": "NULL", "yearOfRegistration": " "}) == (
        Told(),
        [],
    )


@pytest.mark.parametrize("cell", ["0", "no", "2", "1.0", "x", "-99"])
def test_nothing_but_one_or_nothing_stands_in_a_column_of_ones(cell: str) -> None:
    assert read({"isForcedLabour": cell})[1] == ["isForcedLabour"]


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("gender", "2"),
        ("gender", "female"),
        ("ageBroad", "17"),
        ("ageBroad", "1820"),
        ("citizenship", "MD"),
        ("citizenship", "Moldova"),
        ("citizenship", "ZZZ"),
        ("CountryOfExploitation", "-99"),
        ("yearOfRegistration", "2001"),
        ("yearOfRegistration", "02019"),
        ("yearOfRegistration", "20x9"),
        ("yearOfRegistration", "2027"),
        ("yearOfRegistration", "2019.0"),
        ("yearOfRegistration", "٢٠١٩"),
        ("traffickMonths", "12"),
        ("majorityStatusAtExploit", "1"),
    ],
)
def test_an_unknown_code_is_wrong_and_never_guessed(column: str, cell: str) -> None:
    assert read({column: cell})[1] == [column]


@pytest.mark.parametrize("release", ["2021", "2024"])
def test_every_column_of_a_release_is_kept(release: str) -> None:
    lists = ctdc_lists()
    full = {}
    for column in ctdc_columns(release):
        one = "1" if column.code else "2019" if column.field == "year" else ""
        if lists.get(column.field) == "country":
            one = "NPL"
        full[column.names[0]] = one
    told, wrong = read(full, release)
    assert wrong == []
    for column in ctdc_columns(release):
        if column.code and not column.optional:
            assert f";{column.code};" in getattr(told, column.field)
    assert (told.year, told.citizenship, told.country) == (2019, "NP", "NP")


def test_columns_may_stand_in_any_order() -> None:
    names = list(reversed(headers("2024")))
    told, _wrong = read_row(heading_of(names), ["1", *[""] * (len(names) - 1)], 2026)
    assert told == Told(recruiter=";Other;")


def test_columns_that_some_files_have_are_read() -> None:
    names = [*headers("2021"), "meansOfControlUsesChildren"]
    told, _wrong = read_row(heading_of(names), [*[""] * (len(names) - 1), "1"], 2026)
    assert told == Told(means=";UsesChildren;")


def test_a_head_of_two_releases_is_none() -> None:
    with pytest.raises(BrokenFile):
        heading_of([*headers("2021")[:-1], *headers("2024")[7:]])


def test_cells_are_separated_by_whatever_separates_the_head() -> None:
    assert [separator_of(mark.join(headers("2024"))) for mark in ",;\t"] == [",", ";", "\t"]


def test_a_row_with_two_kinds_counts_under_each_and_once_in_all() -> None:
    counts = folded(
        [(";ForcedLabour;SexualExploit;", "Woman", 3), ("", "Woman", 2), ("", "", 1)],
        DIMENSIONS["exploitation"],
        DIMENSIONS["gender"],
    )
    assert counts["ForcedLabour", "Woman"] == counts["SexualExploit", "Woman"] == 3
    assert counts[NOT_RECORDED, "Woman"] == 2
    assert counts[NOT_RECORDED, NOT_RECORDED] == 1
    assert counts[ALL, "Woman"] == 5
    assert counts[ALL, ALL] == 6


def test_values_stand_in_the_order_of_their_list_countries_by_number_years_by_time() -> None:
    assert in_order(DIMENSIONS["gender"], {"Man": 3}) == ["Woman", "Man", "Trans"]
    assert in_order(DIMENSIONS["year"], {"2019": 9, "2018": 1, ALL: 10}) == ["2018", "2019"]
    countries = {"NP": 1, "MD": 5, "BJ": 5, NOT_RECORDED: 9, ALL: 20}
    assert in_order(DIMENSIONS["citizenship"], countries) == ["BJ", "MD", "NP"]


def test_published_numbers_are_shown_and_others_in_tens_without_the_small_ones() -> None:
    assert [shown(rows, is_protected=True) for rows in (0, 1, 9, 57)] == [0, 1, 9, 57]
    assert [shown(rows, is_protected=False) for rows in (0, 1, 9, 10, 57)] == [
        0,
        None,
        None,
        10,
        50,
    ]


def test_no_sum_tells_what_was_left_unsaid() -> None:
    """For any small part beside a larger one, several sizes fit what a page shows."""
    for rest in range(10, 60):
        for hidden in range(1, 10):
            seen = shown(rest + hidden, is_protected=False), shown(rest, is_protected=False)
            fits = [
                small
                for small in range(1, 10)
                for large in range(10, 70)
                if (shown(large + small, is_protected=False), shown(large, is_protected=False))
                == seen
            ]
            assert len(set(fits)) > 1

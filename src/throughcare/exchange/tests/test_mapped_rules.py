"""How a spreadsheet is understood: days, ages, numbers, headings, encodings, lines left out."""

from datetime import date, datetime

import pytest

from throughcare.exchange.adapters.meanings import meaning, months
from throughcare.exchange.adapters.sheets.text import guessed_encoding, guessed_separator
from throughcare.exchange.rules import Reason
from throughcare.exchange.rules.mapped.dates import (
    A_NUMBER,
    DMY,
    FUTURE,
    MDY,
    NO_SUCH_DAY,
    TWO_WAYS,
    Dated,
    DayRules,
    orders_possible,
    read_day,
)
from throughcare.exchange.rules.mapped.held import beyond
from throughcare.exchange.rules.mapped.layout import Grid, Span, is_total, table_of
from throughcare.exchange.rules.mapped.numbers import read_age, read_number
from throughcare.exchange.rules.mapped.plans import Plan
from throughcare.exchange.rules.mapped.targets import Target, catalogue, common_targets
from throughcare.exchange.rules.mapped.words import heading_words, says_nothing
from throughcare_core.vocab import is_code, list_names

TODAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("cell", "how", "written"),
    [
        ("03/04/2025", DayRules(DMY), "2025-04-03"),
        ("03/04/2025", DayRules(MDY), "2025-03-04"),
        ("13.4.25", DayRules(), "2025-04-13"),
        ("1.1.30", DayRules(DMY), "1930-01-01"),
        ("04/04/2025", DayRules(), "2025-04-04"),
        ("2025-04-03", DayRules(DMY), "2025-04-03"),
        ("٣/٤/٢٠٢٥", DayRules(DMY), "2025-04-03"),
        ("2 марта 2025 г.", DayRules(months=months()), "2025-03-02"),
        ("2 de marzo de 2025", DayRules(months=months()), "2025-03-02"),
        ("2nd of March, 2025", DayRules(months=months()), "2025-03-02"),
        ("2 марта 2025", DayRules(months=months()), "2025-03-02"),
        ("March 2, 2025", DayRules(months=months()), "2025-03-02"),
        ("mars 2025", DayRules(months=months()), "2025-03"),
        ("03.2025", DayRules(), "2025-03"),
        (1996, DayRules(), "1996"),
        (45231, DayRules(serials=True), "2023-11-01"),
        (43769, DayRules(serials=True, from_1904=True), "2023-11-01"),
        (datetime(2025, 4, 3, 12, 30), DayRules(), "2025-04-03"),  # noqa: DTZ001
    ],
)
def test_days_are_read_in_the_order_of_their_column(
    cell: str | int | datetime, how: DayRules, written: str
) -> None:
    found = read_day(cell, how, TODAY)
    assert (found.written if isinstance(found, Dated) else "") == written


@pytest.mark.parametrize(
    ("cell", "how", "text"),
    [
        ("03/04/2025", DayRules(), TWO_WAYS),
        ("31.02.2025", DayRules(DMY), NO_SUCH_DAY),
        ("13/13/2025", DayRules(DMY), NO_SUCH_DAY),
        (45231, DayRules(), A_NUMBER),
        ("03.04.2027", DayRules(DMY), FUTURE),
    ],
)
def test_what_could_be_two_days_or_none_is_never_taken(
    cell: str | int, how: DayRules, text: str
) -> None:
    assert read_day(cell, how, TODAY) == Reason(text)


def test_one_day_above_twelve_decides_for_the_column_and_two_can_contradict() -> None:
    assert orders_possible(["03/04/2025", "13/04/2025"]) == {DMY}
    assert orders_possible(["03/04/2025", "04/13/2025"]) == {MDY}
    assert orders_possible(["13/04/2025", "04/13/2025"]) == set()
    assert orders_possible(["2025-04-03", "13/04/2025"]) == {DMY}


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ("abt 30", "~30"),
        ("about 30 years old", "~30"),
        ("30-35", "30-35"),
        ("30 – 35 лет", "30-35"),
        ("16 ½", "16"),
        ("16,5", "16"),
        (16.5, "16"),
        ("40+", "~40"),
        ("30?", "~30"),
        ("minor", "child"),
        ("18+", "adult"),
        ("٢٥", "25"),
        (27, "27"),
        ("прим. 30", "~30"),
    ],
)
def test_ages_keep_how_sure_they_are(cell: str | float, written: str) -> None:
    found = read_age(cell)
    assert not isinstance(found, Reason)
    assert found.written == written


@pytest.mark.parametrize(
    "cell", ["old", "35-30", "200", "-4", "1/2/2020", "", "30 40", True, float("inf")]
)
def test_what_is_no_age_is_not_taken_for_one(cell: str | float) -> None:
    assert isinstance(read_age(cell), Reason)


@pytest.mark.parametrize(
    ("cell", "decimal", "written"),
    [
        ("2,5", "", "2.5"),
        ("1,234", ",", "1.234"),
        ("1,234", ".", "1234"),
        ("1 234,5", ",", "1234.5"),
        ("1.234,5", ",", "1234.5"),
        (3.0, "", "3"),
    ],
)
def test_numbers_with_commas_mean_what_their_column_says(
    cell: str | float, decimal: str, written: str
) -> None:
    assert read_number(cell, decimal) == written


@pytest.mark.parametrize(
    "cell", ["1,234", "1.234", "a lot", "1,2,3,4x", True, float("inf"), "9" * 400]
)
def test_a_number_with_two_meanings_or_without_end_is_asked(cell: str | float) -> None:
    assert isinstance(read_number(cell), Reason)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Имя;Фамилия;Возраст\nОлександра;Коваленко;30", "windows-1251"),
        ("Имя;Фамилия;Возраст\nОлександра;Коваленко;30", "utf-8"),
        ("Имя;Фамилия;Возраст\nОлександра;Коваленко;30", "utf-16-le"),
        ("Имя;Фамилия;Возраст\nИрина;Ионеску;30", "koi8-r"),
        ("Nom;Prénom;Âge\nLefèvre;Zoé;30\nÇelik;Noël;22", "windows-1252"),
        ("Jméno;Příjmení;Věk\nŽofie;Dvořáková;30\nŁucja;Wiśniewska;20", "windows-1250"),
        ("الاسم;العمر\nأمينة الحسن;30\nفاطمة;22", "windows-1256"),
        ("name;age\nAmina;30", "utf-8"),
    ],
)
def test_encodings_are_guessed_by_the_letters_of_everyday_writing(text: str, encoding: str) -> None:
    assert guessed_encoding(text.encode(encoding)) == encoding


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
def test_the_separator_is_what_cuts_lines_alike(separator: str) -> None:
    lines = [["name", "note"], ["Amina", "comes; at noon, or later"], ["Bea", "x"]]
    quoted = "\n".join(separator.join(f'"{cell}"' for cell in line) for line in lines)
    assert guessed_separator(quoted) == separator


def test_headings_of_two_lines_are_joined_and_a_title_is_not_one() -> None:
    grid = Grid(
        lines=(
            (1, ["House list", None, None, None]),
            (3, ["Name", None, "Birth", None]),
            (4, ["Given", "Family", "Day", "Place"]),
            (5, ["Ama", "Sule", "1999", "Kano"]),
        ),
        merged=(Span(1, 0, 1, 3), Span(3, 0, 3, 1), Span(3, 2, 3, 3)),
    )
    table = table_of(grid, Plan())
    assert table.headings == ("Name – Given", "Name – Family", "Birth – Day", "Birth – Place")
    assert [row for row, _cells in table.rows] == [5]
    assert [line.row for line in table.left_out] == [1]


def test_lines_that_are_left_out_can_be_read_all_the_same() -> None:
    lines = ((1, ["Name", "Sex", "Age"]), (2, ["Ama", "f", "30"]), (3, ["Bea", None, None]))
    grid = Grid(lines=lines)
    assert [row for row, _cells in table_of(grid, Plan()).rows] == [2]
    read = Plan(head_from=1, head_lines=1, read_anyway=frozenset({3}))
    assert [row for row, _cells in table_of(grid, read).rows] == [2, 3]


def test_a_table_without_a_heading_loses_nobody() -> None:
    grid = Grid(lines=((1, ["Ama", "f"]), (2, ["Bea", "f"])))
    table = table_of(grid, Plan(head_from=1, head_lines=0))
    assert [row for row, _cells in table.rows] == [1, 2]
    assert table.headings == ("", "")
    assert table.left_out == ()


def test_nobody_is_taken_for_a_total() -> None:
    assert is_total(["Total", None, 12])
    assert is_total(["ИТОГО:", 3])
    assert not is_total(["Total", "Sum", 12])
    assert not is_total(["Amina", 30])
    assert not is_total(["Sum Sophal", "f", 30])


def test_words_for_nothing_are_no_names() -> None:
    assert all(map(says_nothing, ("unknown", "N/A", " - ", "?", "Неизвестно", "غير معروف")))
    assert not any(map(says_nothing, ("Nadia", "No", "Na", "Unknown Street 4")))


def test_every_word_of_the_data_leads_to_something_there_is() -> None:
    known = {target.code for target in common_targets()} | {"-"}
    assert set(heading_words().values()) <= known
    assert all(target.values in ("", *list_names()) for target in common_targets())
    assert catalogue(parts=("identity",)).keys() < known


@pytest.mark.parametrize(
    ("values", "text", "code"),
    [
        ("country", "Молдова", "MD"),
        ("country", "Côte d’Ivoire", "CI"),
        ("language", "хауса", "hau"),
        ("sex", "Ж", "female"),
        ("country", "Nowhere", ""),
    ],
)
def test_words_of_many_languages_are_suggested(values: str, text: str, code: str) -> None:
    assert meaning(Target("x", "X", "identity", "code", values), text) == code
    assert not code or is_code(values, code)


def test_what_a_row_says_beyond_the_standard() -> None:
    more = beyond(
        {
            "tc_WholeName": "Sule, Amina",
            "tc_OtherName": "Амина",
            "tc_Age": "30-35",
            "tc_AgeNotedOn": "2026-02-01",
            "tc_DocumentNumber": "X1",
            "tc_RecruitedWhen": "2025",
            "prs_FirstName": "ignored here",
        }
    )
    assert [name.full for name in more.names] == ["Amina Sule", "Амина"]
    assert more.birth is not None
    assert (more.birth.age, more.birth.up_to, more.birth.day) == (30, 35, None)
    assert [(past.kind, past.year, past.month) for past in more.history] == [
        ("Recruitment", 2025, None)
    ]

"""Dates of other calendars are the Gregorian days that they can mean, and no others."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some

from throughcare_core.matching.calendars import (
    RECKONINGS,
    Calendar,
    Days,
    gregorian,
    marked_date,
    without_marked_date,
)

BS, AH, EC, SH = (
    Calendar.BIKRAM_SAMBAT,
    Calendar.HIJRI,
    Calendar.ETHIOPIAN,
    Calendar.SOLAR_HIJRI,
)


@pytest.mark.parametrize(
    ("calendar", "written", "day"),
    [
        (BS, (1975, 1, 1), date(1918, 4, 13)),
        (BS, (2000, 1, 1), date(1943, 4, 14)),
        (BS, (2048, 1, 1), date(1991, 4, 14)),
        (BS, (2072, 1, 12), date(2015, 4, 25)),
        (EC, (2000, 1, 1), date(2007, 9, 12)),
        (EC, (2015, 13, 6), date(2023, 9, 11)),
        (EC, (2016, 1, 1), date(2023, 9, 12)),
        (EC, (1983, 9, 20), date(1991, 5, 28)),
        (SH, (1357, 11, 22), date(1979, 2, 11)),
        (SH, (1399, 12, 30), date(2021, 3, 20)),
        (SH, (1403, 1, 1), date(2024, 3, 20)),
        (SH, (1404, 1, 1), date(2025, 3, 21)),
    ],
)
def test_a_day_of_a_reckoned_calendar_is_one_day(
    calendar: Calendar, written: tuple[int, int, int], day: date
) -> None:
    assert gregorian(calendar, *written) == Days(day, day)


@pytest.mark.parametrize(
    ("written", "in_riyadh"),
    [
        ((1343, 1, 1), date(1924, 8, 1)),
        ((1400, 1, 1), date(1979, 11, 20)),
        ((1412, 1, 1), date(1991, 7, 13)),
        ((1440, 9, 1), date(2019, 5, 6)),
        ((1446, 1, 1), date(2024, 7, 7)),
    ],
)
def test_a_hijri_day_is_within_two_days_of_the_calendar_of_umm_al_qura(
    written: tuple[int, int, int], in_riyadh: date
) -> None:
    days = gregorian(AH, *written)
    assert days.first <= in_riyadh <= days.last
    assert days.last - days.first == timedelta(days=4)


@pytest.mark.parametrize("calendar", list(Calendar))
def test_months_follow_each_other_without_gap(calendar: Calendar) -> None:
    reckoning = RECKONINGS[calendar]
    firsts = [
        reckoning.begins(year, month)
        for year in reckoning.years
        for month in range(1, reckoning.months + 1)
    ]
    lengths = {after - first for first, after in pairwise(firsts)}
    assert (
        lengths
        <= {
            BS: {28, 29, 30, 31, 32, 33},
            AH: {29, 30},
            EC: {5, 6, 30},
            SH: {29, 30, 31},
        }[calendar]
    )


@given(some.sampled_from(list(Calendar)), some.data())
def test_a_day_lies_in_its_month_and_a_month_in_its_year(
    calendar: Calendar, data: some.DataObject
) -> None:
    reckoning = RECKONINGS[calendar]
    year = data.draw(some.sampled_from(reckoning.years))
    month = data.draw(some.integers(1, reckoning.months))
    day = data.draw(some.integers(1, 5))
    in_year, in_month = gregorian(calendar, year), gregorian(calendar, year, month)
    on_day = gregorian(calendar, year, month, day)
    assert in_year.first <= in_month.first <= on_day.first
    assert on_day.last <= in_month.last <= in_year.last
    assert isinstance(on_day.likeliest, date)
    assert in_year.likeliest in (in_year.first.year, in_year.last.year)


@pytest.mark.parametrize(
    "written", [(2048, 13), (2048, 0), (2048, 1, 32), (2048, 1, 0), (1900,), (2300, 1, 1)]
)
def test_what_a_calendar_does_not_have_is_refused(written: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="Bikram Sambat"):
        gregorian(BS, *written)


@pytest.mark.parametrize(
    ("text", "likeliest"),
    [
        ("2048 BS", 1991),
        ("BS 2048", 1991),
        ("b.s. 15/1/2048", date(1991, 4, 28)),
        ("१५.१.२०४८ वि.सं.", date(1991, 4, 28)),
        ("२०४८", None),
        ("١٤١٢ هـ", 1992),
        ("1.1.1412 AH", date(1991, 7, 13)),
        ("1370 ش", 1991),
        ("1983 ዓ.ም.", 1991),
        ("1983", None),
        ("1983 AD", None),
        ("BS", None),
        ("", None),
        ("48 BS", None),
    ],
)
def test_a_date_is_read_that_says_of_which_calendar_it_is(
    text: str, likeliest: date | int | None
) -> None:
    days = marked_date(text)
    assert (days.likeliest if days else None) == likeliest


@given(some.text(max_size=40))
def test_no_text_is_too_strange(text: str) -> None:
    rest, days = without_marked_date(text)
    assert rest == text if days is None else len(rest) < len(text)

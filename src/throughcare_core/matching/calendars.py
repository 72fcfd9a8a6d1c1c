"""Dates of other calendars as the Gregorian days that they can mean.

Bikram Sambat by its table (`data/bikram_sambat.json`). The others by Dershowitz and Reingold,
Calendrical Calculations (4th ed., 2018), in days as `date.toordinal` counts them: Hijri as the
arithmetic (civil) calendar, from which the sighted moon and the calendar of Umm al-Qura differ by
a day or two; Ethiopian; Solar Hijri by its cycle of 33 years, which is right for everybody alive.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from importlib.resources import files
from itertools import accumulate
from types import MappingProxyType
from typing import Any


class Calendar(StrEnum):
    """The calendars that are read beside the Gregorian one."""

    BIKRAM_SAMBAT = "Bikram Sambat"
    HIJRI = "Hijri"
    ETHIOPIAN = "Ethiopian"
    SOLAR_HIJRI = "Solar Hijri"


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last Gregorian day that a date can mean."""

    first: date
    last: date

    @property
    def likeliest(self) -> date | int:
        """The day in the middle if it is known to a week, else the year that has most of them."""
        middle = self.first + (self.last - self.first) / 2
        return middle if self.last - self.first < timedelta(days=7) else middle.year


@dataclass(frozen=True, slots=True)
class Reckoning:
    """How a calendar counts: the years of births, its months, the ordinal of a month's first day,
    and by how many days it may be wrong in a year.
    """

    years: range
    months: int
    begins: Callable[[int, int], int]
    unsure: Callable[[int], int]


def gregorian(
    calendar: Calendar, year: int, month: int | None = None, day: int | None = None
) -> Days:
    """The Gregorian days that a day, a month or a year of another calendar can be.

    Raises `ValueError` for a date that the calendar does not have, and for years in which nobody
    was born who is written down here.

    >>> gregorian(Calendar.ETHIOPIAN, 2000, 1, 1)
    Days(first=datetime.date(2007, 9, 12), last=datetime.date(2007, 9, 12))
    >>> gregorian(Calendar.BIKRAM_SAMBAT, 2048)
    Days(first=datetime.date(1991, 4, 14), last=datetime.date(1992, 4, 12))
    """
    reckoning = RECKONINGS[calendar]
    of_year = month if month is not None else 1
    if year not in reckoning.years or not 1 <= of_year <= reckoning.months:
        raise ValueError(f"The calendar {calendar} has no such month of a birth.")
    first, after = reckoning.begins(year, of_year), reckoning.begins(year + 1, 1)
    if month is not None and month < reckoning.months:
        after = reckoning.begins(year, month + 1)
    unsure = reckoning.unsure(year)
    if day is not None:
        if not 1 <= day <= after - first + bool(unsure):
            raise ValueError(f"That month of the calendar {calendar} has no such day.")
        first = first + day - 1
        after = first + 1
    return Days(date.fromordinal(first - unsure), date.fromordinal(after - 1 + unsure))


def marked_date(text: str) -> Days | None:
    """A date that says of which calendar it is, year or day first; None for any other text.

    >>> marked_date("2048 BS").likeliest, marked_date("1.1.2000 EC").likeliest
    (1991, datetime.date(2007, 9, 12))
    >>> marked_date("वि.सं. २०४८").likeliest, marked_date("1991"), marked_date("2048-13-40 BS")
    (1991, None, None)
    """
    plain = _plain(text)
    for calendar, marked in _marks().items():
        if marked.fullmatch(plain):
            numbers = list(map(int, re.findall(r"[0-9]+", plain)))
            try:
                return gregorian(calendar, *(numbers if numbers[0] > MOST_DAYS else numbers[::-1]))
            except ValueError:
                return None
    return None


def without_marked_date(text: str) -> tuple[str, Days | None]:
    """A text and the first date in it that says of which calendar it is, taken out.

    >>> without_marked_date("Sita 2048 BS")[0], without_marked_date("Sita 2048")[1]
    ('Sita', None)
    """
    words = text.split()
    for size in (2, 1):
        for at in range(len(words) - size + 1):
            if days := marked_date(" ".join(words[at : at + size])):
                return " ".join(words[:at] + words[at + size :]), days
    return text, None


MOST_DAYS = 32
A_DATE = r"\d{3,4}(?:[-/.]\d{1,2}){0,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{3,4}"


def _plain(text: str) -> str:
    """The text in small letters with Western digits, without what cannot be seen."""
    plain = unicodedata.normalize("NFKC", text).casefold().strip()
    seen = (each for each in plain if unicodedata.category(each) != "Cf")
    return "".join(str(unicodedata.decimal(each)) if each.isdecimal() else each for each in seen)


@cache
def _marks() -> Mapping[Calendar, re.Pattern[str]]:
    """For each calendar a date with one of its marks before or after it."""
    marks = {
        Calendar(name): "|".join(re.escape(_plain(each)) for each in told)
        for name, told in _data("calendar_marks.json")["marks"].items()
    }
    return {
        calendar: re.compile(f"(?:{mark}) *(?:{A_DATE})|(?:{A_DATE}) *(?:{mark})")
        for calendar, mark in marks.items()
    }


def _bikram_sambat(year: int, month: int) -> int:
    firsts = _firsts_of_bikram_sambat()
    known = min(max(year, FIRST_OF_TABLE), LAST_OF_TABLE)
    beyond = round((year - known) * SIDEREAL_YEAR)
    return firsts[12 * (known - FIRST_OF_TABLE) + month - 1] + beyond


FIRST_OF_TABLE, LAST_OF_TABLE = 1975, 2081
SIDEREAL_YEAR = 365.25636


@cache
def _firsts_of_bikram_sambat() -> Sequence[int]:
    told = _data("bikram_sambat.json")
    days = [28 + int(over) for year in sorted(told["years"]) for over in told["years"][year]]
    return list(accumulate(days, initial=date.fromisoformat(told["first_day"]).toordinal()))


def _hijri(year: int, month: int) -> int:
    return (
        227015 + (year - 1) * 354 + (3 + 11 * year) // 30 + 29 * (month - 1) + (6 * month - 1) // 11
    )


def _ethiopian(year: int, month: int) -> int:
    return 2796 + 365 * (year - 1) + year // 4 + 30 * (month - 1)


def _solar_hijri(year: int, month: int) -> int:
    return 226895 + 365 * (year - 1) + (8 * year + 21) // 33 + 30 * (month - 1) + min(month - 1, 6)


RECKONINGS: Mapping[Calendar, Reckoning] = MappingProxyType(
    {
        Calendar.BIKRAM_SAMBAT: Reckoning(
            range(1940, 2150),
            12,
            _bikram_sambat,
            lambda year: 0 if FIRST_OF_TABLE <= year <= LAST_OF_TABLE else 2,
        ),
        Calendar.HIJRI: Reckoning(range(1300, 1500), 12, _hijri, lambda _: 2),
        Calendar.ETHIOPIAN: Reckoning(range(1870, 2100), 13, _ethiopian, lambda _: 0),
        Calendar.SOLAR_HIJRI: Reckoning(range(1250, 1480), 12, _solar_hijri, lambda _: 0),
    }
)


def _data(name: str) -> dict[str, Any]:
    text = files(__package__).joinpath("data", name).read_text(encoding="utf-8")
    told: dict[str, Any] = json.loads(text)
    return told

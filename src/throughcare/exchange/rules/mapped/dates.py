"""Days as people type them: in one order for a whole column, and asked where it could be two."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from math import isfinite

from throughcare.exchange.rules.cells import FIRST_DAY, Cell
from throughcare.exchange.rules.mapped.words import plain
from throughcare.exchange.rules.reports import Reason, gettext_noop

DMY, MDY, YMD = "dmy", "mdy", "ymd"
ORDERS = {
    DMY: gettext_noop("Day first"),
    MDY: gettext_noop("Month first"),
    YMD: gettext_noop("Year first"),
}
THREE_NUMBERS = re.compile(
    r"(\d{1,4})\s*[-./\s]\s*(\d{1,2})\s*[-./\s]\s*(\d{1,4})\.?(?:\s*[гр]\.?)?"
)
TWO_NUMBERS = re.compile(r"(\d{1,2})\s*[-./]\s*(\d{4})")
YEAR_FIRST_MONTH = re.compile(r"(\d{4})\s*[-./]\s*(\d{1,2})")
ONE_YEAR = re.compile(r"(\d{4})")
WITH_A_WORD = re.compile(
    r"(?:(\d{1,2})[\s.,-]*)?([^\W\d_]+)[\s.,-]*(?:(\d{1,2})[\s.,-]+)?(\d{4}|\d{2})"
)
LITTLE_WORDS = re.compile(
    r"(?<=\d)(?:st|nd|rd|th)\b|\b(?:de|del|of|the|г|год|года|р|року)\b\.?", re.I
)
"""What stands between or behind the parts of a day in some languages, and says nothing."""
MIDNIGHT = re.compile(r"[T\s]00:00(:00(\.0+)?)?$")
FIRST_SERIAL, LAST_SERIAL = 61, 73_050
"""What Excel counts as 1 March 1900 and as the end of 2099; before the first it counts wrongly."""
EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}

UNREADABLE = gettext_noop("This is no day that can be read. Mend it, or read it as not recorded.")
TWO_WAYS = gettext_noop("Day and month could be the other way round. Choose the order first.")
NO_SUCH_DAY = gettext_noop(
    "There is no such day in the calendar. Is the order of day and month right?"
)
A_NUMBER = gettext_noop("This is a number. Say whether Excel counted days here.")
FUTURE = gettext_noop("This day lies in the future.")
TOO_OLD = gettext_noop("This day lies too far back. Look at the year.")


@dataclass(frozen=True, slots=True)
class DayRules:
    """How the days of one column are written: the order, and whether numbers are Excel's days."""

    order: str = ""
    serials: bool = False
    from_1904: bool = False
    months: Mapping[str, int] = None  # type: ignore[assignment]


@dataclass(frozen=True, slots=True)
class Dated:
    """A day, or only a month or a year of it."""

    year: int
    month: int = 0
    day: int = 0

    @property
    def written(self) -> str:
        """ISO 8601, as much as is known: 2026-03-02, 2026-03, 2026."""
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])


def read_day(cell: Cell, how: DayRules, today: date) -> Dated | Reason:
    """A day, month or year as a cell gives it; the reason where it cannot be read."""
    found = _of_cell(cell, how, today)
    if isinstance(found, Reason):
        return found
    if not found.year:
        return Reason(UNREADABLE)
    try:
        day = date(found.year, found.month or 1, found.day or 1)
    except ValueError:
        return Reason(NO_SUCH_DAY)
    if day > today:
        return Reason(FUTURE)
    return Reason(TOO_OLD) if day < FIRST_DAY else found


def orders_possible(cells: Iterable[Cell]) -> set[str]:
    """In which orders every text of a column can be read; empty where they contradict.

    All three where no text says anything about it. A year of four figures in front is no question.
    """
    possible = set(ORDERS)
    for groups in _in_question(cells):
        possible &= {order for order in ORDERS if _in_order(groups, order)}
    return possible


def needs_an_order(cells: Iterable[Cell]) -> bool:
    """Whether a column has days written as three numbers, the year not in front."""
    return any(True for _groups in _in_question(cells))


def looks_like_a_serial(cell: Cell) -> bool:
    """Whether a number could be a day as Excel counts them; a year is none."""
    number = _number(cell)
    return number is not None and 3000 < number <= LAST_SERIAL


def _in_question(cells: Iterable[Cell]) -> Iterator[tuple[str, ...]]:
    for cell in cells:
        found = THREE_NUMBERS.fullmatch(_digits(cell)) if isinstance(cell, str) else None
        if found and len(found[1]) < 4:
            yield found.groups()


def _of_cell(cell: Cell, how: DayRules, today: date) -> Dated | Reason:
    match cell:
        case datetime() if cell.time() != time():
            return Dated(cell.year, cell.month, cell.day)
        case date():
            return Dated(cell.year, cell.month, cell.day)
        case int() | float() | str() if _number(cell) is not None:
            return _of_number(_number(cell) or 0, how)
        case str():
            return _of_text(MIDNIGHT.sub("", _digits(cell)), how, today)
    return Reason(UNREADABLE)


def _number(cell: Cell) -> int | None:
    if isinstance(cell, bool):
        return None
    if isinstance(cell, (int, float)):
        return int(cell) if isfinite(cell) else None
    if isinstance(cell, str) and re.fullmatch(r"\d{1,6}(\.0+)?", _digits(cell)):
        return int(float(_digits(cell)))
    return None


def _of_number(number: int, how: DayRules) -> Dated | Reason:
    if 1900 <= number <= 2100:
        return Dated(number)
    if not FIRST_SERIAL <= number <= LAST_SERIAL:
        return Reason(UNREADABLE)
    if not how.serials:
        return Reason(A_NUMBER)
    day = EPOCHS[how.from_1904] + timedelta(days=number)
    return Dated(day.year, day.month, day.day)


def _of_text(text: str, how: DayRules, today: date) -> Dated | Reason:
    if found := THREE_NUMBERS.fullmatch(text):
        return _three(found.groups(), how, today)
    if found := TWO_NUMBERS.fullmatch(text):
        return _month(int(found[2]), int(found[1]))
    if found := YEAR_FIRST_MONTH.fullmatch(text):
        return _month(int(found[1]), int(found[2]))
    if found := ONE_YEAR.fullmatch(text):
        return Dated(int(found[1]))
    if found := WITH_A_WORD.fullmatch(LITTLE_WORDS.sub(" ", text).strip()):
        month = (how.months or {}).get(plain(found[2]))
        if month:
            return Dated(_year(found[4], today), month, int(found[1] or found[3] or 0))
    return Reason(UNREADABLE)


def _month(year: int, month: int) -> Dated | Reason:
    return Dated(year, month) if 1 <= month <= 12 else Reason(NO_SUCH_DAY)


def _three(groups: tuple[str, ...], how: DayRules, today: date) -> Dated | Reason:
    if len(groups[0]) == 4:
        return _dated(groups, YMD, today)
    if how.order:
        return _dated(groups, how.order, today)
    possible = [order for order in (DMY, MDY) if _in_order(groups, order)]
    same_day = groups[0].zfill(2) == groups[1].zfill(2)
    if len(possible) == 1 or (possible and same_day):
        return _dated(groups, possible[0], today)
    return Reason(TWO_WAYS if possible else NO_SUCH_DAY)


def _dated(groups: tuple[str, ...], order: str, today: date) -> Dated | Reason:
    if not _in_order(groups, order):
        return Reason(NO_SUCH_DAY)
    by = dict(zip(order, groups, strict=True))
    return Dated(_year(by["y"], today), int(by["m"]), int(by["d"]))


def _in_order(groups: tuple[str | None, ...], order: str) -> bool:
    by = {letter: text or "" for letter, text in zip(order, groups, strict=True)}
    return (
        len(by["y"]) in (2, 4)
        and len(by["m"]) <= 2
        and len(by["d"]) <= 2
        and 1 <= int(by["m"]) <= 12
        and 1 <= int(by["d"]) <= 31
    )


def _year(text: str, today: date) -> int:
    """Two figures mean the latest year that is not to come."""
    if len(text) == 4:
        return int(text)
    year = today.year - today.year % 100 + int(text)
    return year if year <= today.year else year - 100


def _digits(text: str) -> str:
    """Figures of every script as those that the patterns know, and one space where many stand.

    A pattern that may share many spaces out between its parts tries every way of doing it.
    """
    one_space = " ".join(text.strip().strip("'").split())
    return "".join(str(int(c)) if c.isdecimal() else c for c in one_space)

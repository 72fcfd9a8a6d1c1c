"""From a cell to the canonical text of a field, or the reason why it cannot be taken."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from enum import Enum, auto

from throughcare.exchange.rules.columns import CONTACTS, NAME
from throughcare.exchange.rules.reports import Reason, gettext_noop
from throughcare.identity.rules import reasons_against_name_part
from throughcare.identity.rules.letters import HIDDEN, has_hidden_characters, tidy
from throughcare_core.matching.calendars import marked_date
from throughcare_core.vocab import HtcdsField, accepted, codes

LONGEST_CELL = 32_767
"""What one cell of a spreadsheet holds at most."""
FIRST_DAY = date(1900, 1, 1)
LAST_PLANNED_DAY = date(2200, 1, 1)
OLDEST_AGE = 130
SHOWN_AT_MOST = 12
SEPARATOR = ";"
MOST_PIECES = 3
"""So many pieces a label with semicolons of its own falls into at most."""
TRUE, FALSE = "true", "false"
YES_WORDS = frozenset({"true", "yes", "y", "x", "1"})
NO_WORDS = frozenset({"false", "no", "n", "0"})
ISO_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
DAY_FIRST = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
WRITTEN_BETWEEN_FIGURES = re.compile(r"[ ()./-]")


class Odd(Enum):
    """What a cell may hold that is no value."""

    FORMULA = auto()
    ERROR = auto()


Cell = str | int | float | date | Odd | None
"""What a format gives for one cell. A checkbox is a bool, which Python counts among the ints."""

Read = tuple[str, Reason | None]
"""The canonical text, or "" and the reason why there is none."""


def read_cell(field: HtcdsField, cell: Cell, today: date) -> Read:
    """The canonical text of a field as a cell gives it.

    A day is written ISO 8601; read are cells of type date, 2026-03-02, and day first with four
    figures for the year: 02/03/2026, 2.3.2026. Codes are read by code, label or alias.
    """
    if cell is None or cell == "":
        return "", None
    if isinstance(cell, Odd):
        return "", _odd(cell)
    if isinstance(cell, str) and (reason := _reason_against(cell)):
        return "", reason
    return _reader_of(field)(field, cell, today)


def empty(cell: Cell) -> bool:
    """Whether a cell holds nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _reader_of(field: HtcdsField) -> Callable[[HtcdsField, Cell, date], Read]:
    if field.type == "Date":
        return _day
    if field.type == "Checkbox":
        return _checkbox
    if field.multiple:
        return _several
    if field.list:
        return _code
    if field.pattern:
        return _phone
    return _text


def _odd(cell: Odd) -> Reason:
    if cell is Odd.FORMULA:
        return Reason(gettext_noop("There is a formula. Copy the cell and paste its value."))
    return Reason(gettext_noop("A calculation failed here. Type the value."))


def _reason_against(text: str) -> Reason | None:
    if len(text) > LONGEST_CELL:
        return Reason(
            gettext_noop("The text is too long: at most %(most)s characters."),
            {"most": LONGEST_CELL},
        )
    if has_hidden_characters(_on_one_line(text)):
        return Reason(HIDDEN)
    return None


def _on_one_line(text: str) -> str:
    return text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ").replace("\t", " ")


def _written(cell: Cell) -> str:
    """A cell as a person would write it."""
    match cell:
        case bool():
            return "TRUE" if cell else "FALSE"
        case float() if cell.is_integer() and abs(cell) < 2**53:
            return str(int(cell))
        case datetime() if cell.time() == time():
            return cell.date().isoformat()
        case date():
            return cell.isoformat()
    return str(cell).replace("\r\n", "\n").replace("\r", "\n").strip()


def _text(field: HtcdsField, cell: Cell, today: date) -> Read:
    text = _written(cell)
    if field.name in NAME:
        text = tidy(text)
        reasons = reasons_against_name_part(text)
        return ("", Reason(reasons[0])) if reasons else (text, None)
    if field.name in CONTACTS and ("@" not in text or " " in text):
        return "", Reason(gettext_noop("An e-mail address looks like name@example.org."))
    return text, None


def _phone(field: HtcdsField, cell: Cell, today: date) -> Read:
    figures = WRITTEN_BETWEEN_FIGURES.sub("", _written(cell))
    if not re.fullmatch(field.pattern, figures, re.ASCII):
        return "", Reason(
            gettext_noop(
                "Not an international telephone number (E.164). Begin with + and the country,"
                " for example +41791234567."
            )
        )
    return figures, None


def _checkbox(field: HtcdsField, cell: Cell, today: date) -> Read:
    word = _written(cell).casefold()
    if word in YES_WORDS:
        return TRUE, None
    if word in NO_WORDS:
        return FALSE, None
    return "", Reason(gettext_noop("Write yes or no."))


def _code(field: HtcdsField, cell: Cell, today: date) -> Read:
    text = _written(cell)
    if found := _code_of(field, text):
        return found, None
    if SEPARATOR in text:
        return "", Reason(gettext_noop("Only one value can stand here."))
    return "", _not_in_list(field.list)


def _several(field: HtcdsField, cell: Cell, today: date) -> Read:
    """Codes, a semicolon between; some labels have a semicolon of their own."""
    pieces = _written(cell).split(SEPARATOR)
    found: list[str] = []
    while pieces:
        code, taken = _first_code(field, pieces)
        if not code and pieces[0].strip():
            return "", _not_in_list(field.list)
        found += [code] if code else []
        pieces = pieces[taken:]
    return SEPARATOR.join(dict.fromkeys(found)), None


def _first_code(field: HtcdsField, pieces: Sequence[str]) -> tuple[str, int]:
    """The code that the first pieces mean, as many of them as belong together."""
    for taken in range(min(len(pieces), MOST_PIECES), 0, -1):
        text = SEPARATOR.join(pieces[:taken])
        if text.strip(f"{SEPARATOR} ") and (code := _code_of(field, text)):
            return code, taken
    return "", 1


def _code_of(field: HtcdsField, text: str) -> str | None:
    text = text.strip().rstrip(SEPARATOR).strip()
    return accepted(field.list, text) or COUNTRIES_AS_IOM_WRITES.get(text, "") or None


COUNTRIES_AS_IOM_WRITES = {"Holy See": "VA"}
"""Names on the validation sheet of IOM's templates that the list of countries lacks."""


def _not_in_list(name: str) -> Reason:
    values = codes(name)
    if len(values) > SHOWN_AT_MOST:
        return Reason(gettext_noop("Not in the list “%(list)s” of the standard."), {"list": name})
    return Reason(
        gettext_noop("Not in the list. It can be: %(values)s."),
        {"values": ", ".join(value.code for value in values)},
    )


def _day(field: HtcdsField, cell: Cell, today: date) -> Read:
    day = _as_day(cell)
    if isinstance(day, Reason):
        return "", day
    last = LAST_PLANNED_DAY if field.object == "SupportPlan" else today
    if day > last:
        return "", Reason(gettext_noop("This day lies in the future."))
    if day < FIRST_DAY or day.year < today.year - OLDEST_AGE:
        return "", Reason(gettext_noop("This day lies too far back. Look at the year."))
    return day.isoformat(), None


def _as_day(cell: Cell) -> date | Reason:
    match cell:
        case datetime() if cell.time() != time():
            return Reason(gettext_noop("There is a time of day. Write the day alone."))
        case datetime():
            return cell.date()
        case date():
            return cell
        case str():
            return _day_in(cell.strip())
    return Reason(
        gettext_noop("This is a number, not a day. Format the cell as a date, or type 2026-03-02.")
    )


def _day_in(text: str) -> date | Reason:
    if found := ISO_DAY.fullmatch(text):
        year, month, day = map(int, found.groups())
    elif found := DAY_FIRST.fullmatch(text):
        day, month, year = map(int, found.groups())
    elif (marked := marked_date(text)) and marked.first == marked.last:
        return marked.first
    else:
        return Reason(
            gettext_noop("Write the day as 2026-03-02, or day first with the year: 02/03/2026.")
        )
    try:
        return date(year, month, day)
    except ValueError:
        return Reason(gettext_noop("There is no such day in the calendar."))

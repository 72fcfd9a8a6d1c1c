"""Numbers and ages as people type them: decimal commas, "abt 30", "30-35", "16 ½"."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from math import isfinite

from throughcare.exchange.rules.cells import Cell
from throughcare.exchange.rules.mapped.words import plain, words
from throughcare.exchange.rules.reports import Reason, gettext_noop

COMMA, POINT = ",", "."
NUMBER = re.compile(r"-?\d+([,.]\d+)?")
RANGE = re.compile(r"(\d{1,3})\s*(?:-|–|—|/|to|до|à|a)\s*(\d{1,3})")
AT_LEAST = re.compile(r"(\d{1,3})\s*\+|>\s*(\d{1,3})")
HALVES = {"½": "5", "¼": "25", "¾": "75"}
OLDEST = 130

NOT_A_NUMBER = gettext_noop("This is no number. Mend it, or read it as not recorded.")
TWO_NUMBERS = gettext_noop("This number could be read in two ways. Say what the comma means first.")
NOT_AN_AGE = gettext_noop("This is no age that can be read. Mend it, or read it as not recorded.")
TOO_OLD = gettext_noop("Nobody is older than 130 years. Look at it again.")


@dataclass(frozen=True, slots=True)
class Age:
    """An age in whole years, with how sure it is: from `years` to `up_to`, or child or adult."""

    years: int | None = None
    up_to: int | None = None
    about: bool = False
    grown_up: str = ""

    @property
    def written(self) -> str:
        """In one form: 30, ~30, 30-35, child, adult."""
        if self.years is None:
            return self.grown_up
        text = f"{'~' if self.about else ''}{self.years}"
        return text if self.up_to is None else f"{text}-{self.up_to}"


def age_from(written: str) -> Age:
    """What `Age.written` says."""
    if written in ("child", "adult"):
        return Age(grown_up=written)
    about, text = written.startswith("~"), written.lstrip("~")
    years, _dash, up_to = text.partition("-")
    return Age(int(years), int(up_to) if up_to else None, about)


def read_number(cell: Cell, decimal: str = "") -> str | Reason:
    """A number in one form: figures, and a point before decimals."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _short(cell) if isfinite(cell) else Reason(NOT_A_NUMBER)
    if not isinstance(cell, str):
        return Reason(NOT_A_NUMBER)
    text = _figures(cell)
    if is_ambiguous(cell) and not decimal:
        return Reason(TWO_NUMBERS)
    other = POINT if decimal == COMMA else COMMA
    for sign in (" ", " ", " ", "'", "’", *((other,) if decimal else ())):
        text = text.replace(sign, "")
    if not NUMBER.fullmatch(text):
        return Reason(NOT_A_NUMBER)
    number = float(text.replace(COMMA, POINT))
    return _short(number) if isfinite(number) else Reason(NOT_A_NUMBER)


def is_ambiguous(cell: Cell) -> bool:
    """Whether a text is 1,234: one thousand or one and a bit.

    >>> is_ambiguous("1,234"), is_ambiguous("2,5"), is_ambiguous("12")
    (True, False, False)
    """
    return isinstance(cell, str) and bool(re.fullmatch(r"-?\d{1,3}[,.]\d{3}", _figures(cell)))


def decimals_in(cells: Iterable[Cell]) -> set[str]:
    """Which signs certainly stand before decimals in a column."""
    found = (
        re.fullmatch(r"-?\d+([,.])(?!\d{3}$)\d+", _figures(c)) for c in cells if isinstance(c, str)
    )
    return {match[1] for match in found if match}


def read_age(cell: Cell) -> Age | Reason:
    """An age with its precision; in doubt the younger one counts."""
    if isinstance(cell, (int, float)) and not isinstance(cell, bool):
        return _checked(Age(int(cell))) if isfinite(cell) else Reason(NOT_AN_AGE)
    if not isinstance(cell, str):
        return Reason(NOT_AN_AGE)
    text = plain(_figures(cell))
    for kind in ("child", "adult"):
        if text in words(kind):
            return Age(grown_up=kind)
    text, about = _without(text, "about", in_front=True)
    text, _said = _without(text, "years", in_front=False)
    about = about or text.endswith("?")
    text = text.rstrip("? ").strip()
    if found := RANGE.fullmatch(text):
        first, last = int(found[1]), int(found[2])
        return _checked(Age(first, last)) if first <= last else Reason(NOT_AN_AGE)
    if found := AT_LEAST.fullmatch(text):
        return _checked(Age(int(found[1] or found[2]), about=True))
    if found := re.fullmatch(r"(\d{1,3})(?:[.,]\d{1,2})?", text):
        return _checked(Age(int(found[1]), about=about))
    return Reason(NOT_AN_AGE)


def _checked(age: Age) -> Age | Reason:
    oldest = max(age.years or 0, age.up_to or 0)
    if (age.years or 0) < 0:
        return Reason(NOT_AN_AGE)
    return Reason(TOO_OLD) if oldest > OLDEST else age


@cache
def _longest_first(kind: str) -> tuple[str, ...]:
    return tuple(sorted(words(kind), key=len, reverse=True))


def _without(text: str, kind: str, *, in_front: bool) -> tuple[str, bool]:
    """A text without a word of one kind in front of or behind it, and whether there was one."""
    for word in _longest_first(kind):
        rest = text.removeprefix(word) if in_front else text.removesuffix(word)
        beside = (word[-1:] + rest[:1]) if in_front else (rest[-1:] + word[:1])
        if rest != text and not beside.isalpha():
            return rest.strip(), True
    return text, False


def _figures(text: str) -> str:
    """Figures of every script as 0 to 9, and "16 ½" as 16.5."""
    found: list[str] = []
    for letter in text.strip().strip("'"):
        if letter in HALVES:
            while found and found[-1].isspace():
                found.pop()
            found.append(f".{HALVES[letter]}" if found else f"0.{HALVES[letter]}")
        elif letter.isdecimal():
            found.append(str(unicodedata.decimal(letter)))
        else:
            found.append({"٫": ".", "٬": " "}.get(letter, letter))
    return "".join(found)


def _short(number: float) -> str:
    return str(int(number)) if number == int(number) else repr(number)

"""What of one value is compared: small features that survive an error, and tokens to block on."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from anyascii import anyascii

from throughcare_core.matching.calendars import marked_date
from throughcare_core.matching.linkage.schema import Kind
from throughcare_core.matching.names import latin_words, normalise_name, skeleton
from throughcare_core.matching.titles import without_titles
from throughcare_core.matching.variants import known_as

MOST_KEPT = 100_000
END_OF_NUMBER, TAIL_OF_NUMBER = 9, 7
YEAR_FIRST = re.compile(r"(\d{4})(?:[-/. ](\d{1,2}))?(?:[-/. ](\d{1,2}))?")
DAY_FIRST = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})")
EIGHT_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")


@dataclass(frozen=True, slots=True)
class Features:
    """Of one value: `pieces` as written, `sounds` as heard (names only), `tokens` to block on.

    An empty token is unknown and equals nothing.
    """

    pieces: frozenset[str]
    sounds: frozenset[str]
    tokens: tuple[str, ...]


class Reader:
    """Reads the values of one kind; what was read before is not read again."""

    def __init__(self, kind: Kind) -> None:
        self.kind = kind
        self._known: dict[str, Features] = {}

    def features(self, value: str) -> Features:
        """The features of a value."""
        if (known := self._known.get(value)) is not None:
            return known
        if len(self._known) >= MOST_KEPT:
            self._known.clear()
        return self._known.setdefault(value, features_of(value, self.kind))


def features_of(value: str, kind: Kind) -> Features:
    """The features of a value; a value without letters or digits has none."""
    return READERS[kind](value)


def tokens_of_kind(kind: Kind) -> int:
    """How many tokens a value of this kind has."""
    return len(features_of("", kind).tokens)


def _name(value: str) -> Features:
    words = normalise_name(without_titles(value))
    heard = sorted({skeleton(known) for word in words for known in known_as(word)})
    sounds = {pair for each in heard for pair in (*_pairs(each), f"={each}")}
    usual = sorted(skeleton(known_as(word)[0]) for word in words)
    tokens = (skeleton("".join(words)), " ".join(usual))
    return Features(_letters(words), frozenset(sounds), tokens)


def _words(value: str) -> Features:
    words = normalise_name(value)
    return Features(_letters(words), frozenset(), (" ".join(sorted(map(skeleton, words))),))


def _number(value: str) -> Features:
    plain = "".join(latin_words(_western_digits(value)))
    bag = {f"has {each}" for each in _counted(plain)}
    pieces = frozenset({*_counted(_pairs(plain)), *bag}) if plain else frozenset()
    return Features(pieces, frozenset(), (plain,))


def _long_number(value: str) -> Features:
    """Phones and documents: the last nine letters or digits, so that codes of countries differ."""
    plain = "".join(latin_words(_western_digits(value)))[-END_OF_NUMBER:]
    pairs = [plain[start : start + 2] for start in range(len(plain) - 1)]
    pieces = {*_counted(pairs), *(f"has {each}" for each in _counted(plain))}
    return Features(frozenset(pieces), frozenset(), (plain, plain[-TAIL_OF_NUMBER:]))


def _code(value: str) -> Features:
    plain = " ".join(latin_words(value))
    return Features(frozenset({plain} - {""}), frozenset(), (plain,))


def _date(value: str) -> Features:
    year, month, day = parts_of_date(value)
    digits = f"{year:>4}{month:>2}{day:>2}".rstrip()
    pieces = {f"{at} {digit}" for at, digit in enumerate(digits) if at > 1 and digit != " "}
    pieces |= {f"year {year}"} if year else set()
    pieces |= {f"month {month}"} if month else set()
    pieces |= {f"day {day}", f"numbers {' '.join(sorted((month, day)))}"} if day else set()
    in_year = f"{month}-{day}" if month and day else ""
    whole = f"{year}-{in_year}" if in_year else ""
    return Features(frozenset(pieces), frozenset(), (whole, year, in_year))


def parts_of_date(value: str) -> tuple[str, str, str]:
    """Year, month and day as digits; what is not known is empty. Day first or year first.

    A date that says of which other calendar it is (B.S., A.H., E.C., S.H.) is the likeliest
    Gregorian day or year.

    >>> parts_of_date("19910412"), parts_of_date("12.4.1991"), parts_of_date("1991")
    (('1991', '04', '12'), ('1991', '04', '12'), ('1991', '', ''))
    >>> parts_of_date("೧೯೯೧"), parts_of_date("not known")
    (('1991', '', ''), ('', '', ''))
    >>> parts_of_date("2048-01-15 BS"), parts_of_date("1412 هـ")
    (('1991', '04', '28'), ('1992', '', ''))
    """
    plain = _western_digits(value).strip().split("T")[0]
    if found := EIGHT_DIGITS.fullmatch(plain) or YEAR_FIRST.fullmatch(plain):
        year, month, day = (part or "" for part in found.groups())
    elif found := DAY_FIRST.fullmatch(plain):
        day, month, year = found.groups()
    else:
        return _parts_of_another_calendar(value)
    return year, month and month.zfill(2), day and day.zfill(2)


def _parts_of_another_calendar(value: str) -> tuple[str, str, str]:
    days = marked_date(value)
    if days is None:
        return "", "", ""
    born = days.likeliest
    if isinstance(born, int):
        return str(born), "", ""
    return str(born.year), f"{born.month:02}", f"{born.day:02}"


def _letters(words: tuple[str, ...]) -> frozenset[str]:
    """Pairs of letters of every word, and of all words run together: a stray space costs little."""
    together = _counted(_pairs("".join(words)))
    return frozenset(together).union(*map(_pairs, words)) if words else frozenset()


def _pairs(word: str) -> list[str]:
    padded = f"^{word}$" if word else ""
    return [padded[start : start + 2] for start in range(len(padded) - 1)]


def _counted(pieces: str | list[str]) -> list[str]:
    """The pieces, a second and third one of a kind told apart: `aa` gives `a`, `a 2`."""
    told = list(pieces)
    if len(set(told)) < len(told):
        times: dict[str, int] = {}
        for at, piece in enumerate(told):
            times[piece] = times.get(piece, 0) + 1
            if times[piece] > 1:
                told[at] = f"{piece} {times[piece]}"
    return told


def _western_digits(text: str) -> str:
    if text.isascii():
        return text
    plain = unicodedata.normalize("NFKC", text)
    return "".join(
        str(unicodedata.decimal(each)) if each.isdecimal() else anyascii(each) for each in plain
    )


READERS: Mapping[Kind, Callable[[str], Features]] = MappingProxyType(
    {
        Kind.NAME: _name,
        Kind.WORDS: _words,
        Kind.NUMBER: _number,
        Kind.LONG_NUMBER: _long_number,
        Kind.CODE: _code,
        Kind.DATE: _date,
    }
)

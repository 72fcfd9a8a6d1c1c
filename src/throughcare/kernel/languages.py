"""How the reader's language writes: its locale, direction, lists, numbers and alphabet."""

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import cache
from typing import TypeVar

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time
from babel.lists import format_list
from django.conf import settings
from django.utils import timezone, translation
from django.utils.translation import pgettext

from throughcare_core import vocab

Row = TypeVar("Row")

ALPHABETS = {
    "es": "abcdefghijklmnñopqrstuvwxyz",
    "ro": "aăâbcdefghiîjklmnopqrsștțuvwxyz",
    "uk": "абвгґдеєжзиіїйклмнопрстуфхцчшщьюя",
}
"""Alphabets whose order is not that of the letters without their marks."""


def readers_locale() -> Locale:
    """The locale of the language that is read now; English is British."""
    return locale_of(translation.get_language() or "en")


@cache
def locale_of(language: str) -> Locale:
    """The locale of a language; British English where it is not known."""
    name = translation.to_locale(language)
    try:
        return Locale.parse("en_GB" if name == "en" else name)
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def direction_of(language: str) -> str:
    """The direction in which a language is written: ltr or rtl."""
    return "rtl" if locale_of(language).text_direction == "rtl" else "ltr"


def own_name_of(language: str) -> str:
    """What a language calls itself, such as “українська”."""
    own = locale_of(language)
    return str(own.languages.get(own.language) or language)


def pages_speak() -> frozenset[str]:
    """The languages into which the pages are translated."""
    return frozenset(code for code, _name in settings.LANGUAGES)


def spoken_here(code: str) -> str:
    """The language of the pages for the ISO 639 code that somebody speaks; empty where none."""
    short = iso_639_1(code)
    return short if short in pages_speak() else ""


def iso_639_1(code: str) -> str:
    """The short code of a language, as HTML wants it; the long one where there is no short one."""
    if not vocab.is_code("language", code):
        return ""
    return str(vocab.code("language", code).traits.get("alpha2", code))


@contextmanager
def reading_in(language: str) -> Iterator[None]:
    """What is said within is said in this language; empty: in the reader's."""
    with translation.override(language or translation.get_language()):
        yield


DAYS = {"day": "yMMMEd", "short": "MMMEd", "month": "yMMMM"}
"""How a day is written: with its year, without, the month alone."""


YEAR_IN_SHORT = "\u202fр."
"""Ukrainian puts it behind every year; at the end of a sentence its point would stand twice."""


def day_words(day: date, style: str = "day") -> str:
    """A day as the reader's language writes it, in a style of `DAYS` or “long”, in local time."""
    moment = local(day) if isinstance(day, datetime) else datetime.combine(day, time())
    if style == "long":
        said = format_date(moment.date(), "long", locale=readers_locale())
    else:
        plain = moment.replace(tzinfo=None)
        said = format_skeleton(DAYS[style], plain, fuzzy=True, locale=readers_locale())
    return str(said).removesuffix(YEAR_IN_SHORT)


def time_words(moment: datetime) -> str:
    """The hour and minute of a moment, in local time."""
    said = str(format_time(local(moment).time(), "short", locale=readers_locale()))
    return said.replace(" ", "\u00a0")


def local(moment: datetime) -> datetime:
    """A moment in the time zone of the house."""
    return timezone.localtime(moment) if timezone.is_aware(moment) else moment


def listed(parts: Iterable[object]) -> str:
    """Several things in one sentence: “A, B and C”."""
    return str(format_list([str(part) for part in parts], locale=readers_locale()))


def side_by_side(parts: Iterable[object]) -> str:
    """Several things that are no sentence, with the comma of the reader's language between."""
    comma = "، " if readers_locale().language == "ar" else ", "
    return comma.join(str(part) for part in parts)


def set_apart(parts: Iterable[object]) -> str:
    """Several things with commas or an “and” of their own: “food, clothes; care of children”."""
    return pgettext("between things", "; ").join(str(part) for part in parts)


def in_order(rows: Iterable[Row], words: Callable[[Row], str]) -> list[Row]:
    """Rows sorted by their words, as the alphabet of the reader's language goes."""
    alphabet = ALPHABETS.get(readers_locale().language, "")
    return sorted(rows, key=lambda row: _place(words(row), alphabet))


def _place(text: str, alphabet: str) -> tuple[list[tuple[int, str]], str]:
    folded = unicodedata.normalize("NFC", text).casefold()
    return [_letter(each, alphabet) for each in folded if each.isalnum() or each.isspace()], folded


def _letter(letter: str, alphabet: str) -> tuple[int, str]:
    plain = unicodedata.normalize("NFKD", letter)[0]
    for known in (letter, plain):
        if known in alphabet:
            return ord(alphabet[0]) + alphabet.index(known), ""
    return ord(plain), plain

"""The words of code lists in the reader's language. The core names a code; it is said here.

Names of countries and languages are those of Unicode's CLDR; what CLDR lacks, and every other
list, stands in the catalogue, where the name of the list is the context.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import cache

from babel import Locale
from django.utils import translation
from django.utils.translation import pgettext

from throughcare.kernel.languages import in_order, readers_locale
from throughcare_core import vocab

BY_ALPHABET = frozenset({"country", "language"})


def word(list_name: str, code: str) -> str:
    """The word for a code of a list; raises `UnknownList`, `UnknownCode`."""
    value = vocab.code(list_name, code)
    said = pgettext(list_name, value.label)
    locale = readers_locale()
    if said != value.label or list_name not in BY_ALPHABET or locale.language == "en":
        return said
    return name_in(locale, list_name, value) or said


def words(list_name: str) -> list[tuple[str, str]]:
    """Every code of a list with its word, in the order of a page."""
    return list(_words_in(translation.get_language() or "en", list_name))


@cache
def _words_in(_language: str, list_name: str) -> tuple[tuple[str, str], ...]:
    """Said once in each language: there are hundreds of languages to put into order."""
    said = [(value.code, word(list_name, value.code)) for value in vocab.codes(list_name)]
    return tuple(in_order(said, lambda one: one[1]) if list_name in BY_ALPHABET else said)


def name_in(locale: Locale, list_name: str, value: vocab.Code) -> str:
    """What CLDR calls a country or a language; empty where it has no name."""
    names: Mapping[str, str] = locale.territories if list_name == "country" else locale.languages
    return names.get(str(value.traits.get("alpha2", ""))) or names.get(value.code, "")


def choices(
    list_name: str, before: Iterable[tuple[str, object]] = ()
) -> Callable[[], list[tuple[str, object]]]:
    """The codes of a list for a form field, said anew in each reader's language."""
    return lambda: [*before, *words(list_name)]

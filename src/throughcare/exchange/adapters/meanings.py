"""What texts in many languages probably mean: countries, languages and months of CLDR."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from babel import Locale
from babel.dates import get_month_names

from throughcare.exchange.rules.mapped.targets import Target
from throughcare.exchange.rules.mapped.words import meant, plain
from throughcare_core.vocab import accepted, is_code

READ_IN = (
    *("en", "fr", "es", "pt", "de", "it", "ru", "uk", "ro", "pl", "cs", "sr", "sq", "bg", "hu"),
    *("ar", "fa", "tr", "am", "sw", "ha", "th", "vi", "km", "my", "hi", "bn", "ne", "id"),
)
"""Languages in which shelters keep lists; a text that means two things in them means nothing."""


def meaning(target: Target, text: str) -> str:
    """The code of a target's list that a text probably means, or "": to be looked at, not taken."""
    if target.options:
        return next((each for each in target.options if plain(each) == plain(text)), "")
    if found := meant(target.values, text):
        return found
    if target.values in ("country", "language"):
        return _names(target.values).get(plain(text), "")
    return ""


@cache
def months() -> Mapping[str, int]:
    """Names of months, long and short, in all these languages, that mean one month only."""
    claims: dict[str, set[int]] = {}
    for tag in READ_IN:
        for width in ("wide", "abbreviated"):
            for context in ("format", "stand-alone"):
                names = get_month_names(width, context, locale=tag)
                for number, name in names.items():
                    claims.setdefault(plain(str(name)).strip("."), set()).add(int(number))
    return MappingProxyType(
        {name: found.pop() for name, found in claims.items() if len(found) == 1 and name}
    )


@cache
def _names(kind: str) -> Mapping[str, str]:
    claims: dict[str, set[str]] = {}
    for tag in READ_IN:
        locale = Locale.parse(tag)
        names = locale.territories if kind == "country" else locale.languages
        for code, name in names.items():
            ours = _code(kind, str(code))
            if ours:
                claims.setdefault(plain(str(name)), set()).add(ours)
    return MappingProxyType(
        {name: found.pop() for name, found in claims.items() if len(found) == 1}
    )


def _code(kind: str, code: str) -> str:
    if kind == "country":
        return code if len(code) == 2 and is_code(kind, code) else ""
    return accepted(kind, code) or "" if code.isalpha() and len(code) in (2, 3) else ""

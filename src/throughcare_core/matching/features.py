"""What of a name, a birth date and a place is compared: small pieces that survive an error."""

from collections.abc import Iterable
from datetime import date

from throughcare_core.matching.names import normalise_name, skeleton
from throughcare_core.matching.titles import without_titles
from throughcare_core.matching.variants import known_as

PREFIX_SIZES = range(2, 6)
YEARS_OF_RECORDS = range(1800, 2200)


def name_features(name: str) -> set[str]:
    """Pairs of letters and beginnings of every word, so that a half-typed name is found."""
    tokens = normalise_name(without_titles(name))
    return set().union(*map(_pairs, tokens), *map(_beginnings, tokens))


def sound_features(name: str) -> set[str]:
    """Pairs of consonants, and the whole skeleton, of every name that a word is known as."""
    tokens = normalise_name(without_titles(name))
    skeletons = {skeleton(known) for token in tokens for known in known_as(token)}
    whole = {f"={each}{copy}" for each in skeletons for copy in "12"}
    return whole.union(*map(_pairs, skeletons))


def birth_features(born: date | int | None) -> set[str]:
    """A date, its parts, and its years by threes; a year alone gives the years by threes.

    Swapped day and month still agree in most features; a year off by one in two of three.
    """
    if born is None:
        return set()
    year = born if isinstance(born, int) else born.year
    if year not in YEARS_OF_RECORDS:
        raise ValueError("A year of birth lies between 1800 and 2199.")
    years = {f"years {first}" for first in (year - 2, year - 1, year)}
    if isinstance(born, int):
        return years
    low, high = sorted((born.month, born.day))
    return years | {
        f"date {born.isoformat()}",
        f"day {born.month}-{born.day}",
        f"month {year}-{born.month}",
        f"numbers {year}-{low}-{high}",
    }


def place_features(place: str) -> set[str]:
    """Pairs of letters of every word of a place."""
    return set().union(*map(_pairs, normalise_name(place)))


def _pairs(token: str) -> Iterable[str]:
    padded = f"^{token}$"
    return [padded[start : start + 2] for start in range(len(padded) - 1)]


def _beginnings(token: str) -> Iterable[str]:
    return [f"^{token[:size]}" for size in PREFIX_SIZES if size <= len(token)]

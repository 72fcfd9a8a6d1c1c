"""Invented people by a seeded generator, and what a sheet was meant to say of them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

TODAY = date(2026, 3, 2)
NOTED = date(2026, 2, 1)
"""The day on which the ages in these sheets were right, where a sheet names none itself."""

LATIN = (
    ("Amina", "Sule"),
    ("María José", "de la Cruz"),
    ("D’Arcy", "O’Brien"),
    ("Zeynep", "Çelik"),
)
CYRILLIC = (("Олександра", "Коваленко"), ("Ирина", "Ионеску"), ("Мария", "Петрова"))
ARABIC = (("أمينة", "الحسن"), ("فاطمة", "حداد"), ("ليلى", "سليمان"))
COUNTRIES = ("NG", "MD", "UA", "PH", "CO")


@dataclass
class Meant:
    """What was meant of one person; what is left empty was not to be recorded."""

    names: list[str] = field(default_factory=list)
    born: str = ""
    sex: str = "unknown"
    gender: str = "NonSpecifiedUnknown"
    countries: list[str] = field(default_factory=list)
    contacts: list[tuple[str, str]] = field(default_factory=list)
    papers: list[tuple[str, str]] = field(default_factory=list)
    facts: set[tuple[str, str]] = field(default_factory=set)
    opened: str = ""
    closed: str = ""
    history: list[tuple[str, str, str]] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    kept: dict[str, str] = field(default_factory=dict)


@dataclass
class Ugly:
    """One sheet: its file, what a person says of it at the screen, and what was meant.

    What is said names columns by their letters. Whatever a page guesses rightly is not said.
    """

    file_name: str
    content: bytes = field(repr=False)
    meant: list[Meant]
    trap: str
    layout: Mapping[str, object] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)
    orders: Mapping[str, str] = field(default_factory=dict)
    serials: frozenset[str] = frozenset()
    decimals: Mapping[str, str] = field(default_factory=dict)
    prefixes: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[tuple[str, str], str] = field(default_factory=dict)
    unread: frozenset[str] = frozenset()
    ages_noted_on: str = ""
    left_out: int = 0


@dataclass(frozen=True)
class Invented:
    """One invented person before any sheet is made of her or him."""

    given: str
    family: str
    sex: str
    born: date
    country: str
    phone: str
    arrived: date


def people(count: int, seed: int, names: tuple[tuple[str, str], ...] = LATIN) -> Iterator[Invented]:
    """As many invented people, always the same for a seed."""
    chance = random.Random(seed)
    for number in range(count):
        given, family = names[number % len(names)]
        yield Invented(
            given,
            family if number < len(names) else f"{family}-{family}",
            chance.choice(("female", "male")),
            TODAY - timedelta(days=chance.randrange(5_500, 15_000)),
            chance.choice(COUNTRIES),
            f"+99955{chance.randrange(1_000_000):06d}",
            TODAY - timedelta(days=chance.randrange(20, 700)),
        )

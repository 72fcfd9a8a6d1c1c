"""Recorded facts in the words of the laws: the object that `core.definitions` reads.

A fact becomes a statement with who said it, so that what a companion, an employer or somebody
under suspicion says stands beside here as it does in the core.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources
from typing import Any

from throughcare_core.definitions import Law, Line, Version
from throughcare_core.vocab import code

SECTION_OF = {"act": "acts", "means": "means", "purpose": "purposes"}
"""Topics whose values are words of the laws themselves."""
AGE, MOVED = "age_then", "moved"
UNKNOWN = "unknown"
BEYOND_DOUBT = 25
"""From this recorded age on nobody is taken for a child; a cautious choice, from no law."""


@dataclass(frozen=True, slots=True)
class Told:
    """One recorded answer: `fact` is its key, `reading` says that it was read into these words."""

    fact: int
    topic: str
    value: str
    answer: str
    said_by: str


@dataclass(frozen=True, slots=True)
class Word:
    """What an answer says in the words of the laws (`acts.recruitment`); `is_reading`: our own."""

    name: str
    is_reading: bool


@dataclass(frozen=True, slots=True)
class Happened:
    """When something happened, as coarse as it is known."""

    year: int | None
    month: int | None
    country: str


@cache
def readings() -> Mapping[tuple[str, str], str]:
    """What answers say that are not in the words of the laws (`readings.json`)."""
    text = resources.files("throughcare.identification").joinpath("readings.json").read_text()
    return {(row["topic"], row["value"]): row["is"] for row in json.loads(text)["rows"]}


def topics_read() -> frozenset[str]:
    """Every topic from which a fact of the laws can come."""
    return frozenset({*SECTION_OF, AGE, MOVED, *(topic for topic, _value in readings())})


def word_of(topic: str, value: str) -> Word | None:
    """The word of the laws that an answer speaks of; None where it speaks of none.

    >>> word_of("act", "recruitment").name
    'acts.recruitment'
    >>> word_of("means_of_control", "WithholdsDocuments")
    Word(name='means.document_retention', is_reading=True)
    """
    if topic in SECTION_OF and value:
        return Word(f"{SECTION_OF[topic]}.{value}", False)
    if topic == MOVED:
        return Word("movement", False)
    if topic == AGE and value:
        return Word("age", False)
    read = readings().get((topic, value))
    return Word(read, True) if read else None


def years_of(band: str) -> int | None:
    """Whole years that stand for an age band: the oldest of a child's, the youngest of an adult's.

    No law held here draws a line between them but at eighteen.

    >>> years_of("16-17"), years_of("18-24"), years_of("unknown")
    (17, 18, None)
    """
    if band in ("child", "adult"):
        return 17 if band == "child" else 18
    traits = code("age_band", band).traits
    if "from" not in traits:
        return None
    return int(traits["to"] if traits["to"] < 18 else traits["from"])


def may_be_child(band: str) -> bool:
    """Whether somebody of an age band, as it is recorded, may be a child after all.

    Bands are what was said or guessed: an adult of whom no more is known, or a young one, may be.

    >>> [may_be_child(band) for band in ("16-17", "unknown", "18-24", "adult", "25-39")]
    [True, True, True, True, False]
    """
    youngest = code("age_band", band).traits.get("from")
    return youngest is None or youngest < BEYOND_DOUBT


def presuming(laws: Iterable[Law], day: date) -> Iterable[tuple[Version, Line]]:
    """The laws that presume a child while the age is in doubt, each with the line that says so."""
    for law in laws:
        version = law.on(day)
        if version and version.child.presumes:
            yield version, version.child.lines[-1]


def case_object(
    name: str,
    told: Iterable[Told],
    *,
    day: date | None,
    band_now: str = UNKNOWN,
    disputed: Iterable[tuple[str, str]] = (),
) -> dict[str, Any]:
    """The facts as one object of the file format, ready for the core, the console or a notebook.

    `band_now` counts only where it is a child's: who is a child now was one then. `disputed` are
    pairs of law and element.
    """
    case: dict[str, Any] = {"id": name, "statements": [*_statements(told)]}
    if day:
        case["date"] = day.isoformat()
    young = years_of(band_now)
    if young is not None and young < 18:
        case["age"] = young
    marks = [
        {"element": element, "by": "deciding_authority", "law": law} for law, element in disputed
    ]
    return case | ({"disputed": marks} if marks else {})


def _statements(told: Iterable[Told]) -> Iterable[dict[str, Any]]:
    for each in told:
        word = word_of(each.topic, each.value)
        if word is None:
            continue
        says: str | int | None = each.answer
        if word.name == "age":
            says = years_of(each.value) if each.answer == "yes" else None
        if says not in (None, UNKNOWN):
            yield {"said_by": each.said_by, "about": word.name, "says": says}


def day_of(happened: Iterable[Happened], laws: Iterable[Law]) -> date | None:
    """The day by which the laws are chosen: the last recorded one, where it chooses one version.

    A month or a year stands for all its days: its first is taken if every law had one version
    through all of them, else the day is not known.
    """
    spans = [span for each in happened if (span := _span(each))]
    if not spans:
        return None
    first, last = max(spans)
    if any(law.on(first) is not law.on(last) for law in laws):
        return None
    return first


def _span(happened: Happened) -> tuple[date, date] | None:
    if happened.year is None:
        return None
    first = date(happened.year, happened.month or 1, 1)
    months = 1 if happened.month else 12
    year, month = divmod(first.year * 12 + first.month - 1 + months, 12)
    return first, date(year, month + 1, 1) - timedelta(days=1)


def laws_for(places: Iterable[str], laws: Iterable[Law], also: Iterable[str] = ()) -> list[Law]:
    """The laws of these places and the UN Protocol, which is asked everywhere; and those named.

    A law of one state does not label people elsewhere: the others are asked for by name.
    """
    here = set(places)
    wanted = set(also)
    found = [
        law
        for law in laws
        if law.code in wanted or law.is_law_in("") or any(law.is_law_in(place) for place in here)
    ]
    return sorted(found, key=lambda law: (law.is_law_in(""), law.code))

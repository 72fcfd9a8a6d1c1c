"""Laws as dated, sourced lines: what a definition asks, version by version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType

from .faults import BadLaw, NoSuchLaw, meant

EVERYWHERE = "*"


class Certainty(StrEnum):
    """How well a line of a law file is known."""

    READ = "S"  # the text of the rule, or an official description of it, was read
    SECOND_HAND = "S2"  # read in a secondary source only
    GENERAL = "G"  # general knowledge, to be verified


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Line:
    """One line of a law file: what it says, where that stands, and how well it is known.

    `names` are the facts that it speaks of, `bits` their mask; `title` is its part of the law.
    """

    title: str
    says: str
    source: str
    certainty: Certainty
    names: tuple[str, ...] = ()
    bits: int = 0

    @property
    def is_uncertain(self) -> bool:
        """Whether the text itself was not read."""
        return self.certainty is not Certainty.READ


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Element:
    """One thing that a way asks for, met by any fact of `meets`.

    It is not met once every fact of `closes` is answered no: the facts of `meets`, and in an
    open list every word that there is.
    """

    name: str
    lines: tuple[Line, ...]
    meets: int
    closes: int

    @property
    def is_open(self) -> bool:
        """Whether the list is open: what it does not name may still be found to be alike."""
        return self.closes != self.meets


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """One way in which a definition is met: all its elements together.

    `only_if` are lines on words that count only where they amount to something else that the
    way names. They explain; they decide nothing.
    """

    name: str
    elements: tuple[Element, ...]
    only_if: tuple[Line, ...]
    rules: tuple[Line, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ChildRule:
    """Who counts as a child: below an age in years; with `extends`, also whoever cannot protect
    herself or himself; with `presumes`, also whoever's age is in doubt."""

    below: int
    extends: bool
    presumes: bool
    lines: tuple[Line, ...]


class Consent(StrEnum):
    """What a consent of the person does. It never lowers a finding."""

    IRRELEVANT_WITH_MEANS = "irrelevant where a means was used"
    IRRELEVANT = "always irrelevant"
    SILENT = "the law is silent"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Version:
    """A law as it was in force from one day to another, both included; one file each."""

    code: str
    version: str
    title: str
    places: tuple[str, ...]
    valid_from: date
    valid_to: date | None
    verified_on: date | None
    verified_by: str
    child: ChildRule
    consent: Consent
    exploitation_needed: bool
    ways: tuple[Way, ...]
    about: Line
    consent_line: Line
    completion_line: Line

    def in_force(self, on: date) -> bool:
        """Whether this version was in force on the day `on`."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)

    def lines(self) -> Iterable[tuple[str, Line]]:
        """Every line with the way that it belongs to ("" for the whole law), in order."""
        for line in (self.about, *self.child.lines, self.consent_line, self.completion_line):
            yield "", line
        for way in self.ways:
            for line in way.rules:
                yield way.name, line
            for element in way.elements:
                for line in element.lines:
                    yield way.name, line
            for line in way.only_if:
                yield way.name, line


@dataclass(frozen=True, slots=True, eq=False)
class Law:
    """A law with its versions, the oldest first."""

    code: str
    versions: tuple[Version, ...]

    @property
    def title(self) -> str:
        """The title of the newest version."""
        return self.versions[-1].title

    def on(self, day: date) -> Version | None:
        """The version in force on this day, or None where none is held here."""
        for version in self.versions:
            if version.in_force(day):
                return version
        return None

    def is_law_in(self, place: str) -> bool:
        """Whether it is law in a place, an ISO 3166 code such as NP or US-MN.

        A law of a country is law in its regions; the UN Protocol is asked about everywhere.
        """
        return bool({EVERYWHERE, place, place.partition("-")[0]} & {*self.versions[-1].places})


Laws = Mapping[str, Law]


def gathered(versions: Iterable[Version]) -> Laws:
    """The laws of these versions, by code; BadLaw where two were in force on one day."""
    found: dict[str, list[Version]] = {}
    for version in versions:
        found.setdefault(version.code, []).append(version)
    return MappingProxyType({code: _law(code, found[code]) for code in sorted(found)})


def chosen(laws: Laws, codes: Iterable[str]) -> tuple[Law, ...]:
    """The laws with these codes, in their order; all if none is named. NoSuchLaw otherwise."""
    wanted = list(codes) or list(laws)
    for code in wanted:
        if code not in laws:
            raise NoSuchLaw(f"There is no law {code}. {meant(code, laws)}")
    return tuple(laws[code] for code in dict.fromkeys(wanted))


def _law(code: str, versions: list[Version]) -> Law:
    ordered = sorted(versions, key=lambda version: version.valid_from)
    for earlier, later in pairwise(ordered):
        if earlier.valid_to is None or earlier.valid_to >= later.valid_from:
            raise BadLaw(
                f"Two versions of {code} were in force on {later.valid_from}: end the version "
                f"{earlier.version} with a valid_to before that day."
            )
    return Law(code, tuple(ordered))

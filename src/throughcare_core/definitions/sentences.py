"""What there is to say of one element of a law: why, what is missing, what is uncertain.

Everything here depends on a few bits of the facts, so that it is made once and kept for the next
case that is alike.
"""

import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from .findings import MET, NOT_MET, UNKNOWN
from .laws import Element, Line, Way
from .words import (
    BIT,
    CHILD,
    MOVEMENT,
    NAMES,
    PIECE,
    PIECE_BITS,
    SECTION_OF,
    code_of,
    names_in,
    plain,
    section_mask,
)

NOT_NEEDED = "not needed"
OPEN_LIST = " The list is open: whether that is alike is for a lawyer to say."
IN_A_SENTENCE = {name: plain(name) for name in NAMES} | {
    CHILD: "being a child",
    MOVEMENT: "having been moved",
}
KEPT = 1 << 13
"""How many sentences of a kind are kept: they bound the memory."""


class Said(NamedTuple):
    """What there is to say of one element.

    `shown` is met, not met, unknown or not needed; `settles` is empty unless it is unknown;
    `uncertain` are the lines on which it depends and whose text was not read; `by_age` says that
    it rests on the person's being a child alone.
    """

    name: str
    shown: str
    why: str
    settles: str
    rests_on: list[str]
    missing: list[str]
    uncertain: list[str]
    by_age: bool


@cache
def not_held(name: str) -> Said:
    """An element of a law whose version of that day is not held here."""
    return Said(name, UNKNOWN, "", "", [], [], [], False)


@cache
def disputed(element: Element) -> Said:
    """An element that the deciding authority marked disputed."""
    name = element.name.capitalize()
    return Said(
        element.name,
        UNKNOWN,
        f"{name}: marked disputed by the deciding authority, therefore unknown.",
        f"{name}: the decision of the authority that marked it disputed.",
        [],
        [],
        [],
        False,
    )


@lru_cache(maxsize=KEPT)
def met(element: Element, found: int) -> Said:
    """An element that is met by the facts `found`.

    A line whose text was read makes the uncertain ones beside it needless.
    """
    by_age = found == BIT[CHILD]
    waived = by_age and element.name == "means"
    how = "not needed, the person is a child" if waived else f"met by {words(found)}"
    lines = tuple([line for line in element.lines if line.bits & found])
    sources, read = _sources(lines)
    return Said(
        element.name,
        NOT_NEEDED if waived else MET,
        f"{element.name.capitalize()}: {how} ({sources}).",
        "",
        _codes(found),
        [],
        [] if read else cited(lines, found),
        by_age,
    )


@lru_cache(maxsize=KEPT)
def _sources(lines: tuple[Line, ...]) -> tuple[str, bool]:
    """Where these lines stand, and whether the text of one of them was read."""
    sources = "; ".join(dict.fromkeys(line.source for line in lines))
    return sources, not all(line.is_uncertain for line in lines)


@lru_cache(maxsize=KEPT)
def not_met(way: Way, element: Element, unnamed: int) -> Said:
    """An element that is closed. `unnamed` are the facts recorded as so that it does not name."""
    scope = "there is a word for" if element.is_open else "the law names"
    why = f"{element.name.capitalize()}: not met; all that {scope} is answered no."
    why += _not_named(way, unnamed)
    return Said(element.name, NOT_MET, why, "", [], [], cited(element.lines, element.meets), False)


def unknown(way: Way, element: Element, unnamed: int, wanted: int) -> Said:
    """An element that is open. `wanted` are the facts of which one yes would meet it."""
    return Said(
        element.name,
        UNKNOWN,
        _why_unknown(way, element, unnamed),
        _would_meet(way, element, unnamed, wanted),
        [],
        _codes(wanted),
        cited(element.lines, element.meets),
        False,
    )


@lru_cache(maxsize=KEPT)
def _why_unknown(way: Way, element: Element, unnamed: int) -> str:
    why = f"{element.name.capitalize()}: unknown; nothing that the law names is recorded as so."
    why += _not_named(way, unnamed)
    return why + OPEN_LIST if element.is_open and unnamed else why


@lru_cache(maxsize=KEPT)
def cited(lines: tuple[Line, ...], found: int) -> list[str]:
    """The uncertain ones among the lines, with certainty, the words of `found`, and source."""
    return [
        f"[{line.certainty}] {line.title}{_in_brackets(line.bits & found)}: {line.says} "
        f"({line.source})"
        for line in lines
        if line.is_uncertain
    ]


def _in_brackets(bits: int) -> str:
    return f" ({words(bits)})" if bits else ""


def words(bits: int) -> str:
    """The facts as they are read in a sentence."""
    said = []
    first = 0
    while bits:
        if piece := bits & PIECE:
            said.append(_words_of(first, piece))
        bits >>= PIECE_BITS
        first += PIECE_BITS
    return ", ".join(said)


@cache
def _words_of(first: int, piece: int) -> str:
    """The words of twelve bits, of which the first has the place `first`."""
    return ", ".join([IN_A_SENTENCE[name] for name in names_in(piece << first)])


@cache
def _codes_of(first: int, piece: int) -> tuple[str, ...]:
    return tuple([code_of(name) for name in names_in(piece << first)])


@cache
def listed(name: str) -> int:
    """All words of the code list of an element; none for movement and age."""
    return section_mask(name) if name in SECTION_OF else 0


@cache
def where_recorded() -> tuple[tuple[str, int], ...]:
    """The places in which facts may already be recorded, each with the mask of its facts."""
    text = resources.files(__package__).joinpath("where_recorded.toml").read_text("utf-8")
    return tuple(
        (place["says"], sum(BIT[name] for name in place["facts"]))
        for place in tomllib.loads(text)["place"]
    )


def _codes(bits: int) -> list[str]:
    found: list[str] = []
    first = 0
    while bits:
        found += _codes_of(first, bits & PIECE)
        bits >>= PIECE_BITS
        first += PIECE_BITS
    return found


def _not_named(way: Way, unnamed: int) -> str:
    if not unnamed:
        return ""
    notes = [f"{line.says} ({line.source})" for line in way.only_if if line.bits & unnamed]
    return " ".join([f" Recorded, but not named here: {words(unnamed)}.", *notes])


def _would_meet(way: Way, element: Element, unnamed: int, wanted: int) -> str:
    name = element.name.capitalize()
    if not wanted:
        alike = f"whether {words(unnamed)} is alike to what it lists" if unnamed else "the rest"
        return f"{name} ({way.name}, an open list): {alike}, by a lawyer's opinion."
    places = "; ".join([says for says, bits in where_recorded() if bits & wanted])
    return f"{name} ({way.name}): any of {words(wanted)}. It may already be recorded in: {places}."

"""Facts and a law into a finding: strong Kleene logic over masks.

A law is met when one of its ways is met; a way, when all its elements are; an element, when one
fact that it names is yes. It is not met only when every way is closed by a no; all else is
unknown. Nothing counts against: a consent, a denial, what a companion says.

One assessment costs a few operations on whole numbers for each element of each way. Words are
made only when a finding is read, in `reasons.py`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from .facts import Facts, facts_from
from .law_files import laws as own_laws
from .laws import ChildRule, Element, Law, Version, chosen
from .words import BIT, CHILD, Truth

MET, NOT_MET, UNKNOWN = "met", "not met", "unknown"
SPELLED: dict[Truth, str] = {True: MET, False: NOT_MET, None: UNKNOWN}
NONE_DISPUTED: frozenset[str] = frozenset()
Values = tuple[Truth, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """What the words of one law say of one case.

    `by` is what the version says that was in force on the day of the act: None where none is held
    here; the latest where the day is not known, `versions` then being all of them.
    """

    facts: Facts
    law: Law
    on: date | None
    truth: Truth
    by: "Reading | None"
    versions: tuple["Reading", ...] = ()

    @property
    def finding(self) -> str:
        """`met`, `not met` or `unknown`; never that somebody is not a victim."""
        return SPELLED[self.truth]


@dataclass(frozen=True, slots=True)
class Reading:
    """One version applied to one case.

    `yes` and `no` are the masks of the facts with what this law makes of the age, `values` those
    of the elements of each way, `way` the way that decides or comes nearest.
    """

    version: Version
    truth: Truth
    yes: int
    no: int
    values: tuple[Values, ...]
    way: int


def assess(facts: Facts | dict[str, Any], law: Law | str, on: date | None = None) -> Finding:
    """The finding of one law on one case, by the version in force on the day of the act.

    `on` takes the place of the day in the facts. A case may be given as the object of the file
    format, a law by its code. Raises BadFacts, NoSuchLaw.

    >>> girl = {"id": "A-1", "date": "2024-05-01", "age": 16,
    ...         "acts": {"harbouring": "yes"}, "purposes": {"prostitution_of_others": "yes"}}
    >>> assess(girl, "un-palermo").finding, assess(girl, "br-149a").finding
    ('met', 'unknown')
    """
    known = facts if isinstance(facts, Facts) else facts_from(facts)
    asked = law if isinstance(law, Law) else chosen(own_laws(), [law])[0]
    day = on or known.day
    if day is None:
        return _on_any_day(known, asked)
    version = asked.on(day)
    if version is None:
        return Finding(known, asked, day, None, None)
    reading = _read(known, version)
    return Finding(known, asked, day, reading.truth, reading)


def assess_all(
    cases: Iterable[Facts], laws: Iterable[Law], on: date | None = None
) -> Iterator[Finding]:
    """Every case under every law, one after the other; keeps nothing."""
    asked = tuple(laws)
    for facts in cases:
        for law in asked:
            yield assess(facts, law, on)


def is_child(facts: Facts, rule: ChildRule) -> Truth:
    """Whether the person is a child to this law, an age in doubt being what the law makes of it."""
    young: Truth
    if facts.age_disputed:
        young = True if rule.presumes else None
    else:
        young = None if facts.age is None else facts.age < rule.below
    if young or not rule.extends:
        return young
    if facts.cannot_protect_self:
        return True
    return young if facts.cannot_protect_self is False else None


def value_of(element: Element, yes: int, no: int) -> Truth:
    """Whether an element is met: any of its facts is yes; not met: all are no; else unknown."""
    if yes & element.meets:
        return True
    return False if no & element.closes == element.closes else None


def _on_any_day(facts: Facts, law: Law) -> Finding:
    """The day is not known: what all versions say alike, else unknown."""
    readings = tuple(_read(facts, version) for version in law.versions)
    latest = readings[-1]
    alike = all(reading.truth is latest.truth for reading in readings)
    return Finding(facts, law, None, latest.truth if alike else None, latest, readings)


def _read(facts: Facts, version: Version) -> Reading:
    yes, no = facts.yes, facts.no
    child = is_child(facts, version.child)
    if child:
        yes |= BIT[CHILD]
    elif child is False:
        no |= BIT[CHILD]
    disputed = disputed_under(facts, version.code)
    values = tuple(
        [
            tuple(
                [
                    None if element.name in disputed else value_of(element, yes, no)
                    for element in way.elements
                ]
            )
            for way in version.ways
        ]
    )
    way, truth = _nearest(values)
    return Reading(version, truth, yes, no, values, way)


def disputed_under(facts: Facts, code: str) -> frozenset[str]:
    """The elements that the deciding authority marked disputed under this law."""
    if not facts.disputed:
        return NONE_DISPUTED
    return frozenset(mark.element for mark in facts.disputed if mark.law in (None, code))


def _nearest(ways: tuple[Values, ...]) -> tuple[int, Truth]:
    """Kleene's “or” over the ways, and the way that shows it.

    The first that is met; else the open one with the fewest elements unknown and the most met;
    else the one with the fewest elements closed.
    """
    place = max(range(len(ways)), key=lambda way: _rank(ways[way]))
    return place, _TRUTH_OF_RANK[_rank(ways[place])[0]]


def _rank(values: Values) -> tuple[int, int, int]:
    """Kleene's “and” over the elements: one no closes, then one unknown leaves open."""
    closed, unknown, met = values.count(False), values.count(None), values.count(True)
    if closed:
        return 0, -closed, met
    return (1, -unknown, met) if unknown else (2, 0, 0)


_TRUTH_OF_RANK: tuple[Truth, ...] = (False, None, True)

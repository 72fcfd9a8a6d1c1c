"""What an indicator set is made of, and which sets come with the package."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .rules import DimensionRule, Weight
from .sources import Certainty


class ForWhom(StrEnum):
    """Whom a set was made for."""

    ADULTS = "adults"
    CHILDREN = "children"
    ANYONE = "anyone"


class Subject(StrEnum):
    """What an indicator is about: something that happens to the person, never who the person is."""

    ACT = "act"
    PROMISE = "promise"
    JOURNEY = "journey"
    PAPERS = "papers"
    DEBT = "debt"
    MONEY = "money"
    FORCE = "force"
    THREAT = "threat"
    MOVEMENT = "movement"
    ORDER = "order"
    WORK = "work"
    LIVING = "living"
    HEALTH = "health"
    DEPENDENCE = "dependence"


@dataclass(frozen=True, kw_only=True, slots=True)
class Indicator:
    """One sign: what was seen or told. `weight` is None in a set that has no weights."""

    code: str
    says: str
    about: Subject
    weight: Weight | None
    certainty: Certainty
    note: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Dimension:
    """Signs that are weighed together, by `rule`."""

    code: str
    title: str
    rule: DimensionRule
    source: str
    certainty: Certainty
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Pattern:
    """Dimensions that belong together: every one of `all_of`, and one at least of `any_of`."""

    code: str
    says: str
    all_of: frozenset[str]
    any_of: frozenset[str]

    @property
    def dimensions(self) -> frozenset[str]:
        """The codes of all dimensions that it looks at."""
        return self.all_of | self.any_of


@dataclass(frozen=True, kw_only=True, slots=True)
class PersonRule:
    """Which patterns over the dimensions are worth seeing together, the strongest first."""

    code: str
    title: str
    source: str
    certainty: Certainty
    patterns: tuple[Pattern, ...]

    @property
    def dimensions(self) -> frozenset[str]:
        """The codes of all dimensions that its patterns look at."""
        return frozenset[str]().union(*(pattern.dimensions for pattern in self.patterns))


@dataclass(frozen=True, kw_only=True, slots=True)
class IndicatorSet:
    """One version of one set, in force from the day `starts` until a later version.

    `agency` is empty for a set that comes with the package. `reviewed_by` names who read every
    line and found none about who a person is; empty when nobody has.
    """

    code: str
    title: str
    for_whom: ForWhom
    version: str
    starts: date
    language: str
    source: str
    certainty: Certainty
    dimensions: tuple[Dimension, ...]
    person_rule: PersonRule | None
    agency: str = ""
    note: str = ""
    reviewed_by: str = ""
    reviewed_on: date | None = None

    @property
    def indicators(self) -> tuple[Indicator, ...]:
        """All its indicators, in the order of the dimensions."""
        return tuple(each for dimension in self.dimensions for each in dimension.indicators)

    def indicator(self, code: str) -> Indicator:
        """The indicator of this code; raises LookupError."""
        for each in self.indicators:
            if each.code == code:
                return each
        raise LookupError(f"The set {self.code} {self.version} has no indicator of this code.")


def set_in_force(code: str, on: date, table: Sequence[IndicatorSet]) -> IndicatorSet:
    """The version of the set `code` in force on the day `on`; raises LookupError without one."""
    in_force = [each for each in table if each.code == code and each.starts <= on]
    if not in_force:
        raise LookupError(f"No version of the indicator set {code!r} is in force on {on}.")
    return max(in_force, key=lambda each: each.starts)


def sets_for(
    may_be_child: bool, on: date, table: Sequence[IndicatorSet]
) -> tuple[IndicatorSet, ...]:
    """The sets in force on the day `on` that suit the person; who may be a child counts as one."""
    whom = ForWhom.CHILDREN if may_be_child else ForWhom.ADULTS
    known = dict.fromkeys(each.code for each in table if each.starts <= on)
    in_force = (set_in_force(code, on, table) for code in known)
    return tuple(each for each in in_force if each.for_whom in (whom, ForWhom.ANYONE))

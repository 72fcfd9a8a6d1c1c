"""Indicator sets: read from a file or a mapping, and those that come with the package.

A set that an agency makes itself goes through the same reading as the package's own.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from throughcare_core import vocab

from .faults import BadSet, Fault, nearest
from .lines import NOWHERE, Lines, lines_of
from .patterns import patterns, person_rules, toml
from .rows import Row
from .rules import DimensionRule, Weight
from .sets import Dimension, ForWhom, Indicator, IndicatorSet, PersonRule, Subject
from .sources import Certainty
from .words import Trait, refused_word


@cache
def indicator_sets() -> tuple[IndicatorSet, ...]:
    """The sets of the package, by file name (`sets/*.toml`)."""
    folder = resources.files(__package__).joinpath("sets")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(read_set(file.read_text("utf-8")) for file in files)


def read_set(text: str) -> IndicatorSet:
    """The set in the text of a TOML file; raises BadSet with every fault and its line."""
    return _Reading(lines_of(text)).set(toml(text))


def set_from(content: Mapping[str, Any]) -> IndicatorSet:
    """The set in a mapping of the same shape (days may be texts); raises BadSet."""
    return _Reading(NOWHERE).set(content)


class _Reading:
    """One reading of one set: its faults, and how many rows were met so far."""

    def __init__(self, lines: Lines) -> None:
        self.lines = lines
        self.faults: list[Fault] = []
        self.rows_met = 0
        self.rows = 0

    def set(self, content: Mapping[str, Any]) -> IndicatorSet:
        row = Row(content, self.lines.of_key, self.faults)
        self.rows = _count_rows(content)
        certainty = row.choice("certainty", Certainty)
        source = row.text("source")
        rule = row.choice("rule", DimensionRule, DimensionRule.ILO)
        dimensions = tuple(
            self.dimension(table, n, rule, source, certainty)
            for n, table in enumerate(row.tables("dimension"))
        )
        made = IndicatorSet(
            code=row.name(),
            title=row.text("title"),
            for_whom=row.choice("for", ForWhom),
            version=row.text("version"),
            starts=row.day("from") or date.min,
            language=self.language(row),
            source=source,
            certainty=certainty,
            dimensions=dimensions,
            person_rule=self.person_rule(row, dimensions, source, certainty),
            agency=row.text("agency", ""),
            note=row.text("note", ""),
            reviewed_by=row.text("reviewed_by", ""),
            reviewed_on=row.day("reviewed_on", required=False),
        )
        if bool(made.reviewed_by) != bool(row.value("reviewed_on")):
            row.fault("reviewed_by", "say who reviewed the lines and on which day, or neither")
        row.end()
        self.once("indicator", (each.code for each in made.indicators))
        self.once("dimension", (each.code for each in dimensions))
        if self.faults:
            raise BadSet(self.faults)
        return made

    def language(self, row: Row) -> str:
        given = row.text("language")
        known = vocab.accepted("language", given) if given else ""
        if known is None:
            row.fault("language", "write the code of a language, such as “en” or “nep”")
        return known or ""

    def dimension(
        self, table: Any, n: int, rule: DimensionRule, source: str, certainty: Certainty
    ) -> Dimension:
        row = Row(table, lambda key: self.lines.of_block("dimension", n, key), self.faults)
        rule = row.choice("rule", DimensionRule, rule)
        own_certainty = row.choice("certainty", Certainty, certainty)
        code = row.code()
        before = len(self.faults)
        made = Dimension(
            code=code,
            title=row.plain("title"),
            rule=rule,
            source=row.text("source", source),
            certainty=own_certainty,
            indicators=tuple(
                self.indicator(each, f"dimension “{code}”, row {k}", rule, own_certainty)
                for k, each in enumerate(row.tables("indicators"), 1)
            ),
        )
        row.end()
        weights = [each.weight for each in made.indicators]
        if len(self.faults) == before and rule.why_positive(weights) is None:
            row.fault("indicators", "all its signs together never make it positive: add signs")
        return made

    def indicator(
        self, table: Any, place: str, rule: DimensionRule, certainty: Certainty
    ) -> Indicator:
        where = self.lines.of_row(self.rows_met, self.rows, place)
        self.rows_met += 1
        row = Row(table, lambda _: where, self.faults)
        made = Indicator(
            code=row.code(),
            says=row.plain("says"),
            about=_subject(row),
            weight=_weight(row, rule),
            certainty=row.choice("certainty", Certainty, certainty),
            note=row.plain("note", ""),
        )
        row.end()
        return made

    def person_rule(
        self, row: Row, dimensions: Sequence[Dimension], source: str, certainty: Certainty
    ) -> PersonRule | None:
        preset, tables = row.text("person_rule", ""), row.tables("pattern", required=False)
        if preset and tables:
            row.fault("person_rule", "name a person rule or write patterns of your own, not both")
        rules = {rule.code: rule for rule in person_rules()} if preset else {}
        if preset and preset not in rules:
            row.fault("person_rule", nearest(preset, list(rules)))
        own = patterns(tables, self.lines, self.faults)
        self.once("pattern", (pattern.code for pattern in own))
        codes = [dimension.code for dimension in dimensions]
        for n, pattern in enumerate(own):
            self.fits(pattern.dimensions, codes, self.lines.of_block("pattern", n, ""))
        if preset in rules:
            self.fits(rules[preset].dimensions, codes, self.lines.of_key("person_rule"))
            return rules[preset]
        if not own:
            return None
        return PersonRule(code="own", title="", source=source, certainty=certainty, patterns=own)

    def fits(self, wanted: Iterable[str], codes: Sequence[str], where: str) -> None:
        for missing in sorted(set(wanted) - set(codes)):
            says = f"“{missing}” is no dimension of this set, which has: {', '.join(codes)}"
            self.faults.append(Fault(where, says))

    def once(self, what: str, codes: Iterable[str]) -> None:
        for code, times in Counter(codes).items():
            if code and times > 1:
                self.faults.append(Fault(f"{what} “{code}”", "this code stands twice: change one"))


def _subject(row: Row) -> Subject:
    given = row.value("about")
    found = refused_word(given) if isinstance(given, str) else None
    if found or given in list(Trait):
        row.refuse("about", given, found.trait if found else Trait(given))
        return Subject.ACT
    return row.choice("about", Subject)


def _weight(row: Row, rule: DimensionRule) -> Weight | None:
    given = row.value("weight")
    if isinstance(given, int | float):
        row.fault("weight", "a weight is a word (strong, medium, weak), never a number")
    elif rule.is_weighted:
        return row.choice("weight", Weight)
    elif given is not None:
        row.fault("weight", f"the rule “{rule}” counts every sign alike: take the weight out")
    return None


def _count_rows(content: Any) -> int:
    dimensions = content.get("dimension") if isinstance(content, Mapping) else None
    tables = (
        [each for each in dimensions if isinstance(each, Mapping)]
        if isinstance(dimensions, list)
        else []
    )
    lists = [each.get("indicators") for each in tables]
    return sum(len(each) for each in lists if isinstance(each, list))

"""Person rules: read from files, and those that come with the package."""

import tomllib
from functools import cache
from importlib import resources
from typing import Any

from .faults import BadSet, Fault
from .lines import Lines, lines_of
from .rows import Row
from .sets import Pattern, PersonRule
from .sources import Certainty


@cache
def person_rules() -> tuple[PersonRule, ...]:
    """The person rules of the package, by code (`person_rules/*.toml`)."""
    folder = resources.files(__package__).joinpath("person_rules")
    files = sorted(folder.iterdir(), key=lambda file: file.name)
    return tuple(read_person_rule(file.read_text("utf-8")) for file in files)


def read_person_rule(text: str) -> PersonRule:
    """The person rule in the text of a TOML file; raises BadSet with every fault."""
    content, lines, faults = toml(text), lines_of(text), list[Fault]()
    row = Row(content, lines.of_key, faults)
    rule = PersonRule(
        code=row.name(),
        title=row.text("title"),
        source=row.text("source"),
        certainty=row.choice("certainty", Certainty),
        patterns=patterns(row.tables("pattern"), lines, faults),
    )
    row.end()
    if faults:
        raise BadSet(faults)
    return rule


def patterns(tables: list[Any], lines: Lines, faults: list[Fault]) -> tuple[Pattern, ...]:
    """The patterns of a file, in its order; what is wrong goes to `faults`."""
    return tuple(_pattern(table, n, lines, faults) for n, table in enumerate(tables))


def toml(text: str) -> dict[str, Any]:
    """The content of a TOML file; raises BadSet, with the line."""
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise BadSet([Fault("file", f"this is not TOML: {fault}")]) from None


def _pattern(table: Any, n: int, lines: Lines, faults: list[Fault]) -> Pattern:
    row = Row(table, lambda key: lines.of_block("pattern", n, key), faults)
    pattern = Pattern(
        code=row.code(),
        says=row.plain("says"),
        all_of=row.codes("all_of"),
        any_of=row.codes("any_of"),
    )
    if not pattern.dimensions:
        row.fault("all_of", "name its dimensions in “all_of” or “any_of”")
    row.end()
    return pattern

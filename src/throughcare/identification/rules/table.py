"""The working assessment as a table: laws as columns, elements as rows, facts under each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from throughcare.identification.rules.words import gettext_noop
from throughcare_core.definitions import (
    Finding,
    elements,
    missing,
    reasons,
    rests_on,
    uncertain_lines,
    would_settle,
)

ROWS = {
    "act": gettext_noop("The act"),
    "means": gettext_noop("Means"),
    "purpose": gettext_noop("Purpose"),
    "movement": gettext_noop("Movement"),
    "age": gettext_noop("Age"),
}
ROWS_HELP = {
    "act": gettext_noop("what was done, such as recruiting or harbouring"),
    "means": gettext_noop("how power was got over the person; for a child often not needed"),
    "purpose": gettext_noop("what the exploitation was for"),
    "movement": gettext_noop("asked by some laws only"),
    "age": gettext_noop("asked by definitions for children"),
}
VERDICTS = {
    "met": gettext_noop("Met"),
    "unknown": gettext_noop("Unknown"),
    "not met": gettext_noop("Not met"),
    "not needed": gettext_noop("Not required"),
}
SIGNS = {
    "met": "check-circle-fill",
    "unknown": "question-circle",
    "not met": "slash-circle",
    "not needed": "slash-circle",
}
SHADES = {"met": "met", "unknown": "unknown"}
WHERE = " It may already be recorded in: "
"""Where the core's sentence goes on to say where a missing fact may lie."""

PREFIX = {"act": "acts.", "means": "means.", "purpose": "purposes."}
FIRST = 2
LAW_BY_ITS_NAME = re.compile(r" \(|, (?:section|article|text)\b")
CHILD, TRANSPORT = "child", "acts.transportation"


@dataclass(frozen=True, slots=True)
class Cell:
    """One element under one law: met, not met, unknown or not needed, and on what that rests.

    `names` are the words of the facts, as `reading.word_of` names them; `settles` says what would
    settle what is unknown, `where` where it may already be recorded.
    """

    verdict: str
    names: tuple[str, ...]
    settles: str
    where: str

    @property
    def first_places(self) -> str:
        """Where to look first: two places at most."""
        return "; ".join(self.where.split("; ")[:FIRST])

    @property
    def words(self) -> str:
        """The verdict as it is read."""
        return VERDICTS[self.verdict]

    @property
    def sign(self) -> str:
        """Its shape, so that no colour alone says it."""
        return SIGNS[self.verdict]

    @property
    def shade(self) -> str:
        """How it is drawn."""
        return SHADES.get(self.verdict, "not")


@dataclass(frozen=True, slots=True)
class Column:
    """One law: its finding, why, and the lines on which it depends that nobody has read."""

    code: str
    title: str
    version: str
    finding: Cell
    reasons: Sequence[str]
    uncertain: Sequence[str]
    verified: bool

    @property
    def name(self) -> str:
        """The law by its name alone, for a sentence."""
        return LAW_BY_ITS_NAME.split(self.title)[0]


@dataclass(frozen=True, slots=True)
class Line:
    """One element, with a cell for each law."""

    element: str
    words: str
    help: str
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True)
class Table:
    """The whole assessment."""

    columns: Sequence[Column]
    lines: Sequence[Line]

    @property
    def missing(self) -> int:
        """How many cells are unknown."""
        return sum(cell.verdict == "unknown" for line in self.lines for cell in line.cells)


def table_of(findings: Iterable[Finding]) -> Table:
    """The findings of one case under several laws, as a table."""
    found = list(findings)
    shown = [elements(finding) for finding in found]
    rows = [element for element in ROWS if any(element in each for each in shown)]
    cells = [_cells(finding, rows) for finding in found]
    lines = [
        Line(element, ROWS[element], ROWS_HELP[element], [each[element] for each in cells])
        for element in rows
    ]
    return Table([_column(finding) for finding in found], lines)


def _column(finding: Finding) -> Column:
    version = finding.by.version if finding.by else None
    return Column(
        code=finding.law.code,
        title=version.title if version else finding.law.title,
        version=version.version if version else "",
        finding=Cell(finding.finding, (), "", ""),
        reasons=reasons(finding),
        uncertain=uncertain_lines(finding),
        verified=bool(version and version.verified_on),
    )


def _cells(finding: Finding, rows: Iterable[str]) -> dict[str, Cell]:
    shown, rests, open_facts = elements(finding), rests_on(finding), missing(finding)
    settles = would_settle(finding)
    return {
        element: _cell(
            element,
            shown.get(element, "not needed"),
            rests.get(element, []),
            settles if element in open_facts or shown.get(element) == "unknown" else [],
        )
        for element in rows
    }


def _cell(element: str, verdict: str, rests: Sequence[str], settles: Sequence[str]) -> Cell:
    begins = f"{element.capitalize()} ("
    said = next((each for each in settles if each.startswith(begins)), "")
    text, _found, where = said.partition(WHERE)
    names = tuple(name for code in rests for name in _names(element, code))
    return Cell(verdict, names, text, where.rstrip("."))


def _names(element: str, code: str) -> tuple[str, ...]:
    """The words of facts behind a code of the core: an age or a transport stands for some."""
    if code == CHILD:
        return ("age",)
    if code == "movement":
        return ("movement", TRANSPORT)
    return (f"{PREFIX.get(element, '')}{code}",)

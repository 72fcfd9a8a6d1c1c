"""Laws and findings as plain text for a terminal."""

from collections.abc import Iterator, Sequence
from textwrap import wrap

from .findings import Finding
from .laws import Law, Line, Version
from .reasons import elements, reasons, uncertain_lines, would_settle
from .words import code_of

GAP = "  "
COLUMNS = (22, 46, 3, 34)
HEADS = ("Part", "What the law says", "", "Source")


def law_table(law: Law, versions: Sequence[Version]) -> Iterator[str]:
    """The versions of a law as tables: each line with its certainty and its source."""
    for version in versions:
        until = f"to {version.valid_to}" if version.valid_to else "on"
        yield f"{law.code}  {version.title}"
        yield f"Version {version.version}, from {version.valid_from} {until}. {_verified(version)}"
        yield "Certainty: S the text was read; S2 a secondary source; G to be verified."
        yield ""
        yield from _row(HEADS)
        yield GAP.join("-" * width for width in COLUMNS)
        under = ""
        for way, line in version.lines():
            if way != under:
                yield from ("", f"Way: {way}", "")
                under = way
            yield from _row((line.title, _with_words(line), line.certainty, line.source))
        yield ""


def finding_text(finding: Finding) -> Iterator[str]:
    """One finding with its reasons, a few lines."""
    version = finding.by.version.version if finding.by else "none held"
    shown = ", ".join(f"{name} {value}" for name, value in elements(finding).items())
    yield f"{finding.law.code} ({version}): {finding.finding.upper()}  [{shown}]"
    for title, said in (
        ("", reasons(finding)),
        ("Would settle it: ", would_settle(finding)),
        ("Uncertain line: ", uncertain_lines(finding)),
    ):
        for text in said:
            yield from wrap(title + text, 96, initial_indent="    ", subsequent_indent="      ")


def day_text(finding: Finding) -> str:
    """The heading of a case: its id, and the day on which the law is looked at."""
    return f"{finding.facts.id}  {finding.on or 'day of the act not known'}"


def _verified(version: Version) -> str:
    if version.verified_on is None:
        return "No local lawyer has verified it."
    return f"Verified on {version.verified_on} by {version.verified_by}."


def _with_words(line: Line) -> str:
    if not line.names:
        return line.says
    return f"{line.says} [{', '.join(code_of(name) for name in line.names)}]"


def _row(cells: Sequence[str]) -> Iterator[str]:
    """One row, its cells wrapped to the widths of the columns."""
    wrapped = [wrap(cell, width) or [""] for cell, width in zip(cells, COLUMNS, strict=True)]
    for at in range(max(map(len, wrapped))):
        row = [column[at] if at < len(column) else "" for column in wrapped]
        padded = [cell.ljust(width) for cell, width in zip(row, COLUMNS, strict=True)]
        yield GAP.join(padded).rstrip()

"""What was found in a file, in plain words that never repeat what it says of a person."""

from dataclasses import dataclass

from throughcare.kernel.errors import BrokenFile, Problem, Reason

__all__ = ["BrokenFile", "Problem", "Reason", "Report", "gettext_noop"]


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or (`dry_run`) would do.

    `rows` were read, `taken` became cases, `known` had been taken over before, `skipped` had
    problems. `refused`: nothing was changed. `left_out` are lines of a spreadsheet that are no rows
    of its table, each with its reason.
    """

    rows: int = 0
    taken: int = 0
    known: int = 0
    skipped: int = 0
    refused: bool = False
    dry_run: bool = False
    problems: tuple[Problem, ...] = ()
    notices: tuple[Reason, ...] = ()
    left_out: tuple[Problem, ...] = ()

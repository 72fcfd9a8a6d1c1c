"""What an import of reported rows did."""

from dataclasses import dataclass

from throughcare.kernel.errors import Problem


@dataclass(frozen=True, slots=True)
class Report:
    """What an import did, or (`dry_run`) would do.

    `rows` were read, `taken` are kept now, `known` were kept before; `distinct` is how many of them
    differ; `bad` rows have problems. `refused`: nothing was changed.
    """

    release: str = ""
    sha256: str = ""
    rows: int = 0
    distinct: int = 0
    taken: int = 0
    known: int = 0
    bad: int = 0
    refused: bool = False
    dry_run: bool = False
    problems: tuple[Problem, ...] = ()

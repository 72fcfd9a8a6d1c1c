"""Rows for pages and commands: imports, and what was found in a file, in plain words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from throughcare.agencies.doors import staff_by_id
from throughcare.exchange import doors
from throughcare.exchange.models import ImportRun
from throughcare.exchange.rules import Problem, Reason, Report
from throughcare.exchange.rules.runs import ENDS, LOOKED_AT, MAPPING, STATES, WORKS
from throughcare.kernel.actors import Actor

SHOWN_PROBLEMS = 100
LATEST = 20


@dataclass(frozen=True, slots=True)
class ProblemRow:
    """What is wrong, and where: row 0 is the file as a whole."""

    row: int
    column: str
    words: str


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One import in a list."""

    key: str
    state: str
    words: str
    began_at: datetime
    rows_done: int
    staff: str


@dataclass(frozen=True, slots=True)
class ImportPage:
    """One import: how far it is, what was found, and what may be done now."""

    import_: ImportRow
    report: Report | None
    problems: Sequence[ProblemRow]
    more_problems: int
    notices: Sequence[str]
    works: bool
    ended: bool
    may_take_all: bool
    may_take_good: bool
    may_map: bool
    version: int
    left_out: Sequence[ProblemRow]


def plain_words(reason: Reason) -> str:
    """A reason in the reader's language."""
    return _(reason.text) % reason.values if reason.values else _(reason.text)


def problem_row(problem: Problem) -> ProblemRow:
    """A problem in the reader's language."""
    return ProblemRow(problem.row, problem.column, plain_words(problem.reason))


def report_as_json(report: Report) -> dict[str, object]:
    """A report for other programs; the same words as on the page, nothing of any person."""
    return {
        "rows": report.rows,
        "taken": report.taken,
        "known": report.known,
        "skipped": report.skipped,
        "refused": report.refused,
        "dry_run": report.dry_run,
        "problems": [
            {"row": row.row, "column": row.column, "problem": row.words}
            for row in map(problem_row, report.problems)
        ],
        "notices": [plain_words(notice) for notice in report.notices],
    }


def imports_waiting() -> int:
    """How many imports wait for the worker or are being worked on. 1 query."""
    return ImportRun.objects.filter(state__in=(*WORKS, *WORKS.values())).count()


def latest_imports(by: Actor) -> list[ImportRow]:
    """The latest imports of the actor's agency, newest first. 2 queries."""
    runs = list(doors.imports_of(by).order_by("-began_at", "-pk")[:LATEST])
    names = staff_by_id(run.staff_id for run in runs)
    return [_row(run, names[run.staff_id].name) for run in runs]


def import_page(by: Actor, key: str) -> ImportPage:
    """One import of the actor's agency. 2 queries."""
    run = doors.import_of(by, key)
    report = doors.report_of(run)
    problems = report.problems if report else ()
    bad = report.skipped if report else 0
    ready = run.state == LOOKED_AT and report is not None and report.taken > 0
    return ImportPage(
        import_=_row(run, staff_by_id([run.staff_id])[run.staff_id].name),
        report=report,
        problems=[problem_row(problem) for problem in problems[:SHOWN_PROBLEMS]],
        more_problems=max(0, len(problems) - SHOWN_PROBLEMS),
        notices=[plain_words(notice) for notice in report.notices] if report else [],
        works=run.state in {*WORKS, *WORKS.values()},
        ended=run.state in ENDS,
        may_take_all=ready and not bad,
        may_take_good=ready and bool(bad),
        may_map=run.plan is not None and run.state in (MAPPING, LOOKED_AT),
        version=run.version,
        left_out=[problem_row(each) for each in report.left_out] if report else [],
    )


def _row(run: ImportRun, staff: str) -> ImportRow:
    return ImportRow(run.key, run.state, _(STATES[run.state]), run.began_at, run.rows_done, staff)

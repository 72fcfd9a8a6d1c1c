"""Looking a mapped spreadsheet through: every row read as its plan says, and nothing changed."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime

from throughcare.exchange import doors
from throughcare.exchange.models import ImportRun
from throughcare.exchange.queries.sheets import Sheet, catalogue_for, sheet_in
from throughcare.exchange.rules import (
    BrokenFile,
    Problem,
    Reason,
    Row,
    gettext_noop,
    problems_of,
)
from throughcare.exchange.rules.mapped.held import with_day_of_age
from throughcare.exchange.rules.mapped.plans import problems_in
from throughcare.exchange.rules.mapped.reading import rows_of
from throughcare.exchange.rules.mapped.targets import LEAVE_OUT
from throughcare.exchange.services.imports import AT_ONCE, GoOn, LookedThrough
from throughcare.kernel.actors import Actor

TWICE = gettext_noop("Rows that say the same as an earlier row, each taken as a person: %(count)s.")
LEFT_OUT = gettext_noop("Columns that are left out: %(columns)s.")
NOTHING_SAID = gettext_noop("Nothing of this row would be taken over. Look at its columns.")
SAID_IN = {
    "prs_Birthdate": ("tc_Born", "tc_Age"),
    "prs_MailingStreet": ("prs_MailingCity", "prs_MailingState", "prs_MailingPostalCode"),
    "prs_MobilePhone": ("prs_HomePhone",),
}
"""Where a reason about a field of the standard belongs, if no column says that field itself."""
SHOWN_COLUMNS = 30


def look_through_sheet(
    run: ImportRun, *, by: Actor, at: datetime, go_on: GoOn | None = None
) -> LookedThrough:
    """Read a whole spreadsheet as its plan says, without changing anything."""
    targets = catalogue_for(by)
    try:
        sheet = sheet_in(run, doors.file_of(run), targets, by, at)
        _must_be_in_order(sheet)
        return _looked_through(sheet, at, go_on)
    except BrokenFile as broken:
        return LookedThrough(0, (), 0, (broken.problem,), (), broken=True)


def _must_be_in_order(sheet: Sheet) -> None:
    """What a column was may have been retired since it was chosen."""
    found = problems_in(sheet.plan, sheet.table.headings, sheet.used, sheet.targets)
    for problem in found:
        column = sheet.table.place(int(problem.column)) if problem.column else ""
        raise BrokenFile(problem.reason.text, column=column)


def _looked_through(sheet: Sheet, at: datetime, go_on: GoOn | None) -> LookedThrough:
    good: list[Row] = []
    sources: list[Row] = []
    problems: list[Problem] = []
    rows = 0
    for rows, (read, source) in enumerate(rows_of(sheet.reader), start=1):
        row = with_day_of_age(read.row, sheet.plan.ages_noted_on)
        wrong = read.problems or _problems_of(read.number, row, sheet, at)
        problems += wrong
        if not wrong:
            good.append(row)
            sources.append(source)
        if go_on and rows % AT_ONCE == 0:
            go_on(rows)
    return LookedThrough(
        rows,
        tuple(good),
        rows - len(good),
        tuple(problems),
        (*sheet.table.notices, *_notices(sheet, sources)),
        sources=tuple(sources),
        left_out=sheet.table.left_out,
    )


def _problems_of(number: int, row: Row, sheet: Sheet, at: datetime) -> Sequence[Problem]:
    if not row:
        return [Problem(number, "", Reason(NOTHING_SAID))]
    return [
        replace(problem, column=_place(problem.column, sheet))
        for problem in problems_of(number, row, at.date())
    ]


def _place(field: str, sheet: Sheet) -> str:
    for code in (field, *SAID_IN.get(field, ())):
        for position, column in enumerate(sheet.plan.columns):
            if column.target == code:
                return sheet.table.place(position)
    return ""


def _notices(sheet: Sheet, sources: Iterable[Row]) -> Iterable[Reason]:
    left = [sheet.table.place(at) for at in sheet.used if sheet.plan.column(at).target == LEAVE_OUT]
    if left:
        yield Reason(LEFT_OUT, {"columns": ", ".join(left[:SHOWN_COLUMNS])})
    counts = Counter(tuple(sorted(source.items())) for source in sources)
    if twice := sum(count - 1 for count in counts.values()):
        yield Reason(TWICE, {"count": twice})

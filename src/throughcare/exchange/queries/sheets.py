"""A spreadsheet that somebody sent in, opened: its table as its plan says, and what may be said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import BinaryIO
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.cases.queries import added_fields
from throughcare.exchange import doors
from throughcare.exchange.adapters.files import WORKBOOKS
from throughcare.exchange.adapters.marks import headings_mark, marker_of
from throughcare.exchange.adapters.meanings import meaning, months
from throughcare.exchange.adapters.sealed import opened_mapping, opened_plan
from throughcare.exchange.adapters.sheets import read_grid
from throughcare.exchange.models import ImportRun
from throughcare.exchange.queries import plain_words
from throughcare.exchange.rules import BrokenFile, Cell, Line, Problem
from throughcare.exchange.rules.cells import SEPARATOR
from throughcare.exchange.rules.mapped import targets as known
from throughcare.exchange.rules.mapped.guesses import (
    guessed,
    questions_of,
    unread_in,
    used_positions,
    values_in,
    with_forms,
)
from throughcare.exchange.rules.mapped.layout import Grid, Table, table_of, with_layout
from throughcare.exchange.rules.mapped.numbers import Age, age_from
from throughcare.exchange.rules.mapped.plans import ColumnPlan, Plan, problems_in
from throughcare.exchange.rules.mapped.reading import Reader, read_line, written
from throughcare.exchange.rules.mapped.targets import (
    Target,
    catalogue,
    own_target,
)
from throughcare.exchange.rules.mapped.words import NOT_RECORDED, plain, says_nothing, words
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import word

RAW_LINES = 14
SAMPLES = 3
SHOWN_ROWS = 8
MOST_VALUES = 300


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet of a file: as it is, as its plan reads it, and what its columns may be."""

    run: ImportRun
    plan: Plan
    grid: Grid
    table: Table
    targets: Mapping[str, Target]
    by: Actor
    at: datetime

    @property
    def reader(self) -> Reader:
        """What reads its lines."""
        return reader_of(self.table, self.plan, self.targets, self.by, self.at)

    @property
    def used(self) -> list[int]:
        """The columns that hold anything."""
        return used_positions(self.table)


@dataclass(frozen=True, slots=True)
class RawLine:
    """A line as the file has it: `place` is above, heading, row, out or below."""

    number: int
    cells: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class LayoutPage:
    """A file before its table is sure: what could be read of it, and the reason for the rest."""

    run_id: UUID
    is_text: bool
    plan: Plan
    grid: Grid | None
    table: Table | None
    problem: Problem | None
    lines: Sequence[RawLine]

    @property
    def left_out(self) -> tuple[Problem, ...]:
        """The lines that are no rows of the table, each with its reason."""
        return self.table.left_out if self.table else ()


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column on the page where columns are named, and what is wrong with it in words."""

    position: int
    letters: str
    heading: str
    samples: tuple[str, ...]
    filled: int
    problem: str


@dataclass(frozen=True, slots=True)
class ValueRow:
    """One written value of a coded column: how often it stands, and what it means so far."""

    mark: str
    text: str
    count: int
    code: str
    is_guess: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What must be said of one column before it can be read.

    `examples` are written values with day or month to choose; `unread` are values that cannot be
    read as they are; `silent` say nothing and are read as not recorded.
    """

    position: int
    letters: str
    heading: str
    target: Target
    column: ColumnPlan
    questions: frozenset[str]
    examples: tuple[str, ...]
    values: tuple[ValueRow, ...]
    unread: tuple[ValueRow, ...]
    silent: tuple[tuple[str, int], ...]
    too_many: bool


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row as it stands and as it will be read: for each column both, and what is wrong."""

    number: int
    cells: tuple[tuple[str, str, str], ...]


def catalogue_for(by: Actor) -> dict[str, Target]:
    """Everything that a column may be at the actor's agency. 1 query."""
    own = (
        own_target(row.key, row.label, row.kind, row.part, row.options)
        for row in added_fields(by.agency, by.parts)
    )
    return catalogue(own, by.parts)


def reader_of(
    table: Table, plan: Plan, targets: Mapping[str, Target], by: Actor, at: datetime
) -> Reader:
    """What reads the lines of a table as a plan says."""
    return Reader(table, plan, targets, marker_of(by.agency), months(), at.date())


def opened_sheet(by: Actor, key: str, at: datetime) -> Sheet:
    """A spreadsheet of the actor's agency that is being mapped. 2 queries, however long it is.

    Raises `BrokenFile` where it cannot be read as its plan says.
    """
    run = doors.sheet_of(by, key)
    return sheet_in(run, doors.file_of(run), catalogue_for(by), by, at)


def sheet_in(
    run: ImportRun, file: BinaryIO, targets: Mapping[str, Target], by: Actor, at: datetime
) -> Sheet:
    """The sheet that the plan of an import names, in its file; raises `BrokenFile`."""
    plan = opened_plan(run)
    grid = read_grid(file, run.kind, plan)
    plan = with_layout(grid, plan)
    return Sheet(run, plan, grid, table_of(grid, plan), targets, by, at)


def layout_page(by: Actor, key: str) -> LayoutPage:
    """A file whose table may not be found yet: its first lines, each with what it is. 1 query."""
    run = doors.sheet_of(by, key)
    plan = opened_plan(run)
    grid, table, problem = None, None, None
    try:
        grid = read_grid(doors.file_of(run), run.kind, plan)
        plan = with_layout(grid, plan)
        table = table_of(grid, plan)
    except BrokenFile as broken:
        problem = broken.problem
    lines = raw_lines(grid, plan, table) if grid else []
    return LayoutPage(run.pk, run.kind not in WORKBOOKS, plan, grid, table, problem, lines)


def raw_lines(grid: Grid, plan: Plan, table: Table | None) -> list[RawLine]:
    """The first lines of a sheet as they stand, each with what it is."""
    rows = {number for number, _cells in table.rows} if table else set()
    shown = [line for line in grid.lines if any(map(_shown, line[1]))][:RAW_LINES]
    width = max((len(cells) for _number, cells in shown), default=0)
    last_of_head = plan.head_from + plan.head_lines - 1
    found = []
    for number, cells in shown:
        place = "row" if number in rows else "out"
        if plan.head_from <= number <= last_of_head:
            place = "heading"
        texts = [_shown(cell) for cell in cells]
        found.append(RawLine(number, (*texts, *[""] * (width - len(texts))), place))
    return found


def column_rows(sheet: Sheet, problems: Sequence[Problem]) -> list[ColumnRow]:
    """Every column that holds anything, with examples of what stands in it."""
    wrong = {problem.column: plain_words(problem.reason) for problem in problems}
    return [
        ColumnRow(
            position=at,
            letters=sheet.table.place(at).partition(" ")[0],
            heading=sheet.table.headings[at],
            samples=_samples(sheet.table, at),
            filled=len(sheet.table.cells(at)),
            problem=wrong.get(str(at), ""),
        )
        for at in sheet.used
    ]


def with_guesses(sheet: Sheet) -> Plan:
    """The plan of a sheet with a guess for each column of which nothing is said."""
    return guessed(sheet.table, sheet.plan, sheet.targets)


def with_sure_forms(sheet: Sheet, plan: Plan) -> Plan:
    """A plan with the orders of days and the decimal signs about which there is no doubt."""
    return with_forms(sheet.table, plan, sheet.targets)


def asked_of(sheet: Sheet) -> list[Asked]:
    """What is asked of each column before it can be read; columns about which nothing is, too."""
    found = []
    for at in sheet.used:
        column = sheet.plan.column(at)
        target = sheet.targets.get(column.target)
        if target is not None:
            found.append(_asked(sheet, at, column, target))
    return found


def still_open(sheet: Sheet) -> list[Problem]:
    """What is still to be said of the columns themselves."""
    return problems_in(sheet.plan, sheet.table.headings, sheet.used, sheet.targets)


def preview(sheet: Sheet) -> tuple[list[tuple[str, str]], list[PreviewRow]]:
    """The columns that are read (heading, and what it is in words), and how the first rows read."""
    read = [at for at in sheet.used if sheet.plan.column(at).target in sheet.targets]
    found = [sheet.targets[sheet.plan.column(at).target] for at in read]
    head = [
        (sheet.table.place(at), target.label if target.is_own else _(target.label))
        for at, target in zip(read, found, strict=True)
    ]
    return head, [_preview_row(line, read, sheet) for line in sheet.table.rows[:SHOWN_ROWS]]


def mappings_of(by: Actor) -> list[tuple[str, str, int, datetime]]:
    """The saved mappings of the actor's agency in use: key, name, edition, since when. 1 query."""
    rows = doors.mappings_of(by).order_by("-made_at")
    return [(row.key, opened_mapping(row)[0], row.edition, row.made_at) for row in rows]


def known_by_headings(by: Actor, table: Table) -> tuple[str, str, Plan] | None:
    """The newest mapping for these headings: key, name, plan; None if there is none. 1 query."""
    mark = headings_mark(table.headings, by.agency)
    row = doors.mappings_of(by).filter(headings=mark).order_by("-made_at").first()
    return (row.key, *opened_mapping(row)) if row else None


def name_of_mapping(by: Actor, run: ImportRun) -> str:
    """The name of the mapping that an import uses, or "". 1 query, or none."""
    if run.mapping_id is None:
        return ""
    row = doors.mappings_of(by).filter(pk=run.mapping_id).first()
    return opened_mapping(row)[0] if row else ""


def _asked(sheet: Sheet, at: int, column: ColumnPlan, target: Target) -> Asked:
    cells = sheet.table.cells(at)
    coded = target.shape in known.CODED
    counts = values_in(cells, target) if coded else {}
    mark = marker_of(sheet.by.agency)
    unread = {} if coded else unread_in(cells, target, column, sheet.reader)
    silent: dict[str, int] = {}
    for cell in () if coded else cells:
        if says_nothing(text := written(cell)):
            silent[text] = silent.get(text, 0) + 1
    return Asked(
        position=at,
        letters=sheet.table.place(at).partition(" ")[0],
        heading=sheet.table.headings[at],
        target=target,
        column=column,
        questions=frozenset(questions_of(cells, column, target)),
        examples=tuple(dict.fromkeys(map(written, cells)))[:SAMPLES],
        values=tuple(
            _value_row(text, count, target, column, mark(text))
            for text, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))
        )[:MOST_VALUES],
        unread=tuple(
            ValueRow(mark(text), text, count, column.values.get(mark(text), ""), False)
            for text, count in unread.items()
        )[:MOST_VALUES],
        silent=tuple(silent.items()),
        too_many=len(counts) > MOST_VALUES or len(unread) > MOST_VALUES,
    )


def _value_row(text: str, count: int, target: Target, column: ColumnPlan, mark: str) -> ValueRow:
    if code := column.values.get(mark):
        return ValueRow(mark, text, count, code, False)
    guess = _guess(target, text)
    return ValueRow(mark, text, count, guess, bool(guess))


def _guess(target: Target, text: str) -> str:
    """What a value probably means; nothing where it could as well say that nothing is known."""
    if target.values != "answer":
        if says_nothing(text):
            return NOT_RECORDED
        if plain(text) in words("either"):
            return ""
    return meaning(target, text) or (NOT_RECORDED if says_nothing(text) else "")


def _preview_row(line: Line, read: Sequence[int], sheet: Sheet) -> PreviewRow:
    number, cells = line
    found = []
    for at in read:
        cell = cells[at] if at < len(cells) else None
        single = read_line((number, _alone(at, cell)), sheet.reader)
        target = sheet.targets[sheet.plan.column(at).target]
        reason = plain_words(single.problems[0].reason) if single.problems else ""
        found.append((_shown(cell), _in_words(single.row.get(target.code, ""), target), reason))
    return PreviewRow(number, tuple(found))


def _in_words(text: str, target: Target) -> str:
    """What will be recorded, with the words of a list for its codes."""
    if target.options or not text:
        return text
    if target.shape == known.AGE:
        return _age_in_words(age_from(text))
    if target.shape == known.YES_NO:
        text = {"true": "yes", "false": "no"}.get(text, text)
    if target.shape in known.CODED:
        return ", ".join(word(target.values, code) for code in text.split(SEPARATOR))
    return text


def _age_in_words(age: Age) -> str:
    if age.years is None:
        return _("A child") if age.grown_up == "child" else _("An adult")
    if age.up_to is not None:
        return _("%(youngest)s to %(oldest)s") % {"youngest": age.years, "oldest": age.up_to}
    return _("About %(age)s") % {"age": age.years} if age.about else str(age.years)


def _alone(at: int, cell: Cell) -> list[Cell]:
    return [*[None] * at, cell]


def _samples(table: Table, at: int) -> tuple[str, ...]:
    return tuple(dict.fromkeys(map(_shown, table.cells(at))))[:SAMPLES]


def _shown(cell: Cell) -> str:
    text = written(cell) if cell is not None else ""
    return text if len(text) <= 60 else f"{text[:59]}…"

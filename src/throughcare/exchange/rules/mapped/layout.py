"""Where the table lies in a sheet: its heading, its rows, and which lines are left out and why."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise

from throughcare.exchange.rules.cells import Cell, Odd, empty
from throughcare.exchange.rules.columns import letters_of
from throughcare.exchange.rules.mapped.plans import Plan
from throughcare.exchange.rules.mapped.words import bare, plain, words
from throughcare.exchange.rules.reports import BrokenFile, Problem, Reason, gettext_noop
from throughcare.exchange.rules.sheets import MOST_COLUMNS, MOST_ROWS, Line

ENCODINGS = (
    *("utf-8", "utf-16-le", "utf-16-be"),
    *("windows-1252", "windows-1251", "windows-1250", "windows-1256"),
    *("iso-8859-1", "iso-8859-2", "iso-8859-5", "iso-8859-6", "iso-8859-9", "koi8-r", "cp866"),
)
"""What the person at the screen may choose among; guessed are those of everyday programs."""
LOOKED_FOR_A_HEADING = 25
MOST_HEADING_LINES = 3
LONGEST_HEADING = 120
JOINED = " – "
FEW_CELLS = 2

ABOVE = gettext_noop("It stands above the heading.")
AGAIN = gettext_noop("It repeats the heading.")
LONELY = gettext_noop("Only one cell is filled: a title or a remark, not a person.")
ACROSS = gettext_noop("One text lies across the columns: a title, not a person.")
TOTAL = gettext_noop("It counts the rows above.")
AFTER_TOTAL = gettext_noop("It stands below the total.")
BELOW = gettext_noop("It lies below the last row that you named.")
BLANK = gettext_noop("Blank lines: %(count)s.")
HIDDEN = gettext_noop("Rows that are hidden in the sheet are read like all others: %(rows)s.")
HIDDEN_COLUMNS = gettext_noop("Columns that are hidden in the sheet are shown here: %(columns)s.")
MERGED = gettext_noop(
    "Merged cells: what stands in them was read for each of their rows, %(count)s times."
)
CALCULATED = gettext_noop(
    "Column %(column)s holds formulas. The values that they had when the file was saved were read:"
    " %(count)s."
)


@dataclass(frozen=True, slots=True)
class Span:
    """Merged cells: rows as a spreadsheet numbers them, columns counted from 0."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class SheetInfo:
    """One sheet of a workbook."""

    name: str
    hidden: bool = False


@dataclass(frozen=True)
class Grid:
    """Everything that a file holds in one sheet, before anything is known of its meaning."""

    lines: Sequence[Line]
    sheets: tuple[SheetInfo, ...] = ()
    merged: tuple[Span, ...] = ()
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    calculated: Mapping[int, int] = field(default_factory=dict)
    from_1904: bool = False
    encoding: str = ""
    separator: str = ""
    notices: tuple[Reason, ...] = ()

    @cached_property
    def rows_across(self) -> frozenset[int]:
        """Rows in which merged cells lie over three columns or more."""
        flat = (span for span in self.merged if span.top == span.bottom)
        return frozenset(span.top for span in flat if span.right - span.left >= FEW_CELLS)


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet understood: headings by position, rows, and lines left out, each with its reason."""

    headings: tuple[str, ...]
    rows: tuple[Line, ...]
    left_out: tuple[Problem, ...]
    notices: tuple[Reason, ...]
    head_from: int
    head_lines: int
    from_1904: bool = False

    def place(self, position: int) -> str:
        """How a column is called in a report: its letters and its heading."""
        heading = self.headings[position] if position < len(self.headings) else ""
        return f"{letters_of(position)} {heading}".strip()[:LONGEST_HEADING]

    def cells(self, position: int) -> list[Cell]:
        """The cells of one column that are not empty."""
        found = (cells[position] for _row, cells in self.rows if position < len(cells))
        return [cell for cell in found if not empty(cell)]


def with_layout(grid: Grid, plan: Plan) -> Plan:
    """A plan that says where the heading is: as it said, or as it is guessed."""
    if plan.head_from:
        return plan
    first, lines = _guessed(grid)
    return replace(plan, head_from=first, head_lines=lines)


def table_of(grid: Grid, plan: Plan) -> Table:
    """The table of a sheet as a plan says that it lies; raises `BrokenFile`."""
    plan = with_layout(grid, plan)
    last_of_head = plan.head_from + plan.head_lines - 1
    head = [line for line in grid.lines if plan.head_from <= line[0] <= last_of_head]
    headings = _headings(head, grid)
    if plan.head_lines and not any(headings):
        raise BrokenFile(gettext_noop("There is no heading in these lines. Name another row."))
    filled, times = _filled(grid, last_of_head)
    rows, left_out = _sorted_out(filled, headings, head, grid, plan, last_of_head)
    if len(rows) > MOST_ROWS:
        raise BrokenFile(
            gettext_noop("There are more than %(most)s rows. Cut the file in two."), most=MOST_ROWS
        )
    width = max((len(cells) for _row, cells in rows), default=0)
    headings = (*headings, *[""] * (width - len(headings)))
    return Table(
        headings=headings,
        rows=tuple(rows),
        left_out=tuple(left_out),
        notices=tuple(_notices(grid, rows, times)),
        head_from=plan.head_from,
        head_lines=plan.head_lines,
        from_1904=grid.from_1904,
    )


def _guessed(grid: Grid) -> tuple[int, int]:
    """The row in which the heading begins, and of how many lines it is."""
    lines = [(row, cells) for row, cells in grid.lines if _count(cells)]
    if not lines:
        raise BrokenFile(gettext_noop("The file is empty."))
    usual = sorted(_count(cells) for _row, cells in lines[:50])[len(lines[:50]) // 2]
    for at, (row, cells) in enumerate(lines[:LOOKED_FOR_A_HEADING]):
        count = _count(cells)
        if (
            count >= max(FEW_CELLS, usual / 2)
            and _texts_only(cells)
            and row not in grid.rows_across
        ):
            return row, 1 + _more_lines(lines[at:], grid)
    return lines[0][0], 1


def _more_lines(lines: Sequence[Line], grid: Grid) -> int:
    """How many lines below the first one still belong to the heading."""
    more = 0
    for (row, cells), (below, under) in pairwise(lines[:MOST_HEADING_LINES]):
        if below != row + 1 or not _texts_only(under) or not _completes(row, cells, under, grid):
            break
        more += 1
    return more


def _completes(row: int, cells: Sequence[Cell], under: Sequence[Cell], grid: Grid) -> bool:
    """Whether a line says more about headings that are empty or merged in the line above it."""
    if any(span.top <= row < span.bottom or _heads(span, row) for span in grid.merged):
        return True
    gaps = [at for at, cell in enumerate(under) if not empty(cell) and empty(_at(cells, at))]
    lost = [at for at, cell in enumerate(cells) if not empty(cell) and empty(_at(under, at))]
    return bool(gaps) and bool(lost)


def _heads(span: Span, row: int) -> bool:
    return span.top == row == span.bottom and span.right > span.left


def _headings(head: Sequence[Line], grid: Grid) -> tuple[str, ...]:
    width = max((len(cells) for _row, cells in head), default=0)
    if width > MOST_COLUMNS:
        raise BrokenFile(
            gettext_noop("There are more than %(most)s columns. Leave out what is not needed."),
            most=MOST_COLUMNS,
        )
    lines = [_spread(line, grid, is_last=at == len(head) - 1) for at, line in enumerate(head)]
    found = []
    for position in range(width):
        said = [text for line in lines if (text := line.get(position, ""))]
        found.append(JOINED.join(dict.fromkeys(said))[:LONGEST_HEADING])
    return tuple(found)


def _spread(line: Line, grid: Grid, *, is_last: bool) -> dict[int, str]:
    """The texts of one heading line; what lies over several columns stands over each of them."""
    row, cells = line
    texts = {at: " ".join(str(cell).split()) for at, cell in enumerate(cells) if not _blank(cell)}
    for span in grid.merged:
        if span.top <= row <= span.bottom and span.left in texts:
            texts |= dict.fromkeys(range(span.left, span.right + 1), texts[span.left])
    if not is_last and not grid.merged:
        above = ""
        for at in range(len(cells)):
            above = texts.get(at, above)
            if above:
                texts[at] = above
    return texts


def _filled(grid: Grid, last_of_head: int) -> tuple[list[Line], int]:
    """The lines below the heading, with merged cells filled downwards; and how many were filled."""
    down = {
        (row, span.left): span
        for span in grid.merged
        if span.top > last_of_head and span.left == span.right
        for row in range(span.top + 1, min(span.bottom, span.top + MOST_ROWS) + 1)
    }
    if not down:
        return [line for line in grid.lines if line[0] > last_of_head], 0
    at_row = dict(grid.lines)
    columns: dict[int, list[int]] = {}
    for row, column in down:
        columns.setdefault(row, []).append(column)
    times, lines = 0, []
    for row, cells in grid.lines:
        if row <= last_of_head:
            continue
        longer = list(cells)
        if not _count(cells):
            lines.append((row, cells))
            continue
        for column in columns.get(row, ()):
            value = _at(at_row.get(down[row, column].top, ()), column)
            longer += [None] * (column + 1 - len(longer))
            if empty(longer[column]) and not empty(value):
                longer[column], times = value, times + 1
        lines.append((row, longer))
    return lines, times


def _sorted_out(
    lines: Iterable[Line],
    headings: Sequence[str],
    head: Sequence[Line],
    grid: Grid,
    plan: Plan,
    last_of_head: int,
) -> tuple[list[Line], list[Problem]]:
    rows: list[Line] = []
    left_out = [
        Problem(row, "", Reason(ABOVE))
        for row, cells in grid.lines
        if row < plan.head_from and _count(cells)
    ]
    again = {tuple(_plain(cells)) for _row, cells in head}
    blank, totalled = 0, False
    for row, cells in lines:
        if not _count(cells):
            blank += 1
            continue
        reason = _why_not(row, cells, headings, again, grid, plan, totalled=totalled)
        totalled = totalled or reason == TOTAL
        if reason and (row not in plan.read_anyway or reason == BELOW):
            left_out.append(Problem(row, "", Reason(reason)))
        else:
            rows.append((row, cells))
    if blank:
        left_out.append(Problem(0, "", Reason(BLANK, {"count": blank})))
    return rows, left_out


def _why_not(
    row: int,
    cells: Sequence[Cell],
    headings: Sequence[str],
    again: set[tuple[str, ...]],
    grid: Grid,
    plan: Plan,
    *,
    totalled: bool,
) -> str:
    """Why a line is no row of the table, or ""."""
    if plan.last_row and row > plan.last_row:
        return BELOW
    if tuple(_plain(cells)) in again:
        return AGAIN
    if is_total(cells):
        return TOTAL
    count, wide = _count(cells), sum(map(bool, headings)) > FEW_CELLS
    if wide and row in grid.rows_across:
        return ACROSS
    if totalled and count <= FEW_CELLS:
        return AFTER_TOTAL
    return LONELY if wide and count == 1 else ""


def is_total(cells: Sequence[Cell]) -> bool:
    """Whether a line sums up: a word for it, and beside it nothing but numbers."""
    filled = [cell for cell in cells if not empty(cell)]
    texts = [cell for cell in filled if isinstance(cell, str) and not _is_number(cell)]
    if not texts or len(texts) > 1:
        return False
    said = bare(texts[0]) if not texts[0].strip().endswith(":") else bare(texts[0].strip()[:-1])
    first = said.split(" ")[0] if said else ""
    return said in words("total") or (first in words("total") and len(filled) <= FEW_CELLS)


def _notices(grid: Grid, rows: Sequence[Line], times: int) -> Iterable[Reason]:
    yield from grid.notices
    hidden = [row for row, _cells in rows if row in grid.hidden_rows]
    if hidden:
        yield Reason(HIDDEN, {"rows": _listed(map(str, hidden))})
    if grid.hidden_columns:
        letters = map(letters_of, sorted(grid.hidden_columns))
        yield Reason(HIDDEN_COLUMNS, {"columns": _listed(letters)})
    if times:
        yield Reason(MERGED, {"count": times})
    for column, count in sorted(grid.calculated.items()):
        yield Reason(CALCULATED, {"column": letters_of(column), "count": count})


def _listed(texts: Iterable[str]) -> str:
    found = list(texts)
    return ", ".join(found[:20]) + (" …" if len(found) > 20 else "")


def _plain(cells: Sequence[Cell]) -> list[str]:
    texts = [plain(str(cell)) if not _blank(cell) else "" for cell in cells]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _texts_only(cells: Sequence[Cell]) -> bool:
    filled = [cell for cell in cells if not empty(cell)]
    return all(isinstance(cell, str) and not _is_number(cell) for cell in filled)


def _is_number(cell: Cell) -> bool:
    return isinstance(cell, str) and cell.strip().replace(",", "").replace(".", "").isdecimal()


def _count(cells: Sequence[Cell]) -> int:
    return sum(not empty(cell) for cell in cells)


def _at(cells: Sequence[Cell], position: int) -> Cell:
    return cells[position] if position < len(cells) else None


def _blank(cell: Cell) -> bool:
    return empty(cell) or isinstance(cell, Odd)

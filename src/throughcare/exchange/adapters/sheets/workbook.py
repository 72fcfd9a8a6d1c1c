"""Excel workbooks of any shape: every sheet by its name, merged cells, hidden rows, formulas."""

import warnings
import zipfile
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from xml.parsers import expat

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.workbook import Workbook

from throughcare.exchange.adapters.archive import CHUNK, sound_archive
from throughcare.exchange.adapters.excel import DAMAGED, lines_of, value_of
from throughcare.exchange.rules import BrokenFile, Line, Odd, Reason, gettext_noop
from throughcare.exchange.rules.columns import letters_of
from throughcare.exchange.rules.mapped.layout import Grid, SheetInfo, Span
from throughcare.exchange.rules.sheets import MOST_COLUMNS, MOST_ROWS

MOST_SPANS = 20_000
MOST_FILLED = 500_000
MOST_FORMULAS = 2_000_000
SPARE = 1_000

HIDDEN_SHEETS = gettext_noop("This workbook has hidden sheets. They are in the list of sheets.")
TOO_MERGED = gettext_noop("There are far too many merged cells. Copy the values into a new sheet.")


@dataclass
class Marked:
    """What a sheet says beside its values, as far as the reader of values leaves it out."""

    spans: list[Span] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    formulas: set[str] = field(default_factory=set)


def read_any_workbook(file: BinaryIO, sheet: int) -> Grid:
    """One sheet of a workbook, counted from 0; the first visible one where there is none such.

    Raises `BrokenFile`. Macros and links are left alone; of formulas the saved values are taken.
    """
    sound_archive(file)
    try:
        return _read(file, sheet)
    except BrokenFile:
        raise
    except Exception:
        # What a hostile file makes a parser raise cannot be listed, and never concerns the reader.
        raise BrokenFile(DAMAGED) from None


def _read(file: BinaryIO, wanted: int) -> Grid:
    file.seek(0)
    book = _open(file)
    sheets = book.worksheets
    if not sheets:
        raise BrokenFile(gettext_noop("This workbook has no sheet with cells."))
    infos = tuple(SheetInfo(each.title, each.sheet_state != "visible") for each in sheets)
    chosen: Any = sheets[wanted if 0 <= wanted < len(sheets) else 0]
    marked = _marked(file, chosen._worksheet_path)
    lines, calculated = [], Counter[int]()
    for line in _lines(chosen, marked, calculated):
        lines.append(line)
    last = lines[-1][0] if lines else 0
    notices = [Reason(HIDDEN_SHEETS)] if any(info.hidden for info in infos) else []
    return Grid(
        lines=tuple(lines),
        sheets=infos,
        merged=_bearable(marked.spans, last),
        hidden_rows=frozenset(marked.hidden_rows),
        hidden_columns=frozenset(at for at in marked.hidden_columns if at < _width(lines)),
        calculated=dict(calculated),
        from_1904=book.epoch.year == 1904,
        notices=tuple(notices),
    )


def _open(file: BinaryIO) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(
            file, read_only=True, data_only=True, keep_vba=False, keep_links=False
        )


def _lines(sheet: Any, marked: Marked, calculated: Counter[int]) -> Iterator[Line]:
    """The lines that hold anything, and those between them, up to the last one."""
    sheet.reset_dimensions()
    filled = 0
    blank: list[Line] = []
    for number, cells in lines_of(sheet):
        values = [value_of(cell) for cell in cells]
        for at, value in enumerate(values):
            if marked.formulas and f"{letters_of(at)}{number}" in marked.formulas:
                values[at] = Odd.FORMULA if value is None else value
                calculated[at] += value is not None
        while values and values[-1] is None:
            values.pop()
        if len(values) > MOST_COLUMNS:
            raise BrokenFile(
                gettext_noop("There are more than %(most)s columns. Leave out what is not needed."),
                row=number,
                most=MOST_COLUMNS,
            )
        if not values:
            if len(blank) < SPARE:
                blank.append((number, values))
            continue
        filled += 1
        if filled > MOST_ROWS + SPARE:
            raise BrokenFile(
                gettext_noop("There are more than %(most)s rows. Cut the file in two."),
                row=number,
                most=MOST_ROWS,
            )
        yield from blank
        blank.clear()
        yield number, values


def _marked(file: BinaryIO, path: str) -> Marked:
    """Merged cells, hidden rows and columns, and formulas: what the sheet's own part says."""
    found = Marked()
    parser = expat.ParserCreate()
    parser.StartElementHandler = _noting(found)
    file.seek(0)
    with zipfile.ZipFile(file) as archive, archive.open(path.lstrip("/")) as part:
        while chunk := part.read(CHUNK):
            parser.Parse(chunk, False)
    return found


def _noting(found: Marked) -> Any:
    row, cell = 0, ""

    def begun(name: str, said: dict[str, str]) -> None:
        nonlocal row, cell
        match name.rpartition(":")[2]:
            case "row":
                row = int(said.get("r", row + 1))
                if said.get("hidden") in ("1", "true"):
                    found.hidden_rows.add(row)
            case "c":
                cell = said.get("r", "")
            case "f" if len(found.formulas) < MOST_FORMULAS:
                found.formulas.add(cell)
            case "col" if said.get("hidden") in ("1", "true"):
                first, last = max(int(said["min"]), 1), min(int(said["max"]), MOST_COLUMNS)
                found.hidden_columns.update(range(first - 1, last))
            case "mergeCell":
                found.spans.append(_span(said["ref"]))
                if len(found.spans) > MOST_SPANS:
                    raise BrokenFile(TOO_MERGED)

    return begun


def _span(reference: str) -> Span:
    left, top, right, bottom = (int(bound or 1) for bound in range_boundaries(reference))
    return Span(top, left - 1, bottom, right - 1)


def _bearable(spans: list[Span], last: int) -> tuple[Span, ...]:
    """Merged cells as far as there are lines and columns; refused where they would be endless."""
    clipped = tuple(
        Span(span.top, span.left, min(span.bottom, last), min(span.right, MOST_COLUMNS))
        for span in spans
        if span.top <= last and span.left < MOST_COLUMNS
    )
    if sum(span.bottom - span.top for span in clipped) > MOST_FILLED:
        raise BrokenFile(TOO_MERGED)
    return clipped


def _width(lines: list[Line]) -> int:
    return max((len(cells) for _row, cells in lines), default=0)


__all__ = ["read_any_workbook"]

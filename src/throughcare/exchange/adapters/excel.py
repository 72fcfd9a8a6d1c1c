"""Excel workbooks: IOM's templates filled in, or anything with their first row."""

import warnings
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from io import BytesIO
from math import isfinite
from typing import Any, BinaryIO

import openpyxl
import xlsxwriter
from openpyxl.cell.read_only import EmptyCell, ReadOnlyCell
from openpyxl.workbook import Workbook

from throughcare.exchange.adapters.archive import sound_archive
from throughcare.exchange.adapters.iom import template_head, words_of
from throughcare.exchange.rules import (
    MOST_COLUMNS,
    BrokenFile,
    Cell,
    Line,
    Odd,
    Row,
    columns,
    gettext_noop,
    looks_like_a_head,
)

DAMAGED = gettext_noop(
    "The workbook is damaged. Open it in your spreadsheet program, save it anew."
)
WRITTEN = datetime(2000, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""When a workbook says it was written: always the same, so that the same cases give one file."""
CARRIAGE_RETURN = "_x000D_"
"""How Excel leaves the first half of a line break that came from elsewhere."""
LAST_LINE = 1_048_576
"""So many lines a sheet has in spreadsheet programs; some write the last one, empty."""
FIRST_SURE_DAY = date(1900, 3, 1)
"""Excel counts a 29 February 1900 that never was; earlier days are written as text."""


def read_workbook(file: BinaryIO) -> Iterator[Line]:
    """The lines of the one sheet that has HTCDS columns; macros, links and styles are left alone.

    Raises `BrokenFile`. Formulas and failed calculations come as `Odd`.
    """
    sound_archive(file)
    file.seek(0)
    try:
        book = _open(file)
        yield from _lines(_sheet_of(book))
    except BrokenFile:
        raise
    except Exception:
        # What a hostile file makes a parser raise cannot be listed, and never concerns the reader.
        raise BrokenFile(DAMAGED) from None


def write_workbook(rows: Sequence[Row], names: Sequence[str]) -> bytes:
    """Rows in IOM's plain template: names hidden in row 1, labels in row 2, numbers in column A.

    `names` beyond the template's columns follow on its right. Texts are written as texts, marked
    so that a spreadsheet program never takes one for a formula. Nothing touches the disk.
    """
    head = template_head()
    more = [name for name in names if name not in head.fields]
    fields = [*head.fields, *more]
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "default_date_format": "yyyy-mm-dd"})
    book.set_properties({"created": WRITTEN})
    sheet = book.add_worksheet("Sheet1")
    text = book.add_format({"num_format": "@", "quote_prefix": True})
    strong = book.add_format({"bold": True, "text_wrap": True})
    sheet.write_row(0, 1, [*head.names, *more])
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.write_row(1, 1, [*head.labels, *(columns()[name].field.label for name in more)], strong)
    for number, row in enumerate(rows, start=1):
        sheet.write_number(number + 1, 0, number)
        for at, name in enumerate(fields, start=1):
            if name in row:
                _write(sheet, number + 1, at, name, row[name], text)
    sheet.freeze_panes(2, 1)
    book.close()
    return out.getvalue()


def _write(sheet: Any, at_row: int, at: int, name: str, written: str, text: object) -> None:
    field = columns()[name].field
    if field.type == "Date" and date.fromisoformat(written) >= FIRST_SURE_DAY:
        sheet.write_datetime(at_row, at, date.fromisoformat(written))
    elif field.type == "Checkbox":
        sheet.write_boolean(at_row, at, written == "true")
    else:
        sheet.write_string(at_row, at, words_of(field, written), text)


def _open(file: BinaryIO) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(file, read_only=True, keep_vba=False, keep_links=False)


def _sheet_of(book: Workbook) -> Any:
    """The sheet whose first line names columns of the standard."""
    found = [sheet for sheet in book.worksheets if looks_like_a_head(_first_line(sheet))]
    if not found:
        raise BrokenFile(
            gettext_noop(
                "No sheet of this workbook has HTCDS columns in its first row. Start from IOM's"
                " template, and keep its hidden first row."
            )
        )
    if len(found) > 1:
        raise BrokenFile(
            gettext_noop("Several sheets have HTCDS columns. Leave one, and take the others out.")
        )
    return found[0]


def _first_line(sheet: Any) -> Sequence[Cell]:
    sheet.reset_dimensions()
    for cells in sheet.iter_rows(max_row=1, max_col=MOST_COLUMNS + 1):
        return _values(cells)
    return []


def _lines(sheet: Any) -> Iterator[Line]:
    for number, cells in lines_of(sheet):
        if cells:
            yield number, _values(cells)


def lines_of(sheet: Any) -> Iterator[tuple[int, Sequence[ReadOnlyCell | EmptyCell]]]:
    """The cells of every line of a sheet, with its number; none of a line that a file leaves out.

    Raises `BrokenFile` below the last line that a spreadsheet program has: openpyxl counts up to
    whatever number a line says that it has.
    """
    before: object = None
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for number, cells in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1), start=1):
            if number > LAST_LINE:
                raise BrokenFile(DAMAGED)
            # For every line that is left out openpyxl gives one and the same row.
            yield number, () if cells is before else cells
            before = cells


def _values(cells: Sequence[ReadOnlyCell | EmptyCell]) -> Sequence[Cell]:
    """The values of a line, up to its last one."""
    values = [value_of(cell) for cell in cells]
    while values and values[-1] is None:
        values.pop()
    return values


def value_of(cell: ReadOnlyCell | EmptyCell) -> Cell:
    """What a cell holds; formulas and failed calculations as `Odd`."""
    value = cell.value
    if isinstance(cell, EmptyCell) or value is None:
        return None
    if cell.data_type == "f":
        return Odd.FORMULA
    if cell.data_type == "e":
        return Odd.ERROR
    if isinstance(value, str):
        return value.replace(CARRIAGE_RETURN, "")
    if isinstance(value, float) and not isfinite(value):
        return Odd.ERROR
    return value if isinstance(value, (int, float, date)) else str(value)

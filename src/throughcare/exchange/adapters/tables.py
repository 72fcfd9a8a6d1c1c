"""Tables of any list, as a file: nothing in them is a formula to any program."""

import csv
from codecs import BOM_UTF8
from collections.abc import Sequence
from datetime import date, datetime
from io import BytesIO, StringIO

import xlsxwriter
from django.utils import timezone

from throughcare.exchange.adapters.comma import made_safe
from throughcare.exchange.adapters.excel import WRITTEN

Cell = str | int | date
WIDEST = 60


def table_as_csv(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A table in UTF-8 with a mark; what looks like a formula gets a `'` before it."""
    out = StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(map(made_safe, headings))
    writer.writerows([_as_text(cell) for cell in row] for row in rows)
    return BOM_UTF8 + out.getvalue().encode()


def table_as_workbook(headings: Sequence[str], rows: Sequence[Sequence[Cell]]) -> bytes:
    """A table as a workbook of one sheet: texts as texts, numbers and days as such."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": False})
    book.set_properties({"created": WRITTEN})
    sheet = book.add_worksheet()
    head = book.add_format({"bold": True, "bottom": 1})
    text = book.add_format({"num_format": "@"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, head)
    for number, row in enumerate(rows, start=1):
        for at, cell in enumerate(row):
            match cell:
                case datetime():
                    sheet.write_datetime(number, at, _here(cell), moment)
                case date():
                    sheet.write_datetime(number, at, cell, day)
                case int():
                    sheet.write_number(number, at, cell)
                case _:
                    sheet.write_string(number, at, cell, text)
    for at, heading in enumerate(headings):
        longest = max((len(str(row[at])) for row in rows), default=0)
        sheet.set_column(at, at, min(WIDEST, max(len(heading), longest) + 2))
    sheet.freeze_panes(1, 0)
    book.close()
    return out.getvalue()


def _as_text(cell: Cell) -> str:
    match cell:
        case datetime():
            return _here(cell).isoformat(" ", "minutes")
        case date():
            return cell.isoformat()
        case int():
            return str(cell)
    return made_safe(cell)


def _here(moment: datetime) -> datetime:
    """A moment as clocks show it here: spreadsheets know no time zone."""
    return timezone.localtime(moment).replace(tzinfo=None) if timezone.is_aware(moment) else moment

"""Invented rows, and IOM's templates filled with them."""

import random
import warnings
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from io import BytesIO

import openpyxl

from throughcare.exchange.adapters.iom import blank_template, template_head, words_of
from throughcare.exchange.rules import Row, columns, core_columns
from throughcare_core.vocab import codes

GIVEN = ("Amina", "Олександра", "أمينة", "Sokha", "María José", "Nguyễn", "Zeynep", "D'Arcy")
FAMILY = ("Kovalenko", "الحسن", "de la Cruz", "Õunapuu", "O’Brien-Smith", "ሀይሉ", "सिंह")
TEXTS = (
    "=1+1",
    "+come at noon",
    "-no reply",
    "@the corner",
    "'quoted'",
    "'=already safe",
    "one line\nand another",
    'she said "yes"; twice',
    "comma, and\ttab",
    "_x0041_ is not A",
    "ünïcödé 漢字 العربية",
    "TRUE",
    "007",
    "1e5",
)
TODAY = date(2026, 3, 2)


def invented_rows(count: int, seed: int = 7) -> list[Row]:
    """Rows in canonical form, every core field filled in some of them; the first one in all."""
    chance = random.Random(seed)
    return [_row(chance, number, full=number == 0) for number in range(count)]


def _row(chance: random.Random, number: int, full: bool) -> Row:
    row = {
        name: text
        for name in core_columns()
        if (full or chance.random() < 0.7) and (text := _text(chance, name, number))
    }
    row.setdefault("cas_Status", "Active")
    return row


def _text(chance: random.Random, name: str, number: int) -> str:
    field = columns()[name].field
    if name == "prs_FirstName":
        return f"{chance.choice(GIVEN)} {_letters(number)}"
    if name == "prs_SecondName":
        return chance.choice(FAMILY)
    if name == "prs_Email":
        return f"person{number}@example.org"
    if field.pattern:
        return f"+99955{number:05d}{chance.randrange(10)}"
    if field.type == "Date":
        first = 26_000 if name == "prs_Birthdate" else 900
        return (TODAY - timedelta(days=chance.randrange(1, first))).isoformat()
    if field.type == "Checkbox":
        return chance.choice(("true", "false"))
    if field.list:
        values = [value.code for value in codes(field.list) if not value.extension]
        several = chance.randrange(1, 4) if field.multiple else 1
        return ";".join(chance.sample(values, min(several, len(values))))
    return chance.choice(TEXTS)


def _letters(number: int) -> str:
    return "".join("abcdefghij"[int(figure)] for figure in str(number)).capitalize()


def filled(template: str, rows: Sequence[Row]) -> bytes:
    """One of IOM's templates with rows typed into it, as its validation lists write them."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(
            BytesIO(blank_template(template)), keep_vba=template.endswith("m")
        )
    sheet = book.worksheets[0]
    for number, row in enumerate(rows, start=3):
        for at, name in enumerate(template_head().fields, start=2):
            if name in row:
                _fill(sheet.cell(number, at), name, row[name])
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(cell: object, name: str, text: str) -> None:
    field = columns()[name].field
    if field.type == "Date":
        cell.value = date.fromisoformat(text)  # type: ignore[attr-defined]
        cell.number_format = "yyyy-mm-dd"  # type: ignore[attr-defined]
    elif field.type == "Checkbox":
        cell.value = text == "true"  # type: ignore[attr-defined]
    else:
        cell.value = words_of(field, text)  # type: ignore[attr-defined]
        cell.data_type = "s"  # type: ignore[attr-defined]


@cache
def a_table(count: int = 3) -> bytes:
    """A sound CSV of a few rows."""
    from throughcare.exchange.adapters.comma import write_table

    return write_table(invented_rows(count), core_columns())


def values_in(workbook: bytes) -> list[list[object]]:
    """The values of a workbook's first sheet, from row 3 and column B, without empty rows."""
    sheet = openpyxl.load_workbook(BytesIO(workbook), read_only=True).worksheets[0]
    sheet.reset_dimensions()
    rows = []
    for line in sheet.iter_rows(min_row=3, min_col=2, max_col=39, values_only=True):
        values = list(line) + [None] * (38 - len(line))
        if any(value is not None for value in values):
            rows.append(values)
    return rows

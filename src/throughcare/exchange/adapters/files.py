"""Which format a file has, by its name and its first bytes."""

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import PurePath
from typing import BinaryIO

from throughcare.exchange.adapters.comma import read_table, write_table
from throughcare.exchange.adapters.excel import read_workbook, write_workbook
from throughcare.exchange.adapters.json_list import read_list, write_list
from throughcare.exchange.rules import (
    BrokenFile,
    ReadRow,
    Reason,
    Row,
    gettext_noop,
    objects_in,
    rows_in,
)

WORKBOOKS, TABLES, LISTS = (".xlsx", ".xlsm"), (".csv", ".tsv", ".txt"), (".json",)
MOST_BYTES = 100 * 1024 * 1024
MACROS_LEFT_ALONE = Reason(
    gettext_noop("The macros of this workbook were not run; they are not needed.")
)


def kind_of(name: str) -> str:
    """The ending of a file name that can be read; raises `BrokenFile` for any other."""
    ending = PurePath(name).suffix.lower()
    if ending not in (*WORKBOOKS, *TABLES, *LISTS):
        raise BrokenFile(gettext_noop("Send an Excel workbook (.xlsx, .xlsm), .csv or .json."))
    return ending


def read_file(
    file: BinaryIO, kind: str, today: date
) -> tuple[Iterator[ReadRow], tuple[Reason, ...]]:
    """The rows of a file and what was noticed on the way; raises `BrokenFile`, also later on."""
    if kind in WORKBOOKS:
        heading, rows = rows_in(read_workbook(file), today)
        macros = (MACROS_LEFT_ALONE,) if kind == ".xlsm" else ()
        return rows, heading.notices + macros
    content = bounded(file)
    if kind in LISTS:
        return objects_in(read_list(content), today), ()
    heading, rows = rows_in(read_table(content), today)
    return rows, heading.notices


def write_file(rows: Sequence[Row], names: Sequence[str], file_format: str) -> bytes:
    """Rows in a format of `EXPORT_FORMATS`; the same rows always give the same bytes."""
    return {"xlsx": write_workbook, "csv": write_table, "json": write_list}[file_format](
        rows, names
    )


def bounded(file: BinaryIO) -> bytes:
    """The bytes of a file of bearable size; raises `BrokenFile`."""
    file.seek(0)
    content = file.read(MOST_BYTES + 1)
    if len(content) > MOST_BYTES:
        raise BrokenFile(gettext_noop("This file is too large. Cut it in two."))
    return content

"""Spreadsheets of any kind: workbooks, and tables of text in any encoding."""

from typing import BinaryIO

from throughcare.exchange.adapters.files import WORKBOOKS
from throughcare.exchange.adapters.sheets.text import read_text_table
from throughcare.exchange.adapters.sheets.workbook import read_any_workbook
from throughcare.exchange.rules.mapped.layout import Grid
from throughcare.exchange.rules.mapped.plans import Plan


def read_grid(file: BinaryIO, kind: str, plan: Plan) -> Grid:
    """What a file holds in the sheet, encoding and separator of a plan; raises `BrokenFile`."""
    if kind in WORKBOOKS:
        return read_any_workbook(file, plan.sheet)
    return read_text_table(file, plan.encoding, plan.separator)


__all__ = ["read_grid"]

"""Rows that were refused leave as a CSV, each with what is wrong, to be mended at home."""

import csv
from codecs import BOM_UTF8
from datetime import datetime
from io import StringIO

from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.exchange import doors
from throughcare.exchange.adapters.comma import made_safe
from throughcare.exchange.queries import plain_words
from throughcare.exchange.queries.sheets import catalogue_for, sheet_in
from throughcare.exchange.rules import BrokenFile, Problem
from throughcare.exchange.rules.mapped.reading import written
from throughcare.exchange.services.exports import Export
from throughcare.exchange.services.sheets import look_through_sheet
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def refused_rows(key: str, *, by: Actor, at: datetime) -> Export:
    """The bad rows of a spreadsheet as they came, and beside each what is wrong with it.

    One line in the ledger with their number, before a byte leaves. Formulas are made harmless.
    """
    by.must("exchange")
    run = doors.sheet_of(by, key)
    try:
        sheet = sheet_in(run, doors.file_of(run), catalogue_for(by), by, at)
    except BrokenFile as broken:
        raise Refused(plain_words(broken.problem.reason)) from None
    wrong: dict[int, list[Problem]] = {}
    for problem in look_through_sheet(run, by=by, at=at).problems:
        wrong.setdefault(problem.row, []).append(problem)
    rows = [line for line in sheet.table.rows if line[0] in wrong]
    out = StringIO(newline="")
    table = csv.writer(out)
    table.writerow([_("Row"), _("What is wrong"), *map(made_safe, sheet.table.headings)])
    for number, cells in rows:
        said = "; ".join(_said(problem) for problem in wrong[number])
        table.writerow([number, made_safe(said), *(made_safe(written(cell)) for cell in cells)])
    with act("exchange.refused_rows_sent", by=by, at=at, subjects=[run.pk], rows=len(rows)):
        return Export(
            len(rows), "text/csv; charset=utf-8", "csv", BOM_UTF8 + out.getvalue().encode()
        )


def _said(problem: Problem) -> str:
    words = plain_words(problem.reason)
    return f"{problem.column}: {words}" if problem.column else words

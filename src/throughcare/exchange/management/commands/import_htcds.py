"""`throughcare import htcds FILE`: take the rows of a file in IOM's standard over as cases."""

import json
import sys
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _
from rich.console import Console
from rich.table import Table

from throughcare.exchange.management.acting import add_who_acts, who_acts
from throughcare.exchange.queries import plain_words, problem_row, report_as_json
from throughcare.exchange.rules import Report
from throughcare.exchange.services import import_htcds

SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    help = "Take the rows of an HTCDS file (.xlsx, .xlsm, .csv, .json) over as cases."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        add_who_acts(parser)
        parser.add_argument("--dry-run", action="store_true", help=_("change nothing"))
        parser.add_argument("--json", action="store_true", help=_("print the report as JSON"))
        parser.add_argument("--skip-bad-rows", action="store_true", help=_("take the good ones"))

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        by = who_acts(options["agency"], options["staff"], at)
        try:
            file = options["file"].open("rb")
        except OSError:
            raise CommandError(_("This file cannot be read. Look at its path.")) from None
        with file:
            report = import_htcds(
                file,
                options["file"].name,
                by=by,
                at=at,
                dry_run=options["dry_run"],
                skip_bad_rows=options["skip_bad_rows"],
            )
        if options["json"]:
            self.stdout.write(json.dumps(report_as_json(report), ensure_ascii=False, indent=2))
        else:
            self._print(report)
        if report.refused:
            sys.exit(1)

    def _print(self, report: Report) -> None:
        printed = StringIO()
        console = Console(file=printed, highlight=False, width=100)
        for notice in report.notices:
            console.print(plain_words(notice), markup=False)
        if report.problems:
            console.print(_table(report))
        if len(report.problems) > SHOWN_PROBLEMS:
            console.print(_("… and more: --json prints all of them."), markup=False)
        console.print(_sentence(report), markup=False)
        self.stdout.write(printed.getvalue())


def _table(report: Report) -> Table:
    table = Table(_("Row"), _("Column"), _("What is wrong"))
    for row in map(problem_row, report.problems[:SHOWN_PROBLEMS]):
        table.add_row(str(row.row or _("whole file")), row.column or "–", row.words)
    return table


def _sentence(report: Report) -> str:
    counts = {"rows": report.rows, "taken": report.taken, "known": report.known}
    counts["bad"] = report.skipped
    if report.refused:
        return _("Nothing was changed. Rows read: %(rows)s.") % counts
    if report.dry_run:
        return _("Nothing was changed. New: %(taken)s, known: %(known)s, bad: %(bad)s.") % counts
    return _("Taken over: %(taken)s, known: %(known)s, left out: %(bad)s.") % counts

"""`throughcare import ctdc FILE`: keep the rows of the collaborative's published data."""

import json
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.management.acting import add_who_acts, who_acts
from throughcare.statistics.queries import plain_words, report_as_json
from throughcare.statistics.rules import Report
from throughcare.statistics.services import import_ctdc

SHOWN_PROBLEMS = 50


class Command(BaseCommand):
    help = "Keep the rows of published data (.csv, .csv.gz) of 2021 or 2024, without identity."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        add_who_acts(parser, _("the agency of who acts"))
        parser.add_argument(
            "--not-published",
            action="store_true",
            help=_("these are rows of your own in the same columns: small numbers stay unsaid"),
        )
        parser.add_argument("--dry-run", action="store_true", help=_("change nothing"))
        parser.add_argument("--json", action="store_true", help=_("print the report as JSON"))

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        may = _("A coordinator or a statistician may do this.")
        by = who_acts(options["agency"], options["staff"], at, ability="statistics", who_may=may)
        try:
            file = options["file"].open("rb")
        except OSError:
            raise CommandError(_("This file cannot be read. Look at its path.")) from None
        with file:
            report = import_ctdc(
                file,
                options["file"].name,
                by=by,
                at=at,
                is_protected=not options["not_published"],
                dry_run=options["dry_run"],
            )
        if options["json"]:
            self.stdout.write(json.dumps(report_as_json(report), ensure_ascii=False, indent=2))
        else:
            self._print(report)
        if report.refused:
            sys.exit(1)

    def _print(self, report: Report) -> None:
        for problem in report.problems[:SHOWN_PROBLEMS]:
            row = _("Row %(row)s") % {"row": problem.row} if problem.row else _("Whole file")
            where = f"{row}, {problem.column}" if problem.column else row
            self.stdout.write(f"{where}: {plain_words(problem.reason)}")
        if len(report.problems) > SHOWN_PROBLEMS:
            self.stdout.write(_("… and more: --json prints up to a thousand."))
        self.stdout.write(_sentence(report))


def _sentence(report: Report) -> str:
    counts = {"rows": report.rows, "distinct": report.distinct, "bad": report.bad}
    if report.refused:
        return _("Nothing was changed. Rows read: %(rows)s, bad: %(bad)s.") % counts
    if report.known:
        return _("Nothing was changed: these %(rows)s rows are here already.") % counts
    if report.dry_run:
        return _("Nothing was changed. New: %(rows)s rows, %(distinct)s of them differ.") % counts
    return _("Kept: %(rows)s rows, %(distinct)s of them differ.") % counts

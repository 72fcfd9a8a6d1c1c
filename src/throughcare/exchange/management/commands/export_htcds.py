"""`throughcare export htcds`: write the cases of an agency to a file in IOM's standard."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.exchange.management.acting import add_who_acts, who_acts
from throughcare.exchange.rules import EXPORT_FORMATS, EXPORT_REASONS
from throughcare.exchange.services import Export, export_htcds
from throughcare.vault.adapters.places import new_file


class Command(BaseCommand):
    help = "Write the cases of an agency to a file in HTCDS, with a reason that the ledger keeps."

    def add_arguments(self, parser: CommandParser) -> None:
        add_who_acts(parser)
        parser.add_argument("--out", type=Path, required=True, metavar="FILE")
        parser.add_argument("--format", choices=sorted(EXPORT_FORMATS), help=_("else by FILE"))
        parser.add_argument("--reason", choices=sorted(EXPORT_REASONS), default="other_system")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        out: Path = options["out"]
        file_format = options["format"] or out.suffix.removeprefix(".").lower()
        if file_format not in EXPORT_FORMATS:
            raise CommandError(_("Name a file that ends in .xlsx, .csv or .json, or --format."))
        if out.exists():
            raise CommandError(_("This file exists already. Choose another name."))
        if not out.absolute().parent.is_dir():
            raise CommandError(_("There is no such folder. Make it first."))
        by = who_acts(options["agency"], options["staff"], at)
        file = export_htcds(by=by, at=at, reason_code=options["reason"], file_format=file_format)
        _write(file, out)
        self.stdout.write(_("Cases written: %(rows)s") % {"rows": file.rows})


def _write(file: Export, out: Path) -> None:
    """Whole or not at all, and for its owner's eyes only."""
    with new_file(out) as written:
        for chunk in file.chunks():
            written.write(chunk)

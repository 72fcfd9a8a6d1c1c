"""`throughcare restore`: a backup into an empty house."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from throughcare.config.services.restoring import restore
from throughcare.vault.services import Tampered


class Command(BaseCommand):
    help = "Bring a backup back into an empty house; bring its keys back first (keys restore)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--outside",
            type=Path,
            default=settings.THROUGHCARE_OUTSIDE,
            metavar="FOLDER",
            help="heads and erased keys kept on another machine (THROUGHCARE_OUTSIDE)",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restore(options["file"], options["outside"], timezone.now())
        except Tampered:
            raise CommandError(
                "This backup was changed or cut: take another copy of it and begin again."
            ) from None
        self.stdout.write(
            f"{done.lines} lines of the ledger and {done.files} sealed files are back and hold"
            " together. Everybody signs in again."
        )
        if done.erased_again:
            self.stdout.write(f"Erased again: {done.erased_again} keys.")
        if done.lost:
            self.stdout.write(
                f"Lost: {done.lost} lines that were written after this backup was made."
            )
        if options["outside"] is None:
            self.stdout.write(
                "No folder outside was named: what was erased between this backup and the loss is"
                " known only as far as the keys that were brought back know it."
            )

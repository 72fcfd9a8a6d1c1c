"""`throughcare backup`: one moment of data, sealed files and the ledger's head, without keys."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from throughcare.config.services.backups import back_up


class Command(BaseCommand):
    help = "Write a backup into FILE, sealed; the keys are backed up apart (keys backup)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        done = back_up(options["file"], timezone.now())
        self.stdout.write(
            f"{options['file']} holds {done.lines} lines of the ledger and {done.files} sealed"
            f" files in {done.size / 1e6:.1f} MB. It opens with the keys of this house alone."
        )

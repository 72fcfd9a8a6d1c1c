"""`throughcare ledger export FILE`: a file that anybody can verify."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.audit.queries import exported_lines
from throughcare.vault.adapters.places import new_file


class Command(BaseCommand):
    help = "Write the ledger to FILE: commitments alone, nobody's key, name or text."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        if not path.parent.is_dir():
            raise CommandError(f"There is no folder {path.parent}. Nothing was written.")
        with new_file(path) as file:
            file.writelines(exported_lines())
        self.stdout.write(f"Written to {path}. Verify it anywhere:")
        self.stdout.write(f"  python -m throughcare_core.ledger verify {path}")

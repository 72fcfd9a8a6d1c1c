"""`throughcare keys backup`: every key into one file, sealed by a passphrase."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.config.management.passphrases import add_passphrase_file, new_passphrase
from throughcare.vault.adapters.keybackups import back_up_keys
from throughcare.vault.services import key_ring, key_store


class Command(BaseCommand):
    help = "Write every key into FILE, sealed by a passphrase. Delete it within 30 days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        add_passphrase_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path = options["file"]
        if to.exists():
            raise CommandError(f"{to} is there already. Name another; nothing was written.")
        if not to.parent.is_dir():
            raise CommandError(f"{to.parent} is no folder. Make it first.")
        key_store()
        count = back_up_keys(key_ring().folder, to, new_passphrase(options["passphrase_file"]))
        self.stdout.write(f"{count} key files and the key store are in {to}.")
        self.stdout.write("Keep it apart from the backups of the data; delete it within 30 days.")

"""`throughcare keys lock`: the keys open with a passphrase only."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from throughcare.config.management.passphrases import add_passphrase_file, new_passphrase
from throughcare.vault.services import key_ring


class Command(BaseCommand):
    help = "Lock the keys by a passphrase (scrypt), or by a new one. Without it nothing opens."

    def add_arguments(self, parser: CommandParser) -> None:
        add_passphrase_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        key_ring().folder.lock(new_passphrase(options["passphrase_file"]))
        self.stdout.write("Locked. Give the passphrase in THROUGHCARE_PASSPHRASE_FILE from now on.")

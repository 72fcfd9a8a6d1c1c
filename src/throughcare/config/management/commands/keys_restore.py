"""`throughcare keys restore`: keys from a backup into a new folder."""

import os
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.config.management.passphrases import add_passphrase_file, passphrase_given
from throughcare.vault.adapters.keybackups import NotTheseKeys, restore_keys


class Command(BaseCommand):
    help = "Bring keys back into a folder that is not there yet. Needs no house."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--to",
            type=Path,
            default=os.environ.get("THROUGHCARE_KEYS"),
            metavar="FOLDER",
            help="the new folder (THROUGHCARE_KEYS)",
        )
        add_passphrase_file(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        to: Path | None = options["to"]
        if to is None:
            raise CommandError("Say where the keys go: --to FOLDER.")
        passphrase = passphrase_given(options["passphrase_file"])
        try:
            count = restore_keys(options["file"], to.resolve(), passphrase)
        except NotTheseKeys as error:
            raise CommandError(f"{error} Nothing was changed.") from None
        except FileExistsError:
            raise CommandError(f"{to} holds something already: name another folder.") from None
        self.stdout.write(f"{count} key files and the key store are in {to}.")
        self.stdout.write("Set THROUGHCARE_KEYS to it, then: throughcare restore FILE")

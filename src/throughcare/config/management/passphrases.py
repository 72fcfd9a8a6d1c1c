"""How a command comes to a passphrase: from a file, or from whoever sits there."""

import getpass
import sys
from pathlib import Path

from django.core.management.base import CommandError, CommandParser

SHORTEST = 12


def add_passphrase_file(parser: CommandParser) -> None:
    """The option that names the file; without it the passphrase is asked for."""
    parser.add_argument("--passphrase-file", type=Path, metavar="FILE", help="else it is asked for")


def passphrase_given(file: Path | None) -> str:
    """The passphrase as it is. Raises `CommandError`."""
    return _read(file) if file else _asked_for("Passphrase: ")


def new_passphrase(file: Path | None) -> str:
    """A passphrase that is long enough, typed twice by whoever is asked. Raises `CommandError`."""
    passphrase = passphrase_given(file)
    if len(passphrase) < SHORTEST:
        raise CommandError(f"Use at least {SHORTEST} letters. Nothing was changed.")
    if file is None and _asked_for("Again: ") != passphrase:
        raise CommandError("The two differ. Nothing was changed.")
    return passphrase


def _read(file: Path) -> str:
    try:
        return file.read_text().strip()
    except (OSError, UnicodeDecodeError):
        raise CommandError(f"{file} cannot be read. Nothing was changed.") from None


def _asked_for(prompt: str) -> str:
    if not sys.stdin.isatty():
        raise CommandError("Nobody can be asked here: name a --passphrase-file.")
    return getpass.getpass(prompt)

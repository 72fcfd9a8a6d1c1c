"""`throughcare`: one command for everything that is done without a browser."""

import os
import sys
from collections.abc import Sequence
from errno import ENOSPC
from importlib import import_module
from typing import Any

COMMANDS = {
    "serve": ("serve", "serve the pages, and do what time brings"),
    "ready": ("ready", "make what is missing: folders, keys, data base, demonstration country"),
    "check": ("check_house", "say what this house lacks for production"),
    "migrate": ("migrate", "bring the data base up to date"),
    "demo": ("demo", "the demonstration country: load it, print its sign-ins"),
    "worker": ("worker", "do what time brings: expired offers, promised erasures, signed heads"),
    "agencies": ("agencies", "list the agencies [--json]"),
    "agencies found": ("agencies_found", "found an agency with its first administrator"),
    "search": ("search", "find people of one's own agency: TEXT --as STAFF"),
    "import htcds": ("import_htcds", "take over a file in IOM's standard: FILE --agency CODE"),
    "import ctdc": ("import_ctdc", "keep the rows of published data, without identity: FILE"),
    "export htcds": ("export_htcds", "write a file in IOM's standard: --agency CODE --out FILE"),
    "define": ("define", "hold facts against the laws: FACTS.json [--law CODE …], --explain CODE"),
    "keys list": ("keys_list", "list the keys: whose, how many, locked or not"),
    "keys rotate": ("keys_rotate", "give agencies new keys and wrap their data keys anew"),
    "keys service": ("keys_service", "let an agency keep its key in a key service of its own"),
    "keys lock": ("keys_lock", "lock the key files by a passphrase"),
    "keys unlock": ("keys_unlock", "unlock the key files"),
    "keys backup": ("keys_backup", "write every key into FILE, sealed by a passphrase"),
    "keys restore": ("keys_restore", "bring keys back from FILE into a new folder: --to FOLDER"),
    "backup": ("backup", "write data, files and the ledger's head into FILE, sealed, without keys"),
    "restore": ("restore", "bring a backup back into an empty house: FILE [--outside FOLDER]"),
    "ledger verify": ("ledger_verify", "verify the ledger [--head FILE]"),
    "ledger export": ("ledger_export", "write the ledger to FILE"),
    "ledger head": ("ledger_head", "sign the state of the ledger now"),
    "database roles": ("database_roles", "PostgreSQL: what the web role may do [--web-role NAME]"),
}
WITHOUT_A_HOUSE = {"define", "keys_restore"}
"""Commands that run before there are settings: they make neither folders nor keys."""

FILE_COMMANDS = {
    "match": "link one's own lists of people: A.csv [B.csv] --schema S --out FILE",
    "keyfile": "make a key for two agencies: FILE",
    "encode": "encode a list for exchange: A.csv --schema S --key-file K --out A.tcf",
    "link": "link encoded lists, without key or names: A.tcf B.tcf --out FILE",
}
"""Commands on files alone: no house, no data base, no Django."""
CHECKED = {"ready", "serve", "migrate", "check_house"}
"""Commands before which the settings and models are checked; the others begin at once."""


def main(words: Sequence[str] | None = None) -> None:
    """Run one command; what goes wrong is one line and an exit code."""
    asked = list(sys.argv[1:] if words is None else words)
    if asked and asked[0] in FILE_COMMANDS:
        sys.exit(_run_on_files(asked))
    for length in (2, 1):
        name = " ".join(asked[:length])
        if name in COMMANDS:
            sys.exit(_run(name, asked[length:]))
    sys.stdout.write(_help())
    sys.exit(0 if not asked or asked[0] in ("-h", "--help", "help") else 2)


def _run(name: str, words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    try:
        return _carried_out(name, words)
    except KeyboardInterrupt:
        return _failed("Stopped.", 130)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        return _failed(_plain(error), getattr(error, "returncode", 1))


def _run_on_files(words: list[str]) -> int:
    from throughcare_core.matching.linkage.__main__ import main as run

    try:
        return run(words)
    except KeyboardInterrupt:
        return _failed("Stopped.", 130)
    except MemoryError:
        return _failed("These lists are too large for the memory of this machine.")
    except Exception as error:
        where = f"{type(error).__name__}"
        return _failed(f"This did not work ({where}). Nothing was written.")


def _carried_out(name: str, words: list[str]) -> int:
    """Run a Django command; what it raises comes here, where it is said in one line."""
    command = COMMANDS[name][0]
    carried: Any = _found(command)
    # A wrong option is then said with the usage, exit code 2.
    carried._called_from_command_line = True
    parser = carried.create_parser("throughcare", name)
    options = vars(parser.parse_args(words)) | {"skip_checks": command not in CHECKED}
    if command in CHECKED:
        from throughcare.config.services.fitness import refuse_newer_data_base

        refuse_newer_data_base()
    carried.execute(*options.pop("args", ()), **options)
    return 0


def _found(command: str) -> Any:
    if command in WITHOUT_A_HOUSE:
        return import_module(f"throughcare.config.management.commands.{command}").Command()
    import django
    from django.core.management import CommandError, ManagementUtility
    from django.utils import translation

    django.setup()
    translation.activate("en")  # commands are read by who looks up what they say
    from throughcare.config.services.restoring import marker

    if marker().exists() and command != "restore":
        raise CommandError(
            "A restore was cut short and this house is half here: run throughcare restore again."
        )
    return ManagementUtility(["throughcare", command]).fetch_command(command)


def _plain(error: Exception) -> str:
    """What went wrong, in words that hold nothing of what was worked on."""
    from django.core.management.base import CommandError
    from django.db.utils import DatabaseError

    from throughcare.config.adapters.log import places_passed
    from throughcare.kernel.errors import NotHere, Refused
    from throughcare.vault.adapters.keyfiles import Locked
    from throughcare.vault.adapters.keyservices import ServicesBroken
    from throughcare.vault.rules import Unreadable

    match error:
        case CommandError() | Locked() | Refused() | ServicesBroken():
            return str(error)
        case NotHere():
            return f"Nothing is here: no such {error.door.replace('_', ' ')}."
        case Unreadable():
            return f"It cannot be opened: {error}."
        case DatabaseError():
            return (
                f"The data base did not answer as it should ({type(error).__name__})."
                " Is it there, and up to date? throughcare migrate"
            )
        case OSError() if error.errno == ENOSPC:
            return "There is no space left on the disk. Nothing was left half done."
        case OSError() if error.filename and error.strerror:
            return f"{error.filename}: {error.strerror}. Nothing was changed."
    return f"This did not work ({places_passed(error)}). Nothing was left half done."


def _failed(reason: str, status: int = 1) -> int:
    sys.stderr.write(f"{reason}\n")
    return status


def _help() -> str:
    commands = {name: says for name, (_command, says) in COMMANDS.items()} | FILE_COMMANDS
    lines = [f"  {name:<16} {says}" for name, says in commands.items()]
    return "\n".join(["throughcare COMMAND …", "", *lines, "", "COMMAND --help says more.", ""])


if __name__ == "__main__":
    main()

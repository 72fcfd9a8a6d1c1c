"""`throughcare ledger verify`: does the ledger in the data base hold together?"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.audit.adapters.heads import heads_file, kept_heads, public_key
from throughcare.audit.queries import entries_that_do_not_fit, exported_lines, root_of
from throughcare_core.ledger import LedgerError, SignedHead, read_head, verify_lines


class Command(BaseCommand):
    help = "Verify every line, against the heads kept here and those given."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--head", action="append", default=[], metavar="FILE", help="heads kept elsewhere"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            heads = kept_heads()
        except LedgerError:
            raise CommandError(
                f"Bad: {heads_file()} was changed. Bring it back from a backup or a witness."
            ) from None
        for name in options["head"]:
            heads += _read(Path(name))
        verdict = verify_lines(exported_lines(), heads, [public_key()])
        if not verdict.is_good:
            raise CommandError(str(verdict))
        for seq in entries_that_do_not_fit():
            raise CommandError(f"Bad: beside entry {seq} something was changed: who, what or when.")
        if root_of(verdict.entries) != verdict.root:
            raise CommandError("Bad: the stored tree is not the tree of these entries.")
        self.stdout.write(str(verdict))


def _read(path: Path) -> list[SignedHead]:
    try:
        heads = [read_head(raw) for raw in path.read_bytes().splitlines() if raw.strip()]
    except (OSError, LedgerError) as error:
        raise CommandError(f"{path} holds no head that can be read: {error}") from None
    if not heads:
        raise CommandError(f"{path} is empty: name a file that holds heads.")
    return heads

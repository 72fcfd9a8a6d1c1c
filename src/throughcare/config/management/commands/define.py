"""`throughcare define`: facts held against the legal definitions of trafficking in persons."""

from argparse import Namespace
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare_core.definitions.command import Refusal, add_options, run


class Command(BaseCommand):
    help = "Hold facts against the legal definitions of trafficking in persons. Needs no data base."

    def add_arguments(self, parser: CommandParser) -> None:
        add_options(parser)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            run(Namespace(**options), self.stdout.write)
        except Refusal as refused:
            raise CommandError(str(refused), returncode=2) from None

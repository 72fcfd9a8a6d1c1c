"""`throughcare worker`: what time brings, again and again."""

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import close_old_connections

from throughcare.config.services.rounds import do_what_time_brings

EVERY = 15


class Command(BaseCommand):
    help = "Do what time brings: expired offers, counted refusals, promised erasures, heads."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then end")

    def handle(self, *args: Any, **options: Any) -> None:
        while True:
            close_old_connections()
            failed = do_what_time_brings()
            if options["once"]:
                if failed:
                    raise CommandError(f"Not all of the round was done: {', '.join(failed)}.")
                return
            time.sleep(EVERY)

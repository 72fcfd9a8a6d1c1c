"""`throughcare keys rotate`: new keys for agencies; data keys are wrapped anew."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from throughcare.agencies.doors import agency_by_code
from throughcare.vault.services import KeyAway, key_store, rotate


class Command(BaseCommand):
    help = "Give every agency (or one) a new key, wrap its data keys with it, destroy the old."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--agency", default="", help="code of one agency")
        parser.add_argument(
            "--wrap-only",
            action="store_true",
            help="make and destroy no key: the agency did that itself, in its key service",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        one = options["agency"]
        agencies = [agency_by_code(one).pk] if one else list(key_store().counts())
        with_new_key = not options["wrap_only"]
        count, away = 0, []
        for agency in agencies:
            try:
                count += rotate(agency, with_new_key=with_new_key)
            except KeyAway as error:
                away.append(f"- {error}.")
        kept = "have new keys" if with_new_key else "keep their newest keys"
        self.stdout.write(
            f"{len(agencies) - len(away)} agencies {kept}; {count} data keys wrapped anew."
        )
        if away:
            left = "\n".join(away)
            raise CommandError(f"Not done, and nothing of it changed; run it again later:\n{left}")

"""`throughcare ready`: make what is missing, so that `throughcare serve` can begin."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand

from throughcare.agencies.doors import any_agency
from throughcare.config.services.fitness import is_behind
from throughcare.vault.services import key_store

DEMONSTRATION_SIZE = 400


class Command(BaseCommand):
    help = "Make folders, keys and data base, collect the pages' files, load the demonstration."

    def handle(self, *args: Any, **options: Any) -> None:
        key_store()
        if is_behind():
            self.stdout.write("Making the data base.")
            call_command("migrate", verbosity=0)
        self._collect()
        if not settings.PRODUCTION and not any_agency() and "demo" in get_commands():
            self.stdout.write("Loading the demonstration country. This takes about a minute.")
            call_command("demo", size=DEMONSTRATION_SIZE)
        if not settings.PRODUCTION and "demo" in get_commands():
            call_command("demo", "--sign-ins")

    def _collect(self) -> None:
        """Collect static files when one of them is newer than what was collected."""
        collected = Path(settings.STATIC_ROOT) / "staticfiles.json"
        made = collected.stat().st_mtime if collected.exists() else 0.0
        sources = (settings.BASE / "src" / "throughcare").glob("*/static/**/*")
        if any(source.stat().st_mtime > made for source in sources):
            call_command("collectstatic", verbosity=0, interactive=False, clear=True)

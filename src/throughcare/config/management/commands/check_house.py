"""`throughcare check`: what this house lacks for production."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from throughcare.config.services.fitness import what_production_lacks


class Command(BaseCommand):
    help = "Say what this house lacks for production; exit code 1 if anything."

    def handle(self, *args: Any, **options: Any) -> None:
        if lacks := what_production_lacks():
            raise CommandError(
                "Not ready for production:\n" + "\n".join(f"- {each}" for each in lacks)
            )
        self.stdout.write("Ready for production.")

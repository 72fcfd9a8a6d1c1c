"""`throughcare agencies found`: an agency and its first administrator, at the machine."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.services import found_agency
from throughcare.kernel.actors import SYSTEM


class Command(BaseCommand):
    help = "Found an agency; prints the address where its first administrator begins, once."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--code", required=True, help="2 to 8 letters or figures")
        parser.add_argument("--name", required=True)
        parser.add_argument("--kind", required=True, help="Shelter, Helpline, Coordinator, …")
        parser.add_argument("--country", default=settings.COUNTRY, help="2 capital letters")
        parser.add_argument("--administrator", required=True, help="name of a person")
        parser.add_argument("--address", required=True, help="her or his work address")

    def handle(self, *args: Any, **options: Any) -> None:
        founded = found_agency(
            options["code"],
            options["name"],
            options["kind"],
            options["country"],
            administrator=(options["administrator"], options["address"]),
            by=SYSTEM,
            at=timezone.now(),
        )
        self.stdout.write(reverse("welcome", args=[founded.administrator.token]))
        self.stdout.write("Hand this over in person: it works once, for seven days.")

"""`throughcare search TEXT --as STAFF`: find people of one's own agency, through the same doors."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from throughcare.agencies.doors import actor_of, staff_named
from throughcare.identity.services import search_people


class Command(BaseCommand):
    help = "Find people of one's own agency by name; prints numbers, never names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")
        parser.add_argument("--as", dest="staff", required=True, help="work address")

    def handle(self, *args: Any, **options: Any) -> None:
        at = timezone.now()
        by = actor_of(staff_named(options["staff"]), at, via="console")
        for row in search_people(options["text"], by=by, at=at):
            self.stdout.write(f"{row.number}  {row.score:.2f}")

"""`throughcare database roles`: on PostgreSQL, what the role of the web process may do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

from throughcare.audit.queries import let_web_role_only_add_to_the_ledger, role_exists


class Command(BaseCommand):
    help = (
        "Run as the owner of the tables: the web role gets its rights, on the ledger only INSERT."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--web-role", required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("Roles are PostgreSQL's. On SQLite triggers guard the ledger.")
        role = options["web_role"]
        if not role_exists(role):
            raise CommandError(f"There is no role {role}: create role {role} login, then again.")
        let_web_role_only_add_to_the_ledger(role)
        self.stdout.write(f"{role} may read and add to the ledger, and no more.")

"""`throughcare agencies`: the agencies of this house."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from throughcare.agencies.doors import all_agencies


class Command(BaseCommand):
    help = "List the agencies: code, kind and name."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rows = [
            {"code": row.code, "kind": row.kind, "name": row.name, "region": row.region}
            for row in all_agencies()
        ]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
            return
        for row in rows:
            self.stdout.write(f"{row['code']:<6} {row['kind']:<24} {row['name']}")

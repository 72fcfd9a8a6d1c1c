"""`throughcare ledger head`: sign the state of the ledger, and print it for a witness."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from throughcare.audit.services import sign_head_now
from throughcare_core.ledger import write_head


class Command(BaseCommand):
    help = "Sign the state of the ledger now; hand the line to somebody outside."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(write_head(sign_head_now(timezone.now())).decode().strip())

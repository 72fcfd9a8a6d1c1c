"""`throughcare keys unlock`: the key files open without a passphrase again."""

from typing import Any

from django.core.management.base import BaseCommand

from throughcare.vault.services import key_ring


class Command(BaseCommand):
    help = "Unlock the key files; the passphrase is read from THROUGHCARE_PASSPHRASE_FILE."

    def handle(self, *args: Any, **options: Any) -> None:
        key_ring().folder.unlock()
        self.stdout.write("Unlocked.")

"""`throughcare keys list`: which keys there are; never a key itself."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand

from throughcare.agencies.doors import agencies_by_id
from throughcare.vault.adapters.wrapping import is_of_service
from throughcare.vault.services import KeyAway, key_ring, key_store


class Command(BaseCommand):
    help = "List the keys of agencies: how many key files each has, and how many data keys."

    def handle(self, *args: Any, **options: Any) -> None:
        ring, counts = key_ring(), key_store().counts()
        known = agencies_by_id(counts)
        for agency, count in counts.items():
            code = known[agency].code if agency in known else agency.hex
            self.stdout.write(f"{code:<8} {_where(agency)}, {count} data keys")
        locked = "locked by a passphrase" if ring.folder.is_locked else "not locked"
        self.stdout.write(f"The keys in {ring.folder.root} are {locked}.")


def _where(agency: UUID) -> str:
    """How many keys an agency has, and where the one that wraps lies."""
    try:
        ids = key_ring().agencies.ids(agency)
    except KeyAway as error:
        return f"in a key service that is away ({error.why})"
    there = bool(ids) and is_of_service(ids[-1])
    return f"{len(ids)} {'versions in its key service' if there else 'agency keys'}"

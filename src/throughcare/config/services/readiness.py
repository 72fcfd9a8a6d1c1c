"""Whether this house can serve now, in a few codes that say nothing else."""

import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from throughcare.config.adapters.snapshots import applied_migrations
from throughcare.config.services.rounds import last_round
from throughcare.vault.adapters.keyfiles import Locked
from throughcare.vault.adapters.keyservices import ServicesBroken
from throughcare.vault.services import Unreadable, secret

ROUND_WITHIN = timedelta(minutes=10)
"""A round that takes over a large file takes minutes; one that stands takes for ever."""
LEAST_FREE = 256 * 1024 * 1024
"""Bytes that the disk of the data has free at least: some thousand acts and a few files."""


def not_ready(at: datetime) -> list[str]:
    """Codes of what keeps this house from serving; none when it is ready. 1 query.

    `data_base` does not answer · `migrations` are not those of this version · `keys` do not open ·
    `worker` ended no round within ten minutes · `disk` has less than 256 MB free.
    """
    return [code for code, holds in CHECKS.items() if not holds(at)]


def _data_base(_at: datetime) -> bool:
    try:
        connection.ensure_connection()
        return connection.is_usable()
    except DatabaseError:
        return False


def _migrations(_at: datetime) -> bool:
    try:
        return set(applied_migrations()) == _known()
    except DatabaseError:
        return False


@lru_cache(maxsize=1)
def _known() -> frozenset[tuple[str, str]]:
    return frozenset(MigrationLoader(None).disk_migrations)


def _keys(_at: datetime) -> bool:
    try:
        return bool(secret("ledger"))
    except (Locked, ServicesBroken, Unreadable, OSError):
        return False


def _worker(at: datetime) -> bool:
    last = last_round()
    return last is not None and at - last.ended < ROUND_WITHIN


def _disk(_at: datetime) -> bool:
    return shutil.disk_usage(Path(settings.THROUGHCARE_HOME)).free >= LEAST_FREE


CHECKS: dict[str, Callable[[datetime], bool]] = {
    "data_base": _data_base,
    "migrations": _migrations,
    "keys": _keys,
    "worker": _worker,
    "disk": _disk,
}

"""Writers queue: one at a time, in the order of their coming, so that none starves.

On SQLite a lock file stands before `BEGIN IMMEDIATE`; on PostgreSQL an advisory lock is taken
inside the transaction.
"""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from throughcare.audit import queries


@contextmanager
def transaction_in_turn() -> Iterator[None]:
    """One transaction of one writer."""
    if connection.vendor == "sqlite":
        with _lock_file(), transaction.atomic():
            yield
    else:
        with transaction.atomic():
            queries.wait_for_turn()
            yield


@contextmanager
def _lock_file() -> Iterator[None]:
    if connection.in_atomic_block:
        yield
        return
    with (Path(settings.THROUGHCARE_HOME) / "write.lock").open("a") as turn:
        fcntl.flock(turn, fcntl.LOCK_EX)
        yield

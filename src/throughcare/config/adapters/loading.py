"""Filling an empty house: the disk is waited for once, at the end."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from throughcare.vault.services import key_store


@contextmanager
def in_haste() -> Iterator[None]:
    """Write without waiting for the disk after each act, until everything is there.

    Only for what is thrown away and begun anew when it is cut short. Inside a transaction that
    is running already, the data base waits for the disk as that transaction does.
    """
    if connection.in_atomic_block:
        yield
        return
    with key_store().in_haste():
        if connection.vendor == "sqlite":
            with connection.cursor() as cursor:
                cursor.execute("pragma synchronous = off")
            try:
                yield
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("pragma synchronous = full")
                    cursor.execute("pragma wal_checkpoint(truncate)")
        else:
            with connection.cursor() as cursor:
                cursor.execute("set synchronous_commit = off")
            try:
                yield
            finally:
                with connection.cursor() as cursor:
                    cursor.execute("set synchronous_commit = on")

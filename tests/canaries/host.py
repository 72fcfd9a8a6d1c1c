"""A curious host: tries every key that is left on everything that is sealed in a copy of the data.

Run inside the copy's environment: `python -m tests.canaries.host FILE`; whatever opened is written
to the file.
"""

import sqlite3
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

import django


class Sealed(NamedTuple):
    """A sealed value, and every place that it may have been sealed for."""

    content: bytes
    tables: list[str]
    row: UUID
    column: str
    is_file: bool = False


def whatever_opens() -> Iterator[bytes]:
    """The plain bytes of all that any key opens, whoever's key it is."""
    keys = list(keys_left())
    known = {key_id for key_id, _secret, _owner in keys}
    for sealed in [*sealed_rows(), *sealed_files()]:
        named = sealed.content[1:17]
        for key_id, secret, owner in keys:
            # What names a key that is here opens with it or not at all; the rest is tried on all.
            if named not in known or key_id == named:
                yield from opened(sealed, secret, owner)


def keys_left() -> Iterator["tuple[bytes, bytes, object]"]:
    """Every data key that can still be unwrapped: its id, the key, its owner."""
    from django.conf import settings

    from throughcare.vault.services import KeyGone, Owner, key_store

    rows = sqlite3.connect(Path(settings.THROUGHCARE_KEYS) / "keys.db").execute(
        "select id, agency, kind, subject from data_key"
    )
    for key_id, agency, kind, subject in rows.fetchall():
        owner = Owner(UUID(agency), kind, UUID(subject))
        try:
            yield key_id, key_store().of(owner).secret, owner
        except KeyGone:
            continue


def sealed_rows() -> Iterator[Sealed]:
    """Every binary value of every table."""
    from django.apps import apps
    from django.db.models import BinaryField

    for model in apps.get_models():
        columns = [f.name for f in model._meta.get_fields() if isinstance(f, BinaryField)]
        for row in model._base_manager.all() if columns else ():
            for column in columns:
                if isinstance(row.pk, UUID) and (value := getattr(row, column)):
                    yield Sealed(bytes(value), [model._meta.db_table], row.pk, column)


def sealed_files() -> Iterator[Sealed]:
    """Every sealed file; which table it belongs to is tried out."""
    from django.apps import apps
    from django.conf import settings

    tables = [model._meta.db_table for model in apps.get_models()]
    for file in (Path(settings.THROUGHCARE_HOME) / "files").rglob("*.*"):
        row, _dot, column = file.name.partition(".")
        yield Sealed(file.read_bytes(), tables, UUID(row), column, is_file=True)


def opened(sealed: Sealed, secret: bytes, owner: "object") -> Iterator[bytes]:
    """What one key opens."""
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    from throughcare.vault.adapters.files import open_stream
    from throughcare.vault.rules import Place, Tampered, bound_to

    for table in sealed.tables:
        bound = bound_to(owner, Place(table, sealed.row, sealed.column))
        try:
            if sealed.is_file:
                yield b"".join(open_stream(BytesIO(sealed.content[17:]), secret, bound))
            else:
                yield AESGCM(secret).decrypt(sealed.content[17:29], sealed.content[29:], bound)
        except (InvalidTag, Tampered, ValueError):
            continue


if __name__ == "__main__":
    django.setup()
    Path(sys.argv[1]).write_bytes(b"\n".join(whatever_opens()))

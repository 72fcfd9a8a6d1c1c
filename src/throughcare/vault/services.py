"""Seal, open, destroy. The one way to the keys for every other app."""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.db import transaction

from throughcare.vault.adapters import files
from throughcare.vault.adapters.keyfiles import KeyFolder
from throughcare.vault.adapters.keyring import KeyRing
from throughcare.vault.adapters.keystore import DataKey, Destroyed, KeyStore
from throughcare.vault.adapters.places import remove_name
from throughcare.vault.models import Tombstone
from throughcare.vault.rules import (
    BoundToMany,
    KeyAway,
    KeyGone,
    Owner,
    Place,
    Tampered,
    Unreadable,
    bound_to,
    bound_to_bearer,
)

__all__ = ["Destroyed", "KeyAway", "KeyGone", "Owner", "Place", "Tampered", "Unreadable"]

Stored = bytes | memoryview
"""A sealed value as a data base gives it back."""

FORM = b"\x01"
"""First byte of every sealed value: which form the rest has (data key id, nonce, ciphertext)."""


@lru_cache(maxsize=1)
def key_ring() -> KeyRing:
    """The key ring of this installation."""
    return KeyRing(KeyFolder(Path(settings.THROUGHCARE_KEYS), settings.THROUGHCARE_PASSPHRASE))


@lru_cache(maxsize=1)
def key_store() -> KeyStore:
    """The key store of this installation."""
    ring = key_ring()
    return KeyStore(Path(settings.THROUGHCARE_KEYS) / "keys.db", ring)


def _forget_connections() -> None:
    key_ring.cache_clear()
    key_store.cache_clear()


os.register_at_fork(after_in_child=_forget_connections)


def secret(name: str) -> bytes:
    """A secret of the house (32 bytes), for keyed hashes and signatures."""
    return key_ring().secret(name)


def seal(plain: bytes, owner: Owner, place: Place) -> bytes:
    """Seal bytes for an owner at a place."""
    key = _key_of(owner)
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key.secret).encrypt(nonce, plain, bound_to(owner, place))
    return FORM + key.id + nonce + sealed


def open_sealed(sealed: Stored, owner: Owner, place: Place) -> bytes:
    """Open what was sealed for this owner at this place: `KeyGone`, `Tampered` otherwise."""
    sealed = bytes(sealed)
    if sealed[:1] != FORM:
        raise Tampered("not a sealed value")
    key = _key_by_id(owner, sealed[1:17])
    try:
        return AESGCM(key.secret).decrypt(sealed[17:29], sealed[29:], bound_to(owner, place))
    except (InvalidTag, ValueError):
        raise Tampered("a sealed value was changed or moved") from None


def open_many(
    rows: Sequence[tuple[bytes, bytes, Stored]], *, agency: UUID, kind: str, table: str, column: str
) -> list[bytes | None]:
    """Open what lies sealed in one column for many subjects of an agency, in the order given.

    `rows`: the id of the row and of the subject (16 bytes each), and what is sealed. None where
    the key was destroyed or the seal was changed. For what must be opened by the hundred thousand.
    """
    bound = BoundToMany(agency, kind, table, column)
    keys = key_store().secrets_of(agency, [subject for _row, subject, _ in rows], bound, kind)
    opened: list[bytes | None] = []
    for row, subject, sealed in rows:
        key, content = keys.get(subject), bytes(sealed)
        plain = None
        if key is not None and content[:17] == FORM + key.id:
            try:
                plain = AESGCM(key.secret).decrypt(
                    content[17:29], content[29:], bound.sealed(subject, row)
                )
            except (InvalidTag, ValueError):
                plain = None
        opened.append(plain)
    return opened


def seal_text(text: str, owner: Owner, place: Place) -> bytes:
    """Seal a text; an empty one is sealed too, so that its absence is not seen."""
    return seal(text.encode(), owner, place)


def open_text(sealed: Stored, owner: Owner, place: Place) -> str:
    """Open a sealed text."""
    return open_sealed(sealed, owner, place).decode()


def seal_for_bearer(plain: bytes, to: str, place: Place, *, token: str = "") -> tuple[str, bytes]:
    """Seal bytes for whoever bears a token, a fresh one if none is named: (it, the sealed bytes).

    The house keeps no key, so that neither it nor a copy of it can open them; `to` says who must
    ask. For what a browser is given back in a moment.
    """
    key = urlsafe_b64decode(token) if token else secrets.token_bytes(32)
    nonce = secrets.token_bytes(12)
    sealed = AESGCM(key).encrypt(nonce, plain, bound_to_bearer(place, to))
    return urlsafe_b64encode(key).decode(), nonce + sealed


def open_for_bearer(token: str, sealed: Stored, to: str, place: Place) -> bytes:
    """Open what was sealed for a bearer; `Tampered` for any other token, asker or place."""
    sealed = bytes(sealed)
    try:
        key = urlsafe_b64decode(token)
        return AESGCM(key).decrypt(sealed[:12], sealed[12:], bound_to_bearer(place, to))
    except (InvalidTag, ValueError):
        raise Tampered("this token opens nothing here") from None


def seal_file(chunks: Iterable[bytes], owner: Owner, place: Place) -> int:
    """Seal a stream into the file of a place; the number of plain bytes."""
    key = _key_of(owner)
    head = FORM + key.id
    return files.write_sealed(_file(place), head, chunks, key.secret, bound_to(owner, place))


def open_file(owner: Owner, place: Place) -> Iterator[bytes]:
    """The plain bytes of a sealed file, chunk by chunk; `Tampered` where it was changed or cut."""
    try:
        sealed = _file(place).open("rb")
    except FileNotFoundError:
        raise KeyGone("the sealed file is not here") from None
    with sealed:
        if sealed.read(1) != FORM:
            raise Tampered("not a sealed file")
        key = _key_by_id(owner, sealed.read(16))
        yield from files.open_stream(sealed, key.secret, bound_to(owner, place))


def remove_file(place: Place) -> None:
    """Remove a sealed file; absent is fine."""
    remove_name(_file(place))


def destroy(owner: Owner, at: datetime) -> None:
    """Destroy an owner's key once the running act is written; the tombstone is part of the act.

    What is sealed for the same owner afterwards (a person who came back) has a new key.
    """
    data_key = key_store().id_of(owner)
    if data_key is not None:
        destroy_again(Destroyed(data_key, owner, at))


def owners_of_keys(kind: str, *, made_before: datetime) -> list[Owner]:
    """Whose keys of one kind (`import`) are here and were made before a moment."""
    return key_store().owners(kind, made_before)


def destroy_again(key: Destroyed) -> None:
    """Destroy one key once the running act is written, also where it is gone already."""
    Tombstone.objects.get_or_create(
        data_key=key.id.hex(),
        defaults={
            "agency": key.owner.agency,
            "kind": key.owner.kind,
            "subject": key.owner.subject,
            "at": key.at,
        },
    )
    transaction.on_commit(lambda: key_store().destroy(key), robust=True)


def destroy_promised_keys(since: datetime | None = None) -> int:
    """Destroy every key that a tombstone (from `since` on) names: how many were still there.

    Runs before the house serves and again and again while it does, because a process may be
    killed between an act and its promise, and because a copy of the keys may be restored.
    """
    stones = Tombstone.objects.filter(**({"at__gte": since} if since else {}))
    promised = {key.id: key for key in map(_destroyed, stones.iterator())}
    return sum(key_store().destroy(promised[left]) for left in key_store().left_of(promised))


def tombstones_missing(known: Iterable[Destroyed]) -> list[Destroyed]:
    """Which of these destroyed keys the data base does not know to be destroyed. 1 query."""
    here = set(Tombstone.objects.values_list("data_key", flat=True))
    return [key for key in known if key.id.hex() not in here]


def rotate(agency: UUID, *, with_new_key: bool = True) -> int:
    """Give an agency a new key (or take the newest) and wrap its data keys with it: how many."""
    return key_store().wrap_anew(agency, with_new_key=with_new_key)


@contextmanager
def for_pages_of(agency: UUID) -> Iterator[None]:
    """While this runs, whoever asks is of this agency.

    If another agency's key service is away, what that agency sealed is not here for them, as ever
    when a key is away; their own agency's being away is said (`KeyAway`), so that nobody takes an
    empty page for an empty record.
    """
    token = _asking.set(agency)
    try:
        yield
    finally:
        _asking.reset(token)


_asking: ContextVar[UUID | None] = ContextVar("asking_agency", default=None)


def _key_of(owner: Owner) -> DataKey:
    with _away_for_others(owner):
        return key_store().of(owner)


def _key_by_id(owner: Owner, data_key_id: bytes) -> DataKey:
    with _away_for_others(owner):
        return key_store().by_id(owner, data_key_id)


@contextmanager
def _away_for_others(owner: Owner) -> Iterator[None]:
    try:
        yield
    except KeyAway:
        if _asking.get() in (None, owner.agency):
            raise
        raise KeyGone("the agency's key is not here") from None


def _destroyed(stone: Tombstone) -> Destroyed:
    owner = Owner(stone.agency, stone.kind, stone.subject)
    return Destroyed(bytes.fromhex(stone.data_key), owner, stone.at)


def _file(place: Place) -> Path:
    """Sealed files lie under the random id of their row: a file name says nothing."""
    name = f"{place.row.hex}.{place.column}"
    return Path(settings.THROUGHCARE_HOME) / "files" / place.row.hex[-2:] / name

"""The key store: one wrapped data key for each owner, in a small data base of its own."""

import os
import secrets
import sqlite3
import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from uuid import UUID

from throughcare.vault.adapters.keyring import KeyRing
from throughcare.vault.adapters.wrapping import Plain, Wrapped, is_of_service
from throughcare.vault.rules import BoundToMany, KeyAway, KeyGone, Owner, wrapped_for

SCHEMA = """
create table if not exists data_key (
    id blob primary key,
    agency text not null,
    kind text not null,
    subject text not null,
    agency_key text not null,
    wrapped blob not null,
    made_at text not null,
    constraint one_key_for_each_owner unique (agency, kind, subject)
) strict, without rowid;
create index if not exists keys_of_an_agency on data_key (agency, agency_key);
create table if not exists retired (
    agency text not null,
    agency_key text not null,
    primary key (agency, agency_key)
) strict, without rowid;
create table if not exists destroyed (
    id blob primary key,
    agency text not null,
    kind text not null,
    subject text not null,
    at text not null
) strict, without rowid;
"""

ASKED_AT_ONCE = 500
RETIRED_PAUSE, RETIRED_TRIES = 0.05, 40
Row = tuple[bytes, str, bytes]
"""Of a data key: its id, the id of the agency's key, and what it looks like wrapped."""


@dataclass(frozen=True, slots=True)
class DataKey:
    """An opened data key and its id."""

    id: bytes
    secret: bytes


@dataclass(frozen=True, slots=True)
class Destroyed:
    """A data key that was destroyed, by its id, whose it was, and when. Holds no content."""

    id: bytes
    owner: Owner
    at: datetime


class KeyStore:
    """`keys.db`: wrapped data keys. What is deleted here is overwritten on the disk."""

    def __init__(self, path: Path, ring: KeyRing) -> None:
        self._path = path
        self._ring = ring
        self._local = threading.local()
        if not path.exists():
            path.touch(mode=0o600)
        with self._change() as base:
            base.executescript(SCHEMA)

    def of(self, owner: Owner) -> DataKey:
        """The data key of an owner, made the first time it is asked for."""
        return self._find(owner) or self._make(owner)

    def by_id(self, owner: Owner, data_key_id: bytes) -> DataKey:
        """The data key that something was sealed with; `KeyGone` once it was destroyed."""
        found = self._find(owner)
        if found is None or found.id != data_key_id:
            raise KeyGone("the key was destroyed")
        return found

    def id_of(self, owner: Owner) -> bytes | None:
        """The id of an owner's data key; None without one. Needs no agency's key."""
        row = self._find_row(owner)
        return row[0] if row else None

    def owners(self, kind: str, made_before: datetime) -> list[Owner]:
        """Whose keys of one kind were made before a moment."""
        rows = self._base().execute(
            "select agency, subject from data_key where kind = ? and made_at < ?",
            (kind, made_before.astimezone(UTC).isoformat()),
        )
        return [Owner(UUID(agency), kind, UUID(subject)) for agency, subject in rows]

    def left_of(self, data_key_ids: Iterable[bytes]) -> list[bytes]:
        """Which of these data keys are here."""
        asked = iter(data_key_ids)
        left: list[bytes] = []
        while some := list(islice(asked, ASKED_AT_ONCE)):
            asks = f"select id from data_key where id in ({_marks(some)})"  # noqa: S608
            found = self._base().execute(asks, some)
            left += [data_key_id for (data_key_id,) in found]
        return left

    def destroy(self, key: Destroyed) -> bool:
        """Destroy a data key for good, and keep that it was; False if it was gone."""
        with self._change() as base:
            base.execute(
                "insert into destroyed values (?, ?, ?, ?, ?) on conflict do nothing",
                (key.id, *_row(key.owner), key.at.astimezone(UTC).isoformat()),
            )
            gone = base.execute("delete from data_key where id = ?", (key.id,))
            return gone.rowcount > 0

    def destroyed(self) -> list[Destroyed]:
        """Every data key that was destroyed here, oldest first."""
        rows = self._base().execute(
            "select id, agency, kind, subject, at from destroyed order by at"
        )
        return [
            Destroyed(key, Owner(UUID(agency), kind, UUID(subject)), datetime.fromisoformat(at))
            for key, agency, kind, subject, at in rows
        ]

    def wrap_anew(self, agency: UUID, *, with_new_key: bool = True) -> int:
        """Wrap an agency's data keys with its newest key: how many.

        A new key is made first, and the old ones are destroyed last. Without `with_new_key` the
        agency does both itself, in its key service, and only files here are destroyed. No key is
        asked for while the store is held; a run that was killed is taken up by the next one.
        """
        with self._ring.folder.turn():
            keys = self._ring.agencies
            if with_new_key:
                keys.renew(agency)
            *old, newest = keys.ids(agency)
            count = 0
            while not self._retired(agency, old, newest):
                count += self._wrap_some_anew(agency, old)
            keys.retire(agency, [key for key in old if with_new_key or not is_of_service(key)])
        return count

    def _wrap_some_anew(self, agency: UUID, old: Sequence[str]) -> int:
        rows = self._base().execute(
            "select id, kind, subject, agency_key, wrapped from data_key"  # noqa: S608
            f" where agency = ? and agency_key in ({_marks(old)}) limit {ASKED_AT_ONCE}",
            (agency.hex, *old),
        )
        known = {
            row[0]: Wrapped(
                row[3], row[4], wrapped_for(Owner(agency, row[1], UUID(row[2])), row[0])
            )
            for row in rows
        }
        secrets_ = self._ring.agencies.unwrap(agency, list(known.values()))
        plain = [
            Plain(secret, key.bound) for secret, key in zip(secrets_, known.values(), strict=True)
        ]
        anew = self._ring.agencies.wrap(agency, plain)
        changed = 0
        with self._change() as base:
            for (data_key_id, before), key in zip(known.items(), anew, strict=True):
                changed += base.execute(
                    "update data_key set agency_key = ?, wrapped = ? where id = ? and wrapped = ?",
                    (key.key_id, key.wrapped, data_key_id, before.wrapped),
                ).rowcount
        return changed

    def _retired(self, agency: UUID, old: Sequence[str], newest: str) -> bool:
        """Once no data key needs the old keys: from now on nothing is wrapped with them."""
        with self._change() as base:
            left = base.execute(
                "select 1 from data_key"  # noqa: S608
                f" where agency = ? and agency_key in ({_marks(old)}) limit 1",
                (agency.hex, *old),
            ).fetchone()
            if left:
                return False
            base.executemany(
                "insert into retired values (?, ?) on conflict do nothing",
                [(agency.hex, key_id) for key_id in old],
            )
            base.execute(
                "delete from retired where agency = ? and agency_key = ?", (agency.hex, newest)
            )
            return True

    def counts(self) -> dict[UUID, int]:
        """How many data keys each agency has here."""
        rows = self._base().execute("select agency, count(*) from data_key group by agency")
        return {UUID(agency): count for agency, count in rows}

    def make_many(self, owners: Iterable[Owner]) -> None:
        """Make the keys of many owners, some hundred at once."""
        asked = iter(owners)
        while some := list(islice(asked, ASKED_AT_ONCE)):
            self._insert(some)

    @contextmanager
    def at_hand(self, owners: Iterable[Owner]) -> Iterator[None]:
        """Keep the keys of many owners open in this thread, as far as they are here.

        For sealing or opening what belongs to many people; a query for some hundred of one agency.
        Nothing is kept afterwards: a key that is destroyed is missing the next time.
        """
        self._local.at_hand = dict(self._opened(list(self._rows_of(owners))))
        try:
            yield
        finally:
            del self._local.at_hand

    def secrets_of(
        self, agency: UUID, subjects: Sequence[bytes], bound: BoundToMany, kind: str
    ) -> dict[bytes, DataKey]:
        """The data keys of many subjects (ids as 16 bytes) of one agency, as far as they are here.

        A query for some hundred, and nothing made for each but its key. Nothing is kept.
        """
        keys: dict[bytes, DataKey] = {}
        for start in range(0, len(subjects), ASKED_AT_ONCE):
            some = [subject.hex() for subject in subjects[start : start + ASKED_AT_ONCE]]
            found = self._subject_rows(agency, kind, some).fetchall()
            who = [bytes.fromhex(subject) for subject, *_row in found]
            wrapped = [
                Wrapped(key_id, wrapped, bound.wrapped(subject, data_key_id))
                for subject, (_subject, data_key_id, key_id, wrapped) in zip(
                    who, found, strict=True
                )
            ]
            opened = self._ring.agencies.unwrap(agency, wrapped) if wrapped else []
            for subject, row, secret in zip(who, found, opened, strict=True):
                keys[subject] = DataKey(row[1], secret)
        return keys

    @contextmanager
    def in_haste(self) -> Iterator[None]:
        """Do not wait for the disk after each key, but once at the end: for an empty house."""
        self._base().execute("pragma synchronous = off")
        try:
            yield
        finally:
            self._base().execute("pragma synchronous = full")
            with self._path.open("rb") as file:
                os.fsync(file.fileno())

    def _rows_of(self, owners: Iterable[Owner]) -> Iterator[tuple[Owner, Row]]:
        by_place: dict[tuple[UUID, str], dict[str, Owner]] = {}
        for owner in owners:
            by_place.setdefault((owner.agency, owner.kind), {})[owner.subject.hex] = owner
        for (agency, kind), wanted in by_place.items():
            subjects = iter(wanted)
            while some := list(islice(subjects, ASKED_AT_ONCE)):
                for subject, *row in self._subject_rows(agency, kind, some):
                    yield wanted[subject], (row[0], row[1], row[2])

    def _subject_rows(self, agency: UUID, kind: str, subjects: Sequence[str]) -> sqlite3.Cursor:
        return self._base().execute(
            "select subject, id, agency_key, wrapped from data_key"  # noqa: S608
            f" where agency = ? and kind = ? and subject in ({_marks(subjects)})",
            (agency.hex, kind, *subjects),
        )

    def _find(self, owner: Owner) -> DataKey | None:
        at_hand: dict[Owner, DataKey] = getattr(self._local, "at_hand", {})
        if owner in at_hand:
            return at_hand[owner]
        row = self._find_row(owner)
        if row is None:
            return None
        try:
            return self._unwrapped(owner, row)
        except KeyGone:
            newer = self._find_row(owner)
            if newer is None or newer == row:
                raise
            return self._unwrapped(owner, newer)  # the agency's key was renewed between the two

    def _unwrapped(self, owner: Owner, row: Row) -> DataKey:
        key = Wrapped(row[1], row[2], wrapped_for(owner, row[0]))
        (secret,) = self._ring.agencies.unwrap(owner.agency, [key])
        return DataKey(row[0], secret)

    def _opened(self, rows: Sequence[tuple[Owner, Row]]) -> Iterator[tuple[Owner, DataKey]]:
        for agency in {owner.agency for owner, _row in rows}:
            of_agency = [(owner, row) for owner, row in rows if owner.agency == agency]
            keys = [Wrapped(row[1], row[2], wrapped_for(owner, row[0])) for owner, row in of_agency]
            opened = self._ring.agencies.unwrap(agency, keys)
            for (owner, row), secret in zip(of_agency, opened, strict=True):
                yield owner, DataKey(row[0], secret)

    def _find_row(self, owner: Owner) -> Row | None:
        found: Row | None = (
            self._base()
            .execute(
                "select id, agency_key, wrapped from data_key"
                " where agency = ? and kind = ? and subject = ?",
                _row(owner),
            )
            .fetchone()
        )
        return found

    def _make(self, owner: Owner) -> DataKey:
        self._insert([owner])
        found = self._find(owner)
        if found is None:
            raise KeyGone("the key was destroyed while it was being made")
        return found

    def _insert(self, owners: Sequence[Owner]) -> None:
        """Make keys; they are wrapped before the store is held, and anew if theirs is retired."""
        for agency in {owner.agency for owner in owners}:
            of_agency = [owner for owner in owners if owner.agency == agency]
            for _try in range(RETIRED_TRIES):
                if self._inserted(agency, of_agency):
                    break
                time.sleep(RETIRED_PAUSE)
            else:
                raise KeyGone("the key that wraps for this agency is one that was retired")

    def _inserted(self, agency: UUID, owners: Sequence[Owner]) -> bool:
        ids = [secrets.token_bytes(16) for _owner in owners]
        plain = [
            Plain(secrets.token_bytes(32), wrapped_for(owner, data_key_id))
            for owner, data_key_id in zip(owners, ids, strict=True)
        ]
        wrapped = self._ring.agencies.wrap(agency, plain)
        made_at = datetime.now(UTC).isoformat()
        with self._change() as base:
            if self._is_retired(base, agency, wrapped[0].key_id):
                return False
            self._refuse_to_leave_a_service(base, agency, wrapped[0].key_id)
            base.executemany(
                "insert into data_key values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing",
                [
                    (data_key_id, *_row(owner), key.key_id, key.wrapped, made_at)
                    for owner, data_key_id, key in zip(owners, ids, wrapped, strict=True)
                ],
            )
        return True

    def _is_retired(self, base: sqlite3.Connection, agency: UUID, key_id: str) -> bool:
        retired = "select 1 from retired where agency = ? and agency_key = ?"
        return base.execute(retired, (agency.hex, key_id)).fetchone() is not None

    def _refuse_to_leave_a_service(
        self, base: sqlite3.Connection, agency: UUID, key_id: str
    ) -> None:
        """An agency whose key lies elsewhere gets no key here because a line was lost."""
        if is_of_service(key_id):
            return
        asks = "select 1 from data_key where agency = ? and agency_key like 'service:%' limit 1"
        there = base.execute(asks, (agency.hex,)).fetchone() is not None
        if not self._ring.agencies.may_be_here(agency, has_keys_elsewhere=there):
            raise KeyAway(agency, "not_named")

    @contextmanager
    def _change(self) -> Iterator[sqlite3.Connection]:
        base = self._base()
        base.execute("begin immediate")
        try:
            yield base
        except BaseException:
            base.execute("rollback")
            raise
        if base.in_transaction:
            base.execute("commit")

    def _base(self) -> sqlite3.Connection:
        """One connection a thread; deleted content is overwritten, journals are removed."""
        base: sqlite3.Connection | None = getattr(self._local, "base", None)
        if base is None:
            base = sqlite3.connect(self._path, timeout=20, isolation_level=None)
            base.execute("pragma secure_delete = on")
            base.execute("pragma synchronous = full")
            base.execute("pragma journal_mode = delete")
            self._local.base = base
        return base


def _row(owner: Owner) -> tuple[str, str, str]:
    return owner.agency.hex, owner.kind, owner.subject.hex


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))

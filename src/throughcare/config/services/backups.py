"""A backup: the data base, the sealed files and the ledger's head of one moment, sealed.

It holds no key. What opens it is a secret of the house, which lies with the keys; whoever has the
backup without the keys, or the keys without the backup, has nothing.
"""

import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from fcntl import LOCK_EX, LOCK_NB, flock
from importlib.metadata import version
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import connection
from django.utils.translation import gettext as _

from throughcare.audit.adapters.heads import heads_file
from throughcare.audit.adapters.turns import transaction_in_turn
from throughcare.audit.services import act, sign_head_now
from throughcare.config.adapters.snapshots import Snapshot, applied_migrations, snapshot_begun
from throughcare.kernel.actors import SYSTEM
from throughcare.kernel.errors import Refused
from throughcare.vault.adapters.archives import new_archive
from throughcare.vault.adapters.places import new_file
from throughcare.vault.services import secret
from throughcare_core.ledger import SignedHead

MAGIC = b"Throughcare backup 1\n"
SALT = 16
MANIFEST, BASE, FILES, HEADS = "manifest.json", "base", "files", "heads.jsonl"


@dataclass(frozen=True, slots=True)
class BackedUp:
    """What a backup holds: lines of the ledger, sealed files, and its own size in bytes."""

    lines: int
    files: int
    size: int


def back_up(to: Path, at: datetime) -> BackedUp:
    """Write a backup into a new file, whole or not at all. Who works meanwhile goes on."""
    _refuse_place(to)
    with _alone() as folder:
        with act("house.backed_up", by=SYSTEM, at=at):
            pass
        with _moment_kept(folder, at) as (snapshot, head):
            files = sorted(path for path in (folder / FILES).rglob("*") if path.is_file())
            salt = secrets.token_bytes(SALT)
            with new_archive(to, MAGIC + salt, backup_key(salt)) as archive:
                archive.add(MANIFEST, json.dumps(_manifest(snapshot, head, len(files))).encode())
                for name, content in snapshot.parts():
                    archive.add_stream(f"{BASE}/{name}", content)
                for path in files:
                    archive.add_file(str(path.relative_to(folder)), path)
                if heads_file().exists():
                    archive.add(HEADS, heads_file().read_bytes())
    with new_file(_stamp()) as stamp:
        stamp.write(at.astimezone(UTC).isoformat().encode())
    return BackedUp(head.head.size, len(files), to.stat().st_size)


def last_backup() -> datetime | None:
    """When this house was last backed up; None if never."""
    try:
        return datetime.fromisoformat(_stamp().read_text())
    except FileNotFoundError:
        return None


def _stamp() -> Path:
    return Path(settings.THROUGHCARE_HOME) / "backed_up"


def backup_key(salt: bytes) -> bytes:
    """The key of the backup that has this salt (HKDF-SHA-256 of a secret of the house)."""
    return HKDF(SHA256(), 32, salt, b"backup").derive(secret("backups"))


@contextmanager
def _moment_kept(folder: Path, at: datetime) -> Iterator[tuple[Snapshot, SignedHead]]:
    """Hold one moment of data base, files and ledger; writers wait only until it is held."""
    with ExitStack() as held:
        with transaction_in_turn():
            head = sign_head_now(at)
            snapshot = held.enter_context(snapshot_begun(folder))
            _link_files(folder / FILES)
        yield snapshot, head


def _link_files(to: Path) -> None:
    """Keep every sealed file under a second name: one that is removed meanwhile stays here."""
    for path in (Path(settings.THROUGHCARE_HOME) / FILES).rglob("*"):
        if path.is_file() and not path.name.startswith("."):
            linked = to / path.parent.name / path.name
            linked.parent.mkdir(parents=True, exist_ok=True)
            os.link(path, linked)


def _manifest(snapshot: Snapshot, head: SignedHead, files: int) -> dict[str, Any]:
    return {
        "version": version("throughcare"),
        "engine": connection.vendor,
        "migrations": applied_migrations(),
        "columns": snapshot.columns(),
        "head": {"size": head.head.size, "root": head.head.root.hex(), "at": head.head.at},
        "files": files,
    }


@contextmanager
def _alone() -> Iterator[Path]:
    """One backup at a time; what a killed one left is removed."""
    home = Path(settings.THROUGHCARE_HOME)
    with (home / "backup.lock").open("a") as turn:
        try:
            flock(turn, LOCK_EX | LOCK_NB)
        except BlockingIOError:
            raise Refused(_("Another backup is being written. Wait until it is done.")) from None
        folder = home / "backing-up"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700)
        try:
            yield folder
        finally:
            shutil.rmtree(folder, ignore_errors=True)


def _refuse_place(to: Path) -> None:
    if to.exists():
        raise Refused(_("There is a file of this name already. Name another; nothing was written."))
    if not to.parent.is_dir():
        raise Refused(_("The folder of this file does not exist. Make it first."))
    for own in (Path(settings.THROUGHCARE_HOME), Path(settings.THROUGHCARE_KEYS)):
        if to.resolve().is_relative_to(own):
            raise Refused(
                _("A backup beside what it backs up is lost with it. Name a place elsewhere.")
            )
    for left in to.parent.glob(f".{to.name}.????????"):
        left.unlink()

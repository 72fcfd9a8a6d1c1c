"""What must outlive this machine and holds nothing readable: signed heads, and erased keys' ids.

They are appended to a folder on another machine or medium (`THROUGHCARE_OUTSIDE`), so that after
the loss of a disk a restored house knows what it lacks and erases again what was erased.
"""

import json
import logging
import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.conf import settings

from throughcare.audit.adapters.heads import heads_file
from throughcare.vault.services import Destroyed, Owner, key_store

HEADS, ERASED = "heads.jsonl", "erased.jsonl"


def keep_outside() -> None:
    """Append what is new; a folder that cannot be reached is said in the log, nothing stops."""
    folder = settings.THROUGHCARE_OUTSIDE
    if folder is None:
        return
    try:
        heads = heads_file().read_bytes().splitlines() if heads_file().exists() else []
        _append_missing(folder / HEADS, heads)
        _append_missing(folder / ERASED, map(_line, key_store().destroyed()))
    except OSError as error:
        logging.getLogger(__name__).warning("nothing was kept outside: %s", error.strerror)


def erased_outside(folder: Path) -> list[Destroyed]:
    """The destroyed keys that a folder outside knows; `ValueError`, `KeyError` for another list."""
    file = folder / ERASED
    return [_destroyed(line) for line in _whole_lines(file)] if file.exists() else []


def _append_missing(file: Path, lines: Iterable[bytes]) -> None:
    known = set(_whole_lines(file)) if file.exists() else set()
    new = [line for line in lines if line and line not in known]
    if not new:
        return
    with os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT, 0o600), "r+b") as kept:
        kept.truncate(kept.read().rfind(b"\n") + 1)
        kept.seek(0, os.SEEK_END)
        kept.writelines(line + b"\n" for line in new)
        kept.flush()
        os.fsync(kept.fileno())


def _whole_lines(file: Path) -> list[bytes]:
    """The lines of a file but for a last one that a power cut left without its end."""
    return [raw[:-1] for raw in file.read_bytes().splitlines(keepends=True) if raw.endswith(b"\n")]


def _line(key: Destroyed) -> bytes:
    said = {
        "key": key.id.hex(),
        "agency": key.owner.agency.hex,
        "kind": key.owner.kind,
        "subject": key.owner.subject.hex,
        "at": key.at.isoformat(),
    }
    return json.dumps(said, sort_keys=True).encode()


def _destroyed(line: bytes) -> Destroyed:
    said = json.loads(line)
    owner = Owner(UUID(said["agency"]), said["kind"], UUID(said["subject"]))
    return Destroyed(bytes.fromhex(said["key"]), owner, datetime.fromisoformat(said["at"]))

"""Signed heads, appended to a file outside the data base."""

import fcntl
import os
from datetime import UTC, datetime
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings

from throughcare.vault.services import secret
from throughcare_core.ledger import Head, SignedHead, read_head, write_head

LONGEST_HEAD = 1024
"""More bytes than any line of the file of heads has."""


def heads_file() -> Path:
    """Where this installation keeps its heads; copies belong in the hands of witnesses."""
    return Path(settings.THROUGHCARE_HOME) / "heads.jsonl"


def sign_head(size: int, root: bytes, last: bytes, at: datetime) -> SignedHead:
    """Sign the state of the ledger with the house's own key."""
    signer = Ed25519PrivateKey.from_private_bytes(secret("ledger"))
    head = Head(size, root, last, at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return SignedHead(head, signer.public_key().public_bytes_raw(), signer.sign(head.to_sign()))


def public_key() -> bytes:
    """The key by which heads of this installation are recognised (32 bytes)."""
    signer = Ed25519PrivateKey.from_private_bytes(secret("ledger"))
    return signer.public_key().public_bytes_raw()


def keep_head(signed: SignedHead) -> None:
    """Append a head to the file of heads; a line that a crash cut is taken away first."""
    handle = os.open(heads_file(), os.O_RDWR | os.O_CREAT, 0o600)
    with os.fdopen(handle, "r+b") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        start = max(0, file.seek(0, os.SEEK_END) - LONGEST_HEAD)
        file.seek(start)
        file.truncate(start + file.read().rfind(b"\n") + 1)
        file.seek(0, os.SEEK_END)
        file.write(write_head(signed))
        file.flush()
        os.fsync(file.fileno())


def kept_heads() -> list[SignedHead]:
    """Every head in the file of heads, oldest first; a line that was cut by a crash is left out."""
    return heads_in(heads_file()) if heads_file().exists() else []


def newest_kept_head() -> SignedHead | None:
    """The last whole head in the file of heads, read from its end."""
    if not heads_file().exists():
        return None
    with heads_file().open("rb") as file:
        file.seek(max(0, file.seek(0, os.SEEK_END) - 4 * LONGEST_HEAD))
        whole = file.read().rpartition(b"\n")[0].splitlines()
    return read_head(whole[-1] + b"\n") if whole else None


def heads_in(file: Path) -> list[SignedHead]:
    """The heads that a file holds, in its order, but for a line without its end."""
    lines = file.read_bytes().splitlines(keepends=True)
    return [read_head(raw) for raw in lines if raw.strip() and raw.endswith(b"\n")]

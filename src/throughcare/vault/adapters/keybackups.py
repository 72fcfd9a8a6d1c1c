"""A backup of the keys, sealed by a passphrase; and keys brought back into a new folder.

Needs neither a data base nor settings: whoever has lost a machine begins here.
"""

import os
import secrets
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from throughcare.vault.adapters.archives import new_archive, parts_of
from throughcare.vault.adapters.keyfiles import KEY_BYTES, SCRYPT, KeyFolder
from throughcare.vault.adapters.places import make_folder, new_file
from throughcare.vault.rules import Tampered

MAGIC = b"Throughcare keys 1\n"
SALT = 16
STORE = "keys.db"
SHORTEST = 12
"""Letters that a passphrase of a backup has at least."""


class NotTheseKeys(Exception):
    """The file is no backup of keys, was changed, or the passphrase is another one."""


def back_up_keys(folder: KeyFolder, to: Path, passphrase: str) -> int:
    """Write every key into a new file, sealed by the passphrase: how many key files."""
    head = MAGIC + secrets.token_bytes(SALT)
    with folder.turn(), new_archive(to, head, _stretched(passphrase, head)) as archive:
        # The store comes first: a key file that is made meanwhile is one too many, never too few.
        with _copy_of(folder.root / STORE) as copy:
            archive.add_file(STORE, copy)
        files = sorted(_key_files(folder.root))
        for path in files:
            archive.add_file(str(path.relative_to(folder.root)), path)
    return len(files)


def restore_keys(backup: Path, to: Path, passphrase: str) -> int:
    """Bring keys back into a folder that is not there yet, whole or not at all: how many files.

    Raises `NotTheseKeys`, and `FileExistsError` where the folder holds something.
    """
    if to.exists() and any(to.iterdir()):
        raise FileExistsError(to)
    make_folder(to.parent)
    draft = to.with_name(f".{to.name}.{secrets.token_hex(4)}")
    for left in to.parent.glob(f".{to.name}.????????"):
        shutil.rmtree(left)
    try:
        count = _unpack(backup, draft, passphrase)
        if to.exists():
            to.rmdir()
        os.rename(draft, to)
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return count


def _unpack(backup: Path, draft: Path, passphrase: str) -> int:
    count = 0
    with backup.open("rb") as file:
        head = file.read(len(MAGIC) + SALT)
        if not head.startswith(MAGIC):
            raise NotTheseKeys("This file is no backup of keys.")
        try:
            for name, content in parts_of(file, head, _stretched(passphrase, head)):
                if {"..", ""} & set(name.split("/")):
                    raise Tampered("a name that leads elsewhere")
                with new_file(draft / name) as key_file:
                    key_file.writelines(content)
                count += name != STORE
        except Tampered:
            raise NotTheseKeys(
                "This backup does not open: the passphrase is another one, or it was changed."
            ) from None
    return count


def _key_files(root: Path) -> Iterator[Path]:
    for path in root.rglob("*"):
        if path.is_file() and (
            path.suffix == ".key" or path.name in ("lock.json", "services.toml")
        ):
            yield path


@contextmanager
def _copy_of(store: Path) -> Iterator[Path]:
    """The store as one moment saw it, beside it for as long as it is read."""
    copied = store.with_name(f".{store.name}.copy")
    copied.unlink(missing_ok=True)
    copied.touch(mode=0o600)
    try:
        with closing(sqlite3.connect(store)) as source, closing(sqlite3.connect(copied)) as copy:
            source.backup(copy)
        yield copied
    finally:
        copied.unlink(missing_ok=True)


def _stretched(passphrase: str, head: bytes) -> bytes:
    salt = head[len(MAGIC) :]
    return Scrypt(salt=salt, length=KEY_BYTES, **SCRYPT).derive(passphrase.encode())

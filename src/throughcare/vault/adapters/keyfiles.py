"""Key files: written once, readable by their owner alone, each sealed by the master key.

The master key lies in a file beside them, or in a lock that a passphrase opens (scrypt). Locking
and unlocking therefore replace one small file, processes that run meanwhile go on, and one that is
killed leaves the folder either locked or not.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from throughcare.vault.adapters.places import make_folder, new_file, remove_name
from throughcare.vault.rules import Tampered

KEY_BYTES = 32
SCRYPT = {"n": 2**17, "r": 8, "p": 1}
LOCK = b"throughcare lock"


class Locked(Exception):
    """The key files are locked by a passphrase that was not given, or was wrong."""


class KeyFolder:
    """The folder of key files (`THROUGHCARE_KEYS`)."""

    def __init__(self, root: Path, passphrase: str | None = None) -> None:
        self.root = root
        make_folder(root)
        root.chmod(0o700)
        with self.turn():
            self._master = (
                self._master_in_lock(passphrase) if self.is_locked else self._master_in_the_clear()
            )

    @property
    def is_locked(self) -> bool:
        """Whether the master key is locked by a passphrase."""
        return self._lock_file.exists()

    @property
    def _lock_file(self) -> Path:
        return self.root / "lock.json"

    @property
    def _master_file(self) -> Path:
        return self.root / "master.key"

    def read(self, name: str) -> bytes | None:
        """The key in the file `name`, or None when there is no such file."""
        try:
            stored = (self.root / name).read_bytes()
        except FileNotFoundError:
            return None
        try:
            return AESGCM(self._master).decrypt(stored[:12], stored[12:], name.encode())
        except (InvalidTag, ValueError):
            raise Tampered(f"the key file {name} was changed, or is of another house") from None

    def write_new(self, name: str, key: bytes) -> bytes:
        """Write a new key; if another process was quicker, its key is returned."""
        nonce = secrets.token_bytes(12)
        sealed = nonce + AESGCM(self._master).encrypt(nonce, key, name.encode())
        try:
            with new_file(self.root / name, only_if_new=True) as file:
                file.write(sealed)
        except FileExistsError:
            return self.read(name) or key
        return key

    def read_or_make(self, name: str) -> bytes:
        """The key in the file `name`, made of fresh random bytes the first time."""
        return self.read(name) or self.write_new(name, secrets.token_bytes(KEY_BYTES))

    def remove(self, name: str) -> None:
        """Overwrite and unlink one key file; absent is fine."""
        _overwrite(self.root / name)

    def names(self, folder: str) -> list[str]:
        """The key files in a folder, as names that `read` takes, oldest first."""
        place = self.root / folder
        if not place.is_dir():
            return []
        return sorted(f"{folder}/{file.name}" for file in place.iterdir() if file.suffix == ".key")

    def lock(self, passphrase: str) -> None:
        """Lock the master key by a passphrase, or by a new one; who has it open goes on."""
        salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
        wrapped = AESGCM(_stretched(passphrase, salt)).encrypt(nonce, self._master, LOCK)
        lock = {"salt": salt.hex(), "nonce": nonce.hex(), "wrapped": wrapped.hex()}
        with self.turn():
            with new_file(self._lock_file) as file:
                file.write(json.dumps(lock).encode())
            self._remove_clear_master()

    def unlock(self) -> None:
        """Keep the master key in the clear again, and remove the lock."""
        with self.turn():
            self._write_clear_master(self._master)
            remove_name(self._lock_file)

    def _master_in_lock(self, passphrase: str | None) -> bytes:
        # A process that was killed while locking may have left the key that it had just locked.
        self._remove_clear_master()
        if passphrase is None:
            raise Locked(
                "The keys are locked. Name the file with the passphrase in"
                " THROUGHCARE_PASSPHRASE_FILE."
            )
        lock = {name: bytes.fromhex(part) for name, part in self._read_lock().items()}
        try:
            opener = AESGCM(_stretched(passphrase, lock["salt"]))
            return opener.decrypt(lock["nonce"], lock["wrapped"], LOCK)
        except InvalidTag:
            raise Locked("The passphrase does not open the keys. Nothing was changed.") from None

    def _master_in_the_clear(self) -> bytes:
        if self._master_file.exists():
            return self._master_file.read_bytes()
        if any(self.root.rglob("*.key")):
            raise Locked(
                "The file master.key is missing and the other keys cannot be read without it."
                " Bring it back from the backup of the keys."
            )
        master = secrets.token_bytes(KEY_BYTES)
        self._write_clear_master(master)
        return master

    def _write_clear_master(self, master: bytes) -> None:
        with new_file(self._master_file) as file:
            file.write(master)

    def _remove_clear_master(self) -> None:
        for left in (self._master_file, *self.root.glob(".master.key.*")):
            _overwrite(left)

    def _read_lock(self) -> dict[str, str]:
        lock: dict[str, str] = json.loads(self._lock_file.read_text())
        return lock

    @contextmanager
    def turn(self) -> Iterator[None]:
        """One process at a time looks for the master key, locks, renews or copies the keys."""
        with os.fdopen(os.open(self.root / "turn", os.O_WRONLY | os.O_CREAT, 0o600)) as turn:
            fcntl.flock(turn, fcntl.LOCK_EX)
            yield


def _overwrite(path: Path) -> None:
    if path.exists():
        with path.open("r+b") as file:
            file.write(secrets.token_bytes(path.stat().st_size))
            file.flush()
            os.fsync(file.fileno())
        remove_name(path)


@lru_cache(maxsize=2)
def _stretched(passphrase: str, salt: bytes) -> bytes:
    return Scrypt(salt=salt, length=KEY_BYTES, **SCRYPT).derive(passphrase.encode())

"""Keys locked by a passphrase, and processes killed at any moment of locking and unlocking."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare.vault.adapters import keyfiles
from throughcare.vault.adapters.keyfiles import KeyFolder, Locked

PASSPHRASE = "seven plain words are easy to keep"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A key folder with one key; scrypt is made cheap, except where its cost is the question."""
    monkeypatch.setitem(keyfiles.SCRYPT, "n", 2**10)
    root = tmp_path / "keys"
    KeyFolder(root).write_new("house/ledger.key", bytes(range(32)))
    return root


def test_keys_open_with_the_passphrase_and_not_without(root: Path) -> None:
    KeyFolder(root).lock(PASSPHRASE)
    assert KeyFolder(root, PASSPHRASE).read("house/ledger.key") == bytes(range(32))
    with pytest.raises(Locked, match="THROUGHCARE_PASSPHRASE_FILE"):
        KeyFolder(root)
    with pytest.raises(Locked, match="does not open the keys"):
        KeyFolder(root, "another passphrase")


def test_a_locked_folder_holds_no_key_that_opens_another(root: Path) -> None:
    master = (root / "master.key").read_bytes()
    KeyFolder(root).lock(PASSPHRASE)
    held = b"".join(path.read_bytes() for path in root.rglob("*") if path.is_file())
    assert master not in held
    assert master.hex().encode() not in held
    assert bytes(range(32)) not in held


def test_a_process_that_runs_while_the_folder_is_locked_goes_on(root: Path) -> None:
    running = KeyFolder(root)
    KeyFolder(root).lock(PASSPHRASE)
    running.write_new("house/new.key", bytes(32))
    assert running.read("house/ledger.key") == bytes(range(32))
    assert KeyFolder(root, PASSPHRASE).read("house/new.key") == bytes(32)


def test_a_passphrase_is_changed(root: Path) -> None:
    KeyFolder(root).lock(PASSPHRASE)
    KeyFolder(root, PASSPHRASE).lock("a new one")
    assert KeyFolder(root, "a new one").read("house/ledger.key") == bytes(range(32))
    with pytest.raises(Locked):
        KeyFolder(root, PASSPHRASE)


def test_unlocked_keys_open_without_a_passphrase(root: Path) -> None:
    KeyFolder(root).lock(PASSPHRASE)
    KeyFolder(root, PASSPHRASE).unlock()
    assert KeyFolder(root).read("house/ledger.key") == bytes(range(32))


def test_guessing_a_passphrase_is_slow_and_needs_much_memory() -> None:
    assert keyfiles.SCRYPT["n"] * keyfiles.SCRYPT["r"] * 128 >= 128 * 1024 * 1024


def test_a_lost_master_key_is_said_and_not_replaced(root: Path) -> None:
    (root / "master.key").unlink()
    with pytest.raises(Locked, match="backup of the keys"):
        KeyFolder(root)
    assert not (root / "master.key").exists()


CHANGE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from throughcare.vault.adapters import keyfiles, places
keyfiles.SCRYPT["n"] = 2**10
root, change, step = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
folder = keyfiles.KeyFolder(root, sys.argv[4] if change == "unlock" else None)
steps = 0
def die_at(real):
    def call(*arguments, **options):
        global steps
        steps += 1
        if steps == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **options)
    return call
for name in ("open", "fsync", "replace", "link", "unlink", "close"):
    setattr(os, name, die_at(getattr(os, name)))
folder.lock(sys.argv[4]) if change == "lock" else folder.unlock()
"""


@pytest.mark.parametrize("change", ["lock", "unlock"])
def test_a_run_that_is_killed_at_any_step_leaves_the_keys_locked_or_not(
    root: Path, change: str
) -> None:
    if change == "unlock":
        KeyFolder(root).lock(PASSPHRASE)
    for step in range(1, 60):
        died = _killed_at(root, change, step)
        passphrase = PASSPHRASE if (root / "lock.json").exists() else None
        folder = KeyFolder(root, passphrase)
        assert folder.read("house/ledger.key") == bytes(range(32))
        if not died:
            break
        if change == "lock":
            folder.unlock()
        else:
            folder.lock(PASSPHRASE)
        assert not (change == "unlock" and (root / "master.key").exists())
    assert not died
    assert step > 5
    assert (root / "lock.json").exists() == (change == "lock")


def _killed_at(root: Path, change: str, step: int) -> bool:
    command = [sys.executable, "-c", CHANGE_AND_DIE, str(root), change, str(step), PASSPHRASE]
    done = subprocess.run(command, env=os.environ, capture_output=True, text=True, check=False)
    assert done.returncode in (0, -signal.SIGKILL), done.stderr
    return done.returncode != 0

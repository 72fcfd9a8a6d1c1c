"""Keys: made once, destroyed for good, renewed without loss, and read by their owner alone."""

import os
import sqlite3
import stat
import subprocess
import sys
import threading
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.db import transaction

from throughcare.vault.adapters.keyfiles import KeyFolder
from throughcare.vault.adapters.keyring import KeyFiles, KeyRing
from throughcare.vault.adapters.keystore import KeyStore
from throughcare.vault.models import Tombstone
from throughcare.vault.services import (
    KeyGone,
    Owner,
    Tampered,
    destroy,
    destroy_promised_keys,
    key_ring,
    key_store,
    open_sealed,
    rotate,
    seal,
    secret,
)
from throughcare.vault.tests.factories import ANOTHER, AT_DAWN, AT_LOTUS, DAWN, LOTUS, NAME, NOON


@pytest.mark.django_db(transaction=True)
class TestDestroyedKeys:
    def test_what_was_sealed_for_an_erased_person_never_opens_again(self) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        destroy(AT_DAWN, NOON)
        with pytest.raises(KeyGone):
            open_sealed(sealed, AT_DAWN, NAME)

    def test_another_agencys_record_of_the_same_person_stays(self) -> None:
        seal(b"Amina", AT_DAWN, NAME)
        sealed = seal(b"Amina", AT_LOTUS, NAME)
        destroy(AT_DAWN, NOON)
        assert open_sealed(sealed, AT_LOTUS, NAME) == b"Amina"

    def test_an_act_that_is_rolled_back_destroys_nothing(self) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        with transaction.atomic():
            destroy(AT_DAWN, NOON)
            transaction.set_rollback(True)
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        assert not Tombstone.objects.exists()

    def test_the_key_lives_until_the_act_is_written(self) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        with transaction.atomic():
            destroy(AT_DAWN, NOON)
            assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        with pytest.raises(KeyGone):
            open_sealed(sealed, AT_DAWN, NAME)

    def test_a_restored_copy_of_the_keys_is_erased_again(self, tmp_path: Path) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        backup = _copy_of_the_keys()
        destroy(AT_DAWN, NOON)
        _restore(backup)
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        assert destroy_promised_keys() == 1
        with pytest.raises(KeyGone):
            open_sealed(sealed, AT_DAWN, NAME)
        assert destroy_promised_keys() == 0

    def test_a_person_who_came_back_keeps_what_is_sealed_from_then_on(self) -> None:
        before = seal(b"Amina", AT_DAWN, NAME)
        destroy(AT_DAWN, NOON)
        after = seal(b"Amina", AT_DAWN, NAME)
        assert destroy_promised_keys() == 0
        assert open_sealed(after, AT_DAWN, NAME) == b"Amina"
        with pytest.raises(KeyGone):
            open_sealed(before, AT_DAWN, NAME)

    def test_erasing_somebody_of_whom_nothing_was_sealed_promises_nothing(self) -> None:
        destroy(AT_DAWN, NOON)
        assert not Tombstone.objects.exists()

    def test_a_destroyed_key_is_in_no_file_of_the_key_store(self) -> None:
        seal(b"Amina", AT_DAWN, NAME)
        wrapped = _stored_key()
        assert wrapped in _bytes_under(Path(settings.THROUGHCARE_KEYS))
        destroy(AT_DAWN, NOON)
        assert wrapped not in _bytes_under(Path(settings.THROUGHCARE_KEYS))


class TestRenewedKeys:
    def test_everything_opens_after_an_agencys_key_was_renewed_again_and_again(self) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        for _ in range(12):
            before = key_ring().agencies.ids(DAWN)
            assert rotate(DAWN) == 1
            (now,) = key_ring().agencies.ids(DAWN)
            assert now not in before
            assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"

    def test_the_old_key_file_is_gone(self) -> None:
        seal(b"Amina", AT_DAWN, NAME)
        (old,) = (Path(settings.THROUGHCARE_KEYS) / "agencies" / DAWN.hex).iterdir()
        rotate(DAWN)
        assert not old.exists()

    def test_another_agencys_key_stays(self) -> None:
        seal(b"Amina", AT_DAWN, NAME)
        sealed = seal(b"Amina", AT_LOTUS, NAME)
        before = key_ring().agencies.ids(LOTUS)
        rotate(DAWN)
        assert key_ring().agencies.ids(LOTUS) == before
        assert open_sealed(sealed, AT_LOTUS, NAME) == b"Amina"

    def test_a_run_that_was_killed_before_the_end_is_taken_up_again(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        with monkeypatch.context() as killed:
            killed.setattr(KeyFiles, "wrap", _killed)
            with pytest.raises(KeyboardInterrupt):
                rotate(DAWN)
        assert len(key_ring().agencies.ids(DAWN)) == 2
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"
        rotate(DAWN)
        assert len(key_ring().agencies.ids(DAWN)) == 1
        assert open_sealed(sealed, AT_DAWN, NAME) == b"Amina"

    def test_whoever_reads_while_a_key_is_renewed_is_not_disturbed(self) -> None:
        sealed = seal(b"Amina", AT_DAWN, NAME)
        elsewhere = _another_process_of_this_house()
        stop, wrong = threading.Event(), []

        def read() -> None:
            while not stop.is_set():
                try:
                    elsewhere.by_id(AT_DAWN, sealed[1:17])
                except Exception as error:
                    wrong.append(error)
                    return

        reader = threading.Thread(target=read)
        reader.start()
        for _ in range(10):
            rotate(DAWN)
        stop.set()
        reader.join()
        assert wrong == []

    def test_whoever_makes_keys_while_the_agencys_is_renewed_loses_none(self) -> None:
        elsewhere = _another_process_of_this_house()
        stop, made, wrong = threading.Event(), [], []

        def make() -> None:
            while not stop.is_set():
                owner = Owner(DAWN, "person", uuid4())
                try:
                    elsewhere.of(owner)
                except Exception as error:
                    wrong.append(error)
                    return
                made.append(owner)

        maker = threading.Thread(target=make)
        seal(b"Amina", AT_DAWN, NAME)
        maker.start()
        for _ in range(10):
            rotate(DAWN)
        stop.set()
        maker.join()
        assert wrong == []
        assert len(made) > 0
        for owner in made:
            key_store().of(owner)
        assert key_store().counts() == {DAWN: len(made) + 1}


class TestAgenciesKeepTheirOwnKeys:
    def test_without_the_agencys_key_nothing_of_it_opens_with_all_the_others(self) -> None:
        of_dawn, of_lotus = seal(b"Amina", AT_DAWN, NAME), seal(b"Amina", AT_LOTUS, NAME)
        for key in (Path(settings.THROUGHCARE_KEYS) / "agencies" / DAWN.hex).iterdir():
            key.unlink()
        key_ring.cache_clear()
        key_store.cache_clear()
        with pytest.raises(KeyGone):
            open_sealed(of_dawn, AT_DAWN, NAME)
        assert open_sealed(of_lotus, AT_LOTUS, NAME) == b"Amina"

    def test_a_wrapped_key_that_was_given_to_another_owner_does_not_open(self) -> None:
        seal(b"Amina", AT_DAWN, NAME)
        with sqlite3.connect(Path(settings.THROUGHCARE_KEYS) / "keys.db") as base:
            base.execute("update data_key set subject = ?", (ANOTHER.hex,))
        with pytest.raises(Tampered):
            key_store().of(type(AT_DAWN)(DAWN, "person", ANOTHER))

    def test_a_changed_key_file_is_noticed(self) -> None:
        secret("refusals")
        path = Path(settings.THROUGHCARE_KEYS) / "house" / "refusals.key"
        path.write_bytes(bytes(60))
        with pytest.raises(Tampered, match=r"house/refusals\.key"):
            secret("refusals")

    def test_a_key_file_put_in_the_place_of_another_is_noticed(self) -> None:
        secret("refusals")
        secret("ledger")
        house = Path(settings.THROUGHCARE_KEYS) / "house"
        (house / "ledger.key").write_bytes((house / "refusals.key").read_bytes())
        with pytest.raises(Tampered):
            secret("ledger")


def test_folders_are_for_their_owner_alone_and_so_are_files() -> None:
    seal(b"Amina", AT_DAWN, NAME)
    secret("ledger")
    key_ring().folder.lock("a long enough passphrase")
    root = Path(settings.THROUGHCARE_KEYS)
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in (root, *root.rglob("*"))}
    assert {modes[path] for path in modes if path.is_dir()} == {0o700}
    assert {modes[path] for path in modes if path.is_file()} == {0o600}
    assert len(modes) > 6


ASK_FOR_KEYS = """
import sys
from pathlib import Path
from uuid import UUID
from throughcare.vault.adapters.keyfiles import KeyFolder
from throughcare.vault.adapters.keyring import KeyRing
from throughcare.vault.adapters.keystore import KeyStore
from throughcare.vault.rules import Owner
root, owner = Path(sys.argv[1]), Owner(UUID(sys.argv[2]), "person", UUID(sys.argv[3]))
print("ready", flush=True)
sys.stdin.readline()
ring = KeyRing(KeyFolder(root))
print(ring.secret("ledger").hex(), KeyStore(root / "keys.db", ring).of(owner).secret.hex())
"""


def test_processes_that_make_a_key_at_the_same_moment_get_the_same_one(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ASK_FOR_KEYS, str(tmp_path / "new")]
    command += [AT_DAWN.agency.hex, AT_DAWN.subject.hex]
    askers = [
        subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        for _ in range(4)
    ]
    assert [asker.stdout and asker.stdout.readline() for asker in askers] == ["ready\n"] * 4
    found = {asker.communicate("go\n", timeout=60)[0] for asker in askers}
    assert len(found) == 1
    assert len(found.pop()) == 2 * 65


def test_two_threads_that_ask_for_a_key_at_the_same_moment_get_the_same_one() -> None:
    start, found = threading.Barrier(8), []

    def ask() -> None:
        start.wait()
        found.append(key_store().of(AT_DAWN))

    askers = [threading.Thread(target=ask) for _ in range(8)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(found) == 8
    assert len({key.secret for key in found}) == 1


def test_a_process_that_was_forked_does_not_use_its_parents_connection() -> None:
    key_store().of(AT_DAWN)
    parents = key_store()
    child = os.fork()
    if child == 0:
        os._exit(0 if key_store() is not parents and key_store().id_of(AT_DAWN) else 1)
    assert os.waitpid(child, 0)[1] == 0


def _killed(*_: object) -> None:
    raise KeyboardInterrupt


def _another_process_of_this_house() -> KeyStore:
    root = Path(settings.THROUGHCARE_KEYS)
    return KeyStore(root / "keys.db", KeyRing(KeyFolder(root)))


def _stored_key() -> bytes:
    with sqlite3.connect(Path(settings.THROUGHCARE_KEYS) / "keys.db") as base:
        wrapped: bytes = base.execute("select wrapped from data_key").fetchone()[0]
    return wrapped


def _bytes_under(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def _copy_of_the_keys() -> bytes:
    return (Path(settings.THROUGHCARE_KEYS) / "keys.db").read_bytes()


def _restore(backup: bytes) -> None:
    key_store.cache_clear()
    (Path(settings.THROUGHCARE_KEYS) / "keys.db").write_bytes(backup)

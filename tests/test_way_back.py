"""A backup, a lost machine, and the way back: nothing missing, nothing unerased, nothing half."""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.houses import POSTGRESQL, a_data_base
from throughcare.audit.tests.house import House

PASSPHRASE = "seven plain words are easy to keep"

EVERYTHING = """
import hashlib, json
from django.db import connection
from django.conf import settings
from pathlib import Path
said = {}
with connection.cursor() as cursor:
    for table in connection.introspection.table_names(cursor):
        if "session" in table:
            continue
        cursor.execute(f'select * from "{table}"')
        plain = lambda value: bytes(value) if isinstance(value, memoryview) else value
        rows = sorted(repr([plain(value) for value in row]) for row in cursor)
        said[table] = [len(rows), hashlib.sha256("".join(rows).encode()).hexdigest()]
home = Path(settings.THROUGHCARE_HOME)
for path in sorted((home / "files").rglob("*")):
    if path.is_file():
        said[str(path.relative_to(home))] = hashlib.sha256(path.read_bytes()).hexdigest()
print(json.dumps(said))
"""
"""Every row of every table but the sessions, and every sealed file, as they are."""

COUNT = """
from throughcare.audit.models import Line
print(Line.objects.count())
"""


@dataclass
class Lost:
    """A machine that will be lost, and what was kept elsewhere."""

    house: House
    backup: Path
    keys: Path
    outside: Path
    held: dict[str, object]


def said_by(house: House, text: str) -> str:
    """What a script prints in a house."""
    script = house.script(text)
    printed, _ = script.communicate()
    assert script.returncode == 0
    return printed


def everything_in(house: House) -> dict[str, object]:
    """Every row and file of a house."""
    held: dict[str, object] = json.loads(said_by(house, EVERYTHING))
    return held


def tell(house: House, step: str) -> dict[str, object]:
    """One step of the story of two people at two agencies."""
    done = subprocess.run(
        [sys.executable, "-m", "throughcare.identity.tests.erasure_story", step],
        env=house.env,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


@pytest.fixture(scope="module")
def lost(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Lost]:
    """Two people at two agencies; a backup; then one of them is erased by one agency."""
    folder = tmp_path_factory.mktemp("lost")
    (folder / "outside").mkdir()
    (folder / "passphrase").write_text(PASSPHRASE)
    with a_data_base() as url:
        house = House(folder / "machine", url)
        house.env["THROUGHCARE_OUTSIDE"] = str(folder / "outside")
        (folder / "machine" / "home").mkdir(parents=True)
        told = tell(house, "write")
        (house.home / "story.json").write_text(json.dumps(told))
        house.must("backup", str(folder / "data.backup"))
        held = everything_in(house)
        house.must("keys", "backup", str(folder / "keys.backup"), *passphrase(folder))
        tell(house, "erase")
        house.must("worker", "--once")
        outside = folder / "outside"
        yield Lost(house, folder / "data.backup", folder / "keys.backup", outside, held)


def passphrase(folder: Path) -> list[str]:
    return ["--passphrase-file", str(folder / "passphrase")]


@pytest.fixture
def empty(lost: Lost, tmp_path: Path) -> Iterator[House]:
    """An empty machine to which the keys were brought back."""
    with a_data_base() as url:
        house = House(tmp_path / "machine", url)
        bring_keys(lost, house)
        yield house


def bring_keys(lost: Lost, house: House) -> None:
    house.must("keys", "restore", str(lost.keys), *passphrase(lost.keys.parent))


def is_untouched(house: House) -> bool:
    """Whether a refused restore left nothing behind."""
    if POSTGRESQL:
        return "Make it first" not in house.command("agencies").stderr
    return not (house.home / "restoring").exists()


def test_every_row_file_and_line_is_back_and_verifies(lost: Lost, empty: House) -> None:
    said = empty.must("restore", str(lost.backup))
    assert "hold together" in said
    assert "No folder outside was named" in said
    back = everything_in(empty)
    ledger = {"audit_line", "audit_opening", "audit_node"}
    assert {name: back[name] for name in back.keys() - ledger} == {
        name: lost.held[name] for name in lost.held.keys() - ledger
    }
    assert any(name.startswith("files/") for name in back)
    assert back["audit_line"][0] == lost.held["audit_line"][0] + 1  # type: ignore[index]
    assert empty.must("ledger", "verify").startswith("Good")
    shutil.copy(lost.house.home / "story.json", empty.home / "story.json")
    read = tell(empty, "read")
    assert read["other"] != read["hers"]
    assert read["at_the_second"] == "Ofthesecondagency"


def test_who_was_erased_after_the_backup_is_erased_again(lost: Lost, empty: House) -> None:
    said = empty.must("restore", str(lost.backup), "--outside", str(lost.outside))
    assert "Erased again" in said
    assert "Lost" in said
    shutil.copy(lost.house.home / "story.json", empty.home / "story.json")
    read = tell(empty, "read")
    assert read["sealed_values_that_open"] == 0 or read["sealed_values_that_open"] == []
    assert "Plantedamina" not in json.dumps(read, ensure_ascii=False)
    assert read["at_the_second"] == "Ofthesecondagency"
    erased = said_by(
        empty,
        "from throughcare.identity.models import Erasure\n"
        "print(*Erasure.objects.values_list('reason', flat=True))\n",
    )
    assert erased.strip() == "erased_before_restore"
    assert empty.must("ledger", "verify").startswith("Good")


def test_keys_that_outlived_the_machine_know_what_was_erased(lost: Lost, tmp_path: Path) -> None:
    with a_data_base() as url:
        house = House(tmp_path / "machine", url)
        house.folder.mkdir(exist_ok=True)
        shutil.copytree(lost.house.folder / "keys", house.folder / "keys")
        assert "Erased again" in house.must("restore", str(lost.backup))


def test_everybody_signs_in_again(lost: Lost, empty: House) -> None:
    empty.must("restore", str(lost.backup))
    left = said_by(
        empty,
        "from django.contrib.sessions.models import Session\nprint(Session.objects.count())\n",
    )
    assert left.strip() == "0"


def test_with_other_keys_nothing_opens_and_nothing_is_changed(lost: Lost, tmp_path: Path) -> None:
    with a_data_base() as url:
        house = House(tmp_path / "machine", url)
        done = house.command("restore", str(lost.backup))
        assert done.returncode == 1
        assert "keys" in done.stderr
        assert len(done.stderr.splitlines()) == 1
        assert is_untouched(house)


def test_a_wrong_passphrase_brings_no_key(lost: Lost, tmp_path: Path) -> None:
    (tmp_path / "passphrase").write_text("another plain passphrase")
    house = House(tmp_path / "machine")
    done = house.command("keys", "restore", str(lost.keys), *passphrase(tmp_path))
    assert done.returncode == 1
    assert "passphrase" in done.stderr
    assert not (house.folder / "keys").exists()


def test_keys_do_not_go_where_keys_are(lost: Lost, empty: House) -> None:
    done = empty.command("keys", "restore", str(lost.keys), *passphrase(lost.keys.parent))
    assert done.returncode == 1
    assert "holds something already" in done.stderr


def test_a_changed_or_cut_file_is_found_and_a_good_copy_still_goes_in(
    lost: Lost, empty: House, tmp_path: Path
) -> None:
    whole = lost.backup.read_bytes()
    harmed = tmp_path / "harmed.backup"
    for share in (0.0, 0.001, 0.6, 0.9999):
        at = int(share * (len(whole) - 1))
        harmed.write_bytes(whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :])
        refused_in_one_line(empty, harmed)
    for kept in (0, 200, -70_000, -1):
        harmed.write_bytes(whole[:kept])
        refused_in_one_line(empty, harmed)
    assert "hold together" in empty.must("restore", str(lost.backup))


def refused_in_one_line(house: House, backup: Path) -> None:
    done = house.command("restore", str(backup))
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1


def test_a_restore_cut_short_lets_nothing_else_be_done(lost: Lost, empty: House) -> None:
    empty.home.mkdir(exist_ok=True)
    (empty.home / "restoring").touch()
    for words in (("serve",), ("ready",), ("agencies",), ("worker", "--once"), ("backup", "x")):
        done = empty.command(*words)
        assert done.returncode == 1
        assert "restore again" in done.stderr
    empty.must("restore", str(lost.backup))
    assert "Dawn" in empty.must("agencies")


def test_a_house_with_work_in_it_is_left_alone(lost: Lost) -> None:
    before = everything_in(lost.house)
    done = lost.house.command("restore", str(lost.backup))
    assert done.returncode == 1
    assert "not empty" in done.stderr
    assert everything_in(lost.house) == before


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("data.backup", "already"),
        ("machine/home/inside", "lost with it"),
        ("machine/keys/inside", "lost with it"),
        ("nowhere/there", "does not exist"),
    ],
)
def test_a_backup_goes_into_a_new_file_elsewhere(lost: Lost, where: str, says: str) -> None:
    before = lost.backup.read_bytes()
    done = lost.house.command("backup", str(lost.backup.parent / where))
    assert done.returncode == 1
    assert says in done.stderr
    assert lost.backup.read_bytes() == before
    assert not (lost.house.home / "backing-up").exists()


def test_a_full_disk_leaves_no_half_backup(lost: Lost, tmp_path: Path) -> None:
    small = tmp_path / "small"
    small.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=16k", "tmpfs", small], capture_output=True, check=False
    ).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        done = lost.house.command("backup", str(small / "data.backup"))
        assert done.returncode == 1
        assert "no space left" in done.stderr
        assert list(small.iterdir()) == []
    finally:
        subprocess.run(["umount", small], check=True)


def test_a_full_disk_while_restoring_says_so_and_a_larger_one_takes_it(
    lost: Lost, tmp_path: Path
) -> None:
    if POSTGRESQL:
        pytest.skip("the data base's disk is the server's")
    house = House(tmp_path / "machine")
    bring_keys(lost, house)
    house.home.mkdir()
    if subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=200k", "tmpfs", house.home],
        capture_output=True,
        check=False,
    ).returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        done = house.command("restore", str(lost.backup))
        assert done.returncode == 1
        assert len(done.stderr.splitlines()) == 1
    finally:
        subprocess.run(["umount", house.home], check=True)
    assert "hold together" in house.must("restore", str(lost.backup))


def test_what_is_written_while_a_backup_runs_is_in_it_whole_or_not_at_all(
    lost: Lost, tmp_path: Path
) -> None:
    enough = tmp_path / "enough"
    writing = lost.house.script(
        "from pathlib import Path\n"
        "print('ready', flush=True)\n"
        "while not Path(sys.argv[1]).exists():\n"
        "    with act('test.written', by=by, at=timezone.now(), subjects=[new_id()]):\n"
        "        Person.made()\n",
        str(enough),
    )
    assert writing.stdout is not None
    writing.stdout.readline()
    lost.house.must("backup", str(tmp_path / "busy.backup"))
    assert writing.poll() is None
    before = int(said_by(lost.house, COUNT))
    while int(said_by(lost.house, COUNT)) == before:
        time.sleep(0.1)
    enough.touch()
    assert writing.wait() == 0
    with a_data_base() as url:
        house = House(tmp_path / "machine", url)
        bring_keys(lost, house)
        assert "hold together" in house.must("restore", str(tmp_path / "busy.backup"))
        assert int(said_by(house, COUNT)) < int(said_by(lost.house, COUNT))


def test_a_data_base_of_a_newer_version_is_refused(lost: Lost, empty: House) -> None:
    empty.must("restore", str(lost.backup))
    said_by(
        empty,
        "from django.db.migrations.recorder import MigrationRecorder\n"
        "from django.db import connection\n"
        "MigrationRecorder(connection).record_applied('cases', '9999_from_the_future')\n",
    )
    for words in (("serve",), ("ready",), ("migrate",)):
        done = empty.command(*words)
        assert done.returncode == 1
        assert "newer version" in done.stderr
    newer = empty.folder.parent / "newer.backup"
    empty.must("backup", str(newer))
    with ExitStack() as held:
        house = House(empty.folder.parent / "older", held.enter_context(a_data_base()))
        bring_keys(lost, house)
        done = house.command("restore", str(newer))
        assert done.returncode == 1
        assert "newer version" in done.stderr


@pytest.mark.long
@pytest.mark.parametrize("try_", range(20))
def test_a_backup_that_is_killed_leaves_no_half_file(lost: Lost, tmp_path: Path, try_: int) -> None:
    to = tmp_path / "killed.backup"
    killed_after(random.Random(try_).uniform(0.2, 2.5), lost.house, "backup", str(to))
    if to.exists():
        assert to.read_bytes()[:11] == b"Throughcare"
        to.unlink()
    lost.house.must("backup", str(to))
    assert list(tmp_path.iterdir()) == [to]
    assert lost.house.must("ledger", "verify").startswith("Good")


@pytest.mark.long
@pytest.mark.parametrize("try_", range(20))
def test_a_restore_that_is_killed_is_begun_again(lost: Lost, empty: House, try_: int) -> None:
    killed_after(random.Random(try_).uniform(0.2, 4.0), empty, "restore", str(lost.backup))
    again = empty.command("restore", str(lost.backup))
    assert again.returncode == 0 or "not empty" in again.stderr
    assert empty.must("ledger", "verify").startswith("Good")
    back = everything_in(empty)
    assert back["identity_entry"] == lost.held["identity_entry"]
    assert not (empty.home / "restoring").exists()


@pytest.mark.long
@pytest.mark.parametrize("try_", range(20))
def test_an_upgrade_that_is_killed_goes_on_where_it_was(tmp_path: Path, try_: int) -> None:
    with a_data_base() as url:
        house = House(tmp_path / "machine", url)
        killed_after(random.Random(try_).uniform(0.3, 4.0), house, "migrate")
        house.must("migrate")
        house.acts(1)
        assert house.must("ledger", "verify").startswith("Good")


def killed_after(seconds: float, house: House, *words: str) -> None:
    """Run a command and kill it, with all that it started, in the middle."""
    running = subprocess.Popen(
        [sys.executable, "-m", "throughcare.config.cli", *words],
        env=house.env,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    time.sleep(seconds)
    os.killpg(running.pid, signal.SIGKILL)
    running.wait()

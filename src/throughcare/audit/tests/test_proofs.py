"""What is done to the ledger behind the house's back is found."""

import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from throughcare.audit.tests.house import House
from throughcare_core.ledger import verify_lines

LINES = 9


@pytest.fixture(scope="module")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house in which something happened, its export, and a head that a witness keeps."""
    folder = tmp_path_factory.mktemp("begun")
    house = House(folder / "house").with_tables()
    house.acts(LINES)
    (folder / "head.json").write_text(house.must("ledger", "head"))
    house.must("ledger", "export", str(folder / "ledger.jsonl"))
    return folder


@pytest.fixture
def house(begun: Path, tmp_path: Path) -> House:
    """A copy of that house, of which the triggers were dropped, as its host could."""
    copied = House(tmp_path / "house")
    shutil.copytree(begun / "house", copied.folder)
    with sqlite3.connect(copied.file) as base:
        triggers = base.execute("select name from sqlite_master where type = 'trigger'").fetchall()
        assert len(triggers) == 8
        for (name,) in triggers:
            base.execute(f"drop trigger {name}")
    return copied


def test_an_honest_ledger_verifies_in_the_house_and_outside(begun: Path, house: House) -> None:
    assert house.must("ledger", "verify").startswith(f"Good: {LINES} entries")
    verdict = outside(begun / "ledger.jsonl", begun / "head.json")
    assert verdict.startswith(f"Good: {LINES} entries")


def test_the_export_is_readable_by_its_owner_alone(begun: Path) -> None:
    assert (begun / "ledger.jsonl").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(
    ("statement", "names"),
    [
        ("update audit_line set entry = replace(entry, 'done', 'dome') where seq = 4", "line 5"),
        ("update audit_line set entry = entry || char(10) where seq = 4", "line 5"),
        ("update audit_line set entry = 'nonsense' where seq = 4", "line 5"),
        ("update audit_line set hash = zeroblob(32) where seq = 4", "line 5"),
        ("update audit_line set prev = zeroblob(32) where seq = 4", "line 5"),
        ("update audit_line set code = 'test.dome' where seq = 4", "entry 4"),
        ("update audit_line set at = '2020-01-01 00:00:00' where seq = 4", "entry 4"),
        ("update audit_opening set value = printf('%032x', 7) where line_id = 4", "entry 4"),
        ("update audit_opening set salt = zeroblob(32) where line_id = 4", "entry 4"),
        ("delete from audit_opening where line_id = 4 and field = 'subjects'", "entry 4"),
        ("update audit_opening set line_id = 5 where line_id = 4", "entry 4"),
        ("update audit_node set hash = zeroblob(32) where level = 3", "stored tree"),
        ("delete from audit_line where seq = 4", "line 5"),
        ("delete from audit_line where seq = 1", "line 2"),
        ("delete from audit_line where seq = 9", "tail was cut"),
    ],
)
def test_what_was_changed_in_the_data_base_is_found_and_named(
    house: House, statement: str, names: str
) -> None:
    with sqlite3.connect(house.file) as base:
        assert base.execute(statement).rowcount > 0
    done = house.command("ledger", "verify")
    assert done.returncode == 1
    assert names in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_a_head_that_only_a_witness_keeps_proves_a_cut_tail(begun: Path, house: House) -> None:
    (house.home / "heads.jsonl").unlink()
    with sqlite3.connect(house.file) as base:
        for table, column in (
            ("audit_opening", "line_id"),
            ("audit_detail", "line_id"),
            ("audit_line", "seq"),
        ):
            base.execute(f"delete from {table} where {column} > 8")
    alone = house.command("ledger", "verify")
    assert alone.returncode == 0
    assert "cannot be proven" in alone.stdout
    witnessed = house.command("ledger", "verify", "--head", str(begun / "head.json"))
    assert witnessed.returncode == 1
    assert "tail was cut" in witnessed.stderr


def test_a_rewritten_ledger_is_proven_by_a_head(begun: Path, tmp_path: Path) -> None:
    other = House(tmp_path / "other")
    shutil.copytree(begun / "house" / "keys", tmp_path / "other" / "keys")
    other.must("migrate", "--verbosity", "0")
    other.acts(LINES)
    assert other.must("ledger", "verify").startswith("Good")
    done = other.command("ledger", "verify", "--head", str(begun / "head.json"))
    assert done.returncode == 1
    assert "rewritten" in done.stderr


@pytest.mark.parametrize(
    "harm",
    [
        lambda lines: [*lines[:4], *lines[5:]],
        lambda lines: [*lines[:4], lines[5], lines[4], *lines[6:]],
        lambda lines: [*lines[:5], lines[4], *lines[5:]],
        lambda lines: lines[:-1],
        lambda lines: [*lines[:-1], lines[-1][:-1]],
    ],
    ids=["deleted", "reordered", "inserted", "the last cut", "the last byte cut"],
)
def test_an_exported_file_that_was_changed_is_found(
    begun: Path, tmp_path: Path, harm: Callable[[list[bytes]], list[bytes]]
) -> None:
    lines = (begun / "ledger.jsonl").read_bytes().splitlines(keepends=True)
    assert len(lines) == LINES + 1
    changed = tmp_path / "changed.jsonl"
    changed.write_bytes(b"".join(harm(lines)))
    assert outside(changed, begun / "head.json").startswith("Bad")


def test_any_flipped_byte_of_an_exported_file_is_found(begun: Path) -> None:
    whole = (begun / "ledger.jsonl").read_bytes()
    assert verify_lines(whole.splitlines(keepends=True)).is_good
    for place in range(len(whole)):
        flipped = bytearray(whole)
        flipped[place] ^= 1
        lines = bytes(flipped).split(b"\n")
        rejoined = [*(line + b"\n" for line in lines[:-1]), *([lines[-1]] if lines[-1] else [])]
        assert not verify_lines(rejoined).is_good, place


def test_a_head_that_a_crash_cut_is_taken_away_by_the_next(house: House) -> None:
    heads = house.home / "heads.jsonl"
    heads.write_bytes(heads.read_bytes() + b'{"at":"2026-03-0')
    assert house.must("ledger", "verify").startswith("Good")
    house.acts(2)
    house.must("ledger", "head")
    assert house.must("ledger", "verify").startswith(f"Good: {LINES + 2} entries")


def test_a_file_that_holds_no_head_is_refused_in_one_line(house: House, tmp_path: Path) -> None:
    (tmp_path / "empty.json").write_text("")
    for name in ("empty.json", "absent.json"):
        done = house.command("ledger", "verify", "--head", str(tmp_path / name))
        assert done.returncode == 1
        assert name in done.stderr
        assert len(done.stderr.splitlines()) == 1


def outside(file: Path, head: Path) -> str:
    """What an outsider sees who has nothing but Python and the core package."""
    command = ["-m", "throughcare_core.ledger", "verify", str(file), "--head", str(head)]
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, check=False
    ).stdout

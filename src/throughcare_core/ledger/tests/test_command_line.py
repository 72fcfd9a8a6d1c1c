import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from throughcare_core.ledger import Opening, write_head, write_opening
from throughcare_core.ledger.__main__ import main

from .cast import Signer, export, ledger, salt

LEDGER = ledger(12)
DAWN = Signer()

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An export, the heads that a witness keeps, and one opening for the Ombudsperson."""
    (tmp_path / "export.jsonl").write_bytes(b"".join(export(LEDGER)))
    heads = [write_head(DAWN.sign(LEDGER[:7])), write_head(DAWN.sign(LEDGER))]
    (tmp_path / "heads.jsonl").write_bytes(b"".join(heads))
    openings = [
        Opening(3, "actor", "staff 2", salt(6)),
        Opening(3, "subjects", "person 7", salt(7)),
        Opening(9, "subjects", "person 7", salt(25)),
    ]
    (tmp_path / "openings.jsonl").write_bytes(b"".join(map(write_opening, openings)))
    return tmp_path


@pytest.fixture
def run(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(folder)

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = int(str(leaving.code))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def damage(path: Path, before: bytes, after: bytes) -> None:
    whole = path.read_bytes()
    assert before in whole
    path.write_bytes(whole.replace(before, after, 1))


def test_a_good_export_is_one_line_and_status_0(run: Run) -> None:
    status, out, err = run("verify", "export.jsonl")
    assert (status, err, out.count("\n")) == (0, "", 1)
    assert out.startswith("Good: 12 entries")
    assert "No head was given" in out


def test_it_runs_as_a_module(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["ledger", "verify", "missing.jsonl"])
    monkeypatch.delitem(sys.modules, "throughcare_core.ledger.__main__")
    with pytest.raises(SystemExit) as leaving:
        runpy.run_module("throughcare_core.ledger", run_name="__main__")
    assert leaving.value.code == 2


def test_it_runs_with_python_alone(folder: Path) -> None:
    """-I and -S: no installed package, nothing but this source and the standard library."""
    source = Path(__file__).parents[3]
    programme = (
        "import runpy, sys; sys.path.insert(0, sys.argv.pop(1)); "
        "runpy.run_module('throughcare_core.ledger', run_name='__main__')"
    )
    answer = subprocess.run(
        [sys.executable, "-I", "-S", "-c", programme, source, "verify", folder / "export.jsonl"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (answer.returncode, answer.stderr) == (0, "")
    assert answer.stdout.startswith("Good: 12 entries")


def test_a_good_export_with_heads_and_their_key(run: Run) -> None:
    arguments = ("verify", "export.jsonl", "--head", "heads.jsonl", "--key", DAWN.public.hex())
    status, out, _ = run(*arguments)
    assert status == 0
    assert "Entries 1 to 12 are those that the head was signed over" in out
    assert "was not compared" not in out


def test_a_damaged_export_is_named_by_line_with_status_1(run: Run, folder: Path) -> None:
    damage(folder / "export.jsonl", b'"rows":3', b'"rows":4')
    assert run("verify", "export.jsonl") == (
        1,
        "Bad: line 5: this line was changed: its hash does not match it\n",
        "",
    )


def test_a_cut_tail_is_found_with_the_witness_file(run: Run, folder: Path) -> None:
    (folder / "export.jsonl").write_bytes(b"".join(export(LEDGER[:8])))
    assert run("verify", "export.jsonl")[0] == 0
    status, out, _ = run("verify", "export.jsonl", "--head", "heads.jsonl")
    assert status == 1
    assert out.startswith("Bad: line 10: the tail was cut")


def test_a_head_of_a_key_that_is_not_trusted_is_bad(run: Run) -> None:
    other = Signer(1).public.hex()
    status, out, _ = run("verify", "export.jsonl", "--head", "heads.jsonl", "--key", other)
    assert status == 1
    assert "signed by a key that you do not trust" in out


def test_a_damaged_head_is_named_by_file_and_line(run: Run, folder: Path) -> None:
    damage(folder / "heads.jsonl", b'"size":12', b'"size":1 2')
    status, out, _ = run("verify", "export.jsonl", "--head", "heads.jsonl")
    assert status == 1
    assert out.startswith("Bad: heads.jsonl, line 2: ")


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("verify",),
        ("verify", "missing.jsonl"),
        ("verify", "."),
        ("verify", "export.jsonl", "--head", "missing.jsonl"),
        ("verify", "export.jsonl", "--head", "empty.jsonl"),
        ("verify", "export.jsonl", "--key", DAWN.public.hex()),
        ("verify", "export.jsonl", "--head", "heads.jsonl", "--key", "not hexadecimal"),
        ("prove", "export.jsonl", "first"),
        ("check", "export.jsonl"),
        ("open", "export.jsonl", "empty.jsonl"),
        ("close", "export.jsonl"),
    ],
)
def test_wrong_usage_is_status_2_and_says_why(
    run: Run, folder: Path, arguments: tuple[str, ...]
) -> None:
    (folder / "empty.jsonl").touch()
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert err


def test_one_line_is_proven_and_checked_without_the_export(run: Run, folder: Path) -> None:
    status, proof, _ = run("prove", "export.jsonl", "3", "--size", "7")
    assert status == 0
    (folder / "proof.jsonl").write_text(proof)
    (folder / "export.jsonl").unlink()
    arguments = ("check", "proof.jsonl", "--head", "heads.jsonl", "--key", DAWN.public.hex())
    status, out, _ = run(*arguments)
    assert (status, out.count("\n")) == (0, 1)
    assert out.startswith("Good: entry 3 is in the ledger of 7 entries")
    damage(folder / "proof.jsonl", b'"path":["', b'"path":["' + b"0" * 64 + b'","')
    status, out, _ = run(*arguments)
    assert (status, out) == (
        1,
        "Bad: entry 3 is not in the ledger that this head was signed over\n",
    )


def test_a_proof_needs_the_head_of_its_size(run: Run, folder: Path) -> None:
    (folder / "proof.jsonl").write_text(run("prove", "export.jsonl", "3", "--size", "8")[1])
    status, out, err = run("check", "proof.jsonl", "--head", "heads.jsonl")
    assert (status, out) == (2, "")
    assert "no head over 8 entries was given" in err


def test_an_entry_that_is_not_there_is_not_proven(run: Run) -> None:
    status, out, _ = run("prove", "export.jsonl", "13")
    assert status == 1
    assert out.startswith("Bad: entry 13 of a ledger of 12 entries cannot be proven")


def test_openings_are_held_against_their_commitments(run: Run, folder: Path) -> None:
    assert run("open", "export.jsonl", "openings.jsonl") == (
        0,
        "Good: the openings (3) match their commitments in the export.\n",
        "",
    )
    damage(folder / "openings.jsonl", b"person 7", b"person 8")
    assert run("open", "export.jsonl", "openings.jsonl") == (
        1,
        "Bad: an opening does not match its commitment in entry 3\n",
        "",
    )


def test_an_opening_of_an_entry_that_is_not_there_is_bad(run: Run, folder: Path) -> None:
    damage(folder / "openings.jsonl", b'"seq":9', b'"seq":99')
    assert run("open", "export.jsonl", "openings.jsonl") == (
        1,
        "Bad: the export has no entry 99\n",
        "",
    )

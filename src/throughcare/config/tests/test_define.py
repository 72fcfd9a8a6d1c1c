"""`throughcare define` answers as the reasoning alone does, and needs no data base."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare.config import cli
from throughcare_core.definitions import __main__ as core

GIRL = {
    "id": "A-1",
    "date": "2019-05-01",
    "age": 16,
    "acts": {"harbouring": "yes"},
    "purposes": {"forced_begging": "yes"},
}


@pytest.fixture
def facts(tmp_path: Path) -> str:
    path = tmp_path / "facts.json"
    path.write_text(json.dumps([GIRL, GIRL | {"id": "A-2", "age": 30}]))
    return str(path)


def ended(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    with pytest.raises(SystemExit) as leaving:
        cli.main(["define", *words])
    printed = capsys.readouterr()
    assert isinstance(leaving.value.code, int)
    return leaving.value.code, printed.out, printed.err


@pytest.mark.parametrize(
    "more",
    [
        ("--json",),
        ("--law", "un-palermo", "rs-388"),
        ("--on", "2025-01-01", "--json"),
    ],
)
def test_it_says_what_the_reasoning_alone_says(
    facts: str, more: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert core.main([facts, *more]) == 0
    alone = capsys.readouterr().out
    assert ended(capsys, facts, *more) == (0, alone, "")


def test_it_explains_a_law(capsys: pytest.CaptureFixture[str]) -> None:
    assert core.main(["--explain", "md-165"]) == 0
    alone = capsys.readouterr().out
    assert ended(capsys, "--explain", "md-165") == (0, alone, "")


def test_what_cannot_be_read_is_one_line_and_status_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "bad.json").write_text('[{"id": "A",\n "age": "sixteen"}]')
    status, out, err = ended(capsys, str(tmp_path / "bad.json"))
    assert (status, out) == (2, "")
    assert err.startswith("bad.json, line 2: An age is a whole number of years")
    assert "sixteen" not in err


def test_it_runs_where_there_is_no_data_base(facts: str, tmp_path: Path) -> None:
    nowhere = {
        "DATABASE_URL": "postgres://nobody@127.0.0.1:1/nothing",
        "THROUGHCARE_HOME": str(tmp_path / "home"),
        "THROUGHCARE_KEYS": str(tmp_path / "keys"),
    }
    told = subprocess.run(
        [sys.executable, "-m", "throughcare.config.cli", "define", facts, "--json"],
        env=os.environ | nowhere,
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(json.loads(told.stdout)) > 20

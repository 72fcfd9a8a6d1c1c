"""The command line reads, checks and uses sets with nothing but Python."""

import json
import runpy
import sys
from pathlib import Path

import pytest

from throughcare_core.indicators.__main__ import main
from throughcare_core.indicators.tests.test_reading import FILE

OWN_PRACTICE = "From an agency's own practice: nobody has tested how well it tells."


@pytest.fixture
def lotus(tmp_path: Path) -> Path:
    path = tmp_path / "lotus.toml"
    path.write_text(FILE, "utf-8")
    return path


def answers(tmp_path: Path, content: object) -> str:
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(content), "utf-8")
    return str(path)


def printed(capsys: pytest.CaptureFixture[str]) -> list[str]:
    return capsys.readouterr().out.splitlines()


def test_the_sets_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    lines = printed(capsys)
    assert len(lines) == 3
    assert lines[0].split()[:3] == ["ilo-adults-labour", "2009-09", "adults"]


def test_a_set_is_shown_as_a_table_with_its_source(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ilo-adults-labour"]) == 0
    lines = printed(capsys)
    assert lines[0] == "Adults, labour exploitation (ilo-adults-labour, version 2009-09)"
    assert "WCMS_105023" in lines[2]
    assert lines[2].endswith("hold it against the source itself.")
    assert lines[3].startswith("Note: Weights were read in secondary sources")
    assert sum(line.startswith("  strong") for line in lines) == 7
    assert sum(line.startswith(("  strong", "  medium", "  weak")) for line in lines) == 67
    assert lines[-2].startswith("Patterns: Means and exploitation. From general knowledge")


def test_a_file_is_shown_too(capsys: pytest.CaptureFixture[str], lotus: Path) -> None:
    assert main(["show", str(lotus)]) == 0
    lines = printed(capsys)
    assert "Freedom (rule: any two)" in lines
    assert not any(line.startswith("Note:") for line in lines)
    assert any(line.startswith("  sign    locked_in ") for line in lines)
    assert lines[-1] == "  Signs about freedom and about money"


def test_a_set_without_a_person_rule_shows_no_patterns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["show", "ilo-forced-labour"]) == 0
    assert not any(line.startswith("Patterns") for line in printed(capsys))


def test_files_are_checked_and_every_fault_has_its_line(
    capsys: pytest.CaptureFixture[str], lotus: Path, tmp_path: Path
) -> None:
    assert main(["check", str(lotus)]) == 0
    assert printed(capsys) == [f"{lotus}: taken, First days (version 1)"]
    bad = tmp_path / "bad.toml"
    bad.write_text(FILE.replace("not paid", "a foreigner").replace('"debt",', '"dept",'), "utf-8")
    assert main(["check", str(bad), str(lotus)]) == 1
    lines = printed(capsys)
    assert lines[0].startswith(f"{bad}, line 25: “dept” is not known here")
    assert lines[1].startswith(f"{bad}, line 26: “foreigner” tells who a person is")
    assert lines[2] == f"{lotus}: taken, First days (version 1)"


def test_answers_are_weighed_in_sentences(
    capsys: pytest.CaptureFixture[str], lotus: Path, tmp_path: Path
) -> None:
    said = [
        {"indicator": "locked_in", "answer": "yes"},
        {"indicator": "papers_kept", "answer": "yes", "by": "document"},
        {"indicator": "debt", "answer": "refused"},
        {"indicator": "debt", "answer": "no", "by": "employer"},
        {"indicator": "debt", "answer": "unknown", "by": "companion"},
        {"indicator": "no_pay", "answer": "unknown"},
    ]
    assert main(["weigh", str(lotus), answers(tmp_path, said)]) == 0
    assert printed(capsys) == [
        "This is a working document. It decides nothing, and never that somebody is not a victim.",
        "Positive: Freedom, by two signs: locked_in, papers_kept.",
        "Open: Money. Not known: debt, no_pay.",
        "Asked, and not known: no_pay.",
        "The person would not say; nothing follows from that: debt.",
        "Beside stands, and closes nothing: employer says no to debt.",
        "Beside stands, and closes nothing: companion says nothing that counts to debt.",
        f"Caution, the set lotus: {OWN_PRACTICE}",
        f"Caution, the dimension rule “any two”: {OWN_PRACTICE}",
        f"Caution, the person rule own: {OWN_PRACTICE}",
        "Caution, the set lotus: Nobody has yet read its lines for signs about who a person is: "
        "let two people do so.",
    ]


def test_patterns_and_what_was_seen_so_far_are_told(
    capsys: pytest.CaptureFixture[str], lotus: Path, tmp_path: Path
) -> None:
    every = dict.fromkeys(["locked_in", "papers_kept", "debt", "no_pay"], "yes")
    main(["weigh", str(lotus), answers(tmp_path, every)])
    assert "Seen together: Signs about freedom and about money." in printed(capsys)
    main(["weigh", str(lotus), answers(tmp_path, {"debt": "yes"})])
    lines = printed(capsys)
    assert "Open: Money. Seen so far: debt. Not known: no_pay." in lines
    assert "Not asked: locked_in, papers_kept, no_pay." in lines
    assert not any(line.startswith("Seen together") for line in lines)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"debt": "maybe"}', "Answer 1: write the answer as one of"),
        ('{"dept": "yes"}', "Answer 1 is about an indicator that the set lotus 1 does not have"),
        ("{", "answers.json: this is not JSON: "),
    ],
)
def test_answers_that_cannot_be_read_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], lotus: Path, tmp_path: Path, content: str, says: str
) -> None:
    path = tmp_path / "answers.json"
    path.write_text(content, "utf-8")
    assert main(["weigh", str(lotus), str(path)]) == 1
    error = capsys.readouterr().err
    assert says in error
    assert error.count("\n") == 1


def test_a_file_that_is_not_there_or_is_no_text_is_refused(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["show", str(tmp_path / "none.toml")]) == 2
    assert capsys.readouterr().err.endswith("none.toml: No such file or directory\n")
    odd = tmp_path / "odd.toml"
    odd.write_bytes(b"\xff\xfe")
    assert main(["check", str(odd)]) == 1
    assert "save it as one" in capsys.readouterr().err


def test_it_runs_as_a_module(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["indicators", "list"])
    monkeypatch.delitem(sys.modules, "throughcare_core.indicators.__main__")
    with pytest.raises(SystemExit) as done:
        runpy.run_module("throughcare_core.indicators", run_name="__main__")
    assert done.value.code == 0
    assert len(printed(capsys)) == 3

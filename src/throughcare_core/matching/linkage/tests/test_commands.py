"""The commands on files: what they write, what they say, and what they refuse without harm."""

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from throughcare_core.matching.linkage.__main__ import COMMANDS, main, parser_of
from throughcare_core.matching.linkage.tests.cast import (
    csv_lines,
    lotus_shelter,
    other_ngo,
    truth,
)

SCHEMA = """
id = "id"
turned = [["given_name", "family_name"]]
salts = ["year birth_date", "initials given_name family_name", "whole phone"]
[attributes]
given_name = "name"
family_name = "name"
birth_date = "date"
place = "words"
phone = "long number"
sex = "code"
"""


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with two lists, a schema and a key."""
    folder = tmp_path / "desk"
    folder.mkdir()
    monkeypatch.chdir(folder)
    Path("a.csv").write_text("".join(csv_lines(lotus_shelter(300))), encoding="utf-8")
    Path("b.csv").write_text("".join(csv_lines(other_ngo(300))), encoding="utf-8")
    Path("s.toml").write_text(SCHEMA, encoding="utf-8")
    Path("k").write_text("5a" * 32 + "\n")
    return folder


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with two lists and much that does not fit to them."""
    folder = tmp_path_factory.mktemp("spoilt")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        Path("a.csv").write_text("".join(csv_lines(lotus_shelter(20))), encoding="utf-8")
        Path("b.csv").write_text("".join(csv_lines(other_ngo(20))), encoding="utf-8")
        Path("s.toml").write_text(SCHEMA, encoding="utf-8")
        Path("few.toml").write_text("[attributes]\nbirth_date = 'date'")
        Path("short").write_text("abc")
        Path("k").write_text("5a" * 32)
        Path("other").write_text("a5" * 32)
        Path("links.csv").write_text("what was here before")
        run("encode a.csv --schema s.toml --key-file k --out a.tcf")
        run("encode b.csv --schema s.toml --key-file other --out other.tcf")
        run("encode b.csv --schema s.toml --key-file k --epoch 2 --out later.tcf")
        Path("cut.tcf").write_bytes(Path("a.tcf").read_bytes()[:-50])
    return folder


def run(words: str) -> int:
    return main(words.split())


def links(name: str = "links.csv") -> list[dict[str, str]]:
    with Path(name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def found(name: str = "links.csv") -> set[tuple[str, str]]:
    return {(link["id_a"], link["id_b"]) for link in links(name)}


def test_two_lists_are_matched(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("match a.csv b.csv --schema s.toml --out links.csv") == 0
    assert len(found() & truth(300)) >= 147
    assert len(found()) <= 153
    best = links()[0]
    assert list(best) == ["id_a", "id_b", "probability", "explanation"]
    assert 0.5 <= float(links()[-1]["probability"]) <= float(best["probability"]) <= 1
    assert "the same" in best["explanation"]
    assert "% of them right" in capsys.readouterr().out


def test_a_list_is_matched_with_itself(desk: Path) -> None:
    twice = csv_lines(lotus_shelter(300)) + csv_lines(other_ngo(300))[1:40]
    Path("twice.csv").write_text("".join(twice), encoding="utf-8")
    assert run("match twice.csv --schema s.toml --out links.csv") == 0
    assert len(found() & {(f"L{at}", f"N{at}") for at in range(39)}) >= 37
    assert run("match twice.csv --schema s.toml --whole-groups --out whole.csv") == 0
    assert found() <= found("whole.csv")


def test_files_are_encoded_and_linked_by_somebody_without_the_key(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in "ab":
        assert run(f"encode {name}.csv --schema s.toml --key-file k --out {name}.tcf") == 0
    Path("k").unlink()
    for name in "ab":
        Path(f"{name}.csv").unlink()
    assert run("link a.tcf b.tcf --out links.csv") == 0
    assert len(found() & truth(300)) >= 142
    assert len(found()) <= 158
    assert "decoys are encoded in a.tcf" in capsys.readouterr().out


def test_who_stands_twice_in_an_encoded_list_is_found(desk: Path) -> None:
    twice = csv_lines(lotus_shelter(300)) + csv_lines(other_ngo(300))[1:101]
    Path("twice.csv").write_text("".join(twice), encoding="utf-8")
    assert run("encode twice.csv --schema s.toml --key-file k --out twice.tcf") == 0
    assert run("link twice.tcf --out links.csv") == 0
    pairs = {tuple(sorted(pair)) for pair in found()}
    assert len(pairs & {(f"L{at}", f"N{at}") for at in range(100)}) >= 93
    assert len(pairs) == len(found()) <= 106


def test_three_lists_are_linked_two_by_two(desk: Path) -> None:
    Path("c.csv").write_text("".join(csv_lines(lotus_shelter(80))), encoding="utf-8")
    for name in "abc":
        assert run(f"encode {name}.csv --schema s.toml --key-file k --out {name}.tcf") == 0
    assert run("link a.tcf b.tcf c.tcf --out links.csv") == 0
    lists = {(link["list_a"], link["list_b"]) for link in links()}
    assert lists == {("a.tcf", "b.tcf"), ("a.tcf", "c.tcf"), ("b.tcf", "c.tcf")}


def test_an_id_of_another_list_becomes_no_formula(desk: Path) -> None:
    head, *rows = csv_lines(other_ngo(300))
    Path("b.csv").write_text(head + "".join(f"={row}" for row in rows), encoding="utf-8")
    assert run("match a.csv b.csv --schema s.toml --out links.csv") == 0
    assert found()
    assert {link["id_b"][:3] for link in links()} == {"'=N"}


def test_one_to_one_and_a_precision_can_be_asked_for(desk: Path) -> None:
    assert run("match a.csv b.csv --schema s.toml --one-to-one --out links.csv") == 0
    firsts = [link["id_a"] for link in links()]
    assert len(set(firsts)) == len(firsts)
    assert run("match a.csv b.csv --schema s.toml --precision 1 --out sure.csv") == 0
    assert found("sure.csv") <= found() or len(found("sure.csv")) < len(firsts)


def test_a_new_key_is_long_enough_private_and_never_written_over(desk: Path) -> None:
    assert run("keyfile new") == 0
    key = Path("new").read_text()
    assert len(bytes.fromhex(key)) == 32
    assert Path("new").stat().st_mode & 0o077 == 0
    assert run("keyfile new") == 2
    assert Path("new").read_text() == key


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("match a.csv b.csv --schema nobody --out links.csv", "no ready schema 'nobody'"),
        ("match a.csv b.csv --schema gone.toml --out links.csv", "gone.toml: No such file"),
        ("match a.csv gone.csv --schema s.toml --out links.csv", "gone.csv: No such file"),
        ("match a.csv b.csv --schema febrl --out links.csv", "lacks the columns"),
        ("match a.csv b.csv --schema s.toml --out a.csv", "give another one to write to"),
        ("match a.csv b.csv --schema s.toml --out gone/links.csv", "No such file"),
        ("match k --schema s.toml --out links.csv", "k lacks the columns"),
        ("match . --schema s.toml --out links.csv", "Is a directory"),
        ("encode a.csv --schema s.toml --key-file gone --out links.csv", "gone: No such file"),
        ("encode a.csv --schema s.toml --key-file short --out links.csv", "too short for a key"),
        ("encode a.csv --schema few.toml --key-file k --out links.csv", "at least 4 attributes"),
        ("link a.csv b.csv --out links.csv", "a.csv is not an encoding file"),
        ("link a.tcf a.tcf --out links.csv", "Give it alone"),
        ("link a.tcf cut.tcf --out links.csv", "cut.tcf was cut short or altered"),
        ("link a.tcf other.tcf --out links.csv", "made with different keys"),
        ("link a.tcf later.tcf --out links.csv", "one is of epoch '1', the other of '2'"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_line_and_nothing_is_lost(
    words: str,
    says: str,
    spoilt: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(spoilt)
    before = {path.name: path.read_bytes() for path in spoilt.iterdir()}
    capsys.readouterr()
    assert run(words) == 2
    printed = capsys.readouterr()
    assert says in printed.err
    assert len(printed.err.splitlines()) == 1
    assert printed.out == ""
    assert {path.name: path.read_bytes() for path in spoilt.iterdir()} == before


@pytest.mark.parametrize("option", ["--flips 2", "--decoys many", "--flips -1"])
def test_a_share_that_is_none_is_refused_with_the_usage(option: str, desk: Path) -> None:
    with pytest.raises(SystemExit) as ended:
        run(f"encode a.csv --schema s.toml --key-file k --out a.tcf {option}")
    assert ended.value.code == 2


def test_too_many_flips_are_said_in_one_line(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run("encode a.csv --schema s.toml --key-file k --out a.tcf --flips 0.9") == 2
    assert "half of the bits" in capsys.readouterr().err


def test_records_that_hold_too_little_are_counted(
    desk: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with Path("a.csv").open("a") as file:
        file.write("Z1,Olena,,,,,\n")
    assert run("encode a.csv --schema s.toml --key-file k --out a.tcf") == 0
    assert "Left out: 1 records" in capsys.readouterr().out


@pytest.mark.parametrize(("words", "status"), [("", 0), ("--help", 0), ("nonsense", 2)])
def test_without_a_command_it_says_what_there_is(
    words: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(words) == status
    printed = capsys.readouterr().out
    assert all(f" {name} " in printed for name in COMMANDS)


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_its_own_words(name: str) -> None:
    assert f"throughcare {name}" in parser_of(name).format_help()


def test_the_commands_need_neither_django_nor_a_data_base(desk: Path) -> None:
    code = (
        "import sys\n"
        "from throughcare.config.cli import main\n"
        "try:\n"
        "    main('match a.csv b.csv --schema s.toml --out links.csv'.split())\n"
        "finally:\n"
        "    assert not [name for name in sys.modules if name.startswith('django')]\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert len(found()) > 140

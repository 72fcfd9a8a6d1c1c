"""The command: the same words in, the same findings out, with and without the platform."""

import json
import os
import runpy
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from throughcare_core.definitions import answer, assess, laws
from throughcare_core.definitions.__main__ import main
from throughcare_core.definitions.command import CLOSING

from .vignettes import facts, vignettes

Run = Callable[..., tuple[int, str, str]]

GIRL = facts(
    date="2019-05-01", age=16, acts=["harbouring"], purposes=["forced_labour"], consented="yes"
) | {"id": "A-1"}
MAN = facts(date="2024-08-01", age=30, acts=["transfer"], means=["force"]) | {"id": "A-2"}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.chdir(tmp_path)
    Path("facts.json").write_text(json.dumps([GIRL, MAN]))

    def command(*arguments: str) -> tuple[int, str, str]:
        try:
            status = main(arguments)
        except SystemExit as leaving:
            status = int(str(leaving.code))
        printed = capsys.readouterr()
        return status, printed.out, printed.err

    return command


def answers(out: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(out)
    return found


def test_every_case_is_answered_under_every_law_as_in_a_notebook(run: Run) -> None:
    status, out, err = run("facts.json", "--json")
    assert (status, err) == (0, "")
    assert answers(out) == [answer(assess(case, law)) for case in (GIRL, MAN) for law in laws()]


def test_one_object_alone_is_answered_with_a_list(run: Run) -> None:
    Path("one.json").write_text(json.dumps(GIRL))
    (given,) = answers(run("one.json", "--law", "un-palermo", "--json")[1])
    assert (given["id"], given["finding"]) == ("A-1", "met")


def test_an_empty_list_is_answered_with_an_empty_list(run: Run) -> None:
    Path("none.json").write_text("[]")
    assert run("none.json", "--json") == (0, "[]\n", "")


def test_the_laws_are_chosen_once_or_several_times_and_before_the_file_too(run: Run) -> None:
    wanted = ["np-4-1", "br-149a"]
    for arguments in (
        ("facts.json", "--law", *wanted),
        ("facts.json", "--law", "np-4-1", "--law", "br-149a"),
        ("--law", *wanted, "facts.json"),
    ):
        given = answers(run(*arguments, "--json")[1])
        assert [each["law"] for each in given] == wanted * 2


def test_another_day_takes_the_place_of_the_day_of_the_act(run: Run) -> None:
    arguments = ("facts.json", "--law", "eu-2011-36", "--json")
    assert [each["version"] for each in answers(run(*arguments)[1])] == ["2011", "2024"]
    later = answers(run(*arguments, "--on", "2025-01-01")[1])
    assert [(each["version"], each["on"]) for each in later] == [("2024", "2025-01-01")] * 2


def test_for_a_reader_each_case_has_its_findings_with_reasons(run: Run) -> None:
    status, out, _err = run("facts.json", "--law", "un-palermo", "br-149a")
    assert status == 0
    assert "A-1  2019-05-01\n" in out
    assert "  un-palermo (2000): MET  [act met, means not needed, purpose met]\n" in out
    assert "      Means: not needed, the person is a child (art. 3(c)).\n" in out
    assert "      Would settle it: Means (article 149-A): any of force" in out
    assert "      Uncertain line: [G] means (deception): Deception, read" in out
    assert CLOSING in out
    assert out.endswith("Verified by no local lawyer: un-palermo, br-149a.\n")
    assert max(map(len, out.replace(CLOSING, "").splitlines())) <= 100


def test_a_day_that_is_not_known_and_a_law_that_is_not_held_are_said(run: Run) -> None:
    Path("one.json").write_text('{"id": "A"}')
    assert "A  day of the act not known\n" in run("one.json", "--law", "un-palermo")[1]
    assert "sl-2022 (none held): UNKNOWN" in run("facts.json", "--law", "sl-2022")[1]


def test_a_law_is_printed_as_a_table_with_its_sources(run: Run) -> None:
    status, out, _err = run("--explain", "us-mn-sex")
    assert status == 0
    lines = out.splitlines()
    assert lines[0].startswith("us-mn-sex  Minnesota, Statutes 609.321 subd. 7a")
    assert lines[1] == "Version 2005, from 2005-08-01 on. No local lawyer has verified it."
    assert lines[2].startswith("Certainty: S the text was read; S2 a secondary source; G to be")
    assert lines[3] == ""
    assert lines[4].split() == ["Part", "What", "the", "law", "says", "Source"]
    assert "Way: subdivision 7a" in lines
    row = next(line for line in lines if line.startswith("means needed: adults"))
    assert "By any means: none is needed, at any age." in row
    assert "  S    Minn. Stat. 609.321" in row
    assert max(map(len, lines)) <= 112
    assert not any(line != line.rstrip() for line in lines)


def test_every_line_of_every_law_is_printed(run: Run) -> None:
    for code, law in laws().items():
        out = run("--explain", code)[1]
        for version in law.versions:
            assert f"Version {version.version}, from {version.valid_from}" in out
            said = " ".join(out.split())
            for _way, line in version.lines():
                assert line.says.split()[0] in said
                assert line.source.split()[0] in said


def test_a_law_is_printed_as_it_stood_on_a_day(run: Run) -> None:
    out = run("--explain", "eu-2011-36", "--on", "2020-01-01")[1]
    assert "Version 2011, from 2011-04-15 to 2024-07-13." in out
    assert "Version 2024" not in out
    status, out, err = run("--explain", "eu-2011-36", "--on", "2001-01-01")
    assert (status, out) == (2, "")
    assert err == (
        "No version of eu-2011-36 that was in force on 2001-01-01 is held here; the first begins "
        "on 2011-04-15.\n"
    )


def test_a_law_that_a_lawyer_verified_says_so(run: Run, tmp_path: Path) -> None:
    text = Path(__file__).parents[1].joinpath("laws", "np-4-1.2007.toml").read_text()
    text = text.replace('"np-4-1"', '"xa-4"').replace(
        'verified_on = ""', "verified_on = 2026-01-02"
    )
    (tmp_path / "xa-4.toml").write_text(text.replace('"nobody"', '"A. Judge"'))
    folder = ("--laws", str(tmp_path))
    assert "Verified on 2026-01-02 by A. Judge." in run("--explain", "xa-4", *folder)[1]
    given = answers(run("facts.json", "--law", "xa-4", "--json", *folder)[1])
    assert given[0]["verified_on"] == "2026-01-02"
    out = run("facts.json", "--law", "xa-4", *folder)[1]
    assert "Verified by no local lawyer" not in out


def test_files_that_cannot_be_read_are_refused_whole(run: Run) -> None:
    Path("bad.json").write_text(
        '[{"id": "A"},\n{"id": "B", "acts": {"harboring": "yes"}},\n{"age": 3}]'
    )
    for more in ((), ("--json",)):
        status, out, err = run("bad.json", *more)
        assert (status, out) == (2, "")
        assert err.splitlines() == [
            "bad.json, line 2: This is no code of the list “act”. Did you mean harbouring?",
            "bad.json, line 3: Give the case an id of your own, a text in quotation marks: "
            '{"id": "A-1", …}.',
            "Nothing was assessed.",
        ]


def test_contradictory_dates_are_refused_with_their_line(run: Run) -> None:
    Path("bad.json").write_text(
        '{"id": "A", "date": "2019-05-01",\n "statements": [{"said_by": "person",\n'
        '  "about": "means.force", "says": "yes",\n  "on": "2018-01-01"}]}'
    )
    status, _out, err = run("bad.json")
    assert status == 2
    assert err.startswith("bad.json, line 4: The dates contradict each other")


def test_a_file_that_breaks_off_is_refused(run: Run) -> None:
    Path("bad.json").write_text('[{"id": "A", "age": "x"},\n{"id": ')
    assert run("bad.json")[2].splitlines() == [
        "bad.json, line 1: An age is a whole number of years from 0 to 120, or null where it is "
        "not known.",
        "bad.json, line 2: This is not JSON: Expecting value.",
        "Nothing was assessed.",
    ]


def test_of_very_many_refusals_the_first_are_shown(run: Run) -> None:
    Path("bad.json").write_text("[" + ",\n".join(['{"age": 3}'] * 50) + "]")
    lines = run("bad.json")[2].splitlines()
    assert len(lines) == 22
    assert lines[19].startswith("bad.json, line 20: ")
    assert lines[20:] == ["There may be more: mend these first.", "Nothing was assessed."]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Name the file of facts: define FACTS.json."),
        (("--law", "un-palermo"), "Name the file of facts"),
        (("--law", "nowhere.json"), "Name the file of facts"),
        (("nowhere.json",), "nowhere.json: No such file or directory."),
        (("facts.json", "--law", "un-palerno"), "There is no law un-palerno. Did you mean un-pal"),
        (("--explain", "un-palerno"), "There is no law un-palerno."),
        (("facts.json", "--laws", "nowhere"), "nowhere: No such file or directory."),
        (("facts.json", "--on", "1 May"), "give a day as year-month-day"),
        (("facts.json", "--on", "2019-02-30"), "give a day as year-month-day"),
        (("facts.json", "--lawz"), "unrecognized arguments"),
    ],
)
def test_what_cannot_be_done_is_said_with_status_2(
    run: Run, arguments: tuple[str, ...], said: str
) -> None:
    status, out, err = run(*arguments)
    assert (status, out) == (2, "")
    assert said in err


def test_a_dispute_about_a_law_that_is_not_held_is_refused(run: Run) -> None:
    mark = {"element": "means", "by": "deciding_authority", "law": "xx"}
    Path("bad.json").write_text(json.dumps(GIRL | {"disputed": [mark]}))
    assert "the code of one law held here" in run("bad.json")[2]


def test_a_file_that_is_no_text_is_refused(run: Run) -> None:
    Path("bad.json").write_bytes('[{"id": "é"}]'.encode("latin-1"))
    assert run("bad.json") == (2, "", "bad.json: save the file as UTF-8.\n")


def test_a_typo_in_a_law_file_is_refused_with_file_and_line(run: Run, tmp_path: Path) -> None:
    text = Path(__file__).parents[1].joinpath("laws", "np-4-1.2007.toml").read_text()
    (tmp_path / "own.toml").write_text(text.replace('"purchase"', '"purchace"'))
    status, out, err = run("facts.json", "--laws", str(tmp_path))
    line = next(n for n, row in enumerate(text.splitlines(), 1) if '"purchase"' in row)
    assert (status, out) == (2, "")
    assert err == (
        f"own.toml, line {line}: codes: “purchace” is not known. Did you mean purchase?\n"
    )


def test_the_schema_is_printed(run: Run) -> None:
    status, out, _err = run("--schema")
    assert status == 0
    assert json.loads(out)["$defs"]["case"]["required"] == ["id"]


def test_a_pipe_is_read_too(tmp_path: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-m", "throughcare_core.definitions", "/dev/stdin", "--json"],
        input=json.dumps(GIRL),
        capture_output=True,
        text=True,
        check=True,
    )
    assert len(answers(told.stdout)) == len(laws())


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    (tmp_path / "many.json").write_text(json.dumps([GIRL] * 500))
    command = f"{sys.executable} -m throughcare_core.definitions many.json --json | head -1"
    told = subprocess.run(command, shell=True, cwd=tmp_path, capture_output=True, text=True)
    assert told.stdout.startswith("[{")
    assert told.stderr == ""


def test_a_broken_pipe_is_status_1(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    turned: list[int] = []
    monkeypatch.setattr(os, "dup2", lambda _new, old: turned.append(old))

    class Gone:
        def write(self, _text: str) -> int:
            raise BrokenPipeError

        def fileno(self) -> int:
            return 7

    monkeypatch.setattr(sys, "stdout", Gone())
    assert main(["facts.json"]) == 1
    assert turned == [7]


def test_it_runs_as_a_module(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["definitions", "--explain", "np-4-1"])
    with pytest.raises(SystemExit) as leaving:
        runpy.run_module("throughcare_core.definitions", run_name="__main__")
    assert leaving.value.code == 0


def test_it_needs_neither_django_nor_the_platform(tmp_path: Path) -> None:
    code = (
        "import sys; from throughcare_core.definitions.__main__ import main;"
        "main(['--explain', 'np-4-1']);"
        "print([name for name in sys.modules if name.split('.')[0] in ('django', 'throughcare')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert told.stdout.endswith("[]\n")


def test_the_vignettes_are_answered_alike_from_a_file(run: Run) -> None:
    cases = [vignette.facts | {"id": str(n)} for n, vignette in enumerate(vignettes())]
    Path("vignettes.json").write_text(json.dumps(cases))
    given = answers(run("vignettes.json", "--json")[1])
    found = {(int(each["id"]), each["law"]): each["finding"] for each in given}
    for n, vignette in enumerate(vignettes()):
        assert {law: found[n, law] for law in vignette.expected} == vignette.expected

"""`throughcare import htcds` and `throughcare export htcds`."""

import json
import stat
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from throughcare.agencies.models import Agency, StaffDuty
from throughcare.agencies.tests.factories import NOON
from throughcare.audit.models import Line
from throughcare.cases.models import CaseFile
from throughcare.exchange.tests.invented import filled, invented_rows, values_in
from throughcare.exchange.tests.test_services import AMINA, BAD
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cases.xlsx"
    path.write_bytes(filled("plain.xlsx", invented_rows(4)))
    return path


@pytest.fixture
def bad_file(tmp_path: Path) -> Path:
    path = tmp_path / "bad.json"
    path.write_text(json.dumps([AMINA, BAD]))
    return path


def run(command: str, *words: object) -> str:
    out = StringIO()
    call_command(command, *map(str, words), stdout=out)
    return out.getvalue()


def test_a_file_goes_in_and_comes_out_at_the_console(
    dana: Actor, file: Path, tmp_path: Path
) -> None:
    assert "Taken over: 4" in run("import_htcds", file, "--agency", "DH")
    line = Line.objects.get(code="exchange.imported")
    assert json.loads(line.entry)["via"] == "console"
    out = tmp_path / "out.xlsx"
    assert "4" in run("export_htcds", "--agency", "DH", "--out", out)
    assert values_in(out.read_bytes()) == values_in(file.read_bytes())
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    again = json.loads(run("import_htcds", out, "--agency", "DH", "--json"))
    assert (again["taken"], again["known"]) == (0, 4)


def test_a_dry_run_changes_nothing(dana: Actor, file: Path) -> None:
    said = run("import_htcds", file, "--agency", "DH", "--dry-run")
    assert "Nothing was changed. New: 4" in said
    assert not CaseFile.objects.exists()


def test_problems_are_printed_and_the_exit_code_says_so(
    dana: Actor, bad_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("import_htcds", str(bad_file), "--agency", "DH", stdout=out)
    assert exit_.value.code == 1
    assert "too far back" in out.getvalue()
    assert "Nothing was changed" in out.getvalue()
    assert "Sokha" not in out.getvalue()
    assert not CaseFile.objects.exists()
    assert "left out: 1" in run("import_htcds", bad_file, "--agency", "DH", "--skip-bad-rows")


def test_the_report_in_json_is_for_other_programs(dana: Actor, bad_file: Path) -> None:
    said: dict[str, Any] = json.loads(
        run("import_htcds", bad_file, "--agency", "DH", "--json", "--skip-bad-rows")
    )
    assert (said["rows"], said["taken"], said["skipped"]) == (2, 1, 1)
    assert said["problems"][0]["row"] == 2


def test_without_a_name_a_demonstration_agency_lends_its_data_officer(
    dana: Actor, file: Path
) -> None:
    assert "Taken over: 4" in run("import_htcds", file)
    assert CaseFile.objects.filter(agency=dana.agency).count() == 4


def test_elsewhere_somebody_must_be_named(dana: Actor, file: Path, tmp_path: Path) -> None:
    Agency.objects.update(is_demonstration=False)
    with pytest.raises(CommandError, match="--as"):
        run("import_htcds", file, "--agency", "DH")
    with pytest.raises(CommandError, match="--as"):
        run("export_htcds", "--agency", "DH", "--out", tmp_path / "out.csv")
    assert not CaseFile.objects.exists()
    assert "Taken over: 4" in run("import_htcds", file, "--as", "dana@dh.example")


def test_nobody_acts_for_another_agency(dana: Actor, luis: Actor, file: Path) -> None:
    with pytest.raises(CommandError, match="does not work"):
        run("import_htcds", file, "--agency", "DH", "--as", "luis@ls.example")
    with pytest.raises(NotHere):
        run("import_htcds", file, "--agency", "NONE")
    assert not CaseFile.objects.exists()


def test_without_a_data_officer_nobody_acts(dana: Actor, file: Path) -> None:
    StaffDuty.objects.filter(staff=dana.staff).update(until=NOON)
    with pytest.raises(CommandError, match="data officer"):
        run("import_htcds", file, "--agency", "DH")


def test_a_file_that_is_not_there_is_one_clear_line(dana: Actor, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run("import_htcds", tmp_path / "nothing.xlsx", "--agency", "DH")


def test_no_file_is_overwritten_and_no_format_guessed(
    dana: Actor, file: Path, tmp_path: Path
) -> None:
    with pytest.raises(CommandError, match="exists"):
        run("export_htcds", "--agency", "DH", "--out", file)
    with pytest.raises(CommandError, match="ends in"):
        run("export_htcds", "--agency", "DH", "--out", tmp_path / "out.doc")
    with pytest.raises(CommandError, match="no such folder"):
        run("export_htcds", "--agency", "DH", "--out", tmp_path / "none" / "out.csv")
    assert not Line.objects.filter(code="exchange.exported").exists()
    run("export_htcds", "--agency", "DH", "--out", tmp_path / "out", "--format", "csv")
    assert not list(tmp_path.glob(".*.part"))

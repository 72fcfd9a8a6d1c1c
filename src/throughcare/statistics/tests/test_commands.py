"""`throughcare import ctdc`."""

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from throughcare.agencies.models import Agency
from throughcare.audit.models import Line
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.statistics.models import Source
from throughcare.statistics.tests.invented import ANNA, many_rows, packed, table


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "rows.csv.gz"
    path.write_bytes(packed(table(many_rows())))
    return path


def run(*words: object) -> str:
    out = StringIO()
    call_command("import_ctdc", *map(str, words), stdout=out)
    return out.getvalue()


def test_a_file_is_kept_at_the_console_once(cora: Actor, file: Path) -> None:
    assert "Kept: 400 rows" in run(file)
    line = Line.objects.get(code="statistics.imported")
    assert json.loads(line.entry)["via"] == "console"
    assert Source.objects.get().file == "rows.csv.gz"
    assert "are here already" in run(file)
    again = json.loads(run(file, "--json"))
    assert (again["rows"], again["taken"], again["known"]) == (400, 0, 400)


def test_a_dry_run_changes_nothing(cora: Actor, file: Path) -> None:
    assert "Nothing was changed. New: 400" in run(file, "--dry-run")
    assert not Source.objects.exists()


def test_rows_of_ones_own_are_said_to_be_so(cora: Actor, file: Path) -> None:
    run(file, "--not-published")
    source = Source.objects.get()
    assert (source.is_protected, source.file) == (False, "")


def test_problems_are_printed_by_row_and_column_and_the_exit_code_says_so(
    cora: Actor, tmp_path: Path
) -> None:
    path = tmp_path / "bad.csv"
    path.write_bytes(table([ANNA, {**ANNA, "gender": "Lotte"}]))
    out = StringIO()
    with pytest.raises(SystemExit) as exit_:
        call_command("import_ctdc", str(path), stdout=out)
    assert exit_.value.code == 1
    assert "Row 3, gender: This is none of the codes" in out.getvalue()
    assert "Nothing was changed. Rows read: 2, bad: 1." in out.getvalue()
    assert "Lotte" not in out.getvalue()
    with pytest.raises(SystemExit):
        call_command("import_ctdc", str(path), "--json", stdout=(said := StringIO()))
    report = json.loads(said.getvalue())
    assert (report["refused"], report["problems"][0]["column"]) == (True, "gender")


def test_elsewhere_somebody_must_be_named_and_have_the_duty(
    cora: Actor, stan: Actor, file: Path
) -> None:
    Agency.objects.update(is_demonstration=False)
    with pytest.raises(CommandError, match="statistician"):
        run(file)
    assert "Kept: 400" in run(file, "--as", "stan@ls.example")


def test_who_may_not_is_refused(cora: Actor, file: Path) -> None:
    from throughcare.agencies.tests.factories import other_ngo, staff

    staff(other_ngo(), "Omar", ["data_officer"])
    with pytest.raises(Refused):
        run(file, "--as", "omar@on.example")
    assert not Source.objects.exists()


def test_a_file_that_is_not_there_is_one_clear_line(cora: Actor, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "nothing.csv")

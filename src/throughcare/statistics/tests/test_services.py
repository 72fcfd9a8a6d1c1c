"""Keeping rows: counted, never taken for persons; once; in one act."""

import json
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.db.models import Sum

from throughcare.agencies.tests.factories import NOON, actor, other_ngo
from throughcare.audit.models import Line
from throughcare.cases.models import CaseFile
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.persons.models import Person
from throughcare.statistics import doors, services
from throughcare.statistics.models import ReportedRows, Source
from throughcare.statistics.services import import_ctdc, remove_source
from throughcare.statistics.tests.invented import (
    ANNA,
    EMPTY,
    headers,
    imported,
    many_rows,
    packed,
    table,
)


def test_equal_rows_are_counted_and_not_taken_for_one(cora: Actor) -> None:
    report = imported(table([ANNA, EMPTY, ANNA, ANNA]), cora)
    assert (report.rows, report.distinct, report.taken) == (4, 2, 4)
    kept = ReportedRows.objects.order_by("rows").values_list("rows", "year", "exploitation")
    assert list(kept) == [(1, None, ""), (3, 2019, ";ForcedLabour;SexualExploit;")]


def test_rows_become_nobodys_case(cora: Actor) -> None:
    imported(table(many_rows()), cora)
    assert not Person.objects.exists()
    assert not CaseFile.objects.exists()


def test_the_source_says_which_file_when_by_whom_and_its_hash(cora: Actor) -> None:
    content = table([ANNA])
    report = imported(content, cora)
    source = Source.objects.get()
    assert (source.file, source.release, source.rows) == ("rows.csv", "2021", 1)
    assert (source.staff_id, source.agency_id, source.imported_at) == (
        cora.staff,
        cora.agency,
        NOON,
    )
    assert source.sha256 == report.sha256
    from hashlib import sha256

    assert source.sha256 == sha256(content).hexdigest()


def test_the_same_content_a_second_time_changes_nothing_packed_or_not(
    cora: Actor, stan: Actor
) -> None:
    content = table(many_rows())
    assert imported(packed(content), cora).taken == 400
    lines = Line.objects.count()
    for by in (cora, stan):
        report = imported(content, by)
        assert (report.taken, report.known, report.refused) == (0, 400, False)
    assert Source.objects.count() == 1
    assert ReportedRows.objects.aggregate(all=Sum("rows"))["all"] == 400
    assert Line.objects.count() == lines


def test_an_import_is_one_act_with_one_line(cora: Actor) -> None:
    imported(table(many_rows()), cora)
    line = Line.objects.get()
    assert (line.kind, line.code) == ("act", "statistics.imported")
    (codes,) = json.loads(line.entry)["codes"]
    assert (codes["rows"], codes["release"], codes["is_protected"]) == (400, "2021", True)


def test_a_dry_run_says_what_would_be_and_changes_nothing(cora: Actor) -> None:
    report = imported(table([ANNA]), cora, dry_run=True)
    assert (report.taken, report.dry_run) == (1, True)
    assert not Source.objects.exists()
    assert not Line.objects.exists()


def test_a_file_of_2024_is_read_with_its_own_columns(cora: Actor) -> None:
    row = {"gender": "Woman", "meansThreats": "1", "traffickMonths": "25+ (2+ yrs)"}
    assert imported(table([row], "2024"), cora).release == "2024"
    kept = ReportedRows.objects.get()
    assert (kept.gender, kept.means, kept.duration) == ("Woman", ";AnyThreats;", "25+")


def test_marks_line_ends_quotes_and_semicolons_of_other_programs_are_read(cora: Actor) -> None:
    content = table([ANNA]).decode()
    written = "\ufeff" + content.replace(",", ";").replace("Female", '"Female"')
    imported(written.replace("\n", "\r\n").encode(), cora)
    assert ReportedRows.objects.get().gender == "Woman"


def test_a_row_whose_cells_are_all_empty_is_a_row_and_an_empty_line_is_none(cora: Actor) -> None:
    content = table([EMPTY]) + b"\n\n"
    assert imported(content, cora).rows == 1


def test_who_has_no_such_duty_keeps_nothing(cora: Actor) -> None:
    omar = actor(other_ngo(), "Omar", ["case_manager", "data_officer", "administrator"])
    with pytest.raises(Refused):
        imported(table([ANNA]), omar)
    assert not Source.objects.exists()
    assert imported(table([ANNA]), cora).taken == 1


def test_rows_of_ones_own_are_counted_by_ones_own_agency_alone_and_lose_their_name(
    cora: Actor, stan: Actor
) -> None:
    content = table(many_rows())
    imported(content, stan, is_protected=False)
    assert [source.file for source in doors.sources_of(stan)] == [""]
    assert list(doors.sources_of(cora)) == []
    assert imported(content, cora, is_protected=False).taken == 400
    assert doors.sources_of(cora).count() == doors.sources_of(stan).count() == 1


def test_whoever_was_a_moment_too_late_is_told_and_nothing_is_doubled(
    cora: Actor, stan: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = table(many_rows())
    imported(content, cora)
    monkeypatch.setattr(services.doors, "sources_of", lambda _by: Source.objects.none())
    with pytest.raises(Refused, match="at this moment"):
        imported(content, stan)
    assert Source.objects.count() == 1
    assert ReportedRows.objects.aggregate(all=Sum("rows"))["all"] == 400


def test_the_agency_that_imported_a_source_takes_it_out_with_all_its_rows(
    cora: Actor, stan: Actor
) -> None:
    imported(table(many_rows()), cora)
    imported(table([ANNA]), stan)
    key = Source.objects.get(rows=400).key
    remove_source(key, by=cora, at=NOON)
    assert ReportedRows.objects.aggregate(all=Sum("rows"))["all"] == 1
    line = Line.objects.get(code="statistics.source_removed")
    assert json.loads(line.entry)["codes"] == [{"release": "2021", "rows": 400}]
    assert imported(table(many_rows()), cora).taken == 400


def test_nobody_else_takes_a_source_out(cora: Actor, stan: Actor) -> None:
    imported(table([ANNA]), cora)
    key = Source.objects.get().key
    omar = actor(other_ngo(), "Omar", ["administrator"])
    for by, refusal in ((stan, NotHere), (omar, Refused)):
        with pytest.raises(refusal):
            remove_source(key, by=by, at=NOON)
    assert Source.objects.count() == 1
    remove_source(key, by=cora, at=NOON)
    assert not Source.objects.exists()


def test_the_data_base_keeps_no_rows_that_stand_for_none(cora: Actor) -> None:
    imported(table([ANNA]), cora)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReportedRows.objects.update(rows=0)


def test_rows_with_everything_fit(cora: Actor) -> None:
    for release in ("2021", "2024"):
        full = {
            name: "1" for name in headers(release) if name.startswith(("means", "is", "ty", "rec"))
        }
        assert imported(table([full], release), cora).taken == 1
    longest = ReportedRows.objects.order_by("-source__release").last()
    assert longest is not None
    assert longest.means.count(";") == 16


def test_a_long_name_is_cut(cora: Actor) -> None:
    import_ctdc(BytesIO(table([ANNA])), "x" * 300 + ".csv", by=cora, at=NOON)
    assert Source.objects.get().file.endswith(".csv")

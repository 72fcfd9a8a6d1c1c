"""Whatever is wrong with a file, it is said in plain words and where, and nothing is changed."""

import tracemalloc

import pytest

from throughcare.audit.models import Line
from throughcare.kernel.actors import Actor
from throughcare.statistics.models import ReportedRows, Source
from throughcare.statistics.queries import plain_words
from throughcare.statistics.tests.broken import BROKEN
from throughcare.statistics.tests.invented import ANNA, imported, packed, table


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_in_plain_words_and_changes_nothing(
    kind: str, cora: Actor
) -> None:
    broken = BROKEN[kind]()
    report = imported(broken.content, cora)
    assert (report.refused, report.taken, report.known) == (True, 0, 0)
    first = report.problems[0]
    assert broken.says in plain_words(first.reason)
    assert "%(" not in plain_words(first.reason)
    if broken.row:
        assert first.row == broken.row
    if broken.column:
        assert first.column == broken.column
    assert not Source.objects.exists()
    assert not ReportedRows.objects.exists()
    assert not Line.objects.exists()


@pytest.mark.parametrize("kind", ["an unknown code", "one column too many", "a million rows"])
def test_no_report_repeats_what_stands_in_a_file(kind: str, cora: Actor) -> None:
    report = imported(BROKEN[kind]().content, cora)
    said = " ".join(f"{each.column} {plain_words(each.reason)}" for each in report.problems)
    assert "Lotte" not in said
    assert "Name of the person" not in said


def test_every_wrong_cell_is_named_and_every_bad_row_is_counted(cora: Actor) -> None:
    wrong = {**ANNA, "gender": "3", "isForcedLabour": "0"}
    report = imported(table([ANNA, wrong, wrong, {**ANNA, "ageBroad": "?"}]), cora)
    assert [(each.row, each.column) for each in report.problems] == [
        (3, "gender"),
        (3, "isForcedLabour"),
        (5, "ageBroad"),
    ]
    assert (report.rows, report.bad) == (4, 3)


def test_very_many_problems_are_counted_and_the_first_thousand_listed(cora: Actor) -> None:
    rows = [{"gender": f"x{number}"} for number in range(1_500)]
    report = imported(table(rows), cora)
    assert (len(report.problems), report.bad) == (1_000, 1_500)


def test_as_many_rows_as_allowed_are_taken_and_not_one_more(
    cora: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughcare.statistics.adapters.MOST_ROWS", 3)
    assert imported(table([ANNA] * 4), cora).problems[0].row == 5
    assert imported(table([ANNA] * 3), cora).taken == 3


def test_a_large_file_is_refused_unpacked_too(cora: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    content = table([ANNA] * 3)
    monkeypatch.setattr("throughcare.statistics.adapters.MOST_BYTES", len(content) - 1)
    assert imported(content, cora).refused
    monkeypatch.setattr("throughcare.statistics.adapters.MOST_BYTES", len(content))
    assert imported(content, cora).taken == 3


def test_a_bomb_is_put_down_before_it_unpacks(cora: Actor) -> None:
    bomb = packed(table([ANNA]) + (b"0" * 999 + b"\n") * 200_000)
    tracemalloc.start()
    assert imported(bomb, cora).refused
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 20_000_000

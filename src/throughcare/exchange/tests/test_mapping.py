"""Saying how a spreadsheet is read: kept for the agency, found again, and never behind its back."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.cases.models import AddedField, CaseFile
from throughcare.cases.services import add_field, retire_field
from throughcare.exchange import doors, services
from throughcare.exchange.adapters.sealed import opened_mapping
from throughcare.exchange.models import ImportRun, KnownRow, SavedMapping
from throughcare.exchange.queries import sheets
from throughcare.exchange.rules import Report
from throughcare.exchange.services import imports as imports_module
from throughcare.exchange.services.runs import do_waiting_imports
from throughcare.exchange.tests.mapped import answer_values, mapped, sent_in
from throughcare.exchange.tests.ugly import TWELVE, Ugly
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import BrokenFile, NotHere, Refused

Counts = Callable[[], dict[str, int]]


def table(*lines: str, **said: object) -> Ugly:
    """A small table of text with what is said of it."""
    return Ugly("list.csv", "\n".join(lines).encode(), [], "", **said)  # type: ignore[arg-type]


WORN = table(
    "Name;Sex;Shoes", "Ama Sule;her;39", "Bea Sule;her;40", values={("B", "her"): "female"}
)


@pytest.fixture
def admin(dana: Actor) -> Actor:
    return actor(Agency.objects.get(pk=dana.agency), "Admin", ["administrator"])


@pytest.fixture
def shoes(admin: Actor) -> str:
    """The agency asks for the size of shoes."""
    wanted = {"kind": "number", "part": "situation", "purpose": "To buy some"}
    return add_field(label="Shoes", **wanted, by=admin, at=NOON)


def report_of(by: Actor, key: str) -> Report:
    found = doors.report_of(doors.import_of(by, key))
    assert found is not None
    return found


def test_a_mapping_is_found_again_by_the_headings_and_by_nobody_else(
    dana: Actor, luis: Actor, shoes: str
) -> None:
    mapped(WORN, dana, name="House list")
    again = sheets.opened_sheet(dana, sent_in(WORN, dana), NOON)
    found = sheets.known_by_headings(dana, again.table)
    assert found is not None
    assert found[1] == "House list"
    theirs = sheets.opened_sheet(luis, sent_in(WORN, luis), NOON)
    assert sheets.known_by_headings(luis, theirs.table) is None
    with pytest.raises(NotHere):
        services.use_mapping(theirs.run.key, found[0], by=luis, at=NOON)
    with pytest.raises(NotHere):
        services.retire_mapping(found[0], by=luis, at=NOON)


def test_a_saved_mapping_holds_no_text_of_any_cell(dana: Actor, shoes: str) -> None:
    mapped(WORN, dana, name="House list")
    row = SavedMapping.objects.get()
    assert b"House" not in bytes(row.content)
    _name, plan = opened_mapping(row)
    assert [column.target for column in plan.columns][:2] == ["tc_WholeName", "tc_Sex"]
    assert "her" not in json.dumps([dict(column.values) for column in plan.columns])


def test_the_next_file_is_read_in_the_same_way_and_only_what_is_new_is_asked(
    dana: Actor, shoes: str
) -> None:
    services.take_in(mapped(WORN, dana, name="List"), skip_bad_rows=False, by=dana, at=NOON)
    mapping = sheets.mappings_of(dana)[0][0]
    more = table("Name;Sex;Shoes", "Ama Sule;her;39", "Bea Sule;her;40", "Cora Sule;herself;38")
    key = sent_in(more, dana)
    services.use_mapping(key, mapping, by=dana, at=NOON)
    with pytest.raises(Refused, match="no meaning"):
        services.finish_mapping(key, "", by=dana, at=NOON)
    answer_values(key, replace(more, values={("B", "herself"): "female"}), dana)
    services.finish_mapping(key, "", by=dana, at=NOON)
    assert (report_of(dana, key).taken, report_of(dana, key).known) == (1, 2)


def test_a_changed_mapping_is_a_new_edition_and_changes_nothing_twice(
    dana: Actor, shoes: str
) -> None:
    services.take_in(mapped(WORN, dana, name="List"), skip_bad_rows=False, by=dana, at=NOON)
    other = replace(WORN, columns={"C": "-"})
    report = report_of(dana, mapped(other, dana, name="List"))
    assert (report.taken, report.known) == (0, 2)
    editions = SavedMapping.objects.order_by("edition")
    assert [(row.edition, row.retired_at is None) for row in editions] == [(1, False), (2, True)]
    assert len(sheets.mappings_of(dana)) == 1
    mapped(other, dana, name="List")
    assert SavedMapping.objects.count() == 2


def test_a_field_that_is_asked_no_more_stops_the_look(
    dana: Actor, admin: Actor, shoes: str, counts: Counts
) -> None:
    key = mapped(WORN, dana, name="List")
    assert report_of(dana, key).taken == 2
    retire_field(shoes, by=admin, at=NOON)
    services.take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    assert not CaseFile.objects.exists()
    assert report_of(dana, key).refused
    services.say_columns(key, {0: "tc_WholeName", 1: "tc_Sex", 2: "-"}, "", by=dana, at=NOON)
    again = sent_in(WORN, dana)
    services.use_mapping(again, sheets.mappings_of(dana)[0][0], by=dana, at=NOON)
    with pytest.raises(Refused, match="not asked any more"):
        services.finish_mapping(again, "", by=dana, at=NOON)


def test_a_field_retired_at_the_last_moment_leaves_nothing(
    dana: Actor, shoes: str, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = mapped(WORN, dana)
    seal = imports_module.seal_identities

    def meanwhile(*args: object, **named: object) -> object:
        AddedField.objects.update(retired_at=NOON)
        return seal(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(imports_module, "seal_identities", meanwhile)
    services.take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    assert not CaseFile.objects.exists()
    assert not KnownRow.objects.exists()


def test_who_looked_at_another_reading_does_not_take_it(dana: Actor, shoes: str) -> None:
    key = mapped(WORN, dana)
    seen = ImportRun.objects.get(key=key).version
    second = actor(Agency.objects.get(pk=dana.agency), "Second", ["data_officer"])
    answer_values(key, replace(WORN, values={("B", "her"): "male"}), second)
    with pytest.raises(Refused, match="Wait until"):
        services.take_in(key, skip_bad_rows=False, by=dana, at=NOON, seen_version=seen)
    services.finish_mapping(key, "", by=second, at=NOON)
    with pytest.raises(Refused, match="changed how this file is read"):
        services.take_in(key, skip_bad_rows=False, by=dana, at=NOON, seen_version=seen)
    assert not CaseFile.objects.exists()


def test_a_sheet_takes_as_many_queries_as_it_says_however_long_it_is(
    dana: Actor, shoes: str, django_assert_num_queries: Any
) -> None:
    mapped(WORN, dana, name="List")
    for rows in (1, 60):
        key = sent_in(table("Name;Sex;Shoes", *["Ama Sule;her;39"] * rows), dana)
        with django_assert_num_queries(1):
            sheets.layout_page(dana, key)
        with django_assert_num_queries(2):
            sheet = sheets.opened_sheet(dana, key, NOON)
        with django_assert_num_queries(1):
            assert sheets.known_by_headings(dana, sheet.table)
        with django_assert_num_queries(1):
            assert len(sheets.mappings_of(dana)) == 1


def test_two_columns_cannot_be_the_same_thing(dana: Actor) -> None:
    key = sent_in(table("Name;Name;Age", "Ama;Sule;30"), dana)
    columns = {0: "tc_WholeName", 1: "tc_WholeName", 2: "-"}
    with pytest.raises(Refused, match="Another column says the same"):
        services.say_columns(key, columns, "", by=dana, at=NOON)
    with pytest.raises(Refused, match="on which day the ages were right"):
        services.say_columns(key, {**columns, 1: "-", 2: "tc_Age"}, "", by=dana, at=NOON)


def test_nothing_stands_half_when_writing_fails_in_the_middle(
    dana: Actor, shoes: str, counts: Counts, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_args: object, **_named: object) -> None:
        raise RuntimeError("the power is gone")

    key = mapped(WORN, dana)
    before = counts()
    monkeypatch.setattr(imports_module, "record_identities", fails)
    with pytest.raises(RuntimeError):
        services.take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    changed = {name for name, rows in counts().items() if rows != before[name]}
    assert {name for name in changed if not name.startswith("audit_")} == set()
    monkeypatch.undo()
    do_waiting_imports(NOON + timedelta(minutes=20))
    assert CaseFile.objects.count() == 2


def test_a_list_that_nobody_maps_is_gone_after_a_day(dana: Actor) -> None:
    key = sent_in(WORN, dana)
    do_waiting_imports(NOON + timedelta(days=1, minutes=1))
    assert ImportRun.objects.get(key=key).state == "cancelled"
    with pytest.raises(NotHere):
        sheets.opened_sheet(dana, key, NOON)


def test_bad_rows_leave_as_a_table_without_formulas(dana: Actor) -> None:
    said = table(
        "Name;Age;Note", "Ama;30;fine", "Bea;200;=cmd|' /C calc'!A0", ages_noted_on="2026-02-01"
    )
    key = mapped(said, dana)
    assert (report_of(dana, key).taken, report_of(dana, key).skipped) == (1, 1)
    file = services.refused_rows(key, by=dana, at=NOON)
    text = file.content.decode("utf-8-sig")
    assert file.rows == 1
    assert "Nobody is older than 130 years" in text
    assert "'=cmd|" in text
    assert "Ama" not in text
    with pytest.raises(NotHere):
        services.refused_rows("A" * 22, by=dana, at=NOON)


@pytest.mark.parametrize(
    "cell", ["x" * 200_000, "a\u202eb", "=1+1", "<script>", "\x00", '"', "9" * 400, "\t\r\n"]
)
def test_hostile_cells_are_read_or_refused_and_never_break_anything(dana: Actor, cell: str) -> None:
    key = sent_in(table("Name;Born;Phone;Sex", f"{cell};{cell};{cell};{cell}"), dana)
    try:
        sheet = sheets.opened_sheet(dana, key, NOON)
        columns = {0: "tc_WholeName", 1: "tc_Born", 2: "prs_MobilePhone", 3: "tc_Sex"}
        used = {at: columns[at] for at in sheet.used}
        services.say_columns(key, used, "", by=dana, at=NOON)
        sheets.preview(sheets.opened_sheet(dana, key, NOON))
        answer_values(key, WORN, dana)
        services.finish_mapping(key, "", by=dana, at=NOON)
    except (BrokenFile, Refused):
        pass
    assert not CaseFile.objects.exists()


def test_another_sheet_or_encoding_forgets_what_was_said_of_the_first(dana: Actor) -> None:
    ugly = TWELVE["formulas_and_hidden_sheets"]()
    key = sent_in(ugly, dana)
    services.say_layout(key, {"sheet": 1}, by=dana, at=NOON)
    services.say_columns(
        key, {0: "-", 1: "-", 2: "tc_WholeName", 3: "tc_Sex"}, "", by=dana, at=NOON
    )
    services.say_layout(key, {"sheet": 0}, by=dana, at=NOON)
    assert sheets.opened_sheet(dana, key, NOON).plan.columns == ()

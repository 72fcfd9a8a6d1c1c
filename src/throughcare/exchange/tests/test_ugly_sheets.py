"""Twelve spreadsheets of the kind that shelters keep: every value as it was meant, or nothing."""

from io import BytesIO

import openpyxl
import pytest

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.cases.models import CaseFile
from throughcare.exchange import doors, services
from throughcare.exchange.queries import import_page
from throughcare.exchange.tests.mapped import mapped, own_fields_of_the_sheets, recorded
from throughcare.exchange.tests.ugly import TWELVE, Ugly
from throughcare.kernel.actors import Actor


@pytest.fixture
def asks(dana: Actor) -> None:
    own_fields_of_the_sheets(actor(Agency.objects.get(pk=dana.agency), "Admin", ["administrator"]))


@pytest.mark.parametrize("name", TWELVE)
def test_an_ugly_sheet_goes_in_as_it_was_meant_and_only_once(
    name: str, dana: Actor, asks: None
) -> None:
    ugly = TWELVE[name]()
    key = mapped(ugly, dana)
    report = doors.report_of(doors.import_of(dana, key))
    assert report is not None
    assert report.problems == ()
    assert len([line for line in report.left_out if line.row]) == ugly.left_out
    assert not CaseFile.objects.exists()
    services.take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    assert recorded(dana) == ugly.meant
    again = doors.report_of(doors.import_of(dana, mapped(ugly, dana)))
    assert again is not None
    assert (again.taken, again.known) == (0, len(ugly.meant))


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("formulas_and_hidden_sheets", "Column C holds formulas"),
        ("formulas_and_hidden_sheets", "hidden in the sheet are read like all others: 3."),
        ("formulas_and_hidden_sheets", "This workbook has hidden sheets"),
        ("formulas_and_hidden_sheets", "Columns that are left out: A Given name, B Surname."),
        ("merged_downwards", "read for each of their rows, 4 times"),
        ("two_heading_lines", "Columns that are left out: A No."),
    ],
)
def test_what_was_filled_calculated_hidden_or_left_out_is_said(
    name: str, words: str, dana: Actor
) -> None:
    key = mapped(TWELVE[name](), dana)
    said = " ".join(import_page(dana, key).notices)
    assert words in said


def test_a_formula_whose_value_was_not_saved_stops_its_row(dana: Actor) -> None:
    book, held = openpyxl.Workbook(), BytesIO()
    book.active.append(["Name", "Sex", "Note"])  # type: ignore[union-attr]
    book.active.append(["=A1", "f", "x"])  # type: ignore[union-attr]
    book.save(held)
    report = doors.report_of(
        doors.import_of(dana, mapped(Ugly("a.xlsx", held.getvalue(), [], ""), dana))
    )
    assert report is not None
    assert [(each.row, each.column) for each in report.problems] == [(2, "A Name")]
    assert "whose value was not saved" in report.problems[0].reason.text


def test_the_twelve_are_the_same_each_time() -> None:
    tables = ("nothing_known", "cyrillic_in_1251", "estimated_ages")
    for name in tables:
        assert TWELVE[name]().content == TWELVE[name]().content

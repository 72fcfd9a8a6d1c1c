"""What came in goes out as it came, and comes in again as it went out."""

from io import BytesIO

import pytest

from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, lotus_shelter
from throughcare.cases.models import CaseFile
from throughcare.exchange.adapters.files import read_file
from throughcare.exchange.adapters.iom import TEMPLATES
from throughcare.exchange.services import export_htcds, import_htcds
from throughcare.exchange.tests.invented import TODAY, filled, invented_rows, values_in
from throughcare.kernel.actors import Actor

pytestmark = pytest.mark.django_db


def taken_over(content: bytes, name: str, by: Actor) -> None:
    report = import_htcds(BytesIO(content), name, by=by, at=NOON)
    assert report.problems == ()
    assert report.taken == report.rows > 0


def sent_out(by: Actor, file_format: str) -> bytes:
    return export_htcds(by=by, at=NOON, reason_code="other_system", file_format=file_format).content


def around_twice(template: str, count: int) -> None:
    dana = actor(dawn_hotline(), "Dana", ["data_officer"])
    luis = actor(lotus_shelter(), "Luis", ["data_officer"])
    came = filled(template, invented_rows(count))
    taken_over(came, template, dana)
    out = sent_out(dana, "xlsx")
    assert values_in(out) == values_in(came)
    taken_over(out, "cases.xlsx", luis)
    assert sent_out(luis, "xlsx") == out


@pytest.mark.parametrize("template", TEMPLATES)
def test_a_filled_template_comes_out_cell_by_cell_and_byte_by_byte(template: str) -> None:
    around_twice(template, 40)


@pytest.mark.long
@pytest.mark.parametrize("template", TEMPLATES)
def test_a_thousand_rows_come_out_cell_by_cell_and_byte_by_byte(template: str) -> None:
    around_twice(template, 1000)


@pytest.mark.parametrize("file_format", ["csv", "json", "xlsx"])
def test_each_format_is_read_as_it_was_written(file_format: str) -> None:
    dana = actor(dawn_hotline(), "Dana", ["data_officer"])
    luis = actor(lotus_shelter(), "Luis", ["data_officer"])
    rows = invented_rows(25)
    taken_over(filled("plain.xlsx", rows), "plain.xlsx", dana)
    out = sent_out(dana, file_format)
    read, _notices = read_file(BytesIO(out), f".{file_format}", TODAY)
    assert [each.row for each in read] == rows
    taken_over(out, f"cases.{file_format}", luis)
    assert sent_out(luis, file_format) == out


def test_what_went_out_comes_back_without_changing_anything() -> None:
    dana = actor(dawn_hotline(), "Dana", ["data_officer"])
    taken_over(filled("plain.xlsx", invented_rows(5)), "plain.xlsx", dana)
    out = sent_out(dana, "json")
    report = import_htcds(BytesIO(out), "cases.json", by=dana, at=NOON)
    assert (report.taken, report.known) == (0, 5)
    assert CaseFile.objects.count() == 5

"""Spreadsheets that no spreadsheet program writes: each is refused, and nobody waits for it."""

import signal
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from types import FrameType
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, sign_in
from throughcare.exchange import services
from throughcare.exchange.adapters.excel import read_workbook
from throughcare.exchange.adapters.sheets import read_grid
from throughcare.exchange.models import ImportRun
from throughcare.exchange.rules import BrokenFile
from throughcare.exchange.rules.columns import core_columns
from throughcare.exchange.rules.mapped.dates import needs_an_order, orders_possible
from throughcare.exchange.rules.mapped.plans import Plan
from throughcare.exchange.rules.sheets import rows_in
from throughcare.kernel.actors import Actor

SHEET = "xl/worksheets/sheet1.xml"
HEAD = [*core_columns()]
ROW = ["Ama" if name == "prs_FirstName" else None for name in HEAD]


class TakesTooLong(BaseException):
    """Nothing that catches errors of a parser catches this."""


@contextmanager
def within(seconds: int) -> Iterator[None]:
    def over(_number: int, _frame: FrameType | None) -> None:
        raise TakesTooLong

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def workbook(*rows: Sequence[object]) -> bytes:
    book, held = openpyxl.Workbook(), BytesIO()
    for row in rows:
        book.active.append(list(row))  # type: ignore[union-attr]
    book.save(held)
    return held.getvalue()


def with_part(content: bytes, name: str, written: bytes) -> bytes:
    """The same archive with another content of one part."""
    held = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(held, "w", ZIP_DEFLATED) as after:
        for part in before.namelist():
            after.writestr(part, written if part == name else before.read(part))
    return held.getvalue()


def part(content: bytes, name: str) -> bytes:
    with ZipFile(BytesIO(content)) as archive:
        return archive.read(name)


@pytest.fixture
def dana(db: None) -> Actor:
    return actor(dawn_hotline(), "Dana", ["data_officer"])


class TestARowFarBelow:
    """The number of a row is whatever the file says: the reader counts up to it."""

    @pytest.fixture
    def far(self) -> bytes:
        content = workbook(HEAD, ROW)
        written = part(content, SHEET).replace(b'<row r="2"', b'<row r="900000000000"')
        return with_part(content, SHEET, written)

    def test_of_a_spreadsheet_is_refused_at_once(self, far: bytes) -> None:
        with within(10), pytest.raises(BrokenFile):
            read_grid(BytesIO(far), ".xlsx", Plan())

    def test_of_a_file_of_the_standard_is_refused_at_once(self, far: bytes) -> None:
        with within(10), pytest.raises(BrokenFile):
            for _row in rows_in(read_workbook(BytesIO(far)), NOON.date())[1]:
                pass


def test_hidden_columns_far_before_the_first_are_counted_by_nobody() -> None:
    content = workbook(HEAD, ROW)
    hidden = b'<cols><col min="-90000000000" max="1" hidden="1"/></cols><sheetData>'
    content = with_part(content, SHEET, part(content, SHEET).replace(b"<sheetData>", hidden))
    with within(10), pytest.raises(BrokenFile):
        read_grid(BytesIO(content), ".xlsx", Plan())


class TestANumberBeyondAllNumbers:
    """1E999 is infinite, and a whole number of 400 figures is no float."""

    def test_in_a_column_of_days_or_ages_breaks_no_page(self, dana: Actor) -> None:
        content = workbook(["Name", "Birth date", "Age"], ["Ama Sule", 4711, 4711])
        content = with_part(
            content, SHEET, part(content, SHEET).replace(b"<v>4711</v>", b"<v>1E999</v>")
        )
        upload = SimpleUploadedFile("list.xlsx", content)
        key = services.send_in_sheet(upload, by=dana, at=NOON)
        client = Client(raise_request_exception=False)
        sign_in(client, Staff.objects.get(pk=dana.staff))
        here = reverse("exchange:columns", args=[key])
        said = {"c0": "tc_WholeName", "c1": "tc_Born", "c2": "tc_Age", "ages_noted_on": ""}
        answers = [
            client.get(reverse("exchange:layout", args=[key])),
            client.get(here),
            client.post(here, said | {"ages_noted_on": "2026-03-01"}),
            client.get(reverse("exchange:values", args=[key])),
        ]
        assert [answer.status_code for answer in answers if answer.status_code >= 500] == []

    def test_beside_the_columns_of_the_standard_ends_the_import_with_a_reason(
        self, dana: Actor
    ) -> None:
        """A number in a first column without a name is taken for numbering."""
        content = workbook([None, *HEAD], [4711, *ROW])
        many = b"1" + b"0" * 400
        content = with_part(
            content, SHEET, part(content, SHEET).replace(b"<v>4711</v>", b"<v>%b</v>" % many)
        )
        upload = SimpleUploadedFile("list.xlsx", content)
        services.send_in(upload, by=dana, at=NOON)
        assert ImportRun.objects.get().state in ("refused", "looked_at")


def test_a_part_of_any_name_declares_no_entities() -> None:
    """The relations of a workbook name its parts: the ending of a name says nothing."""
    content = workbook(["Name", "Sex"], ["Ama Sule", "f"])
    sheet = part(content, SHEET).decode()
    laughs = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    sheet = laughs + sheet.replace("Ama Sule", "&b;").replace(
        '<c r="A2" t="s"><v>2</v></c>', '<c r="A2" t="inlineStr"><is><t>&b;</t></is></c>'
    )
    held = BytesIO()
    with ZipFile(BytesIO(content)) as before, ZipFile(held, "w", ZIP_DEFLATED) as after:
        for name in before.namelist():
            written = before.read(name)
            if name == SHEET:
                after.writestr("xl/worksheets/sheet1.dat", sheet)
                continue
            after.writestr(name, written.replace(b"sheet1.xml", b"sheet1.dat"))
    with pytest.raises(BrokenFile, match="declares entities"):
        read_grid(BytesIO(held.getvalue()), ".xlsx", replace(Plan()))


@pytest.mark.parametrize("asked", [needs_an_order, orders_possible])
def test_a_cell_of_many_spaces_is_looked_at_no_longer_than_others(asked: object) -> None:
    """A pattern that shares spaces out between its parts tries every way of doing it.

    16,000 spaces take seconds, 130,000 (the longest cell of a .csv) minutes, a million in a
    workbook hours; and as nothing else runs while a pattern is tried, the whole process stands.
    """
    began = time.process_time()
    asked(["1" + " " * 16_000 + "x"])  # type: ignore[operator]
    assert time.process_time() - began < 1

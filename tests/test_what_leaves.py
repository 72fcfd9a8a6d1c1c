"""What leaves the house: the ledger says about whom, and only its owner reads the file."""

import csv
import os
import re
from html import unescape
from io import StringIO
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.audit.queries import lines_about
from throughcare.cases.services import close_case, open_case
from throughcare.directory.models import Service
from throughcare.exchange.adapters.comma import write_table
from throughcare.exchange.adapters.tables import table_as_csv
from throughcare.exchange.management.commands.export_htcds import _write
from throughcare.exchange.services import Export, send_list
from throughcare.referrals.tests.factories import Scene


@pytest.mark.django_db
def test_who_was_on_a_list_that_left_finds_it_in_the_access_record() -> None:
    """The list of referrals that were sent names people by their number, as that of cases does."""
    scene = Scene()
    scene.offered()
    said = {"reason_code": "own_work", "file_format": "csv"}
    for name, asked in (("cases", {}), ("referrals", {"sent": ""})):
        file = send_list(name, asked, **said, by=scene.noor, at=NOON)
        assert file.rows == 1
    told = [row.code for row in lines_about(scene.person)]
    assert told.count("exchange.list_sent") == 2


def test_a_file_that_lay_there_before_opens_the_export_to_nobody(tmp_path: Path) -> None:
    """In a folder of several people somebody waits with an open draft of the same name."""
    out = tmp_path / "cases.csv"
    left = tmp_path / ".cases.csv.part"
    left.touch()
    os.chmod(left, 0o666)
    _write(Export(1, "text/csv", "csv", b"Amina"), out)
    assert out.read_bytes() == b"Amina"
    assert out.stat().st_mode & 0o077 == 0


def test_a_link_that_lay_there_before_leads_the_export_nowhere_else(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.touch()
    (tmp_path / ".cases.csv.part").symlink_to(elsewhere)
    _write(Export(1, "text/csv", "csv", b"Amina"), tmp_path / "cases.csv")
    assert elsewhere.read_bytes() == b""
    assert not (tmp_path / "cases.csv").is_symlink()


@pytest.mark.django_db
def test_a_list_keeps_its_filters_when_its_form_comes_back_with_a_mistake() -> None:
    """“With the same filters, and nothing else”: also the second time, as a browser sends it.

    The form posts to the address of its own page. Once that page came by the address of a kept
    answer, nothing in it says any more which rows were asked for.
    """
    scene = Scene()
    open_case(by=scene.noor, at=NOON, began_by="call")
    close_case(scene.case_key, reason="other", by=scene.noor, at=NOON)
    client = Client(headers={"sec-fetch-mode": "navigate"})
    sign_in(client, Staff.objects.get(pk=scene.noor.staff))
    address = reverse("exchange:send_list", args=["cases"]) + "?closed="
    sent = {"reason": "own_work", "file_format": "csv"}
    at_once = b"".join(client.post(address, sent))
    mistaken = client.post(address, {"reason": "", "file_format": "csv"})
    assert mistaken.status_code == 303
    page = client.get(mistaken["Location"])
    assert page.status_code == 422
    again = client.post(_where_it_posts(page.content.decode(), mistaken["Location"]), sent)
    assert b"".join(again) == at_once


def _where_it_posts(page: str, address: str) -> str:
    """The address to which a browser sends the form of a page: its own, if it names none."""
    form = re.search(r"<main.*?<form([^>]*)>", page, re.S)
    assert form is not None
    named = re.search(r'action="([^"]+)"', form[1])
    return unescape(named[1]) if named else address


HIDDEN = "Bed;=1+1"
"""Where a comma is for decimals, spreadsheet programs cut a .csv at semicolons."""


class TestAFormulaBehindASemicolon:
    """“Put formulas into a spreadsheet that leaves the house”: cannot, wherever it is opened."""

    def test_in_a_list_is_no_cell_of_its_own(self) -> None:
        assert formulas_in(table_as_csv(["Service"], [[HIDDEN]])) == []

    def test_in_a_file_of_the_standard_is_no_cell_of_its_own(self) -> None:
        assert formulas_in(write_table([{"cas_Comments": HIDDEN}], ["cas_Comments"])) == []

    @pytest.mark.django_db
    def test_of_another_agency_reaches_nobody_with_its_list_of_services(self) -> None:
        scene = Scene()
        Service.objects.filter(pk=scene.bed.pk).update(name=HIDDEN)
        file = send_list(
            "services-elsewhere", {}, reason_code="", file_format="csv", by=scene.noor, at=NOON
        )
        assert formulas_in(file.content) == []


def formulas_in(content: bytes) -> list[str]:
    """The cells that a program would take for formulas which cuts lines at one of these signs."""
    found = []
    for separator in ",;\t":
        rows = csv.reader(StringIO(content.decode("utf-8-sig"), newline=""), delimiter=separator)
        found += [cell for row in rows for cell in row if cell.startswith(tuple("=+-@"))]
    return found

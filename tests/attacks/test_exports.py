"""What leaves the house: the ledger says about whom, and only its owner reads the file."""

import os
from pathlib import Path

import pytest

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import lines_about
from throughcare.exchange.management.commands.export_htcds import _write
from throughcare.exchange.services import Export, send_list
from throughcare.referrals.tests.factories import Scene


@pytest.mark.django_db
@pytest.mark.parametrize("name", ["cases", "referrals"])
def test_who_was_on_a_list_that_left_finds_it_in_the_access_record(name: str) -> None:
    """The list of referrals that were sent names people by their number, too."""
    scene = Scene()
    scene.offered()
    asked = {"sent": ""} if name == "referrals" else {}
    file = send_list(name, asked, reason_code="own_work", file_format="csv", by=scene.noor, at=NOON)
    assert file.rows == 1
    told = [row.code for row in lines_about(scene.person)]
    assert "exchange.list_sent" in told


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

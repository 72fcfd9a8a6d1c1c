"""The scan finds what is there: in every encoding, packed, split over pages, in a real profile."""

import base64
import gzip
import json
import sqlite3
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

import pytest
from django.core import signing

from tests.browser import CHROMIUM, playwright
from tests.canaries.plain_page import a_plain_page
from tests.canaries.planting import SCRIPTS, Canaries, forms_of, written_in_every_way
from tests.canaries.scanning import Found, Scanner
from tests.canaries.walk import a_browser

NOISE = bytes(range(256)) * 40


def one_of_each() -> Canaries:
    canaries = Canaries()
    for script in SCRIPTS:
        canaries.name("test", script)
    canaries.phone("test")
    canaries.birth("test")
    canaries.text("test")
    canaries.number("test")
    return canaries


EACH = sorted(one_of_each().planted)


@pytest.fixture(scope="module")
def scanner() -> Scanner:
    return Scanner(EACH)


@pytest.mark.parametrize("canary", EACH)
def test_every_way_of_writing_is_found(scanner: Scanner, canary: str) -> None:
    for way in written_in_every_way(canary):
        assert canary in scanner.found_in(NOISE + way + NOISE), way


@pytest.mark.parametrize("canary", EACH)
def test_it_is_found_in_whatever_it_is_packed(scanner: Scanner, canary: str) -> None:
    text = f"before {canary} after".encode()
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("inside", text)
    for content in (
        gzip.compress(text),
        zlib.compress(text),
        archive.getvalue(),
        base64.b64encode(gzip.compress(text)),
        base64.b64encode(archive.getvalue()),
        signing.dumps({"typed": [canary] * 9}, compress=True).encode(),
        json.dumps({"a": canary}).encode(),
        json.dumps({"a": canary}).encode("utf-16"),
    ):
        assert canary in scanner.found_in(NOISE + content + NOISE)


def test_nothing_is_found_where_nothing_is(scanner: Scanner) -> None:
    assert scanner.found_in(NOISE * 50) == set()
    assert scanner.found_in(b"a" * 100_000) == set()


def test_bare_figures_inside_a_longer_number_are_chance(scanner: Scanner) -> None:
    phone = next(each for each in EACH if each.startswith("+"))
    for form in forms_of(phone):
        if form.isdigit():
            assert scanner.found_in(f"x{form}x".encode()) == {phone}
            assert scanner.found_in(f"7{form}7".encode()) == set()


def test_what_was_deleted_carelessly_is_found_in_a_data_base(
    scanner: Scanner, tmp_path: Path
) -> None:
    base = sqlite3.connect(tmp_path / "careless.db", isolation_level=None)
    base.execute("pragma secure_delete = off")
    base.execute("create table t (x)")
    base.executemany("insert into t values (?)", [(each,) for each in EACH])
    base.execute("delete from t")
    base.close()
    file = tmp_path / "careless.db"
    assert scanner.found_below(tmp_path) >= {Found(each, file) for each in EACH[3:]}


@pytest.mark.journey
def test_what_a_browser_keeps_of_a_careless_page_is_found(tmp_path: Path) -> None:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    canaries = Canaries()
    who, words = canaries.name("a field"), canaries.text("an area")
    with (
        a_plain_page() as address,
        a_browser(playwright(), tmp_path / "profile", tmp_path / "saved") as browser,
    ):
        page = browser.pages[0]
        page.goto(address)
        page.fill("input", who)
        page.fill("textarea", words)
        page.click("button")
        page.goto(f"{address}elsewhere")
    found = Scanner(canaries.planted).found_below(tmp_path / "profile")
    assert {found_in.canary for found_in in found} == {who, words}
    kept = {file.relative_to(tmp_path / "profile").parts[1] for _canary, file in found}
    assert {"Web Data", "Sessions"} <= kept

"""A data officer takes the house's own spreadsheets over, in a browser, step by step."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.recorded import in_order
from tests.journeys.served import House, sign_in
from tests.journeys.visits import DESK
from throughcare.exchange.tests.ugly import TWELVE, Ugly

pytestmark = pytest.mark.journey

THREE = ("two_heading_lines", "cyrillic_in_1251", "everything_in_one_cell")
"""These are mapped in every run; the others when there is time."""


@pytest.fixture(params=["with script", "without script"])
def dana(request: pytest.FixtureRequest, browser: Browser, house: House) -> Iterator[Page]:
    window = browser.new_context(
        viewport=DESK,  # type: ignore[arg-type]
        reduced_motion="reduce",
        java_script_enabled=request.param == "with script",
    )
    yield sign_in(window.new_page(), house, "dana@dh.example")
    window.close()


@pytest.mark.parametrize("dana", ["without script"], indirect=True)
def test_three_ugly_spreadsheets_go_in_by_hand_without_script(dana: Page, house: House) -> None:
    everybody: list[object] = []
    for name in THREE:
        ugly = TWELVE[name]()
        everybody += take_over(dana, house, ugly)
    assert told(house) == everybody


@pytest.mark.long
@pytest.mark.parametrize("dana", ["with script"], indirect=True)
def test_all_twelve_go_in_by_hand(dana: Page, house: House) -> None:
    house.command("-m", "tests.journeys.recorded", "fields")
    everybody: list[object] = []
    for name, make in TWELVE.items():
        everybody += take_over(dana, house, make())
        assert told(house) == everybody, name


def take_over(page: Page, house: House, ugly: Ugly) -> list[object]:
    """Go through every step as somebody does who knows the sheet: what was meant by it."""
    file = house.folder / ugly.file_name
    file.write_bytes(ugly.content)
    page.goto(f"{house.url}/exchange/spreadsheets/")
    page.set_input_files("input[type=file]", file)
    onward(page, "**/table/")
    _lies_there(page, ugly)
    _columns_are(page, ugly)
    _values_mean(page, ugly)
    onward(page, "**/exchange/*/")
    assert "Take" in page.inner_text("main .btn-primary"), page.inner_text("main")
    onward(page, "**/exchange/*/")
    assert "Taken over" in page.inner_text("h1")
    Path(file).unlink()
    return [in_order(asdict(one)) for one in ugly.meant]


def _lies_there(page: Page, ugly: Ugly) -> None:
    if "sheet" in ugly.layout:
        page.select_option("select[name=sheet]", str(ugly.layout["sheet"]))
        page.click("main button[name=again]")
        page.wait_for_load_state()
    onward(page, "**/columns/")


def _columns_are(page: Page, ugly: Ugly) -> None:
    for letters, target in ugly.columns.items():
        page.select_option(f"select[name=c{ord(letters) - ord('A')}]", target)
    if ugly.ages_noted_on:
        page.fill("input[name=ages_noted_on]", ugly.ages_noted_on)
    onward(page, "**/values/")


def _values_mean(page: Page, ugly: Ugly) -> None:
    for letters, order in ugly.orders.items():
        box = f"input[name=o{ord(letters) - ord('A')}][value={order}]"
        if page.locator(box).count():
            page.check(box)
    for letters in ugly.serials:
        page.check(f"input[name=s{ord(letters) - ord('A')}]")
    for letters, prefix in ugly.prefixes.items():
        page.fill(f"input[name=p{ord(letters) - ord('A')}]", prefix)
    for (_letters, text), code in ugly.values.items():
        control = page.get_by_label(text, exact=True)
        if control.evaluate("(one) => one.tagName") == "SELECT":
            control.select_option(code)
        else:
            control.fill(code)
    onward(page, "**/preview/")


def onward(page: Page, to: str) -> None:
    """Press the one filled button, and arrive."""
    page.click("main .btn-primary")
    page.wait_for_url(to)


def told(house: House) -> list[object]:
    """Everybody who is recorded, as the house has it."""
    found: list[object] = json.loads(house.command("-m", "tests.journeys.recorded"))
    return found

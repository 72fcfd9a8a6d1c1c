"""An officer assesses, decides and makes the letter; a coordinator reads the two counts."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.served import House, served, sign_in
from tests.journeys.test_main_job import DESK, PHONE, press

pytestmark = pytest.mark.journey


@pytest.fixture
def decided(tmp_path: Path, own_house: None) -> Iterator[tuple[House, str, str]]:
    with served(tmp_path / "decided") as house:
        said = json.loads(house.command("-m", "tests.journeys.decided"))
        house.secrets = said["secrets"]
        yield house, said["case"], said["month"]


def fits(page: Page) -> None:
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.viewport_size["width"], page.url  # type: ignore[index]


def test_from_the_request_to_the_letter_and_the_two_counts(
    browser: Browser, decided: tuple[House, str, str]
) -> None:
    house, case, month = decided
    window = browser.new_context(viewport=PHONE, java_script_enabled=False)
    marek = sign_in(window.new_page(), house, "marek@pr.example")

    # What the laws say, run because a decision needs it.
    marek.goto(f"{house.url}/people/{case}/assessment/")
    marek.check("input[name=needed_for][value=decision]")
    press(marek, "Run it")
    said = marek.inner_text("main")
    assert "Working document." in said
    assert "Met" in said
    assert "The person, to Dawn Hotline" in said

    # A decision is asked for, and made.
    marek.goto(f"{house.url}/people/{case}/determinations/")
    press(marek, "A decision is asked for")
    marek.check("input[name=law][value=xa-12-2019]")
    press(marek, "Begin the determination")
    press(marek, "Decide")
    marek.check("input[name=finds][value=presumed]")
    marek.locator("input[name=facts]").first.check()
    marek.fill("textarea[name=reasons]", "What was told agrees.")
    press(marek, "Decide")
    assert "Presumed: there are reasonable grounds" in marek.inner_text("main")
    assert "nobody may be removed" in marek.inner_text("main")

    # What became of the charge: it changes no decision.
    press(marek, "What became of the charge")
    marek.check("input[name=came_to][value=recharged]")
    marek.select_option("select[name=charged_as]", "labour_law")
    marek.check("input[name=lacks][value=means]")
    marek.fill("input[name=came_on]", f"{datetime.now(tz=UTC):%Y-%m-%d}")
    press(marek, "Write it down")
    assert "Breach of labour law" in marek.inner_text("main")

    # The letter: no address is safe, so it is given by hand.
    press(marek, "Letter")
    assert "No safe address" in marek.inner_text("main")
    marek.check("input[name=way][value=by_hand]")
    press(marek, "Make the letter")
    letter = marek.inner_text("main")
    assert "Nobody may make you leave" in letter
    assert "What was told agrees." not in letter
    marek.goto(f"{house.url}/people/{case}/")
    assert "Presumed: there are reasonable grounds" in marek.inner_text("dl.tc-bar")
    window.close()

    # Two counts, as numbers that lead to their rules and to nobody.
    cora = sign_in(browser.new_context(viewport=DESK).new_page(), house, "cora@dh.example")
    cora.goto(f"{house.url}/two-counts/")
    assert "Nothing has been counted yet" in cora.inner_text("main")
    for name in ("first", "last"):
        cora.select_option(f"select[name={name}]", month)
    press(cora, "Count these months")
    said = cora.inner_text("main")
    assert "NGOs count 21 people. The authorities count 10." in said
    assert "Between 5 and 10 stand in both. Together they are 21 to 26 people." in said
    cells = cora.locator("main table").first.locator("tbody td").all_inner_texts()
    assert cells == ["5", "5", "5", "6", "21", "5", "5", "5", "–", "15"]
    fits(cora)
    cell = cora.locator("main table a").first
    target = cell.get_attribute("href") or ""
    cell.click()
    assert cora.locator(target).is_visible()
    hrefs = [link.get_attribute("href") or "" for link in cora.locator("main a").all()]
    assert [href for href in hrefs if "/people/" in href or "/determinations/" in href] == []
    cora.set_viewport_size(PHONE)
    fits(cora)
    cora.context.close()

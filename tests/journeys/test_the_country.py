"""The demonstration country at its full size: its pages are as light as those of an empty house."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.journeys.served import House, served
from tests.journeys.test_every_page import LATER_PAGE, sizes_of, style_sheets, wrong_on
from tests.journeys.visits import DESK
from throughcare.config.management.demonstration.sign_ins import PASSWORD

pytestmark = [pytest.mark.journey, pytest.mark.long]

SEEN = {
    "noor@dawn.example": ("/", "/people/", "/people/?closed", "/referrals/?sent", "/services/"),
    "ines@lotus.example": ("/", "/people/", "/referrals/", "/referrals/?received"),
    "admin@dawn.example": ("/", "/staff/", "/agreements/", "/exchange/", "/own-fields/"),
    "ombuds@ombuds.example": ("/ledger/", "/services/elsewhere/"),
}
ROWS_OPENED = 15
"""So many cases and referrals of the lists are opened too."""


@pytest.fixture(scope="module")
def country(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("country")) as house:
        house.command("-m", "throughcare.config.cli", "demo")
        yield house


@pytest.mark.parametrize("address", SEEN)
def test_every_page_of_a_full_house_is_light_and_clean(
    browser: Browser, country: House, address: str
) -> None:
    window = browser.new_context(viewport=DESK, reduced_motion="reduce")
    page = _signed_in(window.new_page(), country, address)
    rows: dict[str, None] = {}
    for path in SEEN[address]:
        assert sum(sizes_of(page, country.url + path)) <= LATER_PAGE, path
        assert not wrong_on(page, style_sheets(country)), path
        links = page.locator("main a[href^='/people/'], main a[href^='/referrals/']")
        rows |= dict.fromkeys(one.get_attribute("href") or "" for one in links.all())
    opened = [row for row in rows if row.count("/") == 3 and len(row) > 25][:ROWS_OPENED]
    heavy = [row for row in opened if sum(sizes_of(page, country.url + row)) > LATER_PAGE]
    assert heavy == []
    window.close()


def _signed_in(page: Page, house: House, address: str) -> Page:
    page.goto(f"{house.url}/sign-in/")
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn-primary")
    code = house.command("-m", "throughcare.config.cli", "demo", "code", address)
    page.fill("input[name=code]", code.strip())
    page.click("main form button.btn-primary")
    page.wait_for_selector("nav.tc-side", state="attached")
    return page

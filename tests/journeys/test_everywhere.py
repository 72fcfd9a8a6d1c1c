"""What holds on every page: leaving quickly, the discreet view, the keyboard, both versions."""

import pytest
from playwright.sync_api import Page, expect

from tests.journeys.served import give_both_factors, sign_in
from tests.journeys.visits import DESK, WHO, Visitors

pytestmark = pytest.mark.journey

BLURRED = "one => getComputedStyle(one).filter.includes('blur')"


def signed_in(visitors: Visitors, address: str, *, scripted: bool = True) -> Page:
    """Somebody whom no other test needs signed in."""
    opened = visitors.browser.new_context(viewport=DESK, java_script_enabled=scripted)
    return sign_in(opened.new_page(), visitors.house, address)


def test_escape_three_times_leaves_and_signs_out(visitors: Visitors) -> None:
    page = signed_in(visitors, "night@ls.example")
    page.goto(visitors.house.url)
    for _press in range(3):
        page.keyboard.press("Escape")
    page.wait_for_url("**/leave/")
    assert "Throughcare" not in page.title() + page.inner_text("body")
    page.goto(visitors.house.url)
    assert "/sign-in/" in page.url


def test_the_button_leaves_without_javascript_too(visitors: Visitors) -> None:
    page = signed_in(visitors, "officer@bp.example", scripted=False)
    page.click("#leave-quickly")
    assert page.url.endswith("/leave/")
    page.goto(visitors.house.url)
    assert "/sign-in/" in page.url


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_the_discreet_view_blurs_what_is_personal_and_stays(
    visitors: Visitors, scripted: bool
) -> None:
    page = visitors.browser.new_context(
        viewport=DESK,
        java_script_enabled=scripted,
        storage_state=visitors.page_of("noor").context.storage_state(),
    ).new_page()
    page.goto(visitors.address_of("cases:list", {}))
    number = page.locator("tbody .tc-personal").first
    assert not number.evaluate(BLURRED)
    page.locator("label.tc-switch").click()
    assert number.evaluate(BLURRED)
    if not scripted:
        page.get_by_role("button", name="Keep").click()
    page.goto(visitors.address_of("cases:case", {}))
    assert page.locator("h1 .tc-personal").evaluate(BLURRED)


def test_the_keyboard_reaches_the_main_part_first(visitors: Visitors) -> None:
    page = visitors.page_of("noor")
    page.goto(visitors.address_of("cases:list", {}))
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "tc-skip"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_summary_of_errors_has_the_focus_and_leads_to_the_field(visitors: Visitors) -> None:
    page = visitors.page_of("noor")
    page.goto(visitors.address_of("cases:note", {}))
    page.click("main form button.btn-primary")
    assert page.evaluate("document.activeElement.className") == "tc-errors"
    page.locator(".tc-errors a").first.press("Enter")
    assert page.evaluate("document.activeElement.name") == "text"


def test_what_was_half_written_when_the_page_locked_is_written_on(visitors: Visitors) -> None:
    window = visitors.browser.new_context(viewport=DESK)
    page = window.new_page()
    page.clock.install()
    house, noor = visitors.house, WHO["noor"]
    house.command("-m", "tests.journeys.left_alone")
    sign_in(page, house, noor)
    page.goto(visitors.address_of("cases:note", {}))
    page.fill("textarea[name=text]", "She says:\n« tomorrow & the day after »")
    page.clock.fast_forward("31:00")
    page.wait_for_url("**/sign-in/**")
    house.command("-m", "tests.journeys.left_alone")
    give_both_factors(page, house, noor)
    page.wait_for_url("**/kept/")
    assert "« tomorrow & the day after »" in page.inner_text("main")
    page.click("main a.btn-primary")
    written = "She says:\n« tomorrow & the day after »"
    expect(page.locator("textarea[name=text]")).to_have_value(written)
    assert "#" not in page.url
    page.click("main form button.btn-primary")
    assert page.locator(".tc-errors").count() == 0
    window.close()


def test_the_slower_of_two_chooses_which_version_stands(visitors: Visitors) -> None:
    noor, chief = visitors.page_of("noor"), visitors.page_of("chief")
    address = visitors.address_of("cases:manager", {"person": "untouched"})
    for page, wanted in ((noor, "Sami"), (chief, "Chief")):
        page.goto(address)
        page.select_option("select[name=staff]", label=wanted)
    for page in (noor, chief):
        page.click("main form button.btn-primary")
    assert "Somebody else was quicker" in chief.inner_text("main")
    chief.locator("label.tc-choice", has_text="As it is stored now").click()
    chief.click("main form button.btn-primary")
    assert "Sami" in chief.inner_text("dl.tc-bar")

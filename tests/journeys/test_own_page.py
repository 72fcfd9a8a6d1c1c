"""A person opens her own page with a paper: on a small phone, with script and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.journeys.served import House, sign_in

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}


def looks_well(page: Page, scripted: bool) -> None:
    """axe finds nothing, and nothing sticks out of the screen."""
    if scripted:
        found = Axe().run(page).response["violations"]
        assert found == [], [(each["id"], page.url, each["nodes"][0]["html"]) for each in found]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], page.url  # type: ignore[index]


def a_case(noor: Page) -> str:
    """A conversation is begun and written down: the address of the case."""
    noor.locator("main a, main button").filter(has_text="New conversation").first.click()
    noor.check("input[name=began_by][value=call]")
    noor.locator("main button").filter(has_text="Begin").click()
    noor.check("input[name=need][value=shelter]")
    noor.check("input[name=said_by][value=person]")
    noor.locator("main button").filter(has_text="Write it down").click()
    noor.wait_for_load_state()
    return noor.url


def made(noor: Page, scripted: bool) -> tuple[str, str, str, str]:
    """A new paper: its address and number, the words, and the words for danger."""
    noor.locator("a").filter(has_text="Own page").first.click()
    looks_well(noor, scripted)
    noor.check("input[name=says_it_is_safe]")
    noor.locator("main form button.btn-primary").click()
    noor.wait_for_selector(".tc-paper")
    looks_well(noor, scripted)
    words, danger = noor.locator(".tc-code bdi").all_inner_texts()
    noor.emulate_media(media="print")
    assert noor.title() == "Notes"
    on_paper = noor.inner_text("body")
    assert words not in on_paper
    assert danger not in on_paper
    assert "Notes" in on_paper
    address, number = noor.locator(".tc-paper bdi").all_inner_texts()
    noor.emulate_media(media="screen")
    return address, number, words, danger


def read_square(phone: Page, address: str, number: str, scripted: bool) -> None:
    """The phone follows the square; without script the number is typed."""
    phone.goto("about:blank")
    phone.goto(f"{address}#{number.replace('-', '')}")
    if not scripted:
        looks_well(phone, scripted)
        if phone.locator("#number-form").is_visible():
            phone.fill("#number-form input[name=number]", number.lower())
            phone.locator("#number-form button").click()
    if scripted:
        phone.wait_for_url(address)  # the number is gone from it
    phone.wait_for_selector("input[name=words]")
    if scripted:
        assert number.replace("-", "") not in phone.content()
    looks_well(phone, scripted)


def say(phone: Page, words: str) -> str:
    phone.fill("input[name=words]", words)
    phone.locator("main form button").filter(has_text="Open").click()
    phone.wait_for_url(re.compile(r"/i/page/$"))
    return phone.inner_text("main")


@pytest.mark.parametrize("scripted", [True, False], ids=["with JavaScript", "without"])
def test_a_paper_leads_to_her_own_page_and_danger_to_an_empty_one(
    browser: Browser, house: House, scripted: bool
) -> None:
    office = browser.new_context(java_script_enabled=scripted)
    noor = sign_in(office.new_page(), house, "noor@dh.example")
    case = a_case(noor)
    key = case.rstrip("/").rsplit("/", 1)[1]
    noor.goto(f"{house.url}/people/{key}/consent/ask/")
    to_care = noor.locator("input[name^=answer_][name$=_care][value=yes]").first
    recipient = (to_care.get_attribute("name") or "").removeprefix("answer_")
    noor.check("input[name=says_is_adult]")
    noor.check(f"input[name=parts_{recipient}][value=situation]")
    to_care.check()
    noor.locator("main form button.btn-primary").click()
    noor.goto(case)
    address, number, words, danger = made(noor, scripted)

    phone = browser.new_context(viewport=PHONE, java_script_enabled=scripted).new_page()  # type: ignore[arg-type]
    read_square(phone, address, number, scripted)
    empty = say(phone, "something else")
    assert "There are no notes at the moment." in empty
    looks_well(phone, scripted)
    phone.get_by_text("Back to the start").click()
    page = say(phone, words.upper())
    assert phone.title() == "Notes"
    for heading in ("What is kept", "Who may read it", "Who looked", "Situation"):
        assert heading in page
    looks_well(phone, scripted)

    # Names stay hidden until she asks for them.
    name = phone.locator("b.tc-personal").first
    blurred = "getComputedStyle(arguments[0]).filter"
    assert name.evaluate(f"(e) => {blurred.replace('arguments[0]', 'e')}") != "none"
    phone.uncheck("#discreet")
    assert name.evaluate(f"(e) => {blurred.replace('arguments[0]', 'e')}") == "none"

    # She takes a yes back.
    phone.locator("main form button").filter(has_text="Take back").first.click()
    assert "stays with them" in phone.inner_text("main")
    looks_well(phone, scripted)
    phone.locator("main form button").filter(has_text="Take it back").click()
    assert "Taken back." in phone.inner_text("main")

    # She leaves quickly, and the page is gone.
    if scripted:
        for _ in range(3):
            phone.keyboard.press("Escape")
    else:
        phone.click("#leave-quickly")
    phone.wait_for_url(re.compile(r"/leave/$"))
    assert phone.title() == "Weather"
    phone.goto(f"{address}page/")
    assert "There are no notes at the moment." in phone.inner_text("main")

    # Somebody makes her open it: the words for danger, and then not even the right ones.
    read_square(phone, address, number, scripted)
    assert say(phone, danger) == empty
    phone.get_by_text("Back to the start").click()
    assert say(phone, words) == empty
    noor.goto(f"{house.url}/people/{key}/own-page/")
    assert "The words for danger were used" in noor.inner_text("main")
    looks_well(noor, scripted)
    noor.locator("a").filter(has_text="Read it together").click()
    assert "Who looked" in noor.inner_text("main")
    looks_well(noor, scripted)
    log = (house.folder / "log").read_text()
    assert number.replace("-", "") not in log
    assert words.split()[0] not in log

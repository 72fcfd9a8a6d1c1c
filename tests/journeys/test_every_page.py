"""A browser visits every page there is: on every screen, in every light, over a thin line."""

import json
from collections.abc import Sequence
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.journeys.served import House
from tests.journeys.visits import ACTS, DESK, FILES, TABLE, Visit, Visitors

pytestmark = pytest.mark.journey

PHONE = {"width": 360, "height": 740}
EVERY_RULE: dict[str, Any] = {}
COLOURS: dict[str, Any] = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
Screen = tuple[dict[str, int], str, str, dict[str, Any]]
SCREENS: tuple[Screen, ...] = (
    # size, scheme, direction, what is looked at
    (DESK, "light", "ltr", EVERY_RULE),
    (DESK, "dark", "rtl", COLOURS),
    (PHONE, "dark", "rtl", EVERY_RULE),
    (PHONE, "light", "ltr", COLOURS),
)
LAPTOP_AND_PHONE = SCREENS[::2]
"""Each page is looked at on one of these two ordinarily, and on every screen by `--long`."""
FIRST_PAGE, LATER_PAGE = 100_000, 20_000
"""Most bytes over the wire: for a cold browser to sign in, and for each page after that."""

AXE = Axe().axe_script
TURN = """async ([direction, href]) => {
    document.documentElement.dir = direction;
    const sheet = document.querySelector("link[href*='vendor/bootstrap']");
    if (!sheet || sheet.getAttribute("href") === href) return;
    await new Promise((done) => { sheet.onload = done; sheet.href = href; });
}"""
STICKS_OUT = """() => {
    const wide = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= wide) return [];
    return [...document.querySelectorAll("body *")].filter((one) => {
        const box = one.getBoundingClientRect();
        return box.width && (box.right > wide + 1 || box.left < -1);
    }).slice(-3).map((one) => one.outerHTML.slice(0, 120));
}"""
FORMS = """() => [...document.querySelectorAll("main form[method=post]")].map((form, place) => ({
    place,
    isFilledIn: [...form.elements].some((one) =>
        one.name && !["hidden", "submit"].includes(one.type)),
    needs: !!form.querySelector("[required], [aria-required=true]"),
}))"""
SEND_EMPTY = """(place) => {
    const form = document.querySelectorAll("main form[method=post]")[place];
    for (const one of form.elements) {
        if (["hidden", "submit", "button"].includes(one.type)) continue;
        if (["checkbox", "radio"].includes(one.type)) one.checked = false;
        else if (one.tagName === "SELECT") one.selectedIndex = -1;
        else one.value = "";
    }
    HTMLFormElement.prototype.submit.call(form);
}"""
SEND_TYPED = """(words) => {
    const wrong = document.querySelector(".tc-errors");
    const form = wrong.closest("form") || document.querySelector(".tc-errors ~ form");
    if (!form) return null;
    const kinds = ["textarea", "text", "search", "tel", "email"];
    const typed = [...form.elements].filter((one) =>
        kinds.includes(one.type) && !one.readOnly && !one.inputMode);
    for (const [place, one] of typed.entries()) one.value = `${words} ${place}`;
    HTMLFormElement.prototype.submit.call(form);
    return typed.map((one) => [one.name, one.value]);
}"""
LOST = """(typed) => typed.filter(([name, value]) =>
    ![...document.getElementsByName(name)].some((one) => one.value === value))"""
TYPED = "words that must not be lost"
LEADS_NOWHERE = """() => [...document.querySelectorAll(".tc-errors a")]
    .map((link) => link.getAttribute("href"))
    .filter((href) => !document.querySelector(href)?.matches("input, select, textarea"))"""


def test_no_page_is_left_out(visits: list[Visit]) -> None:
    visited = {visit.name for visit in visits}
    assert visited | {"kept_form"} == set(TABLE) - FILES - ACTS


def test_axe_finds_nothing_and_nothing_sticks_out(visitors: Visitors, visits: list[Visit]) -> None:
    sheets, found = style_sheets(visitors.house), []
    for number, visit in enumerate(visits):
        screen = LAPTOP_AND_PHONE[number % 2]
        found += wrong_on(visitors.goes_to(visit), sheets, [screen])
    assert not found, _listed(found)


@pytest.mark.long
def test_axe_finds_nothing_on_any_screen_in_any_light(
    visitors: Visitors, visits: list[Visit]
) -> None:
    sheets, found = style_sheets(visitors.house), []
    for visit in visits:
        found += wrong_on(visitors.goes_to(visit), sheets, SCREENS)
    assert not found, _listed(found)


def test_what_was_kept_while_the_page_was_left_alone_is_shown(visitors: Visitors) -> None:
    visit = visitors.comes_back_to_what_was_kept("stranger")
    assert not wrong_on(visitors.page_of(visit.who), style_sheets(visitors.house))


@pytest.mark.parametrize(
    "screens", [(), pytest.param(LAPTOP_AND_PHONE, marks=pytest.mark.long)], ids=["", "and by axe"]
)
def test_a_form_sent_empty_says_what_is_wrong_and_loses_nothing(
    visitors: Visitors, visits: list[Visit], screens: Sequence[Screen]
) -> None:
    sheets = style_sheets(visitors.house)
    found: list[object] = []
    for visit in visits:
        page = visitors.goes_to(visit)
        forms = [form for form in page.evaluate(FORMS) if form["isFilledIn"]]
        for form in forms:
            if form is not forms[0]:
                visitors.goes_to(visit)
            wrong = _sent_empty(page, form["place"], sheets, screens, needs=form["needs"])
            found += [(str(visit), form["place"], *each) for each in wrong]
    assert not found, _listed(found)


def _sent_empty(
    page: Page, place: int, sheets: dict[str, str], screens: Sequence[Screen], *, needs: bool
) -> list[tuple[str, ...]]:
    """What is wrong with the page that answers an empty form, and what it loses."""
    with page.expect_navigation():
        page.evaluate(SEND_EMPTY, place)
    if not page.locator(".tc-errors").count():
        return [("nothing is said to be wrong",)] if needs else []
    found = wrong_on(page, sheets, screens) if screens else []
    found += [("leads nowhere", href) for href in page.evaluate(LEADS_NOWHERE)]
    with page.expect_event("load"):
        typed = page.evaluate(SEND_TYPED, TYPED)
        if typed is None:
            page.reload()
    if typed and page.locator(".tc-errors").count():
        found += [("lost", *lost) for lost in page.evaluate(LOST, typed)]
    return found


def test_the_first_page_is_light_on_a_cold_browser(visitors: Visitors) -> None:
    window = visitors.browser.new_context(viewport=DESK)
    page = window.new_page()
    assert sum(sizes_of(page, f"{visitors.house.url}/sign-in/", "networkidle")) <= FIRST_PAGE
    window.close()


def test_every_later_page_is_light(visitors: Visitors, visits: list[Visit]) -> None:
    by_get = [visit for visit in visits if visit.sent is None]
    weights = {
        str(visit): sum(sizes_of(visitors.page_of(visit.who), visit.address)) for visit in by_get
    }
    print(sorted(weights.items(), key=lambda x: -x[1])[:12])
    assert {visit: size for visit, size in weights.items() if size > LATER_PAGE} == {}


def sizes_of(page: Page, address: str, until: str = "load") -> list[int]:
    """The bytes over the wire of each thing that a page makes the browser fetch."""
    sizes: list[int] = []
    wire = page.context.new_cdp_session(page)
    wire.on("Network.loadingFinished", lambda done: sizes.append(done["encodedDataLength"]))
    wire.send("Network.enable")
    page.goto(address, wait_until=until)  # type: ignore[arg-type]
    wire.detach()
    assert sizes
    return sizes


def style_sheets(house: House) -> dict[str, str]:
    """Where the style sheets of both directions lie."""
    held = json.loads((house.folder / "home/static/staticfiles.json").read_text())["paths"]
    names = {"ltr": "bootstrap.min.css", "rtl": "bootstrap.rtl.min.css"}
    return {way: f"/static/{held[f'web/vendor/{name}']}" for way, name in names.items()}


def wrong_on(
    page: Page, sheets: dict[str, str], screens: Sequence[Screen] = SCREENS
) -> list[tuple[str, ...]]:
    """What axe finds on a page, and what sticks out, on these screens."""
    found = []
    page.evaluate(AXE)
    for size, scheme, direction, rules in screens:
        page.set_viewport_size(size)  # type: ignore[arg-type]
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(TURN, [direction, sheets[direction]])
        screen = f"{page.url} {size['width']} {scheme} {direction}"
        for each in page.evaluate(
            "axe.run", {"resultTypes": ["violations"], "preload": False, **rules}
        )["violations"]:
            found += [(screen, each["id"], node["html"][:200]) for node in each["nodes"]]
        found += [(screen, "sticks out", html) for html in page.evaluate(STICKS_OUT)]
    page.set_viewport_size(DESK)  # type: ignore[arg-type]
    page.emulate_media(color_scheme="light")
    return found


def _listed(found: Sequence[object]) -> str:
    return "\n".join(str(one) for one in found)

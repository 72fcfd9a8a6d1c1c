"""The main job, whole, with six people signed in, one of them on a small phone; twice: with
JavaScript and without."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import Browser, Page

from tests.journeys.served import House, sign_in

pytestmark = pytest.mark.journey
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 900}


class Team:
    """Everybody who takes part, each in a browser of her own; all read in one language."""

    def __init__(self, browser: Browser, house: House, scripted: bool, language: str) -> None:
        self._browser, self.house, self.scripted = browser, house, scripted
        self.language = language
        self.noor = self._joins("noor@dh.example")
        self.sami = self._joins("sami@dh.example")
        self.ines = self._joins("ines@ls.example", PHONE)
        self.night = self._joins("night@ls.example")
        self.officer = self._joins("officer@bp.example")
        self.ombuds = self._joins("ombudsperson@om.example")

    def _joins(self, address: str, size: dict[str, int] = DESK) -> Page:
        window = self._browser.new_context(viewport=size, java_script_enabled=self.scripted)
        page = window.new_page()
        page.goto(f"{self.house.url}/sign-in/")
        page.click(f".tc-tongues button[value={self.language}]")
        return sign_in(page, self.house, address)

    def say(self, text: str, context: str = "") -> str:
        """A text of the pages in the language of the team, by the catalogue."""
        with translation.override(self.language):
            return pgettext(context, text) if context else gettext(text)

    def looks_well(self, page: Page) -> None:
        """axe finds nothing, and nothing sticks out of the screen."""
        if not self.scripted:
            return
        found = Axe().run(page).response["violations"]
        assert found == [], [(each["id"], page.url, each["nodes"][0]["html"]) for each in found]
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= page.viewport_size["width"], page.url  # type: ignore[index]


def press(page: Page, name: str) -> None:
    """Press the button or follow the link of this name in the main part of a page."""
    within = re.compile(re.escape(name))
    page.locator("main").locator("button, a").filter(has_text=within).first.click()
    page.wait_for_load_state()


@pytest.mark.parametrize(
    ("language", "scripted"),
    [
        pytest.param("en", True, id="with JavaScript"),
        pytest.param("en", False, id="without"),
        pytest.param("ar", True, id="in Arabic", marks=pytest.mark.long),
        pytest.param("uk", True, id="in Ukrainian", marks=pytest.mark.long),
    ],
)
def test_from_the_first_word_to_an_answered_referral(
    browser: Browser, house: House, language: str, scripted: bool
) -> None:
    team = Team(browser, house, scripted, language)
    noor, ines, officer, say = team.noor, team.ines, team.officer, team.say

    # A conversation: a case opens without a name.
    team.looks_well(noor)
    press(noor, say("New conversation"))
    noor.check("input[name=began_by][value=call]")
    team.looks_well(noor)
    press(noor, say("Begin"))
    noor.check("input[name=danger_now][value=yes]")
    noor.select_option("select[name=language]", "hau")
    noor.check("input[name=need][value=shelter]")
    noor.check("input[name=said_by][value=person]")
    noor.fill("textarea[name=words]", "He said there was a shop.")
    team.looks_well(noor)
    press(noor, say("Write it down"))
    assert "He said there was a shop." in noor.inner_text("main")
    team.looks_well(noor)
    case = noor.url
    key = case.rstrip("/").rsplit("/", 1)[1]

    # Her name, which stays hidden until it is asked for.
    noor.goto(f"{house.url}/people/{key}/identity/names/")
    if noor.url.rstrip("/").endswith("identity"):
        press(noor, say("Names"))
    noor.locator("input[name$=given]").first.fill("Aminatu")
    noor.locator("main form button.btn-primary").first.click()
    if noor.locator("#doubles").count():  # she has had a record here since the other round
        team.looks_well(noor)
        noor.check("input[name=somebody_else]")
        noor.locator("main form button.btn-primary").first.click()
    noor.goto(case)
    assert "Aminatu" not in noor.content()
    press(noor, say("Show name"))
    assert "Aminatu" in noor.content()
    assert "Aminatu" not in noor.url + noor.title()

    # What she allows.
    noor.goto(f"{case}consent/ask/")
    care = noor.locator("details.tc-panel", has_text=say("Care and a place to stay"))
    for part in ("Identity", "Contact", "Situation", "Risk"):
        care.locator("label", has_text=re.compile(f"^{re.escape(say(part))}")).locator(
            "input"
        ).check()
    care.locator("input[type=radio][value=yes]").check()
    noor.check("input[name=says_is_adult]")
    team.looks_well(noor)
    press(noor, say("Write the answers down"))
    assert f"Lotus Shelter: {say('Care and a place to stay')}" in noor.inner_text("main")
    team.looks_well(noor)

    # A referral is offered.
    noor.goto(case)
    press(noor, say("Offer a referral"))
    noor.fill("input[name=words]", "A safe bed tonight")
    noor.check("input[name=urgency][value=danger]")
    team.looks_well(noor)
    press(noor, say("Find services"))
    team.looks_well(noor)
    noor.locator("label.tc-fit", has_text="Lotus").locator("input").check()
    press(noor, say("Send to the chosen services"))
    referral = noor.url
    assert say("Waits for an answer", "referral") in noor.inner_text("main")
    team.looks_well(noor)

    # The officer outside cannot tell that she exists.
    officer.goto(f"{house.url}/people/{'A' * 22}/")
    nothing = officer.content()
    for address in (case, referral, f"{case}consent/", f"{case}identity/", f"{case}speak/"):
        answer = officer.goto(address)
        assert answer is not None
        assert answer.status == 404
        assert officer.content() == nothing
    officer.goto(f"{house.url}/people/")
    assert say("Nobody here yet") in officer.inner_text("main")

    # The shelter reads the summary and nothing else, and accepts.
    ines.goto(f"{house.url}/")
    assert "A safe bed tonight" in ines.inner_text("main")
    team.looks_well(ines)
    before = ines.goto(case)
    assert before is not None
    assert before.status == 404
    ines.goto(referral)
    seen = ines.content()
    assert "A safe bed tonight" in seen
    assert "Aminatu" not in seen
    assert "shop" not in seen
    team.looks_well(ines)
    ines.check("input[name=answer][value=yes]")
    press(ines, say("Send answer"))
    assert "He said there was a shop." in ines.inner_text("main")
    team.looks_well(ines)
    lotus_case = ines.url
    press(ines, say("Show name"))
    assert "Aminatu" in ines.content()

    # Somebody on nights at the shelter is no focal point: the hotline's words stay closed.
    team.night.goto(lotus_case)
    assert "shop" not in team.night.content()

    # She has arrived; the outcome goes back; the case manager stays.
    ines.goto(referral)
    press(ines, say("The person has arrived"))
    ines.check("input[name=outcome][value=service_started]")
    team.looks_well(ines)
    ines.locator("form[action$='outcome/'] button").click()
    noor.goto(case)
    said = noor.inner_text("main")
    assert say("The service has started", "referral_outcome") in said
    assert "Noor" in noor.inner_text("dl.tc-bar")
    team.sami.goto(case)
    assert say("The service has started", "referral_outcome") in team.sami.inner_text("main")

    # She takes her yes back: the shelter reads no further.
    noor.goto(f"{case}consent/")
    noor.locator("form[action$='withdraw/'] button").first.click()
    ines.goto(lotus_case)
    assert "shop" not in ines.content()

    # The ombudsperson can prove what happened.
    team.ombuds.goto(f"{house.url}/ledger/")
    assert "referral.accepted" in team.ombuds.inner_text("main")
    team.looks_well(team.ombuds)
    press(team.ombuds, say("Verify"))
    assert say("The record holds together") in team.ombuds.inner_text("main")
    exported = house.folder / "ledger.jsonl"
    house.command("-m", "throughcare.config.cli", "ledger", "export", str(exported))
    assert "Good" in house.command("-m", "throughcare_core.ledger", "verify", str(exported))

    # Nothing that was typed lies anywhere in the clear.
    for path in house.folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            for planted in ("Aminatu", "there was a shop"):
                for encoding in ("utf-8", "utf-16-le"):
                    assert planted.encode(encoding) not in content, path

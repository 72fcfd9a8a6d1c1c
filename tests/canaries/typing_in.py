"""A hand that fills every form it meets with canaries, as somebody at a keyboard would."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import BytesIO
from itertools import cycle
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Locator, Page

from tests.canaries.planting import SCRIPTS, Canaries

WHAT_A_FORM_TAKES = """form => [...form.elements].map((control, place) => ({
    place, name: control.name, type: control.type, tag: control.tagName, checked: control.checked,
    value: control.value, seen: control.checkVisibility() && !control.disabled && !control.readOnly,
    choices: control.options ? [...control.options].map(o => o.value) : [],
}))"""
TYPED = ("text", "search", "textarea", "tel", "email", "password", "date", "file")
NAMES = ("given", "family", "other", "called")
OF_THE_HOUSE = ("until", "starts", "csrfmiddlewaretoken", "version", "login")
"""Fields whose words are about no person."""
NUMBERS_OF_OTHERS = ("also_about",)
"""Fields that take the numbers of records here alone: left empty."""


@dataclass
class Hand:
    """Types into the forms of a page; `files` is where the files lie that it sends."""

    canaries: Canaries
    files: Path

    def __post_init__(self) -> None:
        self._scripts = cycle(SCRIPTS)
        self._number = 0

    def fill_all(self, page: Page, address: str) -> int:
        """Open a page and send each of its forms that takes something typed: how many."""
        page.goto(address)
        sent = 0
        for place in range(page.locator("main form").count()):
            if place:
                page.goto(address)
            form = page.locator("main form").nth(place)
            if form.count() and self.fill(form, address):
                self.send(form)
                sent += 1
        return sent

    def open_and_fill(self, page: Page, address: str) -> int:
        """Press each button of a page that opens what is stored, and send what it leads to."""
        page.goto(address)
        opening = "main form:has(input[name=step][value=open])"
        count = page.locator(opening).count()
        for place in range(count):
            page.goto(address)
            self.send(page.locator(opening).nth(place))
            form = page.locator("main form").last
            self.fill(form, address)
            self.send(form)
        return count

    def fill(self, form: Locator, where: str) -> bool:
        """Fill a form; False if nothing can be typed into it."""
        self._choose(form)
        typed = False
        for each in _controls(form):
            control = each["control"]
            if each["name"] in NUMBERS_OF_OTHERS:
                continue
            if each["type"] in TYPED:
                self._type(control, each, where)
                typed = True
            elif each["type"] == "datetime-local":
                control.fill((datetime.now(UTC) + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"))
                typed = True
            elif each["tag"] == "SELECT" and not each["value"]:
                control.select_option(next((one for one in each["choices"] if one), None))
        return typed

    def _choose(self, form: Locator) -> None:
        """Of all that can be ticked, the first of each question; it may open further fields."""
        chosen = set()
        for each in _controls(form):
            new = each["value"] and each["name"] not in chosen
            if each["type"] in ("radio", "checkbox") and new and each["control"].is_visible():
                each["control"].check()
                chosen.add(each["name"])

    def send(self, form: Locator) -> None:
        """Press the first button of a form."""
        page = form.page
        with page.expect_navigation():
            form.locator("button[type=submit], button:not([type])").first.click()

    def _type(self, control: Locator, each: dict[str, Any], where: str) -> bool:
        name = each["name"].rsplit("-", 1)[-1]
        place = f"{where} {name}"
        if each["type"] == "file":
            control.set_input_files(self._file(name, place))
        elif each["type"] == "date" or name in ("day", "birth", "valid_until"):
            control.fill(self.canaries.birth(place))
        elif name in NAMES:
            control.fill(self.canaries.name(place, next(self._scripts)))
        elif each["value"].startswith("+") or (name == "value" and "/phone/" in where):
            control.fill(self.canaries.phone(place))
        elif "@" in each["value"] or (name == "value" and "/email/" in where):
            control.fill(f"{self.canaries.name(place).lower()}@post.example")
        elif name == "number":
            control.fill(self.canaries.number(place))
        else:
            control.fill(self.canaries.text(place))
        return True

    def _file(self, name: str, place: str) -> Path:
        """A file of the kind that a field takes, with canaries in its name and inside."""
        self._number += 1
        named = self.canaries.text(f"{place}: the file's name", words=2)
        inside = self.canaries.text(f"{place}: inside the file")
        if name == "picture":
            file, content = f"{named}.jpg", a_picture(inside)
        elif name == "scan":
            file, content = f"{named}.pdf", b"%PDF-1.7\n" + inside.encode()
        else:
            file, content = f"{named}.txt", inside.encode()
        (self.files / file).write_bytes(content)
        return self.files / file


def a_picture(inside: str) -> bytes:
    """A photograph that says something about itself, as a telephone's camera does."""
    picture, held = Image.new("RGB", (64, 64), "grey"), BytesIO()
    told = picture.getexif()
    told[0x010E] = inside
    picture.save(held, "JPEG", exif=told, comment=inside.encode())
    return held.getvalue()


def _controls(form: Locator) -> Iterator[dict[str, Any]]:
    """The controls of a form that somebody can use now, each with what it takes."""
    elements = form.evaluate_handle("form => [...form.elements]").get_properties()
    for each in form.evaluate(WHAT_A_FORM_TAKES):
        if each["seen"] and each["name"] not in OF_THE_HOUSE:
            yield {**each, "control": elements[str(each["place"])].as_element()}

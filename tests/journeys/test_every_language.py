"""Every page in every language: nothing sticks out on a small phone, and axe finds nothing."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from playwright.sync_api import Page
from tools import catalogue

from tests.journeys.test_every_page import EVERY_RULE, PHONE, STICKS_OUT, style_sheets, wrong_on
from tests.journeys.visits import DESK, Visit, Visitors
from throughcare.kernel.languages import direction_of

pytestmark = pytest.mark.journey

LANGUAGES = [code for code, _name in settings.LANGUAGES if code != "en"]


def longest_language() -> str:
    """The language whose texts are the longest, as they stand in the catalogue."""
    lengths = {
        path.parents[1].name: sum(len(str(message.string)) for message in catalogue.read(path))
        for path in catalogue.po_files()
    }
    return max(lengths, key=lambda language: lengths[language])


def reads_in(page: Page, language: str) -> bool:
    """Whether a page is in this language; a sheet is in that of the person whom it tells."""
    root = page.locator("html")
    said = (root.get_attribute("lang"), root.get_attribute("dir"))
    return said == (language, direction_of(language)) or page.locator(".tc-sheet").count() > 0


@pytest.fixture
def readers(visitors: Visitors) -> Iterator[Visitors]:
    """Those who visit; afterwards they read English again."""
    yield visitors
    visitors.read_in("en")


@pytest.mark.long
def test_nothing_sticks_out_on_a_phone_in_the_longest_language(
    readers: Visitors, visits: list[Visit]
) -> None:
    language = longest_language()
    readers.read_in(language)
    found = []
    for visit in visits:
        readers.page_of(visit.who).set_viewport_size(PHONE)  # type: ignore[arg-type]
        page = readers.goes_to(visit)
        assert reads_in(page, language), visit
        found += [(str(visit), html) for html in page.evaluate(STICKS_OUT)]
        page.set_viewport_size(DESK)  # type: ignore[arg-type]
    assert not found, "\n".join(map(str, found))


@pytest.mark.long
@pytest.mark.parametrize("language", LANGUAGES)
def test_axe_finds_nothing_and_nothing_sticks_out_in_any_language(
    readers: Visitors, visits: list[Visit], language: str
) -> None:
    sheets, direction = style_sheets(readers.house), direction_of(language)
    screen = (PHONE, "light", direction, EVERY_RULE)
    readers.read_in(language)
    found = []
    for visit in visits:
        page = readers.goes_to(visit)
        assert reads_in(page, language), visit
        found += [(str(visit), *wrong) for wrong in wrong_on(page, sheets, [screen])]
    assert not found, "\n".join(map(str, found))

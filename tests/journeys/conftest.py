"""A browser, and the houses it looks at."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser import CHROMIUM, playwright
from tests.journeys.served import House, served
from tests.journeys.visits import ALSO, OPENED, TABLE, Visit, Visitors
from tests.test_doors import names_in_the_resolver


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    chromium = playwright().chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
    yield chromium
    chromium.close()


@pytest.fixture(scope="session")
def visitors(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitors]:
    """A house with one of everything, and those who visit its pages."""
    with served(tmp_path_factory.mktemp("everything")) as house:
        said = json.loads(house.command("-m", "tests.journeys.everything"))
        house.secrets = said["secrets"]
        everybody = Visitors(browser, house, said["keys"])
        yield everybody
        everybody.leave()


@pytest.fixture(scope="session")
def visits(visitors: Visitors) -> list[Visit]:
    """Every page: each address for the first who may, then its other faces."""
    names = [name for name in names_in_the_resolver() if name in TABLE]
    first = [visitors.first_to_see(name) for name in names]
    opened = [Visit(name, who, visitors.address_of(name, {}), sent) for name, who, sent in OPENED]
    also = [
        Visit(name, who, visitors.address_of(name, others) + rest)
        for name, who, others, rest in ALSO
    ]
    return [visit for visit in first if visit] + opened + also


@pytest.fixture
def house(tmp_path: Path, own_house: None) -> Iterator[House]:
    with served(tmp_path / "journey") as found:
        found.secrets = json.loads(found.command("-m", "tests.journeys.cast"))
        yield found

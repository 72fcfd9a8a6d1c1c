"""Several web processes are one house: sessions, spent codes and wrong tries hold over all of them.

Two whole `throughcare serve` stand beside each other on one data base, so that it is known which
process was asked. Nothing is cached in a process but how often the public directory was read.
"""

import re
import time
from collections.abc import Iterator

import pytest
import requests
from django.conf import settings

from tests.canaries.house import ServedHouse
from tests.houses import a_data_base
from throughcare.agencies.services import code_at
from throughcare.agencies.tests.factories import PASSWORD

pytestmark = pytest.mark.long

NOOR = "noor@dh.example"
TRIES = """
import django; django.setup()
from throughcare.agencies.models import WrongTries
print([row.wrong for row in WrongTries.objects.all()])
"""


class Browser:
    """Somebody's browser; the same cookies go to every process."""

    def __init__(self) -> None:
        self._session = requests.Session()
        self._session.trust_env = False

    def get(self, url: str) -> requests.Response:
        return self._session.get(url, allow_redirects=False)

    def send(self, url: str, **fields: str) -> requests.Response:
        token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', self._session.get(url).text)
        assert token
        fields["csrfmiddlewaretoken"] = token[1]
        return self._session.post(url, fields, allow_redirects=False)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[ServedHouse, str, str]]:
    """A house that two processes serve, and the address of each."""
    with a_data_base() as database:
        house = ServedHouse(tmp_path_factory.mktemp("two") / "house", database)
        house.set_the_scene()
        with house.served():
            one = house.url
            with house.served():
                yield house, one, house.url


def test_who_signed_in_at_one_is_signed_in_at_the_other(
    house: tuple[ServedHouse, str, str],
) -> None:
    served, one, other = house
    noor, code = Browser(), _code(served)
    assert noor.send(f"{one}/sign-in/", login=NOOR, password=PASSWORD).status_code == 302
    assert noor.send(f"{other}/sign-in/code/", code=code).status_code == 302
    for address in (one, other):
        assert noor.get(f"{address}/account/").status_code == 200
    assert noor.send(f"{other}/sign-out/").status_code == 302
    assert noor.get(f"{one}/account/").status_code == 302


def test_a_code_that_was_spent_at_one_opens_nothing_at_the_other(
    house: tuple[ServedHouse, str, str],
) -> None:
    served, one, other = house
    code = _code(served, steps_later=1)
    opened = []
    for address in (one, other):
        noor = Browser()
        noor.send(f"{address}/sign-in/", login=NOOR, password=PASSWORD)
        noor.send(f"{address}/sign-in/code/", code=code)
        opened.append(noor.get(f"{address}/account/").status_code)
    assert opened == [200, 302]


def test_wrong_tries_at_one_count_at_the_other(house: tuple[ServedHouse, str, str]) -> None:
    served, one, other = house
    for address in (one, other, one):
        Browser().send(f"{address}/sign-in/", login="nobody@dh.example", password="not this one")
    assert "3" in served.python("-c", TRIES)


def test_nothing_is_cached_in_a_process() -> None:
    kept = {name: row["BACKEND"].rpartition(".")[2] for name, row in settings.CACHES.items()}
    assert kept == {"default": "DummyCache", "rates": "LocMemCache"}


def _code(house: ServedHouse, steps_later: int = 0) -> str:
    return code_at(house.secrets[NOOR], int(time.time()) // 30 + steps_later)

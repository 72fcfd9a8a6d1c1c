"""Canaries in every main act, and in everything that goes wrong, stand in no line of the log.

The acts are driven through the pages with every logger wide open; what fails does so with a
canary in the text of the error, in the address, in the form and in what the libraries say.
"""

import io
import logging
from collections.abc import Iterator

import pytest
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from tests.canaries.lines import FIELDS, LINE, fields_of
from tests.scenery import Scenery
from tests.test_doors import TABLE
from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import sign_in
from throughcare.config.adapters.log import Fields, NoContent
from throughcare.config.services import rounds
from throughcare.vault.services import KeyGone

pytestmark = pytest.mark.django_db

CANARY = "Zyrqanthe"
MAIN_ACTS = {
    "cases:speak": {"words": CANARY},
    "cases:note": {"text": CANARY, "part": "situation"},
    "cases:task": {"kind": "visit", "words": CANARY},
    "cases:lock": {"reason": CANARY},
    "cases:close": {"why": CANARY},
    "identity:names": {"version": "0", "called": CANARY, "names-TOTAL_FORMS": "1"},
    "identity:birth": {"day": CANARY, "place": CANARY},
    "identity:name": {},
    "identity:new_document": {"number": CANARY},
    "consent:ask": {"words": CANARY},
    "consent:report": {"why": CANARY},
    "referrals:new": {"words": CANARY},
    "referrals:withdraw": {"why": CANARY},
    "referrals:outcome": {"words": CANARY},
    "web:find": {"q": CANARY},
}


@pytest.fixture
def said() -> Iterator[io.StringIO]:
    """Everything that any logger says, as the house's own handler would write it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.addFilter(NoContent())
    handler.setFormatter(Fields())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(before)


def lines_of(said: io.StringIO) -> list[str]:
    lines = said.getvalue().splitlines()
    assert [line for line in lines if not LINE.fullmatch(line.replace("=DEBUG", "=INFO"))] == []
    assert {tuple(name for name, _value in fields_of(line)) for line in lines} <= {FIELDS}
    assert CANARY not in said.getvalue()
    return lines


@pytest.mark.parametrize(
    "error", [ValueError(CANARY), DatabaseError(CANARY), KeyGone(CANARY), UnicodeError(CANARY)]
)
def test_no_act_and_no_error_leaves_a_canary(
    said: io.StringIO, error: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    scenery = Scenery()
    noor = Client(raise_request_exception=False)
    sign_in(noor, Staff.objects.get(pk=scenery.scene.noor.staff))
    addresses = {
        name: reverse(name, args=[scenery.keys[key] for key in _keys_of(name)])
        for name in MAIN_ACTS
    }
    for name, typed in MAIN_ACTS.items():
        noor.post(addresses[name], typed)
    noor.get(f"/{CANARY}/")
    noor.get(reverse("cases:case", args=[CANARY]))
    Client(enforce_csrf_checks=True).post(addresses["cases:note"], {"text": CANARY})
    Client(SERVER_NAME=f"{CANARY}.example").get("/")
    quiet = len(lines_of(said))

    def fails(*_args: object, **_words: object) -> None:
        raise error

    for place in FAILING:
        monkeypatch.setattr(place, fails)
    for name, typed in MAIN_ACTS.items():
        noor.post(addresses[name], typed)
    logging.getLogger("weasyprint").warning("Ignored %s", CANARY)
    logging.getLogger("PIL").debug(f"chunk {CANARY}")
    monkeypatch.setattr(rounds, "PARTS", {"heads": fails})
    rounds.do_what_time_brings()
    lines = lines_of(said)
    assert len(lines) >= quiet + 3
    assert any("a part of the round failed: heads" in line for line in lines)


FAILING = ("throughcare.vault.services.seal", "throughcare.audit.services._write")


def _keys_of(name: str) -> tuple[str, ...]:
    return TABLE[name][1]

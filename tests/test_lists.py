"""Every list page says with how many queries it is made, however many rows it shows."""

import inspect
import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import resolve, reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    agency,
    ombuds_office,
    prosecutor_office,
    sign_in,
)
from throughcare.cases.services import add_field, add_task, open_case, write_note
from throughcare.consent.services import propose_agreement
from throughcare.identification.rules.periods import period_of
from throughcare.identification.services import ask_determination, count_period
from throughcare.identity.rules import Name
from throughcare.identity.services import record_names
from throughcare.kernel.actors import Actor
from throughcare.linking.services import link_records
from throughcare.referrals.services import ask_about_referral, save_draft
from throughcare.referrals.tests.factories import Scene, shelter_service
from throughcare.referrals.tests.summaries import BED

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)

PERSON = "the key of the person"

LISTS: dict[str, tuple[tuple[str, str], ...]] = {
    # name of the page: who reads it, and what the address asks for
    "web:today": (("noor", ""), ("ines", ""), ("admin", ""), ("marek", "")),
    "web:access_record": (("noor", PERSON),),
    "web:ledger": (("observer", ""),),
    "referrals:list": (("noor", ""), ("ines", ""), ("noor", "?sent"), ("ines", "?received")),
    "cases:list": (("noor", ""), ("noor", "?mine"), ("noor", "?closed")),
    "cases:case": (("noor", PERSON),),
    "cases:own_fields": (("admin", ""),),
    "identification:two_counts": (("coordinator", ""),),
    "identification:waiting": (("marek", ""),),
    "consent:consents": (("noor", PERSON),),
    "linking:same": (("noor", PERSON),),
    "linking:others": (("noor", PERSON),),
    "consent:agreements": (("admin", ""),),
    "directory:own_services": (("ines", ""),),
    "directory:services_elsewhere": (("noor", ""),),
    "staff_list": (("admin", ""),),
    "exchange:imports": (("dana", ""),),
    "exchange:spreadsheets": (("dana", ""),),
}


class House:
    """Dawn Hotline, where much happens, and who reads of it."""

    def __init__(self) -> None:
        self.scene = Scene()
        dawn = self.scene.dawn
        self.admin = actor(dawn, "Admin", ["administrator"])
        self.readers = {
            "noor": self.scene.noor,
            "ines": self.scene.ines,
            "admin": self.admin,
            "dana": actor(dawn, "Dana", ["data_officer"]),
            "coordinator": actor(self.scene.other, "Cora", ["coordinator"]),
            "marek": actor(prosecutor_office(), "Marek", ["deciding_officer"]),
            "observer": actor(ombuds_office(), "Observer", ["ombudsperson"]),
        }
        february = period_of("2026-02", "2026-02")
        count_period(february, by=self.readers["coordinator"], at=SOON)
        self.made = 0

    def more(self, rows: int) -> None:
        """As many rows more in every list."""
        for _ in range(rows):
            self.made += 1
            self.one(self.scene.noor, self.scene.case_key, self.made)

    def one(self, noor: Actor, case: str, n: int) -> None:
        shelter = shelter_service(self.scene.lotus, f"House {n}")
        (referral,) = self.scene.offered(shelter)
        ask_about_referral(referral, "A cot?", by=self.scene.ines, at=NOON)
        self.scene.says_yes(self.scene.lotus.pk)
        write_note(case, "Speaks low.", part="situation", by=noor, at=NOON)
        add_task(case, kind="visit", due_at=NOON, words="x", by=noor, at=NOON)
        save_draft(case, BED, urgency="urgent", words="A bed", by=noor, at=NOON)
        again = open_case(by=noor, at=NOON, began_by="call")
        link_records(case, again, "said", by=noor, at=NOON)
        record_names(self.scene.person, [Name(f"Amina {n}")], by=noor, at=NOON, seen_version=n - 1)
        actor(self.scene.dawn, f"Colleague {n}", ["case_manager"], focal=True)
        wanted = {"kind": "text", "part": "situation", "purpose": "To know"}
        add_field(label=f"Question {n}", **wanted, by=self.admin, at=NOON)
        other = agency(f"A{n}", f"Agency {n}", "NGO")
        terms = {"parts": ["situation"], "purposes": ["care"], "until": None, "paper": ""}
        propose_agreement(other.pk, **terms, starts=NOON, by=self.admin, at=NOON)
        marek = self.readers["marek"]
        own = open_case(by=marek, at=NOON, began_by="call")
        ask_determination(own, law="xa-12-2019", received_at=NOON, by=marek, at=NOON)


@pytest.fixture
def house() -> Iterator[House]:
    with patch("django.utils.timezone.now", return_value=SOON):
        yield House()


def address(house: House, name: str, asked: str) -> str:
    if asked == PERSON:
        return reverse(name, args=[house.scene.case_key])
    return reverse(name) + asked


def stated(url: str) -> int:
    """The number of queries that the docstring of a page's view states."""
    view: Callable[..., object] = inspect.unwrap(resolve(url.partition("?")[0]).func)
    found = re.search(r"(\d+) queries", view.__doc__ or "")
    assert found, f"{view.__name__} does not say with how many queries it is made"
    return int(found[1])


def asked(client: Client, url: str) -> int:
    """How many queries a page takes, without the line in the ledger that says it was seen."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, url
    ours = [query for query in queries if not re.search(LINE, query["sql"])]
    return len(ours)


LINE = r"SAVEPOINT|pg_advisory|^INSERT INTO \"audit_|^SELECT \"audit_(node|line)\".* LIMIT (1|21)$"


def test_every_list_takes_as_many_queries_as_it_says_for_few_rows_and_for_many(
    house: House,
) -> None:
    clients = {name: Client() for name in house.readers}
    for name, client in clients.items():
        sign_in(client, Staff.objects.get(pk=house.readers[name].staff))
    taken: dict[str, dict[tuple[str, str], list[int]]] = {}
    for rows in (1, 9):
        house.more(rows)
        for page, ways in LISTS.items():
            for who, what in ways:
                count = asked(clients[who], address(house, page, what))
                taken.setdefault(page, {}).setdefault((who, what), []).append(count)
    grown = {
        page: ways
        for page, ways in taken.items()
        if any(few != many for few, many in ways.values())
    }
    assert grown == {}
    most = {page: max(max(counts) for counts in ways.values()) for page, ways in taken.items()}
    said = {page: stated(address(house, page, ways[0][1])) for page, ways in LISTS.items()}
    assert said == most, {
        page: (said[page], most[page]) for page in most if said[page] != most[page]
    }

"""What those outside can tell of a person: nothing, in any list, count, search or file.

Each asks the same of the house before the person calls and after, with the clock standing still:
the answers are the same to the byte, and cost the same work.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.scenery import Scenery
from tests.test_doors import PERSON, TABLE
from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.rules import DUTIES
from throughcare.agencies.tests.factories import (
    NOON,
    ombuds_office,
    prosecutor_office,
    sign_in,
    staff,
)
from throughcare.audit.models import Node, RefusalTally
from throughcare.cases import services as cases
from throughcare.identity.models import SearchTally
from throughcare.linking.rules import Kind
from throughcare.linking.tests.cast import Here, recorded, says
from throughcare.notices.models import Notice
from throughcare.persons.queries import numbers_at
from throughcare.referrals.tests.factories import QuietScene, Scene

pytestmark = pytest.mark.django_db

NAME, PHONE, PAPER, WORDS = "Amina Sule", "+999 20 123 456", "X1", "Both."
LISTS = (
    "/",
    "/more/",
    "/calendar.ics",
    "/people/",
    "/people/?mine",
    "/people/?closed",
    "/referrals/",
    "/referrals/?sent",
    "/referrals/?received",
    "/determinations/",
    "/two-counts/",
    "/find/",
    "/exchange/",
    "/exchange/export/",
    "/exchange/spreadsheets/",
    "/agreements/",
    "/own-fields/",
    "/services/",
    "/services/elsewhere/",
    "/hsds/",
    "/hsds/services?full=true",
    "/hsds/services?format=ndjson",
    "/hsds/service_at_locations",
    "/hsds/organizations",
    "/hsds/taxonomies",
    "/hsds/taxonomy_terms",
    "/ledger/",
    "/staff/",
    "/account/",
)
SEARCHED = (NAME, "Amina", "amina sule", "Sule", PHONE, "99920123456", PAPER, "DH-")
EXPORTED = ("json", "csv")
LISTS_THAT_LEAVE = (
    *("cases/", "cases/?mine", "cases/?closed", "tasks/", "staff/", "services/"),
    *("referrals/", "referrals/?sent", "referrals/?received", "services-elsewhere/"),
)


@pytest.fixture(autouse=True)
def quarter_past() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=15)):
        yield


@pytest.fixture
def scene() -> QuietScene:
    prosecutor_office()  # it is there before anybody calls
    return QuietScene()


def somebody(at: Agency, *, without: str = "") -> Client:
    """Somebody with every duty there is at an agency, but one perhaps."""
    member = staff(at, "Every Duty", [code for code in DUTIES if code != without], focal=True)
    return signed_in(member)


def signed_in(member: Staff) -> Client:
    client = Client()
    sign_in(client, member)
    return client


Told = dict[str, tuple[int, str, list[str]]]


def told(client: Client, *numbers: str) -> Told:
    """All that the house says in lists, counts, searches and files, and what it takes to say it."""
    _answer(client, "post", "/find/", {"q": "anybody"})  # what is one's own is open from now on
    asked: Told = {address: _answer(client, "get", address) for address in LISTS}
    for words in (*SEARCHED, *numbers):
        asked[f"search {words}"] = _answer(client, "post", "/find/", {"q": words})
    for kind in EXPORTED:
        wanted = {"reason": "own_statistics", "file_format": kind}
        asked[f"export {kind}"] = _answer(client, "post", "/exchange/export/", wanted)
    for address in LISTS_THAT_LEAVE:
        wanted = {"reason": "own_statistics", "file_format": "csv"}
        asked[f"list {address}"] = _answer(client, "post", f"/exchange/lists/{address}", wanted)
    return asked


def _answer(
    client: Client, method: str, address: str, sent: dict[str, str] | None = None
) -> tuple[int, str, list[str]]:
    for tally in (RefusalTally, SearchTally):
        tally.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        answer = getattr(client, method)(address, sent or {})
        content = b"".join(answer) if answer.streaming else answer.content
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")[^"]+', r"\1", content.decode("latin-1"))
    page = re.sub(r'<select name="manager".*?</select>', "", page, flags=re.DOTALL)  # colleagues
    work = [_shape(query["sql"]) for query in queries if Node._meta.db_table not in query["sql"]]
    return answer.status_code, page, work


def _shape(sql: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b|\b[0-9a-f]{32,}\b|\"s\d+_x\d+\"|\"_django_curs_\w+\"", "?", sql)


def assert_the_same(before: Told, after: Told) -> None:
    for asked, answer in before.items():
        for said, other in zip(answer, after[asked], strict=True):
            assert said == other, asked


class OneRecordAlone(Scenery):
    """Everything about one person; a second record is locked to who began it."""

    def _linking(self) -> dict[str, str]:
        noor = self.scene.noor
        own, other = Here(noor, self.scene.person, self.scene.case_key), recorded(noor)
        cases.lock_case(other.key, [noor.staff], by=noor, at=NOON)
        return {
            "other_person": other.key,
            "permission": says(own, Kind.ASK),
            "likeness": self.nowhere("likeness"),
        }


def a_person_comes(scene: QuietScene) -> Scenery:
    """Everything that can be known of a person is written down, and a referral is offered."""
    Scene.somebody_calls(scene)
    return OneRecordAlone(scene)


def number_of(scene: Scene) -> str:
    return numbers_at(scene.dawn.pk, [scene.person])[scene.person]


def test_an_officer_outside_is_told_the_same_with_and_without_the_person(
    scene: QuietScene,
) -> None:
    officer = somebody(scene.police, without="ombudsperson")
    number = "DH-12345"
    before = told(officer, number)
    a_person_comes(scene)
    after = told(officer, number_of(scene))
    after[f"search {number}"] = after.pop(f"search {number_of(scene)}")
    assert_the_same(before, after)


def test_the_officer_was_asking_where_others_find_the_person(scene: QuietScene) -> None:
    a_person_comes(scene)
    colleague = told(somebody(scene.dawn, without="ombudsperson"), number_of(scene))
    number = number_of(scene)
    for asked in ("/people/", "/referrals/?sent", "search Amina", f"search {number}"):
        assert number in colleague[asked][1], asked
    assert "Amina" in colleague["export json"][1]
    noor = signed_in(Staff.objects.get(pk=scene.noor.staff))
    assert "VEVENT" in _answer(noor, "get", "/calendar.ics")[1]


def test_a_colleague_is_told_the_same_once_the_case_is_locked_to_others(
    scene: QuietScene,
) -> None:
    colleague = somebody(scene.dawn, without="ombudsperson")
    before = told(colleague, "DH-12345")
    a_person_comes(scene)
    cases.lock_case(scene.case_key, [scene.noor.staff], by=scene.noor, at=NOON)
    # That nobody keeps the lock of another record is told to administrators, and is meant to be.
    Notice.objects.filter(code="lock_left_alone").delete()
    after = told(colleague, number_of(scene))
    after["search DH-12345"] = after.pop(f"search {number_of(scene)}")
    for theirs in ("/staff/", "list staff/", "/own-fields/"):  # changed, and not about a person
        assert WORDS not in after[theirs][1]
        after[theirs] = before[theirs]
    assert_the_same(before, after)


def test_the_ledger_says_that_something_was_done_and_never_about_whom(scene: QuietScene) -> None:
    scenery = a_person_comes(scene)
    ombuds = signed_in(staff(ombuds_office(), "Ombudsperson", ["ombudsperson"]))
    read = ombuds.get("/ledger/").content.decode()
    assert "referral.offered" in read
    exported = b"".join(ombuds.post("/ledger/export/")).decode()
    assert exported.count("\n") > 10
    person = scene.person
    for secret in (
        *(NAME, PHONE, WORDS, number_of(scene), str(person), person.hex, str(scene.case.pk)),
        *(key for key in scenery.keys.values() if len(key) == 22),
    ):
        assert secret not in read, secret
        assert secret not in exported, secret


ANSWERS_BEFORE_ACCEPTANCE = {
    "referrals:referral": (200, 422),  # the summary; an empty answer
    "referrals:sheet": (200, 405),  # the same summary on paper
    "referrals:sheet_pdf": (200, 403, 405),  # where the machine can make one
    "referrals:hand_over": (405, 403),  # refused: nothing was accepted
    "referrals:outcome": (405, 403),
}


def test_before_acceptance_the_shelter_reads_the_summary_and_nothing_else(
    scene: QuietScene,
) -> None:
    shelter = somebody(scene.lotus, without="ombudsperson")
    before = told(shelter, "DH-12345")
    scenery = a_person_comes(scene)
    for name, (who, keys) in TABLE.items():
        if who is not PERSON:
            continue
        there, nowhere = (
            reverse(name, args=[key(one) for one in keys])
            for key in (scenery.keys.__getitem__, Scenery.nowhere)
        )
        for method in ("get", "post"):
            answer = _answer(shelter, method, there)
            if name in ANSWERS_BEFORE_ACCEPTANCE:
                assert answer[0] in ANSWERS_BEFORE_ACCEPTANCE[name], (name, method, answer[0])
                assert_nothing_but_the_summary(answer[1], scene)
            else:
                assert answer == _answer(shelter, method, nowhere), (name, method)
                assert answer[0] in (404, 405), (name, method)
    after = told(shelter, number_of(scene))
    after["search DH-12345"] = after.pop(f"search {number_of(scene)}")
    shows_the_offer = {
        asked for asked, answer in before.items() if answer[1] != _uncounted(after[asked][1])
    }
    assert shows_the_offer == {
        *("/", "/referrals/", "/referrals/?received"),
        *("list referrals/", "list referrals/?received"),
    }
    for asked in shows_the_offer:
        assert_nothing_but_the_summary(after[asked][1], scene)


def _uncounted(page: str) -> str:
    """A page without the number of offers to answer, which stands in the navigation."""
    return page.replace('<span class="tc-count">1</span>', "")


def assert_nothing_but_the_summary(page: str, scene: Scene) -> None:
    for secret in ("Amina", "Sule", PHONE, "123 456", WORDS, "plain words", number_of(scene)):
        assert secret not in page, secret

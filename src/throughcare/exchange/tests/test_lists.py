"""A list leaves as its reader sees it: the same rows, one line in the ledger, no formula."""

import csv
import json
from dataclasses import replace
from io import BytesIO, StringIO

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.audit.models import Line
from throughcare.cases.doors import cases_of
from throughcare.cases.queries import case_page
from throughcare.cases.services import add_task, lock_case, open_case
from throughcare.exchange.services import send_list
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals.tests.factories import Scene, shelter_service

pytestmark = pytest.mark.django_db

FOR_WORK = {"reason_code": "own_work", "file_format": "csv"}


def told(name: str, by: Actor, **asked: str) -> list[list[str]]:
    """The rows of a list as its CSV has them, without headings."""
    file = send_list(name, asked, **FOR_WORK, by=by, at=NOON)
    return list(csv.reader(StringIO(file.content.decode("utf-8-sig"))))[1:]


@pytest.fixture
def scene() -> Scene:
    return Scene()


def test_cases_leave_as_the_page_shows_them_however_many_pages(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(5):
        open_case(by=scene.noor, at=NOON, began_by="call")
    monkeypatch.setattr("throughcare.cases.queries.PAGE", 2)
    numbers = [row[0] for row in told("cases", scene.noor)]
    monkeypatch.undo()
    assert numbers == [row.number for row in case_page(scene.noor, NOON).rows]
    assert len(numbers) == 6
    assert told("cases", scene.noor, closed="") == []


def test_a_locked_case_and_another_agencys_are_not_in_it(scene: Scene) -> None:
    key = open_case(by=scene.noor, at=NOON, began_by="call")
    assert len(told("cases", scene.noor)) == 2
    assert told("cases", scene.ines) == []
    lock_case(key, [scene.noor.staff], by=scene.noor, at=NOON)
    sami = actor(scene.dawn, "Second", ["case_manager"])
    assert len(told("cases", scene.noor)) == 2
    assert len(told("cases", sami)) == 1


def test_one_line_says_which_list_why_how_many_and_about_whom(scene: Scene) -> None:
    before = Line.objects.count()
    told("cases", scene.noor)
    line = Line.objects.order_by("seq").last()
    assert line is not None
    assert Line.objects.count() == before + 1
    entry = json.loads(line.entry)
    assert line.code == "exchange.list_sent"
    assert entry["codes"] == [{"list": "cases", "format": "csv", "rows": 1, "reason": "own_work"}]
    assert entry["joined"] == [{"code": "exchange.rows", "rows": 1}]
    assert len(entry["subjects"]) == len(list(cases_of(scene.noor, NOON)))


@pytest.mark.parametrize("name", ["cases", "tasks", "referrals", "staff"])
def test_a_list_about_people_needs_a_reason(scene: Scene, name: str) -> None:
    before = Line.objects.count()
    with pytest.raises(Refused):
        send_list(name, {}, reason_code="", file_format="csv", by=scene.noor, at=NOON)
    assert Line.objects.count() == before


def test_services_need_none_and_hidden_ones_are_not_in_it(scene: Scene) -> None:
    hidden = shelter_service(scene.lotus, "Hidden")
    hidden.change(is_confidential=True)
    file = send_list(
        "services-elsewhere", {}, reason_code="", file_format="csv", by=scene.noor, at=NOON
    )
    assert file.rows >= 1
    assert b"Hidden" not in file.content
    assert [row[0] for row in told("services", scene.ines)].count("Hidden") == 1


def test_the_receiver_of_a_referral_gets_no_number_of_the_sender(scene: Scene) -> None:
    scene.offered()
    (sent,) = told("referrals", scene.noor, sent="")
    (received,) = told("referrals", scene.ines, received="")
    assert sent[3]
    assert not received[3]
    assert received[4] == "Dawn Hotline"


def test_a_list_leaves_with_the_filters_of_its_page(scene: Scene) -> None:
    scene.offered()
    assert len(told("referrals", scene.noor, sent="", state="offered")) == 1
    assert told("referrals", scene.noor, sent="", state="declined") == []
    open_case(by=scene.noor, at=NOON, began_by="call")
    numbers = [row[0] for row in told("cases", scene.noor)]
    assert [row[0] for row in told("cases", scene.noor, order="touched")] == numbers[::-1]
    assert told("cases", scene.noor, status="FollowUp") == []


def test_only_who_sees_the_staff_takes_its_list_out(scene: Scene) -> None:
    with pytest.raises(Refused):
        told("staff", scene.noor)
    admin = actor(Agency.objects.get(pk=scene.dawn.pk), "Admin", ["administrator"])
    assert "Admin" in [row[0] for row in told("staff", admin)]


def test_what_looks_like_a_formula_leaves_as_a_text(scene: Scene) -> None:
    words = '=HYPERLINK("http://example.org")'
    add_task(scene.case_key, kind="visit", due_at=NOON, words=words, by=scene.noor, at=NOON)
    assert told("tasks", scene.noor)[0][3] == f"'{words}"
    file = send_list(
        "tasks", {}, reason_code="own_work", file_format="xlsx", by=scene.noor, at=NOON
    )
    sheet = openpyxl.load_workbook(BytesIO(file.content)).worksheets[0]
    assert (sheet["D2"].value, sheet["D2"].data_type) == (words, "s")


def test_a_list_that_is_not_there_and_a_duty_that_sees_less(scene: Scene) -> None:
    with pytest.raises(NotHere):
        told("victims", scene.noor)
    assert told("tasks", replace(scene.noor, parts=frozenset())) == []


def test_the_page_sends_the_file_once_a_reason_is_given(scene: Scene) -> None:
    client = Client()
    sign_in(client, Staff.objects.get(pk=scene.noor.staff))
    address = reverse("exchange:send_list", args=["cases"])
    asked = client.get(f"{address}?mine=").content.decode()
    assert "Why does this list leave" in asked
    assert f'href="{reverse("cases:list")}?mine="' in asked
    assert client.post(address, {"file_format": "csv"}).status_code == 422
    answer = client.post(address, {"file_format": "csv", "reason": "meeting"})
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="cases-')
    assert b"".join(answer.streaming_content).startswith(b"\xef\xbb\xbf")  # type: ignore[attr-defined]
    assert client.get(reverse("exchange:send_list", args=["nothing"])).status_code == 404

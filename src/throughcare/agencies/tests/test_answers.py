"""A browser is led on from what it sent, so that it keeps no copy of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.middleware import MOST_FOR_VISITORS
from throughcare.agencies.models import KeptAnswer
from throughcare.agencies.services import (
    Kept,
    KeptPage,
    forget_old_answers,
    keep_answer,
    kept_answer,
    kept_answers,
)
from throughcare.agencies.tests.factories import NOON, dawn_hotline, sign_in, staff

pytestmark = pytest.mark.django_db

BROWSER = {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
WRONG = {"name": "The quiet house at the river", "kind": "no such kind"}
POSTS = "/staff/posts/new/"
PAGE = KeptPage(422, "text/html", b"Amina")


@pytest.fixture
def boss():
    return staff(dawn_hotline(), "Boss", ["administrator"])


@pytest.fixture
def seated(client, boss):
    """A browser in which the administrator is signed in."""
    sign_in(client, boss)
    return client


def test_a_form_with_a_mistake_comes_back_by_its_address(seated):
    led = seated.post(POSTS, WRONG, headers=BROWSER)
    assert led.status_code == 303
    assert led["Location"].startswith(f"{POSTS}?answer=")
    assert led.content == b""
    page = seated.get(led["Location"])
    assert page.status_code == 200
    assert WRONG["name"] in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    again = seated.get(led["Location"])
    assert again.status_code == 200
    assert WRONG["name"] not in again.content.decode()


def test_what_is_done_leads_on_as_before(seated):
    answer = seated.post(POSTS, WRONG | {"kind": "shelter"}, headers=BROWSER)
    assert (answer.status_code, answer["Location"]) == (302, "/staff/")


def test_a_script_gets_its_answer_at_once(seated):
    answer = seated.post(POSTS, WRONG, headers={"Sec-Fetch-Mode": "same-origin"})
    assert WRONG["name"] in answer.content.decode()
    assert not KeptAnswer.objects.exists()


def test_a_stranger_is_led_on_too(client):
    led = client.post("/sign-in/", {"login": "x@y.example", "password": "z"}, headers=BROWSER)
    assert led.status_code == 303
    assert "x@y.example" in client.get(led["Location"]).content.decode()


def test_an_answer_lies_sealed_and_the_house_cannot_open_it(seated):
    seated.post(POSTS, WRONG, headers=BROWSER)
    assert b"river" not in bytes(KeptAnswer.objects.get().sealed)


def test_an_answer_is_for_the_session_that_asked(seated, boss):
    led = seated.post(POSTS, WRONG, headers=BROWSER)
    other = Client()
    sign_in(other, boss)
    assert WRONG["name"] not in other.get(led["Location"]).content.decode()
    assert Client().get(led["Location"])["Location"].startswith("/sign-in/")


def test_an_answer_is_gone_after_ten_minutes(seated):
    led = seated.post(POSTS, WRONG, headers=BROWSER)
    KeptAnswer.objects.update(at=timezone.now() - timedelta(minutes=10, seconds=1))
    page = seated.get(led["Location"])
    assert page.status_code == 200
    assert WRONG["name"] not in page.content.decode()
    assert forget_old_answers(timezone.now()) == 1


def test_a_page_that_takes_only_what_is_sent_leads_home_when_it_is_too_late(seated):
    assert seated.get("/ledger/verify/?answer=gone")["Location"] == "/"
    assert seated.get("/ledger/verify/").status_code == 405


def test_an_answer_keeps_the_status_that_it_had(seated):
    led = seated.post("/people/nobody/note/", headers=BROWSER)
    assert seated.get(led["Location"]).status_code == 404


@pytest.mark.parametrize("brought", ["", ".", "a.b", "é.é", "A" * 5000])
def test_a_wrong_token_opens_nothing(brought):
    assert kept_answer(brought, "session", at=NOON) is None


def test_half_a_token_or_another_session_opens_nothing():
    brought = keep_answer(PAGE, "session", at=NOON)
    assert kept_answer(brought, "another", at=NOON) is None
    assert kept_answer(brought[:-4], "session", at=NOON) is None
    assert kept_answer(brought, "session", at=NOON) == PAGE


def test_a_page_is_given_once_and_a_form_with_a_mistake_again():
    shown = KeptPage(200, "text/html", b"Amina")
    brought = keep_answer(shown, "session", at=NOON)
    assert kept_answer(brought, "session", at=NOON) == shown
    assert kept_answer(brought, "session", at=NOON) is None
    assert not KeptAnswer.objects.exists()
    typed = Kept("/here/", [("name", "Amina")])
    brought = keep_answer(PAGE, "session", typed, at=NOON)
    given = [kept_answer(brought, "session", at=NOON) for _ in range(3)]
    assert given == [PAGE, typed, typed]
    assert kept_answer(brought, "another", at=NOON) is None


def test_a_form_with_a_mistake_that_is_loaded_again_offers_what_was_typed_and_no_page(seated):
    address = reverse("exchange:send_list", args=["staff"]) + "?order=x"
    led = seated.post(address, {"reason": "", "file_format": "Amina"}, headers=BROWSER)
    assert led["Location"].startswith(f"{address}&answer=")
    assert seated.get(led["Location"]).status_code == 422
    again = seated.get(led["Location"]).content.decode()
    assert f'action="{address}"' in again
    assert '<input type="hidden" name="file_format" value="Amina">' in again
    assert "csrfmiddlewaretoken" in again


def test_only_the_newest_answers_are_kept_for_whoever_is_not_signed_in(client, monkeypatch):
    monkeypatch.setattr(kept_answers, "MOST_OF_VISITORS", 2)
    brought = keep_answer(PAGE, "session", at=timezone.now())
    for wrong in range(4):
        client.post("/sign-in/", {"login": f"x{wrong}@y.example", "password": "z"}, headers=BROWSER)
    assert KeptAnswer.objects.filter(of_visitor=True).count() == 2
    assert kept_answer(brought, "session", at=timezone.now()) == PAGE
    long = {"login": "x" * MOST_FOR_VISITORS, "password": "z"}
    assert client.post("/sign-in/", long, headers=BROWSER).status_code == 200

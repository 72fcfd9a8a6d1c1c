"""What nobody touches locks itself, and what was being typed is not lost."""

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import KeptForm
from throughcare.agencies.services import Kept, keep_form, kept_form
from throughcare.agencies.tests.factories import (
    NOON,
    PASSWORD,
    app_secret,
    code_now,
    dawn_hotline,
    sign_in,
    staff,
)
from throughcare.audit.models import Line
from throughcare.kernel.errors import NotHere

pytestmark = pytest.mark.django_db

SOMEWHERE = "/staff/posts/new/"
TYPED = {"name": "The quiet house at the river", "kind": "shelter", "region": ""}


@pytest.fixture
def boss():
    return staff(dawn_hotline(), "Boss", ["administrator"])


@pytest.fixture
def seated(client, boss, clock):
    """A browser in which the administrator is signed in."""
    sign_in(client, boss)
    return client


def come_back(client, member, clock):
    clock.turn(seconds=60)
    client.post("/sign-in/", {"login": member.email, "password": PASSWORD})
    return client.post("/sign-in/code/", {"code": code_now(app_secret(member))})


def test_after_five_minutes_without_a_touch_the_next_page_asks_to_sign_in(seated, clock):
    clock.turn(minutes=4, seconds=59)
    assert seated.get("/account/").status_code == 200
    clock.turn(minutes=5, seconds=1)
    answer = seated.get("/staff/")
    assert answer["Location"] == "/sign-in/?next=%2Fstaff%2F"
    assert Line.objects.latest("seq").code == "staff.signed_out"


def test_a_copy_of_the_cookie_of_a_locked_session_is_worth_nothing(seated, clock):
    copied = seated.cookies["throughcare"].value
    clock.turn(minutes=6)
    seated.get("/account/")
    thief = Client()
    thief.cookies["throughcare"] = copied
    assert thief.get("/account/").status_code == 302
    assert not Session.objects.filter(session_key=copied).exists()


def test_a_touch_is_written_at_most_once_a_minute(seated, clock, django_assert_num_queries):
    seated.get("/account/password/")
    before = seated.session["touched"]
    clock.turn(seconds=59)
    seated.get("/account/password/")
    assert seated.session["touched"] == before
    clock.turn(seconds=2)
    seated.get("/account/password/")
    assert seated.session["touched"] == clock.now.timestamp()


def test_what_was_being_sent_is_offered_again_after_signing_in(seated, boss, clock):
    clock.turn(minutes=6)
    assert seated.post(SOMEWHERE, TYPED)["Location"] == "/sign-in/"
    assert come_back(seated, boss, clock)["Location"] == "/kept/"
    page = seated.get("/kept/").content.decode()
    assert f'action="{SOMEWHERE}"' in page
    assert TYPED["name"] in page
    assert seated.post(SOMEWHERE, TYPED)["Location"] == "/staff/"


def test_what_is_kept_cannot_be_read_where_it_lies(seated, clock):
    clock.turn(minutes=6)
    seated.post(SOMEWHERE, TYPED)
    kept = KeptForm.objects.get()
    assert b"river" not in bytes(kept.sealed)
    assert "river" not in str([row.get_decoded() for row in Session.objects.all()])


def test_what_is_kept_is_given_to_nobody_else(boss):
    theo = staff(boss.agency, "Theo", ["administrator"])
    key = keep_form(boss, Kept("/", [("name", "river")]), at=NOON)
    with pytest.raises(NotHere):
        kept_form(key, by=actor_of(theo, NOON), at=NOON)
    assert kept_form(key, by=actor_of(boss, NOON), at=NOON).fields == [("name", "river")]


def test_somebody_else_who_signs_in_on_the_locked_device_sees_nothing_of_it(seated, boss, clock):
    theo = staff(boss.agency, "Theo", [])
    app_secret(theo)
    clock.turn(minutes=6)
    seated.post(SOMEWHERE, TYPED)
    come_back(seated, theo, clock)
    assert seated.get("/kept/")["Location"] == "/"


def test_what_is_kept_can_be_dropped_and_is_kept_two_hours_at_most(seated, boss, clock):
    clock.turn(minutes=6)
    seated.post(SOMEWHERE, TYPED)
    come_back(seated, boss, clock)
    seated.post("/kept/")
    assert not KeptForm.objects.exists()
    key = keep_form(boss, Kept("/", []), at=clock.now)
    later = clock.turn(hours=2, seconds=1)
    with pytest.raises(NotHere):
        kept_form(key, by=actor_of(boss, later), at=later)
    keep_form(boss, Kept("/", []), at=later)
    assert KeptForm.objects.count() == 1


def test_a_password_is_never_kept(seated, clock):
    clock.turn(minutes=6)
    seated.post("/account/password/", {"now": PASSWORD, "password": "x", "again": "x"})
    assert not KeptForm.objects.exists()


def test_a_stranger_who_posts_leaves_nothing(client):
    assert client.post(SOMEWHERE, TYPED).status_code == 302
    assert not KeptForm.objects.exists()


def test_a_script_is_told_no_in_place_of_the_sign_in_page(seated, clock):
    clock.turn(minutes=6)
    answer = seated.post(SOMEWHERE, TYPED, HTTP_SEC_FETCH_DEST="empty")
    assert answer.status_code == 401
    assert not KeptForm.objects.exists()


def test_a_forged_form_is_neither_done_nor_kept(boss, clock):
    strict = Client(enforce_csrf_checks=True)
    loose = Client()
    sign_in(loose, boss)
    strict.cookies["throughcare"] = loose.cookies["throughcare"].value
    clock.turn(minutes=6)
    assert strict.post(SOMEWHERE, TYPED).status_code == 403
    assert not KeptForm.objects.exists()


def test_what_is_sent_after_signing_in_again_in_another_window_is_offered_again(boss, clock):
    browser = Client(enforce_csrf_checks=True)
    in_one_window(browser, boss)
    old = browser.cookies["csrftoken"].value
    in_one_window(browser, boss)
    sent = {**TYPED, "csrfmiddlewaretoken": old}
    foreign = browser.post(SOMEWHERE, sent, headers={"sec-fetch-site": "cross-site"})
    assert (foreign.status_code, KeptForm.objects.count()) == (403, 0)
    answer = browser.post(SOMEWHERE, sent, headers={"sec-fetch-site": "same-origin"})
    assert answer["Location"] == "/kept/"
    page = browser.get("/kept/").content.decode()
    assert TYPED["name"] in page
    assert "You are signed in as Boss" in page
    assert not Line.objects.filter(code="agency.post_opened").exists()


def test_a_password_sent_with_an_old_token_is_not_kept(boss, clock):
    browser = Client(enforce_csrf_checks=True)
    in_one_window(browser, boss)
    here = {"sec-fetch-site": "same-origin"}
    assert browser.post("/account/password/", {"now": PASSWORD}, headers=here).status_code == 403
    assert not KeptForm.objects.exists()


def in_one_window(browser, member):
    """Sign in: the browser gets a new token, and pages open in other windows hold the old one."""
    loose = Client()
    sign_in(loose, member)
    browser.cookies["throughcare"] = loose.cookies["throughcare"].value
    loose.get("/account/")
    browser.cookies["csrftoken"] = loose.cookies["csrftoken"].value


def test_locking_leads_back_to_the_same_page(seated):
    answer = seated.post("/lock/", HTTP_REFERER="http://testserver/staff/appoint/?x=1")
    assert answer["Location"] == "/sign-in/?next=%2Fstaff%2Fappoint%2F"
    assert seated.get("/account/").status_code == 302


class TestWhatWasNotSentYet:
    HALF = "csrfmiddlewaretoken=x&name=The+quiet+house+at+the+river&kind=&region="

    def locked(self, seated, action=SOMEWHERE, typed=HALF):
        page = {"HTTP_REFERER": "http://testserver/staff/posts/new/"}
        return seated.post("/lock/", {"action": action, "typed": typed}, **page)

    def test_is_offered_to_be_written_on_and_nothing_is_sent(self, seated, boss, clock):
        assert self.locked(seated)["Location"] == "/sign-in/?next=%2Fstaff%2Fposts%2Fnew%2F"
        assert come_back(seated, boss, clock)["Location"] == "/kept/"
        page = seated.get("/kept/").content.decode()
        assert f'href="{SOMEWHERE}#typed"' in page
        assert "The quiet house at the river" in page
        assert f'action="{SOMEWHERE}"' not in page
        kept = seated.get("/kept/", {"fields": ""}).json()
        assert kept["action"] == SOMEWHERE
        assert ["name", TYPED["name"]] in kept["fields"]
        assert not any(name == "csrfmiddlewaretoken" for name, _value in kept["fields"])

    def test_is_kept_though_the_session_ended_while_it_was_written(self, seated, boss, clock):
        seated.get(SOMEWHERE)
        clock.turn(minutes=9)
        self.locked(seated)
        assert come_back(seated, boss, clock)["Location"] == "/kept/"
        assert "The quiet house at the river" in seated.get("/kept/").content.decode()

    @pytest.mark.parametrize(
        ("action", "typed"),
        [
            ("https://elsewhere.example/", HALF),
            ("//elsewhere.example/", HALF),
            ("/nowhere/at/all/", HALF),
            ("/account/password/", HALF),
            ("", HALF),
            (SOMEWHERE, ""),
        ],
    )
    def test_is_kept_for_a_page_of_this_house_alone(self, seated, action, typed):
        self.locked(seated, action, typed)
        assert not KeptForm.objects.exists()

    def test_of_nobody_is_kept(self, client):
        self.locked(client)
        assert not KeptForm.objects.exists()

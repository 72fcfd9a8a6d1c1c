"""The pages of staff and account, as people use them."""

import re

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.utils import timezone

from throughcare.agencies.models import FactorReset, Staff
from throughcare.agencies.queries import (
    account_page,
    posts_of,
    resets_to_decide,
    staff_page,
    staff_rows,
)
from throughcare.agencies.services import ask_factor_reset, open_post
from throughcare.agencies.tests.factories import (
    NOON,
    PASSWORD,
    actor,
    app_secret,
    border_police,
    code_now,
    dawn_hotline,
    sign_in,
    staff,
)
from throughcare.audit.models import Line
from throughcare.kernel.errors import Refused

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "four words quite apart"


@pytest.fixture
def hotline():
    return dawn_hotline()


@pytest.fixture
def boss(hotline):
    return staff(hotline, "Boss", ["administrator"])


@pytest.fixture
def ines(hotline):
    return staff(hotline, "Ines", ["hotline_worker"])


@pytest.fixture
def office(client, boss):
    """A browser in which the administrator is signed in."""
    sign_in(client, boss)
    return client


def link_in(answer):
    return re.search(r"http://testserver(/welcome/[\w-]+/)", answer.content.decode())[1]


def test_from_appointment_to_the_first_page(office):
    answer = office.post(
        "/staff/appoint/",
        {"name": "Ines", "email": "ines@dh.example", "duties": ["hotline_worker"], "post": ""},
    )
    link = link_in(answer)
    newcomer = Client()
    assert "Dawn Hotline" in newcomer.get(link).content.decode()
    typed = {"password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert newcomer.post(link, typed)["Location"] == "/sign-in/"
    newcomer.post("/sign-in/", {"login": "ines@dh.example", "password": NEW_PASSWORD})
    page = newcomer.get("/account/app/").content.decode()
    secret = re.search(r'font-monospace">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    newcomer.post("/account/app/", {"code": code_now(secret)})
    assert "Hotline worker" in newcomer.get("/account/").content.decode()
    assert newcomer.get(link).status_code == 404


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"password": "short", "again": "short"}, "too short"),
        ({"password": NEW_PASSWORD, "again": "other"}, "not the same"),
    ],
)
def test_a_password_that_does_not_do_is_told_so(office, typed, said):
    link = link_in(
        office.post("/staff/appoint/", {"name": "Ines", "email": "ines@dh.example", "post": ""})
    )
    answer = Client().post(link, typed)
    assert said in answer.content.decode()
    assert not Staff.objects.get(email="ines@dh.example").has_usable_password()


def test_a_link_that_is_none_looks_like_any_missing_page(client):
    unknown = client.get("/welcome/invented/")
    assert unknown.status_code == 404
    assert unknown.content == client.get("/nowhere/").content


def test_the_list_and_the_page_of_somebody_say_how_things_stand(office, ines):
    page = office.get("/staff/").content.decode()
    assert "Ines" in page
    assert "No second factor" in page
    app_secret(ines)
    page = office.get(f"/staff/{ines.key}/").content.decode()
    assert "Two factors" in page
    title = re.search("<title>(.*?)</title>", page)[1]
    assert "Ines" not in title


def test_duties_and_focal_point_by_buttons(office, ines):
    there = f"/staff/{ines.key}/"
    assert office.post(f"{there}duties/", {"duty": "case_manager"})["Location"] == there
    assert office.post(f"{there}duties/hotline_worker/end/").status_code == 302
    assert office.post(f"{there}focal-point/").status_code == 302
    page = office.get(there).content.decode()
    assert "Case manager" in page
    assert "No longer focal point" in page
    assert office.post(f"{there}focal-point/end/").status_code == 302


def test_a_refusal_is_a_page_with_its_reason(office, boss):
    answer = office.post(f"/staff/{boss.key}/duties/", {"duty": "case_manager"})
    assert answer.status_code == 403
    assert "Nobody gives a duty to themselves" in answer.content.decode()


def test_an_address_in_use_is_told_and_what_was_typed_stays(office, ines):
    answer = office.post("/staff/appoint/", {"name": "Nora", "email": ines.email, "post": ""})
    page = answer.content.decode()
    assert "cannot be used" in page
    assert 'value="Nora"' in page


def test_posts_are_opened_and_listed(office):
    assert office.post("/staff/posts/new/", {"name": "Night", "kind": "line"}).status_code == 302
    assert "Night" in office.get("/staff/").content.decode()
    answer = office.post("/staff/posts/new/", {"name": "Night", "kind": "line"})
    assert "already" in answer.content.decode()


def test_leaving_by_the_page(office, ines):
    assert office.post(f"/staff/{ines.key}/leave/")["Location"] == "/staff/"
    assert "Ines" not in office.get("/staff/").content.decode()
    assert office.get(f"/staff/{ines.key}/").status_code == 404


def test_starting_anew_by_the_pages_of_two_administrators(office, hotline, boss, ines):
    second = staff(hotline, "Second", ["administrator"])
    office.post(f"/staff/{ines.key}/reset/")
    asked = FactorReset.objects.get()
    page = office.get("/staff/").content.decode()
    assert "it takes two people" in page
    assert "approve/" not in page
    assert office.post(f"/staff/resets/{asked.key}/approve/").status_code == 403
    other = Client()
    sign_in(other, second)
    assert "approve/" in other.get("/staff/").content.decode()
    link = link_in(other.post(f"/staff/resets/{asked.key}/approve/"))
    assert Client().get(link).status_code == 200


def test_what_was_asked_is_taken_back_by_the_page(office, ines):
    office.post(f"/staff/{ines.key}/reset/")
    asked = FactorReset.objects.get()
    office.post(f"/staff/resets/{asked.key}/withdraw/")
    assert "Waiting for a second person" not in office.get("/staff/").content.decode()


def test_a_new_link_and_ending_sessions_by_the_page(office, ines):
    browser = Client()
    sign_in(browser, ines)
    office.post(f"/staff/{ines.key}/sessions/end/")
    assert browser.get("/account/").status_code == 302
    Staff.objects.filter(pk=ines.pk).update(password="!")
    assert link_in(office.post(f"/staff/{ines.key}/link/"))


PAGES_OF_STAFF = [
    ("get", "/staff/{key}/"),
    ("post", "/staff/{key}/duties/"),
    ("post", "/staff/{key}/duties/hotline_worker/end/"),
    ("post", "/staff/{key}/focal-point/"),
    ("post", "/staff/{key}/focal-point/end/"),
    ("post", "/staff/{key}/link/"),
    ("post", "/staff/{key}/sessions/end/"),
    ("post", "/staff/{key}/leave/"),
    ("post", "/staff/{key}/reset/"),
]


@pytest.mark.parametrize(("method", "path"), PAGES_OF_STAFF)
def test_staff_of_another_agency_and_nobody_give_the_same_404(client, ines, method, path):
    chief = staff(border_police(), "Chief", ["administrator"])
    sign_in(client, chief)
    answers = [getattr(client, method)(path.format(key=key)) for key in (ines.key, "x" * 22)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert answers[0].content == answers[1].content
    assert Line.objects.filter(kind="refusal").exists()


@pytest.mark.parametrize(
    ("method", "path"),
    [*PAGES_OF_STAFF, ("get", "/staff/"), ("get", "/staff/appoint/"), ("get", "/staff/posts/new/")],
)
def test_who_is_no_administrator_gets_no_page_of_staff(client, ines, boss, method, path):
    sign_in(client, ines)
    answers = {
        getattr(client, method)(path.format(key=key)).status_code for key in (boss.key, "x" * 22)
    }
    assert answers == {403}


@pytest.mark.parametrize(("method", "path"), [one for one in PAGES_OF_STAFF if one[0] == "post"])
def test_acts_are_not_done_by_following_a_link(office, ines, method, path):
    assert office.get(path.format(key=ines.key)).status_code == 405


# One's own account -----------------------------------------------------------------------------


def test_sessions_are_shown_and_ended(client, ines):
    sign_in(client, ines)
    elsewhere = Client(HTTP_USER_AGENT="Mozilla/5.0 (Windows NT 10.0) Firefox/140.0")
    sign_in(elsewhere, ines)
    page = client.get("/account/").content.decode()
    assert "Firefox, Windows" in page
    other = UserSession.objects.get(session_key=elsewhere.session.session_key)
    client.post(f"/account/sessions/{other.pk}/end/")
    assert elsewhere.get("/account/").status_code == 302
    assert client.get("/account/").status_code == 200


def test_all_other_sessions_end_at_once(client, ines):
    sign_in(client, ines)
    others = [Client(), Client()]
    for other in others:
        sign_in(other, ines)
    client.post("/account/sessions/end/")
    assert [other.get("/account/").status_code for other in others] == [302, 302]
    assert client.get("/account/").status_code == 200


def test_somebody_elses_session_is_not_there(client, ines, boss):
    other = Client()
    sign_in(other, boss)
    sign_in(client, ines)
    session = UserSession.objects.get(user=boss)
    answers = [client.post(f"/account/sessions/{pk}/end/") for pk in (session.pk, 10**9)]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert other.get("/account/").status_code == 200


def test_changing_the_password_ends_other_sessions_and_keeps_this_one(client, ines):
    sign_in(client, ines)
    other = Client()
    sign_in(other, ines)
    typed = {"now": PASSWORD, "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    assert client.post("/account/password/", typed)["Location"] == "/account/"
    assert client.get("/account/").status_code == 200
    assert "this device" in client.get("/account/").content.decode()
    assert other.get("/account/").status_code == 302
    assert Staff.objects.get(pk=ines.pk).check_password(NEW_PASSWORD)


def test_guessing_the_old_password_makes_wait(client, ines):
    sign_in(client, ines)
    typed = {"now": "wrong", "password": NEW_PASSWORD, "again": NEW_PASSWORD}
    for _ in range(4):
        assert "not your password" in client.post("/account/password/", typed).content.decode()
    answer = client.post("/account/password/", {**typed, "now": PASSWORD})
    assert "Wait 1 second" in answer.content.decode()


def test_the_reading_language_is_one_that_is_offered(client, ines):
    sign_in(client, ines)
    assert client.post("/account/language/", {"language": "en"}).status_code == 302
    assert Staff.objects.get(pk=ines.pk).reads_in == "en"
    assert client.post("/account/language/", {"language": "tlh"}).status_code == 403
    assert Staff.objects.get(pk=ines.pk).reads_in == "en"
    client.post("/account/language/", {"language": ""})
    assert Staff.objects.get(pk=ines.pk).reads_in == ""


def test_signing_out_leaves_a_line_and_no_session(client, ines):
    sign_in(client, ines)
    assert client.get("/sign-out/").status_code == 200
    assert client.post("/sign-out/")["Location"] == "/sign-in/"
    assert Line.objects.latest("seq").code == "staff.signed_out"
    assert not UserSession.objects.exists()


def test_whoever_began_by_mistake_can_begin_again(client, ines):
    app_secret(ines)
    client.post("/sign-in/", {"login": ines.email, "password": PASSWORD})
    assert client.get("/sign-in/")["Location"] == "/sign-in/code/"
    client.post("/sign-out/")
    assert client.get("/sign-in/").status_code == 200


def test_no_page_has_inline_script_or_style(office, ines):
    pages = ["/account/", "/account/password/", "/staff/", f"/staff/{ines.key}/"]
    pages += ["/staff/appoint/", "/staff/posts/new/", "/account/passkey/"]
    answers = [office.get(page) for page in pages] + [Client().get("/sign-in/")]
    for answer in answers:
        assert answer.status_code == 200
        page = answer.content.decode()
        scripts = re.findall(r"<script(?![^>]*(?:src=|application/json))[^>]*>", page)
        assert (scripts, re.findall(r"\sstyle=|\son\w+=|data:image", page)) == ([], [])


# Queries ----------------------------------------------------------------------------------------


def test_how_many_queries_the_rows_take(hotline, boss, django_assert_num_queries):
    at = timezone.now()
    by = actor(hotline, "Ada", ["administrator"])
    many = [staff(hotline, f"Member {n}", ["case_manager"], focal=True) for n in range(5)]
    open_post("Night line", "line", by=by, at=NOON)
    ask_factor_reset(many[0].key, by=by, at=at)
    with django_assert_num_queries(6):
        rows = staff_rows(by=by, at=at)
    assert len(rows) == 7
    with django_assert_num_queries(8):
        page = staff_page(many[0].key, by=by, at=at)
    assert page.reset is not None
    with django_assert_num_queries(1):
        resets_to_decide(by=by, at=at)
    with django_assert_num_queries(1):
        posts_of(by=by)
    with django_assert_num_queries(4):
        account_page("", by=by, at=at)


def test_rows_of_staff_are_for_administrators(ines, hotline):
    colleague = actor(hotline, "Theo", ["case_manager"])
    for asked in (
        lambda: staff_rows(by=colleague, at=NOON),
        lambda: staff_page(ines.key, by=colleague, at=NOON),
        lambda: resets_to_decide(by=colleague, at=NOON),
    ):
        with pytest.raises(Refused):
            asked()

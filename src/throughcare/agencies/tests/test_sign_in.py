"""Signing in: two factors, no more is told than must be, and nobody is locked out."""

import re
from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.auth.hashers import MD5PasswordHasher
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import NoReverseMatch, URLPattern, get_resolver, reverse

from throughcare.agencies.models import Staff, WrongTries
from throughcare.agencies.services import forget_old_tries, staff_leaves, take_try
from throughcare.agencies.tests.factories import (
    NOON,
    PASSWORD,
    actor,
    app_secret,
    code_now,
    dawn_hotline,
    sign_in,
    staff,
)
from throughcare.audit.models import Line

pytestmark = pytest.mark.django_db

SIGN_IN, CODE, ACCOUNT = "/sign-in/", "/sign-in/code/", "/account/"


def give_password(client, address, password=PASSWORD):
    return client.post(SIGN_IN, {"login": address, "password": password})


def give_code(client, code):
    return client.post(CODE, {"code": code})


def is_signed_in(client):
    return client.get(ACCOUNT).status_code == 200


def words(answer):
    """The page without what differs from request to request by design."""
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


@pytest.fixture
def ines():
    return staff(dawn_hotline(), "Ines", ["hotline_worker"])


def test_password_and_code_open_the_house(client, ines):
    sign_in(client, ines)
    answer = client.get(ACCOUNT)
    assert answer.status_code == 200
    assert "Dawn Hotline" in answer.content.decode()
    assert Line.objects.latest("seq").code == "staff.signed_in"


def test_the_right_password_alone_opens_nothing(client, ines):
    app_secret(ines)
    assert give_password(client, ines.email)["Location"] == CODE
    assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)


def test_no_address_of_the_house_skips_the_second_factor(client, ines):
    app_secret(ines)
    give_password(client, ines.email)
    for path in every_closed_path():
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith(SIGN_IN), path


def test_who_has_no_factor_yet_reaches_the_set_up_and_nothing_else(client, ines):
    assert give_password(client, ines.email).status_code == 302
    for path in every_closed_path():
        if path in ("/account/app/", "/account/passkey/", "/lock/", "/sign-out/"):
            continue
        for answer in (client.get(path), client.post(path)):
            assert answer.status_code == 302, path
            assert answer["Location"] == "/account/app/", path
    assert client.get("/account/app/").status_code == 200


def every_closed_path():
    """Every address of this app that is not open to all, with any key in it."""
    found = []
    for pattern in get_resolver("throughcare.agencies.urls").url_patterns:
        assert isinstance(pattern, URLPattern)
        if getattr(pattern.callback, "login_required", True):
            path = "/" + str(pattern.pattern)
            path = path.replace("<int:factor>", "1").replace("<int:session>", "1")
            found.append(re.sub(r"<\w+:\w+>", "x" * 22, path))
    assert len(found) > 20
    return found


def test_wrong_password_left_staff_invited_staff_and_nobody_get_the_same_answer(client, ines):
    invited = staff(ines.agency, "Invited", [])
    Staff.objects.filter(pk=invited.pk).update(password="!")
    gone = staff(ines.agency, "Gone", [])
    Staff.objects.filter(pk=gone.pk).update(left_at=NOON + timedelta(days=1))
    answers = {
        words(give_password(Client(), address, password)).replace(address, "")
        for address, password in (
            (ines.email, "wrong"),
            (gone.email, PASSWORD),
            (invited.email, PASSWORD),
            ("nobody@dh.example", PASSWORD),
        )
    }
    assert len(answers) == 1
    assert "not right" in answers.pop()


def test_an_unknown_address_costs_as_many_hashes_and_queries_as_a_known_one(ines, monkeypatch):
    hashed = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda *given: hashed.append(1) or encode(*given)
    )

    def cost(address):
        hashed.clear()
        with CaptureQueriesContext(
            connection,
        ) as asked:
            give_password(Client(), address, "wrong")
        return len(hashed), len(asked)

    cost("first@dh.example")
    assert cost(ines.email) == cost("nobody@dh.example")


def test_a_code_works_once(client, ines, clock):
    code = code_now(app_secret(ines))
    give_password(client, ines.email)
    assert give_code(client, code).status_code == 302
    assert is_signed_in(client)
    thief = Client()
    give_password(thief, ines.email)
    assert give_code(thief, code).status_code == 200
    assert not is_signed_in(thief)
    clock.turn(seconds=30)
    assert give_code(thief, code).status_code == 200
    assert give_code(thief, code_now(app_secret(ines))).status_code == 302


def test_an_older_code_does_not_count_after_a_newer_one(client, ines, clock):
    older = code_now(app_secret(ines))
    clock.turn(seconds=30)
    give_password(client, ines.email)
    give_code(client, code_now(app_secret(ines)))
    assert is_signed_in(client)
    thief = Client()
    give_password(thief, ines.email)
    assert give_code(thief, older).status_code == 200


def test_a_code_may_be_typed_with_spaces_or_in_other_figures(client, ines):
    code = code_now(app_secret(ines))
    arabic = code.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    give_password(client, ines.email)
    assert give_code(client, f"{arabic[:3]} {arabic[3:]}").status_code == 302


def test_a_planted_session_is_worth_nothing_after_sign_in(client, ines):
    client.get(SIGN_IN)
    session = client.session
    session["planted"] = True
    session.save()
    planted = session.session_key
    client.cookies["throughcare"] = planted
    sign_in(client, ines)
    assert client.session.session_key != planted
    thief = Client()
    thief.cookies["throughcare"] = planted
    assert not is_signed_in(thief)


def test_three_wrong_tries_are_free_then_the_wait_doubles_up_to_a_minute(clock):
    def wrong(times):
        for _ in range(times):
            assert take_try("password", "a@dh.example", "", at=clock.now) == timedelta(0)

    wrong(4)
    waits = []
    for _ in range(9):
        wait = take_try("password", "a@dh.example", "", at=clock.now)
        waits.append(wait.total_seconds())
        clock.turn(seconds=waits[-1])
        wrong(1)
    assert waits == [1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_the_right_password_is_not_even_checked_during_the_wait(client, ines, clock, monkeypatch):
    for _ in range(4):
        give_password(client, ines.email, "wrong")
    monkeypatch.setattr(
        Staff, "check_password", lambda *given: pytest.fail("checked during the wait")
    )
    answer = give_password(client, ines.email)
    assert "Wait 1 second, then try again." in answer.content.decode()


def test_nobody_is_locked_out_after_a_thousand_wrong_tries(client, ines, clock):
    app_secret(ines)
    for _ in range(1000):
        clock.turn(seconds=61)
        take_try("password", ines.email, "", at=clock.now)
    assert "Wait 60 seconds" in give_password(client, ines.email).content.decode()
    clock.turn(seconds=60)
    assert give_password(client, ines.email).status_code == 302


def test_a_try_during_the_wait_does_not_lengthen_it(clock):
    for _ in range(4):
        take_try("password", "a@dh.example", "", at=clock.now)
    clock.turn(seconds=0.5)
    assert take_try("password", "a@dh.example", "", at=clock.now) == timedelta(seconds=0.5)
    clock.turn(seconds=0.5)
    assert take_try("password", "a@dh.example", "", at=clock.now) == timedelta(0)


def test_a_strangers_tries_do_not_make_the_owner_wait_on_a_known_device(client, ines, clock):
    sign_in(client, ines)
    client.post("/sign-out/")
    stranger = Client()
    for _ in range(20):
        give_password(stranger, ines.email, "wrong")
    assert "Wait" in give_password(stranger, ines.email).content.decode()
    assert give_password(client, ines.email).status_code == 302


class TestAStrangerWhoNeverStops:
    """Every second a try at Ines's password, from devices that nobody knows."""

    @pytest.fixture
    def code(self, ines):
        secret = app_secret(ines)
        for _ in range(20):
            give_password(Client(), ines.email, "wrong")
        return code_now(secret)

    def give(self, code, address, password=PASSWORD):
        said = {"login": address, "password": password, "code": code}
        return Client().post(SIGN_IN, said)

    def test_keeps_no_owner_out_who_has_the_app_at_hand(self, client, ines, code, clock):
        assert "Wait" in give_password(client, ines.email).content.decode()
        answer = client.post(SIGN_IN, {"login": ines.email, "password": PASSWORD, "code": code})
        assert answer["Location"] == CODE
        give_code(client, code)
        assert not is_signed_in(client)  # a code works once: who guessed it gets no further
        clock.turn(seconds=30)
        give_code(client, code_now(app_secret(ines)))
        assert is_signed_in(client)

    def test_has_to_wait_without_the_code_of_this_moment(self, ines, code, clock):
        wrong = f"{(int(code) + 1) % 10**6:06}"
        for typed in ("", wrong, "²", "12345678901234567890"):
            assert "Wait" in self.give(typed, ines.email).content.decode()
        clock.turn(seconds=90)
        give_password(Client(), ines.email, "wrong")
        assert "Wait" in self.give(code, ines.email).content.decode()

    def test_learns_of_no_password_and_tries_one_with_each_code_that_fits(self, ines, code):
        assert "Wait" in self.give(code, ines.email, "wrong").content.decode()
        assert "Wait" in self.give(code, ines.email).content.decode()

    def test_cannot_tell_an_address_that_nobody_has(self, ines, code, clock):
        """The same words after as many queries; beyond them only the secret of an app is opened."""
        answers, asked = [], []
        for _ in range(20):
            give_password(Client(), "nobody@dh.example", "wrong")
        theo = staff(ines.agency, "Theo", [])
        for _ in range(20):
            give_password(Client(), theo.email, "wrong")
        for address in (theo.email, "nobody@dh.example"):
            with CaptureQueriesContext(connection) as queries:
                answers.append(words(self.give("123456", address)).replace(address, ""))
            asked.append(len(queries))
        assert answers[0] == answers[1]
        assert asked[0] == asked[1]

    def test_does_not_help_who_has_left(self, ines, code):
        Staff.objects.filter(pk=ines.pk).update(left_at=NOON + timedelta(days=1))
        assert "Wait" in self.give(code, ines.email).content.decode()


def test_who_left_quickly_comes_back_to_a_known_device_and_to_no_other_cookie(client, ines):
    sign_in(client, ines)
    answer = client.get("/leave/")
    assert "cookies" not in answer["Clear-Site-Data"]
    assert {name for name, left in client.cookies.items() if left.value} == {"known_device"}
    assert not is_signed_in(client)
    for _ in range(20):
        give_password(Client(), ines.email, "wrong")
    assert give_password(client, ines.email).status_code == 302


def test_a_device_known_for_one_account_is_a_stranger_to_another(client, ines):
    theo = staff(ines.agency, "Theo", [])
    sign_in(client, ines)
    client.post("/sign-out/")
    for _ in range(4):
        give_password(client, theo.email, "wrong")
    assert "Wait" in give_password(Client(), theo.email).content.decode()


def test_a_forged_device_cookie_is_no_known_device(client, ines):
    sign_in(client, ines)
    forged = client.cookies["known_device"].value[:-2] + "xx"
    stranger = Client()
    stranger.cookies["known_device"] = forged
    for _ in range(4):
        give_password(stranger, ines.email, "wrong")
    assert "Wait" in give_password(Client(), ines.email).content.decode()


def test_tries_name_neither_address_nor_device(client, ines):
    give_password(client, ines.email, "wrong")
    row = WrongTries.objects.get()
    assert ines.email not in str(vars(row))
    assert re.fullmatch(r"[0-9a-f]{32}", row.who)


def test_old_tries_are_forgotten(clock):
    take_try("password", "a@dh.example", "", at=clock.now)
    assert forget_old_tries(clock.turn(hours=25)) == 1


def test_wrong_codes_make_wait_too(client, ines, clock):
    app_secret(ines)
    give_password(client, ines.email)
    for _ in range(4):
        assert "does not fit" in give_code(client, "000000").content.decode()
    answer = give_code(client, code_now(app_secret(ines)))
    assert "Wait 1 second" in answer.content.decode()
    clock.turn(seconds=1)
    assert give_code(client, code_now(app_secret(ines))).status_code == 302


def test_wrong_tries_leave_a_refusal_that_names_nobody(client, ines):
    give_password(client, ines.email, "wrong")
    line = Line.objects.get(kind="refusal", code="sign_in")
    assert ines.email not in line.entry


def test_who_left_is_out_at_once_and_cannot_come_back(client, ines):
    boss = actor(ines.agency, "Boss", ["administrator"])
    sign_in(client, ines)
    staff_leaves(ines.key, by=boss, at=NOON + timedelta(days=300))
    assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)
    assert "not right" in give_password(Client(), ines.email).content.decode()
    assert not UserSession.objects.filter(user=ines).exists()


def test_sign_up_mail_and_reset_pages_do_not_exist(client):
    for name in (
        "account_signup",
        "account_reset_password",
        "account_email",
        "account_inactive",
        "mfa_download_recovery_codes",
        "usersessions_list",
        "socialaccount_connections",
    ):
        with pytest.raises(NoReverseMatch):
            reverse(name)
    for path in ("/accounts/signup/", "/accounts/login/", "/signup/", "/admin/"):
        assert client.get(path).status_code == 404


def test_neither_the_address_nor_the_long_name_of_a_device_is_kept(client, ines):
    client.defaults["HTTP_USER_AGENT"] = (
        "Mozilla/5.0 (Linux; Android 14; SM-A055F) AppleWebKit/537.36 Chrome/138.0.1.2 Mobile"
    )
    client.defaults["REMOTE_ADDR"] = "203.0.113.77"
    sign_in(client, ines)
    kept = UserSession.objects.get(user=ines)
    assert (kept.user_agent, kept.ip) == ("Chrome, Android", "0.0.0.0")
    assert "203.0.113.77" not in str([row.get_decoded() for row in Session.objects.all()])


def test_no_page_before_the_door_says_who_works_where(client, ines):
    for path in (SIGN_IN, CODE, "/sign-in/passkey/"):
        assert "Dawn Hotline" not in client.get(path, follow=True).content.decode()


def test_after_signing_in_one_is_led_back_inside_the_house_only(client, ines):
    app_secret(ines)
    client.post(
        f"{SIGN_IN}?next=https://evil.example/", {"login": ines.email, "password": PASSWORD}
    )
    assert give_code(client, code_now(app_secret(ines)))["Location"] == "/"


def test_the_session_cookie_is_out_of_the_reach_of_scripts(client, ines):
    sign_in(client, ines)
    for name in ("throughcare", "known_device"):
        assert client.cookies[name]["httponly"]
    assert client.cookies["known_device"]["samesite"] == "Strict"


def test_a_session_without_the_mark_of_the_second_factor_ends(client, ines):
    sign_in(client, ines)
    session = client.session
    del session["factor_given"]
    session.save()
    assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)
    assert "_auth_user_id" not in client.session


def test_the_mark_of_somebody_elses_second_factor_counts_for_nothing(client, ines):
    theo = staff(ines.agency, "Theo", [])
    sign_in(client, ines)
    session = client.session
    session["factor_given"] = [theo.pk.hex, session["factor_given"][1]]
    session.save()
    assert client.get(ACCOUNT)["Location"].startswith(SIGN_IN)


def test_pages_are_in_the_language_one_chose_on_any_device(client, ines):
    Staff.objects.filter(pk=ines.pk).update(reads_in="uk")
    sign_in(client, ines)
    answer = client.get(ACCOUNT, headers={"accept-language": "fr"})
    assert answer["Content-Language"] == "uk"

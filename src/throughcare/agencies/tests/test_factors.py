"""Second factors: set up, sealed, used once, changed only by who has just given one."""

import json
import re

import pytest
from allauth.core import context
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

from throughcare.agencies.adapters.factors import FactorAdapter
from throughcare.agencies.doors import actor_of
from throughcare.agencies.services import (
    add_passkey,
    code_at,
    enrol_factor,
    factor_of_code,
    make_recovery_codes,
    new_secret,
    open_secret,
    remove_factor,
)
from throughcare.agencies.tests.device import Device
from throughcare.agencies.tests.factories import (
    PASSWORD,
    app_secret,
    code_now,
    dawn_hotline,
    other_ngo,
    sign_in,
    staff,
)
from throughcare.audit.models import Line
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Tampered

pytestmark = pytest.mark.django_db

SET_UP, PASSKEY, CONFIRM = "/account/app/", "/account/passkey/", "/account/confirm/"


@pytest.fixture
def ines():
    return staff(dawn_hotline(), "Ines", ["hotline_worker"])


def give_password(client, member):
    return client.post("/sign-in/", {"login": member.email, "password": PASSWORD})


def shown_secret(answer):
    return re.search(r'font-monospace">([A-Z2-7 ]+)<', answer.content.decode())[1].replace(" ", "")


def options(answer):
    return json.loads(
        re.search(r'passkey-options"[^>]*>(.*?)</script>', answer.content.decode())[1]
    )


def make_passkey(client, device):
    asked = options(client.get(PASSKEY, secure=True))
    return client.post(PASSKEY, {"name": "", "credential": device.make(asked)}, secure=True)


def codes_in(answer):
    return re.findall(r'font-monospace">(\d{8})<', answer.content.decode())


# The app -----------------------------------------------------------------------------------


def test_the_first_factor_completes_the_session_and_gives_ten_recovery_codes(client, ines):
    give_password(client, ines)
    before = client.session.session_key
    secret = shown_secret(client.get(SET_UP))
    answer = client.post(SET_UP, {"code": code_now(secret)})
    assert len(set(codes_in(answer))) == 10
    assert client.get("/account/").status_code == 200
    assert client.session.session_key != before
    codes = [line.code for line in Line.objects.filter(kind="act")]
    assert codes == ["staff.signed_in", "staff.app_set_up", "staff.recovery_codes_made"]


def test_the_picture_is_markup_that_the_content_policy_allows(client, ines):
    give_password(client, ines)
    page = client.get(SET_UP).content.decode()
    assert "<svg" in page
    assert "data:" not in page
    assert "style=" not in page


def test_a_wrong_first_code_sets_nothing_up_and_shows_the_same_secret_again(client, ines):
    give_password(client, ines)
    secret = shown_secret(client.get(SET_UP))
    answer = client.post(SET_UP, {"code": "000000"})
    assert "does not fit" in answer.content.decode()
    assert shown_secret(answer) == secret
    assert not Authenticator.objects.exists()


def test_the_code_that_set_up_an_app_does_not_sign_in(client, ines, clock):
    give_password(client, ines)
    code = code_now(shown_secret(client.get(SET_UP)))
    client.post(SET_UP, {"code": code})
    thief = Client()
    give_password(thief, ines)
    assert thief.post("/sign-in/code/", {"code": code}).status_code == 200


def test_a_secret_waiting_for_its_first_code_is_sealed_in_the_session(client, ines):
    give_password(client, ines)
    secret = shown_secret(client.get(SET_UP))
    assert secret not in str([row.get_decoded() for row in Session.objects.all()])


def test_the_secret_is_sealed_where_it_lies(ines):
    secret = app_secret(ines)
    stored = str(Authenticator.objects.values_list("data", flat=True).get())
    assert secret not in stored
    assert open_secret(json.loads(stored.replace("'", '"'))["secret"]) == secret


def test_a_secret_moved_to_another_account_does_not_open(ines):
    theo = staff(other_ngo(), "Theo", [])
    secret = app_secret(ines)
    app_secret(theo)
    moved = Authenticator.objects.get(user=ines).data
    Authenticator.objects.filter(user=theo).update(data=moved)
    with pytest.raises(Tampered):
        factor_of_code(theo, code_now(secret), at=timezone.now())


def test_codes_are_those_of_the_standard():
    """RFC 6238, appendix B: SHA-1 rows, their last six digits."""
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert [code_at(secret, at // 30) for at in (59, 1111111109, 1234567890, 20000000000)] == [
        "287082",
        "081804",
        "005924",
        "353130",
    ]


def test_nobody_gives_somebody_else_an_app(ines):
    theo = staff(ines.agency, "Theo", ["administrator"])
    at = timezone.now()
    with pytest.raises(NotHere):
        enrol_factor(ines.pk, new_secret(), by=actor_of(theo, at), at=at)
    enrol_factor(ines.pk, new_secret(), by=actor_of(ines, at), at=at)
    with pytest.raises(Refused):
        enrol_factor(ines.pk, new_secret(), by=actor_of(ines, at), at=at)


# Recovery codes --------------------------------------------------------------------------------


def test_a_recovery_code_works_once(client, ines):
    app_secret(ines)
    at = timezone.now()
    code = make_recovery_codes(by=actor_of(ines, at), at=at)[3]
    give_password(client, ines)
    assert client.post("/sign-in/code/", {"code": code}).status_code == 302
    assert client.get("/account/").status_code == 200
    again = Client()
    give_password(again, ines)
    assert again.post("/sign-in/code/", {"code": code}).status_code == 200


def test_new_recovery_codes_void_the_old(ines):
    app_secret(ines)
    at = timezone.now()
    old = make_recovery_codes(by=actor_of(ines, at), at=at)
    new = make_recovery_codes(by=actor_of(ines, at), at=at)
    assert factor_of_code(ines, old[0], at=at) is None
    assert factor_of_code(ines, new[0], at=at) is not None


def test_recovery_codes_are_sealed(ines):
    at = timezone.now()
    app_secret(ines)
    codes = make_recovery_codes(by=actor_of(ines, at), at=at)
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert not [code for code in codes if code in stored]


# Passkeys -------------------------------------------------------------------------------------


def test_a_passkey_alone_signs_in(client, ines):
    device = Device()
    give_password(client, ines)
    assert len(codes_in(make_passkey(client, device))) == 10
    elsewhere = Client()
    answer = sign_in_by(elsewhere, device)
    assert answer["Location"] == "/"
    assert elsewhere.get("/account/").status_code == 200
    line = Line.objects.filter(code="staff.signed_in").latest("seq")
    assert '"way":"webauthn"' in line.entry


def sign_in_by(client, device):
    asked = client.get("/sign-in/passkey/", HTTP_ACCEPT="application/json", secure=True).json()
    return client.post(
        "/sign-in/passkey/", {"credential": device.answer(asked["request_options"])}, secure=True
    )


def test_a_passkey_is_a_second_factor_too(client, ines):
    device = Device()
    give_password(client, ines)
    make_passkey(client, device)
    elsewhere = Client()
    give_password(elsewhere, ines)
    asked = options(elsewhere.get("/sign-in/code/", secure=True))
    elsewhere.post("/sign-in/code/", {"credential": device.answer(asked)}, secure=True)
    assert elsewhere.get("/account/").status_code == 200


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "https://evil.example"},
        {"host": "evil.example"},
        {"asks": False},
    ],
)
def test_a_passkey_of_another_house_or_one_that_asks_nobody_does_not_sign_in(client, ines, other):
    device = Device()
    give_password(client, ines)
    make_passkey(client, device)
    for name, value in other.items():
        setattr(device, name, value)
    thief = Client()
    assert sign_in_by(thief, device)["Location"] == "/sign-in/"
    assert thief.get("/account/").status_code == 302


def test_the_answer_of_a_passkey_is_good_for_one_challenge(client, ines):
    device = Device()
    give_password(client, ines)
    make_passkey(client, device)
    other = Client()
    asked = other.get("/sign-in/passkey/", HTTP_ACCEPT="application/json", secure=True).json()
    answer = device.answer(asked["request_options"])
    thief = Client()
    thief.get("/sign-in/passkey/", HTTP_ACCEPT="application/json", secure=True)
    thief.post("/sign-in/passkey/", {"credential": answer}, secure=True)
    assert thief.get("/account/").status_code == 302


@pytest.mark.parametrize(
    "sent",
    ["", "7", "[]", "{}", '{"response": 7}', '{"response": {"userHandle": "AAAA"}}', "x" * 99],
)
def test_nonsense_in_place_of_a_passkey_is_told_so(client, ines, sent):
    client.get("/sign-in/passkey/", HTTP_ACCEPT="application/json", secure=True)
    answer = client.post("/sign-in/passkey/", {"credential": sent}, secure=True)
    assert answer["Location"] == "/sign-in/"
    sign_in(client, ines)
    answer = client.post(PASSKEY, {"name": "", "credential": sent}, secure=True)
    assert answer.status_code == 200
    assert not Authenticator.objects.filter(type="webauthn").exists()


def test_who_left_does_not_come_back_by_passkey(client, ines):
    device = Device()
    give_password(client, ines)
    make_passkey(client, device)
    type(ines).objects.filter(pk=ines.pk).update(left_at=timezone.now())
    thief = Client()
    sign_in_by(thief, device)
    assert thief.get("/account/").status_code == 302


# Changing factors ------------------------------------------------------------------------------


def test_factors_are_changed_only_by_who_gave_one_in_the_last_minutes(
    client, ines, clock, settings
):
    settings.IDLE_MINUTES = 60
    sign_in(client, ines)
    assert client.get(PASSKEY).status_code == 200
    clock.turn(minutes=6)
    for path in (PASSKEY, SET_UP):
        assert client.get(path)["Location"].startswith(CONFIRM)
    assert client.post("/account/recovery-codes/")["Location"].startswith(CONFIRM)
    assert not Authenticator.objects.filter(type="recovery_codes").exists()
    answer = client.post(f"{CONFIRM}?next={PASSKEY}", {"code": code_now(app_secret(ines))})
    assert answer["Location"] == PASSKEY
    assert client.get(PASSKEY).status_code == 200


def test_confirming_by_a_wrong_code_opens_nothing(client, ines, clock, settings):
    settings.IDLE_MINUTES = 60
    sign_in(client, ines)
    clock.turn(minutes=6)
    assert "does not fit" in client.post(CONFIRM, {"code": "000000"}).content.decode()
    assert client.get(PASSKEY).status_code == 302


def test_confirming_by_passkey(client, ines, clock, settings):
    settings.IDLE_MINUTES = 60
    device = Device()
    give_password(client, ines)
    make_passkey(client, device)
    clock.turn(minutes=6)
    way = "/account/confirm/passkey/"
    asked = options(client.get(way, secure=True))
    client.post(f"{way}?next={SET_UP}", {"credential": device.answer(asked)}, secure=True)
    assert client.get(SET_UP).status_code == 200


def test_the_last_factor_stays(ines):
    app_secret(ines)
    at = timezone.now()
    by = actor_of(ines, at)
    app = Authenticator.objects.get(user=ines)
    with pytest.raises(Refused):
        remove_factor(app.pk, by=by, at=at)
    add_passkey("Phone", {}, by=by, at=at)
    remove_factor(app.pk, by=by, at=at)
    assert not Authenticator.objects.filter(pk=app.pk).exists()


def test_nobody_removes_somebody_elses_factor(ines):
    theo = staff(ines.agency, "Theo", ["administrator"])
    app_secret(ines)
    at = timezone.now()
    with pytest.raises(NotHere):
        remove_factor(Authenticator.objects.get().pk, by=actor_of(theo, at), at=at)


def test_the_account_page_removes_a_factor(client, ines):
    sign_in(client, ines)
    make_passkey(client, Device())
    app = Authenticator.objects.get(type="totp")
    assert client.post(f"/account/factors/{app.pk}/remove/").status_code == 302
    assert [factor.type for factor in Authenticator.objects.all()] == ["webauthn"]


def test_what_the_library_would_store_is_sealed_for_who_is_signed_in(ines, rf):
    adapter = FactorAdapter()
    request = rf.get("/")
    request.user = ines
    with context.request_context(request):
        sealed = adapter.encrypt("a secret")
        assert "a secret" not in sealed
        assert open_secret(sealed, ines.pk) == adapter.decrypt(sealed) == "a secret"
        request.user = AnonymousUser()
        with pytest.raises(PermissionError):
            adapter.encrypt("a secret")

"""A lost password or factor: two administrators, neither of them its owner."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client

from throughcare.agencies.models import FactorReset, Staff
from throughcare.agencies.services import (
    accept_invitation,
    approve_factor_reset,
    ask_factor_reset,
    withdraw_factor_reset,
)
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    border_police,
    dawn_hotline,
    sign_in,
    staff,
)
from throughcare.audit.models import Line
from throughcare.kernel.errors import NotHere, Refused

pytestmark = pytest.mark.django_db

AT = NOON + timedelta(hours=1)


@pytest.fixture
def hotline():
    return dawn_hotline()


@pytest.fixture
def ada(hotline):
    return actor(hotline, "Ada", ["administrator"])


@pytest.fixture
def bea(hotline):
    return actor(hotline, "Bea", ["administrator"])


@pytest.fixture
def ines(hotline):
    return staff(hotline, "Ines", ["hotline_worker"])


def test_one_asks_another_approves_and_the_person_starts_anew(client, ada, bea, ines):
    sign_in(client, ines)
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    assert client.get("/account/").status_code == 200
    token = approve_factor_reset(asked, by=bea, at=AT)
    assert client.get("/account/").status_code == 302
    assert not Authenticator.objects.filter(user=ines).exists()
    assert not Staff.objects.get(pk=ines.pk).has_usable_password()
    accept_invitation(token, "four words quite apart", at=AT)
    newcomer = Client()
    newcomer.post("/sign-in/", {"login": ines.email, "password": "four words quite apart"})
    assert newcomer.get("/account/")["Location"] == "/account/app/"
    codes = [line.code for line in Line.objects.filter(code__startswith="staff.reset")]
    assert codes == ["staff.reset_asked", "staff.reset_approved"]


def test_who_asked_does_not_approve(ada, ines):
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    with pytest.raises(Refused):
        approve_factor_reset(asked, by=ada, at=AT)
    assert Staff.objects.get(pk=ines.pk).has_usable_password()


def test_nobody_resets_a_factor_of_their_own(ada, bea):
    own = Staff.objects.get(pk=ada.staff)
    with pytest.raises(Refused):
        ask_factor_reset(own.key, by=ada, at=AT)
    asked = ask_factor_reset(own.key, by=bea, at=AT)
    with pytest.raises(Refused):
        approve_factor_reset(asked, by=ada, at=AT)


def test_the_data_base_itself_wants_two_people(ada, bea, ines):
    own = Staff.objects.get(pk=ada.staff)
    for row in (
        {"staff": ines, "asked_by_id": ada.staff, "approved_by_id": ada.staff},
        {"staff": own, "asked_by_id": ada.staff},
        {"staff": own, "asked_by_id": bea.staff, "approved_by_id": ada.staff},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            FactorReset.made(asked_at=AT, **row)


def test_it_is_asked_once_and_decided_once(ada, bea, ines):
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    with pytest.raises(Refused):
        ask_factor_reset(ines.key, by=bea, at=AT)
    withdraw_factor_reset(asked, by=bea, at=AT)
    with pytest.raises(NotHere):
        approve_factor_reset(asked, by=bea, at=AT)
    ask_factor_reset(ines.key, by=ada, at=AT)


def test_after_three_days_it_must_be_asked_again(ada, bea, ines):
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    with pytest.raises(Refused):
        approve_factor_reset(asked, by=bea, at=AT + timedelta(days=3, seconds=1))


def test_another_agency_neither_asks_nor_approves_nor_sees(ada, ines):
    chief = actor(border_police(), "Chief", ["administrator"])
    with pytest.raises(NotHere):
        ask_factor_reset(ines.key, by=chief, at=AT)
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    for decide in (approve_factor_reset, withdraw_factor_reset):
        with pytest.raises(NotHere):
            decide(asked, by=chief, at=AT)


def test_only_administrators_ask_and_decide(hotline, ada, ines):
    colleague = actor(hotline, "Theo", ["case_manager"])
    with pytest.raises(Refused):
        ask_factor_reset(ines.key, by=colleague, at=AT)
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    for decide in (approve_factor_reset, withdraw_factor_reset):
        with pytest.raises(Refused):
            decide(asked, by=colleague, at=AT)


def test_two_who_decide_in_the_same_moment_decide_once(ada, bea, ines, monkeypatch):
    asked = ask_factor_reset(ines.key, by=ada, at=AT)
    monkeypatch.setattr(FactorReset, "change", lambda *given, **values: False)
    for decide in (approve_factor_reset, withdraw_factor_reset):
        with pytest.raises(Refused):
            decide(asked, by=bea, at=AT)
    assert Staff.objects.get(pk=ines.pk).has_usable_password()

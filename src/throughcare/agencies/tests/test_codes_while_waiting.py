"""A stranger who knows an address and nothing else: no answer helps to guess what is not known."""

from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import app_secret, code_now, dawn_hotline, staff

pytestmark = pytest.mark.django_db
WRONG = "not the password at all"


@pytest.fixture(autouse=True)
def one_moment() -> Iterator[None]:
    """Nobody's wait is over while the test runs."""
    with patch("django.utils.timezone.now", return_value=timezone.now()):
        yield


@pytest.fixture
def noor() -> Staff:
    return staff(dawn_hotline(), "Noor", ["case_manager"])


def answer(member: Staff, code: str) -> str:
    """What a new browser is told after a wrong password, without what is drawn for each page."""
    sent = {"login": member.email, "password": WRONG, "code": code}
    page = Client().post(reverse("account_login"), sent).content.decode()
    return page.partition('role="alert"')[2].partition("</div>")[0].replace(code, "")


def test_while_one_must_wait_a_right_code_beside_a_wrong_password_is_as_wrong_as_any(
    noor: Staff,
) -> None:
    """Codes are tried without end and without waiting: whoever is told which one fits has one.

    With it the second factor falls, for as long as it is shown, and passwords are tried without
    waiting as well.
    """
    secret = app_secret(noor)
    for _try in range(12):
        answer(noor, "")
    right = code_now(secret)
    wrong = f"{(int(right) + 1) % 1_000_000:06}"
    told = answer(noor, wrong)
    assert told
    assert _without_figures(answer(noor, right)) == _without_figures(told)


def _without_figures(text: str) -> str:
    return "".join(sign for sign in text if not sign.isdecimal())

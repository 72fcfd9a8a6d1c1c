"""A form that came back with a mistake stays for ten minutes: what was typed, no more than that.

The page around the form was let in by a door. Loaded again it passes none, and leaves no line.
"""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import end_duty
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.cases.services import lock_case
from throughcare.identity.rules import Name
from throughcare.identity.services import record_names
from throughcare.persons.queries import numbers_at
from throughcare.referrals.services import withdraw_referral
from throughcare.referrals.tests.factories import Scene

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)
SENTENCE = "A safe bed tonight"
"""What Dawn Hotline wrote about the person: sealed, and read by whoever is asked."""


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=SOON):
        yield


@pytest.fixture
def mistaken(scene: Scene) -> tuple[Client, str, str]:
    """Ines declines without a reason: her browser, where it is led, and the offer."""
    (key,) = scene.offered()
    browser = Client(headers={"sec-fetch-mode": "navigate"})
    sign_in(browser, Staff.objects.get(pk=scene.ines.staff))
    led = browser.post(reverse("referrals:referral", args=[key]), {"answer": "no", "reason": ""})
    assert led.status_code == 303
    assert SENTENCE in browser.get(led["Location"]).content.decode()
    return browser, led["Location"], key


def test_an_offer_that_was_withdrawn_is_not_read_on(
    mistaken: tuple[Client, str, str], scene: Scene
) -> None:
    browser, address, key = mistaken
    withdraw_referral(key, by=scene.noor, at=SOON)
    page = reverse("referrals:referral", args=[key])
    assert SENTENCE not in browser.get(page).content.decode()
    assert SENTENCE not in browser.get(address).content.decode()


def test_whose_duty_has_ended_reads_on_nothing(
    mistaken: tuple[Client, str, str], scene: Scene
) -> None:
    browser, address, key = mistaken
    admin = actor(Agency.objects.get(pk=scene.lotus.pk), "Head", ["administrator"])
    ines = Staff.objects.get(pk=scene.ines.staff).key
    for duty in ("shelter_worker", "case_manager"):
        end_duty(ines, duty, by=admin, at=SOON)
    assert browser.get(reverse("referrals:referral", args=[key])).status_code == 404
    assert SENTENCE not in browser.get(address).content.decode()


def test_a_probable_double_that_was_locked_meanwhile_is_not_shown(scene: Scene) -> None:
    """Beside the names that were typed stand others' numbers and ages."""
    record_names(scene.person, [Name("Amina", "Sule")], by=scene.noor, at=NOON)
    number = numbers_at(scene.dawn.pk, [scene.person])[scene.person]
    browser = Client(headers={"sec-fetch-mode": "navigate"})
    sign_in(browser, Staff.objects.get(pk=scene.sami.staff))
    new = browser.post(reverse("cases:new"), {"began_by": "call"})
    person = new["Location"].split("/")[2]
    typed = {
        "called": "",
        "version": "0",
        "names-TOTAL_FORMS": "1",
        "names-INITIAL_FORMS": "0",
        "names-0-given": "Amina",
        "names-0-family": "Sule",
        "names-0-kind": "used",
        "names-0-order": "given_first",
    }
    led = browser.post(reverse("identity:names", args=[person]), typed)
    assert number in browser.get(led["Location"]).content.decode()
    lock_case(scene.case_key, [], by=scene.noor, at=SOON)
    assert number not in browser.get(led["Location"]).content.decode()

"""A paper in somebody's hand, and the telephone that reads it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.test import Client
from django.urls import reverse

from throughcare.agencies.tests.factories import NOON
from throughcare.consent.rules import LASTS
from throughcare.consent.services import MadeReceipt, make_receipt
from throughcare.referrals.tests.factories import Scene

MONTH = LASTS["30"]
LATER = NOON + timedelta(minutes=15)


@dataclass
class Clock:
    """The time that the house reads; a test turns it."""

    now: datetime = LATER


def made(scene: Scene, at: datetime = NOON) -> MadeReceipt:
    return make_receipt(
        scene.person, says_it_is_safe=True, lasts=MONTH, language="eng", by=scene.noor, at=at
    )


def came(number: str) -> Client:
    """Somebody's telephone that has read the square of a paper."""
    phone = Client()
    phone.post(reverse("web:own_start"), {"number": number})
    return phone


def opened(receipt: MadeReceipt) -> Client:
    """The phone of somebody who said the right words."""
    phone = came(receipt.number)
    phone.post(reverse("web:own_start"), {"words": receipt.words})
    return phone


def text(phone: Client) -> str:
    return phone.get(reverse("web:own_page")).content.decode()

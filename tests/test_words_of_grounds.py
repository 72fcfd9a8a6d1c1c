"""The case timeline says on which ground each step of another agency is read, and on no other."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.cases.services import write_note
from throughcare.consent.models import Access
from throughcare.referrals.services import accept_referral
from throughcare.referrals.tests.factories import Scene

SOON, LATER = NOON + timedelta(minutes=20), NOON + timedelta(minutes=40)
WORDS = {
    "consent": "Rests on consent",
    "best_interest": "Rests on a decision in the child’s best interest",
    "duty_to_report": "Rests on a report that the law requires",
    "emergency_access": "Rests on emergency access",
}


@pytest.mark.django_db
@pytest.mark.parametrize("ground", WORDS)
def test_each_ground_has_its_own_words(ground: str) -> None:
    scene = Scene()
    write_note(scene.case_key, "He has a knife", part="risk", by=scene.noor, at=NOON)
    (key,) = scene.offered()
    own = accept_referral(key, by=scene.ines, at=SOON)
    Access.objects.filter(holder=scene.dawn, reader=scene.lotus).update(ground=ground)
    client = Client()
    with patch("django.utils.timezone.now", return_value=LATER):
        sign_in(client, Staff.objects.get(pk=scene.ines.staff))
        page = client.get(reverse("cases:case", args=[own])).content.decode()
    assert "He has a knife" in page
    assert {code for code, words in WORDS.items() if words in page} == {ground}

"""Help waits for no decision, and a decision against changes nothing about it."""

import pytest

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.consent.tests.factories import agreement, yes
from throughcare.identification.tests.factories import Scene
from throughcare.referrals.services import Offer, accept_referral, offer_referral
from throughcare.referrals.tests.factories import shelter_service
from throughcare.referrals.tests.summaries import BED


@pytest.mark.django_db
@pytest.mark.parametrize("decided", ["nothing", "presumed", "not_established"])
def test_a_referral_is_offered_and_taken_alike_whatever_was_decided(decided: str) -> None:
    scene = Scene()
    if decided != "nothing":
        getattr(scene, decided)()
    service = shelter_service(scene.lotus, "Lotus house")
    agreement(scene.dawn.pk, scene.lotus.pk)
    yes(scene.person, scene.noor, scene.lotus.pk, parts=["contact", "situation", "risk"])
    sent = {"to": [Offer(service.key)], "urgency": "urgent", "by": scene.noor, "at": NOON}
    (offer,) = offer_referral(scene.dawn_key, BED, **sent)
    taker = actor(scene.lotus, "Taker", ["shelter_worker"], focal=True)
    assert accept_referral(offer, by=taker, at=NOON)

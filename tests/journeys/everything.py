"""A house with one of everything in it, for whoever visits every page.

Run as a programme inside the house's own environment: `python -m tests.journeys.everything`.
"""

import json
from datetime import timedelta

import django
from django.utils.timezone import localdate


def set_out() -> dict[str, dict[str, str]]:
    """Fill the house: the secrets of those who can sign in, and the key of everything."""
    from django.utils import timezone

    from tests import scenery
    from throughcare.agencies.models import Staff
    from throughcare.agencies.rules import DUTIES
    from throughcare.agencies.services import enrol_factor
    from throughcare.agencies.tests import factories as cast
    from throughcare.cases.services import open_case
    from throughcare.consent.services import check_order
    from throughcare.directory.tests import factories as houses
    from throughcare.kernel.actors import SYSTEM
    from throughcare.referrals.tests import factories as scene

    now = timezone.now() - timedelta(minutes=1)
    cast.NOON = scene.NOON = scenery.NOON = now
    all_here = scenery.Scenery()
    chief = cast.actor(all_here.scene.dawn, "Chief", DUTIES)
    keeper = cast.actor(all_here.scene.lotus, "Keeper", DUTIES, focal=True)
    keys = {
        **all_here.keys,
        **scenery.a_list_being_mapped(all_here.scene),
        "untouched": open_case(by=all_here.scene.noor, at=now, began_by="call"),
        "chief": Staff.objects.get(pk=chief.staff).key,
        "chief_hex": chief.staff.hex,
        "hidden": houses.opened(houses.LOTUS_HOUSE, keeper, now).key,
        "import": _file_sent_in(chief, now),
        "return": _month_sent(chief, now),
        "counted": _month_counted(chief, now),
        **_referrals_in_every_state(all_here.scene, now),
        "appealable": _decided_against(all_here.keys["decided_person"], now),
    }
    check_order(keys["order"], by=chief, at=now)
    secrets = {}
    for number, member in enumerate(Staff.objects.filter(left_at=None).order_by("pk")):
        secret = f"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3P{'ABCDEFGHIJKLMNOPQRST'[number]}P"
        enrol_factor(member.pk, secret, by=SYSTEM, at=now)
        secrets[member.email] = secret
    cast.staff(all_here.scene.dawn, "Newcomer", ["hotline_worker"])
    keys["invitation"] = _somebody_appointed(chief, now)
    return {"secrets": secrets, "keys": keys}


def _referrals_in_every_state(scene: object, now: object) -> dict[str, str]:
    """Accepted, declined, and one that a link answers: the key of each."""
    from throughcare.referrals import services
    from throughcare.referrals.rules import Way
    from throughcare.referrals.services import Offer, offer_referral
    from throughcare.referrals.tests.factories import BED, shelter_service

    (accepted,) = scene.offered(scene.spare)
    received = services.accept_referral(accepted, by=scene.stranger, at=now)
    (declined,) = scene.offered(shelter_service(scene.lotus, "Night house"))
    services.decline_referral(declined, reason="no_place", by=scene.ines, at=now)
    (linked,) = offer_referral(
        scene.case_key,
        BED,
        to=[Offer(shelter_service(scene.lotus, "Far house").key, Way.LINK)],
        urgency="urgent",
        words="A bed for two",
        by=scene.noor,
        at=now,
    )
    token = services.make_link(linked, by=scene.noor, at=now)
    return {
        "accepted": accepted,
        "declined": declined,
        "linked": linked,
        "token": token,
        "received": received,
    }


def _decided_against(case: str, now: object) -> str:
    """A determination under another law, in which one element was not established: its key."""
    from throughcare.agencies.doors import actor_of, staff_named
    from throughcare.identification import services

    marek = actor_of(staff_named("marek@pr.example"), now)
    asked = {"law": "xa-12-2019", "received_at": now, "by": marek, "at": now}
    key = services.ask_determination(case, **asked)
    services.find_not_established(key, lacks=["means"], reasons="None.", by=marek, at=now)
    failed = {"came_to": "recharged", "charged_as": "fraud", "lacks": "means"}
    services.record_charge(key, **failed, came_on=localdate(now), by=marek, at=now)
    return key


def _month_counted(chief: object, now: object) -> str:
    """The two counts of last month: the key of the period."""
    from throughcare.identification import services
    from throughcare.identification.rules.periods import months_over, period_of

    month = f"{months_over(localdate(now))[0]:%Y-%m}"
    return services.count_period(period_of(month, month), by=chief, at=now)


def _file_sent_in(chief: object, now: object) -> str:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from throughcare.exchange.services import send_in

    rows = json.dumps([{"prs_FirstName": "Sokha", "prs_DateOfBirth": "1066-01-01"}]).encode()
    return send_in(SimpleUploadedFile("cases.json", rows), by=chief, at=now)


def _month_sent(chief: object, now: object) -> str:
    from throughcare.statistics.rules.returns import month_before
    from throughcare.statistics.services.returns import send_return

    return send_return(month_before(now.date()), by=chief, at=now)


def _somebody_appointed(chief: object, now: object) -> str:
    from throughcare.agencies.services import appoint_staff

    return appoint_staff("Ada", "ada@dh.example", duties=["hotline_worker"], by=chief, at=now).token


if __name__ == "__main__":
    django.setup()
    print(json.dumps(set_out()))

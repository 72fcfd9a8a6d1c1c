"""The house of the canaries: one of everything about one person, and staff who can sign in.

Run as a programme inside the house's own environment: `python -m tests.canaries.cast`.
"""

import json
from datetime import timedelta

import django
from django.core.management import call_command


def set_the_scene() -> dict[str, object]:
    """Tell the scenery: the key of each thing in it, and the secret of each code app."""
    from django.utils import timezone

    from tests import scenery
    from throughcare.agencies.models import Agency, Staff
    from throughcare.agencies.services import enrol_factor, new_secret
    from throughcare.agencies.tests import factories as cast
    from throughcare.directory.models import Service
    from throughcare.kernel.actors import SYSTEM
    from throughcare.referrals.tests import factories as scene

    now = timezone.now() - timedelta(minutes=1)
    cast.NOON = scene.NOON = scenery.NOON = now
    told = scenery.Scenery()
    cast.staff(Agency.objects.get(code="DH"), "Dana", ["data_officer"])
    # A service without an account: it is reached by phone, on paper or by a link.
    Service.objects.filter(pk=told.scene.spare.pk).update(reached_by="phone")
    secrets = {}
    for member in Staff.objects.filter(left_at=None).order_by("pk"):
        secrets[member.email] = new_secret()
        enrol_factor(member.pk, secrets[member.email], by=SYSTEM, at=now)
    return {"keys": told.keys, "secrets": secrets}


if __name__ == "__main__":
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    print(json.dumps(set_the_scene()))

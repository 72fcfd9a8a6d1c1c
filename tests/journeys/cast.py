"""The house of a journey: agencies, staff who can sign in, services, an agreement. No person yet.

Run as a programme inside the house's own environment: `python -m tests.journeys.cast`.
"""

import json
from datetime import timedelta

import django


def set_the_scene() -> dict[str, str]:
    """Found the agencies and their staff: the secret of each one's code app, by address."""
    from django.utils import timezone

    from throughcare.agencies.models import Staff
    from throughcare.agencies.services import enrol_factor
    from throughcare.agencies.tests import factories as cast
    from throughcare.directory.models import Service, ServiceCode
    from throughcare.kernel.actors import SYSTEM
    from throughcare.referrals.tests import factories as scene

    now = timezone.now() - timedelta(minutes=1)
    cast.NOON = scene.NOON = now
    dawn, lotus, other = cast.dawn_hotline(), cast.lotus_shelter(), cast.other_ngo()
    police, ombuds = cast.border_police(), cast.ombuds_office()
    cast.staff(dawn, "Noor", ["hotline_worker", "case_manager"])
    cast.staff(dawn, "Sami", ["hotline_worker"])
    cast.staff(dawn, "Dana", ["data_officer"])
    cast.staff(lotus, "Ines", ["shelter_worker", "case_manager"], focal=True)
    cast.staff(lotus, "Night", ["shelter_worker"])
    cast.staff(police, "Officer", ["border_officer", "investigator", "case_manager"], focal=True)
    cast.staff(ombuds, "Ombudsperson", ["ombudsperson"])
    admins = [cast.actor(agency, "Admin", ["administrator"]) for agency in (dawn, lotus)]
    scene.agree(*admins)
    for agency, name in ((lotus, "Lotus house"), (other, "Open Door")):
        service = Service.made(
            agency=agency,
            name=name,
            region="North",
            travel="under_1_hour",
            opened_at=now,
            changed_at=now,
        )
        for aspect, code in (("meets", "shelter"), ("speaks", "hau")):
            ServiceCode.objects.create(service=service, aspect=aspect, code=code)
    secrets = {}
    for number, member in enumerate(Staff.objects.order_by("pk")):
        secret = f"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3P{'ABCDEFGHIJKLMNOP'[number]}P"
        enrol_factor(member.pk, secret, by=SYSTEM, at=now)
        secrets[member.email] = secret
    return secrets


if __name__ == "__main__":
    django.setup()
    print(json.dumps(set_the_scene()))

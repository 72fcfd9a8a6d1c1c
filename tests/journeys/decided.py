"""Thirty people of last month, five or more wherever the two counts meet, and one undecided.

Run as a programme inside the house's own environment: `python -m tests.journeys.decided`. Prints
the key of the Prosecutor's case about the one, the secrets of who signs in, and the month.
"""

import json
from datetime import timedelta

import django

EACH = 5
STATES = ("presumed", "not_established", "asked")


def set_the_scene() -> dict[str, object]:
    """Everybody, and the sign-ins of who decides and who counts."""
    from django.utils import timezone

    from throughcare.agencies.models import Staff
    from throughcare.agencies.services import enrol_factor
    from throughcare.agencies.tests import factories as cast
    from throughcare.cases import services as cases
    from throughcare.cases.rules import Statement
    from throughcare.consent.tests import factories as consents
    from throughcare.identification.models import Determination
    from throughcare.identification.tests import factories as scene
    from throughcare.kernel.actors import SYSTEM
    from throughcare.persons.services import new_person

    now = timezone.now() - timedelta(minutes=1)
    cast.NOON = scene.NOON = consents.NOON = now
    here = scene.Scene()
    cora = cast.staff(here.dawn, "Cora", ["coordinator"])
    told = (*scene.TOLD, Statement("moved", "", "yes"))

    def helped() -> object:
        key = cases.open_case(by=here.noor, at=now, began_by="call")
        cases.record_statements(key, told, by=here.noor, at=now)
        return scene.CaseFile.objects.get(key=key).person_id

    def stands(person: object, state: str) -> Determination:
        day = timezone.localtime(now).date()
        return Determination(
            person_id=person,
            agency=here.office,
            law=scene.LAW,
            country="XA",
            received_at=now,
            asked_by_id=here.marek.staff,
            state=state,
            presumed_on=day if state == "presumed" else None,
            protected_through=day if state == "presumed" else None,
            concluded_on=day if state == "not_established" else None,
        )

    rows = [stands(new_person(), state) for state in STATES for _ in range(EACH)]
    for state in STATES:
        for _ in range(EACH):
            person = helped()
            said = {"purpose": "justice", "parts": ["situation"]}
            consents.yes(person, here.noor, here.office.pk, now, **said)
            rows.append(stands(person, state))
    for _ in range(EACH):
        helped()
    Determination.objects.bulk_create(rows)
    last_month = now.replace(day=1) - timedelta(days=2)
    scene.CaseFile.objects.update(opened_at=last_month)
    Determination.objects.update(received_at=last_month)
    secrets = {}
    for letter, member in zip("AB", (Staff.objects.get(pk=here.marek.staff), cora), strict=True):
        secrets[member.email] = secret = f"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3P{letter}P"
        enrol_factor(member.pk, secret, by=SYSTEM, at=now)
    return {"case": here.key, "secrets": secrets, "month": f"{last_month:%Y-%m}"}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(set_the_scene()))

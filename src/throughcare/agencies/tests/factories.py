"""The small cast of every test: agencies and their staff."""

from collections.abc import Iterable
from datetime import UTC, datetime

from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Agency, FocalPoint, SpentStep, Staff, StaffDuty
from throughcare.agencies.services import code_at, enrol_factor, new_secret, open_secret
from throughcare.kernel.actors import SYSTEM, Actor

PASSWORD = "correct horse battery"
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
"""A Monday."""


def agency(code: str, name: str, kind: str, region: str = "North") -> Agency:
    return Agency.made(
        code=code, name=name, kind=kind, country="XA", region=region, is_demonstration=True
    )


def dawn_hotline() -> Agency:
    return agency("DH", "Dawn Hotline", "Helpline")


def lotus_shelter() -> Agency:
    return agency("LS", "Lotus Shelter", "Shelter")


def border_police() -> Agency:
    return agency("BP", "Border Police at North Gate", "BorderPolice")


def prosecutor_office() -> Agency:
    return agency("PR", "Prosecutor of the North", "Prosecution")


def other_ngo() -> Agency:
    return agency("ON", "Other NGO", "NGO")


def ombuds_office() -> Agency:
    return agency("OM", "Office of the Ombudsperson", "Ombudsperson")


def staff(
    at: Agency, name: str, duties: Iterable[str], *, focal: bool = False, email: str = ""
) -> Staff:
    """A member of staff who can sign in with the password of every test."""
    member = Staff(
        email=email or f"{name.lower().replace(' ', '.')}@{at.code.lower()}.example",
        name=name,
        agency=at,
        joined_at=NOON,
    )
    member.set_password(PASSWORD)
    member.save()
    for code in duties:
        StaffDuty.objects.create(staff=member, code=code, since=NOON)
    if focal:
        FocalPoint.objects.create(agency=at, staff=member, since=NOON)
    return member


def actor(at: Agency, name: str, duties: Iterable[str], *, focal: bool = False) -> Actor:
    """Somebody of an agency, ready to act."""
    return actor_of(staff(at, name, duties, focal=focal), NOON)


def app_secret(member: Staff) -> str:
    """The secret of somebody's app, which is set up the first time it is asked for."""
    app = Authenticator.objects.filter(user=member, type="totp").first()
    if app is not None:
        return open_secret(app.data["secret"], member.pk)
    secret = new_secret()
    enrol_factor(member.pk, secret, by=SYSTEM, at=timezone.now())
    return secret


def code_now(secret: str, steps_later: int = 0) -> str:
    """The code that an app shows at this moment, or so many half minutes later."""
    return code_at(secret, int(timezone.now().timestamp()) // 30 + steps_later)


def sign_in(client: Client, member: Staff) -> None:
    """Sign somebody in as they do it themselves: address and password, then the code of an app.

    A code that an earlier call in the same half minute spent counts again, for tests alone.
    """
    secret = app_secret(member)
    SpentStep.objects.filter(staff=member).delete()
    client.post(reverse("account_login"), {"login": member.email, "password": PASSWORD})
    answer = client.post(reverse("mfa_authenticate"), {"code": code_now(secret)})
    assert answer.status_code == 302, "signing in failed"

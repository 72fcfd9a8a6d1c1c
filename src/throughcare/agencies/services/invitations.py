"""One-time links: how somebody chooses a password without anybody else ever knowing it."""

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from throughcare.agencies.doors import actor_of, managed_staff
from throughcare.agencies.models import Invitation, Staff
from throughcare.agencies.rules import INVITATION_LASTS
from throughcare.audit.services import act, keyed_hash
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused


def invite(staff: Staff, at: datetime) -> str:
    """Make the one link that is good from now on, as part of a running act: its token."""
    token = secrets.token_urlsafe(24)
    Invitation.objects.filter(staff=staff, used_at=None).delete()
    Invitation.objects.create(
        staff=staff, token_hash=_hash(token), made_at=at, until=at + INVITATION_LASTS
    )
    return token


def renew_invitation(key: str, *, by: Actor, at: datetime) -> str:
    """Make a new link for somebody who has never signed in; the old one is void."""
    staff = managed_staff(key, by)
    if staff.has_usable_password():
        raise Refused(_("Somebody who has a password needs no new link. Ask for a reset instead."))
    with act("staff.invited_again", by=by, at=at, subjects=[staff.pk]):
        return invite(staff, at)


def invited_staff(token: str, at: datetime) -> Staff:
    """Whom a link invites; `NotHere` for one that is unknown, used or too old. 1 query."""
    found = (
        Invitation.objects.select_related("staff__agency")
        .filter(token_hash=_hash(token), used_at=None, until__gt=at, staff__left_at=None)
        .first()
    )
    if found is None:
        raise NotHere("invitation", asked=token)
    return found.staff


def accept_invitation(token: str, password: str, *, at: datetime) -> None:
    """Choose a password by a one-time link, which is void from then on."""
    staff = invited_staff(token, at)
    try:
        validate_password(password, staff)
    except ValidationError as error:
        raise Refused(*error.messages) from None
    _accept(token, staff, make_password(password), at)


def accept_invitation_hashed(token: str, hashed: str, *, at: datetime) -> None:
    """As `accept_invitation`, with a password that was checked and hashed before."""
    _accept(token, invited_staff(token, at), hashed, at)


def _accept(token: str, staff: Staff, hashed: str, at: datetime) -> None:
    staff.password = hashed
    with act("staff.accepted", by=actor_of(staff, at), at=at, subjects=[staff.pk]):
        used = Invitation.objects.filter(token_hash=_hash(token), used_at=None).update(used_at=at)
        if not used:
            raise NotHere("invitation", asked=token)
        staff.save(update_fields=["password"])


def _hash(token: str) -> str:
    return keyed_hash(f"invitation {token}")

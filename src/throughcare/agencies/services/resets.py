"""A lost password or second factor: one administrator asks, another approves."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from throughcare.agencies.doors import managed_staff, open_reset
from throughcare.agencies.models import FactorReset
from throughcare.agencies.rules import (
    reasons_not_to_approve_reset,
    reasons_not_to_reset_factor,
)
from throughcare.agencies.services.factors import remove_all_factors
from throughcare.agencies.services.invitations import invite
from throughcare.agencies.services.sessions import end_all_sessions
from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def ask_factor_reset(key: str, *, by: Actor, at: datetime) -> str:
    """Ask that somebody starts anew with password and second factor: the key of what was asked."""
    staff = managed_staff(key, by)
    reasons = reasons_not_to_reset_factor(asked_by=by.staff.hex, staff=staff.pk.hex, approved_by="")
    if reasons:
        raise Refused(*map(_, reasons))
    with act("staff.reset_asked", by=by, at=at, subjects=[staff.pk]):
        try:
            with transaction.atomic():
                asked = FactorReset.made(staff=staff, asked_by_id=by.staff, asked_at=at)
        except IntegrityError:
            raise Refused(_("It was asked already. Another administrator must approve.")) from None
    return asked.key


def approve_factor_reset(key: str, *, by: Actor, at: datetime) -> str:
    """Approve what another administrator asked: the token of the link by which they start anew.

    Password, factors and sessions end at once.
    """
    asked = open_reset(key, by)
    staff = asked.staff
    reasons = reasons_not_to_approve_reset(
        asked_by=asked.asked_by_id.hex,
        staff=staff.pk.hex,
        approved_by=by.staff.hex,
        asked_at=asked.asked_at,
        now=at,
    )
    if reasons:
        raise Refused(*map(_, reasons))
    staff.set_unusable_password()
    with act("staff.reset_approved", by=by, at=at, subjects=[staff.pk, asked.asked_by_id]):
        if not asked.change(approved_by_id=by.staff, approved_at=at):
            raise Refused(_("Somebody else has just decided this."))
        staff.save(update_fields=["password"])
        remove_all_factors(staff.pk)
        end_all_sessions(staff.pk)
        return invite(staff, at)


def withdraw_factor_reset(key: str, *, by: Actor, at: datetime) -> None:
    """Take back what was asked: it is no longer needed, or nobody here knows why it was asked."""
    asked = open_reset(key, by)
    with act("staff.reset_withdrawn", by=by, at=at, subjects=[asked.staff_id]):
        if not asked.change(withdrawn_at=at):
            raise Refused(_("Somebody else has just decided this."))

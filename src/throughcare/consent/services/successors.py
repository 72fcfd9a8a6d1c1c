"""A locked record whose last named reader has left: two people name who reads it from now on."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.doors import agencies_of_kind, colleague
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.models import Lock
from throughcare.consent.rules import reasons_not_to_pass_on, reasons_not_to_propose
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.notices.services import settle_notices, tell_duty


def tell_of_locks_left_alone(staff: UUID, *, agency: UUID, by: Actor, at: datetime) -> None:
    """Somebody left: of each record that nobody named reads any more, who can mend it is told."""
    for lock in doors.locks_of_records().filter(holder=agency):
        if staff.hex not in lock.staff or not doors.is_left_alone(lock):
            continue
        tell_duty("lock_left_alone", lock.key, agency=agency, duty="administrator", by=by, at=at)
        for office in agencies_of_kind("Ombudsperson"):
            tell_duty(
                "lock_left_alone", lock.key, agency=office.pk, duty="ombudsperson", by=by, at=at
            )


def propose_successor(key: str, staff: UUID, *, by: Actor, at: datetime) -> None:
    """An administrator proposes the colleague who is to read a record that is left alone."""
    by.must("manage_staff")
    colleague(by.agency, staff)
    with act("access.successor_proposed", by=by, at=at) as proposed:
        lock = doors.lock_left_alone(by, key)
        reasons = reasons_not_to_propose(
            to_oneself=staff == by.staff, may_lock=staff in doors.who_may_lock(lock.holder_id, at)
        )
        if reasons:
            raise Refused(*(_(reason) for reason in reasons))
        proposed.about(lock.person_id, lock.pk, staff)
        if not lock.change(successor_id=staff, proposed_by_id=by.staff, proposed_at=at):
            raise Refused(_("Somebody else has just changed this. Look again."))


def pass_on(key: str, staff: UUID, *, by: Actor, at: datetime) -> None:
    """A second person agrees to the successor who was proposed: the lock names her or him now.

    Another administrator, or the ombudsperson; never who proposed, nor the successor.
    """
    with act("access.passed_on", by=by, at=at) as passed:
        lock = doors.lock_left_alone(by, key)
        reasons = reasons_not_to_pass_on(
            proposed=lock.successor_id,
            agreed_to=staff,
            proposed_by=lock.proposed_by_id,
            by=by.staff,
            may_lock=staff in doors.who_may_lock(lock.holder_id, at),
        )
        if reasons:
            raise Refused(*(_(reason) for reason in reasons))
        passed.about(lock.person_id, lock.pk, staff)
        if not lock.change(lifted_at=at):
            raise Refused(_("Somebody else has just changed this. Look again."))
        Lock.made(
            person_id=lock.person_id,
            holder_id=lock.holder_id,
            staff=sorted({*lock.staff, staff.hex}),
            since=at,
        )
        refresh(lock.person_id, lock.holder_id, at)
        settle_notices(lock.key, at)

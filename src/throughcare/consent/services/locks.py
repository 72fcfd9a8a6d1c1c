"""A record kept from everybody but named people."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.events import PersonLocked
from throughcare.consent.models import Emergency, Lock, Order, Report
from throughcare.consent.queries import staff_who_may_be_named
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.events import publish
from throughcare.notices.services import keep_notices_to


def lock_person(person: UUID, staff: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Keep the record of a person at one's agency from everybody but named staff.

    Named are colleagues, and focal points elsewhere to whom it is open: whoever is not named
    stops reading at once. Who locks is always among them. Whether one may is asked inside the act:
    of two who lock at once, the second finds nothing any more unless the first named her or him.
    """
    by.must("lock_case")
    named = {by.staff, *staff}
    with act("access.locked", by=by, at=at, subjects=[person], named=len(named)):
        doors.own_record_readable(by, person, at)
        for member in named - staff_who_may_be_named(person, by.agency):
            raise NotHere("staff", asked=member.hex)
        Lock.objects.filter(person=person, holder=by.agency, lifted_at=None).update(lifted_at=at)
        Lock.made(
            person_id=person,
            holder_id=by.agency,
            staff=sorted(member.hex for member in named),
            since=at,
        )
        refresh(person, by.agency, at)
        keep_notices_to(named, _told_of(person, by.agency), agency=by.agency, by=by, at=at)
        publish(PersonLocked(person, by.agency, frozenset(named), by, at))


def unlock_person(person: UUID, *, by: Actor, at: datetime) -> None:
    """Open a locked record to the agency's staff again."""
    by.must("lock_case")
    with act("access.unlocked", by=by, at=at, subjects=[person]):
        doors.own_record_readable(by, person, at)
        Lock.objects.filter(person=person, holder=by.agency, lifted_at=None).update(lifted_at=at)
        refresh(person, by.agency, at)


def _told_of(person: UUID, holder: UUID) -> list[str]:
    """The keys under which an agency's staff may have been told something about a record."""
    return [
        key
        for told in (Emergency, Order, Report)
        for key in told._default_manager.filter(person=person, holder=holder).values_list(
            "key", flat=True
        )
    ]

"""What an accepted offer opens, and how it is closed."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.doors import colleagues, focal_points_of
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.models import Ground, Opening
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def open_parts(
    ground_key: str,
    *,
    parts: Iterable[str],
    to_staff: Iterable[UUID],
    by: Actor,
    at: datetime,
    until: datetime | None = None,
) -> UUID:
    """Open parts on a ground to named focal points of its recipient; part of accepting an offer.

    Staff whom the person named are let in beside the focal points. Never more than the ground.
    """
    by.must("answer_referral")
    named = sorted({staff.hex for staff in to_staff})
    with act("access.opened", by=by, at=at) as opened:
        ground = doors.ground_received(by, ground_key)
        _refuse_bad_opening(ground, named, by, at)
        opening = Opening.made(
            ground=ground,
            to_staff=named,
            parts=sorted(set(parts) & set(ground.parts)),
            starts=at,
            until=until,
        )
        opened.about(ground.person_id, ground.pk, opening.pk)
        refresh(ground.person_id, ground.holder_id, at)
    return opening.pk


def close_parts(opening: UUID, *, by: Actor, at: datetime) -> None:
    """Close what an opening opened; part of withdrawing, handing over or ending a referral."""
    with act("access.closed", by=by, at=at) as closed:
        found = doors.opening_between(by, opening)
        closed.about(found.ground.person_id, opening)
        if found.closed_at is None:
            found.change(closed_at=at)
        refresh(found.ground.person_id, found.ground.holder_id, at)


def close_all_parts(person: UUID, agency: UUID, at: datetime) -> None:
    """Close all that is open to an agency about a person; when its case closes or is erased."""
    for opening in doors.openings_received(agency, at).filter(ground__person=person):
        opening.change(closed_at=at)
        refresh(person, opening.ground.holder_id, at)


def openings_follow(agency: UUID, at: datetime) -> None:
    """What is open to an agency's focal points is open to those it has from now on.

    Staff whom the person named stay let in, while they are at the agency.
    """
    focal_points = {staff.hex for staff in focal_points_of(agency, at)}
    here = {member.pk.hex for member in colleagues(agency)}
    records = set()
    for opening in doors.openings_received(agency, at):
        named = here & set(opening.to_staff) & set(opening.ground.recipient_staff)
        if set(opening.to_staff) == focal_points | named:
            continue
        opening.change(to_staff=sorted(focal_points | named))
        records.add((opening.ground.person_id, opening.ground.holder_id))
    for person, holder in sorted(records):
        refresh(person, holder, at)


def _refuse_bad_opening(ground: Ground, named: list[str], by: Actor, at: datetime) -> None:
    if ground.withdrawn_at is not None or at >= ground.until:
        raise Refused(_("The person has withdrawn the consent, or it has ended."))
    focal_points = {staff.hex for staff in focal_points_of(by.agency, at)}
    if not named or not set(named) <= focal_points | set(ground.recipient_staff):
        raise Refused(_("Name focal points of your agency: nothing opens to anybody else."))

"""Who somebody is at this moment: from a signed-in member of staff to an `Actor`."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from throughcare.agencies.models import Agency, FactorReset, FocalPoint, Post, Staff, StaffDuty
from throughcare.agencies.rules import abilities_of, parts_needed
from throughcare.kernel.actors import Actor, Way
from throughcare.kernel.errors import NotHere


def actor_of(staff: Staff, at: datetime, via: Way = "web") -> Actor:
    """The actor that a member of staff is at this moment. 1 query."""
    in_force = Q(until=None) | Q(until__gt=at)
    duties = frozenset(
        staff.duty_rows.filter(in_force, since__lte=at).values_list("code", flat=True)
    )
    return Actor(
        staff=staff.pk,
        agency=staff.agency_id,
        agency_kind=staff.agency.kind,
        duties=duties,
        abilities=abilities_of(duties),
        parts=parts_needed(duties),
        via=via,
    )


def staff_named(email: str) -> Staff:
    """The member of staff with a work address who still works here. 1 query."""
    found = Staff.objects.select_related("agency").filter(email__iexact=email, left_at=None).first()
    if found is None:
        raise NotHere("staff", asked=email)
    return found


def agency_by_code(code: str) -> Agency:
    """The agency with a code. 1 query."""
    found = Agency.objects.filter(code__iexact=code).first()
    if found is None:
        raise NotHere("agency", asked=code)
    return found


def agency_by_id(agency: UUID) -> Agency:
    """The agency of an id. 1 query."""
    found = Agency.objects.filter(pk=agency).first()
    if found is None:
        raise NotHere("agency", asked=str(agency))
    return found


def focal_points_of(agency: UUID, at: datetime) -> list[UUID]:
    """The staff whom an agency chose to receive what others open to it, first named first."""
    in_force = Q(until=None) | Q(until__gt=at)
    rows = FocalPoint.objects.filter(
        in_force, agency=agency, since__lte=at, staff__left_at=None
    ).order_by("since", "pk")
    return list(rows.values_list("staff_id", flat=True))


def staff_with_duty(agency: UUID, duty: str, at: datetime) -> list[Staff]:
    """Everybody at an agency who has a duty at this moment, by name. 1 query."""
    in_force = Q(duty_rows__until=None) | Q(duty_rows__until__gt=at)
    rows = Staff.objects.filter(
        in_force,
        agency=agency,
        left_at=None,
        duty_rows__code=duty,
        duty_rows__since__lte=at,
    )
    return list(rows.distinct().order_by("name"))


def agencies_by_id(agencies: Iterable[UUID]) -> dict[UUID, Agency]:
    """The agencies of some ids. 1 query."""
    return {agency.pk: agency for agency in Agency.objects.filter(pk__in=set(agencies))}


def colleague(agency: UUID, staff: UUID) -> Staff:
    """A member of staff of an agency who still works there. 1 query."""
    found = Staff.objects.filter(pk=staff, agency=agency, left_at=None).first()
    if found is None:
        raise NotHere("staff", asked=staff.hex)
    return found


def colleagues(agency: UUID) -> list[Staff]:
    """Everybody who works at an agency, by name. 1 query."""
    return list(Staff.objects.filter(agency=agency, left_at=None).order_by("name"))


def staff_by_id(staff: Iterable[UUID]) -> dict[UUID, Staff]:
    """Staff of some ids, those who left too. 1 query."""
    return {member.pk: member for member in Staff.objects.filter(pk__in=set(staff))}


def duties_held(staff: Iterable[UUID]) -> dict[UUID, list[tuple[str, datetime, datetime | None]]]:
    """The duties that some staff have or had: code, since, until. 1 query."""
    held: dict[UUID, list[tuple[str, datetime, datetime | None]]] = {}
    rows = StaffDuty.objects.filter(staff__in=set(staff)).order_by("code", "since")
    for member, code, since, until in rows.values_list("staff_id", "code", "since", "until"):
        held.setdefault(member, []).append((code, since, until))
    return held


def managed_staff(key: str, by: Actor) -> Staff:
    """A member of the actor's own agency, for its administrator. 1 query."""
    by.must("manage_staff")
    found = (
        Staff.objects.select_related("agency")
        .filter(key=key, agency=by.agency, left_at=None)
        .first()
    )
    if found is None:
        raise NotHere("staff", asked=key)
    return found


def managed_post(key: str, by: Actor) -> Post:
    """A post of the actor's own agency, for its administrator. 1 query."""
    by.must("manage_staff")
    found = Post.objects.filter(key=key, agency=by.agency).first()
    if found is None:
        raise NotHere("post", asked=key)
    return found


def open_reset(key: str, by: Actor) -> FactorReset:
    """A reset asked for and not yet decided, for an administrator of the agency. 1 query."""
    by.must("manage_staff")
    found = (
        FactorReset.objects.select_related("staff__agency", "asked_by")
        .filter(key=key, staff__agency=by.agency, staff__left_at=None)
        .filter(approved_at=None, withdrawn_at=None)
        .first()
    )
    if found is None:
        raise NotHere("factor_reset", asked=key)
    return found


def oneself(by: Actor) -> Staff:
    """The member of staff who acts. 1 query."""
    found = Staff.objects.select_related("agency").filter(pk=by.staff, left_at=None).first()
    if found is None:
        raise NotHere("staff", asked=by.staff.hex)
    return found


def agencies_by_code(codes: Iterable[str]) -> dict[str, Agency]:
    """The agencies of some codes. 1 query."""
    return {agency.code: agency for agency in Agency.objects.filter(code__in=set(codes))}


def all_agencies() -> list[Agency]:
    """Every agency, by name. 1 query."""
    return list(Agency.objects.order_by("name"))


def agencies_of_kind(kind: str) -> list[Agency]:
    """Every agency of a kind (list `agency_kind`), by name. 1 query."""
    return list(Agency.objects.filter(kind=kind).order_by("name"))


def any_agency() -> bool:
    """Whether an agency has been founded yet. 1 query."""
    return Agency.objects.exists()


def any_demonstration() -> bool:
    """Whether the demonstration country is in this data base. 1 query."""
    return Agency.objects.filter(is_demonstration=True).exists()

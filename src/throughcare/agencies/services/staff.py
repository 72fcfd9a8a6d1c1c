"""Agencies, posts and staff: founded, opened, appointed; duties and focal points; leaving."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from throughcare.agencies.doors import managed_post, managed_staff
from throughcare.agencies.events import FocalPointsChanged, StaffLeft
from throughcare.agencies.models import Agency, FactorReset, FocalPoint, Post, Staff, StaffDuty
from throughcare.agencies.rules import (
    POST_KINDS,
    reasons_not_to_end_duty,
    reasons_not_to_give_duty,
    reasons_not_to_leave,
    reasons_not_to_name_focal_point,
)
from throughcare.agencies.services.factors import remove_all_factors
from throughcare.agencies.services.invitations import invite
from throughcare.agencies.services.sessions import end_all_sessions
from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.events import publish
from throughcare_core.vocab import is_code

CODE = re.compile(r"[A-Za-z0-9]{2,8}")
COUNTRY = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Appointed:
    """Somebody new on the staff, and the token of the one-time link to hand over."""

    staff: UUID
    key: str
    token: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Founded:
    """A new agency and its first administrator."""

    agency: UUID
    key: str
    administrator: Appointed


def found_agency(
    code: str,
    name: str,
    kind: str,
    country: str,
    *,
    administrator: tuple[str, str],
    region: str = "",
    languages: Sequence[str] = (),
    on_call: str = "",
    in_matching: bool = True,
    is_demonstration: bool = False,
    by: Actor,
    at: datetime,
) -> Founded:
    """Found an agency with its first administrator (name, work address).

    The house itself founds agencies, or a coordinator who may.
    """
    if by.via != "system":
        by.must("found_agency")
    if not is_code("agency_kind", kind):
        raise Refused(_("This kind of agency is not known. Choose one of the list."))
    if not CODE.fullmatch(code) or not COUNTRY.fullmatch(country):
        raise Refused(_("The code is 2 to 8 letters or figures, the country 2 capital letters."))
    with act("agency.founded", by=by, at=at) as done:
        try:
            with transaction.atomic():
                agency = Agency.made(
                    code=code.upper(),
                    name=name,
                    kind=kind,
                    country=country,
                    region=region,
                    languages=list(languages),
                    on_call=on_call,
                    in_matching=in_matching,
                    is_demonstration=is_demonstration,
                )
        except IntegrityError:
            raise Refused(_("Another agency has this code. Choose another one.")) from None
        done.about(agency.pk)
        first_name, first_address = administrator
        first = _newcomer(agency, first_name, first_address, None, (), at)
        done.about(first.pk)
        StaffDuty.objects.create(staff=first, code="administrator", since=at)
        appointed = Appointed(staff=first.pk, key=first.key, token=invite(first, at))
    return Founded(agency=agency.pk, key=agency.key, administrator=appointed)


def say_on_call_number(number: str, *, by: Actor, at: datetime) -> None:
    """Say which telephone the actor's agency answers at any hour; empty for none."""
    by.must("manage_staff")
    agency = Agency.objects.get(pk=by.agency)
    with act("agency.on_call_said", by=by, at=at, subjects=[by.agency], there_is_one=bool(number)):
        if not agency.change(on_call=number.strip()):
            raise Refused(_("Somebody else has just changed this. Look again."))


def open_post(name: str, kind: str, *, region: str = "", by: Actor, at: datetime) -> str:
    """Open a post of the actor's agency: its key."""
    by.must("manage_staff")
    if kind not in POST_KINDS:
        raise Refused(_("This kind of post is not known. Choose one of the list."))
    with act("agency.post_opened", by=by, at=at, subjects=[by.agency]):
        try:
            with transaction.atomic():
                post = Post.made(agency_id=by.agency, name=name, kind=kind, region=region)
        except IntegrityError:
            raise Refused(_("Your agency has a post of this name already.")) from None
    return post.key


def appoint_staff(
    name: str,
    email: str,
    *,
    post: str = "",
    duties: Sequence[str] = (),
    languages: Sequence[str] = (),
    by: Actor,
    at: datetime,
) -> Appointed:
    """Appoint somebody to the actor's agency; they choose their password by a one-time link.

    `post` is the key of a post of the agency, or empty.
    """
    by.must("manage_staff")
    where = managed_post(post, by) if post else None
    agency = Agency.objects.get(pk=by.agency)
    for code in duties:
        _refuse_for(
            reasons_not_to_give_duty(code, agency_kind=agency.kind, to_oneself=False, has_it=False)
        )
    with act("staff.appointed", by=by, at=at) as done:
        staff = _newcomer(agency, name, email, where, languages, at)
        done.about(staff.pk)
        StaffDuty.objects.bulk_create(
            StaffDuty(staff=staff, code=code, since=at) for code in dict.fromkeys(duties)
        )
        done.note(**{f"duty_{code}": True for code in duties})
        token = invite(staff, at)
    return Appointed(staff=staff.pk, key=staff.key, token=token)


def give_duty(key: str, code: str, *, by: Actor, at: datetime) -> None:
    """Give a member of the actor's agency a duty."""
    staff = managed_staff(key, by)
    _refuse_for(
        reasons_not_to_give_duty(
            code,
            agency_kind=staff.agency.kind,
            to_oneself=staff.pk == by.staff,
            has_it=_duties_in_force(at).filter(staff=staff, code=code).exists(),
        )
    )
    with act("staff.duty_given", by=by, at=at, subjects=[staff.pk], duty=code):
        StaffDuty.objects.get_or_create(staff=staff, code=code, until=None, defaults={"since": at})


def end_duty(key: str, code: str, *, by: Actor, at: datetime) -> None:
    """End a duty of a member of the actor's agency."""
    staff = managed_staff(key, by)
    held = _duties_in_force(at).filter(staff=staff, code=code)
    with act("staff.duty_ended", by=by, at=at, subjects=[staff.pk], duty=code[:30]):
        _refuse_for(
            reasons_not_to_end_duty(
                code, has_it=held.exists(), administrators=_administrators(by.agency, at)
            )
        )
        held.update(until=at)


def name_focal_point(key: str, *, by: Actor, at: datetime) -> None:
    """Name a member of the actor's agency to receive what other agencies open to it.

    What is open to the agency's focal points already is open to her or him as well.
    """
    staff = managed_staff(key, by)
    _refuse_for(
        reasons_not_to_name_focal_point(
            to_oneself=staff.pk == by.staff, is_one=_focal(staff, at).exists()
        )
    )
    with act("staff.focal_point_named", by=by, at=at, subjects=[staff.pk]):
        FocalPoint.objects.get_or_create(
            agency_id=by.agency, staff=staff, until=None, defaults={"since": at}
        )
        publish(FocalPointsChanged(by.agency, at))


def end_focal_point(key: str, *, by: Actor, at: datetime) -> None:
    """Somebody is no longer focal point; what was opened to the agency stays with the others."""
    staff = managed_staff(key, by)
    with act("staff.focal_point_ended", by=by, at=at, subjects=[staff.pk]):
        if not _focal(staff, at).update(until=at):
            raise NotHere("focal_point", asked=key)
        publish(FocalPointsChanged(by.agency, at))


def staff_leaves(key: str, *, by: Actor, at: datetime) -> None:
    """Somebody leaves the agency: sessions, duties, factors and focal point end in one act.

    The work address is free again; the name stays beside what this person did.
    """
    staff = managed_staff(key, by)
    duties = _duties_in_force(at).filter(staff=staff)
    staff.set_unusable_password()
    with act("staff.left", by=by, at=at, subjects=[staff.pk]):
        _refuse_for(
            reasons_not_to_leave(
                is_administrator=duties.filter(code="administrator").exists(),
                administrators=_administrators(by.agency, at),
            )
        )
        changed = staff.change(
            left_at=at, email=f"{staff.key.lower()}@left.invalid", password=staff.password
        )
        if not changed:
            raise Refused(_("Somebody else has just changed this. Look again."))
        duties.update(until=at)
        if _focal(staff, at).update(until=at):
            publish(FocalPointsChanged(by.agency, at))
        FactorReset.objects.filter(staff=staff, approved_at=None, withdrawn_at=None).update(
            withdrawn_at=at
        )
        staff.invitations.filter(used_at=None).delete()
        remove_all_factors(staff.pk)
        end_all_sessions(staff.pk)
        publish(StaffLeft(staff=staff.pk, agency=by.agency, by=by, at=at))


def _newcomer(
    agency: Agency,
    name: str,
    email: str,
    post: Post | None,
    languages: Sequence[str],
    at: datetime,
) -> Staff:
    staff = Staff(
        email=email.strip().lower(),
        name=name.strip(),
        agency=agency,
        post=post,
        languages=list(languages),
        joined_at=at,
    )
    staff.set_unusable_password()
    try:
        with transaction.atomic():
            staff.save(force_insert=True)
    except IntegrityError:
        raise Refused(_("This address cannot be used here. Choose another one.")) from None
    return staff


def _duties_in_force(at: datetime) -> "models.QuerySet[StaffDuty]":
    return StaffDuty.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def _administrators(agency: UUID, at: datetime) -> int:
    return (
        _duties_in_force(at)
        .filter(code="administrator", staff__agency=agency, staff__left_at=None)
        .count()
    )


def _focal(staff: Staff, at: datetime) -> "models.QuerySet[FocalPoint]":
    return FocalPoint.objects.filter(Q(until=None) | Q(until__gt=at), staff=staff)


def _refuse_for(reasons: list[str]) -> None:
    if reasons:
        raise Refused(*map(_, reasons))

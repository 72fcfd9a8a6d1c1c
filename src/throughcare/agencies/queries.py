"""Rows for the pages of an agency's administrator and of one's own account."""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from throughcare.agencies.doors import managed_staff, oneself
from throughcare.agencies.models import (
    FactorReset,
    FocalPoint,
    Invitation,
    Post,
    Staff,
    StaffDuty,
)
from throughcare.agencies.rules import (
    DUTIES,
    POST_KINDS,
    duties_of_kind,
    reasons_not_to_approve_reset,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.languages import listed
from throughcare.kernel.vocabulary import word


@dataclass(frozen=True, slots=True)
class HeldDuty:
    """A duty that somebody has."""

    code: str
    label: str
    since: datetime


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody on the staff, for the list and the page about them."""

    key: str
    name: str
    email: str
    post: str
    languages: tuple[str, ...]
    joined_at: datetime
    duties: tuple[HeldDuty, ...]
    is_focal_point: bool
    is_oneself: bool
    has_factor: bool
    invited_until: datetime | None
    sessions: int

    @property
    def duty_words(self) -> str:
        """The duties in one list; empty where there is none."""
        return listed(duty.label for duty in self.duties)


@dataclass(frozen=True, slots=True)
class ResetRow:
    """A reset that waits for a second person."""

    key: str
    staff: str
    asked_by: str
    asked_at: datetime
    reasons_not_to: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PostRow:
    """A post of the agency."""

    key: str
    name: str
    kind: str
    region: str


@dataclass(frozen=True, slots=True)
class StaffPage:
    """Everything an administrator sees of somebody on the staff."""

    row: StaffRow
    duties_to_give: tuple[tuple[str, str], ...]
    reset: ResetRow | None


@dataclass(frozen=True, slots=True)
class FactorRow:
    """One of one's own second factors."""

    id: int
    is_passkey: bool
    name: str
    since: datetime
    used_at: datetime | None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One place where one is signed in."""

    id: int
    device: str
    since: datetime
    seen_at: datetime
    is_this: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """One's own account."""

    name: str
    email: str
    agency: str
    duties: tuple[str, ...]
    reads_in: str
    factors: tuple[FactorRow, ...]
    recovery_left: int
    sessions: tuple[SessionRow, ...]

    @property
    def has_app(self) -> bool:
        """Whether one of the factors is an app that shows codes."""
        return any(not factor.is_passkey for factor in self.factors)


def staff_rows(*, by: Actor, at: datetime) -> list[StaffRow]:
    """Everybody who works at the actor's agency, by name, for its administrator. 6 queries."""
    by.must("manage_staff")
    return _rows(Staff.objects.filter(agency=by.agency, left_at=None).order_by("name"), by, at)


def staff_page(key: str, *, by: Actor, at: datetime) -> StaffPage:
    """Somebody on the staff of the actor's agency, for its administrator. 8 queries."""
    staff = managed_staff(key, by)
    row = _rows(Staff.objects.filter(pk=staff.pk), by, at)[0]
    held = {duty.code for duty in row.duties}
    asked = _open_resets(by).filter(staff=staff).first()
    return StaffPage(
        row=row,
        duties_to_give=tuple(
            (duty.code, _(duty.label))
            for duty in duties_of_kind(staff.agency.kind)
            if duty.code not in held
        ),
        reset=_reset_row(asked, by, at) if asked else None,
    )


def resets_to_decide(*, by: Actor, at: datetime) -> list[ResetRow]:
    """What was asked at the actor's agency and waits for a second person. 1 query."""
    by.must("manage_staff")
    return [_reset_row(asked, by, at) for asked in _open_resets(by)]


def posts_of(*, by: Actor) -> list[PostRow]:
    """The posts of the actor's agency, by name. 1 query."""
    return [
        PostRow(post.key, post.name, _(POST_KINDS.get(post.kind, post.kind)), post.region)
        for post in Post.objects.filter(agency=by.agency).order_by("name")
    ]


def account_page(this_session: str, *, by: Actor, at: datetime) -> AccountPage:
    """One's own account; `this_session` is the key of the session that asks. 4 queries."""
    staff = oneself(by)
    factors = list(Authenticator.objects.filter(user=staff).order_by("created_at"))
    sessions = UserSession.objects.filter(user=staff).order_by("-last_seen_at")
    return AccountPage(
        name=staff.name,
        email=staff.email,
        agency=staff.agency.name,
        duties=tuple(duty.label for duty in _held(_duties_in_force(at).filter(staff=staff))),
        reads_in=staff.reads_in,
        factors=tuple(_factor_row(factor) for factor in factors if factor.type != "recovery_codes"),
        recovery_left=sum(_codes_left(f) for f in factors if f.type == "recovery_codes"),
        sessions=tuple(
            SessionRow(
                id=session.pk,
                device=session.user_agent or _("A device we do not know"),
                since=session.created_at,
                seen_at=session.last_seen_at,
                is_this=session.session_key == this_session,
            )
            for session in sessions
        ),
    )


def _rows(found: "QuerySet[Staff]", by: Actor, at: datetime) -> list[StaffRow]:
    """5 queries besides that for the staff: duties, focal points, factors, links, sessions."""
    members = list(
        found.select_related("post").prefetch_related(
            Prefetch("duty_rows", _duties_in_force(at), to_attr="duties_now"),
            Prefetch("focal_point_rows", _focal_in_force(at), to_attr="focal_now"),
        )
    )
    ids = [member.pk for member in members]
    secured = set(
        Authenticator.objects.filter(user__in=ids)
        .exclude(type="recovery_codes")
        .values_list("user_id", flat=True)
    )
    invited: dict[UUID, datetime] = dict(
        Invitation.objects.filter(staff__in=ids, used_at=None).values_list("staff_id", "until")
    )
    sessions = Counter(UserSession.objects.filter(user__in=ids).values_list("user_id", flat=True))
    return [
        _row(member, by, member.pk in secured, invited.get(member.pk), sessions[member.pk])
        for member in members
    ]


def _row(
    staff: Any, by: Actor, has_factor: bool, invited_until: datetime | None, sessions: int
) -> StaffRow:
    return StaffRow(
        key=staff.key,
        name=staff.name,
        email=staff.email,
        post=staff.post.name if staff.post else "",
        languages=tuple(word("language", code) for code in staff.languages),
        joined_at=staff.joined_at,
        duties=_held(staff.duties_now),
        is_focal_point=bool(staff.focal_now),
        is_oneself=staff.pk == by.staff,
        has_factor=has_factor,
        invited_until=invited_until,
        sessions=sessions,
    )


def _held(rows: Any) -> tuple[HeldDuty, ...]:
    """Duties in the order of the list, each with its label."""
    since = {row.code: row.since for row in rows}
    return tuple(
        HeldDuty(code, _(duty.label), since[code]) for code, duty in DUTIES.items() if code in since
    )


def _duties_in_force(at: datetime) -> "QuerySet[StaffDuty]":
    return StaffDuty.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def _focal_in_force(at: datetime) -> "QuerySet[FocalPoint]":
    return FocalPoint.objects.filter(Q(until=None) | Q(until__gt=at), since__lte=at)


def _open_resets(by: Actor) -> "QuerySet[FactorReset]":
    return (
        FactorReset.objects.select_related("staff", "asked_by")
        .filter(staff__agency=by.agency, approved_at=None, withdrawn_at=None)
        .order_by("asked_at")
    )


def _reset_row(asked: FactorReset, by: Actor, at: datetime) -> ResetRow:
    reasons = reasons_not_to_approve_reset(
        asked_by=asked.asked_by_id.hex,
        staff=asked.staff_id.hex,
        approved_by=by.staff.hex,
        asked_at=asked.asked_at,
        now=at,
    )
    return ResetRow(
        key=asked.key,
        staff=asked.staff.name,
        asked_by=asked.asked_by.name,
        asked_at=asked.asked_at,
        reasons_not_to=tuple(map(_, reasons)),
    )


def _factor_row(factor: Authenticator) -> FactorRow:
    is_passkey = factor.type == "webauthn"
    return FactorRow(
        id=factor.pk,
        is_passkey=is_passkey,
        name=str(factor.data.get("name", "")) if is_passkey else _("App that shows codes"),
        since=factor.created_at,
        used_at=factor.last_used_at,
    )


def _codes_left(factor: Authenticator) -> int:
    return 10 - int(factor.data.get("used_mask", 0)).bit_count()

"""What a person allowed, and the other grounds on which a record is shared."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from throughcare.agencies.doors import focal_points_of, staff_by_id
from throughcare.agencies.rules import Mark, mark_of
from throughcare.consent.adapters import ground_of
from throughcare.consent.models import Ground, Order, Report
from throughcare.consent.queries.agreements import agreements_of
from throughcare.consent.rules import SIDES_AS_ASKED
from throughcare_core.sharing import NAMELESS_PURPOSES, Side, age_of_own_consent, own_consent_ages
from throughcare_core.vocab import agency_side


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """One answer of the person, or one decision for a child (`kind` best_interest).

    `until` is its first known end: a withdrawal, 72 hours by voice, or coming of age.
    """

    key: str
    kind: str
    recipient: str
    recipient_agency: UUID
    recipient_mark: Mark
    purpose: str
    parts: tuple[str, ...]
    answer: str
    given: str
    given_by: str
    given_at: datetime
    until: datetime
    withdrawn_at: datetime | None
    in_force: bool

    @property
    def carries_a_referral(self) -> bool:
        """Whether an offer can rest on it now: a yes to more than counting and watching over."""
        return self.in_force and self.purpose not in NAMELESS_PURPOSES


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One report that the law required; `cause` is a code of `core.sharing.Cause`."""

    key: str
    recipient: str
    recipient_mark: Mark
    cause: str
    parts: tuple[str, ...]
    starts: datetime
    until: datetime
    withdrawn_at: datetime | None
    in_force: bool


@dataclass(frozen=True, slots=True)
class OrderRow:
    """One order received on paper, without its number; `copies` is how often it was served."""

    key: str
    authority: str
    authority_mark: Mark
    parts: tuple[str, ...]
    received_at: datetime
    until: datetime | None
    checked_at: datetime | None
    withdrawn_at: datetime | None
    copies: int


@dataclass(frozen=True, slots=True)
class RecipientRow:
    """An agency with which sharing is agreed: what and for what, and its focal points."""

    agency: UUID
    name: str
    mark: Mark
    side: Side
    parts: tuple[str, ...]
    purposes: tuple[str, ...]
    until: datetime | None
    focal_points: tuple[tuple[UUID, str], ...]


@dataclass(frozen=True, slots=True)
class AgeRow:
    """From which age a person consents alone here, and whether a lawyer has checked it."""

    age: int
    source: str
    verified: bool


def consents_of(person: UUID, holder: UUID, at: datetime) -> list[ConsentRow]:
    """Every answer of a person that an agency recorded, newest first. 1 query."""
    grounds = (
        Ground.objects.filter(person=person, holder=holder, erased_at=None)
        .select_related("recipient")
        .order_by("-given_at", "-pk")
    )
    return [_consent_row(ground, at) for ground in grounds]


def consent_in_force(
    person: UUID, holder: UUID, recipient: UUID, at: datetime
) -> ConsentRow | None:
    """The yes in force on which a referral to an agency can rest, latest end first. 1 query."""
    grounds = Ground.objects.filter(
        person=person,
        holder=holder,
        recipient=recipient,
        answer="yes",
        starts__lte=at,
        until__gt=at,
        withdrawn_at=None,
    ).select_related("recipient")
    rows = (_consent_row(ground, at) for ground in grounds)
    return max(
        (row for row in rows if row.carries_a_referral), key=lambda row: row.until, default=None
    )


def reports_about(person: UUID, holder: UUID, at: datetime) -> list[ReportRow]:
    """Every report that an agency made about a person, newest first. 1 query."""
    rows = Report.objects.filter(person=person, holder=holder, erased_at=None)
    return [
        ReportRow(
            key=row.key,
            recipient=row.recipient.name,
            recipient_mark=mark_of(row.recipient.code, row.recipient.kind, row.recipient.name),
            cause=row.law_cause,
            parts=tuple(row.parts),
            starts=row.starts,
            until=row.until,
            withdrawn_at=row.withdrawn_at,
            in_force=row.withdrawn_at is None and row.starts <= at < row.until,
        )
        for row in rows.select_related("recipient").order_by("-starts", "-pk")
    ]


def orders_about(person: UUID, holder: UUID) -> list[OrderRow]:
    """Every order about a person that an agency received, newest first. 2 queries."""
    rows = Order.objects.filter(person=person, holder=holder, erased_at=None)
    return [
        OrderRow(
            key=row.key,
            authority=row.authority.name,
            authority_mark=mark_of(row.authority.code, row.authority.kind, row.authority.name),
            parts=tuple(row.parts),
            received_at=row.starts,
            until=row.until,
            checked_at=row.checked_at,
            withdrawn_at=row.withdrawn_at,
            copies=len(row.copies.all()),
        )
        for row in rows.select_related("authority")
        .prefetch_related("copies")
        .order_by("-starts", "-pk")
    ]


def recipients_for(agency: UUID, at: datetime) -> list[RecipientRow]:
    """With whom an agency may share by agreement: services first, each side by name.

    2 queries and 1 for each of them.
    """
    rows = sorted(
        (row for row in agreements_of(agency, at) if row.state == "in_force"),
        key=lambda row: (row.other_name, row.key),
    )
    focal = {other: focal_points_of(other, at) for other in {row.other for row in rows}}
    names = staff_by_id(staff for points in focal.values() for staff in points)
    found = []
    for other in dict.fromkeys(row.other for row in rows):
        agreed = [row for row in rows if row.other == other]
        ends = [row.until for row in agreed]
        found.append(
            RecipientRow(
                agency=other,
                name=agreed[0].other_name,
                mark=agreed[0].other_mark,
                side=Side(agency_side(agreed[0].other_kind)),
                parts=tuple(sorted({part for row in agreed for part in row.parts})),
                purposes=tuple(sorted({p for row in agreed for p in row.purposes})),
                until=None if None in ends else max(end for end in ends if end),
                focal_points=tuple((staff, names[staff].name) for staff in focal[other]),
            )
        )
    return sorted(found, key=lambda row: SIDES_AS_ASKED.index(row.side))


def age_of_consent_here(at: datetime) -> AgeRow:
    """The law of this country and day, as the dated table has it. No query."""
    row = age_of_own_consent(settings.COUNTRY, localdate(at), own_consent_ages())
    return AgeRow(row.age, row.source, row.verified)


def _consent_row(ground: Ground, at: datetime) -> ConsentRow:
    recipient = ground.recipient
    ground_in_law = ground_of(ground)
    ending = ground_in_law.ending()
    until = ending.at if ending else ground.until
    return ConsentRow(
        key=ground.key,
        kind=ground.kind,
        recipient=recipient.name,
        recipient_agency=ground.recipient_id,
        recipient_mark=mark_of(recipient.code, recipient.kind, recipient.name),
        purpose=ground.purpose,
        parts=tuple(ground.parts),
        answer=ground.answer,
        given=ground.given,
        given_by=ground.given_by,
        given_at=ground.given_at,
        until=until,
        withdrawn_at=ground.withdrawn_at,
        in_force=ground.answer == "yes" and ground_in_law.begins() <= at < until,
    )

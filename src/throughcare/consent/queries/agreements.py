"""Agreements of an agency."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.agencies.rules import Mark, mark_of
from throughcare.consent.models import Agreement
from throughcare.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class EndingRow:
    """An agreement in force that will run out: its key, the two agencies, and when."""

    key: str
    agencies: tuple[UUID, UUID]
    names: tuple[str, str]
    until: datetime


@dataclass(frozen=True, slots=True)
class AgreementRow:
    """One agreement of an agency; `state` is a code of `STATE_WORDS`."""

    key: str
    other: UUID
    other_name: str
    other_mark: Mark
    other_kind: str
    parts: tuple[str, ...]
    purposes: tuple[str, ...]
    starts: datetime
    until: datetime | None
    paper: str
    state: str


def agreements_of(agency: UUID, at: datetime) -> list[AgreementRow]:
    """Every agreement of an agency, newest first. 1 query."""
    rows = (
        Agreement.objects.filter(Q(agency_a=agency) | Q(agency_b=agency))
        .select_related("agency_a", "agency_b")
        .order_by("-starts")
    )
    return [_agreement_row(row, agency, at) for row in rows]


def agreements_in_force(agency: UUID, at: datetime) -> dict[UUID, datetime | None]:
    """With whom an agency has an agreement in force, and until when. 1 query."""
    found: dict[UUID, datetime | None] = {}
    for row in agreements_of(agency, at):
        if row.state == "in_force":
            known = row.other in found
            ends = [found[row.other], row.until] if known else [row.until]
            found[row.other] = None if None in ends else max(end for end in ends if end)
    return found


def agreements_ending(by: Actor, at: datetime, before: datetime) -> list[EndingRow]:
    """What runs out before a day and has no agreement after it, for a coordinator. 1 query."""
    by.must("coordinate")
    signed = Agreement.objects.filter(
        signed_a_at__isnull=False, signed_b_at__isnull=False, ended_at=None
    )
    ways = Q(agency_a=OuterRef("agency_a"), agency_b=OuterRef("agency_b")) | Q(
        agency_a=OuterRef("agency_b"), agency_b=OuterRef("agency_a")
    )
    longer = signed.filter(ways, Q(until=None) | Q(until__gte=before))
    rows = (
        signed.filter(~Exists(longer), starts__lte=at, until__gt=at, until__lt=before)
        .select_related("agency_a", "agency_b")
        .order_by("until", "pk")
    )
    return [
        EndingRow(
            row.key,
            (row.agency_a_id, row.agency_b_id),
            (row.agency_a.name, row.agency_b.name),
            row.until,
        )
        for row in rows
        if row.until is not None
    ]


def signed_between(one: UUID, other: UUID) -> QuerySet[Agreement]:
    """The agreements that two agencies have both signed, those that ended too. 1 query."""
    return Agreement.objects.filter(
        Q(agency_a=one, agency_b=other) | Q(agency_a=other, agency_b=one),
        signed_a_at__isnull=False,
        signed_b_at__isnull=False,
    )


def _agreement_row(row: Agreement, agency: UUID, at: datetime) -> AgreementRow:
    other = row.agency_b if row.agency_a_id == agency else row.agency_a
    return AgreementRow(
        key=row.key,
        other=other.pk,
        other_name=other.name,
        other_mark=mark_of(other.code, other.kind, other.name),
        other_kind=other.kind,
        parts=tuple(row.parts),
        purposes=tuple(row.purposes),
        starts=row.starts,
        until=row.until,
        paper=row.paper,
        state=_state(row, agency, at),
    )


def _state(row: Agreement, agency: UUID, at: datetime) -> str:
    if (row.ended_at and row.ended_at <= at) or (row.until and row.until <= at):
        return "ended"
    if row.signed_a_at is None or row.signed_b_at is None:
        return "to_sign" if row.agency_b_id == agency else "waiting"
    return "in_force" if row.starts <= at else "to_begin"

"""What a report, or an order on paper, says: for the people who made or received it."""

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate

from throughcare.agencies.doors import all_agencies, staff_by_id
from throughcare.consent.models import Order, Report
from throughcare.kernel.actors import Actor
from throughcare.persons.queries import numbers_at
from throughcare.persons.services import key_for
from throughcare.vault.services import KeyGone, Owner, Place, open_text
from throughcare_core.sharing import Cause, ReportingLaw, Side, law_to_report, reporting_laws
from throughcare_core.vocab import agency_side

LAW_VERIFIED = "verified"


@dataclass(frozen=True, slots=True)
class LawRow:
    """A dated row of law that demands a report: what it opens, its source, how sure it is."""

    cause: str
    parts: tuple[str, ...]
    starts: date
    source: str
    certainty: str

    @property
    def is_verified(self) -> bool:
        """Whether a local lawyer has checked it."""
        return self.certainty == LAW_VERIFIED


@dataclass(frozen=True, slots=True)
class ReportSheet:
    """One report in full. `person_key` is how the reader's agency names the person."""

    key: str
    number: str
    person_key: str
    holder: str
    holder_key: str
    recipient: str
    staff: tuple[str, ...]
    law: LawRow
    parts: tuple[str, ...]
    starts: datetime
    until: datetime
    withdrawn_at: datetime | None
    in_force: bool
    person_was_told: bool
    why: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class OrderSheet:
    """One order on paper in full, with its number."""

    key: str
    person_key: str
    person_number: str
    authority: str
    parts: tuple[str, ...]
    received_at: datetime
    until: datetime | None
    checked_at: datetime | None
    checked_by: str
    withdrawn_at: datetime | None
    copies: tuple[tuple[datetime, tuple[str, ...]], ...]
    number: str = field(default="", repr=False)

    @property
    def may_be_served(self) -> bool:
        """Whether a copy can be prepared, as far as the order goes."""
        return self.checked_at is not None and self.withdrawn_at is None


def laws_here(at: datetime) -> list[LawRow]:
    """The duties to report of this country on this day, as the dated table has them. No query."""
    laws = (
        law_to_report(settings.COUNTRY, cause, localdate(at), reporting_laws()) for cause in Cause
    )
    return [_law_row(law) for law in laws if law and law.parts]


def agencies_that_take_reports(by: Actor, at: datetime) -> list[tuple[UUID, str]]:
    """Other agencies to which a law of this day sends a report, by name. 1 query."""
    laws = (
        law_to_report(settings.COUNTRY, cause, localdate(at), reporting_laws()) for cause in Cause
    )
    sides = {side for law in laws if law for side in law.sides}
    return _others_on(sides, by)


def authorities(by: Actor) -> list[tuple[UUID, str]]:
    """Agencies whose orders count: those of criminal justice, by name. 1 query."""
    return _others_on({Side.JUSTICE}, by)


def report_sheet(report: Report, by: Actor, at: datetime) -> ReportSheet:
    """A report as its maker or its receiver reads it; why it was made, for the maker. 3 queries."""
    staff = staff_by_id(UUID(member) for member in report.recipient_staff)
    is_holder = report.holder_id == by.agency
    return ReportSheet(
        key=report.key,
        number=numbers_at(by.agency, [report.person_id]).get(report.person_id, ""),
        person_key=key_for(report.person_id, by.agency),
        holder=report.holder.name,
        holder_key=report.holder.key,
        recipient=report.recipient.name,
        staff=tuple(sorted(member.name for member in staff.values())),
        law=_law_of(report),
        parts=tuple(report.parts),
        starts=report.starts,
        until=report.until,
        withdrawn_at=report.withdrawn_at,
        in_force=report.withdrawn_at is None and report.starts <= at < report.until,
        person_was_told=report.person_was_told,
        why=_opened(report.words, report, "consent_report", "words") if is_holder else "",
    )


def order_sheet(order: Order) -> OrderSheet:
    """An order as the agency that received it reads it. 5 queries."""
    person, holder = order.person_id, order.holder_id
    copies = order.copies.order_by("served_at").values_list("served_at", "parts")
    return OrderSheet(
        key=order.key,
        person_key=key_for(person, holder),
        person_number=numbers_at(holder, [person]).get(person, ""),
        authority=order.authority.name,
        parts=tuple(order.parts),
        received_at=order.starts,
        until=order.until,
        checked_at=order.checked_at,
        checked_by=order.checked_by.name if order.checked_by else "",
        withdrawn_at=order.withdrawn_at,
        copies=tuple((at, tuple(parts)) for at, parts in copies),
        number=_opened(order.number, order, "consent_order", "number"),
    )


def _others_on(sides: set[Side], by: Actor) -> list[tuple[UUID, str]]:
    return [
        (agency.pk, agency.name)
        for agency in all_agencies()
        if agency.pk != by.agency and Side(agency_side(agency.kind)) in sides
    ]


def _law_row(law: ReportingLaw) -> LawRow:
    return LawRow(
        cause=law.cause,
        parts=tuple(sorted(law.parts)),
        starts=law.starts,
        source=law.source,
        certainty=law.certainty,
    )


def _law_of(report: Report) -> LawRow:
    named = (report.law_country, report.law_cause, report.law_starts)
    rows = (law for law in reporting_laws() if (law.country, law.cause, law.starts) == named)
    return _law_row(next(rows))


def _opened(sealed: bytes | memoryview, row: Report | Order, table: str, column: str) -> str:
    owner = Owner(row.holder_id, "person", row.person_id)
    try:
        return open_text(sealed, owner, Place(table, row.pk, column))
    except KeyGone:
        return ""

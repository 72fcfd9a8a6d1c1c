"""Reports that a dated law requires, without a consent."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agency_by_id
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.models import Report
from throughcare.consent.rules import reasons_not_to_report
from throughcare.consent.services.consents import goes_to_another_agency
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.notices.services import settle_notices, tell_staff
from throughcare.persons.services import key_for
from throughcare.vault.services import Owner, Place, seal_text
from throughcare_core.sharing import Cause, ReportingLaw, law_to_report, reporting_laws
from throughcare_core.vocab import agency_side


@dataclass(frozen=True, kw_only=True)
class DueReport:
    """A report that has to be made: of which cause, to which named staff, with which parts."""

    recipient: UUID
    recipient_staff: Sequence[UUID]
    cause: str
    parts: Sequence[str]
    until: datetime
    person_was_told: bool
    why: str = field(repr=False)


def make_report(person: UUID, due: DueReport, *, by: Actor, at: datetime) -> str:
    """Report what the law of this day requires to named staff, and no more: the report's key.

    Raises `Refused` where no law requires it, or not this much, or not to them.
    """
    by.must("record_consent")
    doors.own_record_readable(by, person, at)
    goes_to_another_agency(due.recipient, due.recipient_staff, by)
    law = _law_of(due, at)
    report = Report(
        person_id=person,
        holder_id=by.agency,
        recipient_id=due.recipient,
        recipient_staff=sorted(staff.hex for staff in due.recipient_staff),
        law_country=law.country,
        law_cause=law.cause,
        law_starts=law.starts,
        parts=sorted(set(due.parts)),
        starts=at,
        until=due.until,
        person_was_told=due.person_was_told,
        recorded_by_id=by.staff,
    )
    owner = Owner(by.agency, "person", person)
    report.words = seal_text(due.why, owner, Place("consent_report", report.pk, "words"))
    with act("report.made", by=by, at=at, subjects=[person, report.pk]) as made:
        made.note(cause=due.cause, law=law.starts.isoformat(), told=due.person_was_told)
        doors.own_record_readable(by, person, at)
        report.save(force_insert=True)
        refresh(person, by.agency, at)
        key_for(person, due.recipient)
        for staff in due.recipient_staff:
            tell_staff("report_made", report.key, agency=due.recipient, staff=staff, by=by, at=at)
    return report.key


def withdraw_report(key: str, *, by: Actor, at: datetime) -> None:
    """A report was made in error, or has done its work: reading on it stops at once."""
    by.must("record_consent")
    with act("report.withdrawn", by=by, at=at) as withdrawn:
        report = doors.report_for(by, key, at)
        if report.withdrawn_at is not None:
            raise Refused(_("This report was withdrawn before."))
        withdrawn.about(report.person_id, report.pk)
        report.change(withdrawn_at=at)
        settle_notices(report.key, at)
        refresh(report.person_id, report.holder_id, at)


def _law_of(due: DueReport, at: datetime) -> ReportingLaw:
    known = due.cause in set(Cause)
    today = localdate(at)
    law = known and law_to_report(settings.COUNTRY, Cause(due.cause), today, reporting_laws())
    reasons = reasons_not_to_report(
        law or None,
        parts=due.parts,
        side=agency_side(agency_by_id(due.recipient).kind),
        staff=due.recipient_staff,
        why=due.why,
        starts=at,
        until=due.until,
    )
    if reasons or not law:
        raise Refused(*(_(reason) for reason in reasons))
    return law

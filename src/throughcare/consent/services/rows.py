"""The rows of who has access, made anew from the grounds whenever one of these changes."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from throughcare.agencies.doors import agencies_by_id
from throughcare.consent.adapters import (
    agreement_of,
    emergency_of,
    lock_of,
    opening_of,
    own_record_of,
    report_of,
)
from throughcare.consent.models import (
    Access,
    Agreement,
    Emergency,
    Ground,
    Lock,
    Opening,
    RecordBegun,
    Report,
)
from throughcare.consent.queries import signed_between
from throughcare.consent.rules import (
    AccessRow,
    rows_of_emergency,
    rows_of_opening,
    rows_of_own_record,
    rows_of_report,
)
from throughcare.kernel.records import new_id
from throughcare_core import sharing
from throughcare_core.sharing import Side
from throughcare_core.vocab import agency_side


def refresh(person: UUID, holder: UUID, at: datetime) -> None:
    """Make the rows of who has access say what the grounds of a record say from now on.

    A row that is wanted no more ends now; what it said about the past stays.
    """
    wanted = {_from_now(row, at) for row in _rows(person, holder) if row.until > at}
    kept = set()
    for row in Access.objects.filter(person=person, holder=holder, until__gt=at):
        if (known := _from_now(_as_row(row), at)) in wanted:
            kept.add(known)
        elif row.since < at:
            Access.objects.filter(pk=row.pk).update(until=at)
        else:
            row.delete()
    Access.objects.bulk_create(_as_model(row, person, holder) for row in wanted - kept)


def refresh_between(agreement: Agreement, at: datetime) -> None:
    """Refresh every record that one of two agencies opened to the other."""
    one, other = agreement.agency_a_id, agreement.agency_b_id
    opened = Ground.objects.filter(openings__closed_at=None, openings__isnull=False)
    records = opened.filter(holder=one, recipient=other) | opened.filter(
        holder=other, recipient=one
    )
    for person, holder in sorted(set(records.values_list("person", "holder"))):
        refresh(person, holder, at)


def _rows(person: UUID, holder: UUID) -> Iterator[AccessRow]:
    locked = Lock.objects.filter(person=person, holder=holder, lifted_at=None).first()
    lock = lock_of(locked) if locked else None
    for begun in RecordBegun.objects.filter(person=person, holder=holder):
        yield from rows_of_own_record(own_record_of(begun), lock)
    yield from _rows_for_others(person, holder, lock)


def _rows_for_others(person: UUID, holder: UUID, lock: sharing.Lock | None) -> Iterator[AccessRow]:
    openings = list(
        Opening.objects.select_related("ground").filter(
            ground__person=person, ground__holder=holder, ground__answer="yes", closed_at=None
        )
    )
    reports = list(Report.objects.filter(person=person, holder=holder, withdrawn_at=None))
    emergencies = list(Emergency.objects.filter(person=person, holder=holder, closed_at=None))
    sides = _sides(
        [opening.ground.recipient_id for opening in openings]
        + [report.recipient_id for report in reports]
        + [emergency.recipient_id for emergency in emergencies]
    )
    for opening in openings:
        recipient = opening.ground.recipient_id
        agreements = [agreement_of(agreement) for agreement in signed_between(holder, recipient)]
        yield from rows_of_opening(opening_of(opening), sides[recipient], agreements, lock)
    for report in reports:
        yield from rows_of_report(report_of(report), sides[report.recipient_id], lock)
    for emergency in emergencies:
        yield from rows_of_emergency(emergency_of(emergency), sides[emergency.recipient_id], lock)


def _sides(recipients: Iterable[UUID]) -> dict[UUID, Side]:
    agencies = agencies_by_id(recipients)
    return {pk: Side(agency_side(agency.kind)) for pk, agency in agencies.items()}


def _from_now(row: AccessRow, at: datetime) -> AccessRow:
    """The row as it is from now on: what is granted today was not granted yesterday."""
    return replace(row, since=max(row.since, at))


def _as_row(row: Access) -> AccessRow:
    return AccessRow(
        reader=row.reader_id.hex,
        staff=row.staff_id.hex if row.staff_id else "",
        part=row.part,
        purpose=row.purpose,
        ground=row.ground,
        ground_id=row.ground_id.hex if row.ground_id else "",
        since=row.since,
        until=row.until,
    )


def _as_model(row: AccessRow, person: UUID, holder: UUID) -> Access:
    keys: dict[str, Any] = {
        "reader_id": UUID(row.reader),
        "staff_id": UUID(row.staff) if row.staff else None,
        "ground_id": UUID(row.ground_id) if row.ground_id else None,
    }
    return Access(
        id=new_id(),
        person_id=person,
        holder_id=holder,
        part=row.part,
        purpose=row.purpose,
        ground=row.ground,
        since=row.since,
        until=row.until,
        **keys,
    )

"""The receipt of a person, and what she or he may be told about sharing."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from throughcare.agencies.doors import agencies_by_id
from throughcare.consent.doors import receipt_in_force, standing_of
from throughcare.consent.models import Access, Ground, Receipt, Report
from throughcare.consent.queries.consents import consents_of
from throughcare.consent.rules import FOR_EVER, TRIES, state_of
from throughcare.kernel.actors import NOBODY
from throughcare.kernel.errors import NotHere
from throughcare_core.sharing import Reason


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """The newest receipt of a person, for staff; `state` is a code of `STANDING_WORDS`."""

    made_at: datetime
    until: datetime
    tries_left: int
    opened_at: datetime | None
    duress_at: datetime | None
    state: str


@dataclass(frozen=True, slots=True)
class OpenReceipt:
    """A receipt whose words were said: whose it is, and which agency made it."""

    receipt: UUID
    person: UUID
    holder: UUID


@dataclass(frozen=True, slots=True)
class SharedRow:
    """One ground on which an agency reads or read, as the person is told.

    `ground` is a code of `TOLD_WORDS`, `purpose` of `PURPOSE_WORDS` (empty for a report). `reads`
    says whether anybody there may read now; `consent` is the key of a yes that the person can take
    back here, else empty.
    """

    agency: UUID
    name: str
    purpose: str
    parts: tuple[str, ...]
    ground: str
    since: datetime
    until: datetime
    withdrawn_at: datetime | None
    in_force: bool
    reads: bool
    consent: str


@dataclass(frozen=True, slots=True)
class Reading:
    """From when until when an agency, or one of its staff alone, could read a record."""

    agency: UUID
    since: datetime
    until: datetime
    staff: UUID | None = None


def receipt_of(person: UUID, holder: UUID, at: datetime) -> ReceiptRow | None:
    """The newest receipt of a person at an agency, however it stands. 1 query."""
    rows = Receipt.objects.filter(person=person, holder=holder)
    found = rows.order_by("-made_at", "-pk").first()
    if found is None:
        return None
    return ReceiptRow(
        made_at=found.made_at,
        until=found.until,
        tries_left=TRIES - found.wrong,
        opened_at=found.opened_at,
        duress_at=found.duress_at,
        state=state_of(standing_of(found), at),
    )


def receipt_open(key: str, at: datetime) -> OpenReceipt | None:
    """A receipt whose words were said before, while it is in force. 1 query."""
    try:
        found = receipt_in_force(key, at)
    except NotHere:
        return None
    return OpenReceipt(found.pk, found.person_id, found.holder_id)


def shared_with(person: UUID, holder: UUID, at: datetime) -> list[SharedRow]:
    """Every yes and decision, and every report that the person was told of. 5 queries.

    A report that was made without telling her is not here, nor is what a court asked for: telling
    on a page that others may see could put her in danger, or be forbidden.
    """
    open_now = _open_now(person, holder, at)
    answered = consents_of(person, holder, at)
    ids = dict(_ids_of_grounds(person, holder))
    rows = [
        SharedRow(
            agency=row.recipient_agency,
            name=row.recipient,
            purpose=row.purpose,
            parts=row.parts,
            ground=_ground(row.kind, row.given_by),
            since=row.given_at,
            until=row.until,
            withdrawn_at=row.withdrawn_at,
            in_force=row.in_force,
            reads=ids[row.key] in open_now,
            consent=row.key if _can_be_taken_back(row.kind, row.given_by, row.in_force) else "",
        )
        for row in answered
        if row.answer == "yes"
    ]
    return rows + _reports_told(person, holder, at, open_now)


def readings_told(person: UUID, holder: UUID) -> list[Reading]:
    """When which agency could read a record, as far as the person may be told. 3 queries."""
    untold = Report.objects.filter(person=person, holder=holder, person_was_told=False)
    rows = Access.objects.filter(person=person, holder=holder).exclude(
        ground_id__in=list(untold.values_list("pk", flat=True))
    )
    spans = rows.values_list("reader_id", "since", "until").distinct()
    return [Reading(holder, datetime.min.replace(tzinfo=FOR_EVER.tzinfo), FOR_EVER)] + [
        Reading(*span) for span in spans if span[0] != holder
    ]


def readings_elsewhere(person: UUID, holder: UUID) -> list[Reading]:
    """When who of another agency could read a record, on whatever ground. 1 query.

    What follows on itself is one reading, however often the rows were made anew.
    """
    rows = Access.objects.filter(person=person, holder=holder).exclude(reader=holder)
    spans = rows.values_list("reader_id", "since", "until", "staff_id").distinct()
    joined: list[Reading] = []
    for row in sorted((Reading(*span) for span in spans), key=_by_reader):
        last = joined[-1] if joined else None
        same = last and (last.agency, last.staff) == (row.agency, row.staff)
        if last and same and row.since <= last.until:
            joined[-1] = replace(last, until=max(last.until, row.until))
        else:
            joined.append(row)
    return joined


def _by_reader(reading: Reading) -> tuple[UUID, UUID, datetime]:
    return reading.agency, reading.staff or NOBODY, reading.since


def _reports_told(person: UUID, holder: UUID, at: datetime, open_now: set[UUID]) -> list[SharedRow]:
    told = list(
        Report.objects.filter(
            person=person, holder=holder, person_was_told=True, erased_at=None
        ).order_by("-starts")
    )
    agencies = agencies_by_id(report.recipient_id for report in told)
    return [
        SharedRow(
            agency=report.recipient_id,
            name=agencies[report.recipient_id].name,
            purpose="",
            parts=tuple(report.parts),
            ground=Reason.DUTY_TO_REPORT,
            since=report.starts,
            until=report.until,
            withdrawn_at=report.withdrawn_at,
            in_force=report.withdrawn_at is None and report.starts <= at < report.until,
            reads=report.pk in open_now,
            consent="",
        )
        for report in told
    ]


def _open_now(person: UUID, holder: UUID, at: datetime) -> set[UUID]:
    rows = Access.objects.filter(person=person, holder=holder, since__lte=at, until__gt=at)
    return {ground for ground in rows.values_list("ground_id", flat=True) if ground}


def _ids_of_grounds(person: UUID, holder: UUID) -> list[tuple[str, UUID]]:
    return list(Ground.objects.filter(person=person, holder=holder).values_list("key", "pk"))


def _ground(kind: str, given_by: str) -> str:
    return "guardian" if kind == "consent" and given_by != "the_person" else kind


def _can_be_taken_back(kind: str, given_by: str, in_force: bool) -> bool:
    """What a guardian said, or staff decided, is taken back with the case manager."""
    return in_force and kind == "consent" and given_by == "the_person"

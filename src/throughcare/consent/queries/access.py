"""Who has access, and who is named in a lock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q

from throughcare.agencies.doors import agencies_by_id, colleagues, staff_by_id
from throughcare.agencies.rules import Mark, mark_of
from throughcare.consent.models import Access, Lock, Opening, Report
from throughcare.consent.rules import FOR_EVER


@dataclass(frozen=True, slots=True)
class ReaderRow:
    """One agency that has access: how many of its staff (0: the whole agency), which parts.

    `until` is `FOR_EVER` for the agency's own record; `grounds` are codes of `GROUND_WORDS`.
    """

    agency: UUID
    name: str
    code: str
    kind: str
    people: int
    parts: tuple[str, ...]
    until: datetime
    ground: str
    grounds: tuple[str, ...]
    purposes: tuple[str, ...]
    is_holder: bool

    @property
    def mark(self) -> Mark:
        """How pages mark the agency."""
        return mark_of(self.code, self.kind, self.name)

    @property
    def ends(self) -> datetime | None:
        """When reading ends; None while no end is known."""
        return None if self.until == FOR_EVER else self.until


@dataclass(frozen=True, slots=True)
class NamedRow:
    """A member of staff who is or may be named in a lock."""

    staff: UUID
    name: str
    agency: str
    is_colleague: bool
    is_named: bool


def who_has_access(person: UUID, holder: UUID, at: datetime) -> list[ReaderRow]:
    """Which agencies can read a record at a moment, the holder first; staff who left do not count.

    2 queries.
    """
    works_there = Q(staff__agency=F("reader"), staff__left_at=None)
    rows = list(
        Access.objects.filter(
            Q(staff=None) | works_there, person=person, holder=holder, since__lte=at, until__gt=at
        ).order_by("since", "part")
    )
    agencies = agencies_by_id(row.reader_id for row in rows)
    found = []
    for reader in dict.fromkeys(row.reader_id for row in rows):
        held = [row for row in rows if row.reader_id == reader]
        found.append(
            ReaderRow(
                agency=reader,
                name=agencies[reader].name,
                code=agencies[reader].code,
                kind=agencies[reader].kind,
                people=len({row.staff_id for row in held if row.staff_id}),
                parts=tuple(sorted({row.part for row in held})),
                until=max(row.until for row in held),
                ground=held[0].ground,
                grounds=tuple(sorted({row.ground for row in held})),
                purposes=tuple(sorted({row.purpose for row in held if row.purpose})),
                is_holder=reader == holder,
            )
        )
    return sorted(found, key=lambda row: not row.is_holder)


def is_locked(person: UUID, holder: UUID) -> bool:
    """Whether a record is locked to named staff. 1 query."""
    return Lock.objects.filter(person=person, holder=holder, lifted_at=None).exists()


def named_in_lock(person: UUID, holder: UUID) -> frozenset[UUID]:
    """The staff named in the lock of a record; empty without one. 1 query."""
    lock = Lock.objects.filter(person=person, holder=holder, lifted_at=None).first()
    return frozenset(UUID(staff) for staff in lock.staff) if lock else frozenset()


def staff_who_may_be_named(person: UUID, holder: UUID) -> frozenset[UUID]:
    """Colleagues, and staff elsewhere to whom the record is open or reported. 3 queries."""
    found = {member.pk for member in colleagues(holder)}
    for opening in Opening.objects.filter(
        ground__person=person, ground__holder=holder, closed_at=None
    ):
        found |= {UUID(staff) for staff in opening.to_staff}
    for report in Report.objects.filter(person=person, holder=holder, withdrawn_at=None):
        found |= {UUID(staff) for staff in report.recipient_staff}
    return frozenset(found)


def who_may_be_named(person: UUID, holder: UUID) -> list[NamedRow]:
    """Whom a lock may name, colleagues first, and who is named now. 6 queries."""
    named = named_in_lock(person, holder)
    staff = staff_by_id(staff_who_may_be_named(person, holder) | named)
    agencies = agencies_by_id(member.agency_id for member in staff.values())
    rows = [
        NamedRow(
            staff=member.pk,
            name=member.name,
            agency=agencies[member.agency_id].name,
            is_colleague=member.agency_id == holder,
            is_named=member.pk in named,
        )
        for member in staff.values()
        if member.left_at is None
    ]
    return sorted(rows, key=lambda row: (not row.is_colleague, row.agency, row.name))


def readers_of(
    person: UUID, holder: UUID, part: str, at: datetime
) -> dict[UUID, frozenset[UUID] | None]:
    """The agencies that may read a part now, each with its named staff; None: all of them. 1 query.

    For telling those who are entitled, never for showing.
    """
    rows = Access.objects.filter(
        person=person, holder=holder, part=part, since__lte=at, until__gt=at
    )
    found: dict[UUID, frozenset[UUID] | None] = {}
    for reader, staff in rows.values_list("reader", "staff"):
        known = found.get(reader, frozenset())
        found[reader] = None if staff is None or known is None else known | {staff}
    return found

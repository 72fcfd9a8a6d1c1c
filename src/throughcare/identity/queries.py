"""Rows for this app's own pages and searches."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, TextField
from django.db.models.functions import Cast

from throughcare.consent.doors import access_of
from throughcare.identity import doors
from throughcare.identity.adapters.fingerprints import Edition, SealedFingerprints
from throughcare.identity.models import FingerprintEdition, Fingerprints
from throughcare.identity.rules import CONTACT, IDENTITY, WHEREABOUTS
from throughcare.kernel.actors import Actor
from throughcare.persons.queries import numbers_at
from throughcare_core.matching import Uuids


@dataclass(frozen=True, slots=True)
class ShownRow:
    """What a person's page shows once somebody asked for it."""

    names: doors.NamesRow
    birth: doors.BirthRow
    gender: doors.GenderRow
    documents: tuple[doors.DocumentRow, ...]


@dataclass(frozen=True, slots=True)
class PanelRow:
    """The identity page of a person; `shown` is None until it was asked for."""

    record: doors.RecordHere
    number: str
    is_own: bool
    age_band: str
    contacts: tuple[doors.ContactRow, ...] = field(repr=False)
    photographs: tuple[doors.PhotographRow, ...]
    hold: doors.HoldRow | None
    shown: ShownRow | None = field(repr=False)

    @property
    def has_identity(self) -> bool:
        """Whether the actor may read the names."""
        return IDENTITY in self.record.parts

    @property
    def has_contact(self) -> bool:
        """Whether the actor may read ways to reach the person."""
        return bool({CONTACT, WHEREABOUTS} & self.record.parts)


def panel(record: doors.RecordHere, by: Actor, at: datetime, *, shown: bool = False) -> PanelRow:
    """The identity page: hidden, 7 queries at most and the lines; shown, 8 more."""
    person, holder = record.person, record.holder
    may_read_identity = IDENTITY in record.parts
    may_reach = bool({CONTACT, WHEREABOUTS} & record.parts)
    return PanelRow(
        record=record,
        number=numbers_at(by.agency, [person]).get(person, ""),
        is_own=holder == by.agency,
        age_band=doors.age_bands_of(by, [person], holder, at)[person],
        contacts=doors.contacts_of(by, person, holder, at) if may_reach else (),
        photographs=doors.photographs_of(by, person, holder, at) if may_read_identity else (),
        hold=doors.hold_of(person, holder),
        shown=_shown(record, by, at) if shown else None,
    )


def edition_of(agency: UUID) -> Edition:
    """How often an agency's fingerprints were written and removed. 1 query."""
    rows = FingerprintEdition.objects.filter(agency=agency)
    return Edition(*(rows.values_list("written", "removed").first() or (0, 0)))


def fingerprints_since(agency: UUID, edition: int) -> Iterator[SealedFingerprints]:
    """What was written after an edition, in constant memory. 1 query.

    Ids come as text and leave as bytes: an object for each would take longer than opening it.
    """
    rows = Fingerprints.objects.filter(holder=agency, edition__gt=edition).order_by("edition")
    found = rows.values_list(Cast("pk", TextField()), Cast("person_id", TextField()), "content")
    return (
        (_id_of(row), _id_of(person), content)
        for row, person, content in found.iterator(chunk_size=2000)
    )


def people_with_fingerprints(agency: UUID) -> Uuids:
    """Everybody of whom an agency has fingerprints. 1 query."""
    rows = Fingerprints.objects.filter(holder=agency)
    people = rows.values_list(Cast("person_id", TextField()), flat=True).iterator(chunk_size=2000)
    return Uuids(b"".join(map(_id_of, people)))


def who_may_be_compared(by: Actor, people: list[UUID], at: datetime) -> dict[UUID, bool]:
    """Of which people fingerprints are there, and whether the actor may compare them. 1 query.

    What is locked is read like what is open, so that neither the query nor its rows differ.
    """
    access = access_of(by, at, (IDENTITY,)).filter(
        person=OuterRef("person"), holder=OuterRef("holder")
    )
    rows = Fingerprints.objects.filter(holder=by.agency, person__in=people)
    return dict(rows.annotate(readable=Exists(access)).values_list("person_id", "readable"))


def keys_of_people(by: Actor, people: list[UUID], at: datetime) -> dict[UUID, str]:
    """How the addresses of the actor's agency name people whom she or he may read. 1 query."""
    rows = access_of(by, at, (IDENTITY,)).filter(
        person__in=people, holder=by.agency, person__numbers__agency=by.agency
    )
    return dict(rows.values_list("person_id", "person__numbers__key"))


def _id_of(written: str) -> bytes:
    return bytes.fromhex(written.replace("-", ""))


def _shown(record: doors.RecordHere, by: Actor, at: datetime) -> ShownRow:
    person, holder = record.person, record.holder
    return ShownRow(
        names=doors.names_of(by, person, holder, at),
        birth=doors.birth_of(by, person, holder, at),
        gender=doors.gender_of(by, person, holder, at),
        documents=doors.documents_of(by, person, holder, at),
    )

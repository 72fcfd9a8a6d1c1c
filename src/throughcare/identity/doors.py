"""The ways to what an agency recorded of a person. Every look leaves a line in the ledger.

Each door asks first, with one query, whether any of the parts it shows is open to the actor:
absent and forbidden stop at the same query. Names, births and papers are part *identity*, numbers
and accounts *contact*, addresses *whereabouts*.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet, Value

from throughcare.audit.services import look
from throughcare.consent.doors import access_of
from throughcare.identity.adapters.contents import (
    opened_birth,
    opened_contact,
    opened_gender,
    opened_names,
    opened_paper,
    owner_of,
    place_of,
)
from throughcare.identity.models import (
    Contact,
    Document,
    Entry,
    Hold,
    Photograph,
    Recorded,
)
from throughcare.identity.rules import (
    CONTACT,
    IDENTITY,
    PROVES_AGE,
    SITUATION,
    TOLD,
    WHEREABOUTS,
    Birth,
    Gender,
    Name,
    Paper,
    SafeContact,
    age_band_on,
)
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import NotHere
from throughcare.persons.queries import person_with_key
from throughcare.vault.services import KeyGone, open_file

Row = TypeVar("Row", bound=Recorded)
Opened = TypeVar("Opened")
Other = TypeVar("Other")

MANY = 500
"""How many people are asked for in one query."""

BAND_PARTS = (IDENTITY, SITUATION)
"""An age band is shown to whoever may read the identity or the situation."""


@dataclass(frozen=True, slots=True)
class RecordHere:
    """A record that an actor may read: whose, at which agency, which parts."""

    person: UUID
    person_key: str
    holder: UUID
    holder_key: str
    parts: frozenset[str]


@dataclass(frozen=True, slots=True)
class NameRow:
    """The name by which to speak of a person: what she or he wants to be called, or the first."""

    text: str = field(default="", repr=False)
    called: str = field(default="", repr=False)
    script: str = ""


@dataclass(frozen=True, slots=True)
class NamesRow:
    """Every name that an agency recorded; version 0 where nothing was."""

    called: str = field(default="", repr=False)
    names: tuple[Name, ...] = field(default=(), repr=False)
    version: int = 0


@dataclass(frozen=True, slots=True)
class BirthRow:
    """When somebody was born, the band of her age on the day of looking, and the version."""

    birth: Birth = field(default=Birth(), repr=False)
    band: str = "unknown"
    version: int = 0


@dataclass(frozen=True, slots=True)
class GenderRow:
    """Sex, gender and citizenships; version 0 where nothing was recorded."""

    gender: Gender = field(default=Gender(), repr=False)
    version: int = 0


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One way to reach the person."""

    key: str
    version: int
    contact: SafeContact = field(repr=False)


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """One identity document, and whether there is a scan of it."""

    key: str
    version: int
    has_scan: bool
    paper: Paper = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhotographRow:
    """That there is a photograph, and since when."""

    key: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HoldRow:
    """The legal reason for which a record must not be erased now."""

    reason: str
    since: datetime
    released_at: datetime | None = None


# To a record -------------------------------------------------------------------------------------


def record_at(by: Actor, person_key: str, at: datetime, holder_key: str = "") -> RecordHere:
    """The record of a person at the actor's own agency, or at the one named. 2 queries.

    `person_key` is the key by which the addresses of the actor's agency name the person.
    """
    person = person_with_key(by.agency, person_key) or NOBODY
    rows = access_of(by, at).filter(person=person)
    rows = rows.filter(holder__key=holder_key) if holder_key else rows.filter(holder=by.agency)
    found = list(rows.values_list("holder_id", "holder__key", "part"))
    if not found:
        raise NotHere("identity", asked=person_key)
    holder, key, _part = found[0]
    parts = frozenset(part for _holder, _key, part in found)
    return RecordHere(person, person_key, holder, key, parts)


def parts_open(
    by: Actor, person: UUID, holder: UUID, at: datetime, *parts: str, door: str
) -> frozenset[str]:
    """Which of these parts the actor may read now; `NotHere` if none. 1 query."""
    rows = access_of(by, at, parts).filter(person=person, holder=holder)
    found = frozenset(rows.values_list("part", flat=True))
    if not found:
        raise NotHere(door, asked=person.hex)
    return found


# Identity --------------------------------------------------------------------------------------


def name_of(by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = "care") -> NameRow:
    """The name to show when somebody asks for it (by POST). 2 queries and the line."""
    parts_open(by, person, holder, at, IDENTITY, door="identity.name")
    called, names = _names(person, holder)[:2]
    look("identity.name", by=by, at=at, subjects=[person, holder], purpose=purpose)
    first = names[0] if names else Name()
    return NameRow(called or first.full, called, first.script)


def names_of(
    by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = "care"
) -> NamesRow:
    """Every name, in every script. 2 queries and the line."""
    parts_open(by, person, holder, at, IDENTITY, door="identity.names")
    found = NamesRow(*_names(person, holder))
    look("identity.names", by=by, at=at, subjects=[person, holder], purpose=purpose)
    return found


def birth_of(
    by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = "care"
) -> BirthRow:
    """When a person was born. 2 queries and the line."""
    parts_open(by, person, holder, at, IDENTITY, door="identity.birth")
    row = _entry(person, holder, "birth")
    birth = _open(opened_birth, row) if row else Birth()
    look("identity.birth", by=by, at=at, subjects=[person, holder], purpose=purpose)
    return BirthRow(birth, age_band_on(birth, at.date()), row.version if row else 0)


def gender_of(
    by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = "care"
) -> GenderRow:
    """Sex, gender and citizenships of a person. 2 queries and the line."""
    parts_open(by, person, holder, at, IDENTITY, door="identity.gender")
    row = _entry(person, holder, "gender")
    gender = _open(opened_gender, row) if row else Gender()
    look("identity.gender", by=by, at=at, subjects=[person, holder], purpose=purpose)
    return GenderRow(gender, row.version if row else 0)


def age_bands_of(by: Actor, persons: Iterable[UUID], holder: UUID, at: datetime) -> dict[UUID, str]:
    """The age bands of many, for a list; "unknown" where none is recorded or readable. 1 query.

    Whoever may read the identity or the situation may know the band; in doubt it is the younger.
    """
    asked = set(persons)
    births = _readable(Entry.objects.filter(topic="birth"), by, at, BAND_PARTS)
    bands = dict.fromkeys(asked, "unknown")
    for row in births.filter(person__in=asked, holder=holder):
        with suppress(NotHere):
            bands[row.person_id] = age_band_on(_open(opened_birth, row), at.date())
    return bands


def sexes_and_bands(
    by: Actor, persons: Iterable[UUID], on: date, at: datetime
) -> Counter[tuple[str, str]]:
    """How many of an own agency's people are of which sex and age band on a day: for figures.

    Whose sex and age these are is not in the answer. "unknown" where nothing is recorded, or no
    longer readable. 2 queries for each 500 people, and the line.
    """
    by.must("statistics")
    asked = sorted(set(persons))
    known: dict[UUID, dict[str, str]] = {person: {} for person in asked}
    for start in range(0, len(asked), MANY):
        rows = Entry.objects.filter(holder=by.agency, person__in=asked[start : start + MANY])
        for row in rows.filter(topic="gender"):
            known[row.person_id]["sex"] = _opened_or(opened_gender, row, Gender()).sex
        for row in rows.filter(topic="birth"):
            birth = _opened_or(opened_birth, row, Birth())
            known[row.person_id]["band"] = age_band_on(birth, on)
    look("identity.counted", by=by, at=at, rows=asked)
    unknown = "unknown"
    return Counter((one.get("sex", unknown), one.get("band", unknown)) for one in known.values())


# Contact ---------------------------------------------------------------------------------------


def contacts_of(
    by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = "care"
) -> tuple[ContactRow, ...]:
    """The ways to reach a person that are open to the actor. 2 queries and a line for each part."""
    parts = parts_open(by, person, holder, at, CONTACT, WHEREABOUTS, door="identity.contact")
    rows = Contact.objects.filter(person=person, holder=holder, part__in=parts).order_by("pk")
    found = tuple(_contact_row(row) for row in rows)
    for part in sorted(parts):
        look(f"identity.{part}", by=by, at=at, subjects=[person, holder], purpose=purpose)
    return found


def contact_of(by: Actor, key: str, at: datetime, purpose: str = "care") -> ContactRow:
    """One way to reach a person, at the actor's own agency. 1 query and the line."""
    row = contact_row(by, key, at)
    code = f"identity.{row.part}"
    look(code, by=by, at=at, subjects=[row.person_id, row.holder_id], purpose=purpose)
    return _contact_row(row)


def contact_row(by: Actor, key: str, at: datetime) -> Contact:
    """The row of a contact at the actor's own agency, in a part that she or he may read."""
    rows = _readable(Contact.objects.all(), by, at, (CONTACT, WHEREABOUTS), part=OuterRef("part"))
    found = rows.filter(key=key, holder=by.agency).first()
    if found is None:
        raise NotHere("identity.contact", asked=key)
    return found


# Documents and photographs -----------------------------------------------------------------------


def documents_of(
    by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = "care"
) -> tuple[DocumentRow, ...]:
    """The identity documents of a person. 2 queries and the line."""
    parts_open(by, person, holder, at, IDENTITY, door="identity.documents")
    rows = Document.objects.filter(person=person, holder=holder).order_by("pk")
    found = tuple(_document_row(row) for row in rows)
    look("identity.documents", by=by, at=at, subjects=[person, holder], purpose=purpose)
    return found


def proves_age(by: Actor, person: UUID, at: datetime) -> bool | None:
    """Whether a paper that was seen, in any record open to the actor, proves the age.

    None where the identity part of no record is open: then nobody can tell. 2 queries and the line.
    """
    if not access_of(by, at, [IDENTITY]).filter(person=person).exists():
        return None
    rows = _readable(Document.objects.filter(kind__in=PROVES_AGE), by, at, (IDENTITY,))
    papers = [_opened_or(opened_paper, row, None) for row in rows.filter(person=person)]
    look("identity.proof_of_age", by=by, at=at, subjects=[person])
    return any(paper is not None and paper.check != TOLD for paper in papers)


def document_row(by: Actor, key: str, at: datetime) -> Document:
    """The row of a document whose identity part the actor may read. 1 query."""
    found = _readable(Document.objects.all(), by, at, (IDENTITY,)).filter(key=key).first()
    if found is None:
        raise NotHere("identity.document", asked=key)
    return found


def scan_of(by: Actor, key: str, at: datetime, purpose: str = "care") -> tuple[str, bytes]:
    """The scan of a document: its media type and its bytes. 1 query and the line."""
    row = document_row(by, key, at)
    if not row.scan_type:
        raise NotHere("identity.document", asked=key)
    content = _file(row, "scan", "identity.document")
    look(
        "identity.scan",
        by=by,
        at=at,
        subjects=[row.person_id, row.pk, row.holder_id],
        purpose=purpose,
    )
    return row.scan_type, content


def photographs_of(
    by: Actor, person: UUID, holder: UUID, at: datetime
) -> tuple[PhotographRow, ...]:
    """Which photographs there are, without showing one. 2 queries."""
    parts_open(by, person, holder, at, IDENTITY, door="identity.photograph")
    rows = Photograph.objects.filter(person=person, holder=holder).order_by("-pk")
    return tuple(PhotographRow(row.key, row.at) for row in rows)


def photograph_row(by: Actor, key: str, at: datetime) -> Photograph:
    """The row of a photograph whose identity part the actor may read. 1 query."""
    found = _readable(Photograph.objects.all(), by, at, (IDENTITY,)).filter(key=key).first()
    if found is None:
        raise NotHere("identity.photograph", asked=key)
    return found


def photograph(by: Actor, key: str, at: datetime, purpose: str = "care") -> bytes:
    """The bytes of a photograph (JPEG). 1 query and the line."""
    row = photograph_row(by, key, at)
    content = _file(row, "picture", "identity.photograph")
    subjects = [row.person_id, row.pk, row.holder_id]
    look("identity.photograph", by=by, at=at, subjects=subjects, purpose=purpose)
    return content


# Holding and erasing -----------------------------------------------------------------------------


def hold_of(person: UUID, agency: UUID) -> HoldRow | None:
    """The legal reason for which an agency must not erase its record of a person. 1 query."""
    found = Hold.objects.filter(person=person, holder=agency, released_at=None).first()
    return HoldRow(found.reason, found.at) if found else None


def holds_of(by: Actor, person: UUID, at: datetime) -> tuple[HoldRow, ...]:
    """Every time the actor's agency held its record of a person, newest first. 2 queries."""
    parts_open(by, person, by.agency, at, IDENTITY, door="identity.hold")
    rows = Hold.objects.filter(person=person, holder=by.agency).order_by("-at", "-pk")
    return tuple(HoldRow(row.reason, row.at, row.released_at) for row in rows)


def parts_held(person: UUID, holder: UUID) -> frozenset[str]:
    """In which parts an agency keeps anything here of who a person is; never what. 1 query."""
    own = {"person": person, "holder": holder}
    kept = [
        table.objects.filter(**own).annotate(held=Value(IDENTITY)).values_list("held")
        for table in (Entry, Document, Photograph)
    ]
    contacts = Contact.objects.filter(**own).values_list("part")
    return frozenset(part for (part,) in contacts.union(*kept))


# From rows ---------------------------------------------------------------------------------------


def _readable(
    rows: QuerySet[Row], by: Actor, at: datetime, parts: Iterable[str], **where: OuterRef
) -> QuerySet[Row]:
    access = access_of(by, at, parts).filter(
        person=OuterRef("person"), holder=OuterRef("holder"), **where
    )
    return rows.filter(Exists(access))


def _entry(person: UUID, holder: UUID, topic: str) -> Entry | None:
    return Entry.objects.filter(person=person, holder=holder, topic=topic).first()


def _names(person: UUID, holder: UUID) -> tuple[str, tuple[Name, ...], int]:
    row = _entry(person, holder, "names")
    return (*_open(opened_names, row), row.version) if row else ("", (), 0)


def _contact_row(row: Contact) -> ContactRow:
    return ContactRow(row.key, row.version, _open(opened_contact, row))


def _document_row(row: Document) -> DocumentRow:
    return DocumentRow(row.key, row.version, bool(row.scan_type), _open(opened_paper, row))


def _open(opener: Callable[[Row], Opened], row: Row) -> Opened:
    """What a row holds. Where the key was destroyed (a restored copy) nothing is here."""
    try:
        return opener(row)
    except KeyGone:
        raise NotHere("identity", asked=row.key) from None


def _opened_or(opener: Callable[[Row], Opened], row: Row, other: Other) -> Opened | Other:
    try:
        return opener(row)
    except KeyGone:
        return other


def _file(row: Recorded, column: str, door: str) -> bytes:
    try:
        return b"".join(open_file(owner_of(row), place_of(row, column)))
    except KeyGone:
        raise NotHere(door, asked=row.key) from None

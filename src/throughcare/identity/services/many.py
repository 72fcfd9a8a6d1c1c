"""Recording and reading who many people are at once: files are taken over and sent out."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.consent.doors import access_of
from throughcare.identity.adapters.contents import (
    opened_birth,
    opened_contact,
    opened_gender,
    opened_names,
    owner_of,
    place_of,
    sealed_birth,
    sealed_contact,
    sealed_gender,
    sealed_names,
    sealed_paper,
)
from throughcare.identity.adapters.fingerprints import encoded, joined, keys_of
from throughcare.identity.models import Contact, Document, Entry, Fingerprints, Recorded
from throughcare.identity.rules import (
    CONTACT,
    IDENTITY,
    WHEREABOUTS,
    Birth,
    Gender,
    Name,
    Paper,
    SafeContact,
    reasons_against_birth,
    reasons_against_contact,
    reasons_against_gender,
    reasons_against_names,
    reasons_against_paper,
    tidy,
    tidy_birth,
    tidy_name,
)
from throughcare.identity.services.compared import next_edition
from throughcare.identity.services.own_record import must_speak, refuse_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.queries import insert_many
from throughcare.vault.services import KeyGone, Owner, key_store, seal
from throughcare_core.matching import FieldKeys

AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class WhoSomebodyIs:
    """What is recorded of who one person is, as far as anything is."""

    names: tuple[Name, ...] = field(default=(), repr=False)
    birth: Birth | None = field(default=None, repr=False)
    gender: Gender | None = field(default=None, repr=False)
    contacts: tuple[SafeContact, ...] = field(default=(), repr=False)
    papers: tuple[Paper, ...] = field(default=(), repr=False)


@dataclass(frozen=True, slots=True)
class SealedIdentities:
    """Rows about people who are new to an agency: sealed, and not written yet."""

    people: frozenset[UUID]
    entries: tuple[Entry, ...]
    contacts: tuple[Contact, ...]
    fingerprints: tuple[Fingerprints, ...]
    documents: tuple[Document, ...] = ()


def seal_identities(
    known: Mapping[UUID, WhoSomebodyIs], *, by: Actor, at: datetime
) -> SealedIdentities:
    """Seal and fingerprint who many new people are, before the act that records it begins.

    Raises `Refused` with every reason. The keys of these people must not exist elsewhere yet: they
    are made here, all in one turn.
    """
    must_speak(by)
    for who in known.values():
        refuse_for(_reasons_against(who, at.date()))
    tidied = {person: _tidied(who, at.date()) for person, who in known.items()}
    owners = [Owner(by.agency, "person", person) for person in tidied]
    key_store().make_many(owners)
    keys = keys_of(by.agency)
    with key_store().at_hand(owners):
        return SealedIdentities(
            people=frozenset(tidied),
            entries=tuple(
                entry for person, who in tidied.items() for entry in _entries(person, who, by, at)
            ),
            contacts=tuple(
                row for person, who in tidied.items() for row in _contacts(person, who, by, at)
            ),
            fingerprints=tuple(
                _fingerprints(person, who, by, at, keys)
                for person, who in tidied.items()
                if who.names
            ),
            documents=tuple(
                row for person, who in tidied.items() for row in _documents(person, who, by, at)
            ),
        )


def record_identities(sealed: SealedIdentities, *, by: Actor, at: datetime) -> None:
    """Write what `seal_identities` sealed; part of an act that names these people.

    `NotHere` unless the actor's agency has a record of each, open to the actor.
    """
    must_speak(by)
    rows: tuple[Recorded, ...] = (
        *sealed.entries,
        *sealed.contacts,
        *sealed.fingerprints,
        *sealed.documents,
    )
    own = {row.holder_id for row in rows} <= {by.agency}
    if not own or not _all_open(sealed.people, by, at):
        raise NotHere("identity.record_many")
    with act("identity.recorded", by=by, at=at, people=len(sealed.people)):
        insert_many(sealed.entries)
        insert_many(sealed.contacts)
        insert_many(sealed.documents)
        edition = next_edition(by.agency)
        for row in sealed.fingerprints:
            row.edition = edition
        insert_many(sealed.fingerprints)


def who_people_are(
    by: Actor, people: Iterable[UUID], holder: UUID, at: datetime
) -> dict[UUID, WhoSomebodyIs]:
    """Who many people are, as far as the actor may read it; a closed record gives nothing.

    For a list that leaves the house, whose own line in the ledger names its rows: this writes none.
    6 queries for each 500 people.
    """
    found = {person: WhoSomebodyIs() for person in people}
    for some in _in_portions(found):
        open_for_identity = _open(by, some, holder, at, IDENTITY)
        entries = Entry.objects.filter(person__in=open_for_identity, holder=holder)
        for entry in entries:
            found[entry.person_id] = _with_entry(found[entry.person_id], entry)
        for part in (CONTACT, WHEREABOUTS):
            contacts = Contact.objects.filter(
                person__in=_open(by, some, holder, at, part), holder=holder, part=part
            )
            for row in contacts.order_by("pk"):
                found[row.person_id] = _with_contact(found[row.person_id], row)
    return found


def _reasons_against(who: WhoSomebodyIs, today: date) -> list[str]:
    reasons = reasons_against_names(who.names, "")
    reasons += reasons_against_birth(who.birth, today) if who.birth else []
    reasons += reasons_against_gender(who.gender) if who.gender else []
    for contact in who.contacts:
        reasons += reasons_against_contact(contact)
    for paper in who.papers:
        reasons += reasons_against_paper(paper)
    return list(dict.fromkeys(reasons))


def _tidied(who: WhoSomebodyIs, today: date) -> WhoSomebodyIs:
    return replace(
        who,
        names=tuple(map(tidy_name, who.names)),
        birth=who.birth and tidy_birth(who.birth, today),
        contacts=tuple(replace(each, value=tidy(each.value)) for each in who.contacts),
        papers=tuple(replace(each, number=tidy(each.number)) for each in who.papers),
    )


def _entries(person: UUID, who: WhoSomebodyIs, by: Actor, at: datetime) -> Iterator[Entry]:
    def entry(topic: str) -> Entry:
        return Entry(person_id=person, holder_id=by.agency, topic=topic, at=at)

    if who.names:
        names = entry("names")
        names.content = sealed_names(names, "", who.names)
        yield names
    if who.birth:
        birth = entry("birth")
        birth.content = sealed_birth(birth, who.birth)
        yield birth
    if who.gender:
        gender = entry("gender")
        gender.content = sealed_gender(gender, who.gender)
        yield gender


def _contacts(person: UUID, who: WhoSomebodyIs, by: Actor, at: datetime) -> Iterator[Contact]:
    for contact in who.contacts:
        row = Contact(
            person_id=person, holder_id=by.agency, at=at, kind=contact.kind, part=contact.part
        )
        row.content = sealed_contact(row, contact)
        yield row


def _documents(person: UUID, who: WhoSomebodyIs, by: Actor, at: datetime) -> Iterator[Document]:
    for paper in who.papers:
        row = Document(person_id=person, holder_id=by.agency, at=at, kind=paper.kind, scan_type="")
        row.content = sealed_paper(row, paper)
        yield row


def _fingerprints(
    person: UUID, who: WhoSomebodyIs, by: Actor, at: datetime, keys: FieldKeys
) -> Fingerprints:
    row = Fingerprints(person_id=person, holder_id=by.agency, at=at)
    born = who.birth.compared if who.birth else None
    bits = joined(encoded([name.full for name in who.names], born, keys))
    row.content = seal(bits, owner_of(row), place_of(row))
    return row


def _all_open(people: Iterable[UUID], by: Actor, at: datetime) -> bool:
    return all(
        len(_open(by, some, by.agency, at, part)) == len(some)
        for some in _in_portions(people)
        for part in (IDENTITY, CONTACT, WHEREABOUTS)
    )


def _open(by: Actor, people: list[UUID], holder: UUID, at: datetime, part: str) -> set[UUID]:
    rows = access_of(by, at, [part]).filter(person__in=people, holder=holder)
    return set(rows.values_list("person", flat=True))


def _in_portions(people: Iterable[UUID]) -> Iterator[list[UUID]]:
    everybody = list(people)
    for start in range(0, len(everybody), AT_ONCE):
        yield everybody[start : start + AT_ONCE]


def _with_entry(who: WhoSomebodyIs, entry: Entry) -> WhoSomebodyIs:
    try:
        match entry.topic:
            case "names":
                return replace(who, names=opened_names(entry)[1])
            case "birth":
                return replace(who, birth=opened_birth(entry))
        return replace(who, gender=opened_gender(entry))
    except KeyGone:
        return who


def _with_contact(who: WhoSomebodyIs, row: Contact) -> WhoSomebodyIs:
    try:
        return replace(who, contacts=(*who.contacts, opened_contact(row)))
    except KeyGone:
        return who


__all__ = [
    "SealedIdentities",
    "WhoSomebodyIs",
    "record_identities",
    "seal_identities",
    "who_people_are",
]

"""Erasing what one agency recorded of a person, and holding it where the law asks for that."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from throughcare.audit.services import act
from throughcare.consent.services import end_record
from throughcare.identity import doors
from throughcare.identity.adapters.contents import place_of
from throughcare.identity.adapters.fingerprints import opened_here
from throughcare.identity.events import PersonErased
from throughcare.identity.models import (
    Contact,
    Document,
    Entry,
    Erasure,
    Fingerprints,
    Hold,
    Photograph,
)
from throughcare.identity.rules import (
    IDENTITY,
    KEY_BACKUPS_LIVE,
    reasons_not_to_erase,
    reasons_not_to_hold,
)
from throughcare.identity.services.compared import count_removal
from throughcare.identity.services.own_record import refuse_for
from throughcare.kernel.actors import SYSTEM, Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.events import publish
from throughcare.vault.services import Owner, Place, destroy, remove_file

RESTORED = "erased_before_restore"
"""The reason of an erasure that is done again because a backup had undone it."""


def hold_person(person: UUID, reason_code: str, *, by: Actor, at: datetime) -> None:
    """Keep a record from being erased for a legal reason (`HOLD_REASONS`)."""
    by.must("manage_case")
    with act("person.held", by=by, at=at, subjects=[person]) as noted:
        doors.parts_open(by, person, by.agency, at, IDENTITY, door="identity.hold")
        held = doors.hold_of(person, by.agency) is not None
        refuse_for(reasons_not_to_hold(reason=reason_code, held=held))
        noted.note(reason=reason_code)
        Hold.made(person_id=person, holder_id=by.agency, at=at, reason=reason_code)


def release_hold(person: UUID, *, by: Actor, at: datetime) -> None:
    """The legal reason is over: the record may be erased again."""
    by.must("manage_case")
    with act("person.released", by=by, at=at, subjects=[person]) as noted:
        doors.parts_open(by, person, by.agency, at, IDENTITY, door="identity.hold")
        held = Hold.objects.filter(person=person, holder=by.agency, released_at=None).first()
        if held is None:
            raise NotHere("identity.hold", asked=person.hex)
        noted.note(reason=held.reason)
        held.change(released_at=at)


def erase_person(person: UUID, reason_code: str, *, by: Actor, at: datetime) -> date:
    """Erase all that the actor's agency recorded of a person: the day it is gone everywhere.

    The person's key at this agency is destroyed once the act is written; what other apps hold of
    her or him is coarsened in the same act (`PersonErased`). Other agencies' records stay. Raises
    `Refused` while the record is held, or has come to be held a moment ago.
    """
    by.must("erase_person")
    with act("person.erased", by=by, at=at, subjects=[person]) as noted:
        doors.parts_open(by, person, by.agency, at, IDENTITY, door="identity.erase")
        held = doors.hold_of(person, by.agency) is not None
        refuse_for(reasons_not_to_erase(reason=reason_code, held=held))
        noted.note(reason=reason_code)
        return _erase(person, reason_code, by, at)


def erase_again(person: UUID, agency: UUID, at: datetime) -> None:
    """A backup brought back what an agency had erased: erase it once more, whatever is open."""
    with act("person.erased", by=SYSTEM, at=at, subjects=[person], reason=RESTORED):
        _erase(person, RESTORED, replace(SYSTEM, agency=agency), at, again=True)


def _erase(person: UUID, reason: str, by: Actor, at: datetime, *, again: bool = False) -> date:
    """What is done within the act of erasing: the day the record is gone everywhere."""
    everywhere_by = (at + KEY_BACKUPS_LIVE).date()
    publish(PersonErased(person, by.agency, at, again))
    _remove_rows_and_files(person, by.agency)
    end_record(person, by=by, at=at)
    Erasure.made(
        person_id=person,
        holder_id=by.agency,
        at=at,
        reason=reason,
        everywhere_by=everywhere_by,
    )
    transaction.on_commit(lambda: opened_here.drop(by.agency, [person]))
    destroy(Owner(by.agency, "person", person), at)
    return everywhere_by


def _remove_rows_and_files(person: UUID, agency: UUID) -> None:
    places = list(_files(person, agency))
    for table in (Entry, Contact, Document, Photograph, Fingerprints):
        table._default_manager.filter(person=person, holder=agency).delete()
    count_removal(agency)
    transaction.on_commit(lambda: _remove(places))


def _files(person: UUID, agency: UUID) -> Iterator[Place]:
    for photograph in Photograph.objects.filter(person=person, holder=agency):
        yield place_of(photograph, "picture")
    for document in Document.objects.filter(person=person, holder=agency):
        yield place_of(document, "scan")


def _remove(places: list[Place]) -> None:
    for place in places:
        remove_file(place)

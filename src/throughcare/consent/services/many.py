"""Many records and answers at once, taken over from another system."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.consent.adapters import agreement_of, opening_of, own_record_of
from throughcare.consent.doors import access_of
from throughcare.consent.models import Access, Ground, Opening, RecordBegun
from throughcare.consent.queries import signed_between
from throughcare.consent.rules import rows_of_opening, rows_of_own_record
from throughcare.consent.services.consents import Answer, goes_to_another_agency, ground_given
from throughcare.consent.services.rows import _as_model, _from_now, _sides
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.queries import insert_many
from throughcare_core import sharing


@dataclass(frozen=True, slots=True)
class PastAnswer:
    """An answer that was given before: when, and to whom at the recipient it was opened, if it was.

    `closed_at` is when reading ended again, if it did.
    """

    person: UUID
    said: Answer
    at: datetime
    opened_to: tuple[UUID, ...] = ()
    opened_at: datetime | None = None
    closed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class SealedAnswers:
    """Answers about people of one agency with what they opened: sealed, and not written yet."""

    grounds: tuple[Ground, ...]
    openings: Mapping[UUID, Opening]
    """By the key of their ground."""

    def given(self) -> list[tuple[UUID, UUID, UUID | None]]:
        """Person, ground, and what was opened on it, if it was: for referrals that rest on it."""
        return [
            (ground.person_id, ground.pk, opening.pk if opening else None)
            for ground in self.grounds
            for opening in [self.openings.get(ground.pk)]
        ]


def begin_records(people: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """The actor's agency begins a record about each of many people who are new on the spine.

    Part of an act that names them. As `begin_record`, in 2 queries for each few hundred people.
    """
    begun = [RecordBegun(person_id=person, holder_id=by.agency, at=at) for person in people]
    with act("access.begun", by=by, at=at, records=len(people)):
        insert_many(begun)
        insert_many(
            _as_model(row, record.person_id, by.agency)
            for record in begun
            for row in rows_of_own_record(own_record_of(record), None)
        )


def seal_answers(given: Sequence[PastAnswer], *, by: Actor) -> SealedAnswers:
    """Check and seal answers, before the act that records them begins; `Refused` as for one."""
    by.must("record_consent")
    for recipient in {each.said.recipient for each in given}:
        goes_to_another_agency(recipient, (), by)
    grounds = [ground_given(each.person, each.said, by=by, at=each.at) for each in given]
    openings = {
        ground.pk: Opening(
            ground=ground,
            to_staff=sorted(staff.hex for staff in each.opened_to),
            parts=ground.parts,
            starts=each.opened_at,
            closed_at=each.closed_at,
        )
        for ground, each in zip(grounds, given, strict=True)
        if each.opened_at is not None
    }
    return SealedAnswers(tuple(grounds), openings)


def record_sealed_answers(sealed: SealedAnswers, *, by: Actor, at: datetime) -> None:
    """Write what `seal_answers` sealed; part of an act that names these people.

    Who was let in reads from now on what the ground and the agreements allow. `NotHere` unless the
    actor may read of every person.
    """
    by.must("record_consent")
    people = {ground.person_id for ground in sealed.grounds}
    own = access_of(by, at).filter(holder=by.agency, person__in=people)
    if set(own.values_list("person", flat=True)) != people:
        raise NotHere("consent.record_many")
    with act("consent.recorded", by=by, at=at, answers=len(sealed.grounds)):
        insert_many(sealed.grounds)
        insert_many(sealed.openings.values())
        insert_many(_opened_rows(sealed, by.agency, at))


def _opened_rows(sealed: SealedAnswers, holder: UUID, at: datetime) -> Iterator[Access]:
    recipients = {ground.recipient_id for ground in sealed.grounds}
    sides = _sides(recipients)
    agreements: dict[UUID, list[sharing.Agreement]] = {
        recipient: [agreement_of(each) for each in signed_between(holder, recipient)]
        for recipient in recipients
    }
    for opening in sealed.openings.values():
        ground = opening.ground
        if opening.closed_at is not None or ground.answer != "yes":
            continue
        rows = rows_of_opening(
            opening_of(opening), sides[ground.recipient_id], agreements[ground.recipient_id], None
        )
        for row in rows:
            if row.until > at:
                yield _as_model(_from_now(row, at), ground.person_id, holder)

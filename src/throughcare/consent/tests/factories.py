"""Agreements and answers for the tests of every app that rests on them."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.agencies.tests.factories import NOON
from throughcare.consent.models import Agreement
from throughcare.consent.services import Answer, begin_record, open_parts, record_consent
from throughcare.kernel.actors import Actor
from throughcare.persons.services import new_person
from throughcare_core.sharing import Part, Purpose

EVERY_PART = tuple(part.value for part in Part)
EVERY_PURPOSE = tuple(purpose.value for purpose in Purpose)
A_MONTH = timedelta(days=30)


def agreement(
    a: UUID,
    b: UUID,
    *,
    parts: Iterable[str] = EVERY_PART,
    purposes: Iterable[str] = EVERY_PURPOSE,
    starts: datetime = NOON,
    until: datetime | None = None,
) -> Agreement:
    """Two agencies have both signed an agreement, by default on everything."""
    return Agreement.made(
        agency_a_id=a,
        agency_b_id=b,
        parts=sorted(parts),
        purposes=sorted(purposes),
        starts=starts,
        until=until,
        signed_a_at=starts,
        signed_b_at=starts,
    )


def person_known_to(by: Actor, at: datetime = NOON) -> UUID:
    """A person of whom the actor's agency has a record of its own."""
    person = new_person()
    begin_record(person, by=by, at=at)
    return person


def answer(recipient: UUID, at: datetime = NOON, **said: object) -> Answer:
    """A yes of an adult, on a page, to care in the situation part, for a month."""
    facts: dict[str, object] = {
        "recipient": recipient,
        "purpose": "care",
        "parts": ("identity", "situation"),
        "until": at + A_MONTH,
        "says_is_adult": True,
    }
    return Answer(**(facts | said))  # type: ignore[arg-type]


def yes(person: UUID, by: Actor, recipient: UUID, at: datetime = NOON, **said: object) -> str:
    """The person said yes, and the actor wrote it down: the key of the consent."""
    return record_consent(person, answer(recipient, at, **said), by=by, at=at)


def opened(
    consent: str,
    to: Actor,
    at: datetime = NOON,
    *,
    parts: Iterable[str] = EVERY_PART,
    until: datetime | None = None,
) -> UUID:
    """The recipient accepted: the parts of a consent are open to this focal point."""
    return open_parts(consent, parts=parts, to_staff=[to.staff], by=to, at=at, until=until)

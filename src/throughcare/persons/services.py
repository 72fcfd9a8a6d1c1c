"""A new person on the spine, and the numbers by which agencies know one."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction

from throughcare.agencies.doors import agency_by_id
from throughcare.kernel.queries import insert_many
from throughcare.persons.models import Person, PersonNumber

DIGITS = 5
ASKED_AT_ONCE = 500


def new_person() -> UUID:
    """A new nameless key; part of the act that opens a case."""
    return Person.made().pk


def new_people(people: Sequence[UUID], agency: UUID) -> dict[UUID, str]:
    """Many new keys at once, each with its number at an agency: person → key in its addresses.

    Part of an act that opens many cases; the keys are made before it, so that what is recorded of
    these people can be sealed before it begins.
    """
    insert_many(Person(id=person) for person in people)
    return number_people(people, agency)


def number_people(people: Sequence[UUID], agency: UUID) -> dict[UUID, str]:
    """The numbers of many people at an agency that knew none of them: person → key in addresses.

    3 queries for each 500 people.
    """
    numbers = _free_numbers(agency, len(people))
    known = [
        PersonNumber(person_id=person, agency_id=agency, number=number)
        for person, number in zip(people, numbers, strict=True)
    ]
    insert_many(known)
    return {row.person_id: row.key for row in known}


def key_for(person: UUID, agency: UUID) -> str:
    """The key of a person in the addresses of an agency's pages, drawn the first time."""
    known = PersonNumber.objects.filter(person=person, agency=agency).first()
    return (known or _draw(person, agency)).key


def _draw(person: UUID, agency: UUID) -> PersonNumber:
    prefix = agency_by_id(agency).code
    digits = DIGITS
    while True:
        number = f"{prefix}-{secrets.randbelow(9 * 10 ** (digits - 1)) + 10 ** (digits - 1)}"
        try:
            with transaction.atomic():
                return PersonNumber.objects.create(
                    person_id=person, agency_id=agency, number=number
                )
        except IntegrityError:
            digits += 1


def _free_numbers(agency: UUID, count: int) -> list[str]:
    """Random numbers that the agency does not use yet, with figures enough to stay random."""
    prefix = agency_by_id(agency).code
    used = PersonNumber.objects.filter(agency=agency).count()
    lowest = 10 ** (DIGITS - 1)
    while 9 * lowest < 2 * (used + count):
        lowest *= 10
    free: set[str] = set()
    while len(free) < count:
        some = min(count - len(free), ASKED_AT_ONCE)
        drawn = {f"{prefix}-{secrets.randbelow(9 * lowest) + lowest}" for _ in range(some)}
        taken = PersonNumber.objects.filter(agency=agency, number__in=drawn)
        free |= drawn - set(taken.values_list("number", flat=True))
    return list(free)

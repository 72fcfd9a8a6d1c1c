"""Numbers for pages."""

from collections.abc import Iterable
from uuid import UUID

from throughcare.persons.models import PersonNumber


def numbers_at(agency: UUID, persons: Iterable[UUID]) -> dict[UUID, str]:
    """The numbers by which an agency knows some people. 1 query."""
    rows = PersonNumber.objects.filter(agency=agency, person__in=set(persons))
    return dict(rows.values_list("person_id", "number"))


def keys_at(agency: UUID, persons: Iterable[UUID]) -> dict[UUID, str]:
    """How the addresses of an agency call some people. 1 query."""
    rows = PersonNumber.objects.filter(agency=agency, person__in=set(persons))
    return dict(rows.values_list("person_id", "key"))


def person_with_number(agency: UUID, number: str) -> UUID | None:
    """The person whom an agency knows by a number, if any. 1 query."""
    typed = number.strip()
    found = PersonNumber.objects.filter(agency=agency, number__in={typed, typed.upper()})
    return found.values_list("person_id", flat=True).first()


def person_with_key(agency: UUID, key: str) -> UUID | None:
    """The person whom an agency's addresses call by a key, if any. 1 query."""
    found = PersonNumber.objects.filter(agency=agency, key=key)
    return found.values_list("person_id", flat=True).first()

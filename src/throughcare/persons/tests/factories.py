"""People as tests know them."""

from uuid import UUID

from throughcare.persons.queries import numbers_at
from throughcare.persons.services import key_for


def number_for(person: UUID, agency: UUID) -> str:
    """The number of a person at an agency, which knows one from now on."""
    key_for(person, agency)
    return numbers_at(agency, [person])[person]

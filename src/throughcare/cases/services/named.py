"""Other people, as the page of a case names them: by their numbers."""

import re
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.cases import doors
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.persons.queries import person_with_number


def people_numbered(typed: str, *, by: Actor, at: datetime) -> list[UUID]:
    """The people of one's own agency with the numbers that were typed.

    Raises `Refused` with every number that leads to no case which the actor may read.
    """
    numbers = dict.fromkeys(filter(None, re.split(r"[\s,;]+", typed)))
    known = {number: person_with_number(by.agency, number) for number in numbers}
    wanted = [person for person in known.values() if person]
    readable = set(
        doors.cases_of(by, at).filter(person__in=wanted).values_list("person", flat=True)
    )
    absent = [number for number, person in known.items() if person not in readable]
    if absent:
        words = _("No case that you may read has the number %(number)s.")
        raise Refused(*(words % {"number": number} for number in absent))
    return wanted

"""What every act on a record begins with: it is one's own agency's, and open."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.identity import doors
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def must_record(by: Actor, person: UUID, part: str, at: datetime) -> None:
    """Let only those go on who speak with people or open cases, and may read this part. 1 query.

    `NotHere` where the record is closed to the actor, or was erased and not begun again. Asked
    before anything is sealed, and once more inside the act: an erasure may have come first.
    """
    must_speak(by)
    doors.parts_open(by, person, by.agency, at, part, door=f"identity.record_{part}")


def must_speak(by: Actor) -> None:
    """Let only those go on whose duty is to speak with people or to open cases."""
    if not by.may("open_case"):
        by.must("speak")


def refuse_for(reasons: Iterable[str]) -> None:
    """Raise `Refused` with these reasons in the reader's language, if there are any."""
    if found := [_(reason) for reason in reasons]:
        raise Refused(*found)

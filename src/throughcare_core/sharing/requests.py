"""What is asked: who wants to read which parts of whose record, and why."""

from collections.abc import Iterable
from dataclasses import dataclass

from .parts import Part, Purpose, Side


@dataclass(frozen=True, kw_only=True, slots=True)
class Request:
    """One member of staff asks to read parts of the record that `holder` keeps of `person`.

    Keys are opaque text. `holder` and `reader_agency` are keys of agencies.
    """

    reader_agency: str
    reader_side: Side
    reader_staff: str
    holder: str
    person: str
    parts: frozenset[Part]
    purpose: Purpose


@dataclass(frozen=True, slots=True)
class Duty:
    """What the reader is there to do, and the parts of a record needed for that."""

    code: str
    parts: frozenset[Part]


@dataclass(frozen=True, slots=True)
class Lock:
    """The record of `person` at `holder` is kept from everybody but the staff named here."""

    person: str
    holder: str
    staff: frozenset[str]

    def concerns(self, request: Request) -> bool:
        """Whether this lock is on the record that is asked for."""
        return (self.person, self.holder) == (request.person, request.holder)


def duties_together(duties: Iterable[Duty]) -> Duty:
    """One duty with the parts of several, for somebody who has more than one."""
    given = tuple(duties)
    parts = frozenset(part for duty in given for part in duty.parts)
    return Duty(" ".join(sorted(duty.code for duty in given)), parts)

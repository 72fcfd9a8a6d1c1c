"""What two agencies have agreed to let each other read."""

from dataclasses import dataclass
from datetime import datetime

from throughcare_core.deadlines import moment

from .parts import Part, Purpose
from .requests import Request


@dataclass(frozen=True, kw_only=True, slots=True)
class Agreement:
    """Two agencies agree which parts their staff may read at the other, and for what.

    It holds both ways, from `starts` on, until the first of `until` and `ended_at`.
    Raises ValueError for a time without a zone, or for an agency agreeing with itself.
    """

    key: str
    agency_a: str
    agency_b: str
    parts: frozenset[Part]
    purposes: frozenset[Purpose]
    starts: datetime
    until: datetime | None
    ended_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.agency_a == self.agency_b:
            raise ValueError("An agreement needs two different agencies.")
        for value in (self.starts, self.until, self.ended_at):
            if value is not None:
                moment(value)

    def ends(self) -> datetime | None:
        """The first moment at which it no longer holds, in UTC; None while none is set."""
        return min((moment(end) for end in (self.until, self.ended_at) if end), default=None)

    def in_force(self, now: datetime) -> bool:
        """Whether it holds at the moment `now`."""
        ends = self.ends()
        return moment(self.starts) <= moment(now) and (ends is None or moment(now) < ends)

    def covers(self, part: Part, request: Request, now: datetime) -> bool:
        """Whether it lets the reader's agency read `part` at the holder for this purpose now."""
        return (
            {self.agency_a, self.agency_b} == {request.reader_agency, request.holder}
            and part in self.parts
            and request.purpose in self.purposes
            and self.in_force(now)
        )

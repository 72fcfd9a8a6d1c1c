"""What this app tells those above it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class PersonErased:
    """An agency erases its record of a person: whatever else it holds is coarsened in this act.

    `again`: a backup brought it back; what is still open in it cannot be waited for.
    """

    person: UUID
    agency: UUID
    at: datetime
    again: bool = False

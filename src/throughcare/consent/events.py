"""What this app tells those above it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class ConsentWithdrawn:
    """A consent or decision was taken back: what rested on it ends in the same act."""

    person: UUID
    holder: UUID
    recipient: UUID
    by: Actor
    at: datetime


@dataclass(frozen=True, slots=True)
class PersonLocked:
    """A record was locked: what its agency was told of it is for the named from now on."""

    person: UUID
    holder: UUID
    named: frozenset[UUID]
    by: Actor
    at: datetime

"""What this app tells those above it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class FocalPointsChanged:
    """Others receive from now on what is open to an agency: it follows in the same act."""

    agency: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class StaffLeft:
    """Somebody no longer works at an agency: what lay with them moves on in the same act."""

    staff: UUID
    agency: UUID
    by: Actor
    at: datetime

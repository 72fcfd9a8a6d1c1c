"""What this app tells those above it."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID


@dataclass(frozen=True, slots=True)
class CaseCloses:
    """An agency closes its case about a person: whoever must not lose her refuses now."""

    case: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class CaseClosed:
    """An agency works no longer with a person: what others opened to it for that ends."""

    person: UUID
    agency: UUID
    at: datetime

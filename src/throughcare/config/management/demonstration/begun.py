"""How far the country has been told in this data base: two lines of the ledger say it."""

from collections.abc import Callable
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from throughcare.audit.queries import lines_about, tip
from throughcare.audit.services import act
from throughcare.config.adapters.loading import in_haste
from throughcare.config.management.demonstration.deciding import year_is_counted
from throughcare.config.management.demonstration.founding import Country, found
from throughcare.config.management.demonstration.telling import tell_and_fill
from throughcare.kernel.actors import SYSTEM

DEMONSTRATION = UUID("7d9a3f52-0c5e-4b7a-9a51-6d1f0e2c4b88")
"""What the two lines are about."""

BEGUN, TOLD = "demonstration.begun", "demonstration.told"


class Stands(StrEnum):
    """What is in the data base."""

    NOTHING = "nothing"
    HALF = "half"
    COUNTRY = "country"
    REAL_WORK = "real_work"


def what_stands_here() -> Stands:
    """Whether the data base is empty, or how far the country stands in it. At most 3 queries."""
    if tip().size == 0:
        return Stands.NOTHING
    codes = {line.code for line in lines_about(DEMONSTRATION)}
    if TOLD in codes:
        return Stands.COUNTRY
    return Stands.HALF if BEGUN in codes else Stands.REAL_WORK


def begin_and_tell(size: int, seed: int, now: datetime, told: Callable[[float], None]) -> Country:
    """Found the country and tell its year; `told` hears which share is over (0 to 1)."""
    country = Country(now, seed)
    _mark(BEGUN, size, seed, country.founded_at)
    with in_haste():
        found(country)
        tell_and_fill(country, size, told)
        year_is_counted(country)
    _mark(TOLD, size, seed, now)
    return country


def _mark(code: str, size: int, seed: int, at: datetime) -> None:
    with act(code, by=SYSTEM, at=at, subjects=[DEMONSTRATION], size=size, seed=seed):
        pass

"""The deadlines of a determination, by the dated rows of a country. Help waits for none of them."""

from dataclasses import dataclass
from datetime import date, datetime

from throughcare.identification.rules.states import State
from throughcare_core.deadlines import (
    Level,
    Period,
    PeriodKind,
    Recovery,
    WorkingCalendar,
    conclusive_not_before,
    identification_periods,
    period_in_force,
    reasonable_grounds_by,
    recovery,
)


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What a determination waits for: the target of the first decision, recovery, the second.

    `target_row`, `recovery.period` and `not_before_row` say source and certainty.
    """

    target: datetime | None
    target_row: Period | None
    recovery: Recovery | None
    not_before: date | None
    not_before_row: Period | None


def deadlines_of(
    *,
    received_at: datetime,
    presumed_on: date | None,
    concluded_on: date | None,
    country: str,
    calendar: WorkingCalendar,
) -> Deadlines:
    """The deadlines as the rows of the country stand; None where no row is held."""
    table = identification_periods()
    received = calendar.on_the_wall(received_at).date()
    target_row = period_in_force(PeriodKind.REASONABLE_GROUNDS, country, received, table)
    found, not_before, not_before_row = None, None, None
    if presumed_on:
        found = recovery(presumed_on, country, calendar, table, concluded_on)
        not_before = conclusive_not_before(presumed_on, country, calendar, table)
        not_before_row = period_in_force(PeriodKind.CONCLUSIVE_GROUNDS, country, presumed_on, table)
    return Deadlines(
        reasonable_grounds_by(received_at, country, calendar, table),
        target_row,
        found,
        not_before,
        not_before_row,
    )


def target_level(state: str, target: datetime | None, at: datetime) -> Level | None:
    """How the target of the first decision stands; None where nothing is waited for.

    >>> from datetime import UTC, timedelta
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> target_level("asked", noon, noon + timedelta(hours=1))
    <Level.OVER: 'over'>
    """
    if target is None or state != State.ASKED:
        return None
    if target <= at:
        return Level.OVER
    return Level.SOON if (target - at).days < 1 else Level.CALM

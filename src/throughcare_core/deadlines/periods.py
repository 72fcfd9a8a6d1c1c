"""Periods around the decision whether somebody was trafficked, as dated data by country.

Help waits for none of them. A row that no local lawyer has checked is not `verified`: say so
wherever a date that rests on it is shown.
"""

import json
from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import cache
from importlib import resources

from .calendars import ANY_COUNTRY, WorkingCalendar, working_days_after
from .moments import moment, sensible_day

#: Council of Europe Convention CETS 197, art. 13(1).
LEAST_RECOVERY = timedelta(days=30)


class PeriodKind(StrEnum):
    """Which period: until the first decision, of recovery, or until the second decision."""

    REASONABLE_GROUNDS = "reasonable_grounds"
    RECOVERY = "recovery"
    CONCLUSIVE_GROUNDS = "conclusive_grounds"


class Unit(StrEnum):
    """In what a length is counted, as its source says."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


class Bound(StrEnum):
    """What a length is: hoped for, the least, the most, or simply the length."""

    TARGET = "target"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    SET = "set"


@dataclass(frozen=True, kw_only=True, slots=True)
class Period:
    """One dated row of `identification_periods.json`.

    `first_day_counts`: the day from which it runs is its first day, else the day after.
    `waits_for_decision`: it never ends before the conclusive decision. Raises ValueError for a
    length that is not positive.
    """

    country: str
    kind: PeriodKind
    starts: date
    length: int
    unit: Unit
    bound: Bound
    first_day_counts: bool
    waits_for_decision: bool
    source: str
    certainty: str

    def __post_init__(self) -> None:
        if self.length < 1:
            raise ValueError("The length of a period is a whole number from 1 on.")

    @property
    def verified(self) -> bool:
        """Whether a local lawyer has checked this row."""
        return self.certainty == "verified"

    def last_day(self, begins: date, calendar: WorkingCalendar) -> date:
        """The last day of the period that runs from the day `begins`.

        Months end on the day of the same number, or on the last one of a shorter month.
        """
        before = begins - timedelta(days=self.first_day_counts)
        if self.unit is Unit.WORKING_DAYS:
            return working_days_after(before, self.length, calendar)
        if self.unit is Unit.MONTHS:
            return _months_after(before, self.length)
        return before + timedelta(days=self.length)


@dataclass(frozen=True, kw_only=True, slots=True)
class Recovery:
    """The recovery and reflection period of one person.

    Until `protected_through`, that day included, nobody may be removed. `ends_at_latest` is None
    where the law names no end. `is_open`: it also waits for a decision that was not made yet.
    `raised`: the row gives less than the Convention, so that the Convention's 30 days are shown.
    """

    period: Period
    begins: date
    protected_through: date
    ends_at_latest: date | None
    is_open: bool
    raised: bool

    def protects(self, day: date) -> bool:
        """Whether the person is protected on this day by what is known."""
        return self.begins <= day and (self.is_open or day <= self.protected_through)


@cache
def identification_periods() -> tuple[Period, ...]:
    """All rows of the package's own table (`identification_periods.json`)."""
    text = resources.files(__package__).joinpath("identification_periods.json").read_text("utf-8")
    return tuple(
        Period(
            country=row["country"],
            kind=PeriodKind(row["kind"]),
            starts=date.fromisoformat(row["from"]),
            length=row["length"],
            unit=Unit(row["unit"]),
            bound=Bound(row["bound"]),
            first_day_counts=row["first_day_counts"],
            waits_for_decision=row["waits_for_decision"],
            source=row["source"],
            certainty=row["certainty"],
        )
        for row in json.loads(text)["rows"]
    )


def period_in_force(
    kind: PeriodKind, country: str, on: date, table: Sequence[Period]
) -> Period | None:
    """The row in force in `country` on the day `on`, else the row for any country, else None."""
    for place in (country, ANY_COUNTRY):
        in_force = [
            row for row in table if row.kind is kind and row.country == place and row.starts <= on
        ]
        if in_force:
            return max(in_force, key=lambda row: row.starts)
    return None


def reasonable_grounds_by(
    received_at: datetime, country: str, calendar: WorkingCalendar, table: Sequence[Period]
) -> datetime | None:
    """The moment at which the target for the first decision is over, in the zone of the calendar.

    It is the end of the last day of the period. None where the table knows of no target; a
    missed target closes nothing. Raises ValueError for a time without a zone.
    """
    received = calendar.on_the_wall(moment(received_at, "The time of the referral")).date()
    period = period_in_force(PeriodKind.REASONABLE_GROUNDS, country, received, table)
    return calendar.end_of(period.last_day(received, calendar)) if period else None


def recovery(
    granted_on: date,
    country: str,
    calendar: WorkingCalendar,
    table: Sequence[Period],
    decided_on: date | None = None,
) -> Recovery | None:
    """The recovery period of somebody for whom reasonable grounds were found on `granted_on`.

    Never less than the 30 days of the Convention, whatever a row says. `decided_on` is the day of
    the conclusive decision, None while there is none. None where the table has no row. Raises
    ValueError for a conclusive decision before the grant, or a year that is a slip.
    """
    if decided_on and decided_on < granted_on:
        raise ValueError(
            "The conclusive decision cannot lie before the first one: check both days."
        )
    sensible_day(granted_on, "The day of the decision")
    period = period_in_force(PeriodKind.RECOVERY, country, granted_on, table)
    if period is None:
        return None
    named = period.last_day(granted_on, calendar)
    least = granted_on + LEAST_RECOVERY - timedelta(days=period.first_day_counts)
    sure = least if period.bound is Bound.AT_MOST else max(named, least)
    through = max(sure, decided_on) if period.waits_for_decision and decided_on else sure
    has_end = period.bound in (Bound.AT_MOST, Bound.SET)
    return Recovery(
        period=period,
        begins=granted_on,
        protected_through=through,
        ends_at_latest=max(named, through) if has_end else None,
        is_open=period.waits_for_decision and decided_on is None,
        raised=named < least,
    )


def conclusive_not_before(
    granted_on: date, country: str, calendar: WorkingCalendar, table: Sequence[Period]
) -> date | None:
    """The first day on which the second decision may be made; None where nothing is known.

    `granted_on` is the day on which reasonable grounds were found.
    """
    sensible_day(granted_on, "The day of the decision")
    period = period_in_force(PeriodKind.CONCLUSIVE_GROUNDS, country, granted_on, table)
    return period.last_day(granted_on, calendar) if period else None


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))

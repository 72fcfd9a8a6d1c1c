"""Periods of the two counts: whole months that are over, each counted in one period and once.

Two answers whose periods overlap tell by subtraction what neither shows. Here none overlap.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from throughcare.identification.rules.words import gettext_noop

A_DAY = timedelta(days=1)
MONTH = re.compile(r"([0-9]{4})-(0[1-9]|1[0-2])")
MONTHS_BACK = 36
"""So many months back a period may begin."""


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From a first day to a last, both included."""

    since: date
    until: date

    @property
    def is_whole_months(self) -> bool:
        """Whether it begins and ends with a month, and is not empty."""
        return self.since.day == (self.until + A_DAY).day == 1 and self.since < self.until

    def overlaps(self, other: "Period") -> bool:
        """Whether some day is in both."""
        return self.since <= other.until and other.since <= self.until


def period_of(first: str, last: str) -> Period:
    """The period of two months, `2026-01`, both included; ValueError where one is no month.

    >>> period_of("2025-12", "2026-02")
    Period(since=datetime.date(2025, 12, 1), until=datetime.date(2026, 2, 28))
    """
    return Period(_first_day(first), _next_month(_first_day(last)) - A_DAY)


def months_over(today: date) -> list[date]:
    """The first days of the months that are over, the newest first."""
    found = []
    month = today.replace(day=1)
    for _ in range(MONTHS_BACK):
        month = (month - A_DAY).replace(day=1)
        found.append(month)
    return found


def months_left(today: date, counted: Iterable[Period]) -> list[date]:
    """The first days of the months that are over and not counted yet, the newest first."""
    taken = list(counted)
    return [
        month
        for month in months_over(today)
        if not any(period.since <= month <= period.until for period in taken)
    ]


def reasons_not_to_count(asked: Period, counted: Iterable[Period], today: date) -> list[str]:
    """Why a period cannot be counted."""
    if asked.until < asked.since:
        return [gettext_noop("The period ends before it begins.")]
    reasons = []
    if not asked.is_whole_months:
        reasons.append(gettext_noop("A period is one or more whole months."))
    if asked.until >= today:
        reasons.append(gettext_noop("Only months that are over are counted."))
    if any(asked.overlaps(period) for period in counted):
        reasons.append(
            gettext_noop(
                "Some of these months are counted already. Each month is counted once: two answers"
                " that overlap would tell small numbers by subtraction."
            )
        )
    return reasons


def _first_day(month: str) -> date:
    found = MONTH.fullmatch(month)
    if found is None:
        raise ValueError("a month is written 2026-01")
    return date(int(found[1]), int(found[2]), 1)


def _next_month(first: date) -> date:
    return (first + timedelta(days=31)).replace(day=1)

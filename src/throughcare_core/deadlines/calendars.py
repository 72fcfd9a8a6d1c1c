"""Working days of a country: which days count, and when a working day ends."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib import resources
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from .moments import moment

ISO_WEEK = frozenset(range(1, 8))
MOST_WORKING_DAYS = 366
ANY_COUNTRY = "*"


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingCalendar:
    """The working days of one place.

    `weekend` holds ISO week days (Monday 1 … Sunday 7), `zone` is a name of the IANA time
    zone data base, `day_ends_at` the wall-clock time at which a working day is over.
    Raises ValueError when no day of the week is left for work, a week day is not 1 to 7,
    or the zone is unknown.
    """

    zone: str
    weekend: frozenset[int] = frozenset({6, 7})
    holidays: frozenset[date] = field(default_factory=frozenset)
    day_ends_at: time = time(17, 0)

    def __post_init__(self) -> None:
        if not self.weekend < ISO_WEEK:
            raise ValueError(
                "The weekend takes ISO week days, Monday 1 to Sunday 7, "
                "and must leave at least one day for work."
            )
        if self.day_ends_at.tzinfo is not None:
            raise ValueError("The end of the working day is a wall-clock time: give no time zone.")
        try:
            ZoneInfo(self.zone)
        except (ZoneInfoNotFoundError, ValueError) as unknown:
            raise ValueError(f"There is no time zone {self.zone!r}: use an IANA name.") from unknown

    def is_working_day(self, day: date) -> bool:
        """Whether `day` is neither in the weekend nor a public holiday."""
        return day.isoweekday() not in self.weekend and day not in self.holidays

    def on_the_wall(self, at: datetime) -> datetime:
        """The moment `at` as the clocks of this place show it."""
        return at.astimezone(ZoneInfo(self.zone))

    def end_of(self, day: date) -> datetime:
        """The moment at which the working day `day` is over, in the zone of this place.

        Where the clock jumps over that wall-clock time, the day ends just after the jump.
        """
        wall = datetime.combine(day, self.day_ends_at, tzinfo=ZoneInfo(self.zone))
        return self.on_the_wall(moment(wall))


def working_days_after(day: date, n: int, calendar: WorkingCalendar) -> date:
    """The `n`-th working day after `day`; `day` itself never counts.

    Raises ValueError unless `n` is from 1 to 366.
    """
    if not 1 <= n <= MOST_WORKING_DAYS:
        raise ValueError(f"Give a number of working days from 1 to {MOST_WORKING_DAYS}.")
    while n:
        day += timedelta(days=1)
        if calendar.is_working_day(day):
            n -= 1
    return day


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkingWeek:
    """One dated row of `working_weeks.json`: the working week of a country from a day on."""

    country: str
    starts: date
    weekend: frozenset[int]
    zone: str
    day_ends_at: time
    source: str
    certainty: str


@dataclass(frozen=True, kw_only=True, slots=True)
class PublicHoliday:
    """One dated row of `public_holidays.json`: a day on which a country does not work."""

    country: str
    day: date
    name: str
    source: str


@cache
def working_weeks() -> tuple[WorkingWeek, ...]:
    """All rows of the package's own table of working weeks."""
    return tuple(
        WorkingWeek(
            country=row["country"],
            starts=date.fromisoformat(row["from"]),
            weekend=frozenset(row["weekend"]),
            zone=row["zone"],
            day_ends_at=time.fromisoformat(row["day_ends_at"]),
            source=row["source"],
            certainty=row["certainty"],
        )
        for row in _rows("working_weeks.json")
    )


@cache
def public_holidays() -> tuple[PublicHoliday, ...]:
    """All rows of the package's own table of public holidays."""
    return tuple(
        PublicHoliday(
            country=row["country"],
            day=date.fromisoformat(row["day"]),
            name=row["name"],
            source=row["source"],
        )
        for row in _rows("public_holidays.json")
    )


def working_week(country: str, on: date, table: Sequence[WorkingWeek]) -> WorkingWeek:
    """The row in force in `country` on the day `on`; the row for any country if it has none.

    Raises LookupError when the table lacks even a row for any country.
    """
    for place in (country, ANY_COUNTRY):
        in_force = [row for row in table if row.country == place and row.starts <= on]
        if in_force:
            return max(in_force, key=lambda row: row.starts)
    raise LookupError("The table of working weeks has no row for any country ('*').")


def calendar_of(country: str, on: date, holidays: Iterable[date] = ()) -> WorkingCalendar:
    """The calendar of `country` (ISO 3166 alpha-2, or XA) as its working week stands on `on`.

    The package knows the public holidays of the demonstration country only; those of a real
    country are decided anew each year: the deployment gives them in `holidays`.
    """
    week = working_week(country, on, working_weeks())
    known = {row.day for row in public_holidays() if row.country == country}
    return WorkingCalendar(
        zone=week.zone,
        weekend=week.weekend,
        holidays=frozenset(known.union(holidays)),
        day_ends_at=week.day_ends_at,
    )


def _rows(name: str) -> list[dict[str, Any]]:
    text = resources.files(__package__).joinpath(name).read_text("utf-8")
    rows: list[dict[str, Any]] = json.loads(text)["rows"]
    return rows

"""A moment: a point in real time, not a reading of some clock on a wall."""

from datetime import UTC, date, datetime

EARLIEST_YEAR = 1900
LATEST_YEAR = 2200


def moment(value: datetime, what: str = "The time") -> datetime:
    """The same point in time in UTC, where times can be compared, added and subtracted.

    Raises ValueError for a time without a time zone and for one outside the years
    1900 to 2200 (a slip of the keyboard, not a deadline).
    """
    # Python compares two times of one zone by their wall clocks, wrong over summer time.
    if value.utcoffset() is None:
        raise ValueError(f"{what} has no time zone: give one, for example UTC.")
    sensible_day(value, what)
    return value.astimezone(UTC)


def sensible_day(value: date, what: str) -> None:
    """Raises ValueError for a day outside the years 1900 to 2200 (a slip of the keyboard)."""
    if not EARLIEST_YEAR <= value.year <= LATEST_YEAR:
        raise ValueError(f"{what} must lie in the years {EARLIEST_YEAR} to {LATEST_YEAR}.")

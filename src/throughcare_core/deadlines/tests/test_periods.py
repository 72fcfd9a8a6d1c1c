"""The periods around the decision whether somebody was trafficked."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from throughcare_core.deadlines import (
    Bound,
    Period,
    PeriodKind,
    Recovery,
    Unit,
    WorkingCalendar,
    calendar_of,
    conclusive_not_before,
    identification_periods,
    period_in_force,
    reasonable_grounds_by,
    recovery,
)

DAY = timedelta(days=1)
MAY = date(2025, 5, 5)
TABLE = identification_periods()
PLAIN = WorkingCalendar(zone="UTC")
LONDON = calendar_of("GB", MAY, holidays=[date(2025, 5, 26)])
ROW = Period(
    country="QQ",
    kind=PeriodKind.RECOVERY,
    starts=date(2000, 1, 1),
    length=40,
    unit=Unit.DAYS,
    bound=Bound.AT_LEAST,
    first_day_counts=False,
    waits_for_decision=False,
    source="s",
    certainty="c",
)


def recovered(period: Period, granted_on: date = MAY, decided_on: date | None = None) -> Recovery:
    found = recovery(granted_on, period.country, PLAIN, [period], decided_on)
    assert found
    return found


def in_country(country: str, granted_on: date, decided_on: date | None = None) -> Recovery:
    found = recovery(granted_on, country, PLAIN, TABLE, decided_on)
    assert found
    return found


# Counting


@pytest.mark.parametrize(
    ("length", "unit", "first_day_counts", "last_day"),
    [
        (30, Unit.DAYS, False, date(2025, 6, 4)),
        (30, Unit.DAYS, True, date(2025, 6, 3)),
        (5, Unit.WORKING_DAYS, False, date(2025, 5, 12)),
        (5, Unit.WORKING_DAYS, True, date(2025, 5, 9)),
        (1, Unit.MONTHS, False, date(2025, 6, 5)),
        (8, Unit.MONTHS, False, date(2026, 1, 5)),
        (19, Unit.MONTHS, False, date(2026, 12, 5)),
    ],
)
def test_a_length_is_counted_in_its_own_unit(
    length: int, unit: Unit, first_day_counts: bool, last_day: date
) -> None:
    period = replace(ROW, length=length, unit=unit, first_day_counts=first_day_counts)
    assert period.last_day(MAY, PLAIN) == last_day


def test_a_month_that_is_too_short_ends_on_its_last_day() -> None:
    months = replace(ROW, length=3, unit=Unit.MONTHS)
    assert months.last_day(date(2025, 11, 30), PLAIN) == date(2026, 2, 28)
    assert months.last_day(date(2023, 11, 30), PLAIN) == date(2024, 2, 29)


def test_working_days_pass_over_the_holidays_of_the_place() -> None:
    five = replace(ROW, length=5, unit=Unit.WORKING_DAYS)
    assert five.last_day(date(2025, 5, 22), LONDON) == date(2025, 5, 30)
    assert five.last_day(date(2025, 5, 22), PLAIN) == date(2025, 5, 29)


@pytest.mark.parametrize("length", [0, -1])
def test_a_length_that_is_not_positive_is_refused(length: int) -> None:
    with pytest.raises(ValueError, match="whole number from 1"):
        replace(ROW, length=length)


# The first decision


def test_the_target_for_the_first_decision_is_the_end_of_the_fifth_working_day() -> None:
    received = datetime(2025, 5, 22, 9, 0, tzinfo=UTC)
    by = reasonable_grounds_by(received, "GB", LONDON, TABLE)
    assert by
    assert by.isoformat() == "2025-05-30T17:00:00+01:00"


def test_the_day_of_the_referral_is_that_of_the_clocks_there() -> None:
    late = datetime(2025, 5, 21, 23, 30, tzinfo=UTC)  # already the 22nd in London
    by = reasonable_grounds_by(late, "GB", LONDON, TABLE)
    assert by
    assert by.date() == date(2025, 5, 30)


def test_a_country_without_a_target_has_none() -> None:
    received = datetime(2025, 5, 22, 9, 0, tzinfo=UTC)
    assert reasonable_grounds_by(received, "DE", PLAIN, TABLE) is None


def test_a_referral_without_a_time_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="The time of the referral has no time zone"):
        reasonable_grounds_by(datetime(2025, 5, 22), "GB", LONDON, TABLE)  # noqa: DTZ001


# Recovery


@pytest.mark.parametrize(
    ("country", "granted_on", "through", "at_latest"),
    [
        ("NP", MAY, MAY + 30 * DAY, None),
        ("GB", date(2022, 12, 12), date(2022, 12, 12) + 45 * DAY, None),
        ("GB", date(2022, 12, 13), date(2022, 12, 13) + 30 * DAY, None),
        ("GB", date(2023, 1, 30), date(2023, 1, 30) + 29 * DAY, None),
        ("DE", MAY, date(2025, 8, 5), None),
        ("DE", date(2011, 11, 25), date(2011, 11, 25) + 30 * DAY, None),
        ("RO", MAY, MAY + 30 * DAY, MAY + 90 * DAY),
        ("NO", MAY, date(2025, 11, 5), date(2025, 11, 5)),
        ("BE", MAY, MAY + 45 * DAY, MAY + 45 * DAY),
        ("XA", date(2023, 12, 31), date(2023, 12, 31) + 30 * DAY, None),
        ("XA", date(2024, 1, 1), date(2024, 1, 1) + 60 * DAY, None),
    ],
)
def test_the_period_is_that_of_the_country_on_the_day_of_the_grant(
    country: str, granted_on: date, through: date, at_latest: date | None
) -> None:
    found = in_country(country, granted_on)
    assert (found.begins, found.protected_through, found.ends_at_latest) == (
        granted_on,
        through,
        at_latest,
    )
    assert not found.raised


def test_a_period_that_waits_for_the_decision_stays_open_until_it_is_made() -> None:
    undecided = in_country("XA", MAY)
    assert undecided.is_open
    assert undecided.protects(MAY + 400 * DAY)
    late = in_country("XA", MAY, decided_on=MAY + 200 * DAY)
    assert (late.is_open, late.protected_through) == (False, MAY + 200 * DAY)
    assert late.protects(MAY + 200 * DAY)
    assert not late.protects(MAY + 201 * DAY)
    assert not late.protects(MAY - DAY)


def test_an_early_decision_does_not_shorten_the_period() -> None:
    early = in_country("XA", MAY, decided_on=MAY + DAY)
    assert early.protected_through == MAY + 60 * DAY
    assert not early.is_open


def test_where_the_period_waits_for_no_decision_a_late_one_changes_nothing() -> None:
    assert in_country("DE", MAY, decided_on=MAY + 300 * DAY) == in_country("DE", MAY)


def test_a_law_that_gives_less_than_the_convention_is_raised_and_says_so() -> None:
    short = recovered(replace(ROW, length=29, bound=Bound.SET))
    assert (short.protected_through, short.ends_at_latest) == (MAY + 30 * DAY, MAY + 30 * DAY)
    assert short.raised
    assert not recovered(replace(ROW, length=30, bound=Bound.SET)).raised
    counted = replace(ROW, length=30, first_day_counts=True)
    assert (recovered(counted).raised, recovered(counted).protected_through) == (
        False,
        MAY + 29 * DAY,
    )


def test_a_decision_before_the_grant_is_refused() -> None:
    assert in_country("XA", MAY, decided_on=MAY)
    with pytest.raises(ValueError, match="cannot lie before the first one"):
        in_country("XA", MAY, decided_on=MAY - DAY)


def test_before_the_convention_nothing_is_known() -> None:
    assert recovery(date(2008, 1, 31), "NP", PLAIN, TABLE) is None
    assert recovery(date(2008, 2, 1), "NP", PLAIN, TABLE)


@pytest.mark.parametrize("ask", [recovery, conclusive_not_before])
def test_a_year_that_is_a_slip_is_refused(ask: object) -> None:
    with pytest.raises(ValueError, match="The day of the decision must lie in the years 1900"):
        ask(date(9999, 12, 31), "GB", PLAIN, TABLE)  # type: ignore[operator]


# The second decision


def test_the_second_decision_waits_where_a_rule_says_so() -> None:
    assert conclusive_not_before(MAY, "GB", PLAIN, TABLE) == MAY + 30 * DAY
    assert conclusive_not_before(date(2023, 1, 29), "GB", PLAIN, TABLE) is None
    assert conclusive_not_before(MAY, "NP", PLAIN, TABLE) is None


# The table


def test_every_row_has_a_source_and_a_certainty_and_none_is_verified_yet() -> None:
    assert all(row.source and row.certainty for row in TABLE)
    assert not any(row.verified for row in TABLE)
    assert replace(ROW, certainty="verified").verified


def test_no_row_is_shorter_than_the_convention() -> None:
    own = [row for row in TABLE if row.kind is PeriodKind.RECOVERY]
    assert len(own) > 5
    assert not any(recovered(row, row.starts).raised for row in own)


def test_a_kind_has_one_row_a_country_and_day() -> None:
    rows = [(row.country, row.kind, row.starts) for row in TABLE]
    assert len(rows) == len(set(rows))


def test_the_order_of_the_table_does_not_matter() -> None:
    for kind in PeriodKind:
        for country in ("GB", "XA", "QQ"):
            for on in (date(2010, 1, 1), date(2022, 12, 13), MAY):
                forwards = period_in_force(kind, country, on, TABLE)
                assert forwards == period_in_force(kind, country, on, TABLE[::-1])


DAYS = st.dates(date(2009, 1, 1), date(2100, 1, 1))
PERIODS = st.builds(
    replace,
    st.just(ROW),
    length=st.integers(1, 200),
    unit=st.sampled_from(Unit),
    bound=st.sampled_from(Bound),
    first_day_counts=st.booleans(),
    waits_for_decision=st.booleans(),
)


@given(period=PERIODS, granted_on=DAYS, later=st.none() | st.integers(0, 500))
def test_nobody_is_protected_for_less_than_thirty_days(
    period: Period, granted_on: date, later: int | None
) -> None:
    decided_on = None if later is None else granted_on + later * DAY
    found = recovered(period, granted_on, decided_on)
    whole = (found.protected_through - granted_on).days + period.first_day_counts
    assert whole >= 30
    assert found.ends_at_latest is None or found.ends_at_latest >= found.protected_through
    assert found.protects(granted_on)
    assert found.protects(found.protected_through)
    assert found.is_open == (period.waits_for_decision and decided_on is None)


@given(period=PERIODS, granted_on=DAYS, later=st.integers(0, 500), wait=st.integers(0, 100))
def test_a_later_decision_never_shortens_the_period(
    period: Period, granted_on: date, later: int, wait: int
) -> None:
    one = recovered(period, granted_on, granted_on + later * DAY)
    two = recovered(period, granted_on, granted_on + (later + wait) * DAY)
    assert two.protected_through >= one.protected_through


@given(period=PERIODS, granted_on=DAYS, more=st.integers(1, 100))
def test_a_longer_row_never_gives_a_shorter_period(
    period: Period, granted_on: date, more: int
) -> None:
    longer = replace(period, length=period.length + more)
    one, two = recovered(period, granted_on), recovered(longer, granted_on)
    assert two.protected_through >= one.protected_through

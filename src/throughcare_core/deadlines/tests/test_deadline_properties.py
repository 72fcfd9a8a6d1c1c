"""What holds for every deadline, whatever the calendar."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from throughcare_core.deadlines import (
    Urgency,
    WorkingCalendar,
    answer_by,
    share_left,
    time_left,
    working_days_after,
)

ZONES = ["UTC", "Europe/London", "Asia/Kathmandu", "America/New_York", "Pacific/Apia"]
DAYS = st.dates(date(2024, 1, 1), date(2026, 12, 31))
CALENDARS = st.builds(
    WorkingCalendar,
    zone=st.sampled_from(ZONES),
    weekend=st.frozensets(st.integers(1, 7), max_size=6),
    holidays=st.frozensets(DAYS, max_size=20),
    day_ends_at=st.times(),
)
MOMENTS = st.builds(
    lambda day, clock, zone, fold: datetime.combine(day, clock, ZoneInfo(zone)).replace(fold=fold),
    DAYS,
    st.times(),
    st.sampled_from(ZONES),
    st.integers(0, 1),
)


@given(DAYS, st.integers(1, 30), CALENDARS)
def test_exactly_n_working_days_lie_between(day: date, n: int, calendar: WorkingCalendar) -> None:
    last = working_days_after(day, n, calendar)
    passed = [day + timedelta(days=k) for k in range(1, (last - day).days + 1)]
    worked = [d for d in passed if d.isoweekday() not in calendar.weekend]
    assert len([d for d in worked if d not in calendar.holidays]) == n
    assert passed[-1] in worked
    assert last not in calendar.holidays


@given(MOMENTS, st.sampled_from(Urgency), CALENDARS)
def test_a_deadline_lies_after_the_offer(
    at: datetime, urgency: Urgency, calendar: WorkingCalendar
) -> None:
    assert time_left(answer_by(urgency, at, calendar), at) > timedelta()


@given(MOMENTS, st.integers(1, 20), DAYS, CALENDARS)
def test_a_day_or_a_holiday_more_never_gives_an_earlier_deadline(
    at: datetime, n: int, holiday: date, calendar: WorkingCalendar
) -> None:
    deadline = answer_by(Urgency.ORDINARY, at, calendar, n)
    freer = WorkingCalendar(
        zone=calendar.zone,
        weekend=calendar.weekend,
        holidays=calendar.holidays | {holiday},
        day_ends_at=calendar.day_ends_at,
    )
    assert answer_by(Urgency.ORDINARY, at, freer, n) >= deadline
    assert answer_by(Urgency.ORDINARY, at, calendar, n + 1) > deadline


@given(MOMENTS, MOMENTS, MOMENTS, st.timedeltas(timedelta(), timedelta(days=9)))
def test_the_share_left_lies_in_its_bounds_and_never_grows(
    offered: datetime, deadline: datetime, now: datetime, more: timedelta
) -> None:
    utc_now = now.astimezone(ZoneInfo("UTC"))
    earlier = share_left(offered, deadline, utc_now)
    assert 0.0 <= share_left(offered, deadline, utc_now + more) <= earlier <= 1.0

"""By when the Lotus Shelter must answer what Dawn Hotline offers."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from throughcare_core.deadlines import (
    Level,
    Urgency,
    WorkingCalendar,
    answer_by,
    calendar_of,
    is_over,
    level,
    moment,
    public_holidays,
    share_left,
    time_left,
    voice_consent_ends,
    working_days_after,
    working_week,
    working_weeks,
)

LONDON = ZoneInfo("Europe/London")
PLAIN = WorkingCalendar(zone="Europe/London")
MONDAY = date(2025, 6, 2)
OFFERED = datetime(2025, 6, 2, 10, 0, tzinfo=LONDON)
HOUR = timedelta(hours=1)
SECOND = timedelta(seconds=1)


# An answer in time


def test_danger_to_life_is_answered_within_one_hour() -> None:
    assert answer_by(Urgency.DANGER, OFFERED, PLAIN) == OFFERED + HOUR


def test_an_urgent_offer_is_answered_within_24_hours_also_over_a_weekend() -> None:
    saturday_night = datetime(2025, 6, 7, 23, 30, tzinfo=LONDON)
    sunday_night = datetime(2025, 6, 8, 23, 30, tzinfo=LONDON)
    assert answer_by(Urgency.URGENT, saturday_night, PLAIN) == sunday_night


def test_an_ordinary_offer_has_five_working_days_and_the_last_one_counts_in_full() -> None:
    assert answer_by(Urgency.ORDINARY, OFFERED, PLAIN) == datetime(2025, 6, 9, 17, 0, tzinfo=LONDON)


def test_an_agreement_may_set_another_number_of_working_days() -> None:
    deadline = answer_by(Urgency.ORDINARY, OFFERED, PLAIN, working_days=2)
    assert deadline == datetime(2025, 6, 4, 17, 0, tzinfo=LONDON)


def test_the_deadline_is_shown_by_the_clocks_of_the_place_that_answers() -> None:
    offered = datetime(2025, 6, 2, 9, 0, tzinfo=UTC)
    for urgency in Urgency:
        zone = answer_by(urgency, offered, PLAIN).tzinfo
        assert zone == LONDON


def test_the_day_of_the_offer_is_the_day_at_the_place_that_answers() -> None:
    manila = WorkingCalendar(zone="Asia/Manila")
    late_on_monday_in_utc = datetime(2025, 6, 2, 20, 0, tzinfo=UTC)
    deadline = answer_by(Urgency.ORDINARY, late_on_monday_in_utc, manila, working_days=1)
    assert deadline == datetime(2025, 6, 4, 17, 0, tzinfo=ZoneInfo("Asia/Manila"))


def test_an_hour_is_an_hour_also_when_the_clocks_go_forward() -> None:
    before = datetime(2025, 3, 30, 0, 30, tzinfo=LONDON)
    deadline = answer_by(Urgency.DANGER, before, PLAIN)
    assert deadline.isoformat() == "2025-03-30T02:30:00+01:00"


def test_24_hours_are_24_hours_also_when_the_clocks_go_back() -> None:
    before = datetime(2025, 10, 25, 12, 0, tzinfo=LONDON)
    deadline = answer_by(Urgency.URGENT, before, PLAIN)
    assert deadline.isoformat() == "2025-10-26T11:00:00+00:00"


def test_a_working_day_ends_just_after_the_jump_when_its_end_is_jumped_over() -> None:
    nightly = WorkingCalendar(zone="Europe/London", weekend=frozenset({6}), day_ends_at=time(1, 30))
    assert nightly.end_of(date(2025, 3, 30)).isoformat() == "2025-03-30T02:30:00+01:00"


@pytest.mark.parametrize("urgency", list(Urgency))
def test_an_offer_without_a_time_zone_is_refused(urgency: Urgency) -> None:
    with pytest.raises(ValueError, match="The time of the offer has no time zone"):
        answer_by(urgency, OFFERED.replace(tzinfo=None), PLAIN)


# Working days


def test_the_day_itself_never_counts_as_a_working_day_after() -> None:
    assert working_days_after(MONDAY, 1, PLAIN) == date(2025, 6, 3)


def test_weekends_are_passed_over() -> None:
    friday = date(2025, 6, 6)
    assert working_days_after(friday, 1, PLAIN) == date(2025, 6, 9)


def test_public_holidays_are_passed_over() -> None:
    calendar = WorkingCalendar(zone="Europe/London", holidays=frozenset({date(2025, 6, 3)}))
    assert working_days_after(MONDAY, 1, calendar) == date(2025, 6, 4)


def test_a_holiday_on_a_weekend_gives_no_further_day() -> None:
    calendar = WorkingCalendar(zone="Europe/London", holidays=frozenset({date(2025, 6, 7)}))
    assert working_days_after(MONDAY, 5, calendar) == working_days_after(MONDAY, 5, PLAIN)


def test_most_working_days_that_can_be_asked_for_are_366() -> None:
    every_day = WorkingCalendar(zone="UTC", weekend=frozenset())
    assert working_days_after(MONDAY, 366, every_day) == MONDAY + timedelta(days=366)


@pytest.mark.parametrize("n", [0, -1, 367])
def test_a_senseless_number_of_working_days_is_refused(n: int) -> None:
    with pytest.raises(ValueError, match="from 1 to 366"):
        working_days_after(MONDAY, n, PLAIN)


@pytest.mark.parametrize(
    "weekend", [frozenset(range(1, 8)), frozenset({0}), frozenset({8}), frozenset(range(9))]
)
def test_a_week_without_work_or_with_strange_days_is_refused(weekend: frozenset[int]) -> None:
    with pytest.raises(ValueError, match="at least one day for work"):
        WorkingCalendar(zone="UTC", weekend=weekend)


@pytest.mark.parametrize("rest_day", range(1, 8))
def test_any_day_of_the_week_may_be_the_day_of_rest(rest_day: int) -> None:
    calendar = WorkingCalendar(zone="UTC", weekend=frozenset({rest_day}))
    week = [MONDAY + timedelta(days=n) for n in range(7)]
    assert [d.isoweekday() for d in week if not calendar.is_working_day(d)] == [rest_day]


@pytest.mark.parametrize("zone", ["Mars/Olympus", "", "../etc/passwd"])
def test_an_unknown_time_zone_is_refused(zone: str) -> None:
    with pytest.raises(ValueError, match="There is no time zone"):
        WorkingCalendar(zone=zone)


def test_an_end_of_day_with_a_time_zone_of_its_own_is_refused() -> None:
    with pytest.raises(ValueError, match="wall-clock"):
        WorkingCalendar(zone="UTC", day_ends_at=time(17, 0, tzinfo=UTC))


# Countries


def test_every_row_of_the_tables_has_a_source_and_a_certainty() -> None:
    assert all(week.source and week.certainty for week in working_weeks())
    assert all(holiday.source and holiday.name for holiday in public_holidays())


def test_every_row_of_the_tables_makes_a_calendar() -> None:
    for week in working_weeks():
        calendar = calendar_of(week.country, week.starts)
        assert (calendar.zone, calendar.weekend) == (week.zone, week.weekend)
        assert calendar.day_ends_at == week.day_ends_at


def test_a_change_of_the_weekend_holds_from_its_day_on() -> None:
    before, after = date(2021, 12, 31), date(2022, 1, 1)
    assert working_week("AE", before, working_weeks()).weekend == {5, 6}
    assert working_week("AE", after, working_weeks()).weekend == {6, 7}


def test_a_country_without_a_row_takes_the_row_for_any_country() -> None:
    assert working_week("QQ", MONDAY, working_weeks()).country == "*"


def test_a_table_without_a_row_for_any_country_is_refused() -> None:
    with pytest.raises(LookupError, match="no row for any country"):
        working_week("QQ", MONDAY, ())


def test_the_demonstration_country_knows_its_public_holidays() -> None:
    labour_day = date(2025, 5, 1)
    assert not calendar_of("XA", MONDAY).is_working_day(labour_day)
    assert calendar_of("QQ", MONDAY).is_working_day(labour_day)


def test_a_deployment_adds_the_public_holidays_of_its_country() -> None:
    calendar = calendar_of("NP", MONDAY, holidays=[date(2025, 6, 4)])
    assert working_days_after(MONDAY, 2, calendar) == date(2025, 6, 5)


# The clock on the page


def test_the_moment_of_the_deadline_itself_is_over() -> None:
    deadline = OFFERED + HOUR
    assert not is_over(deadline, deadline - SECOND)
    assert is_over(deadline, deadline)


def test_a_deadline_in_the_repeated_hour_of_autumn_is_told_apart() -> None:
    first = datetime(2025, 10, 26, 1, 30, tzinfo=LONDON)
    second = first.replace(fold=1)
    assert not is_over(second, first)
    assert time_left(second, first) == HOUR


def test_time_left_is_never_less_than_nothing() -> None:
    assert time_left(OFFERED, OFFERED - HOUR) == HOUR
    assert time_left(OFFERED, OFFERED + HOUR) == timedelta()


def test_the_share_left_falls_from_one_to_nothing() -> None:
    deadline = OFFERED + 4 * HOUR
    shares = [share_left(OFFERED, deadline, OFFERED + n * HOUR) for n in (-1, 0, 1, 4, 5)]
    assert shares == [1.0, 1.0, 0.75, 0.0, 0.0]


def test_a_deadline_not_after_the_offer_leaves_nothing() -> None:
    assert share_left(OFFERED, OFFERED, OFFERED - HOUR) == 0.0


def test_the_level_goes_from_calm_by_soon_to_over() -> None:
    deadline = OFFERED + 4 * HOUR

    def shown(at: datetime) -> Level:
        return level(Urgency.URGENT, OFFERED, deadline, at)

    assert shown(OFFERED) is Level.CALM
    assert shown(OFFERED + 3 * HOUR - SECOND) is Level.CALM
    assert shown(OFFERED + 3 * HOUR) is Level.SOON
    assert shown(deadline - SECOND) is Level.SOON
    assert shown(deadline) is Level.OVER


def test_danger_to_life_stays_life_until_it_is_answered() -> None:
    deadline = OFFERED + HOUR
    for now in (OFFERED, deadline, deadline + HOUR):
        assert level(Urgency.DANGER, OFFERED, deadline, now) is Level.LIFE


# Moments


def test_a_consent_by_voice_ends_after_72_hours_of_real_time() -> None:
    given = datetime(2025, 3, 29, 12, 0, tzinfo=LONDON)
    assert voice_consent_ends(given).isoformat() == "2025-04-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("what", "ask"),
    [
        ("The deadline", lambda naive: is_over(naive, OFFERED)),
        ("The time", lambda naive: is_over(OFFERED, naive)),
        ("The deadline", lambda naive: time_left(naive, OFFERED)),
        ("The time", lambda naive: time_left(OFFERED, naive)),
        ("The time of the consent", voice_consent_ends),
    ],
)
def test_a_time_without_a_zone_is_refused_everywhere(
    what: str, ask: Callable[[datetime], object]
) -> None:
    with pytest.raises(ValueError, match=f"^{what} has no time zone"):
        ask(OFFERED.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("year", "good"), [(1899, False), (1900, True), (2200, True), (2201, False)]
)
def test_a_year_that_is_a_slip_of_the_keyboard_is_refused(year: int, good: bool) -> None:
    value = datetime(year, 6, 2, tzinfo=UTC)
    if good:
        assert moment(value) == value
    else:
        with pytest.raises(ValueError, match="must lie in the years 1900 to 2200"):
            moment(value)

"""By when an offered referral must be answered, and how much of that time is left."""

from datetime import datetime, timedelta
from enum import StrEnum

from .calendars import WorkingCalendar, working_days_after
from .moments import moment

DANGER_ANSWER = timedelta(hours=1)
URGENT_ANSWER = timedelta(hours=24)
ORDINARY_WORKING_DAYS = 5
VOICE_CONSENT = timedelta(hours=72)
SOON_SHARE = 0.25


class Urgency(StrEnum):
    """How soon a person needs an answer."""

    DANGER = "danger"
    URGENT = "urgent"
    ORDINARY = "ordinary"


class Level(StrEnum):
    """What the dial of a clock shows."""

    CALM = "calm"
    SOON = "soon"
    OVER = "over"
    LIFE = "life"


def answer_by(
    urgency: Urgency,
    offered_at: datetime,
    calendar: WorkingCalendar,
    working_days: int = ORDINARY_WORKING_DAYS,
) -> datetime:
    """The moment from which an unanswered offer is over, in the zone of the calendar.

    Danger to life: one hour. Urgent: 24 hours, nights and holidays included. Ordinary: the
    end of the `working_days`-th working day after the day of the offer. Hours are real time,
    also over a change to or from summer time. Raises ValueError for a time without a zone.
    """
    offered = moment(offered_at, "The time of the offer")
    if urgency is Urgency.DANGER:
        return calendar.on_the_wall(offered + DANGER_ANSWER)
    if urgency is Urgency.URGENT:
        return calendar.on_the_wall(offered + URGENT_ANSWER)
    offered_day = calendar.on_the_wall(offered).date()
    return calendar.end_of(working_days_after(offered_day, working_days, calendar))


def voice_consent_ends(given_at: datetime) -> datetime:
    """The moment (in UTC) at which a consent given by voice ends: 72 hours after giving.

    Raises ValueError for a time without a zone.
    """
    return moment(given_at, "The time of the consent") + VOICE_CONSENT


def is_over(deadline: datetime, now: datetime) -> bool:
    """Whether the deadline has come; the moment of the deadline itself is over."""
    return moment(now) >= moment(deadline, "The deadline")


def time_left(deadline: datetime, now: datetime) -> timedelta:
    """Real time until the deadline, never less than nothing."""
    return max(moment(deadline, "The deadline") - moment(now), timedelta())


def share_left(offered_at: datetime, deadline: datetime, now: datetime) -> float:
    """The part of the time for an answer that is left: 1.0 when offered, 0.0 when over.

    Before the offer it is 1.0; a deadline that does not lie after the offer leaves nothing.
    """
    whole = time_left(deadline, offered_at)
    return min(time_left(deadline, now) / whole, 1.0) if whole else 0.0


def level(urgency: Urgency, offered_at: datetime, deadline: datetime, now: datetime) -> Level:
    """What the dial shows: life for danger to life, else calm, soon (a quarter left) or over.

    Danger to life stays `life` when its hour is over: the person still waits for an answer.
    """
    if urgency is Urgency.DANGER:
        return Level.LIFE
    if is_over(deadline, now):
        return Level.OVER
    return Level.SOON if share_left(offered_at, deadline, now) <= SOON_SHARE else Level.CALM

"""The states of a referral, its clock, and the reasons why something cannot be done."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from throughcare_core.deadlines import (
    Level,
    Urgency,
    WorkingCalendar,
    answer_by,
    level,
    share_left,
    time_left,
)
from throughcare_core.vocab import is_code


class State(StrEnum):
    """Where a referral stands."""

    OFFERED = "offered"
    ASKED = "asked"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    HANDED_OVER = "handed_over"
    ENDED = "ended"


WAITING = frozenset({State.OFFERED, State.ASKED})
"""States in which the receiver's answer is waited for."""

GOING_ON = frozenset({State.ACCEPTED, State.HANDED_OVER})
"""States of a referral that was taken and has no outcome yet."""

OPEN = WAITING | GOING_ON
"""States in which something is still to come."""

GONE = frozenset({State.DECLINED, State.WITHDRAWN, State.EXPIRED})
"""States of an offer that nobody took: its receiver has no more to read in it."""


class Way(StrEnum):
    """How a service is reached."""

    ACCOUNT = "account"
    PHONE = "phone"
    SHEET = "sheet"
    LINK = "link"


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


def pgettext_noop(_context: str, text: str) -> str:
    """Marks a text that is said of one kind of thing; it is translated where it is shown."""
    return text


STATE_WORDS = {
    State.OFFERED: pgettext_noop("referral", "Waits for an answer"),
    State.ASKED: pgettext_noop("referral", "A question was asked"),
    State.ACCEPTED: pgettext_noop("referral", "Accepted"),
    State.DECLINED: pgettext_noop("referral", "Declined"),
    State.WITHDRAWN: pgettext_noop("referral", "Withdrawn"),
    State.EXPIRED: pgettext_noop("referral", "Nobody answered in time"),
    State.HANDED_OVER: pgettext_noop("referral", "Handed over"),
    State.ENDED: pgettext_noop("referral", "Ended, with an outcome"),
}

REASON_NEEDED = gettext_noop(
    "Choose why: it helps to find a better place, and to count unmet need."
)
QUESTION_NEEDED = gettext_noop("Write the question first.")
STILL_OPEN = gettext_noop("A referral is still open: withdraw it or wait for its outcome first.")

TRAVEL_WORDS = {
    "alone": gettext_noop("Alone"),
    "with_escort": gettext_noop("With an escort"),
    "needs_transport": gettext_noop("Needs to be fetched"),
    "not_now": gettext_noop("Not now"),
    "unknown": gettext_noop("Not known"),
}
TRAVEL = tuple(TRAVEL_WORDS)


@dataclass(frozen=True, slots=True)
class Summary:
    """The referral summary: all that a receiver sees before accepting. Codes, no identity."""

    needs: tuple[str, ...]
    age_band: str
    service_for: str
    languages: tuple[str, ...]
    children: tuple[str, ...]
    access_needs: tuple[str, ...]
    house_risk: str
    travel: str

    def as_codes(self) -> dict[str, object]:
        """The summary as it is stored."""
        return asdict(self)


def summary_from(codes: dict[str, list[str] | str]) -> Summary:
    """A stored summary."""
    return Summary(
        **{
            name: tuple(value) if isinstance(value, list | tuple) else value  # type: ignore[arg-type]
            for name, value in codes.items()
        }
    )


@dataclass(frozen=True, slots=True)
class Clock:
    """The time left to answer, as pages show it."""

    level: Level
    share_left: float
    left: timedelta
    until: datetime


def clock(urgency: str, offered_at: datetime, until: datetime, now: datetime) -> Clock:
    """The clock of an offer at this moment."""
    return Clock(
        level(Urgency(urgency), offered_at, until, now),
        share_left(offered_at, until, now),
        time_left(until, now),
        until,
    )


def must_be_answered_by(urgency: str, at: datetime, calendar: WorkingCalendar) -> datetime:
    """Danger to life one hour, urgent one day with its night, ordinary in working days."""
    return answer_by(Urgency(urgency), at, calendar)


def state_at(stored: str, until: datetime, now: datetime) -> State:
    """The state that counts now: an offer whose time is over is expired."""
    state = State(stored)
    return State.EXPIRED if state in WAITING and until <= now else state


def reasons_not_to_offer(
    summary: Summary, urgency: str, *, own_agency: bool, consent: bool, way: str, agreement: bool
) -> list[str]:
    """Why a referral cannot be offered to one service as it stands."""
    reasons = reasons_against_summary(summary, urgency)
    if own_agency:
        reasons.append(
            "This service is your own agency's: assign the case inside the agency instead."
        )
    if not consent:
        reasons.append("The person has not allowed sharing with this agency. Ask first.")
    if way == Way.ACCOUNT and not agreement:
        reasons.append(
            "There is no agreement in force with this agency: reach it by phone or on paper."
        )
    return reasons


def reasons_against_summary(summary: Summary, urgency: str) -> list[str]:
    """Why a referral summary is not complete, or holds something that is not a code."""
    reasons = []
    if not summary.needs:
        reasons.append("Choose at least one need.")
    lists = {
        "need": summary.needs,
        "language": summary.languages,
        "child_age_band": summary.children,
        "access_need": summary.access_needs,
        "age_band": (summary.age_band,),
        "service_for": (summary.service_for,),
        "house_risk": (summary.house_risk,),
        "urgency": (urgency,),
    }
    if not all(is_code(name, value) for name, values in lists.items() for value in values):
        reasons.append("Choose from the lists.")
    if summary.travel not in TRAVEL:
        reasons.append("Say whether the person can travel.")
    return reasons


def reasons_not_to_answer(state: State) -> list[str]:
    """Why an offer cannot be answered now."""
    if state in WAITING:
        return []
    if state is State.WITHDRAWN:
        return ["This offer was withdrawn: another service took it, or it is no longer needed."]
    if state is State.EXPIRED:
        return ["The time to answer is over. Call the agency that offered it."]
    return ["This offer was answered before."]


def reasons_not_to_accept(
    state: State, *, consent_in_force: bool, focal_points: Collection[object], way: str
) -> list[str]:
    """Why an offer cannot be accepted now."""
    reasons = reasons_not_to_answer(state)
    if not consent_in_force:
        reasons.append("The person has withdrawn the consent, or it has ended.")
    if way == Way.ACCOUNT and not focal_points:
        reasons.append("Your agency has named no focal point: name one first.")
    return reasons


def reasons_not_to_decline(state: State, reason: str) -> list[str]:
    """Why an offer cannot be declined now."""
    reasons = reasons_not_to_answer(state)
    if not is_code("decline_reason", reason):
        reasons.append(REASON_NEEDED)
    return reasons


def reasons_not_to_withdraw(state: State) -> list[str]:
    """Why the sender cannot withdraw."""
    if state in OPEN or state is State.EXPIRED:
        return []
    return ["There is nothing to withdraw: this referral has ended."]


def reasons_not_to_hand_over(state: State) -> list[str]:
    """Why the person cannot be handed over."""
    return [] if state is State.ACCEPTED else ["Only an accepted referral is handed over."]


def reasons_not_to_report(state: State, outcome: str) -> list[str]:
    """Why an outcome cannot be reported."""
    reasons = []
    if state not in GOING_ON:
        reasons.append("Only an accepted referral has an outcome.")
    if not is_code("referral_outcome", outcome):
        reasons.append("Choose how it went.")
    return reasons

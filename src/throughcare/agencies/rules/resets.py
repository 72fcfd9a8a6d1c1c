"""When a lost second factor starts anew, and how long what is asked or handed out lasts."""

from datetime import datetime, timedelta

from throughcare.agencies.rules.words import gettext_noop

INVITATION_LASTS = timedelta(days=7)
RESET_WAITS = timedelta(days=3)


def reasons_not_to_approve_reset(
    *, asked_by: str, staff: str, approved_by: str, asked_at: datetime, now: datetime
) -> list[str]:
    """Why the second person may not approve now that somebody starts anew."""
    reasons = reasons_not_to_reset_factor(asked_by=asked_by, staff=staff, approved_by=approved_by)
    if now - asked_at > RESET_WAITS:
        reasons.append(gettext_noop("It was asked more than three days ago. Ask again."))
    return reasons


def reasons_not_to_reset_factor(*, asked_by: str, staff: str, approved_by: str) -> list[str]:
    """Why a lost second factor may not be reset now: two people, neither of them its owner."""
    reasons = []
    if approved_by == asked_by:
        reasons.append(gettext_noop("Somebody else must approve: it takes two people."))
    if staff in (asked_by, approved_by):
        reasons.append(gettext_noop("Nobody resets a second factor of their own."))
    return reasons

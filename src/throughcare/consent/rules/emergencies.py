"""When contact and risk may be opened because a life is in danger, and who reviews it."""

from collections.abc import Collection
from datetime import datetime, timedelta

from throughcare.consent.rules.reasons import gettext_noop
from throughcare.consent.rules.words import EMERGENCY_WHY, VERDICT_WORDS
from throughcare_core.sharing import EMERGENCY_PARTS, HOLDER_HAS, NEVER_IN_EMERGENCY

CALL_COUNTS_FOR = timedelta(hours=1)
"""Somebody who called longer ago calls again: the holder may be there by now."""

REVIEWED_WITHIN = timedelta(days=1)

BORDER_POST = "border_point"


def reasons_not_to_open(
    *,
    side: str,
    post: str,
    parts: Collection[str],
    called_at: datetime,
    at: datetime,
    why: str,
    words: str,
    own_agency_waits: bool,
) -> list[str]:
    """Why nothing opens in an emergency, as far as the asker may know.

    `side` is that of the asker's agency, `post` the kind of the asker's post, `parts` what the
    asker's duties need. Nothing here depends on what the holder has.
    """
    if side in NEVER_IN_EMERGENCY or post == BORDER_POST:
        return [
            gettext_noop(
                "Emergency access is never for police, border or migration posts. Call the agency."
            )
        ]
    reasons = []
    if not set(parts) & EMERGENCY_PARTS:
        reasons.append(gettext_noop("Your duties need neither contact nor risk."))
    if at < called_at + HOLDER_HAS:
        reasons.append(gettext_noop("Call first: they have ten minutes to answer."))
    if at >= called_at + CALL_COUNTS_FOR:
        reasons.append(gettext_noop("You called more than an hour ago. Call again."))
    if why not in EMERGENCY_WHY:
        reasons.append(gettext_noop("Say why a life is in danger."))
    if not words.strip():
        reasons.append(gettext_noop("Write down what you heard, and from whom."))
    if own_agency_waits:
        reasons.append(
            gettext_noop(
                "Your agency has opened contact and risk of this person before, and that is not yet"
                " reviewed. Call the ombudsperson."
            )
        )
    return reasons


def reasons_not_to_review(
    *, verdict: str, words: str, is_reviewed: bool, is_erased: bool = False
) -> list[str]:
    """Why a review cannot be written down; about an erased record the verdict alone is kept."""
    reasons = []
    if is_reviewed:
        reasons.append(gettext_noop("This was reviewed before."))
    if verdict not in VERDICT_WORDS:
        reasons.append(gettext_noop("Say whether it was right."))
    if is_erased and words.strip():
        reasons.append(
            gettext_noop(
                "The record was erased, so no words about the person can be kept. Take what you"
                " found elsewhere, and write down the verdict alone."
            )
        )
    if not is_erased and not words.strip():
        reasons.append(gettext_noop("Write down what you found."))
    return reasons

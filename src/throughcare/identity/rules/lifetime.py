"""When a record may be erased."""

from datetime import timedelta

from throughcare.identity.rules.words import ERASURE_REASONS, HOLD_REASONS, gettext_noop

KEY_BACKUPS_LIVE = timedelta(days=30)
"""How long a backup of the key store is kept at most."""


def reasons_not_to_erase(*, reason: str, held: bool) -> list[str]:
    """Why a person's record may not be erased now."""
    reasons = []
    if reason not in ERASURE_REASONS:
        reasons.append(gettext_noop("Choose the reason for erasing."))
    if held:
        reasons.append(
            gettext_noop("This record is held for a legal reason. It can be erased once released.")
        )
    return reasons


def reasons_not_to_hold(*, reason: str, held: bool) -> list[str]:
    """Why a record may not be held now."""
    reasons = []
    if reason not in HOLD_REASONS:
        reasons.append(gettext_noop("Choose the legal reason for holding the record."))
    if held:
        reasons.append(gettext_noop("This record is held already."))
    return reasons

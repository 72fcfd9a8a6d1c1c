"""Tries at a password or a code: counted before they are checked, so that none slips past."""

from datetime import datetime, timedelta

from django.db import transaction

from throughcare.agencies.models import WrongTries
from throughcare.agencies.rules import TRIES_FORGOTTEN_AFTER, wait_after
from throughcare.audit.services import keyed_hash


def take_try(door: str, who: str, device: str, *, at: datetime) -> timedelta:
    """Take one try at a door; zero if it may be checked now, else how long to wait.

    `device` is the token of a known device, or empty: unknown devices are counted together, apart
    from known ones, so that a stranger's tries never make those wait who sit where they always do.
    A try during the wait is not checked and does not lengthen it.
    """
    row = _hash(door, who, device)
    with transaction.atomic():
        WrongTries.objects.get_or_create(who=row, defaults={"last_at": at})
        tries = WrongTries.objects.select_for_update().get(who=row)
        wrong = 0 if at - tries.last_at > TRIES_FORGOTTEN_AFTER else tries.wrong
        left = tries.last_at + wait_after(wrong) - at
        if left > timedelta(0):
            return left
        tries.wrong, tries.last_at = wrong + 1, at
        tries.save()
    return timedelta(0)


def forget_tries(door: str, who: str, device: str) -> None:
    """The try was right: counting begins anew for this account on this device."""
    WrongTries.objects.filter(who=_hash(door, who, device)).delete()


def forget_old_tries(at: datetime) -> int:
    """Remove what no longer makes anybody wait: how many rows."""
    old = WrongTries.objects.filter(last_at__lt=at - TRIES_FORGOTTEN_AFTER)
    removed, _kinds = old.delete()
    return removed


def _hash(door: str, who: str, device: str) -> str:
    return keyed_hash(f"try {door} {who.lower()} {device}")

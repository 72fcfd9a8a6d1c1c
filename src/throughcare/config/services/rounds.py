"""What time brings: the rounds of the worker."""

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from throughcare.agencies.services import (
    forget_old_answers,
    forget_old_kept_forms,
    forget_old_tries,
)
from throughcare.audit.adapters.heads import newest_kept_head
from throughcare.audit.queries import tip
from throughcare.audit.services import sign_head_now, write_refusals_counted
from throughcare.config.services.outside import keep_outside
from throughcare.consent.services import remind_of_reviews
from throughcare.exchange.services import do_waiting_imports
from throughcare.linking.services import compare_what_was_asked, forget_what_is_over
from throughcare.notices.services import send_messages
from throughcare.referrals.services import expire_overdue
from throughcare.vault.adapters.places import new_file
from throughcare.vault.services import destroy_promised_keys

PROMISES_OF = timedelta(days=1)
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Round:
    """The last round of the worker: when it ended, and which of its parts failed."""

    ended: datetime
    failed: tuple[str, ...]


def do_what_time_brings() -> tuple[str, ...]:
    """One round of the worker: the names of the parts that failed.

    Every part may be done twice without harm, and none keeps the next from being done: what one
    agency's broken file or absent key service holds up does not hold up another's.
    """
    at = timezone.now()
    failed = tuple(name for name, part in PARTS.items() if not _done(name, part, at))
    last = {"ended": timezone.now().astimezone(UTC).isoformat(), "failed": failed}
    with new_file(_file()) as file:
        file.write(json.dumps(last).encode())
    return failed


def last_round() -> Round | None:
    """The last round that ended on this machine; None before the first."""
    try:
        said = json.loads(_file().read_text())
    except FileNotFoundError:
        return None
    return Round(datetime.fromisoformat(said["ended"]), tuple(said["failed"]))


def _done(name: str, part: Callable[[datetime], object], at: datetime) -> bool:
    try:
        part(at)
    except Exception:
        log.exception("a part of the round failed: %s", name)
        return False
    return True


def _sign_what_is_new(at: datetime) -> None:
    size, _last = tip()
    newest = newest_kept_head()
    if size and (newest is None or newest.head.size < size):
        sign_head_now(at)


PARTS: dict[str, Callable[[datetime], object]] = {
    "erasures": lambda at: destroy_promised_keys(since=at - PROMISES_OF),
    "expiries": expire_overdue,
    "reviews": remind_of_reviews,
    "inquiries": compare_what_was_asked,
    "inquiries_over": forget_what_is_over,
    "imports": do_waiting_imports,
    "kept_forms": forget_old_kept_forms,
    "answers": forget_old_answers,
    "tries": forget_old_tries,
    "sessions": lambda _at: SessionStore.clear_expired(),
    "refusals": write_refusals_counted,
    "heads": _sign_what_is_new,
    "outside": lambda _at: keep_outside(),
    "messages": send_messages,
}


def _file() -> Path:
    return Path(settings.THROUGHCARE_HOME) / "rounds.json"

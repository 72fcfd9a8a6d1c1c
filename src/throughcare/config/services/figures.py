"""Figures of the house as it stands: sizes and ages, no person, agency or key."""

import shutil
from datetime import datetime
from pathlib import Path

from django.conf import settings

from throughcare.audit.adapters.heads import newest_kept_head
from throughcare.audit.queries import tip
from throughcare.config.services.backups import last_backup
from throughcare.config.services.rounds import last_round
from throughcare.exchange.queries import imports_waiting
from throughcare.notices.queries import messages_waiting

LINES_APART = 100
WAITING_APART = 5


def figures(at: datetime) -> dict[str, tuple[str, float]]:
    """Each figure by its name: what it says, and its value. What never was is left out. 3 queries.

    Lines are told in hundreds and what waits in fives, so that no figure tells of a single act.
    """
    size, _last = tip()
    waiting = imports_waiting() + messages_waiting()
    free = shutil.disk_usage(Path(settings.THROUGHCARE_HOME)).free
    found = {
        "ledger_lines": ("Lines of the ledger, in hundreds.", _down(size, LINES_APART)),
        "waiting": ("Imports and messages that wait, in fives.", _down(waiting, WAITING_APART)),
        "free_bytes": ("Bytes free on the disk of the data.", float(free)),
    }
    if head := newest_kept_head():
        signed = datetime.fromisoformat(head.head.at)
        found["head_age_seconds"] = ("Since the last signed head.", _age(signed, at))
    if last := last_round():
        found["round_age_seconds"] = ("Since the worker's last round.", _age(last.ended, at))
        found["round_failures"] = ("Parts of that round that failed.", float(len(last.failed)))
    if backed_up := last_backup():
        found["backup_age_seconds"] = ("Since the last backup.", _age(backed_up, at))
    return found


def _down(value: int, step: int) -> float:
    return float(value - value % step)


def _age(then: datetime, at: datetime) -> float:
    return round((at - then).total_seconds())

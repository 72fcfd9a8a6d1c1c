"""The states of an import that somebody sent in by a page."""

from datetime import timedelta

from throughcare.exchange.rules.reports import gettext_noop

MAPPING = "mapping"
WAITING, LOOKING, LOOKED_AT = "waiting", "looking", "looked_at"
WANTED, TAKING = "wanted", "taking"
DONE, REFUSED, CANCELLED = "done", "refused", "cancelled"

STATES = {
    MAPPING: gettext_noop("Its columns are being named"),
    WAITING: gettext_noop("Waits to be looked through"),
    LOOKING: gettext_noop("Is being looked through"),
    LOOKED_AT: gettext_noop("Looked through; nothing is taken over yet"),
    WANTED: gettext_noop("Waits to be taken over"),
    TAKING: gettext_noop("Is being taken over"),
    DONE: gettext_noop("Taken over"),
    REFUSED: gettext_noop("Not taken over"),
    CANCELLED: gettext_noop("Cancelled; nothing was taken over"),
}
"""Every state, in words. The last three are ends."""

ENDS = frozenset({DONE, REFUSED, CANCELLED})
WORKS = {WAITING: LOOKING, WANTED: TAKING}
"""What waits for the worker, and what it is while the worker has it."""

ROWS_AT_ONCE = 200
"""So many rows are done while one waits; more are left to the worker."""
BYTES_AT_ONCE = 256 * 1024
"""A file of this size at most is looked through while one waits."""
SILENT_FOR = timedelta(minutes=10)
"""A worker that touched an import no more for so long has died; another takes it up."""
UPLOADS_LIVE = timedelta(days=1)
"""A file that nobody decided about is gone after a day."""


def reasons_not_to_take(state: str, *, broken: bool, bad: bool, skip: bool) -> list[str]:
    """Why an import cannot be taken over now."""
    if state in ENDS or broken:
        return [gettext_noop("This import has ended. Send the file again.")]
    if state != LOOKED_AT:
        return [gettext_noop("Wait until the file has been looked through.")]
    if bad and not skip:
        return [gettext_noop("Mend the rows that are named, or choose to leave bad rows out.")]
    return []


def reasons_not_to_map(state: str) -> list[str]:
    """Why the columns of a spreadsheet cannot be named now."""
    if state not in (MAPPING, LOOKED_AT):
        return [gettext_noop("Wait until the file has been looked through.")]
    return []


def reasons_not_to_cancel(state: str) -> list[str]:
    """Why an import cannot be cancelled now."""
    return [gettext_noop("This import has ended.")] if state in ENDS else []

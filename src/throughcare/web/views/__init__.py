"""Pages of the shell."""

from throughcare.web.views.desk import (
    desk,
    remind_of_agreement,
    remind_of_return,
    remind_to_answer,
    reminder_seen_to,
)
from throughcare.web.views.languages import choose_told, language_list
from throughcare.web.views.ledger import access_record, export, head, ledger, verify
from throughcare.web.views.own_page import own_page, own_start, own_withdraw
from throughcare.web.views.receipts import read_aloud, receipt, revoke
from throughcare.web.views.today import (
    calendar_feed,
    discreet,
    find,
    health,
    leave,
    more,
    today,
)

__all__ = [
    "access_record",
    "calendar_feed",
    "choose_told",
    "desk",
    "discreet",
    "export",
    "find",
    "head",
    "health",
    "language_list",
    "leave",
    "ledger",
    "more",
    "own_page",
    "own_start",
    "own_withdraw",
    "read_aloud",
    "receipt",
    "remind_of_agreement",
    "remind_of_return",
    "remind_to_answer",
    "reminder_seen_to",
    "revoke",
    "today",
    "verify",
]

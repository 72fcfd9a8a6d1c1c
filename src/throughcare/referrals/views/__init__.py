"""Pages of referrals."""

from throughcare.referrals.views.answering import (
    by_link,
    enter,
    handed_over,
    link,
    outcome,
    referral,
    referral_list,
    reply,
    withdraw,
)
from throughcare.referrals.views.offering import (
    change_draft,
    draft,
    drop_draft,
    new,
    nobody_fits,
)
from throughcare.referrals.views.paper import sheet, sheet_pdf

__all__ = [
    "by_link",
    "change_draft",
    "draft",
    "drop_draft",
    "enter",
    "handed_over",
    "link",
    "new",
    "nobody_fits",
    "outcome",
    "referral",
    "referral_list",
    "reply",
    "sheet",
    "sheet_pdf",
    "withdraw",
]

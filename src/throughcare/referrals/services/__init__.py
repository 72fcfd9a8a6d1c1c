"""Every act on a referral: one function, one transaction, one line in the ledger."""

from throughcare.referrals.services.answers import (
    accept_referral,
    answer_by_link,
    answer_question,
    answerer,
    ask_about_referral,
    decline_referral,
    enter_answer,
)
from throughcare.referrals.services.endings import (
    erase_referrals,
    expire_overdue,
    hand_over,
    no_referral_is_open,
    report_outcome,
    withdraw_for_lost_consent,
    withdraw_referral,
)
from throughcare.referrals.services.offers import (
    Offer,
    drop_draft,
    make_link,
    offer_referral,
    record_unmet_need,
    save_draft,
)

__all__ = [
    "Offer",
    "accept_referral",
    "answer_by_link",
    "answer_question",
    "answerer",
    "ask_about_referral",
    "decline_referral",
    "drop_draft",
    "enter_answer",
    "erase_referrals",
    "expire_overdue",
    "hand_over",
    "make_link",
    "no_referral_is_open",
    "offer_referral",
    "record_unmet_need",
    "report_outcome",
    "save_draft",
    "withdraw_for_lost_consent",
    "withdraw_referral",
]

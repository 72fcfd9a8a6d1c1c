"""Consents, decisions, agreements, openings and locks: each an act, each followed by its rows."""

from throughcare.consent.services.agreements import (
    end_agreement,
    propose_agreement,
    sign_agreement,
)
from throughcare.consent.services.consents import (
    Answer,
    answer_must_stand,
    last_moment,
    record_answers,
    record_consent,
    withdraw_consent,
)
from throughcare.consent.services.decisions import BestInterestDecision, decide_best_interest
from throughcare.consent.services.emergencies import (
    Danger,
    open_in_emergency,
    remind_of_reviews,
    review_emergency,
    show_on_call_number,
)
from throughcare.consent.services.locks import lock_person, unlock_person
from throughcare.consent.services.openings import (
    close_all_parts,
    close_parts,
    open_parts,
    openings_follow,
)
from throughcare.consent.services.orders import (
    PaperOrder,
    check_order,
    receive_order,
    serve_copy_on_order,
    withdraw_order,
)
from throughcare.consent.services.receipts import (
    MadeReceipt,
    forget_receipts,
    make_receipt,
    revoke_receipt,
    try_receipt,
    whoever_holds,
    withdraw_by_receipt,
)
from throughcare.consent.services.records import begin_record, end_record
from throughcare.consent.services.reports import DueReport, make_report, withdraw_report
from throughcare.consent.services.rows import refresh
from throughcare.consent.services.successors import (
    pass_on,
    propose_successor,
    tell_of_locks_left_alone,
)

__all__ = [
    "Answer",
    "BestInterestDecision",
    "Danger",
    "DueReport",
    "MadeReceipt",
    "PaperOrder",
    "answer_must_stand",
    "begin_record",
    "check_order",
    "close_all_parts",
    "close_parts",
    "decide_best_interest",
    "end_agreement",
    "end_record",
    "forget_receipts",
    "last_moment",
    "lock_person",
    "make_receipt",
    "make_report",
    "open_in_emergency",
    "open_parts",
    "openings_follow",
    "pass_on",
    "propose_agreement",
    "propose_successor",
    "receive_order",
    "record_answers",
    "record_consent",
    "refresh",
    "remind_of_reviews",
    "review_emergency",
    "revoke_receipt",
    "serve_copy_on_order",
    "show_on_call_number",
    "sign_agreement",
    "tell_of_locks_left_alone",
    "try_receipt",
    "unlock_person",
    "whoever_holds",
    "withdraw_by_receipt",
    "withdraw_consent",
    "withdraw_order",
    "withdraw_report",
]

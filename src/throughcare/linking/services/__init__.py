"""Linking one's own records, and asking others: each an act, and what ends with a yes."""

from throughcare.linking.services.answers import answer_question
from throughcare.linking.services.ending import (
    forget_likenesses,
    forget_person,
    forget_what_is_over,
)
from throughcare.linking.services.inquiries import ask_others, compare_what_was_asked
from throughcare.linking.services.links import link_records, unlink_records
from throughcare.linking.services.permissions import record_permissions, withdraw_permission

__all__ = [
    "answer_question",
    "ask_others",
    "compare_what_was_asked",
    "forget_likenesses",
    "forget_person",
    "forget_what_is_over",
    "link_records",
    "record_permissions",
    "unlink_records",
    "withdraw_permission",
]

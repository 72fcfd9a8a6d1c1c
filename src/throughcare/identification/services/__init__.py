"""Every act of identification: one function, one transaction, one line in the ledger."""

from throughcare.identification.services.charges import record_charge
from throughcare.identification.services.counts import count_period, record_linked_count
from throughcare.identification.services.decisions import (
    appeal,
    ask_determination,
    find_not_established,
    identify,
    mark_disputed,
    presume,
    reconsider,
    unmark_disputed,
)
from throughcare.identification.services.letters import send_letter
from throughcare.identification.services.persons import erase_identification, record_own_word
from throughcare.identification.services.walled import (
    answer_non_punishment,
    end_suspicion,
    keep_questions_to,
    record_suspicion,
)

__all__ = [
    "answer_non_punishment",
    "appeal",
    "ask_determination",
    "count_period",
    "end_suspicion",
    "erase_identification",
    "find_not_established",
    "identify",
    "keep_questions_to",
    "mark_disputed",
    "presume",
    "reconsider",
    "record_charge",
    "record_linked_count",
    "record_own_word",
    "record_suspicion",
    "send_letter",
    "unmark_disputed",
]

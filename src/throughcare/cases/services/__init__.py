"""Every act on a case: one function, one transaction, one line in the ledger."""

from throughcare.cases.services.conferences import (
    answer_invitation,
    call_conference,
    carry_out,
    decide,
    end_conference,
    record_view,
)
from throughcare.cases.services.fields import add_field, answer_added_fields, retire_field
from throughcare.cases.services.files import (
    add_historic_event,
    begin_case,
    close_case,
    erase_case,
    hand_case_on,
    lock_case,
    name_case_manager,
    open_case,
    reopen_case,
    tasks_move_on,
    unlock_case,
)
from throughcare.cases.services.named import people_numbered
from throughcare.cases.services.steps import (
    add_task,
    attach_file,
    finish_task,
    record_event,
    record_statements,
    redact,
    remove_attachment,
    write_note,
)

__all__ = [
    "add_field",
    "add_historic_event",
    "add_task",
    "answer_added_fields",
    "answer_invitation",
    "attach_file",
    "begin_case",
    "call_conference",
    "carry_out",
    "close_case",
    "decide",
    "end_conference",
    "erase_case",
    "finish_task",
    "hand_case_on",
    "lock_case",
    "name_case_manager",
    "open_case",
    "people_numbered",
    "record_event",
    "record_statements",
    "record_view",
    "redact",
    "remove_attachment",
    "reopen_case",
    "retire_field",
    "tasks_move_on",
    "unlock_case",
    "write_note",
]

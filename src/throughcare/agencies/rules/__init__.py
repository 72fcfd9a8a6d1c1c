"""What agencies, duties, waits and resets are, as data and pure functions."""

from throughcare.agencies.rules.devices import device_family
from throughcare.agencies.rules.duties import (
    DUTIES,
    ONLY_AT,
    Duty,
    abilities_of,
    duties_of_kind,
    parts_needed,
    reasons_not_to_end_duty,
    reasons_not_to_give_duty,
    reasons_not_to_leave,
    reasons_not_to_name_focal_point,
)
from throughcare.agencies.rules.places import HUES, POST_KINDS, Mark, mark_of
from throughcare.agencies.rules.resets import (
    INVITATION_LASTS,
    RESET_WAITS,
    reasons_not_to_approve_reset,
    reasons_not_to_reset_factor,
)
from throughcare.agencies.rules.waits import (
    FREE_TRIES,
    LONGEST_WAIT,
    TRIES_FORGOTTEN_AFTER,
    wait_after,
)

__all__ = [
    "DUTIES",
    "FREE_TRIES",
    "HUES",
    "INVITATION_LASTS",
    "LONGEST_WAIT",
    "ONLY_AT",
    "POST_KINDS",
    "RESET_WAITS",
    "TRIES_FORGOTTEN_AFTER",
    "Duty",
    "Mark",
    "abilities_of",
    "device_family",
    "duties_of_kind",
    "mark_of",
    "parts_needed",
    "reasons_not_to_approve_reset",
    "reasons_not_to_end_duty",
    "reasons_not_to_give_duty",
    "reasons_not_to_leave",
    "reasons_not_to_name_focal_point",
    "reasons_not_to_reset_factor",
    "wait_after",
]

"""Pages of consent, access, agreements and emergencies."""

from throughcare.consent.views.consents import (
    agreements,
    ask,
    consents,
    decide,
    end,
    record_27560,
    sign,
    withdraw,
)
from throughcare.consent.views.emergencies import (
    emergency,
    emergency_call,
    emergency_outcome,
    emergency_review,
)
from throughcare.consent.views.papers import (
    check_order,
    lift_order,
    order,
    receive_order,
    report,
    report_received,
    report_sheet,
    withdraw_report,
)
from throughcare.consent.views.successors import left_alone, pass_on

__all__ = [
    "agreements",
    "ask",
    "check_order",
    "consents",
    "decide",
    "emergency",
    "emergency_call",
    "emergency_outcome",
    "emergency_review",
    "end",
    "left_alone",
    "lift_order",
    "order",
    "pass_on",
    "receive_order",
    "record_27560",
    "report",
    "report_received",
    "report_sheet",
    "sign",
    "withdraw",
    "withdraw_report",
]

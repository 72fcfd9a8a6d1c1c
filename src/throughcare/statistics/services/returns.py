"""Sending a monthly return: counted, made safe, and from then on as it was sent."""

from datetime import date, datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.statistics.models import MonthlyReturn
from throughcare.statistics.queries.returns import is_sent, month_figures
from throughcare.statistics.rules.returns import RULE, reasons_not_to_send


def send_return(month: date, *, by: Actor, at: datetime) -> str:
    """Count a month of the actor's agency and send it to the coordinator: the key of the return.

    `month` is its first day. Raises `Refused` when it is not over, too old, or sent already.
    """
    by.must("statistics")
    reasons = reasons_not_to_send(
        month=month,
        today=timezone.localtime(at).date(),
        kind=by.agency_kind,
        sent=is_sent(by, month),
    )
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))
    figures = month_figures(by, month, at)
    row = MonthlyReturn(
        agency_id=by.agency,
        month=month,
        rule=RULE,
        figures=figures,
        sent_at=at,
        sent_by_id=by.staff,
    )
    code = month.strftime("%Y-%m")
    with act("statistics.return_sent", by=by, at=at, subjects=[row.pk], month=code, rule=RULE):
        if is_sent(by, month):
            raise Refused(_("This month was sent already, and stays as it was sent."))
        row.save(force_insert=True)
    return row.key

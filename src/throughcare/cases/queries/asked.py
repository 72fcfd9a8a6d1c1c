"""What is asked of the list of cases: which of them, in which order, from which row on."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from throughcare.cases.models import CaseFile
from throughcare_core.vocab import codes, is_code

KEY_LENGTH = 22
NEWEST, OLDEST = "-touched", "touched"
ORDERS = (NEWEST, OLDEST)
"""Last touched first or last; both go along the same index."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which cases: those open or closed, of one case manager (a key), in one state (a code)."""

    mine: bool = False
    closed: bool = False
    status: str = ""
    manager: str = ""
    order: str = NEWEST

    @classmethod
    def in_address(cls, said: Mapping[str, str]) -> "Asked":
        """What an address asks; what makes no sense is not asked."""
        status, manager, order = (said.get(name, "") for name in ("status", "manager", "order"))
        return cls(
            mine="mine" in said,
            closed="closed" in said,
            status=status if is_code("case_status", status) else "",
            manager=manager if len(manager) == KEY_LENGTH else "",
            order=order if order in ORDERS else NEWEST,
        )

    @property
    def statuses(self) -> list[str]:
        """The states that the open, or the closed, cases can be in."""
        all_codes = (each.code for each in codes("case_status"))
        return [code for code in all_codes if code.startswith("Closed") == self.closed]


def chosen(cases: QuerySet[CaseFile], asked: Asked, by: UUID) -> QuerySet[CaseFile]:
    """The cases that are asked for, in their order; `by` is the member of staff who asks."""
    cases = cases.filter(closed_at__isnull=not asked.closed)
    if asked.mine:
        cases = cases.filter(manager=by)
    if asked.status:
        cases = cases.filter(status=asked.status)
    if asked.manager:
        cases = cases.filter(manager__key=asked.manager)
    down = "" if asked.order == OLDEST else "-"
    return cases.order_by(f"{down}touched_at", f"{down}id")


def beyond(after: str, asked: Asked) -> Q:
    """What comes after the row that `CasePage.after` names; from the start if it names none."""
    moment, _mark, row = after.partition("~")
    try:
        touched, last = datetime.fromisoformat(moment).astimezone(UTC), UUID(row)
    except (ValueError, OverflowError):
        return Q()
    if asked.order == OLDEST:
        return Q(touched_at__gt=touched) | Q(touched_at=touched, id__gt=last)
    return Q(touched_at__lt=touched) | Q(touched_at=touched, id__lt=last)

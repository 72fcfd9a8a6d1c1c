"""Cases leave the house: an act with a reason, and only what its actor may read."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import chain
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.audit.services import act, look
from throughcare.cases.doors import cases_of
from throughcare.cases.queries.known import known_values
from throughcare.exchange import doors
from throughcare.exchange.adapters.files import write_file
from throughcare.exchange.adapters.iom import template_head
from throughcare.exchange.adapters.marks import marks_of
from throughcare.exchange.models import KnownRow
from throughcare.exchange.rules import (
    EXPORT_FORMATS,
    EXPORT_REASONS,
    Held,
    Row,
    in_order,
    row_told,
)
from throughcare.identity.services.many import WhoSomebodyIs, who_people_are
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused

CHUNK = 64 * 1024
MEDIA_TYPES = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "text/csv; charset=utf-8",
    "json": "application/json",
}


@dataclass(frozen=True, slots=True)
class Export:
    """A file of cases: `rows` of them, in a format of `EXPORT_FORMATS`."""

    rows: int
    media_type: str
    ending: str
    content: bytes = field(repr=False)

    def chunks(self) -> Iterator[bytes]:
        """The bytes of the file, a few at a time."""
        for start in range(0, len(self.content), CHUNK):
            yield self.content[start : start + CHUNK]


def export_htcds(*, by: Actor, at: datetime, reason_code: str, file_format: str) -> Export:
    """The cases of the actor's agency as an HTCDS file, oldest first, in the parts she may read.

    The ledger has one line: the reason, the number of rows and a root over their keys, and whom it
    is about. Nothing is handed out before that line is written. What leaves is known when it comes
    back: importing it here again changes nothing.
    """
    by.must("exchange")
    if reason_code not in EXPORT_REASONS:
        raise Refused(_("Choose why the cases leave this house."))
    if file_format not in EXPORT_FORMATS:
        raise Refused(_("Choose Excel, CSV or JSON."))
    rows, people = _rows(by, at)
    names = in_order(chain.from_iterable(rows.values()), first=template_head().fields)
    content = write_file(list(rows.values()), names, file_format)
    known = [
        KnownRow(agency_id=by.agency, mark=mark, case_id=case)
        for case, mark in zip(rows, marks_of(rows.values(), by.agency), strict=True)
    ]
    codes = {"reason": reason_code, "format": file_format}
    with act("exchange.exported", by=by, at=at, subjects=people, **codes):
        look("exchange.rows", by=by, at=at, rows=list(rows))
        KnownRow.objects.bulk_create(known, ignore_conflicts=True)
    return Export(len(rows), MEDIA_TYPES[file_format], file_format, content)


def _rows(by: Actor, at: datetime) -> tuple[dict[UUID, Row], list[UUID]]:
    """Case → row, in the order in which the cases were opened; and the people they are about."""
    cases = list(cases_of(by, at).select_related("manager").order_by("pk"))
    people = [case.person_id for case in cases]
    who = who_people_are(by, people, by.agency, at)
    parts = doors.parts_by_person(by, people, at)
    came = doors.received_by_case(by, at)
    referred = doors.latest_referrals(by, at)
    rows = {
        case.pk: row_told(
            _held(
                case,
                who[case.person_id],
                known_values(by, case, at),
                *referred.get(case.person_id, ("", None)),
            ),
            came.get(case.pk, {}),
            parts[case.person_id],
        )
        for case in cases
    }
    return rows, people


def _held(
    case: Any,
    who: WhoSomebodyIs,
    topics: Mapping[str, Sequence[str]],
    referred_to: str,
    referred_on: date | None,
) -> Held:
    return Held(
        name=who.names[0] if who.names else None,
        birth=who.birth,
        gender=who.gender,
        contacts=who.contacts,
        topics=topics,
        status=case.status,
        closing_reason=case.closing_reason,
        manager=case.manager.name if case.manager else "",
        referred_to=referred_to,
        referred_on=referred_on,
    )

"""Orders of courts and prosecutors: received on paper, checked, served as a copy."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.doors import agency_by_id, staff_with_duty
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.adapters import order_of
from throughcare.consent.models import CopyServed, Order
from throughcare.consent.rules import reasons_not_to_receive, reasons_not_to_serve
from throughcare.consent.services.consents import goes_to_another_agency
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.notices.services import settle_notices, tell_duty, tell_staff
from throughcare.vault.services import Owner, Place, seal_text
from throughcare_core.sharing import EVERY_PART, Duty, Purpose, Request, Side, decide
from throughcare_core.vocab import agency_side


@dataclass(frozen=True, kw_only=True)
class PaperOrder:
    """An order as it came on paper: of which authority, its number, narrowed to which parts."""

    authority: UUID
    number: str = field(repr=False)
    parts: Sequence[str]
    until: datetime | None = None


def receive_order(person: UUID, paper: PaperOrder, *, by: Actor, at: datetime) -> str:
    """Enter an order that came on paper: its key. It opens nothing, now or ever."""
    by.must("record_consent")
    doors.own_record_readable(by, person, at)
    goes_to_another_agency(paper.authority, (), by)
    reasons = reasons_not_to_receive(
        number=paper.number, parts=paper.parts, starts=at, until=paper.until
    )
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))
    order = Order(
        person_id=person,
        holder_id=by.agency,
        authority_id=paper.authority,
        parts=sorted(set(paper.parts)),
        starts=at,
        until=paper.until,
        recorded_by_id=by.staff,
    )
    owner = Owner(by.agency, "person", person)
    order.number = seal_text(paper.number, owner, Place("consent_order", order.pk, "number"))
    with act("order.received", by=by, at=at, subjects=[person, order.pk], parts=len(order.parts)):
        doors.own_record_readable(by, person, at)
        order.save(force_insert=True)
        _tell_a_lawyer(order, by, at)
    return order.key


def check_order(key: str, *, by: Actor, at: datetime) -> None:
    """A lawyer of the holder has read the order and finds that it must be obeyed."""
    if "lawyer" not in by.duties:
        raise Refused(_("Only a lawyer of your agency checks an order."), door="check_order")
    with act("order.checked", by=by, at=at) as checked:
        order = doors.order_for(by, key, at)
        if order.checked_at is not None:
            raise Refused(_("This order was checked before."))
        checked.about(order.person_id, order.pk)
        order.change(checked_by_id=by.staff, checked_at=at)
        settle_notices(order.key, at)


def withdraw_order(key: str, *, by: Actor, at: datetime) -> None:
    """The order was lifted, or a court found against it: no copy is served on it any more."""
    by.must("record_consent")
    with act("order.withdrawn", by=by, at=at) as lifted:
        order = doors.order_for(by, key, at)
        if order.withdrawn_at is not None:
            raise Refused(_("This order was lifted before."))
        lifted.about(order.person_id, order.pk)
        order.change(withdrawn_at=at)
        settle_notices(order.key, at)


def serve_copy_on_order(key: str, parts: Sequence[str], *, by: Actor, at: datetime) -> UUID:
    """A copy of named parts leaves on paper, on a checked order. Nobody's reading is opened.

    Only somebody who may read these parts prepares the copy. Returns the id of the copy.
    """
    by.must("record_consent")
    with act("order.copy_served", by=by, at=at) as served:
        order = doors.order_for(by, key, at)
        reasons = reasons_not_to_serve(
            parts=parts,
            allowed=_parts_to_serve(order, at),
            readable=doors.readable_parts(by, order.person_id, order.holder_id, at),
            checked=order.checked_at is not None,
        )
        if reasons:
            raise Refused(*(_(reason) for reason in reasons))
        served.about(order.person_id, order.pk, order.authority_id)
        served.note(**dict.fromkeys(sorted(set(parts)), True))
        copy = CopyServed.made(
            order=order, parts=sorted(set(parts)), served_by_id=by.staff, served_at=at
        )
        served.about(copy.pk)
    return copy.pk


def _tell_a_lawyer(order: Order, by: Actor, at: datetime) -> None:
    """Tell the holder's lawyers; of a locked record only those whom the lock names."""
    lock = doors.locks_in_force().filter(person=order.person_id, holder=order.holder_id).first()
    if lock is None:
        tell_duty("order_to_check", order.key, agency=by.agency, duty="lawyer", by=by, at=at)
        return
    for lawyer in staff_with_duty(by.agency, "lawyer", at):
        if lawyer.pk.hex in lock.staff:
            tell_staff("order_to_check", order.key, agency=by.agency, staff=lawyer.pk, by=by, at=at)


def _parts_to_serve(order: Order, at: datetime) -> frozenset[str]:
    """What the law of sharing lets the holder copy for the authority."""
    asked = Request(
        reader_agency=order.authority_id.hex,
        reader_side=Side(agency_side(agency_by_id(order.authority_id).kind)),
        reader_staff="",
        holder=order.holder_id.hex,
        person=order.person_id.hex,
        parts=EVERY_PART,
        purpose=Purpose.JUSTICE,
    )
    decision = decide(asked, [order_of(order)], [], Duty("copy", EVERY_PART), None, at)
    return frozenset(decision.copies)

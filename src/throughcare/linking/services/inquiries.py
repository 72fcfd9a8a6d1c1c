"""Asking other agencies whether they help a person already, and comparing what was asked.

Sending never looks at what others hold, and comparing is done by the round of the worker: so the
asker's answer, its time and its queries are the same whatever is there.
"""

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import groupby
from uuid import UUID

from throughcare.agencies.doors import all_agencies, focal_points_of
from throughcare.audit.services import act
from throughcare.identity.services import attributes_known, exchange_fingerprints, fingerprints_for
from throughcare.kernel.actors import SYSTEM, Actor
from throughcare.linking import doors
from throughcare.linking.adapters import keys_between, scores
from throughcare.linking.models import Inquiry, Likeness, Permission, Sending
from throughcare.linking.rules import (
    ALIKE,
    ASKED_FOR,
    MOST_ASKED,
    Kind,
    Standing,
    epoch_of,
    reasons_not_to_ask,
)
from throughcare.linking.services.own_record import count_against, must_take_part, refuse_for
from throughcare.notices.services import tell_duty, tell_staff
from throughcare.vault.services import (
    KeyGone,
    Owner,
    Place,
    Tampered,
    Unreadable,
    open_sealed,
    seal,
)

log = logging.getLogger(__name__)


def ask_others(key: str, *, by: Actor, at: datetime) -> str:
    """Ask every agency that may be asked whether it helps a person already: the inquiry's key.

    Always done in the same way, whatever others hold. Raises `Refused` without the person's yes,
    with fewer than four attributes, while a question is on its way, and after ten within a day.
    """
    person = must_take_part(by, key, "record_consent", at)
    epoch = epoch_of(at)
    keys = {other: keys_between(by.agency, other, epoch) for other in _who_can_be_asked(by.agency)}
    fingerprints = fingerprints_for(person, by.agency, keys)
    with act("linking.asked", by=by, at=at, subjects=[person]) as asked:
        must_take_part(by, key, "record_consent", at)
        yes = _yes_to_asking(person, by.agency, at)
        left_out = set(yes.never) if yes else set()
        holders = [holder for holder in fingerprints if holder.hex not in left_out]
        waiting = doors.inquiries_about(person, by.agency).filter(ended_at=None, until__gt=at)
        refuse_for(
            reasons_not_to_ask(
                attributes=attributes_known(person, by.agency),
                allowed=yes is not None,
                waiting=waiting.exists(),
                asked_of=holders,
            )
        )
        count_against("ask", MOST_ASKED, by=by, at=at)
        inquiry = Inquiry.made(
            person_id=person,
            asker_id=by.agency,
            permission=yes,
            asked_by_id=by.staff,
            asked_at=at,
            until=at + ASKED_FOR,
        )
        for holder in holders:
            _send(inquiry, holder, epoch, fingerprints[holder])
        asked.about(inquiry.pk)
        asked.note(agencies=len(holders))
    return inquiry.key


def compare_what_was_asked(at: datetime) -> int:
    """Compare each sending with whom its holder may be found by; how many were compared.

    An agency whose key is away, on either side, is compared in a later round.
    """
    waiting = doors.sendings_to_compare(at).order_by("holder", "inquiry__asker", "epoch", "pk")
    compared = 0
    for (holder, asker, epoch), some in groupby(waiting, _between):
        try:
            compared += _compare(list(some), holder, asker, epoch, at)
        except Unreadable:
            log.warning("What one agency asked another waits until both keys are here")
    return compared


def _who_can_be_asked(asker: UUID) -> list[UUID]:
    """Every other agency that takes part. 1 query."""
    return [
        agency.pk
        for agency in all_agencies()
        if agency.pk != asker and Standing(agency.kind, agency.in_matching).takes_part
    ]


def _yes_to_asking(person: UUID, asker: UUID, at: datetime) -> Permission | None:
    said = doors.permissions_of(person, asker).filter(doors.yes_in_force(at), kind=Kind.ASK)
    return said.first()


def _send(inquiry: Inquiry, holder: UUID, epoch: str, fingerprints: bytes) -> None:
    row = Sending(inquiry=inquiry, holder_id=holder, epoch=epoch)
    row.fingerprints = seal(fingerprints, _owner_of(inquiry), _place_of(row))
    row.save(force_insert=True)


def _between(sending: Sending) -> tuple[UUID, UUID, str]:
    return sending.holder_id, sending.inquiry.asker_id, sending.epoch


def _compare(
    sendings: Iterable[Sending], holder: UUID, asker: UUID, epoch: str, at: datetime
) -> int:
    """Compare what one agency asked another, with fingerprints that are kept nowhere."""
    people = doors.may_be_found(holder, at).values_list("person_id", flat=True)
    known = dict(exchange_fingerprints(people, holder, keys_between(asker, holder, epoch)))
    count = 0
    for sending in sendings:
        alike = _alike(sending, known)
        with act("linking.compared", by=SYSTEM, at=at, subjects=[sending.pk]):
            if sending.change(compared_at=at, fingerprints=b""):
                for person in _who_may_hear(sending, alike, at):
                    _show(sending, person, at)
        count += 1
    return count


def _alike(sending: Sending, known: Mapping[UUID, bytes]) -> list[UUID]:
    owner = _owner_of(sending.inquiry)
    try:
        asked = open_sealed(sending.fingerprints, owner, _place_of(sending))
    except (KeyGone, Tampered):
        return []
    return sorted(person for person, score in scores(asked, known).items() if score >= ALIKE)


def _who_may_hear(sending: Sending, alike: list[UUID], at: datetime) -> list[UUID]:
    """Who may still be found, said so before it was asked, and did not leave the asker out.

    Nobody learns who is asked about by writing a record down afterwards. Of a record on the same
    spine both agencies know already.
    """
    inquiry = sending.inquiry
    found = doors.may_be_found(sending.holder_id, at).filter(
        person__in=alike, given_at__lt=inquiry.asked_at
    )
    return [
        yes.person_id
        for yes in found.exclude(person=inquiry.person_id)
        if inquiry.asker_id.hex not in yes.never
    ]


def _show(sending: Sending, person: UUID, at: datetime) -> None:
    """Tell those of the holder who may answer that a question waits; not about whom."""
    row = Likeness.made(
        inquiry=sending.inquiry, person_id=person, holder_id=sending.holder_id, found_at=at
    )
    holder = sending.holder_id
    if tell_duty("others_ask", row.key, agency=holder, duty="case_manager", by=SYSTEM, at=at):
        return
    for member in focal_points_of(holder, at):
        tell_staff("others_ask", row.key, agency=holder, staff=member, by=SYSTEM, at=at)


def _owner_of(inquiry: Inquiry) -> Owner:
    return Owner(inquiry.asker_id, "person", inquiry.person_id)


def _place_of(sending: Sending) -> Place:
    return Place(sending._meta.db_table, sending.pk, "fingerprints")

"""How a referral ends: withdrawn, expired, handed over, with an outcome, or with nobody."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.cases.services import hand_case_on, record_event
from throughcare.consent.services import close_parts
from throughcare.kernel.actors import SYSTEM, Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals import doors, queries
from throughcare.referrals.models import Draft, Referral
from throughcare.referrals.rules import (
    OPEN,
    STILL_OPEN,
    WAITING,
    State,
    reasons_not_to_hand_over,
    reasons_not_to_report,
    reasons_not_to_withdraw,
    state_at,
    summary_from,
)
from throughcare.referrals.services.offers import move_on, record_unmet_need, refuse_for

MOST_AT_ONCE = 500

GOES_ON = frozenset({"service_started"})
"""Outcomes after which the receiver still helps, and still reads what was opened for that."""


def withdraw_referral(key: str, *, by: Actor, at: datetime) -> None:
    """The sender withdraws; what an acceptance had opened is closed at once."""
    by.must("offer_referral")
    referral = doors.referral_sent(by, key, at)
    refuse_for(reasons_not_to_withdraw(state_at(referral.state, referral.answer_until, at)))
    with act("referral.withdrawn", by=by, at=at, subjects=[referral.person_id, referral.pk]):
        _withdraw(referral, by, at)


def withdraw_others(taken: Referral, *, at: datetime) -> None:
    """The first yes withdraws the offers that were made at once to others."""
    others = Referral.objects.filter(together=taken.together, state__in=sorted(WAITING))
    for other in others.exclude(pk=taken.pk).select_related("receiver"):
        _withdraw(other, SYSTEM, at)


def withdraw_for_lost_consent(
    person: UUID, holder: UUID, recipient: UUID | None, *, by: Actor, at: datetime
) -> int:
    """Offers that rested on a consent now withdrawn are withdrawn with it: how many."""
    rows = Referral.objects.filter(
        person=person, sender=holder, state__in=sorted(OPEN)
    ).select_related("receiver", "ground")
    if recipient is not None:
        rows = rows.filter(receiver=recipient)
    lost = [row for row in rows if row.ground.withdrawn_at is not None]
    for referral in lost:
        with act("referral.withdrawn", by=by, at=at, subjects=[person, referral.pk]):
            _withdraw(referral, by, at)
    return len(lost)


def hand_over(key: str, *, by: Actor, at: datetime) -> None:
    """The person has arrived. A transfer moves case management now.

    The sender's case stays open while another service of its referrals is still expected.
    """
    referral = doors.referral_for(by, key, at)
    by.must("report_outcome" if referral.receiver_id == by.agency else "offer_referral")
    refuse_for(reasons_not_to_hand_over(state_at(referral.state, referral.answer_until, at)))
    with act("referral.handed_over", by=by, at=at, subjects=[referral.person_id, referral.pk]):
        move_on(referral, state=State.HANDED_OVER, handed_over_at=at)
        _tell(referral, "handed_over", by, at, milestone=True)
        if referral.kind == "transfer" and not queries.has_open_referral(
            referral.case_id, at, besides=referral.pk
        ):
            hand_case_on(referral.person_id, referral.sender_id, by=by, at=at)


def report_outcome(key: str, *, outcome: str, by: Actor, at: datetime) -> None:
    """How it went: the receiver reports, or the sender for a service without an account.

    Unless a service has started, nothing is read on what was opened for it any more.
    """
    referral = doors.referral_for(by, key, at)
    if referral.receiver_id == by.agency:
        by.must("report_outcome")
    elif referral.way == "account":
        raise NotHere("referral_outcome", asked=key)
    else:
        by.must("offer_referral")
    refuse_for(reasons_not_to_report(state_at(referral.state, referral.answer_until, at), outcome))
    subjects = [referral.person_id, referral.pk]
    with act("referral.outcome", by=by, at=at, subjects=subjects, outcome=outcome):
        move_on(
            referral,
            state=State.ENDED,
            outcome=outcome,
            outcome_at=at,
            ended_at=at,
            handed_over_at=referral.handed_over_at or at,
        )
        if referral.opening is not None and outcome not in GOES_ON:
            close_parts(referral.opening, by=by, at=at)
        _tell(referral, "referral_outcome", by, at, milestone=True, outcome=outcome)


def no_referral_is_open(case: UUID, at: datetime) -> None:
    """Refuse while somebody is offered, expected or handed over and no outcome is known."""
    if queries.has_open_referral(case, at):
        raise Refused(_(STILL_OPEN))


def erase_referrals(person: UUID, agency: UUID, at: datetime, *, also_open: bool = False) -> None:
    """What is left of an erased person's referrals: codes of need, no sentence, no question.

    An open one refuses, unless `also_open`: then it is withdrawn first.
    """
    taken = Q(receiver=agency, opening__isnull=False)
    both_ways = Referral.objects.filter(Q(sender=agency) | taken, person=person)
    for referral in both_ways.select_related("receiver"):
        if state_at(referral.state, referral.answer_until, at) not in OPEN:
            continue
        if not also_open:
            raise Refused(_(STILL_OPEN))
        _withdraw(referral, SYSTEM, at)
    for overdue in _overdue(at).filter(person=person, sender=agency):
        _expire(overdue, at)
    for referral in Referral.objects.filter(person=person, sender=agency):
        referral.questions.all().delete()
        referral.change(words=None, arrives_at=None, link_hash="")
    Draft.objects.filter(case__person=person, case__agency=agency).delete()


def expire_overdue(at: datetime) -> int:
    """Offers whose time is over become expired rows, and unmet need is counted: how many.

    The longest overdue first, 500 at most: the next round takes the next.
    """
    expired = 0
    for referral in list(_overdue(at)[:MOST_AT_ONCE]):
        with suppress(Refused):
            _expire(referral, at)
            expired += 1
    return expired


def _overdue(at: datetime) -> QuerySet[Referral]:
    rows = Referral.objects.filter(
        state__in=sorted(WAITING), answered_at=None, ended_at=None, answer_until__lte=at
    )
    return rows.select_related("receiver", "sender").order_by("answer_until")


def _expire(referral: Referral, at: datetime) -> None:
    with act("referral.expired", by=SYSTEM, at=at, subjects=[referral.person_id, referral.pk]):
        move_on(referral, state=State.EXPIRED, ended_at=at, link_hash="")
        _tell_sender(referral, "referral_expired", SYSTEM, at)
        nobody_took(referral, at)


def nobody_took(referral: Referral, at: datetime) -> None:
    """Once no offer made at once still waits and none was taken, the need is unmet."""
    together = list(Referral.objects.filter(together=referral.together))
    states = {state_at(row.state, row.answer_until, at) for row in together}
    if states & OPEN or State.ENDED in states:
        return
    sender = referral.sender
    by = Actor(referral.offered_by_id, sender.pk, sender.kind, via="system")
    record_unmet_need(
        summary_from(referral.summary),
        referral.urgency,
        asked=len(together),
        reasons=[row.decline_reason for row in together if row.decline_reason],
        by=by,
        at=at,
    )


def _withdraw(referral: Referral, by: Actor, at: datetime) -> None:
    move_on(referral, state=State.WITHDRAWN, ended_at=at, link_hash="")
    if referral.opening is not None:
        close_parts(referral.opening, by=by, at=at)
    _tell_sender(referral, "referral_withdrawn", by, at)


def _tell_sender(referral: Referral, kind: str, by: Actor, at: datetime) -> None:
    record_event(
        referral.person_id,
        kind,
        part="situation",
        by=by,
        at=at,
        holder=referral.sender_id,
        agency_code=referral.receiver.code,
    )


def _tell(
    referral: Referral,
    kind: str,
    by: Actor,
    at: datetime,
    *,
    milestone: bool = False,
    outcome: str = "",
) -> None:
    """Put the step on both timelines; a service without an account has none."""
    sides = {referral.sender_id: referral.receiver.code}
    if referral.way == "account":
        sides[referral.receiver_id] = referral.sender.code
    for holder, other in sides.items():
        record_event(
            referral.person_id,
            kind,
            part="situation",
            by=by,
            at=at,
            holder=holder,
            milestone=milestone,
            agency_code=other,
            outcome=outcome,
        )

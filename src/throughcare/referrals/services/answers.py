"""Answering: the receiver accepts, declines or asks; nothing is open before acceptance."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from throughcare.agencies.doors import focal_points_of, staff_by_id
from throughcare.audit.services import act
from throughcare.cases.services import begin_case, record_event
from throughcare.consent.queries import consents_of, named_in_lock
from throughcare.consent.services import open_parts
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import Refused
from throughcare.notices.services import tell_staff
from throughcare.referrals import doors
from throughcare.referrals.models import Question, Referral
from throughcare.referrals.rules import (
    GONE,
    QUESTION_NEEDED,
    State,
    Way,
    reasons_not_to_accept,
    reasons_not_to_answer,
    reasons_not_to_decline,
    state_at,
)
from throughcare.referrals.services.endings import nobody_took, withdraw_others
from throughcare.referrals.services.offers import move_on, refuse_for
from throughcare.vault.services import Owner, Place, seal_text


def accept_referral(
    key: str, *, arrives_at: datetime | None = None, by: Actor, at: datetime
) -> str:
    """Say yes: the allowed parts open to the focal points, and the agency's own case begins.

    The first yes withdraws the offers made at once to others. Returns the key of the case.
    """
    by.must("answer_referral")
    referral = doors.referral_received(by, key, at)
    focal_points = focal_points_of(by.agency, at)
    refuse_for(
        reasons_not_to_accept(
            state_at(referral.state, referral.answer_until, at),
            consent_in_force=_consent_holds(referral, at),
            focal_points=focal_points,
            way=referral.way,
        )
    )
    subjects = [referral.person_id, referral.pk]
    with act("referral.accepted", by=by, at=at, subjects=subjects, kind=referral.kind):
        opening = open_parts(
            referral.ground.key,
            parts=referral.ground.parts,
            to_staff=focal_points,
            by=by,
            at=at,
        )
        case = begin_case(
            referral.person_id, by=by, at=at, began_by="agency", managed=referral.kind == "transfer"
        )
        _take(referral, State.ACCEPTED, by, at, opening=opening, arrives_at=arrives_at)
        withdraw_others(referral, at=at)
        _tell_both(referral, "referral_accepted", by, at, milestone=True)
        _tell_the_named(referral, case.key, by, at)
    return case.key


def decline_referral(key: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Say no, with a coded reason that helps to find a better place."""
    by.must("answer_referral")
    referral = doors.referral_received(by, key, at)
    refuse_for(reasons_not_to_decline(state_at(referral.state, referral.answer_until, at), reason))
    subjects = [referral.person_id, referral.pk]
    with act("referral.declined", by=by, at=at, subjects=subjects, reason=reason):
        _take(referral, State.DECLINED, by, at, decline_reason=reason)
        _tell_sender(referral, "referral_declined", by, at, reason=reason)
        nobody_took(referral, at)


def enter_answer(key: str, *, accepted: bool, reason: str = "", by: Actor, at: datetime) -> None:
    """The sender enters what a service without an account answered by phone or on paper."""
    by.must("offer_referral")
    referral = doors.referral_sent(by, key, at)
    if referral.way == Way.ACCOUNT:
        raise Refused(_("This service answers itself."))
    _record_answer(referral, accepted=accepted, reason=reason, by=by, at=at)


def answer_by_link(token: str, *, accepted: bool, reason: str = "", at: datetime) -> None:
    """A service without an account answers through its one-time link."""
    referral = doors.referral_by_link(token, at)
    by = answerer(referral)
    _record_answer(referral, accepted=accepted, reason=reason, by=by, at=at)


def answerer(referral: Referral) -> Actor:
    """Whoever holds the one-time link of a referral: the receiving agency, nobody by name."""
    return Actor(NOBODY, referral.receiver_id, referral.receiver.kind, via="link")


def ask_about_referral(key: str, question: str, *, by: Actor, at: datetime) -> str:
    """Ask something before answering; the clock goes on."""
    by.must("answer_referral")
    referral = doors.referral_received(by, key, at)
    refuse_for(reasons_not_to_answer(state_at(referral.state, referral.answer_until, at)))
    if not question.strip():
        raise Refused(_(QUESTION_NEEDED))
    row = Question(referral=referral, asked_by_id=by.staff, asked_at=at)
    owner = Owner(referral.sender_id, "case", referral.case_id)
    row.question = seal_text(question, owner, Place("referrals_question", row.pk, "question"))
    with act("referral.asked", by=by, at=at, subjects=[referral.person_id, referral.pk]):
        row.save(force_insert=True)
        move_on(referral, state=State.ASKED)
    return row.key


def answer_question(key: str, question: str, answer: str, *, by: Actor, at: datetime) -> None:
    """The sender answers a question about its offer."""
    by.must("offer_referral")
    referral = doors.referral_sent(by, key, at)
    row = doors.question_to(referral, question)
    if not answer.strip():
        raise Refused(_("Write the answer first."))
    owner = Owner(referral.sender_id, "case", referral.case_id)
    sealed = seal_text(answer, owner, Place("referrals_question", row.pk, "answer"))
    with act("referral.question_answered", by=by, at=at, subjects=[referral.person_id]):
        referral = doors.referral_sent(by, key, at)
        row = doors.question_to(referral, question)
        if row.answered_at is not None:
            raise Refused(_("This question was answered before."))
        if state_at(referral.state, referral.answer_until, at) in GONE:
            raise Refused(_("Nobody took this offer, so nobody would read your answer."))
        move_on(row, answer=sealed, answered_at=at, answered_by_id=by.staff)
        if referral.state == State.ASKED and not referral.questions.filter(answered_at=None):
            move_on(referral, state=State.OFFERED)


def _tell_the_named(referral: Referral, case_key: str, by: Actor, at: datetime) -> None:
    """To whom a record is kept learns that a colleague, who finds none, said yes for it."""
    named = staff_by_id(named_in_lock(referral.person_id, by.agency))
    colleagues = [member for member in named.values() if member.agency_id == by.agency]
    for member in colleagues:
        if member.pk != by.staff and member.left_at is None:
            tell_staff("person_accepted", case_key, agency=by.agency, staff=member.pk, by=by, at=at)


def _record_answer(
    referral: Referral, *, accepted: bool, reason: str, by: Actor, at: datetime
) -> None:
    state = state_at(referral.state, referral.answer_until, at)
    if accepted:
        holds = _consent_holds(referral, at)
        refuse_for(
            reasons_not_to_accept(state, consent_in_force=holds, focal_points=(), way=referral.way)
        )
    else:
        refuse_for(reasons_not_to_decline(state, reason))
    code = "referral.accepted" if accepted else "referral.declined"
    with act(code, by=by, at=at, subjects=[referral.person_id, referral.pk], way=referral.way):
        if accepted:
            _take(referral, State.ACCEPTED, by, at)
            withdraw_others(referral, at=at)
            _tell_sender(referral, "referral_accepted", by, at, milestone=True)
        else:
            _take(referral, State.DECLINED, by, at, decline_reason=reason)
            _tell_sender(referral, "referral_declined", by, at, reason=reason)
            nobody_took(referral, at)


def _take(referral: Referral, state: State, by: Actor, at: datetime, **values: Any) -> None:
    """Note the answer to an offer."""
    staff = by.staff if by.staff.int else None
    move_on(referral, state=state, answered_by_id=staff, answered_at=at, link_hash="", **values)


def _consent_holds(referral: Referral, at: datetime) -> bool:
    """Whether the very yes on which it was offered is still in force."""
    said = consents_of(referral.person_id, referral.sender_id, at)
    return any(row.key == referral.ground.key and row.carries_a_referral for row in said)


def _tell_sender(
    referral: Referral,
    kind: str,
    by: Actor,
    at: datetime,
    *,
    milestone: bool = False,
    reason: str = "",
) -> None:
    """Put the step on the sender's timeline: the case manager stays and sees it."""
    record_event(
        referral.person_id,
        kind,
        part="situation",
        by=by,
        at=at,
        holder=referral.sender_id,
        milestone=milestone,
        agency_code=referral.receiver.code,
        reason=reason,
    )


def _tell_both(
    referral: Referral, kind: str, by: Actor, at: datetime, *, milestone: bool = False
) -> None:
    _tell_sender(referral, kind, by, at, milestone=milestone)
    record_event(
        referral.person_id,
        kind,
        part="situation",
        by=by,
        at=at,
        milestone=milestone,
        agency_code=referral.sender.code,
    )

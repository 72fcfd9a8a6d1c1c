"""The law of sharing: each rule yields the reason that stands against reading, if one does."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from throughcare_core.deadlines import moment

from .agreements import Agreement
from .grounds import (
    AnyGround,
    BestInterest,
    ByGuardian,
    Consent,
    CourtOrder,
    DutyToReport,
    EmergencyAccess,
    Opening,
    OwnRecord,
    Term,
)
from .parts import (
    CARE_NOTES,
    EMERGENCY_PARTS,
    JUSTICE_RECORDS,
    NAMELESS_PURPOSES,
    NAMING_PARTS,
    NEVER_IN_EMERGENCY,
    Part,
    Purpose,
    Side,
)
from .reasons import Reason
from .requests import Duty, Lock, Request

HOLDER_HAS = timedelta(minutes=10)
"""How long the holder has to answer the phone before anything opens in an emergency."""


@dataclass(frozen=True, slots=True)
class Question:
    """May the reader of `request` read this one `part` now?"""

    part: Part
    request: Request
    agreements: tuple[Agreement, ...]
    now: datetime


Against = Iterator[Reason]


# Rules whatever the ground


def against_anybody(part: Part, request: Request, duty: Duty, lock: Lock | None) -> Against:
    """What no ground overcomes: the lock, the limits of the duty, and purposes without names."""
    if lock and lock.concerns(request) and request.reader_staff not in lock.staff:
        yield Reason.LOCKED
    if part not in duty.parts:
        yield Reason.NOT_IN_DUTY
    if request.purpose in NAMELESS_PURPOSES and part in NAMING_PARTS:
        yield Reason.NO_NAME_NEEDED


def is_about(ground: AnyGround, request: Request) -> bool:
    """Whether a ground is about the record asked for and given to the reader's agency."""
    if (ground.person, ground.holder) != (request.person, request.holder):
        return False
    match ground:
        case OwnRecord():
            return request.reader_agency == ground.holder
        case Opening():
            return request.reader_agency == ground.ground.recipient_agency
        case _:
            return request.reader_agency == ground.recipient_agency


def against_term(term: Term, question: Question) -> Against:
    """Every ground covers named parts, in a half-open time: from its beginning, before its end."""
    if question.part not in term.parts:
        yield Reason.NOT_COVERED
    if question.now < term.begins():
        yield Reason.NOT_YET
    ending = term.ending()
    if ending and ending.at <= question.now:
        yield ending.because


def against_agency(question: Question) -> Against:
    """Two agencies share what they have agreed to share."""
    if not agreements_covering(question):
        yield Reason.NO_AGREEMENT


def agreements_covering(question: Question) -> tuple[Agreement, ...]:
    """The agreements in force that let the reader's agency read this part at the holder."""
    return tuple(
        agreement
        for agreement in question.agreements
        if agreement.covers(question.part, question.request, question.now)
    )


def behind_the_wall(part: Part, side: Side) -> bool:
    """Care notes belong to the care side, criminal-justice records to the justice side."""
    if part in CARE_NOTES:
        return side is not Side.CARE
    return part in JUSTICE_RECORDS and side is not Side.JUSTICE


# Rules of each ground


def reasons_against(ground: AnyGround, question: Question) -> tuple[Reason, ...]:
    """Every reason why this ground does not let the reader read; none means that it does."""
    return tuple(dict.fromkeys((*_against_kind(ground, question), *against_term(ground, question))))


def _against_kind(ground: AnyGround, question: Question) -> Against:
    match ground:
        case OwnRecord():
            pass
        case Opening():
            yield from against_opening(ground, question)
        case Consent() | BestInterest():
            yield Reason.NOT_ACCEPTED
        case DutyToReport():
            yield from against_report(ground, question)
        case EmergencyAccess():
            yield from against_emergency(ground, question)
        case _:
            yield Reason.COPY_ONLY


def against_opening(opening: Opening, question: Question) -> Against:
    """Accepted, to named focal points, on a ground that holds, under an agreement."""
    request, ground = question.request, opening.ground
    if request.reader_staff not in opening.to_staff:
        yield Reason.NOT_A_FOCAL_POINT
    if question.part not in ground.parts:
        yield Reason.NOT_COVERED
    if request.purpose is not ground.purpose:
        yield Reason.OTHER_PURPOSE
    if isinstance(ground, Consent):
        yield from against_consent(ground, request)
    else:
        yield from against_best_interest(ground)
    if behind_the_wall(question.part, request.reader_side) and not names_reader(ground, request):
        yield Reason.BEHIND_THE_WALL
    yield from against_agency(question)


def names_reader(ground: Consent | BestInterest, request: Request) -> bool:
    """Only the person opens the wall, by naming the very member of staff who asks."""
    return isinstance(ground, Consent) and request.reader_staff in ground.recipient_staff


def against_consent(consent: Consent, request: Request) -> Against:
    """A consent goes to whom it names, and was given by somebody who may give it."""
    if consent.recipient_staff and request.reader_staff not in consent.recipient_staff:
        yield Reason.OTHER_STAFF_NAMED
    giver = consent.given_by
    if isinstance(giver, ByGuardian):
        if not giver.guardian.counts:
            yield Reason.GUARDIAN_NOT_TRUSTED
    elif consent.given_at.date() < giver.consents_alone_from:
        yield Reason.TOO_YOUNG


def against_best_interest(decision: BestInterest) -> Against:
    """The child was heard; who decided, and why, is written down; no guardian in doubt decided."""
    if not decision.child_was_heard:
        yield Reason.CHILD_NOT_HEARD
    if not (decision.decided_by and decision.why):
        yield Reason.NOT_REASONED
    if decision.guardian and not decision.guardian.counts:
        yield Reason.GUARDIAN_NOT_TRUSTED


def against_report(report: DutyToReport, question: Question) -> Against:
    """A report goes to named staff, no further than the law of that day, never over the wall."""
    request = question.request
    if request.reader_staff not in report.recipient_staff:
        yield Reason.OTHER_STAFF_NAMED
    made_on = report.starts.date()
    if not report.law.requires(question.part, request.reader_side, request.purpose, made_on):
        yield Reason.NOT_IN_THIS_LAW
    if behind_the_wall(question.part, request.reader_side):
        yield Reason.BEHIND_THE_WALL


def against_emergency(access: EmergencyAccess, question: Question) -> Against:
    """Contact and risk, for safety, by one person on no side of the law, after calling."""
    request = question.request
    if request.reader_staff != access.recipient_staff:
        yield Reason.OTHER_STAFF_NAMED
    if request.purpose is not Purpose.SAFETY:
        yield Reason.OTHER_PURPOSE
    if question.part not in EMERGENCY_PARTS or request.reader_side in NEVER_IN_EMERGENCY:
        yield Reason.NEVER_IN_EMERGENCY
    if moment(access.starts) < moment(access.holder_called_at) + HOLDER_HAS:
        yield Reason.HOLDER_NOT_CALLED
    if not access.why:
        yield Reason.NOT_REASONED


def reasons_not_to_serve(order: CourtOrder, question: Question) -> tuple[Reason, ...]:
    """Why no copy of this part may be served on this order; none means that one may."""
    checked = order.checked_by and order.checked_at and moment(order.checked_at) <= question.now
    unchecked = () if checked else (Reason.NOT_CHECKED,)
    return (*unchecked, *against_term(order, question))


def about(grounds: Iterable[AnyGround], request: Request) -> tuple[AnyGround, ...]:
    """The grounds that concern this request, in an order that does not depend on theirs."""
    return tuple(sorted((g for g in grounds if is_about(g, request)), key=lambda g: g.key))

"""A life is in danger and nobody answers: the number first, then one person, one hour, a review."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agencies_of_kind, agency_by_id, oneself
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.models import Emergency, HolderCalled
from throughcare.consent.rules import (
    CALL_COUNTS_FOR,
    REVIEWED_WITHIN,
    reasons_not_to_open,
    reasons_not_to_review,
)
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import SYSTEM, Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.notices.services import settle_notices, tell_duty, tell_staff
from throughcare.vault.services import Owner, Place, seal_text
from throughcare_core.sharing import EMERGENCY_PARTS
from throughcare_core.vocab import agency_side


@dataclass(frozen=True, kw_only=True)
class Danger:
    """Why a life is in danger: a code of `EMERGENCY_WHY`, and what was heard, from whom."""

    why: str
    words: str = field(repr=False)


def show_on_call_number(person: UUID, holder: UUID, *, by: Actor, at: datetime) -> str:
    """Show the on-call number of an agency; its ten minutes begin: the key of the call.

    Anybody's number may be asked for, whether that agency knows the person or not. Asked again
    within the hour, the first call counts.
    """
    doors.own_record_readable(by, person, at)
    agency_by_id(holder)
    if holder == by.agency:
        raise Refused(_("This is your own agency. Choose the one that is to be reached."))
    known = HolderCalled.objects.filter(
        person=person, holder=holder, staff=by.staff, at__gt=at - CALL_COUNTS_FOR, at__lte=at
    )
    if (earlier := known.order_by("-at").first()) and not _is_used(earlier):
        return earlier.key
    with act("emergency.number_shown", by=by, at=at, subjects=[person, holder]):
        doors.own_record_readable(by, person, at)
        call = HolderCalled.made(person_id=person, holder_id=holder, staff_id=by.staff, at=at)
    return call.key


def open_in_emergency(call_key: str, danger: Danger, *, by: Actor, at: datetime) -> str:
    """Open contact and risk at the agency that was called to the actor alone: the access's key.

    For one hour. The holder and the ombudsperson are told in the same act. Raises `Refused` for
    what the asker can mend, and `NotHere` alike where that agency has no record, a locked one, or
    one that waits for a review.
    """
    by.must("open_in_emergency")
    emergency = _asked(doors.call_for(by, call_key, at), danger, by, at)
    person, holder = emergency.person_id, emergency.holder_id
    with act("emergency.opened", by=by, at=at, purpose="safety", why=danger.why[:20]) as opened:
        doors.own_record_readable(by, person, at)
        _refuse_what_can_be_mended(emergency, danger, by, at)
        doors.record_for_emergency(person, holder)
        # Sealed only now: to seal makes a key, and there must be none where there is no record.
        place = Place("consent_emergency", emergency.pk, "words")
        emergency.words = seal_text(danger.words, _owner(emergency), place)
        _keep_the_only_one(emergency)
        opened.about(person, emergency.pk, holder)
        refresh(person, holder, at)
        _tell_those_who_review("emergency_opened", emergency, by, at)
    return emergency.key


def review_emergency(key: str, verdict: str, words: str, *, by: Actor, at: datetime) -> None:
    """The holder or the ombudsperson has looked into it; found wrong, it ends at once.

    Never by whoever opened it, nor by anybody of that agency. Once the record is erased, the
    verdict alone is kept: to seal would make a key of somebody of whom there is none.
    """
    with act("emergency.reviewed", by=by, at=at) as reviewed:
        emergency = doors.emergency_to_review(by, key, at)
        reasons = reasons_not_to_review(
            verdict=verdict,
            words=words,
            is_reviewed=emergency.reviewed_at is not None,
            is_erased=emergency.erased_at is not None,
        )
        if reasons:
            raise Refused(*(_(reason) for reason in reasons))
        reviewed.about(emergency.person_id, emergency.pk)
        reviewed.note(verdict=verdict)
        changed = emergency.change(
            reviewed_at=at,
            reviewed_by_id=by.staff,
            verdict=verdict,
            review=_review(emergency, words),
            closed_at=emergency.closed_at or (at if verdict == "wrong" else None),
        )
        if not changed:
            raise Refused(_("Somebody else has just reviewed this. Look again."))
        refresh(emergency.person_id, emergency.holder_id, at)
        settle_notices(emergency.key, at)
        tell_staff(
            "emergency_reviewed",
            emergency.key,
            agency=emergency.recipient_id,
            staff=emergency.staff_id,
            by=by,
            at=at,
        )


def remind_of_reviews(at: datetime) -> int:
    """Tell holder and ombudsperson once more where a day has passed without a review: how many."""
    late = Emergency.objects.filter(
        reviewed_at=None, reminded_at=None, starts__lte=at - REVIEWED_WITHIN
    )
    reminded = 0
    for emergency in late:
        subjects = [emergency.person_id, emergency.pk]
        with act("emergency.review_is_late", by=SYSTEM, at=at, subjects=subjects):
            if emergency.change(reminded_at=at):
                _tell_those_who_review("emergency_unreviewed", emergency, SYSTEM, at)
                reminded += 1
    return reminded


def _asked(call: HolderCalled, danger: Danger, by: Actor, at: datetime) -> Emergency:
    """The access that a call may lead to; not kept yet."""
    return Emergency(
        call=call,
        person_id=call.person_id,
        holder_id=call.holder_id,
        recipient_id=by.agency,
        staff_id=by.staff,
        called_at=call.at,
        parts=sorted(EMERGENCY_PARTS),
        why=danger.why,
        starts=at,
    )


def _refuse_what_can_be_mended(
    emergency: Emergency, danger: Danger, by: Actor, at: datetime
) -> None:
    waiting = Emergency.objects.filter(
        person=emergency.person_id, recipient=by.agency, reviewed_at=None
    )
    post = oneself(by).post
    reasons = reasons_not_to_open(
        side=agency_side(by.agency_kind),
        post=post.kind if post else "",
        parts=by.parts,
        called_at=emergency.called_at,
        at=at,
        why=danger.why,
        words=danger.words,
        own_agency_waits=waiting.exists(),
    )
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))


def _keep_the_only_one(emergency: Emergency) -> None:
    """Two at the same moment: the data base lets one in, and for the other nothing is here."""
    try:
        with transaction.atomic():
            emergency.save(force_insert=True)
    except IntegrityError:
        raise NotHere("emergency", asked=emergency.person_id.hex) from None


def _tell_those_who_review(code: str, emergency: Emergency, by: Actor, at: datetime) -> None:
    """The holder's case managers, or its administrators if it has none; every ombudsperson."""
    key, holder = emergency.key, emergency.holder_id
    if not tell_duty(code, key, agency=holder, duty="case_manager", by=by, at=at):
        tell_duty(code, key, agency=holder, duty="administrator", by=by, at=at)
    for office in agencies_of_kind("Ombudsperson"):
        tell_duty(code, key, agency=office.pk, duty="ombudsperson", by=by, at=at)


def _is_used(call: HolderCalled) -> bool:
    return Emergency.objects.filter(call=call).exists()


def _review(emergency: Emergency, words: str) -> bytes:
    if emergency.erased_at is not None:
        return b""
    return seal_text(words, _owner(emergency), Place("consent_emergency", emergency.pk, "review"))


def _owner(emergency: Emergency) -> Owner:
    return Owner(emergency.holder_id, "person", emergency.person_id)

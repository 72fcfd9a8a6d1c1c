"""The ways to a referral: for the sender through the case, for the receiver through the duty."""

import hashlib
from datetime import datetime

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from throughcare.audit.services import look
from throughcare.cases.doors import cases_of
from throughcare.consent.doors import access_of, locks_in_force
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.referrals.models import Draft, Question, Referral
from throughcare.referrals.rules import GOING_ON, GONE, WAITING, State, state_at
from throughcare.vault.services import KeyGone, Owner, Place, Stored, open_text


def referrals_sent(by: Actor, at: datetime) -> QuerySet[Referral]:
    """What the actor's agency offered, about people whose record the actor may read."""
    return Referral.objects.filter(_sent(by, at))


def referrals_received(by: Actor, at: datetime) -> QuerySet[Referral]:
    """What the actor's agency was offered through its account, for those who answer.

    Once it was accepted, the agency's own record begins, and its readers find the referral; so
    does whoever said yes, until it has ended: the record may have been locked to others before.
    """
    return Referral.objects.filter(_received(by, at))


def waiting(at: datetime) -> Q:
    """Offers whose answer is waited for at a moment.

    What waits has neither answer nor end; that is said beside the states because the indexes of
    what waits hold these rows alone.
    """
    return Q(state__in=sorted(WAITING), answered_at=None, ended_at=None, answer_until__gt=at)


def referrals_to_count(by: Actor) -> QuerySet[Referral]:
    """Referrals that figures count: everybody's for a coordinator, else those of one's own agency.

    Never one about somebody whose record is locked on either side. None without such a duty.
    """
    rows = Referral.objects.exclude(
        Exists(locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("sender")))
    ).exclude(
        Exists(locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("receiver")))
    )
    if by.may("coordinate"):
        return rows
    if by.may("statistics"):
        return rows.filter(Q(sender=by.agency) | Q(receiver=by.agency))
    return Referral.objects.none()


def referral_for(by: Actor, key: str, at: datetime) -> Referral:
    """One referral, for its sender or its receiver, or `NotHere`. 1 query."""
    found = (
        Referral.objects.filter(_sent(by, at) | _received(by, at), key=key)
        .select_related("sender", "receiver", "service", "offered_by", "case", "ground")
        .first()
    )
    if found is None:
        raise NotHere("referral", asked=key)
    return found


def referral_sent(by: Actor, key: str, at: datetime) -> Referral:
    """One referral that the actor's agency offered, or `NotHere`. 1 query."""
    found = referral_for(by, key, at)
    if found.sender_id != by.agency:
        raise NotHere("referral", asked=key)
    return found


def referral_received(by: Actor, key: str, at: datetime) -> Referral:
    """One referral that the actor's agency was offered, or `NotHere`. 1 query."""
    found = referral_for(by, key, at)
    if found.receiver_id != by.agency:
        raise NotHere("referral", asked=key)
    return found


def referral_by_link(token: str, at: datetime) -> Referral:
    """The offer behind a one-time link, while it waits for an answer, or `NotHere`. 1 query."""
    hashed = hashlib.sha256(token.encode()).hexdigest()
    found = (
        Referral.objects.filter(link_hash=hashed, link_hash__gt="", way="link")
        .select_related("sender", "receiver", "service", "offered_by", "case", "ground")
        .first()
    )
    if found is None or state_at(found.state, found.answer_until, at) not in (
        State.OFFERED,
        State.ASKED,
    ):
        raise NotHere("referral_link", asked=token)
    return found


def referral_opened(by: Actor, key: str, at: datetime) -> Referral:
    """As `referral_for`, and the look is written down: for the page of a referral."""
    found = referral_for(by, key, at)
    look("referral.looked_at", by=by, at=at, subjects=[found.person_id, found.pk, found.sender_id])
    return found


def drafts_of(by: Actor, at: datetime) -> QuerySet[Draft]:
    """Drafts of one's own, about people whose record one may still read."""
    rows = access_of(by, at).filter(
        person=OuterRef("case__person"), holder=OuterRef("case__agency")
    )
    return Draft.objects.filter(Exists(rows), staff=by.staff, case__agency=by.agency)


def draft_of(by: Actor, key: str, at: datetime) -> Draft:
    """A draft of one's own, or `NotHere`. 1 query."""
    found = drafts_of(by, at).filter(key=key).select_related("case").first()
    if found is None:
        raise NotHere("draft", asked=key)
    return found


def question_to(referral: Referral, key: str) -> Question:
    """A question about a referral that a door has let somebody see. 1 query."""
    found = referral.questions.filter(key=key).first()
    if found is None:
        raise NotHere("question", asked=key)
    return found


def words_of(row: Referral | Draft) -> str:
    """The one sentence of a summary, sealed for the sender's case; empty once its key is gone."""
    owner = Owner(row.case.agency_id, "case", row.case.pk)
    return _opened(row.words, owner, Place(row._meta.db_table, row.pk, "words"))


def has_more_to_read(by: Actor, referral: Referral, at: datetime) -> bool:
    """Whether the words of a referral are there: for its receiver, until nobody took it."""
    gone = state_at(referral.state, referral.answer_until, at) in GONE
    return not gone or referral.sender_id == by.agency


def words_for(by: Actor, referral: Referral, at: datetime) -> str:
    """The one sentence of a referral that a door let somebody see, while it is there."""
    return words_of(referral) if has_more_to_read(by, referral, at) else ""


def question_words(question: Question) -> tuple[str, str]:
    """A question and its answer (empty while there is none, and once their key is gone)."""
    case = question.referral.case
    owner = Owner(case.agency_id, "case", case.pk)
    asked, answered = (
        Place("referrals_question", question.pk, column) for column in ("question", "answer")
    )
    return _opened(question.question, owner, asked), _opened(question.answer, owner, answered)


def _sent(by: Actor, at: datetime) -> Q:
    return Q(_in_own_case(by, at), sender=by.agency)


def _in_own_case(by: Actor, at: datetime) -> Exists:
    """Whether the actor may read the own agency's case, and it had begun before a referral ended.

    The case of somebody who was erased and came again has begun since: what was erased stays so.
    """
    ended = Coalesce(OuterRef("ended_at"), Value(at), output_field=DateTimeField())
    return Exists(cases_of(by, at).filter(person=OuterRef("person"), opened_at__lte=ended))


def _received(by: Actor, at: datetime) -> Q:
    agency = by.agency if by.may("answer_referral") else None
    locked_since = locks_in_force().filter(
        person=OuterRef("person"), holder=OuterRef("receiver"), since__gte=OuterRef("answered_at")
    )
    took = Q(~Exists(locked_since), answered_by=by.staff, state__in=sorted(GOING_ON))
    return Q(Q(opening=None) | Q(_in_own_case(by, at)) | took, receiver=agency, way="account")


def _opened(sealed: Stored | None, owner: Owner, place: Place) -> str:
    if sealed is None:
        return ""
    try:
        return open_text(sealed, owner, place)
    except KeyGone:
        return ""

"""The case conference: called, answered, the person's view first, decided, carried out, ended."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.doors import focal_points_of
from throughcare.audit.services import act
from throughcare.cases import doors
from throughcare.cases.models import Conference, Decision, Invited
from throughcare.cases.queries.conferences import may_be_invited, who_may_carry_out
from throughcare.cases.rules import (
    AGENDA,
    MEETING_WAYS,
    MINUTES_FOR,
    VIEW_PART,
    reasons_against_decision,
    reasons_not_to_call,
    reasons_not_to_decide,
)
from throughcare.cases.services.changes import change, refuse_for
from throughcare.cases.services.steps import record_event
from throughcare.consent.doors import access_of
from throughcare.consent.queries import consent_in_force
from throughcare.consent.services import open_parts
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Owner, Place, seal_text


def call_conference(
    case_key: str,
    *,
    meets_at: datetime,
    way: str,
    agenda: Sequence[str],
    agencies: Sequence[UUID],
    by: Actor,
    at: datetime,
) -> str:
    """The case manager calls a conference and invites agencies: its key.

    Only agencies that have access, or whom the person has allowed and with whom an agreement is
    in force; `Refused` otherwise. An invitation names nobody.
    """
    by.must("manage_case")
    case = doors.case_of(by, case_key, at)
    reasons = reasons_not_to_call(
        is_manager=case.manager_id == by.staff,
        meets_at=meets_at,
        at=at,
        agenda=agenda,
        agencies=len(agencies),
    )
    may_come = {row.agency for row in may_be_invited(by, case, at)}
    if not set(agencies) <= may_come:
        reasons.append("The person has not allowed sharing with this agency. Ask first.")
    if way not in MEETING_WAYS or not {AGENDA[code].part for code in agenda if code in AGENDA} <= (
        by.parts
    ):
        reasons.append("Choose from the lists.")
    refuse_for(reasons)
    conference = Conference(
        case=case,
        called_by_id=by.staff,
        called_at=at,
        meets_at=meets_at,
        way=way,
        agenda=[code for code in AGENDA if code in agenda],
    )
    subjects = [case.person_id, case.pk, conference.pk]
    with act("conference.called", by=by, at=at, subjects=subjects, agencies=len(agencies)):
        doors.case_of(by, case_key, at)
        conference.save(force_insert=True)
        for agency in dict.fromkeys(agencies):
            Invited.made(conference=conference, agency_id=agency)
        record_event(case.person_id, "conference_called", part=VIEW_PART, by=by, at=at)
    return conference.key


def answer_invitation(key: str, *, comes: bool, by: Actor, at: datetime) -> str:
    """An agency says whether it comes; coming opens what the person allowed: the conference's key.

    What is opened: the parts that its agenda needs, to the focal points, until two weeks after.
    """
    by.must("answer_referral")
    invited = doors.invitation_of(by, key, at)
    conference = invited.conference
    case = conference.case
    subjects = [case.person_id, conference.pk]
    with act("conference.answered", by=by, at=at, subjects=subjects, comes=comes):
        opening = _open(conference, by, at) if comes else None
        answered = invited.change(
            comes=comes, answered_at=at, answered_by_id=by.staff, opening=opening
        )
        if not answered:
            raise Refused(_("A colleague has just answered. Look again."))
    return conference.key


def record_view(key: str, words: str, *, by: Actor, at: datetime) -> None:
    """The case manager writes down, in the person's words, what she wants; sealed."""
    conference = doors.own_conference(by, key, at)
    reasons = [] if words.strip() else ["Write down what the person wants, in her or his words."]
    if conference.ended_at is not None:
        reasons.append("This conference has ended.")
    if VIEW_PART not in by.parts:
        raise NotHere("conference", asked=key)
    refuse_for(reasons)
    sealed = seal_text(words, _owner(conference), Place("cases_conference", conference.pk, "view"))
    subjects = [conference.case.person_id, conference.pk]
    with act("conference.view_recorded", by=by, at=at, subjects=subjects):
        change(conference, view=sealed)


def decide(
    key: str,
    *,
    matter: str,
    words: str,
    owner: UUID | None = None,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Write down a decision, sealed; with an owner and a day somebody is to carry it out: its key.

    The owner is an agency at the table that may read the matter's part, or one's own.
    """
    conference = doors.own_conference(by, key, at)
    reasons = reasons_not_to_decide(
        has_view=conference.view is not None, ended=conference.ended_at is not None
    )
    reasons += reasons_against_decision(
        words=words, has_owner=owner is not None, has_day=due_on is not None
    )
    if matter not in conference.agenda or AGENDA[matter].part not in by.parts:
        reasons.append("Choose from the agenda.")
    elif owner not in (None, *who_may_carry_out(conference, AGENDA[matter].part, at)):
        reasons.append("This agency cannot read this matter, so it cannot carry it out.")
    refuse_for(reasons)
    decision = Decision(
        conference=conference,
        matter=matter,
        part=AGENDA[matter].part,
        decided_at=at,
        owner_id=owner,
        due_on=due_on,
    )
    place = Place("cases_decision", decision.pk, "words")
    decision.words = seal_text(words, _owner(conference), place)
    subjects = [conference.case.person_id, conference.pk, decision.pk]
    with act("conference.decided", by=by, at=at, subjects=subjects, matter=matter):
        doors.own_conference(by, key, at)
        decision.save(force_insert=True)
    return decision.key


def carry_out(key: str, *, by: Actor, at: datetime) -> str:
    """The owner has done what was decided: the key of the conference."""
    by.must("speak")
    decision = doors.decision_to_do(by, key, at)
    conference = decision.conference
    subjects = [conference.case.person_id, conference.pk, decision.pk]
    with act("conference.carried_out", by=by, at=at, subjects=subjects, matter=decision.matter):
        decision = doors.decision_to_do(by, key, at)
        if decision.done_at is not None:
            raise Refused(_("This was done before."))
        change(decision, done_at=at, done_by_id=by.staff)
    return conference.key


def end_conference(key: str, *, by: Actor, at: datetime) -> None:
    """The conference is over: nothing more is decided, and each agency has its minutes."""
    conference = doors.own_conference(by, key, at)
    refuse_for(
        reasons_not_to_decide(
            has_view=conference.view is not None, ended=conference.ended_at is not None
        )
    )
    subjects = [conference.case.person_id, conference.pk]
    with act("conference.ended", by=by, at=at, subjects=subjects):
        change(conference, ended_at=at)
        record_event(conference.case.person_id, "conference_ended", part=VIEW_PART, by=by, at=at)


def _open(conference: Conference, by: Actor, at: datetime) -> UUID | None:
    """Open the parts of the agenda on the person's consent, unless the actor reads them already."""
    case = conference.case
    wanted = {VIEW_PART, *(AGENDA[code].part for code in conference.agenda)}
    here = access_of(by, at).filter(person=case.person_id, holder=case.agency_id)
    if here.exists():
        return None
    consent = consent_in_force(case.person_id, case.agency_id, by.agency, at)
    if consent is None:
        raise Refused(_("The person has withdrawn the consent, or it has ended."))
    return open_parts(
        consent.key,
        parts=wanted & set(consent.parts),
        to_staff=focal_points_of(by.agency, at),
        by=by,
        at=at,
        until=conference.meets_at + MINUTES_FOR,
    )


def _owner(conference: Conference) -> Owner:
    return Owner(conference.case.agency_id, "person", conference.case.person_id)

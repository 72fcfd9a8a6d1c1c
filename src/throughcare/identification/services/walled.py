"""Behind the wall: the person is also under suspicion, and the question of non-punishment."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from throughcare.agencies.doors import actor_of, staff_by_id
from throughcare.audit.services import act
from throughcare.cases.services import record_event
from throughcare.consent.queries import readers_of
from throughcare.identification import doors
from throughcare.identification.models import Determination, NonPunishment, Suspicion
from throughcare.identification.rules.states import COUNTED, OUTCOMES
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.notices.services import keep_notices_to, settle_notices, tell_duty, tell_staff
from throughcare.vault.services import Place, seal_text

TOLD_BY_DUTY = ("lawyer", "prosecutor")
"""Who considers non-punishment at an agency whose whole staff may read both records."""


def record_suspicion(case_key: str, words: str = "", *, by: Actor, at: datetime) -> str:
    """The person is under suspicion, too: written into the justice part alone. Its key."""
    by.must("write_note")
    with act("suspicion.recorded", by=by, at=at) as recorded:
        person = doors.case_behind_the_wall(by, case_key, at).person_id
        if _of_agency(person, by.agency) is not None:
            raise Refused(_("This is written down already."))
        row = Suspicion(person_id=person, agency_id=by.agency, since=at, recorded_by_id=by.staff)
        recorded.about(person, row.pk)
        if words.strip():
            place = Place("identification_suspicion", row.pk, "words")
            row.words = seal_text(words, doors.owner_of(row), place)
        row.save(force_insert=True)
        record_event(person, "suspected", part=doors.WALLED_PART, by=by, at=at)
        raise_non_punishment(person, by=by, at=at)
    return row.key


def end_suspicion(case_key: str, *, by: Actor, at: datetime) -> None:
    """The person is no longer under suspicion."""
    by.must("write_note")
    with act("suspicion.ended", by=by, at=at) as ended:
        person = doors.case_behind_the_wall(by, case_key, at).person_id
        ended.about(person)
        row = _of_agency(person, by.agency)
        if row is None:
            raise Refused(_("No suspicion is written down."))
        row.change(ended_at=at)
        for question in row.questions.filter(answered_at=None):
            settle_notices(question.key, at)
        record_event(person, "suspicion_ended", part=doors.WALLED_PART, by=by, at=at)


def raise_non_punishment(person: UUID, *, by: Actor, at: datetime) -> None:
    """Where somebody is presumed or identified here and suspected there, the question is raised.

    Part of the act that brings either. Told are those alone who may read both records.
    """
    decided = Determination.objects.filter(person=person, state__in=sorted(COUNTED), erased_at=None)
    for suspicion in Suspicion.objects.filter(person=person, ended_at=None):
        for determination in decided:
            question, is_new = NonPunishment.objects.get_or_create(
                suspicion=suspicion, determination=determination, defaults={"raised_at": at}
            )
            if is_new:
                _tell_the_entitled(question, by, at)


def answer_non_punishment(
    key: str, *, outcome: str, words: str = "", by: Actor, at: datetime
) -> None:
    """Who may read both sides says what became of it; the reasons stay behind the wall."""
    by.must("write_note")
    if outcome not in OUTCOMES:
        raise Refused(_("Choose what became of it."))
    values: dict[str, Any] = {"outcome": outcome, "answered_at": at, "answered_by_id": by.staff}
    with act("non_punishment.answered", by=by, at=at, outcome=outcome) as answered:
        question = doors.question_of(by, key, at)
        person = question.suspicion.person_id
        answered.about(person)
        if words.strip():
            place = Place("identification_nonpunishment", question.pk, "words")
            values["words"] = seal_text(words, doors.owner_of(question.suspicion), place)
        if question.answered_at is not None or not question.change(**values):
            raise Refused(_("This was answered before."))
        settle_notices(question.key, at)
        record_event(
            person,
            "non_punishment_answered",
            part=doors.WALLED_PART,
            by=by,
            at=at,
            holder=question.suspicion.agency_id,
        )


def keep_questions_to(
    named: frozenset[UUID], person: UUID, holder: UUID, by: Actor, at: datetime
) -> None:
    """A record was locked: its agency's notices of the question are for the named. Part of that."""
    either = Q(suspicion__agency=holder) | Q(determination__agency=holder)
    keys = NonPunishment.objects.filter(either, suspicion__person=person).values_list("key")
    keep_notices_to(named, [key for (key,) in keys], agency=holder, by=by, at=at)


def _of_agency(person: UUID, agency: UUID) -> Suspicion | None:
    return Suspicion.objects.filter(person=person, agency=agency, ended_at=None).first()


def _tell_the_entitled(question: NonPunishment, by: Actor, at: datetime) -> None:
    suspicion, determination = question.suspicion, question.determination
    walled = readers_of(suspicion.person_id, suspicion.agency_id, doors.WALLED_PART, at)
    status = readers_of(suspicion.person_id, determination.agency_id, doors.STATUS_PART, at)
    for agency in walled.keys() & status.keys():
        named = [staff for staff in (walled[agency], status[agency]) if staff is not None]
        if not named:
            for duty in TOLD_BY_DUTY:
                tell_duty("non_punishment", question.key, agency=agency, duty=duty, by=by, at=at)
            continue
        needed = {doors.WALLED_PART, doors.STATUS_PART}
        for member in staff_by_id(frozenset.intersection(*named)).values():
            if needed <= actor_of(member, at).parts:
                tell_staff(
                    "non_punishment", question.key, agency=agency, staff=member.pk, by=by, at=at
                )

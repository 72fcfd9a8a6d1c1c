"""Answering another agency that asks about somebody like a person of one's own."""

from datetime import datetime
from uuid import UUID

from throughcare.agencies.doors import focal_points_of
from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.linking import doors
from throughcare.linking.models import Likeness
from throughcare.linking.rules import reasons_not_to_answer
from throughcare.linking.services.own_record import refuse_for
from throughcare.notices.services import settle_notices, tell_staff
from throughcare.persons.services import key_for


def answer_question(
    key: str, answer: str, speak_with: UUID | None = None, *, by: Actor, at: datetime
) -> None:
    """Say yes, naming a focal point with whom the asker can speak, or no, of which nobody hears.

    The yes tells the asker that one's agency helps the person, and nothing of the record.
    """
    by.must("answer_referral")
    with act("linking.answered", by=by, at=at) as answered:
        question = doors.question_to(by, key, at)
        speaks = speak_with is not None and speak_with in focal_points_of(by.agency, at)
        refuse_for(reasons_not_to_answer(answer, speaks=speaks))
        answered.about(question.person_id, question.pk)
        answered.note(answer=answer)
        settle_notices(question.key, at)
        if answer == "no":
            question.delete()
            return
        question.change(answered_by_id=by.staff, answered_at=at, speak_with_id=speak_with)
        _tell_asker(question, by, at)


def _tell_asker(question: Likeness, by: Actor, at: datetime) -> None:
    inquiry = question.inquiry
    about = key_for(inquiry.person_id, inquiry.asker_id)
    tell_staff(
        "others_answered", about, agency=inquiry.asker_id, staff=inquiry.asked_by_id, by=by, at=at
    )

"""What a person allows and takes back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.conf import settings
from django.utils.timezone import localdate, localtime, make_aware
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agency_by_id, colleague
from throughcare.audit.services import Act, act
from throughcare.consent import doors
from throughcare.consent.events import ConsentWithdrawn
from throughcare.consent.models import Ground
from throughcare.consent.rules import (
    NOTICE,
    ConsentFacts,
    reasons_not_to_consent,
    reasons_not_to_note_a_no,
)
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.events import publish
from throughcare.vault.services import Owner, Place, seal_text
from throughcare_core.sharing import consents_alone_from, majority_on, own_consent_ages

REASONS = {"yes": reasons_not_to_consent, "no": reasons_not_to_note_a_no}


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was said when a consent was asked for, for one recipient and one purpose.

    `birth` (if known) decides whether the person consents alone; without it, `says_is_adult`.
    It is not kept.
    """

    recipient: UUID
    purpose: str
    parts: Sequence[str]
    until: datetime
    answer: str = "yes"
    given: str = "on_a_page"
    given_by: str = "the_person"
    recipient_staff: Sequence[UUID] = ()
    birth: date | None = field(default=None, repr=False)
    says_is_adult: bool = False
    guardian_accompanies: bool | None = None
    guardian_suspected: bool | None = None
    guardian_benefits: bool | None = None
    language: str = ""
    interpreter: bool = False
    words: str = field(default="", repr=False)


def record_consent(person: UUID, said: Answer, *, by: Actor, at: datetime) -> str:
    """Write down one answer of the person, or of a guardian who counts: the key of the consent.

    Raises `Refused` with every reason why it cannot be recorded as it stands.
    """
    by.must("record_consent")
    doors.own_record_readable(by, person, at)
    goes_to_another_agency(said.recipient, said.recipient_staff, by)
    ground = ground_given(person, said, by=by, at=at)
    with act("consent.recorded", by=by, at=at, subjects=[person, ground.pk]) as recorded:
        recorded.note(answer=said.answer, given=said.given, purpose=said.purpose)
        doors.own_record_readable(by, person, at)
        ground.save(force_insert=True)
        refresh(person, by.agency, at)
    return ground.key


def record_answers(
    person: UUID, answers: Iterable[Answer], *, by: Actor, at: datetime
) -> list[str]:
    """Write down every answer of one conversation, or none of them: the keys of the consents."""
    by.must("record_consent")
    doors.own_record_readable(by, person, at)
    said = list(answers)
    if not said:
        raise Refused(_("Ask at least one question, and write down the yes or no."))
    with act("consent.asked", by=by, at=at, subjects=[person], answers=len(said)):
        return [record_consent(person, answer, by=by, at=at) for answer in said]


def withdraw_consent(key: str, *, by: Actor, at: datetime) -> None:
    """The person takes a yes back: further reading stops at once."""
    by.must("record_consent")
    with act("consent.withdrawn", by=by, at=at) as withdrawn:
        take_back(doors.ground_for(by, key, at), withdrawn, by=by, at=at)


def take_back(ground: Ground, withdrawn: Act, *, by: Actor, at: datetime) -> None:
    """End a yes that a door has let somebody reach, in a running act; its rows end with it."""
    if ground.answer == "no":
        raise Refused(_("This was a no: nothing is open, and nothing is to be withdrawn."))
    if ground.withdrawn_at is not None:
        raise Refused(_("This consent was withdrawn before."))
    withdrawn.about(ground.person_id, ground.pk)
    ground.change(withdrawn_at=at)
    refresh(ground.person_id, ground.holder_id, at)
    publish(ConsentWithdrawn(ground.person_id, ground.holder_id, ground.recipient_id, by, at))


def ground_given(person: UUID, said: Answer, *, by: Actor, at: datetime) -> Ground:
    """One answer as it will be kept, its words sealed; `Refused` with every reason against it."""
    answer_must_stand(said, at)
    ground = Ground(
        kind="consent",
        person_id=person,
        holder_id=by.agency,
        recipient_id=said.recipient,
        recipient_staff=sorted(staff.hex for staff in said.recipient_staff),
        purpose=said.purpose,
        parts=sorted(set(said.parts)),
        answer=said.answer,
        given=said.given,
        given_at=at,
        language=said.language,
        interpreter=said.interpreter,
        given_by=said.given_by,
        old_enough=_old_enough(said, at),
        guardian_accompanies=said.guardian_accompanies,
        guardian_suspected=said.guardian_suspected,
        guardian_benefits=said.guardian_benefits,
        asked_anew_on=_asked_anew_on(said),
        starts=at,
        until=said.until,
        recorded_by_id=by.staff,
        notice=NOTICE,
    )
    owner = Owner(by.agency, "person", person)
    ground.words = seal_text(said.words, owner, Place("consent_ground", ground.pk, "words"))
    return ground


def goes_to_another_agency(recipient: UUID, staff: Iterable[UUID], by: Actor) -> None:
    """`Refused` for one's own agency; `NotHere` for an unknown one, or staff of yet another."""
    if recipient == by.agency:
        raise Refused(_("Your own agency reads its own record: choose another agency."))
    agency_by_id(recipient)
    for member in staff:
        colleague(recipient, member)


def last_moment(said: Answer) -> datetime:
    """Until when an answer holds for all that is known: a guardian's, until she is asked anew."""
    day = _asked_anew_on(said)
    return min(said.until, make_aware(datetime.combine(day, time()))) if day else said.until


def early_majority(birth: date | None) -> date | None:
    """The first of the month in which a child comes of age: early, and no birth date in it."""
    return majority_on(birth).replace(day=1) if birth else None


def answer_must_stand(said: Answer, at: datetime) -> None:
    """`Refused` with every reason why an answer cannot be kept as it was given."""
    if said.answer not in REASONS:
        raise Refused(_("Write down a yes or a no."))
    doubts = (said.guardian_accompanies, said.guardian_suspected, said.guardian_benefits)
    reasons = REASONS[said.answer](
        ConsentFacts(
            parts=said.parts,
            purpose=said.purpose,
            given=said.given,
            given_by=said.given_by,
            old_enough=_old_enough(said, at),
            birth=said.birth,
            guardian_counts=all(doubt is False for doubt in doubts),
            asked_anew_on=_asked_anew_on(said),
            given_at=localtime(at),
            until=said.until,
        )
    )
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))


def _old_enough(said: Answer, at: datetime) -> bool:
    if said.birth is None:
        return said.says_is_adult
    today = localdate(at)
    return consents_alone_from(said.birth, settings.COUNTRY, today, own_consent_ages()) <= today


def _asked_anew_on(said: Answer) -> date | None:
    return None if said.given_by == "the_person" else early_majority(said.birth)

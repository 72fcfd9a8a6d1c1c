"""What the person says of herself or himself, and what is left once a record is erased."""

from datetime import date, datetime
from typing import TypeVar
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.cases.doors import case_of
from throughcare.cases.services import record_event
from throughcare.identification import doors
from throughcare.identification.models import (
    Appeal,
    Determination,
    Letter,
    NonPunishment,
    OwnWord,
    Suspicion,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.vault.services import Place, seal_text

LONGEST_WORD = 200

Day = TypeVar("Day", date, datetime)


def record_own_word(case_key: str, words: str, *, by: Actor, at: datetime) -> str:
    """Keep the word that the person uses, which no decision changes: its key."""
    by.must("speak")
    if not words.strip():
        raise Refused(_("Write the word that the person uses."))
    if len(words) > LONGEST_WORD:
        raise Refused(_("A few words are enough: at most 200 letters."))
    with act("own_word.recorded", by=by, at=at) as recorded:
        person = case_of(by, case_key, at).person_id
        recorded.about(person)
        row = OwnWord(person_id=person, agency_id=by.agency, said_at=at, recorded_by_id=by.staff)
        place = Place("identification_ownword", row.pk, "words")
        row.words = seal_text(words.strip(), doors.owner_of(row), place)
        row.save(force_insert=True)
        record_event(person, "own_word", part="situation", by=by, at=at)
    return row.key


def erase_identification(person: UUID, agency: UUID, at: datetime) -> None:
    """What is left of an erased record: that an authority once decided, by month and law alone.

    Part of erasing. What the agency wrote into a procedure of another goes, too.
    """
    own = {"person": person, "agency": agency}
    OwnWord.objects.filter(**own).delete()
    Suspicion.objects.filter(**own).delete()
    questions = NonPunishment.objects.filter(determination__person=person)
    questions.filter(determination__agency=agency).delete()
    questions.filter(answered_by__agency=agency).update(words=None)
    Appeal.objects.filter(determination__person=person, made_by__agency=agency).update(words=None)
    for row in Determination.objects.filter(**own, erased_at=None):
        _coarsen(row, at)


def _coarsen(row: Determination, at: datetime) -> None:
    row.disputes.all().delete()
    row.charges.all().delete()
    Letter.objects.filter(ruling__determination=row).delete()
    for ruling in row.rulings.all():
        ruling.change(reasons=None, facts=[], lacks=[], decided_at=_month(ruling.decided_at))
    for appeal in row.appeals.all():
        made, decided = _month(appeal.made_at), _month(appeal.decided_at)
        appeal.change(words=None, made_at=made, decided_at=decided)
    row.change(
        received_at=_month(row.received_at),
        presumed_on=_month(row.presumed_on),
        concluded_on=_month(row.concluded_on),
        protected_through=_month(row.protected_through),
        target_at=None,
        act_on=None,
        lacks=[],
        erased_at=at,
    )


def _month(day: Day | None) -> Day | None:
    """The first moment of its month, or its first day."""
    if isinstance(day, datetime):
        return day.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    return day and day.replace(day=1)

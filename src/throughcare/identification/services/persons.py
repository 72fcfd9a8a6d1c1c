"""What the person says of herself or himself, and what is left once a record is erased."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.cases.doors import case_of
from throughcare.cases.services import record_event
from throughcare.identification import doors
from throughcare.identification.models import (
    Appeal,
    Determination,
    NonPunishment,
    OwnWord,
    Ruling,
    Suspicion,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.vault.services import Place, seal_text

LONGEST_WORD = 200


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

    Part of erasing.
    """
    own = {"person": person, "agency": agency}
    OwnWord.objects.filter(**own).delete()
    Suspicion.objects.filter(**own).delete()
    NonPunishment.objects.filter(
        determination__person=person, determination__agency=agency
    ).delete()
    Appeal.objects.filter(determination__person=person, made_by__agency=agency).update(words=None)
    for row in Determination.objects.filter(**own):
        Appeal.objects.filter(determination=row).update(words=None)
        Ruling.objects.filter(determination=row).update(reasons=None, facts=[])
        row.disputes.all().delete()
        for ruling in row.rulings.all():
            ruling.letters.all().delete()
        month = row.received_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        row.change(received_at=month, target_at=None, act_on=None, erased_at=at)

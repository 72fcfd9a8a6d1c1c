"""The ways to determinations, own words, and what lies behind the wall."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from throughcare.audit.services import look
from throughcare.cases.doors import case_of, case_opened
from throughcare.consent.doors import access_of
from throughcare.identification.models import (
    Appeal,
    Determination,
    Letter,
    NonPunishment,
    OwnWord,
    Ruling,
    Suspicion,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.vault.services import KeyGone, Owner, Place, Stored, open_text
from throughcare_core.vocab import AgencySide, agency_side

STATUS_PART, WALLED_PART = "situation", "justice"
NEVER_ASSESS = frozenset({AgencySide.BORDER, AgencySide.MIGRATION})


def determinations_of(by: Actor, at: datetime) -> QuerySet[Determination]:
    """Determinations in records whose situation the actor may read."""
    rows = access_of(by, at, [STATUS_PART]).filter(
        person=OuterRef("person"), holder=OuterRef("agency")
    )
    return Determination.objects.filter(Exists(rows), erased_at=None)


def determination_for(by: Actor, key: str, at: datetime) -> Determination:
    """One of these determinations, or `NotHere`. 1 query."""
    found = determinations_of(by, at).filter(key=key).select_related("agency").first()
    if found is None:
        raise NotHere("determination", asked=key)
    return found


def determination_opened(by: Actor, key: str, at: datetime) -> Determination:
    """As `determination_for`, and the look is written down: for its page."""
    found = determination_for(by, key, at)
    look(
        "determination.looked_at",
        by=by,
        at=at,
        subjects=[found.person_id, found.pk, found.agency_id],
    )
    return found


def own_determination(by: Actor, key: str, at: datetime) -> Determination:
    """A determination of the actor's own agency, for who decides there, or `NotHere`. 1 query."""
    found = determination_for(by, key, at)
    if found.agency_id != by.agency or not by.may("determine"):
        raise NotHere("determination", asked=key)
    return found


def determination_to_argue(by: Actor, key: str, at: datetime) -> Determination:
    """A determination, for who decides, the lawyer and the advocate; else `NotHere`. 1 query."""
    found = determination_for(by, key, at)
    if not by.may("assess"):
        raise NotHere("determination", asked=key)
    return found


def determination_to_charge(by: Actor, key: str, at: datetime) -> Determination:
    """A determination of the own agency, to say what became of a charge; else `NotHere`.

    For who decides there, and for who may write in the justice part of that record. 2 queries.
    """
    found = determination_for(by, key, at)
    if not may_charge(by, found, at):
        raise NotHere("determination", asked=key)
    return found


def may_charge(by: Actor, found: Determination, at: datetime) -> bool:
    """Whether what became of a charge is read and written by the actor. At most 1 query."""
    if found.agency_id != by.agency or not by.may("write_note"):
        return False
    rows = access_of(by, at, [WALLED_PART]).filter(person=found.person_id, holder=by.agency)
    return by.may("determine") or rows.exists()


def case_to_decide(by: Actor, key: str, at: datetime) -> Any:
    """A case of the actor's own agency, for who decides there, or `NotHere`. 1 query."""
    found = case_of(by, key, at)
    if not by.may("determine"):
        raise NotHere("case", asked=key)
    return found


def case_to_assess(by: Actor, key: str, at: datetime) -> Any:
    """A case of the actor's own agency, for a working assessment, or `NotHere`. 1 query.

    For the deciding authority, the lawyer and the advocate, and for nobody at a border.
    """
    found = case_of(by, key, at)
    if not by.may("assess") or agency_side(by.agency_kind) in NEVER_ASSESS:
        raise NotHere("case", asked=key)
    return found


def case_behind_the_wall(by: Actor, key: str, at: datetime) -> Any:
    """A case of the actor's own agency whose justice part she or he may read, or `NotHere`."""
    found = case_of(by, key, at)
    rows = access_of(by, at, [WALLED_PART]).filter(person=found.person_id, holder=by.agency)
    if not rows.exists():
        raise NotHere("case", asked=key)
    return found


def case_with_status(by: Actor, key: str, at: datetime) -> Any:
    """A case, for the page of all determinations about its person; the look is written down."""
    return case_opened(by, key, at, purpose="identification")


def letter_for(by: Actor, key: str, at: datetime) -> Letter:
    """A letter of the actor's own agency, for who decides there, or `NotHere`. 1 query."""
    rows = determinations_of(by, at).filter(pk=OuterRef("ruling__determination"), agency=by.agency)
    found = (
        Letter.objects.filter(Exists(rows), key=key)
        .select_related("ruling__determination__agency")
        .first()
    )
    if found is None or not by.may("determine"):
        raise NotHere("letter", asked=key)
    return found


def suspicions_of(by: Actor, at: datetime) -> QuerySet[Suspicion]:
    """Suspicions in records whose justice part the actor may read."""
    rows = access_of(by, at, [WALLED_PART]).filter(
        person=OuterRef("person"), holder=OuterRef("agency")
    )
    return Suspicion.objects.filter(Exists(rows))


def questions_of(by: Actor, at: datetime) -> QuerySet[NonPunishment]:
    """Questions of non-punishment, for who may read both sides of the wall of them."""
    suspected = suspicions_of(by, at).filter(pk=OuterRef("suspicion"))
    decided = determinations_of(by, at).filter(pk=OuterRef("determination"))
    return NonPunishment.objects.filter(Exists(suspected), Exists(decided)).select_related(
        "suspicion__agency", "determination__agency"
    )


def question_of(by: Actor, key: str, at: datetime) -> NonPunishment:
    """One of these questions, or `NotHere`. 1 query."""
    found = questions_of(by, at).filter(key=key).first()
    if found is None:
        raise NotHere("non_punishment", asked=key)
    return found


def own_words_of(by: Actor, person: UUID, at: datetime) -> QuerySet[OwnWord]:
    """What the person calls herself or himself, in records whose situation may be read."""
    rows = access_of(by, at, [STATUS_PART]).filter(
        person=OuterRef("person"), holder=OuterRef("agency")
    )
    return OwnWord.objects.filter(Exists(rows), person=person)


def owner_of(row: Determination | OwnWord | Suspicion) -> Owner:
    """Whose key seals the words that belong to a row, whoever writes them.

    The record's agency's: what it erases opens nowhere any more, and an agency without a record of
    its own gets no key of the person.
    """
    return Owner(row.agency_id, "person", row.person_id)


def reasons_of(by: Actor, ruling: Ruling) -> str:
    """The reasons of a ruling that a door let somebody see: for who decides or argues alone."""
    if not by.may("assess"):
        return ""
    place = Place("identification_ruling", ruling.pk, "reasons")
    return opened(ruling.reasons, ruling.determination, place)


def words_of_appeal(by: Actor, appeal: Appeal) -> str:
    """Why somebody appealed: for who decides or argues alone."""
    if not by.may("assess"):
        return ""
    place = Place("identification_appeal", appeal.pk, "words")
    return opened(appeal.words, appeal.determination, place)


def own_word_of(row: OwnWord) -> str:
    """The word that a door let somebody see."""
    return opened(row.words, row, Place("identification_ownword", row.pk, "words"))


def words_behind_the_wall(row: Suspicion | NonPunishment) -> str:
    """The sealed words of what a door behind the wall let somebody see."""
    about = row if isinstance(row, Suspicion) else row.suspicion
    return opened(row.words, about, Place(row._meta.db_table, row.pk, "words"))


def opened(sealed: Stored | None, about: Determination | OwnWord | Suspicion, place: Place) -> str:
    """A text, opened with the key of its record; empty once the key is gone."""
    if sealed is None:
        return ""
    try:
        return open_text(sealed, owner_of(about), place)
    except KeyGone:
        return ""

"""The ways to linked records, to what people allowed, and to questions between agencies.

A question is there for its holder, and an answer for its asker, only while both people's yes is in
force, neither agency has left, and the holder's record is not locked. All of it is one condition in
one query, so that whatever is missing, nothing is there, in the same way.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.agencies.doors import agency_by_id
from throughcare.consent.doors import access_of, locks_in_force, person_for
from throughcare.identity.doors import parts_open
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.linking.models import Inquiry, Likeness, Link, Permission, Sending
from throughcare.linking.rules import Kind, Standing

IDENTITY = "identity"


def record_here(by: Actor, key: str, at: datetime) -> UUID:
    """The person of a key, whose identity the actor may read at the own agency. 2 queries."""
    person = person_for(by, key, at)
    parts_open(by, person, by.agency, at, IDENTITY, door="linking.record")
    return person


def readable_here(by: Actor, person: UUID, at: datetime) -> bool:
    """Whether the actor may read who somebody is, at the own agency. 1 query."""
    return _own_identity(by, at).filter(person=person).exists()


def standing_of(by: Actor) -> Standing:
    """Whether the actor's agency takes part in asking one another. 1 query."""
    agency = agency_by_id(by.agency)
    return Standing(agency.kind, agency.in_matching)


def links_of(by: Actor, person: UUID, at: datetime) -> QuerySet[Link]:
    """The links of a record, past ones too, as far as the actor may read the other record."""
    one, other = (
        Exists(_own_identity(by, at).filter(person=OuterRef(side))) for side in ("one", "other")
    )
    return Link.objects.filter(Q(one=person) & other | Q(other=person) & one, agency=by.agency)


def link_between(by: Actor, person: UUID, other: UUID) -> Link | None:
    """The link in force between two records that doors have let the actor reach. 1 query."""
    one, two = sorted((person, other))
    return Link.objects.filter(agency=by.agency, one=one, other=two, unlinked_at=None).first()


def permissions_of(person: UUID, holder: UUID) -> QuerySet[Permission]:
    """All that a person said here, of a record that a door has let somebody reach."""
    return Permission.objects.filter(person=person, holder=holder)


def permission_for(by: Actor, key: str, about: UUID) -> Permission:
    """One answer that stands, about a person whom a door has let the actor reach. 1 query."""
    found = permissions_of(about, by.agency).filter(key=key, ended_at=None).first()
    if found is None:
        raise NotHere("linking.permission", asked=key)
    return found


def yes_in_force(at: datetime) -> Q:
    """Answers that are a yes at a moment, and were not taken back."""
    return Q(answer="yes", ended_at=None, given_at__lte=at, until__gt=at)


def may_be_found(holder: UUID | OuterRef, at: datetime) -> QuerySet[Permission]:
    """Who of an agency's people said yes to being found, and is not locked; for comparing alone."""
    locked = locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("holder"))
    rows = Permission.objects.filter(yes_in_force(at), holder=holder, kind=Kind.BE_FOUND)
    return rows.filter(~Exists(locked), holder__in_matching=True)


def inquiries_about(person: UUID, asker: UUID) -> QuerySet[Inquiry]:
    """The questions that an agency asked, of a record that a door has let somebody reach."""
    return Inquiry.objects.filter(person=person, asker=asker)


def sendings_to_compare(at: datetime) -> QuerySet[Sending]:
    """What was sent and not compared yet; for the round alone."""
    rows = Sending.objects.filter(_rests_on_a_yes(at), inquiry__until__gt=at, compared_at=None)
    return rows.select_related("inquiry__permission", "holder")


def likenesses_open(at: datetime) -> QuerySet[Likeness]:
    """What may be shown to anybody at all: both people's yes is in force, and nothing is locked."""
    found = may_be_found(OuterRef("holder"), at).filter(person=OuterRef("person"))
    return Likeness.objects.filter(_rests_on_a_yes(at), Exists(found))


def questions_to(by: Actor, at: datetime) -> QuerySet[Likeness]:
    """Questions about own records that the actor may answer: identity open, and the duty."""
    own = _own_identity(by, at).filter(person=OuterRef("person"))
    agency = by.agency if by.may("answer_referral") else None
    waiting = likenesses_open(at).filter(inquiry__until__gt=at, answered_at=None)
    return waiting.filter(Exists(own), holder=agency)


def question_to(by: Actor, key: str, at: datetime) -> Likeness:
    """One of these questions, or `NotHere`. 1 query."""
    found = questions_to(by, at).select_related("inquiry__asker").filter(key=key).first()
    if found is None:
        raise NotHere("linking.question", asked=key)
    return found


def answers_about(person: UUID, asker: UUID, at: datetime) -> QuerySet[Likeness]:
    """Who said yes to an agency's questions about a person: all that an asker ever hears of."""
    return likenesses_open(at).filter(
        inquiry__person=person, inquiry__asker=asker, answered_at__isnull=False
    )


def _own_identity(by: Actor, at: datetime) -> QuerySet[Any]:
    return access_of(by, at, (IDENTITY,)).filter(holder=by.agency)


def _rests_on_a_yes(at: datetime) -> Q:
    """That an inquiry was not ended, and its person's yes to asking is in force."""
    return Q(
        inquiry__ended_at=None,
        inquiry__asker__in_matching=True,
        inquiry__permission__answer="yes",
        inquiry__permission__ended_at=None,
        inquiry__permission__until__gt=at,
    )

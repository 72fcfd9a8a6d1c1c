"""The ways to a case and to what lies in it."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.audit.services import look
from throughcare.cases.models import (
    AddedValue,
    Attachment,
    CaseFile,
    Conference,
    Decision,
    Event,
    Fact,
    HistoricEvent,
    Invited,
    Task,
)
from throughcare.cases.rules import REFERRAL_STEPS
from throughcare.consent.doors import access_of, locks_in_force
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.vault.services import KeyGone, Owner, Place, Stored, open_file, open_text


def cases_of(by: Actor, at: datetime) -> QuerySet[CaseFile]:
    """The cases of the actor's own agency that she or he may read any part of."""
    rows = access_of(by, at).filter(person=OuterRef("person"), holder=OuterRef("agency"))
    return CaseFile.objects.filter(Exists(rows), agency=by.agency, erased_at=None)


def cases_to_count(by: Actor) -> QuerySet[CaseFile]:
    """The cases of one's own agency that figures count: never a locked one."""
    by.must("statistics")
    locked = locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("agency"))
    return CaseFile.objects.filter(~Exists(locked), agency=by.agency)


def cases_everywhere() -> QuerySet[CaseFile]:
    """The cases of every agency, for numbers alone: never a locked one.

    Whoever counts asks first whether the actor may (`coordinate`), and shows no key and no row.
    """
    locked = locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("agency"))
    return CaseFile.objects.filter(~Exists(locked))


def case_of(by: Actor, key: str, at: datetime) -> CaseFile:
    """One case of the actor's own agency, or `NotHere`. 1 query."""
    found = cases_of(by, at).select_related("person", "manager").filter(key=key).first()
    if found is None:
        raise NotHere("case", asked=key)
    return found


def case_opened(by: Actor, key: str, at: datetime, purpose: str = "care") -> CaseFile:
    """As `case_of`, and the look is written down: for the page of a case. 1 query and the line."""
    found = case_of(by, key, at)
    look("case.looked_at", by=by, at=at, subjects=[found.person_id, found.pk], purpose=purpose)
    return found


def case_about(by: Actor, person: UUID, at: datetime) -> CaseFile | None:
    """The case of the actor's own agency about a person, if it may be read. 1 query."""
    return cases_of(by, at).filter(person=person).first()


def events_of(by: Actor, person: UUID, at: datetime) -> QuerySet[Event]:
    """The steps on a person's timeline that the actor may see, of every agency.

    To whom another agency referred her or him is not among them: it says where she or he is, and
    whoever took her or him in has those steps in a record of its own.
    A note about several people stays inside its agency: what one of them allowed covers only her.
    """
    rows = access_of(by, at).filter(
        person=OuterRef("person"), holder=OuterRef("agency"), part=OuterRef("part")
    )
    others = ~Q(agency=by.agency)
    may_be_told = Q(agency=by.agency) | ~Q(kind__in=REFERRAL_STEPS)
    found = Event.objects.filter(may_be_told, Exists(rows), person=person)
    return found.exclude(others, sealed_for="case")


def facts_of(by: Actor, person: UUID, at: datetime) -> QuerySet[Fact]:
    """What is known of a person in the parts that the actor may read, of every agency."""
    rows = _rows_of_case(by, at).filter(part=OuterRef("part"))
    return Fact.objects.filter(Exists(rows), case__person=person).select_related("case__agency")


def history_of(by: Actor, person: UUID, at: datetime) -> QuerySet[HistoricEvent]:
    """What happened to a person before, of every agency whose *situation* the actor may read."""
    rows = _rows_of_case(by, at).filter(part="situation")
    found = HistoricEvent.objects.filter(Exists(rows), case__person=person)
    return found.select_related("case__agency")


def added_values_of(by: Actor, person: UUID, at: datetime) -> QuerySet[AddedValue]:
    """Answers in agencies' own fields about a person, in the parts that the actor may read."""
    rows = _rows_of_case(by, at).filter(part=OuterRef("field__part"))
    found = AddedValue.objects.filter(Exists(rows), case__person=person)
    return found.select_related("case__agency", "field")


def words_of(event: Event, case: UUID | None = None) -> str:
    """The text of a step that a door has let somebody see."""
    if event.words is None:
        return ""
    subject = case if event.sealed_for == "case" and case else event.person_id
    owner = Owner(event.agency_id, event.sealed_for, subject)
    return open_text(event.words, owner, Place("cases_event", event.pk, "words"))


def note_to_redact(by: Actor, key: str, at: datetime) -> tuple[Event, CaseFile, str]:
    """A note about several people, one of whom was erased: with its case and its text."""
    event = Event.objects.filter(
        key=key,
        agency=by.agency,
        also_about__redaction_asked_at__isnull=False,
        also_about__redacted_at=None,
    ).first()
    case = case_about(by, event.person_id, at) if event else None
    if event is None or case is None or event.part not in by.parts:
        raise NotHere("event", asked=key)
    look("case.note_to_redact", by=by, at=at, subjects=[event.person_id, event.pk])
    return event, case, words_of(event, case.pk)


def tasks_of(by: Actor, at: datetime) -> QuerySet[Task]:
    """Tasks of cases that the actor may read."""
    return Task.objects.filter(
        Exists(_rows_of_case(by, at)), case__agency=by.agency, case__erased_at=None
    )


def task_of(by: Actor, key: str, at: datetime) -> Task:
    """A task of a case that the actor may read, or `NotHere`. 1 query."""
    found = tasks_of(by, at).filter(key=key).select_related("case").first()
    if found is None:
        raise NotHere("task", asked=key)
    return found


def attachments_of(by: Actor, at: datetime) -> QuerySet[Attachment]:
    """Attachments in the parts that the actor may read, of every agency; none in an emergency."""
    rows = _rows_of_case(by, at).filter(part=OuterRef("part"))
    rows = rows.exclude(ground="emergency_access")  # a recording is never opened in an emergency
    return Attachment.objects.filter(Exists(rows), removed_at=None).select_related("case__agency")


def attachment_of(by: Actor, key: str, at: datetime) -> Attachment:
    """One of these attachments, or `NotHere`. 1 query."""
    found = attachments_of(by, at).filter(key=key).first()
    if found is None:
        raise NotHere("attachment", asked=key)
    return found


def attachment_opened(by: Actor, key: str, at: datetime) -> tuple[Attachment, str, Iterator[bytes]]:
    """An attachment with its name and its bytes; the look is written down."""
    found = attachment_of(by, key, at)
    look(
        "case.attachment",
        by=by,
        at=at,
        subjects=[found.case.person_id, found.pk, found.case.agency_id],
    )
    owner = Owner(found.case.agency_id, "person", found.case.person_id)
    name = open_text(found.name, owner, Place("cases_attachment", found.pk, "name"))
    return found, name, open_file(owner, Place("cases_attachment", found.pk, "file"))


def conferences_of(by: Actor, at: datetime) -> QuerySet[Conference]:
    """Conferences of one's own agency's cases, and those to which one's agency comes.

    Both only while the actor may read a part of the record that they are about.
    """
    rows = _rows_of_case(by, at)
    comes = Invited.objects.filter(conference=OuterRef("pk"), agency=by.agency, comes=True)
    return Conference.objects.filter(
        Q(case__agency=by.agency) | Exists(comes), Exists(rows), case__erased_at=None
    )


def conference_for(by: Actor, key: str, at: datetime) -> Conference:
    """One of these conferences, or `NotHere`. 1 query."""
    found = conferences_of(by, at).select_related("case__agency").filter(key=key).first()
    if found is None:
        raise NotHere("conference", asked=key)
    return found


def conference_opened(by: Actor, key: str, at: datetime) -> Conference:
    """As `conference_for`, and the look is written down: for its page and its minutes."""
    found = conference_for(by, key, at)
    case = found.case
    look(
        "conference.looked_at",
        by=by,
        at=at,
        subjects=[case.person_id, found.pk, case.agency_id],
    )
    return found


def own_conference(by: Actor, key: str, at: datetime) -> Conference:
    """One conference that the actor's agency called, for who manages cases there. 1 query."""
    found = conference_for(by, key, at)
    if found.case.agency_id != by.agency or not by.may("manage_case"):
        raise NotHere("conference", asked=key)
    return found


def invitations_to(by: Actor, at: datetime) -> QuerySet[Invited]:
    """Invitations that wait for an answer of one's agency, for those who answer referrals.

    Once a record is locked, none about it is left.
    """
    agency = by.agency if by.may("answer_referral") else None
    locked = locks_in_force().filter(
        person=OuterRef("conference__case__person"), holder=OuterRef("conference__case__agency")
    )
    return Invited.objects.filter(
        ~Exists(locked),
        agency=agency,
        comes=None,
        conference__ended_at=None,
        conference__meets_at__gt=at,
    ).select_related("conference__case__agency")


def invitation_of(by: Actor, key: str, at: datetime) -> Invited:
    """One of these invitations, or `NotHere`. 1 query."""
    found = invitations_to(by, at).filter(key=key).first()
    if found is None:
        raise NotHere("invitation", asked=key)
    return found


def decisions_of(by: Actor, at: datetime) -> QuerySet[Decision]:
    """What conferences decided, in the parts that the actor may read."""
    rows = access_of(by, at).filter(
        person=OuterRef("conference__case__person"),
        holder=OuterRef("conference__case__agency"),
        part=OuterRef("part"),
    )
    return Decision.objects.filter(
        Exists(rows), conference__in=conferences_of(by, at)
    ).select_related("conference__case", "owner")


def decision_to_do(by: Actor, key: str, at: datetime) -> Decision:
    """A decision that the actor's agency is to carry out and may read, or `NotHere`. 1 query."""
    found = decisions_of(by, at).filter(key=key, owner=by.agency).first()
    if found is None:
        raise NotHere("decision", asked=key)
    return found


def view_of(conference: Conference) -> str:
    """The person's view of a conference that a door has let somebody see."""
    return _of_conference(
        conference, conference.view, Place("cases_conference", conference.pk, "view")
    )


def decided_words(decision: Decision) -> str:
    """What was decided, for whom a door has let see it."""
    place = Place("cases_decision", decision.pk, "words")
    return _of_conference(decision.conference, decision.words, place)


def _rows_of_case(by: Actor, at: datetime) -> QuerySet[Any]:
    """The access rows of the case that a row hangs on, to be cut to its part."""
    return access_of(by, at).filter(
        person=OuterRef("case__person"), holder=OuterRef("case__agency")
    )


def _of_conference(conference: Conference, sealed: Stored | None, place: Place) -> str:
    if sealed is None:
        return ""
    owner = Owner(conference.case.agency_id, "person", conference.case.person_id)
    try:
        return open_text(sealed, owner, place)
    except KeyGone:
        return ""

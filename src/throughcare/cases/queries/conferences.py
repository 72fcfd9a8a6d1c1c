"""Rows of case conferences: to come, invitations, one as one reader sees it, what is to be done."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.rules import Mark, mark_of
from throughcare.cases import doors
from throughcare.cases.models import CaseFile, Conference, Decision
from throughcare.cases.rules import AGENDA, MEETING_WAYS, VIEW_PART
from throughcare.consent.doors import access_of
from throughcare.consent.queries import agreements_in_force, consents_of, who_has_access
from throughcare.kernel.actors import Actor
from throughcare.persons.queries import numbers_at

PAGE = 40


@dataclass(frozen=True, slots=True)
class MayComeRow:
    """An agency that may be invited: it has access, or the person has allowed it."""

    agency: UUID
    name: str
    has_access: bool


@dataclass(frozen=True, slots=True)
class ConferenceRow:
    """A conference to come, or an invitation to one: nothing of whom it is about."""

    key: str
    agency: Mark
    meets_at: datetime
    way: str


@dataclass(frozen=True, slots=True)
class DecisionRow:
    """One decision that the reader may see; `owner` is who carries it out, if somebody is to."""

    key: str
    conference: str
    matter: str
    words: str
    owner: str
    is_mine: bool
    due_on: date | None
    done_at: datetime | None
    over: bool


@dataclass(frozen=True, slots=True)
class MatterRow:
    """One matter of the agenda with what was decided, in a part that the reader may see."""

    label: str
    decisions: Sequence[DecisionRow]


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """An invited agency and its answer (None: none yet); for the agency that called."""

    name: str
    comes: bool | None


@dataclass(frozen=True, slots=True)
class ConferencePage:
    """A conference as one reader sees it: what is not of her parts leaves no gap."""

    key: str
    number: str
    case_key: str
    caller: Mark
    meets_at: datetime
    way: str
    view: str
    has_view: bool
    matters: Sequence[MatterRow]
    invited: Sequence[InvitedRow]
    ended_at: datetime | None
    is_own: bool


def may_be_invited(by: Actor, case: CaseFile, at: datetime) -> list[MayComeRow]:
    """The agencies that may come to a conference about an own case, by name. 4 queries."""
    readers = who_has_access(case.person_id, by.agency, at)
    found = {row.agency: row.name for row in readers if not row.is_holder}
    agreed = agreements_in_force(by.agency, at)
    allowed = {
        row.recipient_agency: row.recipient
        for row in consents_of(case.person_id, by.agency, at)
        if row.in_force and row.recipient_agency in agreed
    }
    rows = [MayComeRow(agency, name, agency in found) for agency, name in (allowed | found).items()]
    return sorted(rows, key=lambda row: row.name)


def who_may_carry_out(conference: Conference, part: str, at: datetime) -> list[UUID]:
    """The agencies at the table that may read a part, the caller first. 3 queries."""
    case = conference.case
    coming = set(conference.invited.filter(comes=True).values_list("agency", flat=True))
    readers = who_has_access(case.person_id, case.agency_id, at)
    return [
        case.agency_id,
        *(row.agency for row in readers if row.agency in coming and part in row.parts),
    ]


def conferences_to_come(by: Actor, at: datetime) -> list[ConferenceRow]:
    """Conferences that the actor takes part in and that have not ended, soonest first. 1 query."""
    rows = doors.conferences_of(by, at).filter(ended_at=None).select_related("case__agency")
    return [_conference_row(row, row.key) for row in rows.order_by("meets_at", "pk")[:PAGE]]


def conferences_about(by: Actor, case: CaseFile, at: datetime) -> list[ConferenceRow]:
    """The conferences about one case that the actor may see, newest first. 1 query."""
    rows = doors.conferences_of(by, at).filter(case=case).select_related("case__agency")
    return [_conference_row(row, row.key) for row in rows.order_by("-meets_at", "-pk")[:PAGE]]


def invitations(by: Actor, at: datetime) -> list[ConferenceRow]:
    """Invitations that wait for an answer of one's agency, soonest first. 1 query."""
    rows = doors.invitations_to(by, at).order_by("conference__meets_at", "pk")[:PAGE]
    return [_conference_row(row.conference, row.key) for row in rows]


def decisions_to_do(by: Actor, at: datetime) -> list[DecisionRow]:
    """What conferences gave one's agency to do, in parts that the actor reads. 1 query."""
    rows = doors.decisions_of(by, at).filter(owner=by.agency, done_at=None)
    return [_decision_row(row, by, at) for row in rows.order_by("due_on", "pk")[:PAGE]]


def conference_page(by: Actor, conference: Conference, at: datetime) -> ConferencePage:
    """A conference that a door let somebody see, cut to her parts. 5 queries at most."""
    case = conference.case
    own = case.agency_id == by.agency
    here = access_of(by, at).filter(person=case.person_id, holder=case.agency_id)
    parts = set(here.values_list("part", flat=True))
    decided = doors.decisions_of(by, at).filter(conference=conference).order_by("decided_at", "pk")
    decisions = [(row.matter, _decision_row(row, by, at)) for row in decided]
    called = case.agency
    return ConferencePage(
        key=conference.key,
        number=numbers_at(by.agency, [case.person_id]).get(case.person_id, ""),
        case_key=case.key if own else "",
        caller=mark_of(called.code, called.kind, called.name),
        meets_at=conference.meets_at,
        way=_(MEETING_WAYS[conference.way]),
        view=doors.view_of(conference) if VIEW_PART in parts else "",
        has_view=conference.view is not None,
        matters=[
            MatterRow(_(AGENDA[code].label), [row for matter, row in decisions if matter == code])
            for code in conference.agenda
            if AGENDA[code].part in parts
        ],
        invited=[
            InvitedRow(row.agency.name, row.comes)
            for row in conference.invited.select_related("agency").order_by("agency__name")
        ]
        if own
        else [],
        ended_at=conference.ended_at,
        is_own=own and by.may("manage_case"),
    )


def _conference_row(conference: Conference, key: str) -> ConferenceRow:
    agency = conference.case.agency
    mark = mark_of(agency.code, agency.kind, agency.name)
    return ConferenceRow(key, mark, conference.meets_at, _(MEETING_WAYS[conference.way]))


def _decision_row(decision: Decision, by: Actor, at: datetime) -> DecisionRow:
    due = decision.due_on
    return DecisionRow(
        key=decision.key,
        conference=decision.conference.key,
        matter=_(AGENDA[decision.matter].label),
        words=doors.decided_words(decision),
        owner=decision.owner.name if decision.owner else "",
        is_mine=decision.owner_id == by.agency,
        due_on=due,
        done_at=decision.done_at,
        over=due is not None and decision.done_at is None and due < at.date(),
    )

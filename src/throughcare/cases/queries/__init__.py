"""Rows for pages: the list of cases, the timeline, tasks, fields that an agency adds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, Min, OuterRef, Q, Value
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agencies_by_code, agencies_by_id, staff_by_id
from throughcare.agencies.rules import Mark, mark_of
from throughcare.cases import doors
from throughcare.cases.models import (
    AddedField,
    AddedValue,
    AlsoAbout,
    Attachment,
    CaseFile,
    Event,
    Fact,
    HistoricEvent,
    Task,
)
from throughcare.cases.queries.asked import Asked, beyond, chosen
from throughcare.cases.rules import REFERRAL_STEPS, STEPS
from throughcare.consent.doors import access_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import word
from throughcare.persons.queries import numbers_at
from throughcare.vault.services import KeyGone, Owner, Place, open_text

PAGE = 40
ALL_OPEN = Asked()
MOST_REDACTIONS = 200


@dataclass(frozen=True, slots=True)
class CaseRow:
    """One case in a list."""

    key: str
    person: UUID
    number: str
    status: str
    manager: str
    mine: bool
    opened_at: datetime
    touched_at: datetime


@dataclass(frozen=True, slots=True)
class CasePage:
    """One page of a list by keyset: where the next begins (empty at the end)."""

    rows: Sequence[CaseRow]
    after: str


@dataclass(frozen=True, slots=True)
class Step:
    """One step on the timeline, as the reader may see it."""

    key: str
    at: datetime
    kind: str
    title: str
    agency: Mark
    staff: str
    own: bool
    milestone: bool
    words: str
    said: str
    rests_on: str
    until: datetime | None
    new_month: bool


@dataclass(frozen=True, slots=True)
class TaskRow:
    """Something to do."""

    key: str
    case_key: str
    person: UUID
    number: str
    kind: str
    words: str
    due_at: datetime
    over: bool


@dataclass(frozen=True, slots=True)
class AddedFieldRow:
    """A field that the agency added."""

    key: str
    label: str
    kind: str
    part: str
    purpose: str
    options: Sequence[str]


def case_page(by: Actor, at: datetime, asked: Asked = ALL_OPEN, after: str = "") -> CasePage:
    """Cases of one's own agency, as they are asked for: last touched first at first. 2 queries."""
    cases = chosen(doors.cases_of(by, at), asked, by.staff)
    if after:
        cases = cases.filter(beyond(after, asked))
    found = list(cases.select_related("manager")[: PAGE + 1])
    numbers = numbers_at(by.agency, [case.person_id for case in found])
    rows = [_case_row(case, numbers, by) for case in found[:PAGE]]
    last = found[PAGE - 1] if len(found) > PAGE else None
    return CasePage(rows, f"{last.touched_at.isoformat()}~{last.pk.hex}" if last else "")


def cases_in_order(by: Actor, at: datetime, persons: Iterable[UUID]) -> list[CaseRow]:
    """The cases about some people, in the order given: for search. 2 queries."""
    wanted = list(persons)
    found = {
        case.person_id: case
        for case in doors.cases_of(by, at).filter(person__in=wanted).select_related("manager")
    }
    numbers = numbers_at(by.agency, found)
    return [_case_row(found[person], numbers, by) for person in wanted if person in found]


def managed_elsewhere(by: Actor, case: CaseFile, at: datetime) -> list[str]:
    """Other agencies that manage an open case about a person, where it may be read. 1 query."""
    rows = access_of(by, at, ["situation"]).filter(
        person=OuterRef("person"), holder=OuterRef("agency")
    )
    cases = CaseFile.objects.filter(
        Exists(rows), person=case.person_id, closed_at=None, manager__isnull=False
    ).exclude(agency=by.agency)
    return list(cases.order_by("agency__name").values_list("agency__name", flat=True))


def consent_elsewhere_until(by: Actor, case: CaseFile, at: datetime) -> datetime | None:
    """How long one reads of a person on a yes that another agency asked for, if so. 1 query."""
    rows = access_of(by, at).filter(person=case.person_id, ground="consent")
    found: datetime | None = rows.exclude(holder=by.agency).aggregate(Min("until"))["until__min"]
    return found


def number_of(by: Actor, case: CaseFile) -> str:
    """The number by which the actor's agency knows the person of a case. 1 query."""
    return numbers_at(by.agency, [case.person_id]).get(case.person_id, "")


def timeline(
    by: Actor, case: CaseFile, at: datetime, *, only: str = "", newest_first: bool = True
) -> list[Step]:
    """Every step that the actor may see, of every agency. 6 queries.

    `only` is empty, "milestones" or "own".
    """
    events = doors.events_of(by, case.person_id, at)
    if only == "milestones":
        events = events.filter(milestone=True)
    if only == "own":
        events = events.filter(agency=by.agency)
    found = list(events.order_by("-at" if newest_first else "at", "-id"))
    agencies = agencies_by_id(event.agency_id for event in found)
    staff = staff_by_id(event.staff_id for event in found if event.staff_id)
    acting = agencies_by_id(member.agency_id for member in staff.values()) | agencies
    others = agencies_by_code(str(event.codes.get("agency_code", "")) for event in found)
    rests = _what_it_rests_on(by, case.person_id, at)
    steps: list[Step] = []
    month = None
    for event in found:
        ground, until = rests[(event.agency_id, event.part)]
        own = event.agency_id == by.agency
        who = staff.get(event.staff_id) if event.staff_id else None
        agency = acting[who.agency_id if who else event.agency_id]
        other = others.get(str(event.codes.get("agency_code", "")))
        steps.append(
            Step(
                key=event.key,
                at=event.at,
                kind=event.kind,
                title=_(STEPS[event.kind]),
                agency=mark_of(agency.code, agency.kind, agency.name),
                staff=who.name if who and who.agency_id == by.agency else "",
                own=own,
                milestone=event.milestone,
                words=_words(event, case),
                said=said_by_codes(event.kind, event.codes, other.name if other else ""),
                rests_on=ground,
                until=None if own else until,
                new_month=month is not None and (event.at.year, event.at.month) != month,
            )
        )
        month = (event.at.year, event.at.month)
    return steps


def said_by_codes(kind: str, codes: dict[str, object], other: str = "") -> str:
    """What the codes of a step say, in words; `other` is the agency that it was done with."""
    match kind, codes:
        case "first_contact", {"began_by": str(way)}:
            return word("contact_way", way)
        case "closed", {"reason": str(reason)}:
            return word("closing_reason", reason)
        case "referral_declined", {"reason": str(reason)}:
            return word("decline_reason", reason)
        case "referral_outcome", {"outcome": str(outcome)}:
            return word("referral_outcome", outcome)
        case "referral_withdrawn" | "referral_expired", _codes if other:
            return _("The offer to %(agency)s.") % {"agency": other}
        case "referral_offered", {"urgency": str(urgency)}:
            urgency_words = word("urgency", urgency)
            return _("To %(agency)s. %(urgency)s.") % {"agency": other, "urgency": urgency_words}
        case "spoke", {"answers": int(answers)} if answers:
            return _("Answers written down: %(count)s") % {"count": answers}
    return ""


def tasks_waiting(by: Actor, at: datetime, case: CaseFile | None = None) -> list[TaskRow]:
    """What waits for the actor, or of one case, soonest first. 2 queries."""
    tasks = doors.tasks_of(by, at).filter(done_at=None)
    tasks = tasks.filter(case=case) if case else tasks.filter(staff=by.staff)
    found = list(tasks.select_related("case").order_by("due_at")[:PAGE])
    numbers = numbers_at(by.agency, [task.case.person_id for task in found])
    return [
        TaskRow(
            key=task.key,
            case_key=task.case.key,
            person=task.case.person_id,
            number=numbers.get(task.case.person_id, ""),
            kind=task.kind,
            words=_task_words(task),
            due_at=task.due_at,
            over=task.due_at <= at,
        )
        for task in found
    ]


def steps_for_a_copy(by: Actor, case: CaseFile, at: datetime) -> list[Step]:
    """The own agency's steps that may leave on paper, oldest first. 7 queries.

    Left out are texts about several people, and where the person was referred: that says where
    she or he is.
    """
    several = Event.objects.filter(person=case.person_id, agency=by.agency, sealed_for="case")
    left_out = set(several.values_list("key", flat=True))
    steps = timeline(by, case, at, only="own", newest_first=False)
    return [step for step in steps if step.key not in left_out and step.kind not in REFERRAL_STEPS]


def people_helped(by: Actor, since: datetime, until: datetime) -> tuple[list[UUID], list[UUID]]:
    """The people of an own agency's cases: new from `since` to `until`, and from before. 2 queries.

    For counting alone: nothing but keys of the spine, and none whose record is locked.
    """
    cases = doors.cases_to_count(by)
    still_open = Q(closed_at=None) | Q(closed_at__gte=since)
    new = cases.filter(opened_at__gte=since, opened_at__lt=until)
    before = cases.filter(still_open, opened_at__lt=since)
    return (
        list(new.values_list("person", flat=True)),
        list(before.values_list("person", flat=True)),
    )


def added_fields(agency: UUID, parts: Iterable[str] | None = None) -> list[AddedFieldRow]:
    """The fields that an agency asks beside ours. 1 query."""
    rows = AddedField.objects.filter(agency=agency, retired_at=None).order_by("added_at")
    if parts is not None:
        rows = rows.filter(part__in=set(parts))
    return [
        AddedFieldRow(row.key, row.label, row.kind, row.part, row.purpose, tuple(row.options))
        for row in rows
    ]


def parts_held(person: UUID, agency: UUID) -> frozenset[str]:
    """In which parts an agency's case about a person holds anything; never what. 1 query."""
    case = {"case__person": person, "case__agency": agency, "case__erased_at": None}
    steps = Event.objects.filter(person=person, agency=agency).filter(
        Exists(CaseFile.objects.filter(person=person, agency=agency, erased_at=None))
    )
    kept = Fact.objects.filter(**case).values_list("part")
    more = (
        steps.values_list("part"),
        Attachment.objects.filter(**case, removed_at=None).values_list("part"),
        AddedValue.objects.filter(**case).values_list("field__part"),
        HistoricEvent.objects.filter(**case).annotate(held=Value("situation")).values_list("held"),
    )
    return frozenset(part for (part,) in kept.union(*more))


def redactions_waiting(by: Actor, at: datetime) -> list[tuple[str, str]]:
    """Texts about several people, one of whom was erased: case key and event key. 2 queries."""
    readable = doors.cases_of(by, at).filter(person=OuterRef("event__person"))
    waiting = AlsoAbout.objects.filter(
        Exists(readable),
        event__agency=by.agency,
        event__part__in=sorted(by.parts),
        redaction_asked_at__isnull=False,
        redacted_at=None,
    )
    events = dict(
        waiting.order_by("event").values_list("event__key", "event__person")[:MOST_REDACTIONS]
    )
    cases = doors.cases_of(by, at).filter(person__in=set(events.values()))
    keys = dict(cases.values_list("person", "key")) if events else {}
    return [(keys[person], event) for event, person in events.items() if person in keys]


def _case_row(case: CaseFile, numbers: dict[UUID, str], by: Actor) -> CaseRow:
    return CaseRow(
        key=case.key,
        person=case.person_id,
        number=numbers.get(case.person_id, ""),
        status=word("case_status", case.status),
        manager=case.manager.name if case.manager else "",
        mine=case.manager_id == by.staff,
        opened_at=case.opened_at,
        touched_at=case.touched_at,
    )


def _what_it_rests_on(
    by: Actor, person: UUID, at: datetime
) -> dict[tuple[UUID, str], tuple[str, datetime]]:
    rows = access_of(by, at).filter(person=person).order_by("until")
    return {
        (holder, part): (ground, until)
        for holder, part, ground, until in rows.values_list("holder", "part", "ground", "until")
    }


def _words(event: Event, case: CaseFile) -> str:
    try:
        return doors.words_of(event, case.pk)
    except KeyGone:
        return ""


def _task_words(task: Task) -> str:
    if task.words is None:
        return ""
    place = Place("cases_task", task.pk, "words")
    try:
        return open_text(task.words, _owner(task.case), place)
    except KeyGone:
        return ""


def _owner(case: CaseFile) -> Owner:
    return Owner(case.agency_id, "person", case.person_id)

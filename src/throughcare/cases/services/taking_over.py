"""Many cases at once, taken over from another system."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.doors import colleague
from throughcare.audit.services import act
from throughcare.cases.models import AddedValue, CaseFile, Event, Fact, HistoricEvent, Task
from throughcare.cases.rules import STEPS, TOPICS, Statement, reasons_not_to_record
from throughcare.cases.services.sealed_words import SealedAnswer, SealedNote, ids_of_fields
from throughcare.consent.services.many import begin_records
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.queries import insert_many
from throughcare.persons.services import new_people, number_people
from throughcare_core.vocab import is_code

BEGAN_BY = "agency"
SITUATION = "situation"
SAID_BY = "document"
"""Who says what a file says: notes apart, which are the words of whoever kept it."""


@dataclass(frozen=True, slots=True)
class PastStep:
    """A step that was taken before the case came here: its kind (`STEPS`), moment and codes."""

    kind: str
    at: datetime
    milestone: bool = False
    staff: UUID | None = None
    codes: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class OpenTask:
    """Something that is still to be done, by whom and by when."""

    kind: str
    due_at: datetime
    staff: UUID


@dataclass(frozen=True, slots=True)
class Happened:
    """Something before the case: its kind (list `event_type`), where, and when as far as known."""

    kind: str
    country: str = ""
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class TakenOver:
    """What another system says of one case: its status (list `case_status`) and the facts.

    `closing_reason` (list `closing_reason`) goes with a closed status, and with no other. Without
    `opened_at` and steps the case begins at the moment at which it is taken over. Notes and answers
    in an agency's own fields are sealed before (`sealed_words`).
    """

    status: str = "Active"
    closing_reason: str = ""
    statements: tuple[Statement, ...] = ()
    began_by: str = BEGAN_BY
    manager: UUID | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    steps: tuple[PastStep, ...] = ()
    tasks: tuple[OpenTask, ...] = ()
    history: tuple[Happened, ...] = ()
    notes: tuple[SealedNote, ...] = ()
    answers: tuple[SealedAnswer, ...] = ()

    @property
    def is_closed(self) -> bool:
        """Whether the file calls the case closed."""
        return self.status.startswith("Closed")

    def touched_at(self, at: datetime) -> datetime:
        """When something was last done in the case; `at` where nothing is known."""
        return max((step.at for step in self.steps), default=self.opened_at or at)


def take_over_cases(
    cases: Mapping[UUID, TakenOver], *, known: bool = False, by: Actor, at: datetime
) -> dict[UUID, UUID]:
    """Open a case of the actor's agency about each of many people who are new to the spine.

    Part of an act that names them. Returns person → case. With `known` these people are on the
    spine already, and new to the agency alone. Each has the step *Taken over from a file* unless
    its steps are known. Raises `Refused` where a fact, step or code is not known here.
    """
    by.must("open_case")
    for case in cases.values():
        _refuse_unknown(case)
    asked = ids_of_fields((each.field for case in cases.values() for each in case.answers), by)
    post = colleague(by.agency, by.staff).post_id
    people = list(cases)
    with act("case.taken_over", by=by, at=at, cases=len(cases)):
        keys = number_people(people, by.agency) if known else new_people(people, by.agency)
        begin_records(people, by=by, at=at)
        files = {
            person: _case_file(person, keys[person], case, by, at) for person, case in cases.items()
        }
        insert_many(files.values())
        insert_many(
            event for person, case in cases.items() for event in _steps(person, case, by, at)
        )
        insert_many(
            _fact(files[person], said, by, case.opened_at or at, post)
            for person, case in cases.items()
            for said in case.statements
        )
        insert_many(
            Task(case=files[person], kind=task.kind, due_at=task.due_at, staff_id=task.staff)
            for person, case in cases.items()
            for task in case.tasks
        )
        insert_many(
            _history(files[person], past, case.opened_at or at)
            for person, case in cases.items()
            for past in case.history
        )
        insert_many(
            _answer(files[person], said, asked[said.field], by, at)
            for person, case in cases.items()
            for said in case.answers
        )
    return {person: file.pk for person, file in files.items()}


def _refuse_unknown(case: TakenOver) -> None:
    if not is_code("case_status", case.status) or case.is_closed != bool(case.closing_reason):
        raise Refused(_("The status of a case and its reason for closing must go together."))
    if case.closing_reason and not is_code("closing_reason", case.closing_reason):
        raise Refused(_("Choose why the case is closed."))
    if unknown := {step.kind for step in case.steps} - set(STEPS):
        raise Refused(_("This step of a timeline is not known here: %s") % sorted(unknown)[0])
    for past in case.history:
        known = is_code("event_type", past.kind)
        if not known or (past.country and not is_code("country", past.country)):
            raise Refused(_("Choose what happened, and the country, from the lists."))
    for said in case.statements:
        if reasons := reasons_not_to_record(said):
            raise Refused(*(_(reason) for reason in reasons))


def _case_file(person: UUID, key: str, case: TakenOver, by: Actor, at: datetime) -> CaseFile:
    return CaseFile(
        key=key,
        person_id=person,
        agency_id=by.agency,
        status=case.status,
        manager_id=case.manager,
        began_by=case.began_by,
        opened_at=case.opened_at or at,
        touched_at=case.touched_at(at),
        closed_at=(case.closed_at or case.touched_at(at)) if case.is_closed else None,
        closing_reason=case.closing_reason,
    )


def _steps(person: UUID, case: TakenOver, by: Actor, at: datetime) -> Iterator[Event]:
    steps = case.steps or (PastStep("imported", at, milestone=True),)
    for step in steps:
        yield _event(person, step, by)
    for note in case.notes:
        yield _note(person, note, by, at)
    if case.is_closed and steps[-1].kind != "closed":
        ended_at, why = case.closed_at or steps[-1].at, {"reason": case.closing_reason}
        yield _event(person, PastStep("closed", ended_at, True, codes=why), by)


def _event(person: UUID, step: PastStep, by: Actor) -> Event:
    return Event(
        person_id=person,
        agency_id=by.agency,
        at=step.at,
        kind=step.kind,
        part=SITUATION,
        milestone=step.milestone,
        staff_id=step.staff or by.staff,
        codes=dict(step.codes),
    )


def _note(person: UUID, note: SealedNote, by: Actor, at: datetime) -> Event:
    return Event(
        pk=note.id,
        person_id=person,
        agency_id=by.agency,
        at=at,
        kind="note",
        part=note.part,
        staff_id=by.staff,
        words=note.words,
    )


def _history(file: CaseFile, past: Happened, at: datetime) -> HistoricEvent:
    return HistoricEvent(
        case=file,
        kind=past.kind,
        country=past.country,
        year=past.year,
        month=past.month,
        said_by=SAID_BY,
        said_at=at,
    )


def _answer(
    file: CaseFile, said: SealedAnswer, field_id: UUID, by: Actor, at: datetime
) -> AddedValue:
    return AddedValue(
        pk=said.id,
        case=file,
        field_id=field_id,
        value=said.value,
        said_by=SAID_BY,
        at=at,
        recorded_by_id=by.staff,
    )


def _fact(file: CaseFile, said: Statement, by: Actor, at: datetime, post: UUID | None) -> Fact:
    return Fact(
        case=file,
        topic=said.topic,
        value=said.value,
        answer=said.answer,
        part=TOPICS[said.topic].part,
        said_by=said.said_by,
        said_at=at,
        recorded_by_id=by.staff,
        recorded_at_post_id=post,
    )

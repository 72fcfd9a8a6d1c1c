"""Case files: opened, managed, locked, closed, and forgotten."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from throughcare.agencies.doors import colleague
from throughcare.audit.services import act
from throughcare.cases import doors
from throughcare.cases.events import CaseClosed, CaseCloses
from throughcare.cases.models import (
    AlsoAbout,
    CaseFile,
    Conference,
    Event,
    Fact,
    HistoricEvent,
    Task,
)
from throughcare.cases.rules import reasons_not_to_close
from throughcare.cases.services.changes import change, refuse_for
from throughcare.cases.services.steps import record_event
from throughcare.consent.services import begin_record, lock_person, unlock_person
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, Refused
from throughcare.kernel.events import publish
from throughcare.persons.services import key_for, new_person
from throughcare.vault.services import Owner, Place, destroy, seal_text
from throughcare_core.vocab import is_code

AS_OPENED = {"status": "Active", "closed_at": None, "closing_reason": ""}
"""How a case stands that is worked on; its status is of the list `case_status`."""


def open_case(*, by: Actor, at: datetime, began_by: str, managed: bool = True) -> str:
    """Open a case about a person who is new to us: the key of the case."""
    by.must("open_case")
    if not is_code("contact_way", began_by):
        raise Refused(_("Say how the contact began."))
    with act("case.opened", by=by, at=at, began_by=began_by):
        case = begin_case(new_person(), by=by, at=at, began_by=began_by, managed=managed)
    return case.key


def begin_case(
    person: UUID, *, by: Actor, at: datetime, began_by: str, managed: bool = True
) -> CaseFile:
    """The agency's own file about a person of the spine, open: the one there is, or a new one.

    A closed one is taken up again. One that was erased begins anew: what was left of it to be
    counted goes, so that nobody reads of what she or he wanted forgotten.
    """
    known = CaseFile.objects.filter(person=person, agency=by.agency).first()
    if known is not None and known.erased_at is None:
        return _gone_on_with(known, by, at, managed=managed)
    begins = {
        "manager_id": by.staff if managed else None,
        "began_by": began_by,
        "opened_at": at,
        "touched_at": at,
    }
    with act("case.begun", by=by, at=at, subjects=[person]) as begun:
        begin_record(person, by=by, at=at)
        if known is None:
            key = key_for(person, by.agency)
            case = CaseFile.made(key=key, person_id=person, agency_id=by.agency, **begins)
        else:
            case = known
            Fact.objects.filter(case=case).delete()
            change(case, **AS_OPENED, erased_at=None, **begins)
        begun.about(case.pk)
        record_event(person, "first_contact", part="situation", by=by, at=at, began_by=began_by)
    return case


def _gone_on_with(case: CaseFile, by: Actor, at: datetime, *, managed: bool) -> CaseFile:
    """A person comes again: her or his case is open, and managed where that moved here.

    Of a locked record nobody becomes the manager whom the lock does not name.
    """
    reads = doors.cases_of(by, at).filter(pk=case.pk).exists()
    manager = _manager_here(case) or (by.staff if managed and reads else None)
    if case.closed_at is not None:
        with act("case.reopened", by=by, at=at, subjects=[case.person_id, case.pk]):
            _take_up(case, manager, by, at)
    elif manager != case.manager_id:
        with act("case.assigned", by=by, at=at, subjects=[case.person_id, case.pk]):
            change(case, manager_id=manager, touched_at=at)
    return case


def _manager_here(case: CaseFile) -> UUID | None:
    """Who manages a case, unless she or he has left."""
    return case.manager_id if case.manager and case.manager.left_at is None else None


def _take_up(case: CaseFile, manager: UUID | None, by: Actor, at: datetime) -> None:
    change(case, **AS_OPENED, manager_id=manager, touched_at=at)
    record_event(case.person_id, "reopened", part="situation", by=by, at=at)


def name_case_manager(
    key: str, staff: UUID, *, by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """Assign a case inside the agency: the named member of staff manages it from now on."""
    by.must("manage_case")
    case = doors.case_of(by, key, at)
    member = colleague(by.agency, staff)
    with act("case.assigned", by=by, at=at, subjects=[case.person_id, case.pk, staff]):
        doors.case_of(by, key, at)
        before = case.manager
        if not case.change(seen_version=seen_version, manager=member, touched_at=at):
            stored = CaseFile.objects.select_related("manager").get(pk=case.pk).manager or before
            raise Changed(
                _("Somebody else assigned this case first. Choose which stands."),
                now_stored={"staff": stored.pk.hex if stored else ""},
                just_typed={"staff": member.pk.hex},
            )
        record_event(case.person_id, "assigned", part="situation", by=by, at=at, manager=staff.hex)


def lock_case(key: str, staff: Iterable[UUID], *, by: Actor, at: datetime) -> None:
    """Lock a case to named people: for everybody else it does not exist any more."""
    lock_person(doors.case_of(by, key, at).person_id, staff, by=by, at=at)


def unlock_case(key: str, *, by: Actor, at: datetime) -> None:
    """Open a locked case to the agency's staff again."""
    unlock_person(doors.case_of(by, key, at).person_id, by=by, at=at)


def close_case(key: str, *, reason: str, by: Actor, at: datetime) -> None:
    """Close a case with its reason, unless something in a higher app is still open."""
    by.must("manage_case")
    case = doors.case_of(by, key, at)
    status = "ClosedReferred" if reason == "transferred" else "Closed"
    with act("case.closed", by=by, at=at, subjects=[case.person_id, case.pk]) as closed:
        case = doors.case_of(by, key, at)
        refuse_for(reasons_not_to_close(status=case.status, reason=reason))
        closed.note(reason=reason)
        publish(CaseCloses(case.pk, at))
        change(case, status=status, closed_at=at, closing_reason=reason, touched_at=at)
        record_event(
            case.person_id, "closed", part="situation", by=by, at=at, milestone=True, reason=reason
        )
        publish(CaseClosed(case.person_id, by.agency, at))


def hand_case_on(person: UUID, sender: UUID, *, by: Actor, at: datetime) -> None:
    """Case management moves: the sender's case closes, whoever took the person manages her case.

    Part of handing a transfer over.
    """
    with act("case.handed_on", by=by, at=at, subjects=[person]):
        for case in CaseFile.objects.filter(person=person, agency=sender, closed_at=None):
            change(
                case,
                status="ClosedReferred",
                closed_at=at,
                closing_reason="transferred",
                touched_at=at,
                manager=None,
            )
            record_event(
                person,
                "closed",
                part="situation",
                by=by,
                at=at,
                holder=sender,
                milestone=True,
                reason="transferred",
            )
            publish(CaseClosed(person, sender, at))


def reopen_case(key: str, *, by: Actor, at: datetime) -> None:
    """Take up a closed case again; where its manager has left, whoever takes it up manages it."""
    by.must("manage_case")
    case = doors.case_of(by, key, at)
    with act("case.reopened", by=by, at=at, subjects=[case.person_id, case.pk]):
        case = doors.case_of(by, key, at)
        if case.closed_at is None:
            raise Refused(_("This case is open."))
        _take_up(case, _manager_here(case) or by.staff, by, at)


def add_historic_event(
    key: str,
    *,
    kind: str,
    country: str = "",
    year: int | None = None,
    month: int | None = None,
    words: str = "",
    said_by: str = "person",
    by: Actor,
    at: datetime,
) -> str:
    """Where and when recruitment, transit or exploitation was, as coarse as it is known."""
    by.must("speak")
    case = doors.case_of(by, key, at)
    for name, value in (("event_type", kind), ("said_by", said_by)):
        if not is_code(name, value):
            raise Refused(_("Choose from the list."))
    if country and not is_code("country", country):
        raise Refused(_("Choose a country from the list."))
    if year is not None and not 1900 <= year <= at.year:
        raise Refused(_("The year must lie between 1900 and this year."))
    row = HistoricEvent(
        case=case, kind=kind, country=country, year=year, month=month, said_by=said_by, said_at=at
    )
    if words:
        owner = Owner(by.agency, "person", case.person_id)
        row.words = seal_text(words, owner, Place("cases_historicevent", row.pk, "words"))
    with act("case.history", by=by, at=at, subjects=[case.person_id, case.pk], kind=kind):
        doors.case_of(by, key, at).change(touched_at=at)
        row.save(force_insert=True)
    return row.key


def tasks_move_on(staff: UUID, *, by: Actor, at: datetime) -> int:
    """Somebody leaves: tasks go to the case manager, cases to nobody until somebody is named."""
    with act("case.tasks_moved", by=by, at=at, subjects=[staff]) as moved:
        CaseFile.objects.filter(manager=staff, closed_at=None).update(manager=None)
        waiting = Task.objects.filter(staff=staff, done_at=None).select_related("case")
        count = 0
        for task in waiting:
            task.change(staff_id=task.case.manager_id)
            count += 1
        moved.note(tasks=count)
    return count


def erase_case(person: UUID, agency: UUID, at: datetime) -> None:
    """What is left of an erased person's case: coarse codes, no text, no day. Part of erasing."""
    for case in CaseFile.objects.filter(person=person, agency=agency):
        month = case.opened_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        case.change(
            erased_at=at, opened_at=month, touched_at=month, closed_at=case.closed_at and month
        )
        Fact.objects.filter(case=case).filter(~Q(topic="exploitation_type")).delete()
        Fact.objects.filter(case=case).update(said_at=month)
        case.historic_events.all().delete()
        case.added_values.all().delete()
        case.tasks.all().delete()
        Conference.objects.filter(case=case).delete()
        case.attachments.update(removed_at=at)
        destroy(Owner(agency, "case", case.pk), at)
    Event.objects.filter(person=person, agency=agency).delete()
    AlsoAbout.objects.filter(person=person, event__agency=agency, redacted_at=None).update(
        redaction_asked_at=at
    )

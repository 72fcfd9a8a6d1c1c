"""An agency begins and ends a record of its own about a person."""

from datetime import datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.consent.models import Emergency, Ground, Lock, Order, RecordBegun, Report
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor


def begin_record(person: UUID, *, by: Actor, at: datetime) -> None:
    """The actor's agency begins a record of its own about a person; part of opening a case."""
    with act("access.begun", by=by, at=at, subjects=[person]):
        begun, _made = RecordBegun.objects.get_or_create(
            person_id=person, holder_id=by.agency, defaults={"at": at}
        )
        if begun.ended_at is not None:
            RecordBegun.objects.filter(pk=begun.pk).update(at=at, ended_at=None)
        refresh(person, by.agency, at)


def end_record(person: UUID, *, by: Actor, at: datetime) -> None:
    """The agency's own record is erased: its grounds, papers and its lock end with it.

    Who comes again begins with none of them.
    """
    with act("access.ended", by=by, at=at, subjects=[person]):
        RecordBegun.objects.filter(person=person, holder=by.agency, ended_at=None).update(
            ended_at=at
        )
        own = {"person": person, "holder": by.agency}
        for papers in (Ground, Report, Order):
            papers._default_manager.filter(**own, withdrawn_at=None).update(withdrawn_at=at)
        Emergency.objects.filter(**own, closed_at=None).update(closed_at=at)
        Lock.objects.filter(**own, lifted_at=None).update(lifted_at=at)
        for erased in (Ground, Report, Order, Emergency):
            erased._default_manager.filter(**own, erased_at=None).update(erased_at=at)
        refresh(person, by.agency, at)

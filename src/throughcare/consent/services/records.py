"""An agency begins and ends a record of its own about a person."""

from datetime import datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.consent.models import Emergency, Ground, RecordBegun, Report
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
    """The agency's own record ends (erased): its grounds end with it."""
    with act("access.ended", by=by, at=at, subjects=[person]):
        RecordBegun.objects.filter(person=person, holder=by.agency, ended_at=None).update(
            ended_at=at
        )
        for grounds in (Ground.objects, Report.objects):
            grounds.filter(person=person, holder=by.agency, withdrawn_at=None).update(
                withdrawn_at=at
            )
        Emergency.objects.filter(person=person, holder=by.agency, closed_at=None).update(
            closed_at=at
        )
        refresh(person, by.agency, at)

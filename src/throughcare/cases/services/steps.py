"""Steps on the timeline: what was said, notes, tasks, files.

Whether one may write is asked twice: before anything is sealed, and in the turn of the act, since
a record may be locked or erased between the two.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from throughcare.agencies.doors import colleague
from throughcare.audit.services import act
from throughcare.cases import doors
from throughcare.cases.adapters import media_type_of
from throughcare.cases.models import AlsoAbout, Attachment, CaseFile, Event, Fact, Task
from throughcare.cases.rules import STEPS, TOPICS, Statement, reasons_not_to_record
from throughcare.cases.services.changes import change
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Owner, Place, remove_file, seal_file, seal_text

Code = str | int | bool | None


def record_event(
    person: UUID,
    kind: str,
    *,
    part: str,
    by: Actor,
    at: datetime,
    holder: UUID | None = None,
    milestone: bool = False,
    words: str = "",
    **codes: Code,
) -> str:
    """Put a step on a person's timeline; part of the act that causes it: the key of the step.

    It belongs to the record of the actor's agency, or of the `holder` named (codes alone then).
    """
    if kind not in STEPS:
        raise ValueError(f"{kind} is not a known step of a timeline")
    if words and holder not in (None, by.agency):
        raise ValueError("words are sealed for the agency that wrote them")
    agency = holder or by.agency
    event = Event(
        person_id=person,
        agency_id=agency,
        at=at,
        kind=kind,
        part=part,
        milestone=milestone,
        staff_id=by.staff if by.staff.int else None,
        codes={name: code for name, code in codes.items() if code not in (None, "")},
    )
    if words:
        owner = Owner(by.agency, "person", person)
        event.words = seal_text(words, owner, Place("cases_event", event.pk, "words"))
    with act("case.event", by=by, at=at, subjects=[person], kind=kind):
        event.save(force_insert=True)
        CaseFile.objects.filter(person=person, agency=agency).update(touched_at=at)
    return event.key


def record_statements(
    key: str, statements: Sequence[Statement], *, by: Actor, at: datetime, words: str = ""
) -> int:
    """Write down what was said, each answer with who said it: how many facts."""
    by.must("speak")
    case = doors.case_of(by, key, at)
    for statement in statements:
        if reasons := reasons_not_to_record(statement):
            raise Refused(*(_(reason) for reason in reasons))
    if not statements and not words:
        raise Refused(_("Nothing was answered. “Not known” is an answer, too."))
    post = colleague(by.agency, by.staff).post_id
    with act("case.spoken", by=by, at=at, subjects=[case.person_id, case.pk]) as spoken:
        doors.case_of(by, key, at)
        spoken.note(answers=len(statements))
        Fact.objects.bulk_create(
            Fact(
                case=case,
                topic=statement.topic,
                value=statement.value,
                answer=statement.answer,
                part=TOPICS[statement.topic].part,
                said_by=statement.said_by,
                said_at=at,
                recorded_by_id=by.staff,
                recorded_at_post_id=post,
            )
            for statement in statements
        )
        record_event(
            case.person_id,
            "spoke",
            part="situation",
            by=by,
            at=at,
            words=words,
            answers=len(statements),
        )
    return len(statements)


def write_note(
    key: str, text: str, *, part: str, by: Actor, at: datetime, also_about: Iterable[UUID] = ()
) -> str:
    """Write a note into a part of the record, sealed; about several people, for the case."""
    by.must("write_note")
    case = doors.case_of(by, key, at)
    if part not in by.parts:
        raise NotHere("case", asked=key)
    if not text.strip():
        raise Refused(_("Write the note first."))
    others = set(also_about) - {case.person_id}
    event = Event(
        person_id=case.person_id,
        agency_id=by.agency,
        at=at,
        kind="note",
        part=part,
        staff_id=by.staff,
        sealed_for="case" if others else "person",
    )
    owner = (
        Owner(by.agency, "case", case.pk) if others else Owner(by.agency, "person", case.person_id)
    )
    event.words = seal_text(text, owner, Place("cases_event", event.pk, "words"))
    with act("case.note", by=by, at=at, subjects=[case.person_id, case.pk, *others], part=part):
        doors.case_of(by, key, at).change(touched_at=at)
        event.save(force_insert=True)
        AlsoAbout.objects.bulk_create(AlsoAbout(event=event, person_id=other) for other in others)
    return event.key


def redact(event_key: str, text: str, *, by: Actor, at: datetime) -> None:
    """Replace a text about several people by one that no longer speaks of the erased."""
    by.must("manage_case")
    event, case, _words = doors.note_to_redact(by, event_key, at)
    sealed = seal_text(
        text, Owner(by.agency, "case", case.pk), Place("cases_event", event.pk, "words")
    )
    with act("case.redacted", by=by, at=at, subjects=[event.person_id, event.pk]):
        doors.case_of(by, case.key, at)
        change(event, words=sealed)
        event.also_about.filter(redaction_asked_at__isnull=False).update(redacted_at=at)


def add_task(
    key: str,
    *,
    kind: str,
    due_at: datetime,
    words: str = "",
    staff: UUID | None = None,
    by: Actor,
    at: datetime,
) -> str:
    """Something to do by a time, for oneself or a colleague."""
    by.must("speak")
    case = doors.case_of(by, key, at)
    task = Task(case=case, kind=kind, due_at=due_at, staff_id=staff or by.staff)
    if words:
        owner = Owner(by.agency, "person", case.person_id)
        task.words = seal_text(words, owner, Place("cases_task", task.pk, "words"))
    with act("case.task_added", by=by, at=at, subjects=[case.person_id, case.pk], kind=kind):
        doors.case_of(by, key, at)
        task.save(force_insert=True)
    return task.key


def finish_task(key: str, *, by: Actor, at: datetime) -> None:
    """A task is done."""
    by.must("speak")
    task = doors.task_of(by, key, at)
    with act("case.task_done", by=by, at=at, subjects=[task.case.person_id, task.pk]):
        task = doors.task_of(by, key, at)
        if task.done_at is not None:
            raise Refused(_("This was done before."))
        change(task, done_at=at)
        record_event(
            task.case.person_id, "task_done", part="situation", by=by, at=at, task=task.kind
        )


def attach_file(
    key: str, upload: "UploadedFile[bytes]", *, part: str, by: Actor, at: datetime
) -> str:
    """Keep a file with a case, sealed; its kind is read from its bytes, not from its name."""
    by.must("write_note")
    case = doors.case_of(by, key, at)
    if part not in by.parts:
        raise NotHere("case", asked=key)
    if (upload.size or 0) > settings.UPLOAD_MOST_BYTES:
        raise Refused(_("This file is too large. At most 20 MB can be kept."))
    media_type = media_type_of(upload)
    if media_type is None:
        raise Refused(_("This kind of file cannot be kept. Send a PDF, a picture, or a text."))
    row = Attachment(
        case=case,
        part=part,
        media_type=media_type,
        size=upload.size or 0,
        added_by_id=by.staff,
        added_at=at,
    )
    owner = Owner(by.agency, "person", case.person_id)
    row.name = seal_text(
        (upload.name or "")[:200], owner, Place("cases_attachment", row.pk, "name")
    )
    place = Place("cases_attachment", row.pk, "file")
    seal_file(upload.chunks(), owner, place)
    try:
        with act("case.file_added", by=by, at=at, subjects=[case.person_id, row.pk], part=part):
            doors.case_of(by, key, at)
            row.save(force_insert=True)
            record_event(case.person_id, "file_added", part=part, by=by, at=at, file=row.key)
    except BaseException:
        remove_file(place)
        raise
    return row.key


def remove_attachment(key: str, *, by: Actor, at: datetime) -> str:
    """Remove a file from a case of one's own agency; its bytes are gone: the key of the case."""
    by.must("manage_case")
    row = doors.attachment_of(by, key, at)
    if row.case.agency_id != by.agency:
        raise NotHere("attachment", asked=key)
    with act("case.file_removed", by=by, at=at, subjects=[row.case.person_id, row.pk]):
        change(doors.attachment_of(by, key, at), removed_at=at)
    remove_file(Place("cases_attachment", row.pk, "file"))
    return row.case.key

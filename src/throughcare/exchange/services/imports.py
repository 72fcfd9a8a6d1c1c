"""Taking the rows of a file over as cases: looked through first, then all or nothing."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from pathlib import PurePath
from typing import BinaryIO
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.cases.services.sealed_words import sealed_answer, sealed_note
from throughcare.cases.services.taking_over import (
    Happened,
    PastStep,
    TakenOver,
    take_over_cases,
)
from throughcare.exchange.adapters.files import kind_of, read_file
from throughcare.exchange.adapters.marks import marks_of, source_marks
from throughcare.exchange.adapters.sealed import sealed_parts
from throughcare.exchange.models import KnownRow, ReceivedPart
from throughcare.exchange.rules import (
    BrokenFile,
    Held,
    Problem,
    Reason,
    Report,
    Row,
    held_in,
    problems_of,
)
from throughcare.identity.services.many import (
    SealedIdentities,
    WhoSomebodyIs,
    record_identities,
    seal_identities,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id

AT_ONCE = 500
NOON = time(12)

Marks = tuple[str, ...]
"""Every mark by which one row is known again."""

GoOn = Callable[[int], None]
"""Told how many rows are done; may raise to stop."""


@dataclass(frozen=True, slots=True)
class LookedThrough:
    """What a file holds: the rows that can be taken, and what is wrong with the others.

    `broken`: the file as a whole cannot be read, and nothing of it may be taken. `sources` has, for
    each good row of a spreadsheet, the line as it came: by this it is known again.
    """

    rows: int
    good: tuple[Row, ...]
    bad: int
    problems: tuple[Problem, ...]
    notices: tuple[Reason, ...]
    broken: bool = False
    sources: tuple[Row, ...] = ()
    left_out: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Prepared:
    """Everything that will be written, sealed: person → case, and what else belongs to it."""

    cases: dict[UUID, TakenOver]
    identities: SealedIdentities
    received: dict[UUID, tuple[ReceivedPart, ...]]
    marks: dict[UUID, Marks]


def import_htcds(
    file: BinaryIO,
    name: str,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
) -> Report:
    """Take the rows of an HTCDS file over as cases of the actor's agency: what was done.

    `name` says which format the file has by its ending, and is not kept. Unless `skip_bad_rows`,
    one bad row keeps all out. A row that was taken over or sent out before changes nothing.
    """
    by.must("exchange")
    looked = look_through(file, name, at=at)
    return take_over(looked, by=by, at=at, dry_run=dry_run, skip_bad_rows=skip_bad_rows)


def look_through(
    file: BinaryIO, name: str, *, at: datetime, go_on: GoOn | None = None
) -> LookedThrough:
    """Read a whole file without changing anything."""
    good: list[Row] = []
    problems: list[Problem] = []
    notices: tuple[Reason, ...] = ()
    rows = 0
    try:
        found, notices = read_file(file, kind_of(PurePath(name).name), at.date())
        for rows, read in enumerate(found, start=1):
            wrong = read.problems or problems_of(read.number, read.row, at.date())
            problems += wrong
            if not wrong:
                good.append(read.row)
            if go_on and rows % AT_ONCE == 0:
                go_on(rows)
    except BrokenFile as broken:
        return LookedThrough(rows, (), rows, (broken.problem,), notices, broken=True)
    return LookedThrough(rows, tuple(good), rows - len(good), tuple(problems), notices)


def take_over(
    looked: LookedThrough,
    *,
    by: Actor,
    at: datetime,
    dry_run: bool = False,
    skip_bad_rows: bool = False,
    go_on: GoOn | None = None,
    also: Callable[[Report], None] | None = None,
) -> Report:
    """Take over what was looked through. All is sealed before the one act begins.

    `also` runs inside that act, if there is anything to write.
    """
    by.must("exchange")
    marked = dict(zip(_marks(looked, by.agency), looked.good, strict=True))
    taken_before = _known(by.agency, chain.from_iterable(marked))
    known = [marks for marks in marked if taken_before & set(marks)]
    new = {marks: row for marks, row in marked.items() if not taken_before & set(marks)}
    refused = looked.broken or (bool(looked.bad) and not skip_bad_rows)
    report = Report(
        rows=looked.rows,
        taken=0 if refused else len(new),
        known=0 if refused else len(known),
        skipped=0 if refused else looked.bad,
        refused=refused,
        dry_run=dry_run,
        problems=looked.problems,
        notices=looked.notices,
        left_out=looked.left_out,
    )
    if new and not refused and not dry_run:
        prepared = _prepared(new, by, at, go_on)
        _write(prepared, report, by, at, also)
    return report


def _marks(looked: LookedThrough, agency: UUID) -> Iterator[Marks]:
    """The marks of each good row: as it was read, and for a spreadsheet as it came.

    A row of a spreadsheet that names nobody is known by the latter alone: what is read of two
    people may well be the same.
    """
    read = marks_of(looked.good, agency)
    if not looked.sources:
        yield from ((mark,) for mark in read)
        return
    came = source_marks(looked.sources, agency)
    for row, mark, source in zip(looked.good, read, came, strict=True):
        yield (source, mark) if held_in(row).names else (source,)


def _known(agency: UUID, all_marks: Iterable[str]) -> set[str]:
    marks = list(all_marks)
    return {
        mark
        for start in range(0, len(marks), AT_ONCE)
        for mark in KnownRow.objects.filter(
            agency=agency, mark__in=marks[start : start + AT_ONCE]
        ).values_list("mark", flat=True)
    }


def _prepared(new: dict[Marks, Row], by: Actor, at: datetime, go_on: GoOn | None) -> Prepared:
    people = {new_id(): (mark, row) for mark, row in new.items()}
    held = {person: held_in(row) for person, (_mark, row) in people.items()}
    identities = seal_identities(
        {person: _who(each) for person, each in held.items()}, by=by, at=at
    )
    received = {}
    for done, (person, (_mark, row)) in enumerate(people.items(), start=1):
        received[person] = tuple(sealed_parts(row, person, by.agency))
        if go_on and done % AT_ONCE == 0:
            go_on(done)
    return Prepared(
        cases={person: _case(each, person, by, at) for person, each in held.items()},
        identities=identities,
        received=received,
        marks={person: mark for person, (mark, _row) in people.items()},
    )


def _who(held: Held) -> WhoSomebodyIs:
    return WhoSomebodyIs(
        names=held.names,
        birth=held.birth,
        gender=held.gender,
        contacts=held.contacts,
        papers=held.more.papers,
    )


def _case(held: Held, person: UUID, by: Actor, at: datetime) -> TakenOver:
    more = held.more
    opened_at = _moment(more.opened or more.left, at)
    first = (PastStep("first_contact", opened_at, milestone=True),) if more.opened else ()
    return TakenOver(
        held.status,
        held.closing_reason,
        held.statements,
        opened_at=opened_at if more.opened or more.left else None,
        closed_at=_moment(more.left, at) if more.left else None,
        steps=(*first, PastStep("imported", at, milestone=True)),
        history=tuple(Happened(p.kind, p.country, p.year, p.month) for p in more.history),
        notes=tuple(sealed_note(text, part, person, by) for part, text in more.notes),
        answers=tuple(sealed_answer(key, text, person, by) for key, text in more.answers),
    )


def _moment(day: date | None, at: datetime) -> datetime:
    """A day of a file as a moment: its noon, and never after now."""
    return min(datetime.combine(day, NOON, at.tzinfo), at) if day else at


def _write(
    prepared: Prepared,
    report: Report,
    by: Actor,
    at: datetime,
    also: Callable[[Report], None] | None,
) -> None:
    try:
        with act(
            "exchange.imported",
            by=by,
            at=at,
            subjects=list(prepared.cases),
            rows=report.rows,
            taken=report.taken,
            known=report.known,
            skipped=report.skipped,
        ):
            files = take_over_cases(prepared.cases, by=by, at=at)
            record_identities(prepared.identities, by=by, at=at)
            ReceivedPart.objects.bulk_create(_parts(prepared, files))
            KnownRow.objects.bulk_create(
                KnownRow(agency_id=by.agency, mark=mark, case_id=case)
                for person, case in files.items()
                for mark in prepared.marks[person]
            )
            if also:
                also(report)
    except IntegrityError:
        raise Refused(
            _("Somebody took over the same rows at this moment. Nothing was changed; try again.")
        ) from None


def _parts(prepared: Prepared, files: dict[UUID, UUID]) -> Iterator[ReceivedPart]:
    for person, case in files.items():
        for part in prepared.received[person]:
            part.case_id = case
            yield part

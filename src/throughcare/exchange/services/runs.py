"""Imports by a page: a file sent in, looked through, taken over when somebody says so.

Small files are done at once, others by the worker; an import survives a closed browser and a killed
worker, and can be cancelled until its rows are written.
"""

import logging
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import DatabaseError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.doors import actor_of, colleague
from throughcare.audit.services import act
from throughcare.exchange import doors
from throughcare.exchange.adapters.files import kind_of
from throughcare.exchange.adapters.sealed import (
    IMPORT,
    owner_of_upload,
    place_of_file,
    place_of_upload,
    sealed_report,
)
from throughcare.exchange.models import ImportRun
from throughcare.exchange.rules import BrokenFile, Problem, Reason, Report, gettext_noop
from throughcare.exchange.rules.runs import (
    BYTES_AT_ONCE,
    CANCELLED,
    DONE,
    LOOKED_AT,
    MAPPING,
    REFUSED,
    ROWS_AT_ONCE,
    SILENT_FOR,
    UPLOADS_LIVE,
    WAITING,
    WANTED,
    WORKS,
    reasons_not_to_cancel,
    reasons_not_to_take,
)
from throughcare.exchange.services.imports import LookedThrough, look_through, take_over
from throughcare.exchange.services.sheets import look_through_sheet
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import (
    KeyAway,
    Unreadable,
    destroy,
    owners_of_keys,
    remove_file,
    seal_file,
)

BREAKS_ITS_READER = gettext_noop(
    "This file could not be read to its end. Open it in your spreadsheet program, save it anew."
)
log = logging.getLogger(__name__)


class Stopped(Exception):
    """An import was cancelled, or another worker has it, while it was being done."""


def send_in(upload: "UploadedFile[bytes]", *, by: Actor, at: datetime) -> str:
    """Keep a file, sealed, to be looked through: the key of the import. Its name is not kept."""
    by.must("exchange")
    try:
        kind = kind_of(upload.name or "")
    except BrokenFile as broken:
        raise Refused(_(broken.problem.reason.text)) from None
    run = ImportRun(agency_id=by.agency, staff_id=by.staff, kind=kind, began_at=at, touched_at=at)
    size = keep(run, upload, by=by, at=at)
    if size <= BYTES_AT_ONCE:
        do(run, at)
    return run.key


def keep(run: ImportRun, upload: "UploadedFile[bytes]", *, by: Actor, at: datetime) -> int:
    """Seal a file that came, and write down that it did: its size."""
    size = seal_file(upload.chunks(), owner_of_upload(run), place_of_upload(run))
    try:
        with act("exchange.file_received", by=by, at=at, subjects=[run.pk], kind=run.kind[1:]):
            run.save(force_insert=True)
    except BaseException:
        remove_file(place_of_upload(run))
        raise
    return size


def take_in(
    key: str, *, skip_bad_rows: bool, by: Actor, at: datetime, seen_version: int | None = None
) -> None:
    """Take over what was looked through: at once if it is little, else by the worker.

    `Refused` if the import has changed since the actor saw it in `seen_version`.
    """
    by.must("exchange")
    run = doors.import_of(by, key)
    report = doors.report_of(run)
    broken, bad = (report.refused, report.skipped) if report else (False, 0)
    reasons = reasons_not_to_take(run.state, broken=broken, bad=bool(bad), skip=skip_bad_rows)
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))
    if seen_version not in (None, run.version):
        raise Refused(_("Somebody else changed how this file is read. Look at it again."))
    with act("exchange.import_wanted", by=by, at=at, subjects=[run.pk]):
        _move(run, at, state=WANTED, staff_id=by.staff, skip_bad_rows=skip_bad_rows)
    if run.rows_done <= ROWS_AT_ONCE:
        do(run, at)


def cancel_import(key: str, *, by: Actor, at: datetime) -> None:
    """Give an import up: nothing of it is taken over, and its file is gone."""
    by.must("exchange")
    run = doors.import_of(by, key)
    if reasons := reasons_not_to_cancel(run.state):
        raise Refused(*(_(reason) for reason in reasons))
    try:
        with act("exchange.import_cancelled", by=by, at=at, subjects=[run.pk]):
            _move(run, at, state=CANCELLED, ended_at=at)
            destroy(owner_of_upload(run), at)
    except Stopped:
        raise Refused(_("The import went on at this moment. Look at it again.")) from None
    remove_file(place_of_upload(run))


def do_waiting_imports(at: datetime) -> int:
    """The worker's turn: do what waits, take up what was left, drop what nobody wants or knows.

    Returns how many imports were worked on. What stops one (a disk, a data base) stops no other, is
    raised at the end, and tried again for a day.
    """
    done, stopped = 0, list[Exception]()
    for run in _waiting(at):
        try:
            do(run, at)
        except Exception as error:
            stopped.append(error)
            if run.began_at <= at - UPLOADS_LIVE:
                _end(run, at, REFUSED)
        done += 1
    for run in ImportRun.objects.filter(
        state__in=(MAPPING, LOOKED_AT), touched_at__lte=at - UPLOADS_LIVE
    ):
        _end(run, at, CANCELLED)
    _drop_what_never_began(at)
    if stopped:
        raise stopped[0]
    return done


def _drop_what_never_began(at: datetime) -> None:
    """What a process sealed and was killed before it wrote down that a file came."""
    owners = owners_of_keys(IMPORT, made_before=at - UPLOADS_LIVE)
    began = ImportRun.objects.filter(pk__in=[owner.subject for owner in owners])
    known = set(began.values_list("pk", flat=True))
    for owner in owners:
        if owner.subject not in known:
            with transaction.atomic():
                destroy(owner, at)
            remove_file(place_of_file(owner.subject))


def _waiting(at: datetime) -> Iterator[ImportRun]:
    left_behind = Q(state__in=WORKS.values(), touched_at__lte=at - SILENT_FOR)
    found = ImportRun.objects.filter(Q(state__in=WORKS) | left_behind)
    yield from list(found.order_by("began_at"))


def do(run: ImportRun, at: datetime) -> None:
    """Look a file through or take it over, whichever it waits for."""
    taking = run.state in (WANTED, WORKS[WANTED])
    try:
        _move(run, at, state=WORKS[WANTED if taking else WAITING], rows_done=0)
        by = actor_of(colleague(run.agency_id, run.staff_id), at)
        if taking:
            _take(run, by, at)
        else:
            _look(run, by, at)
    except Stopped:
        return
    except KeyAway:
        # The agency's key service is away: the file waits for it.
        run.change(state=WANTED if taking else WAITING, touched_at=at)
    except (Refused, NotHere, Unreadable):
        # Who sent the file in has left or may not do this any more, the rows came another way, or
        # the sealed file is gone.
        _end(run, at, REFUSED)
    except Exception as error:
        if taking or isinstance(error, DatabaseError):
            raise  # the house's trouble and not the file's: another round takes it up
        # What a hostile file makes its reader raise cannot be listed.
        log.exception("an import broke its reader")
        wrong = Problem(0, "", Reason(BREAKS_ITS_READER))
        _end(run, at, REFUSED, Report(refused=True, problems=(wrong,)))


def _look(run: ImportRun, by: Actor, at: datetime) -> None:
    looked = _looked_through(run, by, at)
    report = take_over(looked, by=by, at=at, dry_run=True, skip_bad_rows=True)
    if report.refused and run.plan is not None:
        # It is no broken file, but one that is not understood yet: its columns are said again.
        _move(run, at, state=MAPPING, rows_done=0, report=sealed_report(run, report))
    elif report.refused:
        _end(run, at, REFUSED, report, rows_done=report.rows)
    else:
        _move(run, at, state=LOOKED_AT, rows_done=report.rows, report=sealed_report(run, report))


def _take(run: ImportRun, by: Actor, at: datetime) -> None:
    """The run ends in the same act that writes its rows: a killed worker leaves all or nothing."""

    def end_with(report: Report) -> None:
        kept = sealed_report(run, report)
        _move(run, at, state=DONE, ended_at=at, rows_done=report.rows, report=kept)
        destroy(owner_of_upload(run), at)

    report = take_over(
        _looked_through(run, by, at),
        by=by,
        at=at,
        skip_bad_rows=run.skip_bad_rows,
        go_on=lambda rows: _still(run, rows),
        also=end_with,
    )
    if report.refused and run.plan is not None:
        _move(run, at, state=MAPPING, rows_done=0, report=sealed_report(run, report))
        return
    if run.state != DONE:
        _end(run, at, REFUSED if report.refused else DONE, report, rows_done=report.rows)
    remove_file(place_of_upload(run))


def _looked_through(run: ImportRun, by: Actor, at: datetime) -> LookedThrough:
    def go_on(rows: int) -> None:
        _still(run, rows)

    if run.plan is not None:
        return look_through_sheet(run, by=by, at=at, go_on=go_on)
    return look_through(doors.file_of(run), f"file{run.kind}", at=at, go_on=go_on)


def _still(run: ImportRun, rows: int) -> None:
    """Note how far it is, unless it was cancelled meanwhile."""
    same = ImportRun.objects.filter(pk=run.pk, version=run.version)
    if not same.update(rows_done=rows, touched_at=timezone.now()):
        raise Stopped


def _move(run: ImportRun, at: datetime, **values: Any) -> None:
    if not run.change(touched_at=at, **values):
        raise Stopped


def _end(
    run: ImportRun, at: datetime, state: str, report: Report | None = None, **values: Any
) -> None:
    if report:
        values["report"] = sealed_report(run, report)
    with transaction.atomic():
        if not run.change(state=state, touched_at=at, ended_at=at, **values):
            return
        destroy(owner_of_upload(run), at)
    remove_file(place_of_upload(run))

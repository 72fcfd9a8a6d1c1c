"""Saying how a spreadsheet is read: where its table lies, its columns, what values mean."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.exchange import doors
from throughcare.exchange.adapters.files import LISTS, kind_of
from throughcare.exchange.adapters.marks import headings_mark
from throughcare.exchange.adapters.sealed import (
    opened_mapping,
    opened_plan,
    sealed_mapping,
    sealed_plan,
)
from throughcare.exchange.models import ImportRun, SavedMapping
from throughcare.exchange.queries.sheets import (
    Sheet,
    asked_of,
    opened_sheet,
    still_open,
    with_sure_forms,
)
from throughcare.exchange.rules import BrokenFile, Problem
from throughcare.exchange.rules.mapped.plans import ColumnPlan, Plan, kept_for_later
from throughcare.exchange.rules.runs import (
    MAPPING,
    ROWS_AT_ONCE,
    WAITING,
    reasons_not_to_map,
)
from throughcare.exchange.services.runs import do, keep
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id

LONGEST_NAME = 80


def send_in_sheet(upload: "UploadedFile[bytes]", *, by: Actor, at: datetime) -> str:
    """Keep a spreadsheet, sealed, until its columns are named: the key of the import."""
    by.must("exchange")
    try:
        kind = kind_of(upload.name or "")
    except BrokenFile as broken:
        raise Refused(_(broken.problem.reason.text)) from None
    if kind in LISTS:
        raise Refused(_("Send an Excel workbook (.xlsx, .xlsm) or .csv here."))
    run = ImportRun(agency_id=by.agency, staff_id=by.staff, kind=kind, began_at=at, touched_at=at)
    run.state = MAPPING
    run.plan = sealed_plan(run, Plan())
    keep(run, upload, by=by, at=at)
    return run.key


def say_layout(key: str, layout: Mapping[str, object], *, by: Actor, at: datetime) -> None:
    """Say in which sheet, encoding and lines the table lies.

    Another sheet or encoding is another table: what was said of lines and columns counts no more.
    """
    run = _mappable(key, by)
    before = opened_plan(run)
    plan = replace(before, **layout)  # type: ignore[arg-type]
    source = ("sheet", "encoding", "separator")
    if any(getattr(plan, name) != getattr(before, name) for name in source):
        plan = Plan(plan.sheet, plan.encoding, plan.separator)
    elif (plan.head_from, plan.head_lines) != (before.head_from, before.head_lines):
        plan = replace(plan, columns=())
    _keep_plan(run, plan, "layout", by, at)


def say_columns(
    key: str, targets: Mapping[int, str], ages_noted_on: str, *, by: Actor, at: datetime
) -> None:
    """Say what each column is; `Refused` with every reason while one of them cannot be so.

    What was said of the values of a column counts no more once it is something else.
    """
    run = _mappable(key, by)
    sheet = opened_sheet(by, key, at)
    plan = replace(sheet.plan, ages_noted_on=ages_noted_on)
    for position, target in targets.items():
        column = plan.column(position)
        if column.target != target:
            plan = plan.with_column(position, ColumnPlan(target=target))
    if found := still_open(replace(sheet, plan=plan)):
        raise Refused(*dict.fromkeys(_said_of(each, sheet) for each in found))
    plan = with_sure_forms(replace(sheet, plan=plan), plan)
    _keep_plan(run, plan, "columns", by, at)


def say_values(key: str, columns: Mapping[int, ColumnPlan], *, by: Actor, at: datetime) -> None:
    """Say how days and numbers of each column are written, and what its values mean."""
    run = _mappable(key, by)
    plan = opened_plan(run)
    for position, said in columns.items():
        if plan.column(position).target == said.target:
            plan = plan.with_column(position, said)
    _keep_plan(run, plan, "values", by, at)


def use_mapping(key: str, mapping_key: str, *, by: Actor, at: datetime) -> None:
    """Read a spreadsheet as a saved mapping says, as far as its headings are the same."""
    run = _mappable(key, by)
    row = doors.mapping_of(by, mapping_key)
    sheet = opened_sheet(by, key, at)
    if row.headings != headings_mark(sheet.table.headings, by.agency):
        raise Refused(_("The headings of this file are not those of the mapping."))
    _name, saved = opened_mapping(row)
    plan = replace(sheet.plan, columns=saved.columns)
    _keep_plan(run, plan, "saved", by, at, mapping=row)


def finish_mapping(key: str, name: str, *, by: Actor, at: datetime) -> None:
    """Have the whole file looked through as was said; under a name the mapping is kept, too."""
    run = _mappable(key, by)
    try:
        sheet = opened_sheet(by, key, at)
    except BrokenFile as broken:
        raise Refused(_(broken.problem.reason.text) % dict(broken.problem.reason.values)) from None
    if found := still_open(sheet):
        raise Refused(*dict.fromkeys(_(each.reason.text) for each in found))
    if has_unanswered(sheet):
        raise Refused(_("Some values have no meaning yet. Say what each of them means."))
    with act("exchange.mapping_finished", by=by, at=at, subjects=[run.pk]) as finished:
        saved = _saved(run, sheet, name.strip(), by, at) if name.strip() else run.mapping
        if saved is not None:
            finished.about(saved.pk)
        _move(run, at, state=WAITING, mapping=saved, report=None, staff_id=by.staff)
    if len(sheet.table.rows) <= ROWS_AT_ONCE:
        do(run, at)


def retire_mapping(key: str, *, by: Actor, at: datetime) -> None:
    """Offer a mapping no more; what was imported with it stays."""
    by.must("exchange")
    row = doors.mapping_of(by, key)
    with act("exchange.mapping_retired", by=by, at=at, subjects=[row.pk]):
        if not row.change(retired_at=at):
            raise Refused(_("Somebody else changed this mapping at this moment. Look at it again."))


def has_unanswered(sheet: Sheet) -> bool:
    """Whether a question about a column is open, or a value has no meaning yet."""
    for asked in asked_of(sheet):
        said = asked.column
        if "order" in asked.questions and not said.order:
            return True
        if "decimal" in asked.questions and not said.decimal:
            return True
        if any(row.mark not in said.values for row in asked.values):
            return True
    return False


def _saved(run: ImportRun, sheet: Sheet, name: str, by: Actor, at: datetime) -> SavedMapping | None:
    """The mapping under this name: a new edition of it if it said something else before."""
    if len(name) > LONGEST_NAME:
        raise Refused(_("A name has at most 80 characters."))
    plan = kept_for_later(sheet.plan)
    before = next((row for row in doors.mappings_of(by) if opened_mapping(row)[0] == name), None)
    mark = headings_mark(sheet.table.headings, by.agency)
    if before and before.headings == mark and opened_mapping(before)[1] == plan:
        return before
    row = SavedMapping(
        agency_id=by.agency,
        series=before.series if before else new_id(),
        edition=before.edition + 1 if before else 1,
        headings=mark,
        made_by_id=by.staff,
        made_at=at,
    )
    row.content = sealed_mapping(row, name, plan)
    if before and not before.change(retired_at=at):
        raise Refused(_("Somebody else changed this mapping at this moment. Look at it again."))
    row.save(force_insert=True)
    return row


def _said_of(problem: Problem, sheet: Sheet) -> str:
    """What is wrong with the columns, naming the one that it is about."""
    words = _(problem.reason.text)
    if not problem.column:
        return words
    column = sheet.table.place(int(problem.column))
    return _("Column %(column)s: %(words)s") % {"column": column, "words": words}


def _mappable(key: str, by: Actor) -> ImportRun:
    by.must("exchange")
    run = doors.sheet_of(by, key)
    if reasons := reasons_not_to_map(run.state):
        raise Refused(*(_(reason) for reason in reasons))
    return run


def _keep_plan(
    run: ImportRun,
    plan: Plan,
    step: str,
    by: Actor,
    at: datetime,
    mapping: SavedMapping | None = None,
) -> None:
    values = {"mapping": mapping} if mapping else {}
    with act("exchange.mapping_said", by=by, at=at, subjects=[run.pk], step=step):
        _move(run, at, state=MAPPING, plan=sealed_plan(run, plan), **values)


def _move(run: ImportRun, at: datetime, **values: Any) -> None:
    if not run.change(touched_at=at, **values):
        raise Refused(_("Somebody else worked on this import at this moment. Look at it again."))

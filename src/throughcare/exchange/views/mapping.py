"""Pages on which a spreadsheet is mapped: where its table lies, its columns, its values, a look."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.audit.services import look
from throughcare.exchange import queries, services
from throughcare.exchange.forms.mapping import (
    ColumnsForm,
    FinishForm,
    LayoutForm,
    SheetFileForm,
    ValuesForm,
)
from throughcare.exchange.queries import sheets
from throughcare.exchange.rules import BrokenFile, Problem
from throughcare.kernel.actors import Actor
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def spreadsheets(request: HttpRequest) -> HttpResponse:
    """Send a spreadsheet of one's own in; the mappings that are kept. 6 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("exchange")
    form = SheetFileForm(request.POST or None, request.FILES or None)

    def send_in(sent: object) -> str:
        key = services.send_in_sheet(form.cleaned_data["file"], by=by, at=at)
        return reverse("exchange:layout", args=[key])

    context = {"mappings": sheets.mappings_of(by)}
    return act_page(request, "exchange/spreadsheets.html", form, send_in, context=context)


@require_POST
def retire_mapping(request: HttpRequest, key: str) -> HttpResponse:
    """Offer a mapping no more."""
    services.retire_mapping(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("It is offered no more. What was imported with it stays."))
    return redirect("exchange:spreadsheets")


@a_page
def layout(request: HttpRequest, key: str) -> HttpResponse:
    """Where the table lies in the file: sheet, encoding, heading, end, lines left out."""
    by, at = actor_here(request), timezone.now()
    page = sheets.layout_page(by, key)
    _seen(page.run_id, "layout", by, at)
    initial = {
        "sheet": page.plan.sheet,
        "encoding": page.plan.encoding or (page.grid.encoding if page.grid else ""),
        "separator": page.plan.separator or (page.grid.separator if page.grid else ""),
        "head_from": page.plan.head_from or 1,
        "head_lines": page.plan.head_lines if page.plan.head_from else 1,
        "last_row": page.plan.last_row or None,
        "read_anyway": [str(row) for row in page.plan.read_anyway],
    }
    form = LayoutForm(request.POST or None, page=page, initial=initial)

    def say(sent: object) -> str:
        services.say_layout(key, form.layout(), by=by, at=at)
        onward = "again" not in request.POST
        return reverse("exchange:columns" if onward else "exchange:layout", args=[key])

    context = {
        "key": key,
        "page": page,
        "problem": _words(page.problem),
        "notices": [queries.plain_words(each) for each in page.table.notices] if page.table else [],
        "step": 1,
    }
    return act_page(request, "exchange/layout.html", form, say, context=context)


@a_page
def columns(request: HttpRequest, key: str) -> HttpResponse:
    """What each column is."""
    by, at = actor_here(request), timezone.now()
    try:
        sheet = sheets.opened_sheet(by, key, at)
    except BrokenFile as broken:
        return _back_to_layout(request, key, broken)
    _seen(sheet.run.pk, "columns", by, at)
    plan = sheets.with_guesses(sheet)
    rows = sheets.column_rows(sheet, sheets.still_open(sheet) if sheet.plan.columns else [])
    form = ColumnsForm(
        request.POST or None, columns=rows, plan=plan, targets=sheet.targets, today=at.date()
    )

    def say(sent: object) -> str:
        noted_on = form.cleaned_data["ages_noted_on"]
        services.say_columns(key, form.targets(), noted_on, by=by, at=at)
        return reverse("exchange:values", args=[key])

    context = {"key": key, "saved": sheets.known_by_headings(by, sheet.table), "step": 2}
    return act_page(request, "exchange/columns.html", form, say, context=context)


@require_POST
def use_mapping(request: HttpRequest, key: str, mapping: str) -> HttpResponse:
    """Read the columns as a saved mapping says."""
    services.use_mapping(key, mapping, by=actor_here(request), at=timezone.now())
    return redirect("exchange:values", key)


@a_page
def values(request: HttpRequest, key: str) -> HttpResponse:
    """How days and numbers are written, and what each value means."""
    by, at = actor_here(request), timezone.now()
    try:
        sheet = sheets.opened_sheet(by, key, at)
    except BrokenFile as broken:
        return _back_to_layout(request, key, broken)
    if sheets.still_open(sheet):
        messages.warning(request, _("Say first what each column is."))
        return redirect("exchange:columns", key)
    _seen(sheet.run.pk, "values", by, at)
    form = ValuesForm(request.POST or None, asked=sheets.asked_of(sheet))

    def say(sent: object) -> str:
        services.say_values(key, form.said(), by=by, at=at)
        return reverse("exchange:preview", args=[key])

    return act_page(request, "exchange/values.html", form, say, context={"key": key, "step": 3})


@a_page
def preview(request: HttpRequest, key: str) -> HttpResponse:
    """The first rows as they stand and as they will be read; then a look at the whole file."""
    by, at = actor_here(request), timezone.now()
    try:
        sheet = sheets.opened_sheet(by, key, at)
    except BrokenFile as broken:
        return _back_to_layout(request, key, broken)
    if sheets.still_open(sheet):
        return redirect("exchange:columns", key)
    _seen(sheet.run.pk, "preview", by, at)
    form = FinishForm(request.POST or None, initial={"name": sheets.name_of_mapping(by, sheet.run)})

    def finish(sent: object) -> str:
        services.finish_mapping(key, form.cleaned_data["name"], by=by, at=at)
        return reverse("exchange:import", args=[key])

    head, rows = sheets.preview(sheet)
    context = {
        "key": key,
        "head": head,
        "rows": rows,
        "count": len(sheet.table.rows),
        "unanswered": services.has_unanswered(sheet),
        "left_out": [queries.problem_row(each) for each in sheet.table.left_out],
        "step": 4,
    }
    return act_page(request, "exchange/preview.html", form, finish, context=context)


def _seen(run: UUID, step: str, by: Actor, at: datetime) -> None:
    """Whoever looks at a file sees people in it: a line of its own."""
    look("exchange.file_shown", by=by, at=at, subjects=[run], step=step)


def _words(problem: Problem | None) -> str:
    return queries.plain_words(problem.reason) if problem else ""


def _back_to_layout(request: HttpRequest, key: str, broken: BrokenFile) -> HttpResponseRedirect:
    messages.warning(request, _words(broken.problem))
    return redirect("exchange:layout", key)

"""Today, search, and the small acts of the shell."""

from datetime import UTC, datetime

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from throughcare.agencies.adapters.devices import COOKIE as KNOWN_DEVICE
from throughcare.agencies.services import signed_out
from throughcare.audit.services import look
from throughcare.cases.queries import cases_in_order, tasks_waiting
from throughcare.cases.queries.conferences import conferences_to_come
from throughcare.directory.services import SAYS_PLACES
from throughcare.identity.services import found_by_number, search_people
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import actor_here
from throughcare.persons.queries import person_with_number
from throughcare.web import queries

YEAR = 365 * 24 * 60 * 60


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me, each row one click from the act. 23 queries at most."""
    by, at = actor_here(request), timezone.now()
    rows = queries.today(by, at)
    if rows.opened:
        look("today.looked_at", by=by, at=at, rows=rows.opened)
    says_places = by.may("edit_services") or bool(by.duties & SAYS_PLACES)
    context = {"rows": rows, "now": at, "by": by, "says_places": says_places}
    return render(request, "web/today.html", context)


@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """Find a case by number or name. What is typed travels by POST only."""
    by, at = actor_here(request), timezone.now()
    typed = request.POST.get("q", "").strip()
    context: dict[str, object] = {"asked": bool(typed)}
    if typed:
        try:
            context["rows"] = _found(by, typed, at)
        except Refused as refused:
            context["reasons"] = refused.reasons
    return render(request, "web/find.html", context)


@require_GET
def more(request: HttpRequest) -> HttpResponse:
    """What does not fit the bottom bar of a phone."""
    return render(request, "web/more.html")


@require_POST
def discreet(request: HttpRequest) -> HttpResponse:
    """Remember whether everything personal is blurred."""
    back = request.headers.get("Referer", "")
    own = url_has_allowed_host_and_scheme(back, {request.get_host()}, request.is_secure())
    response = redirect(back if own else reverse("web:today"))
    response.set_cookie(
        queries.DISCREET,
        "1" if "discreet" in request.POST else "0",
        max_age=YEAR,
        httponly=True,
        samesite="Strict",
        secure=request.is_secure(),
    )
    return response


@login_not_required
@require_GET
def leave(request: HttpRequest) -> HttpResponse:
    """Leave quickly: the session ends, the browser forgets, and a harmless page is shown.

    A link on another site shows the harmless page alone, and ends nothing. The browser forgets all
    but that it is a known device: else a stranger's tries would make wait whoever left quickly.
    """
    response = render(request, "web/left.html")
    if request.headers.get("Sec-Fetch-Site") in ("cross-site", "same-site"):
        return response
    by, session = getattr(request, "actor", None), request.session.session_key or ""
    request.session.flush()
    if by is not None:
        signed_out(session, "left_quickly", by=by, at=timezone.now())
    for name in set(request.COOKIES) - {KNOWN_DEVICE}:
        response.delete_cookie(name)
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_GET
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """What is to be done as a calendar: times only, nothing personal."""
    by, at = actor_here(request), timezone.now()
    planned = [(row.key, row.due_at) for row in tasks_waiting(by, at)]
    if by.parts:
        planned += [(row.key, row.meets_at) for row in conferences_to_come(by, at)]
    events = [
        line
        for key, moment in planned
        for line in (
            "BEGIN:VEVENT",
            f"UID:{key}@throughcare",
            f"DTSTAMP:{_stamp(at)}",
            f"DTSTART:{_stamp(moment)}",
            f"SUMMARY:{_('Appointment')}",
            "END:VEVENT",
        )
    ]
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Throughcare//EN",
        *events,
        "END:VCALENDAR",
    ]
    response = HttpResponse(
        "\r\n".join(lines) + "\r\n", content_type="text/calendar; charset=utf-8"
    )
    response["Content-Disposition"] = 'attachment; filename="calendar.ics"'
    return response


@login_not_required
@require_GET
def health(request: HttpRequest) -> HttpResponse:
    """Whether the web process answers; says nothing else."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


def _found(by: Actor, typed: str, at: datetime) -> list[queries.FoundCase]:
    """By number, else by name; a number that the actor may not see is as one that is not given."""
    numbered = person_with_number(by.agency, typed) or NOBODY
    rows = cases_in_order(by, at, [numbered])
    if rows:
        found_by_number(typed, [numbered], by=by, at=at)
        return [queries.FoundCase(row, "", [_("The number is the same")]) for row in rows]
    found = {row.person: row for row in search_people(typed, by=by, at=at)}
    return [
        queries.FoundCase(case, found[case.person].age_band, found[case.person].why)
        for case in cases_in_order(by, at, found)
    ]


def _stamp(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")

"""The coordinator's desk, and its reminders."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughcare.audit.services import look
from throughcare.kernel.views import actor_here
from throughcare.web import services
from throughcare.web.queries.desk import desk as desk_rows


@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    """Needs, places and agencies in numbers; nothing here leads to a person."""
    by, at = actor_here(request), timezone.now()
    page = desk_rows(by, at)
    look("desk.looked_at", by=by, at=at)
    return render(request, "web/desk.html", {"desk": page})


@require_POST
def remind_to_answer(request: HttpRequest) -> HttpResponse:
    """Remind whoever's answer is waited for."""
    services.remind_to_answer(by=actor_here(request), at=timezone.now())
    messages.success(request, _("Every agency whose answer is waited for is reminded."))
    return redirect("web:desk")


@require_POST
def remind_of_agreement(request: HttpRequest, key: str) -> HttpResponse:
    """Remind two agencies of their agreement."""
    services.remind_of_agreement(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Both agencies are reminded."))
    return redirect("web:desk")


@require_POST
def remind_of_return(request: HttpRequest) -> HttpResponse:
    """Remind whoever's monthly return is missing."""
    services.remind_of_return(by=actor_here(request), at=timezone.now())
    messages.success(request, _("Every agency whose return is missing is reminded."))
    return redirect("web:desk")


@require_POST
def reminder_seen_to(request: HttpRequest, key: str) -> HttpResponse:
    """What the agency was reminded of is done."""
    services.see_to_reminder(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Done."))
    return redirect("web:today")

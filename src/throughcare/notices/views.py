"""The list of what one is told, and opening one of it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from throughcare.kernel.views import actor_here
from throughcare.notices import queries, services
from throughcare.notices.rules import KINDS


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What the reader was told, newest first."""
    return render(request, "notices/list.html", {"rows": queries.newest(actor_here(request))})


@require_POST
def open_notice(request: HttpRequest, key: str) -> HttpResponse:
    """Read a notice, and go to what it is about."""
    notice = services.read_notice(key, by=actor_here(request), at=timezone.now())
    return redirect(KINDS[notice.code].opens, notice.about)

"""What a machine asks of a house: whether it is ready, and its figures."""

import hmac
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from throughcare.config.adapters.measuring import OPENMETRICS, as_text
from throughcare.config.services.figures import figures
from throughcare.config.services.readiness import not_ready

ASKED_EVERY = timedelta(seconds=5)
SHORTEST_TOKEN = 16
_last: dict[str, tuple[datetime, list[str]]] = {}


@login_not_required
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """Whether this house can serve now; 503 and codes where not. Looked at every 5 seconds."""
    at = timezone.now()
    looked, lacks = _last.get("ready", (at - ASKED_EVERY, []))
    if not timedelta(0) <= at - looked < ASKED_EVERY:
        lacks = not_ready(at)
        _last["ready"] = (at, lacks)
    said = "".join(f"{code}\n" for code in lacks) or "ready\n"
    return HttpResponse(said, "text/plain; charset=utf-8", 503 if lacks else 200)


@login_not_required
@require_GET
def metrics(request: HttpRequest) -> HttpResponse:
    """Figures of this house for whoever has the token; for everybody else nothing is here."""
    file = settings.THROUGHCARE_METRICS_TOKEN_FILE
    token = file.read_text().strip() if file and file.is_file() else ""
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    known = hmac.compare_digest(given.encode(), token.encode())
    if len(token) < SHORTEST_TOKEN or not known:
        raise Http404
    return HttpResponse(as_text(figures(timezone.now())), OPENMETRICS)

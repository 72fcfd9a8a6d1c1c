"""The two counts, for coordinators: numbers and their rules, and no way to anybody."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughcare.audit.services import look
from throughcare.identification import services
from throughcare.identification.forms import CountsForm, LinkedCountForm
from throughcare.identification.queries.counts import Asked, counts_page, regions
from throughcare.kernel.actors import Actor
from throughcare.kernel.views import actor_here

A_YEAR = timedelta(days=364)


@require_safe
def two_counts(request: HttpRequest) -> HttpResponse:
    """NGOs' count against authorities', of one place and period. 10 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    given = request.GET.dict() if "since" in request.GET else _last_year(at)
    form = CountsForm(given, regions=regions())
    if not form.is_valid():
        return render(request, "identification/two_counts.html", {"form": form}, status=422)
    return _page(request, form, LinkedCountForm(initial=given), by, at)


@require_POST
def linked_count(request: HttpRequest) -> HttpResponse:
    """A third party linked the two lists: how many people were on both."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    linked = LinkedCountForm(request.POST)
    if not linked.is_valid():
        form = CountsForm(request.POST, regions=regions())
        if not form.is_valid():
            form = CountsForm(_last_year(at), regions=regions())
            form.full_clean()
        return _page(request, form, linked, by, at, status=422)
    said = linked.cleaned_data
    services.record_linked_count(**said, by=by, at=at)
    messages.success(request, _("Written down."))
    of = urlencode({name: said[name] for name in ("since", "until", "region")})
    return redirect(f"{reverse('identification:two_counts')}?{of}")


def _page(
    request: HttpRequest,
    form: CountsForm,
    linked: LinkedCountForm,
    by: Actor,
    at: datetime,
    *,
    status: int = 200,
) -> HttpResponse:
    """The counts of the place and period that a form in shape says."""
    said = form.cleaned_data
    asked = Asked(said["since"], said["until"], said["region"])
    page = counts_page(by, asked)
    since, until = asked.since.isoformat(), asked.until.isoformat()
    look("counts.looked_at", by=by, at=at, since=since, until=until)
    context = {"form": form, "page": page, "linked_form": linked}
    return render(request, "identification/two_counts.html", context, status=status)


def _last_year(at: datetime) -> dict[str, str]:
    today = timezone.localtime(at).date()
    return {"since": (today - A_YEAR).isoformat(), "until": today.isoformat(), "region": ""}

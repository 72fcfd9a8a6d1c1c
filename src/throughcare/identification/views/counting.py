"""The two counts, for coordinators: numbers and their rules, and no way to anybody."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughcare.audit.services import look
from throughcare.identification import services
from throughcare.identification.forms import CountForm, CountsForm, LinkedCountForm
from throughcare.identification.queries.counts import (
    counts_page,
    months_to_count,
    periods_counted,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import actor_here


@require_safe
def two_counts(request: HttpRequest) -> HttpResponse:
    """NGOs' count against authorities', of a period that was counted. 10 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    return _page(request, by, at, request.GET.get("period", ""), request.GET.get("place", ""))


@require_POST
def count_period(request: HttpRequest) -> HttpResponse:
    """Count a period, once and for all."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    form = CountForm(request.POST, months=months_to_count(by, at))
    if not form.is_valid():
        raise Refused(_("Choose the first and the last month, both over and not counted yet."))
    key = services.count_period(form.period(), by=by, at=at)
    messages.success(request, _("Counted. These numbers stay as they are."))
    return redirect(f"{reverse('identification:two_counts')}?period={key}")


@require_POST
def linked_count(request: HttpRequest) -> HttpResponse:
    """A third party linked the two lists: how many people were on both."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    form = LinkedCountForm(request.POST)
    if not form.is_valid():
        return _page(request, by, at, request.POST.get("period", ""), linked=form)
    said = form.cleaned_data
    services.record_linked_count(
        said["period"], people=said["people"], linked_by=said["linked_by"], by=by, at=at
    )
    messages.success(request, _("Written down."))
    return redirect(f"{reverse('identification:two_counts')}?period={said['period']}")


def _page(
    request: HttpRequest,
    by: Actor,
    at: datetime,
    period: str,
    place: str = "",
    linked: LinkedCountForm | None = None,
) -> HttpResponse:
    """The counts of a period and place; of the latest period where none is chosen."""
    periods = periods_counted(by)
    chosen = period or (periods[0].key if periods else "")
    page = counts_page(by, chosen, place) if chosen else None
    if page:
        since, until = page.period.since.isoformat(), page.period.until.isoformat()
        look("counts.looked_at", by=by, at=at, since=since, until=until)
    context = {
        "form": CountsForm(
            {"period": chosen, "place": page.place if page else ""},
            periods=[(row.key, row.words) for row in periods],
            places=page.places if page else [],
        ),
        "page": page,
        "count_form": CountForm(months=months_to_count(by, at)),
        "linked_form": linked or LinkedCountForm(initial={"period": chosen}),
    }
    wrong = linked is not None or (page is None and bool(chosen))
    status = 422 if wrong else 200
    return render(request, "identification/two_counts.html", context, status=status)

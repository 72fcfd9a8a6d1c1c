"""The two counts, for coordinators: numbers and their rules, and no way to anybody."""

from datetime import date, timedelta

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughcare.audit.services import look
from throughcare.identification import services
from throughcare.identification.forms import CountsForm, LinkedCountForm
from throughcare.identification.queries.counts import Asked, counts_page, regions
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import actor_here

A_YEAR = timedelta(days=364)


@require_safe
def two_counts(request: HttpRequest) -> HttpResponse:
    """NGOs' count against authorities', of one place and period. 10 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    today = timezone.localtime(at).date()
    given = request.GET.dict() if "since" in request.GET else _last_year(today)
    form = CountsForm(given, regions=regions())
    if not form.is_valid():
        return render(request, "identification/two_counts.html", {"form": form}, status=422)
    said = form.cleaned_data
    asked = Asked(said["since"], said["until"], said["region"])
    page = counts_page(by, asked)
    since, until = asked.since.isoformat(), asked.until.isoformat()
    look("counts.looked_at", by=by, at=at, since=since, until=until)
    linked = LinkedCountForm(initial={**given, "region": asked.region})
    context = {"form": form, "page": page, "linked_form": linked, "asked": asked}
    return render(request, "identification/two_counts.html", context)


@require_POST
def linked_count(request: HttpRequest) -> HttpResponse:
    """A third party linked the two lists: how many people were on both."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    form = LinkedCountForm(request.POST)
    if not form.is_valid():
        raise Refused(_("Give the period, how many people were on both, and who linked them."))
    services.record_linked_count(**form.cleaned_data, by=by, at=at)
    messages.success(request, _("Written down."))
    return redirect("identification:two_counts")


def _last_year(today: date) -> dict[str, str]:
    return {"since": (today - A_YEAR).isoformat(), "until": today.isoformat(), "region": ""}

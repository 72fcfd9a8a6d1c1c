"""The pages of figures and of monthly returns: read what is asked, count, answer."""

from datetime import date, datetime
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughcare.audit.services import look
from throughcare.kernel.errors import NotHere
from throughcare.kernel.views import actor_here
from throughcare.statistics import doors, queries, services
from throughcare.statistics.forms import AskedForm
from throughcare.statistics.queries import returns as counted
from throughcare.statistics.rules.returns import RULE, month_before, reasons_not_to_send
from throughcare.statistics.services.returns import send_return as send


@require_safe
def figures(request: HttpRequest) -> HttpResponse:
    """Reported rows of one source: by each dimension, by one, or by two."""
    by = actor_here(request)
    by.must("statistics")
    sources = queries.sources(by)
    if not sources:
        return render(request, "statistics/figures.html", {"sources": sources})
    key = request.GET.get("source") or sources[0].key
    named = [(source.key, source.name) for source in sources]
    form = AskedForm({**request.GET.dict(), "source": key}, named, queries.choices(by, key))
    source = next(source for source in sources if source.key == key)
    context = {"sources": sources, "source": source, "form": form}
    if not form.is_valid():
        return render(request, "statistics/figures.html", context, status=422)
    asked = form.asked()
    context |= {
        "asked": asked,
        "chosen": form.chosen_words(),
        "kept": urlencode({"source": key, **asked.only}),
        "page": queries.figures(by, key, asked),
    }
    look("statistics.looked_at", by=by, at=timezone.now(), down=asked.down, across=asked.across)
    return render(request, "statistics/figures.html", context)


@require_POST
def remove(request: HttpRequest, key: str) -> HttpResponse:
    """Take a source of one's own agency out again."""
    services.remove_source(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("These rows are gone. Their file can be imported again."))
    return redirect("statistics:figures")


@require_safe
def returns(request: HttpRequest) -> HttpResponse:
    """For a coordinator the returns of a month; for a statistician one's own, and the next one."""
    by, at = actor_here(request), timezone.now()
    by.must("statistics")
    month = _month(request.GET.get("month", ""), at)
    if by.may("coordinate"):
        found = counted.returns_of_month(by, month)
        look("statistics.returns_listed", by=by, at=at, returns=len(found.received))
        context = {"page": found, "before": month_before(month), "after": month_before(month, -1)}
        return render(request, "statistics/returns_received.html", context)
    reasons = reasons_not_to_send(
        month=month,
        today=timezone.localtime(at).date(),
        kind=by.agency_kind,
        sent=counted.is_sent(by, month),
    )
    context = {
        "month": month,
        "rule": RULE,
        "reasons": [_(reason) for reason in reasons],
        "page": None if reasons else counted.page_of(counted.month_figures(by, month, at)),
        "sent": counted.sent_returns(by),
        "before": month_before(month),
        "after": month_before(month, -1),
    }
    return render(request, "statistics/returns.html", context)


@require_POST
def send_return(request: HttpRequest) -> HttpResponse:
    """Send the return of a month."""
    by, at = actor_here(request), timezone.now()
    by.must("statistics")
    key = send(_month(request.POST.get("month", ""), at), by=by, at=at)
    messages.success(request, _("Sent. It stays as it is now."))
    return redirect("statistics:return", key=key)


@require_safe
def one_return(request: HttpRequest, key: str) -> HttpResponse:
    """A return as it was sent."""
    by, at = actor_here(request), timezone.now()
    by.must("statistics")
    found = doors.return_of(by, key)
    look("statistics.return_read", by=by, at=at, subjects=[found.pk])
    context = {"row": counted.return_row(found), "page": counted.page_of(found.figures)}
    return render(request, "statistics/return.html", context)


@require_safe
def return_csv(request: HttpRequest, key: str) -> HttpResponse:
    """A return as a file."""
    by, at = actor_here(request), timezone.now()
    by.must("statistics")
    found = doors.return_of(by, key)
    look("statistics.return_given", by=by, at=at, subjects=[found.pk])
    return _file(counted.as_csv([found]))


@require_safe
def month_csv(request: HttpRequest, month: str) -> HttpResponse:
    """Every return of a month as one file, for a coordinator."""
    by, at = actor_here(request), timezone.now()
    by.must("coordinate")
    rows = doors.returns_of(by).filter(month=_month(month, at)).select_related("agency")
    look("statistics.returns_given", by=by, at=at)
    return _file(counted.as_csv(rows.order_by("agency__code")))


def _month(asked: str, at: datetime) -> date:
    """The month that was asked for as YYYY-MM; the last that is over where nothing is."""
    if not asked:
        return month_before(timezone.localtime(at).date())
    try:
        month = datetime.strptime(asked, "%Y-%m").date()  # noqa: DTZ007
    except ValueError:
        raise NotHere("month", asked=asked) from None
    if not date.min.year < month.year < date.max.year:
        raise NotHere("month", asked=asked)  # the calendar has no month beside it
    return month


def _file(text: str) -> HttpResponse:
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="return.csv"'
    return response

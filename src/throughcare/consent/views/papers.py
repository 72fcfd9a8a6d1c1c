"""Pages for a report that the law requires, and for an order that came on paper."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughcare.agencies.doors import focal_points_of
from throughcare.audit.services import look
from throughcare.consent import doors, queries, services
from throughcare.consent.forms import OrderForm, ReportForm
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import a_page, act_page, actor_here
from throughcare.persons.queries import numbers_at

A_WEEK = timedelta(days=7)


@a_page
def report(request: HttpRequest, key: str) -> HttpResponse:
    """Make a report that a dated law requires."""
    by, at = actor_here(request), timezone.now()
    by.must("record_consent")
    person = doors.person_for(by, key, at)
    laws = queries.laws_here(at)
    form = ReportForm(
        request.POST or None,
        laws=laws,
        agencies=queries.agencies_that_take_reports(by, at),
        initial={"until": timezone.localdate(at + A_WEEK)},
    )

    def make(sent: Form) -> str:
        said = sent.cleaned_data
        recipient = UUID(said["recipient"])
        focal = focal_points_of(recipient, at)
        if not focal:
            raise Refused(_("This agency has named no focal point: report by phone and on paper."))
        due = services.DueReport(
            recipient=recipient,
            recipient_staff=focal,
            cause=said["cause"],
            parts=said["parts"],
            until=said["until"],
            person_was_told=said["told"] == "yes",
            why=said["why"],
        )
        made = services.make_report(person, due, by=by, at=at)
        return reverse("consent:report_sheet", args=[made])

    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "laws": laws,
    }
    said = _("Reported. Their focal points have been told.")
    return act_page(request, "consent/report.html", form, make, said=said, context=context)


@require_GET
def report_sheet(request: HttpRequest, key: str) -> HttpResponse:
    """What was reported to whom, as a sheet to print and keep."""
    by, at = actor_here(request), timezone.now()
    found = doors.report_for(by, key, at)
    look("report.looked_at", by=by, at=at, subjects=[found.person_id, found.pk])
    sheet = queries.report_sheet(found, by, at)
    back = reverse("consent:consents", args=[sheet.person_key])
    return render(request, "consent/report_sheet.html", {"sheet": sheet, "back_url": back})


@require_POST
def withdraw_report(request: HttpRequest, key: str) -> HttpResponse:
    """A report was made in error, or has done its work."""
    by, at = actor_here(request), timezone.now()
    found = doors.report_for(by, key, at)
    services.withdraw_report(key, by=by, at=at)
    messages.success(request, _("Withdrawn. Nobody reads on it any more."))
    return redirect("consent:consents", queries.report_sheet(found, by, at).person_key)


@require_GET
def report_received(request: HttpRequest, key: str) -> HttpResponse:
    """What was reported to oneself, and where to read it."""
    by, at = actor_here(request), timezone.now()
    found = doors.report_received(by, key, at)
    look("report.received", by=by, at=at, subjects=[found.person_id, found.pk, found.holder_id])
    parts = doors.readable_parts(by, found.person_id, found.holder_id, at, "safety")
    sheet = queries.report_sheet(found, by, at)
    return render(request, "consent/report_received.html", {"sheet": sheet, "readable": parts})


@a_page
def receive_order(request: HttpRequest, key: str) -> HttpResponse:
    """Enter an order of a court or prosecutor that came on paper."""
    by, at = actor_here(request), timezone.now()
    by.must("record_consent")
    person = doors.person_for(by, key, at)
    form = OrderForm(request.POST or None, agencies=queries.authorities(by))

    def enter(sent: Form) -> str:
        said = sent.cleaned_data
        paper = services.PaperOrder(**{**said, "authority": UUID(said["authority"])})
        order = services.receive_order(person, paper, by=by, at=at)
        return reverse("consent:order", args=[order])

    context = {"key": key, "number": numbers_at(by.agency, [person]).get(person, "")}
    return act_page(
        request,
        "consent/receive_order.html",
        form,
        enter,
        said=_("Entered. Your agency’s lawyers who may read this record have been told."),
        context=context,
    )


@require_GET
def order(request: HttpRequest, key: str) -> HttpResponse:
    """One order: what it names, who checked it, which copies were served."""
    by, at = actor_here(request), timezone.now()
    found = doors.order_for(by, key, at)
    look("order.looked_at", by=by, at=at, subjects=[found.person_id, found.pk])
    context = {"order": queries.order_sheet(found), "by": by}
    return render(request, "consent/order.html", context)


@require_POST
def check_order(request: HttpRequest, key: str) -> HttpResponse:
    """A lawyer finds that the order must be obeyed."""
    services.check_order(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Checked. A copy may be served."))
    return redirect("consent:order", key)


@require_POST
def lift_order(request: HttpRequest, key: str) -> HttpResponse:
    """The order was lifted: no copy is served on it any more."""
    services.withdraw_order(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Lifted. No copy is served on it any more."))
    return redirect("consent:order", key)

"""The person's own page, opened with a receipt. Every wrong way ends on the same empty page."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughcare.agencies.views.gate import not_sent as form_not_sent
from throughcare.audit.services import look
from throughcare.consent.queries import OpenReceipt, receipt_open, shared_with
from throughcare.consent.rules import number_hash
from throughcare.consent.services import try_receipt, whoever_holds, withdraw_by_receipt
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.views import a_page
from throughcare.web import queries
from throughcare.web.forms import NumberForm, WordsForm

KEPT = "own_page"
LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Visit:
    """What a session remembers of whoever came with a paper, for ten minutes without a touch.

    The hash of the number, and the key of the receipt once its words were said.
    """

    number: str
    receipt: str


@login_not_required
@a_page
def own_start(request: HttpRequest) -> HttpResponse:
    """Take the number of a paper, then its words; what is sent is exchanged for a session at once.

    The number comes behind the # of the address, where no server sees it; script takes it away
    from there and sends it. Without script it is typed.
    """
    at = timezone.now()
    visit = _visit(request, at)
    form = NumberForm(request.POST if "number" in request.POST else None)
    words = WordsForm(request.POST if "words" in request.POST else None)
    if form.is_valid():
        _keep(request, Visit(number_hash(form.cleaned_data["number"]), ""), at)
        return redirect("web:own_start")
    if visit is None or not words.is_valid():
        status = 422 if form.is_bound or words.is_bound else 200
        shown = {"form": form, "words": words if visit else None}
        return render(request, "web/own/start.html", shown, status=status)
    try:
        opened = try_receipt(visit.number, words.cleaned_data["words"], at=at)
    except Refused as refused:
        context = {"reasons": refused.reasons}
        return render(request, "web/own/not_now.html", context, status=429)
    if not request.user.is_authenticated:
        request.session.cycle_key()
    _keep(request, Visit(visit.number, opened), at)
    return redirect("web:own_page")


@login_not_required
@require_GET
def own_page(request: HttpRequest) -> HttpResponse:
    """What the person may know; an empty page for whoever did not say the right words."""
    at = timezone.now()
    held = _receipt(request, at)
    if held is None:
        return render(request, "web/own/nothing.html")
    by = whoever_holds(held.holder)
    look("receipt.read", by=by, at=at, subjects=[held.person, held.receipt])
    page = queries.own_page(held.person, held.holder, at)
    said = request.session.pop("own_page_said", "")
    return render(request, "web/own/page.html", {"page": page, "said": said})


@login_not_required
@a_page
def own_withdraw(request: HttpRequest) -> HttpResponse:
    """Take back a yes: first what it means, then the act."""
    at, consent = timezone.now(), request.POST.get("consent", "")
    held = _receipt(request, at)
    if held is None or not consent:
        return redirect("web:own_page")
    if "sure" in request.POST:
        return _withdraw(request, consent, at)
    shared = shared_with(held.person, held.holder, at)
    row = next((row for row in shared if consent == row.consent), None)
    if row is None:
        return redirect("web:own_page")
    return render(request, "web/own/withdraw.html", {"row": row})


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without its token: in a browser without cookies, or after signing in elsewhere."""
    if not request.path.startswith(reverse("web:own_start")):
        return form_not_sent(request, reason)
    reasons = [_("This browser keeps no cookies. Open the page in another one.")]
    return render(request, "web/own/not_now.html", {"reasons": reasons}, status=403)


def _withdraw(request: HttpRequest, consent: str, at: datetime) -> HttpResponse:
    visit = _visit(request, at) or Visit("", "")
    try:
        withdraw_by_receipt(visit.receipt, consent, at=at)
        request.session["own_page_said"] = _("Taken back. Nobody reads on it any more.")
    except NotHere:
        pass
    except Refused as refused:
        request.session["own_page_said"] = str(refused)
    return redirect("web:own_page")


def _receipt(request: HttpRequest, at: datetime) -> OpenReceipt | None:
    """The receipt of an opened visit while it is in force; the visit goes on."""
    visit = _visit(request, at) or Visit("", "")
    held = receipt_open(visit.receipt, at)
    if held is not None:
        _keep(request, visit, at)
    return held


def _visit(request: HttpRequest, at: datetime) -> Visit | None:
    kept = request.session.get(KEPT)
    if kept is None or at.timestamp() > kept["until"]:
        return None
    return Visit(kept["number"], kept["receipt"])


def _keep(request: HttpRequest, visit: Visit, at: datetime) -> None:
    until = (at + LASTS).timestamp()
    request.session[KEPT] = {"number": visit.number, "receipt": visit.receipt, "until": until}

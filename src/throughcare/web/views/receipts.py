"""The receipt of a person, and her or his own page read aloud: for the case manager."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughcare.audit.services import look
from throughcare.cases.doors import case_of
from throughcare.cases.queries import number_of
from throughcare.consent.adapters import languages_with_words
from throughcare.consent.queries import receipt_of
from throughcare.consent.services import MadeReceipt, make_receipt, revoke_receipt
from throughcare.kernel.errors import Refused
from throughcare.kernel.languages import iso_639_1, reading_in, spoken_here
from throughcare.kernel.views import a_page, actor_here, tell_in, telling
from throughcare.web import queries
from throughcare.web.adapters import drawn_square
from throughcare.web.forms import ReceiptForm


@a_page
def receipt(request: HttpRequest, key: str) -> HttpResponse:
    """How the receipt of a person stands, and a new one, shown this once."""
    by, at = actor_here(request), timezone.now()
    by.must("manage_case")
    case = case_of(by, key, at)
    form = ReceiptForm(request.POST or None, languages=languages_with_words())
    if request.method == "POST" and form.is_valid():
        try:
            made = make_receipt(case.person_id, **form.asked(), by=by, at=at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            return _paper(request, key, made, form.asked()["language"])
    if request.method != "POST":
        look("receipt.looked_at", by=by, at=at, subjects=[case.person_id])
    context = {
        "case": case,
        "number": number_of(by, case),
        "receipt": receipt_of(case.person_id, by.agency, at),
        "form": form,
        "by": by,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "web/receipt.html", context, status=status)


@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """The paper opens nothing any more."""
    by, at = actor_here(request), timezone.now()
    case = case_of(by, key, at)
    revoke_receipt(case.person_id, by=by, at=at)
    messages.success(request, _("Revoked. The paper opens nothing any more."))
    return redirect("web:receipt", key=key)


@require_GET
def read_aloud(request: HttpRequest, key: str) -> HttpResponse:
    """The person's own page for a worker who reads it to her or him, cut to the worker's duties."""
    by, at = actor_here(request), timezone.now()
    by.must("see_access_record")
    case = case_of(by, key, at)
    look("receipt.read_aloud", by=by, at=at, subjects=[case.person_id])
    told = telling(request, key)
    with reading_in(told.language):
        page = queries.own_page(case.person_id, by.agency, at, by.parts)
    context = {
        "case": case,
        "number": number_of(by, case),
        "page": page,
        "told": told,
        "by": by,
    }
    return render(request, "web/read_aloud.html", context)


def _paper(request: HttpRequest, key: str, made: MadeReceipt, words_in: str) -> HttpResponse:
    """The words to be said, on the screen alone, and the paper, which holds none of them."""
    tell_in(request, key, spoken_here(words_in))
    here = settings.OWN_PAGE_ADDRESS or request.build_absolute_uri("/")
    address = here.rstrip("/") + reverse("web:own_start")
    context = {
        "made": made,
        "words_in": iso_639_1(words_in),
        "told": telling(request, key),
        "address": address,
        "square": drawn_square(f"{address}#{made.number.replace('-', '')}"),
        "back_url": reverse("web:receipt", args=[key]),
    }
    return render(request, "web/own/paper.html", context)

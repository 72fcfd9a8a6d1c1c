"""The hand-over sheet: on paper, or as a PDF where the machine can make one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughcare.audit.services import look
from throughcare.kernel.adapters import pdf_from
from throughcare.kernel.errors import Refused
from throughcare.kernel.languages import reading_in
from throughcare.kernel.views import actor_here, telling
from throughcare.referrals import doors, queries
from throughcare.referrals.rules import summary_from


@require_GET
def sheet(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet as a page, ready to print. No name is on it."""
    told = telling(request, key)
    with reading_in(told.language):
        return render(request, "referrals/sheet.html", {**_sheet(request, key), "told": told})


@require_GET
def sheet_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The sheet as a PDF; where the machine lacks what it needs, the page says how to print."""
    with reading_in(telling(request, key).language):
        page = render_to_string("referrals/sheet_pdf.html", _sheet(request, key))
    made = pdf_from(page, render_to_string("referrals/sheet.css"))
    if made is None:
        raise Refused(
            _("This server cannot make a PDF: Pango is not installed. Print the page instead.")
        )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="sheet.pdf"'
    return response


def _sheet(request: HttpRequest, key: str) -> dict[str, object]:
    by, at = actor_here(request), timezone.now()
    found = doors.referral_for(by, key, at)
    look("referral.sheet", by=by, at=at, subjects=[found.person_id, found.pk, found.sender_id])
    row = queries.row_of(found, by, at)
    return {
        "row": row,
        "referral": found,
        "lines": queries.lines_of(summary_from(found.summary)),
        "headline": doors.words_for(by, found, at),
        "sender": found.sender,
        "receiver": found.receiver,
        "urgency": row.urgency,
        "urgency_words": row.urgency_words,
        "on_call": found.sender.on_call,
        "made_at": at,
        "back_url": reverse("referrals:referral", args=[key]),
    }

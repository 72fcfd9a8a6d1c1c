"""The decision letter: how it goes out, and the letter on paper or as a PDF."""

from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughcare.audit.services import look
from throughcare.cases.doors import case_about
from throughcare.cases.queries import number_of
from throughcare.identification import doors, queries, services
from throughcare.identification.forms import LetterForm
from throughcare.identification.rules.states import LETTER_WAYS, STATE_WORDS, State
from throughcare.identification.services.decisions import deadlines_for
from throughcare.kernel.adapters import pdf_from
from throughcare.kernel.errors import Refused
from throughcare.kernel.languages import reading_in
from throughcare.kernel.views import a_page, act_page, actor_here, telling


@a_page
def send_letter(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the way in which the letter reaches the person: only safe ones are there."""
    by, at = actor_here(request), timezone.now()
    found = doors.own_determination(by, key, at)
    safe = queries.safe_addresses(by, found, at)
    addresses = [(row.key, queries.contact_words(row)) for row in safe]
    form = LetterForm(request.POST or None, addresses=addresses)

    def send(sent: Form) -> str:
        said = sent.cleaned_data
        made = services.send_letter(key, said["way"], said["contact"], by=by, at=at)
        return reverse("identification:letter", args=[made])

    case = case_about(by, found.person_id, at)
    context = {
        "row": queries.row_of(found, by, at),
        "case": case,
        "number": number_of(by, case) if case else "",
        "safe": safe,
    }
    return act_page(request, "identification/send_letter.html", form, send, context=context)


@require_GET
def letter(request: HttpRequest, key: str) -> HttpResponse:
    """The letter as a page, ready to print, in the language of who receives it."""
    told = telling(request, key)
    with reading_in(told.language):
        context = {**_letter(request, key), "told": told}
        return render(request, "identification/letter.html", context)


@require_GET
def letter_pdf(request: HttpRequest, key: str) -> HttpResponse:
    """The letter as a PDF; where the machine lacks what it needs, the page says how to print."""
    with reading_in(telling(request, key).language):
        page = render_to_string("identification/letter_pdf.html", _letter(request, key))
    made = pdf_from(page, render_to_string("identification/letter.css"))
    if made is None:
        raise Refused(
            _("This server cannot make a PDF: Pango is not installed. Print the page instead.")
        )
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = 'attachment; filename="letter.pdf"'
    return response


def _letter(request: HttpRequest, key: str) -> dict[str, Any]:
    """What stands on the letter; refused where its address is safe no longer."""
    by, at = actor_here(request), timezone.now()
    found = doors.letter_for(by, key, at)
    ruling = found.ruling
    determination = ruling.determination
    safe = {row.key: row for row in queries.safe_addresses(by, determination, at)}
    if found.way == "to_contact" and found.contact not in safe:
        raise Refused(_("This address is no longer safe: choose another way for the letter."))
    subjects = [determination.person_id, determination.pk, determination.agency_id]
    look("determination.letter", by=by, at=at, subjects=subjects)
    case = case_about(by, determination.person_id, at)
    return {
        "letter": found,
        "way_words": _(LETTER_WAYS[found.way]),
        "address": safe[found.contact].contact.value if found.contact else "",
        "say": safe[found.contact].contact.say if found.contact else "",
        "ruling": ruling,
        "finds": _(STATE_WORDS[State(ruling.finds)]),
        "is_found": ruling.finds != State.NOT_ESTABLISHED,
        "row": queries.row_of(determination, by, at),
        "version": ruling.law_version,
        "number": number_of(by, case) if case else "",
        "deadlines": deadlines_for(determination),
        "agency": determination.agency,
        "back_url": reverse("identification:determination", args=[determination.key]),
    }

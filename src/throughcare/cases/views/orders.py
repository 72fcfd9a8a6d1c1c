"""A copy of named parts for a court or prosecutor: on paper, and never by opening a record."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.cases import doors, queries
from throughcare.cases.forms import CopyForm
from throughcare.cases.queries import known
from throughcare.consent.doors import order_for, readable_parts
from throughcare.consent.queries import order_sheet
from throughcare.consent.services import serve_copy_on_order
from throughcare.identity.doors import (
    birth_of,
    contacts_of,
    documents_of,
    gender_of,
    names_of,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.views import a_page, actor_here


@a_page
def copy_on_order(request: HttpRequest, key: str) -> HttpResponse:
    """Choose parts among those that the order names; sent, the copy is served and shown to print.

    The copy is shown once, as the answer: whoever wants it again serves another.
    """
    by, at = actor_here(request), timezone.now()
    by.must("record_consent")
    order = order_for(by, key, at)
    sheet = order_sheet(order)
    readable = readable_parts(by, order.person_id, by.agency, at)
    form = CopyForm(request.POST or None, parts=[p for p in sheet.parts if p in readable])
    context = {"order": sheet, "form": form, "at": at}
    if form.is_valid():
        parts = frozenset(form.cleaned_data["parts"])
        try:
            serve_copy_on_order(key, sorted(parts), by=by, at=at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            copy = {
                **_content(replace(by, parts=by.parts & parts), order.person_id, parts, at),
                "parts": sorted(parts),
                "back_url": reverse("consent:order", args=[key]),
            }
            return render(request, "cases/copy.html", {**context, **copy})
    status = 422 if request.method == "POST" else 200
    title = {"title": _("Prepare a copy")}
    return render(request, "cases/copy_form.html", {**context, **title}, status=status)


def _content(by: Actor, person: UUID, parts: frozenset[str], at: datetime) -> dict[str, object]:
    """What the agency itself recorded in these parts; `by` is narrowed to them."""
    case = doors.case_about(by, person, at)
    if case is None:
        raise NotHere("case", asked=person.hex)
    holder = by.agency
    content: dict[str, object] = {
        "known": known.situation(by, case, at, only=known.OWN),
        "steps": queries.steps_for_a_copy(by, case, at),
        "files": known.attachments(by, case, at, only=known.OWN),
    }
    if "identity" in parts:
        content |= {
            "names": names_of(by, person, holder, at, "justice"),
            "birth": birth_of(by, person, holder, at, "justice"),
            "gender": gender_of(by, person, holder, at, "justice"),
            "documents": documents_of(by, person, holder, at, "justice"),
        }
    if parts & {"contact", "whereabouts"}:
        content["contacts"] = contacts_of(by, person, holder, at, "justice")
    return content

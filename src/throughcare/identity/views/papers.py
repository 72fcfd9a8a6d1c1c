"""Identity documents and photographs."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from throughcare.identity import doors
from throughcare.identity.forms import DocumentForm, PhotographForm
from throughcare.identity.services import (
    add_document,
    add_photograph,
    remove_document,
    remove_photograph,
)
from throughcare.identity.views.entries import panel_of
from throughcare.kernel.views import a_page, act_page, actor_here

ALONE = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""What a file may do if a browser shows it by itself: nothing."""


@a_page
def new_document(request: HttpRequest, person_key: str) -> HttpResponse:
    """Write down an identity document, with a scan if it is needed."""
    by, at = actor_here(request), timezone.now()
    person = doors.record_at(by, person_key, at).person

    form = DocumentForm(request.POST or None, request.FILES or None)

    def store(_sent: Form) -> str:
        add_document(person, form.paper, form.sent, by=by, at=at)
        return panel_of(person_key)

    context = {"person_key": person_key, "heading": _("An identity document")}
    return act_page(
        request, "identity/form.html", form, store, said=_("Document stored."), context=context
    )


@require_safe
def scan(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """The scan of a document, to be saved; never shown inside a page."""
    media_type, content = doors.scan_of(actor_here(request), key, timezone.now())
    return _file(content, media_type, "attachment; filename=document")


@require_POST
def drop_document(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Remove a document and its scan."""
    remove_document(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("identity:identity", person_key)


@a_page
def new_photograph(request: HttpRequest, person_key: str) -> HttpResponse:
    """Keep a photograph; what the camera wrote into it is removed."""
    by, at = actor_here(request), timezone.now()
    person = doors.record_at(by, person_key, at).person

    form = PhotographForm(request.POST or None, request.FILES or None)

    def store(_sent: Form) -> str:
        add_photograph(person, form.sent, by=by, at=at)
        return panel_of(person_key)

    context = {"person_key": person_key, "heading": _("A photograph")}
    return act_page(
        request, "identity/form.html", form, store, said=_("Photograph stored."), context=context
    )


@require_safe
def photograph(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """The page on which a photograph is looked at."""
    by, at = actor_here(request), timezone.now()
    doors.photograph_row(by, key, at)
    return render(request, "identity/photograph.html", {"person_key": person_key, "key": key})


@require_safe
def picture(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """The picture itself, for the page above."""
    content = doors.photograph(actor_here(request), key, timezone.now())
    return _file(content, "image/jpeg", "inline")


@require_POST
def drop_photograph(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Remove a photograph."""
    remove_photograph(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("identity:identity", person_key)


def _file(content: bytes, media_type: str, disposition: str) -> HttpResponse:
    return HttpResponse(
        content,
        content_type=media_type,
        headers={
            "Content-Disposition": disposition,
            "Content-Security-Policy": ALONE,
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )

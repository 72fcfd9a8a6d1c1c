"""The page on which two people name the next reader of a locked record that is left alone."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.audit.services import look
from throughcare.consent import doors, queries, services
from throughcare.consent.forms import AgreedForm, SuccessorForm
from throughcare.kernel.errors import NotHere
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def left_alone(request: HttpRequest, key: str) -> HttpResponse:
    """Propose who is to read it; what is proposed waits for a second person."""
    by, at = actor_here(request), timezone.now()
    lock = doors.lock_left_alone(by, key)
    look("access.left_alone_looked_at", by=by, at=at, subjects=[lock.person_id, lock.pk])
    row = queries.left_alone_row(lock, by, at)
    form = SuccessorForm(request.POST or None, rows=row.may_be_named)

    def propose(sent: Form) -> str:
        services.propose_successor(key, UUID(sent.cleaned_data["staff"]), by=by, at=at)
        return reverse("consent:left_alone", args=[key])

    said = _("Proposed. Another administrator or the ombudsperson must agree.")
    return act_page(
        request, "consent/left_alone.html", form, propose, said=said, context={"row": row}
    )


@require_POST
def pass_on(request: HttpRequest, key: str) -> HttpResponse:
    """Agree to the successor who was proposed."""
    by, form = actor_here(request), AgreedForm(request.POST)
    doors.lock_left_alone(by, key)
    if not form.is_valid():
        raise NotHere("staff", asked=key)
    services.pass_on(key, form.cleaned_data["staff"], by=by, at=timezone.now())
    messages.success(request, _("Passed on. Only the successor can open the record now."))
    return redirect("web:today")

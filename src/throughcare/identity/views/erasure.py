"""Erasing a record, and holding it for a legal reason."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.identity import doors
from throughcare.identity.forms import EraseForm, HoldForm
from throughcare.identity.services import erase_person, hold_person, release_hold
from throughcare.identity.views.entries import panel_of
from throughcare.kernel.languages import day_words
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def erase(request: HttpRequest, person_key: str) -> HttpResponse:
    """Erase all that one's agency recorded of a person."""
    by, at = actor_here(request), timezone.now()
    by.must("erase_person")
    record = doors.record_at(by, person_key, at)

    form = EraseForm(request.POST or None)

    def store(_sent: Form) -> str:
        gone_by = erase_person(record.person, form.cleaned_data["reason"], by=by, at=at)
        said = _("Erased. It is erased everywhere, backups too, by {date}.")
        messages.success(request, said.format(date=day_words(gone_by, "long")))
        return "/"

    context = {"person_key": person_key, "hold": doors.hold_of(record.person, by.agency)}
    return act_page(request, "identity/erase.html", form, store, context=context)


@a_page
def hold(request: HttpRequest, person_key: str) -> HttpResponse:
    """Whether a record is held for a legal reason, since when, and what was before."""
    by, at = actor_here(request), timezone.now()
    record = doors.record_at(by, person_key, at)
    by.must("manage_case")
    form = HoldForm(request.POST or None)

    def keep(_sent: Form) -> str:
        hold_person(record.person, form.cleaned_data["reason"], by=by, at=at)
        return panel_of(person_key)

    context = {
        "person_key": person_key,
        "hold": doors.hold_of(record.person, by.agency),
        "holds": doors.holds_of(by, record.person, at),
    }
    said = _("Held. It cannot be erased until it is released.")
    return act_page(request, "identity/hold.html", form, keep, said=said, context=context)


@require_POST
def release(request: HttpRequest, person_key: str) -> HttpResponse:
    """The legal reason is over."""
    by, at = actor_here(request), timezone.now()
    record = doors.record_at(by, person_key, at)
    release_hold(record.person, by=by, at=at)
    messages.success(request, _("Released. It may be erased again."))
    return redirect(panel_of(person_key))

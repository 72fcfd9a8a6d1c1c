"""Ways to reach a person: add, change, remove."""

from dataclasses import asdict

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.identity import doors
from throughcare.identity.forms import ContactForm
from throughcare.identity.rules import CONTACT_KINDS
from throughcare.identity.services import add_contact, change_contact, remove_contact
from throughcare.identity.views.entries import is_opening, opened, panel_of
from throughcare.kernel.errors import NotHere
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def new_contact(request: HttpRequest, person_key: str, kind: str) -> HttpResponse:
    """One more way to reach a person, of a kind chosen before."""
    by, at = actor_here(request), timezone.now()
    person = doors.record_at(by, person_key, at).person
    if kind not in CONTACT_KINDS:
        raise NotHere("identity.contact", asked=kind)

    form = ContactForm(request.POST or None, kind=kind)

    def store(_sent: Form) -> str:
        add_contact(person, form.contact, by=by, at=at)
        return panel_of(person_key)

    context = {"person_key": person_key, "heading": _("A way to reach the person")}
    said = _("Stored. It is read by whoever may read this part, and nobody else.")
    return act_page(request, "identity/form.html", form, store, said=said, context=context)


@a_page
def contact(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Change one way to reach a person."""
    by, at = actor_here(request), timezone.now()
    doors.record_at(by, person_key, at)
    if request.method != "POST":
        return redirect("identity:identity", person_key)
    stored = doors.contact_of(by, key, at)
    kind = stored.contact.kind
    heading = {"heading": _("A way to reach the person")}
    if is_opening(request):
        typed = {**asdict(stored.contact), "version": stored.version}
        form = ContactForm(initial=typed, kind=kind)
        return opened(request, "identity/form.html", form, person_key, heading)

    form = ContactForm(request.POST, kind=kind)

    def store(_sent: Form) -> str:
        change_contact(key, form.contact, seen_version=form.seen_version, by=by, at=at)
        return panel_of(person_key)

    context = {"person_key": person_key, **heading}
    return act_page(request, "identity/form.html", form, store, said=_("Stored."), context=context)


@require_POST
def drop_contact(request: HttpRequest, person_key: str, key: str) -> HttpResponse:
    """Remove one way to reach a person."""
    remove_contact(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("identity:identity", person_key)

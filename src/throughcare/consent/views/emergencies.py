"""Pages for when a life is in danger: the number, the hour, the review."""

from uuid import UUID

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughcare.audit.services import look
from throughcare.consent import doors, queries, services
from throughcare.consent.forms import DangerForm, HolderForm, ReviewForm
from throughcare.kernel.views import a_page, act_page, actor_here
from throughcare.persons.queries import numbers_at


@a_page
def emergency(request: HttpRequest, key: str) -> HttpResponse:
    """A life is in danger: which agency is to be called."""
    by, at = actor_here(request), timezone.now()
    person = doors.person_for(by, key, at)
    form = HolderForm(request.POST or None, agencies=queries.agencies_to_call(by))

    def show(sent: Form) -> str:
        holder = UUID(sent.cleaned_data["holder"])
        call = services.show_on_call_number(person, holder, by=by, at=at)
        return reverse("consent:emergency_call", args=[key, call])

    context = {"key": key, "number": numbers_at(by.agency, [person]).get(person, "")}
    return act_page(request, "consent/emergency.html", form, show, context=context)


@a_page
def emergency_call(request: HttpRequest, key: str, call: str) -> HttpResponse:
    """The number and its ten minutes; then, for who is trained, what opens contact and risk."""
    by, at = actor_here(request), timezone.now()
    person = doors.person_for(by, key, at)
    found = doors.call_for(by, call, at, about=person)
    form = DangerForm(request.POST or None)
    here = reverse("consent:emergency_call", args=[key, call])

    def open_it(sent: Form) -> str:
        danger = services.Danger(**sent.cleaned_data)
        services.open_in_emergency(found.key, danger, by=by, at=at)
        return here

    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "call": queries.call_row(found, at),
        "here": here,
        "by": by,
    }
    said = _("Open for one hour. The agency and the ombudsperson have been told.")
    return act_page(
        request, "consent/emergency_call.html", form, open_it, said=said, context=context
    )


@a_page
def emergency_review(request: HttpRequest, key: str) -> HttpResponse:
    """What was opened, by whom, why, and what was looked at; and what the review finds."""
    by, at = actor_here(request), timezone.now()
    found = doors.emergency_to_review(by, key, at)
    is_holder = found.holder_id == by.agency
    look("emergency.looked_at", by=by, at=at, subjects=[found.person_id, found.pk])
    form = ReviewForm(request.POST or None, is_erased=found.erased_at is not None)

    def review(sent: Form) -> str:
        services.review_emergency(found.key, **sent.cleaned_data, by=by, at=at)
        return reverse("consent:emergency_review", args=[key])

    numbers = numbers_at(by.agency, [found.person_id]) if is_holder else {}
    context = {
        "row": queries.emergency_row(found, at, with_words=is_holder),
        "number": numbers.get(found.person_id, ""),
        "looks": queries.looks_during(found),
        "is_holder": is_holder,
    }
    return act_page(
        request,
        "consent/emergency_review.html",
        form,
        review,
        said=_("The review is written down."),
        context=context,
    )


@require_GET
def emergency_outcome(request: HttpRequest, key: str) -> HttpResponse:
    """What the review of one's own emergency access found."""
    by, at = actor_here(request), timezone.now()
    row = queries.emergency_row(doors.emergency_opened_by(by, key), at)
    return render(request, "consent/emergency_outcome.html", {"row": row})

"""Asking others whether they help a person already, and answering others that ask."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.audit.services import look
from throughcare.consent.queries import age_of_consent_here
from throughcare.identity.services import attributes_known
from throughcare.kernel.views import a_page, act_page, actor_here, telling
from throughcare.linking import doors, queries, services
from throughcare.linking.forms import NothingToType, PermissionForm, QuestionForm
from throughcare.linking.rules import FEWEST_ATTRIBUTES
from throughcare.persons.queries import numbers_at


@a_page
def others(request: HttpRequest, key: str) -> HttpResponse:
    """Do others help this person already? What was sent, and who answered with a yes. 19 queries.

    Whatever others hold, this page is the same until somebody there says yes.
    """
    by, at = actor_here(request), timezone.now()
    person = doors.record_here(by, key, at)

    def send(_sent: Form) -> str:
        services.ask_others(key, by=by, at=at)
        return reverse("linking:others", args=[key])

    page = queries.others_page(by, person, at)
    look("linking.others_looked_at", by=by, at=at, subjects=[person])
    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "page": page,
        "known": attributes_known(person, by.agency),
        "fewest": FEWEST_ATTRIBUTES,
        "by": by,
    }
    form = NothingToType(request.POST if request.method == "POST" else None)
    return act_page(request, "linking/others.html", form, send, said=_("Sent."), context=context)


@a_page
def permissions(request: HttpRequest, key: str) -> HttpResponse:
    """The two questions, to be read together: may others be asked, and may the person be found."""
    by, at = actor_here(request), timezone.now()
    by.must("record_consent")
    person = doors.record_here(by, key, at)
    form = PermissionForm(request.POST or None, agencies=queries.agencies_to_leave_out(by))

    def record(_sent: Form) -> str:
        services.record_permissions(key, form.said(by.agency, at), form.left_out(), by=by, at=at)
        return reverse("linking:others", args=[key])

    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "law": age_of_consent_here(at),
        "told": telling(request, key),
    }
    return act_page(
        request, "linking/permissions.html", form, record, said=_("Written down."), context=context
    )


@require_POST
def withdraw(request: HttpRequest, key: str, permission: str) -> HttpResponse:
    """The person takes an answer back."""
    services.withdraw_permission(key, permission, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Withdrawn. What rested on it has ended."))
    return redirect("linking:others", key)


@a_page
def question(request: HttpRequest, key: str) -> HttpResponse:
    """Another agency asks about somebody like a person of one's own: say yes, or nothing."""
    by, at = actor_here(request), timezone.now()
    by.must("answer_referral")
    found = doors.question_to(by, key, at)
    form = QuestionForm(request.POST or None, focal_points=queries.focal_points_here(by, at))

    def answer(_sent: Form) -> str:
        said = form.cleaned_data["answer"]
        services.answer_question(key, said, form.named(), by=by, at=at)
        return reverse("web:today")

    row = queries.question_row(by, found, at)
    look("linking.question_looked_at", by=by, at=at, subjects=[found.person_id, found.pk])
    return act_page(
        request, "linking/question.html", form, answer, said=_("Answered."), context={"row": row}
    )

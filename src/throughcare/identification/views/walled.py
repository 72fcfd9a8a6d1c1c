"""Behind the wall: suspicion, and the question of non-punishment."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from throughcare.audit.services import look
from throughcare.cases.doors import case_about
from throughcare.cases.queries import number_of
from throughcare.identification import doors, queries, services
from throughcare.identification.forms import NonPunishmentForm, WordsForm
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def suspicion(request: HttpRequest, key: str) -> HttpResponse:
    """The person is also under suspicion: for who may read the justice part alone."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_behind_the_wall(by, key, at)
    form = WordsForm(
        request.POST or None,
        says=_("Of what, and by whom?"),
        help=_("Sealed in the justice part. No shelter, hotline or border post ever reads it."),
    )

    def keep(sent: Form) -> str:
        services.record_suspicion(key, sent.cleaned_data["words"], by=by, at=at)
        return reverse("identification:person", args=[key])

    context = {
        "case": case,
        "number": number_of(by, case),
        "back": reverse("identification:person", args=[key]),
        "title": _("Under suspicion"),
        "lead": _(
            "Somebody can be presumed a victim and be suspected at once. Then those who may read"
            " both are told that the question of non-punishment stands."
        ),
        "act": _("Write it down"),
    }
    return act_page(request, "identification/act.html", form, keep, context=context)


@require_POST
def suspicion_ends(request: HttpRequest, key: str) -> HttpResponse:
    """The person is no longer under suspicion."""
    services.end_suspicion(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Written down."))
    return redirect("identification:person", key=key)


@a_page
def non_punishment(request: HttpRequest, key: str) -> HttpResponse:
    """The question of non-punishment, for who may read both sides of the wall."""
    by, at = actor_here(request), timezone.now()
    found = doors.question_of(by, key, at)
    person = found.suspicion.person_id
    subjects = [person, found.pk, found.suspicion.agency_id]
    look("non_punishment.looked_at", by=by, at=at, subjects=subjects)
    form = NonPunishmentForm(request.POST or None)
    case = case_about(by, person, at)

    def answer(sent: Form) -> str:
        said = sent.cleaned_data
        services.answer_non_punishment(
            key, outcome=said["outcome"], words=said["words"], by=by, at=at
        )
        return reverse("identification:non_punishment", args=[key])

    context = {
        "row": queries.question_row(found),
        "case": case,
        "number": number_of(by, case) if case else "",
    }
    return act_page(request, "identification/non_punishment.html", form, answer, context=context)

"""The working assessment, run when a decision needs it; and the facts it rests on."""

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.audit.services import look
from throughcare.cases.queries import number_of
from throughcare.cases.services import record_statements
from throughcare.identification import doors
from throughcare.identification.forms import AssessForm, FactsForm
from throughcare.identification.queries.assessment import assessment_of, other_laws
from throughcare.identification.queries.facts import facts_about
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def assessment(request: HttpRequest, key: str) -> HttpResponse:
    """Asked for by GET, run by POST for a stated need; kept nowhere, and in no file."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_to_assess(by, key, at)
    form = AssessForm(request.POST or None, laws=other_laws())
    context = {"case": case, "number": number_of(by, case), "form": form, "by": by, "now": at}
    if request.method != "POST" or not form.is_valid():
        status = 422 if request.method == "POST" else 200
        return render(request, "identification/assess.html", context, status=status)
    said = form.cleaned_data
    found = assessment_of(by, case.person_id, at, on=said["on"], also=said["laws"])
    look("case.facts_read", by=by, at=at, subjects=[case.person_id, case.pk])
    look(
        "assessment.run",
        by=by,
        at=at,
        subjects=[case.person_id, case.pk],
        needed_for=said["needed_for"],
        laws=len(found.table.columns),
    )
    context |= {"found": found}
    return render(request, "identification/assessment.html", context)


@a_page
def facts(request: HttpRequest, key: str) -> HttpResponse:
    """Write down facts in the words of the laws, each with where it comes from."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_to_assess(by, key, at)
    form = FactsForm(request.POST or None)
    look("case.facts_read", by=by, at=at, subjects=[case.person_id, case.pk])

    def keep(sent: Form) -> str:
        assert isinstance(sent, FactsForm)
        said = sent.statements()
        if not said:
            raise Refused(_("Tick at least one thing."))
        record_statements(key, said, by=by, at=at)
        return reverse("identification:facts", args=[key])

    context = {
        "case": case,
        "number": number_of(by, case),
        "rows": facts_about(by, case.person_id, at),
    }
    said = _("Written down.")
    return act_page(request, "identification/facts.html", form, keep, said=said, context=context)

"""Pages of consent, of who has access, and of agreements between agencies."""

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughcare.agencies.doors import all_agencies
from throughcare.audit.services import look
from throughcare.consent import doors, queries, services
from throughcare.consent.forms import AgreementForm, ConsentForm, DecisionForm
from throughcare.consent.rules import STATE_WORDS
from throughcare.kernel.languages import reading_in
from throughcare.kernel.views import a_page, act_page, actor_here, telling
from throughcare.persons.queries import numbers_at


@require_GET
def consents(request: HttpRequest, key: str) -> HttpResponse:
    """What a person allowed, and who has access because of it. 16 queries."""
    by, at = actor_here(request), timezone.now()
    person = doors.person_for(by, key, at)
    look("consent.looked_at", by=by, at=at, subjects=[person])
    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "consents": queries.consents_of(person, by.agency, at),
        "readers": queries.who_has_access(person, by.agency, at),
        "reports": queries.reports_about(person, by.agency, at),
        "orders": queries.orders_about(person, by.agency),
        "emergencies": queries.emergencies_about(person, by.agency, at),
        "locked": queries.is_locked(person, by.agency),
        "by": by,
    }
    return render(request, "consent/consents.html", context)


@a_page
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """The page to read together: each recipient and purpose a separate yes or no.

    `?on=paper` gives the same questions as a sheet to print, `?agency=` those of one agency first.
    """
    by, at = actor_here(request), timezone.now()
    by.must("record_consent")
    person = doors.person_for(by, key, at)
    recipients = queries.recipients_for(by.agency, at)
    wanted = request.GET.get("agency", "")
    form = ConsentForm(request.POST or None, recipients=recipients, wanted=wanted)

    def record(sent: Form) -> str:
        services.record_answers(person, form.answers(at), by=by, at=at)
        return reverse("consent:consents", args=[key])

    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "asked": list(form.asked()),
        "law": queries.age_of_consent_here(at),
        "told": (told := telling(request, key)),
    }
    if request.GET.get("on") == "paper":
        sheet = {"at": at, "back_url": reverse("consent:ask", args=[key])}
        with reading_in(told.language):
            return render(request, "consent/sheet.html", {**context, **sheet})
    return act_page(
        request, "consent/ask.html", form, record, said=_("Written down."), context=context
    )


@a_page
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """Write down what was decided in the best interest of a child who cannot consent alone."""
    by, at = actor_here(request), timezone.now()
    by.must("record_consent")
    person = doors.person_for(by, key, at)
    form = DecisionForm(request.POST or None, recipients=queries.recipients_for(by.agency, at))

    def write_down(sent: Form) -> str:
        services.decide_best_interest(person, form.decision(), by=by, at=at)
        return reverse("consent:consents", args=[key])

    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "law": queries.age_of_consent_here(at),
    }
    said = _("Written down. It opens something once a referral is accepted.")
    return act_page(request, "consent/decide.html", form, write_down, said=said, context=context)


@require_POST
def withdraw(request: HttpRequest, key: str, consent: str) -> HttpResponse:
    """The person takes a yes back."""
    by, at = actor_here(request), timezone.now()
    ground = doors.ground_for(by, consent, at, about=doors.person_for(by, key, at))
    services.withdraw_consent(ground.key, by=by, at=at)
    messages.success(request, _("Withdrawn. Nobody reads on it any more."))
    return redirect("consent:consents", key=key)


@require_GET
def record_27560(request: HttpRequest, key: str, consent: str) -> HttpResponse:
    """One consent as an ISO/IEC TS 27560 record, without a name."""
    by, at = actor_here(request), timezone.now()
    person = doors.person_for(by, key, at)
    ground = doors.ground_for(by, consent, at, about=person)
    record = queries.consent_record_27560(ground.key, by=by, at=at)
    look("consent.exported", by=by, at=at, subjects=[person, ground.pk])
    response = JsonResponse(record)
    response["Content-Disposition"] = 'attachment; filename="record.json"'
    return response


@a_page
def agreements(request: HttpRequest) -> HttpResponse:
    """The agreements of one's agency: list them, propose one. 7 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("make_agreements")
    others = [(row.pk.hex, row.name) for row in all_agencies() if row.pk != by.agency]
    form = AgreementForm(request.POST or None, agencies=others)

    def propose(sent: Form) -> str:
        services.propose_agreement(**form.agreed(), by=by, at=at)
        return reverse("consent:agreements")

    rows = [(row, _(STATE_WORDS[row.state])) for row in queries.agreements_of(by.agency, at)]
    return act_page(
        request,
        "consent/agreements.html",
        form,
        propose,
        said=_("Proposed. It counts once the other agency has signed."),
        context={"rows": rows},
    )


@require_POST
def sign(request: HttpRequest, key: str) -> HttpResponse:
    """Sign what another agency proposed."""
    services.sign_agreement(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Signed. It is in force from its first day."))
    return redirect("consent:agreements")


@require_POST
def end(request: HttpRequest, key: str) -> HttpResponse:
    """End an agreement."""
    services.end_agreement(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Ended. Reading that rested on it has stopped."))
    return redirect("consent:agreements")

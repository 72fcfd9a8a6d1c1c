"""Pages of the case conference."""

from uuid import UUID

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughcare.agencies.doors import agencies_by_id
from throughcare.cases import doors, services
from throughcare.cases.forms.conferences import (
    ConferenceForm,
    DecisionForm,
    InvitationForm,
    ViewForm,
)
from throughcare.cases.queries import number_of
from throughcare.cases.queries.conferences import (
    conference_page,
    may_be_invited,
    who_may_carry_out,
)
from throughcare.cases.rules import AGENDA, MEETING_WAYS
from throughcare.kernel.views import a_page, act_page, actor_here


@a_page
def call_conference(request: HttpRequest, key: str) -> HttpResponse:
    """The case manager calls a conference."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_of(by, key, at)
    by.must("manage_case")
    may_come = may_be_invited(by, case, at)
    form = ConferenceForm(
        request.POST or None,
        matters=[(row.code, _(row.label)) for row in AGENDA.values() if row.part in by.parts],
        agencies=[(row.agency.hex, row.name) for row in may_come],
    )

    def call(sent: Form) -> str:
        said = sent.cleaned_data
        called = services.call_conference(
            key,
            meets_at=said["meets_at"],
            way=said["way"],
            agenda=said["agenda"],
            agencies=[UUID(agency) for agency in said["agencies"]],
            by=by,
            at=at,
        )
        return reverse("cases:conference", args=[called])

    context = {"case": case, "number": number_of(by, case), "may_come": may_come}
    return act_page(
        request,
        "cases/call_conference.html",
        form,
        call,
        said=_("Called. The agencies find it on their Today page."),
        context=context,
    )


@require_GET
def conference(request: HttpRequest, key: str) -> HttpResponse:
    """One conference, as the reader may see it."""
    by, at = actor_here(request), timezone.now()
    found = doors.conference_opened(by, key, at)
    page = conference_page(by, found, at)
    return render(request, "cases/conference.html", {"page": page, "now": at, "by": by})


@require_GET
def minutes(request: HttpRequest, key: str) -> HttpResponse:
    """The minutes of one's own agency, to print: nothing of other parts is in them."""
    by, at = actor_here(request), timezone.now()
    page = conference_page(by, doors.conference_opened(by, key, at), at)
    back = reverse("cases:conference", args=[key])
    return render(request, "cases/minutes.html", {"page": page, "now": at, "back_url": back})


@a_page
def conference_view(request: HttpRequest, key: str) -> HttpResponse:
    """The person's view comes first."""
    by, at = actor_here(request), timezone.now()
    found = doors.own_conference(by, key, at)
    said = doors.view_of(found) if "situation" in by.parts else ""
    form = ViewForm(request.POST or None, initial={"words": said})

    def write(sent: Form) -> str:
        services.record_view(key, sent.cleaned_data["words"], by=by, at=at)
        return reverse("cases:conference", args=[key])

    context = {"page": conference_page(by, found, at), "title": _("The person’s view")}
    return act_page(
        request, "cases/conference_act.html", form, write, said=_("Kept."), context=context
    )


@a_page
def conference_decide(request: HttpRequest, key: str) -> HttpResponse:
    """Write down a decision."""
    by, at = actor_here(request), timezone.now()
    found = doors.own_conference(by, key, at)
    matters = [AGENDA[code] for code in found.agenda if AGENDA[code].part in by.parts]
    able = {
        agency
        for part in {row.part for row in matters}
        for agency in who_may_carry_out(found, part, at)
    }
    agencies = [(row.pk.hex, row.name) for row in agencies_by_id(able).values()]
    form = DecisionForm(
        request.POST or None,
        matters=[(row.code, _(row.label)) for row in matters],
        agencies=sorted(agencies, key=lambda row: row[1]),
    )

    def write(sent: Form) -> str:
        said = sent.cleaned_data
        services.decide(
            key,
            matter=said["matter"],
            words=said["words"],
            owner=UUID(said["owner"]) if said["owner"] else None,
            due_on=said["due_on"],
            by=by,
            at=at,
        )
        return reverse("cases:conference", args=[key])

    context = {"page": conference_page(by, found, at), "title": _("Write down a decision")}
    return act_page(
        request, "cases/conference_act.html", form, write, said=_("Kept."), context=context
    )


@require_POST
def conference_end(request: HttpRequest, key: str) -> HttpResponse:
    """The conference is over."""
    services.end_conference(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Ended. Each agency has its own minutes."))
    return redirect("cases:conference", key=key)


@a_page
def invitation(request: HttpRequest, key: str) -> HttpResponse:
    """Whether one's agency comes; nothing of whom it is about before that."""
    by, at = actor_here(request), timezone.now()
    invited = doors.invitation_of(by, key, at)
    form = InvitationForm(request.POST or None)

    def answer(sent: Form) -> str:
        comes = sent.cleaned_data["comes"] == "yes"
        called = services.answer_invitation(key, comes=comes, by=by, at=at)
        if doors.conferences_of(by, at).filter(key=called).exists():
            return reverse("cases:conference", args=[called])
        return reverse("web:today")

    context = {
        "caller": invited.conference.case.agency.name,
        "meets_at": invited.conference.meets_at,
        "way": _(MEETING_WAYS[invited.conference.way]),
    }
    return act_page(
        request, "cases/invitation.html", form, answer, said=_("Answered."), context=context
    )


@require_POST
def decision_done(request: HttpRequest, key: str) -> HttpResponse:
    """What was decided is done."""
    called = services.carry_out(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Done."))
    return redirect("cases:conference", key=called)

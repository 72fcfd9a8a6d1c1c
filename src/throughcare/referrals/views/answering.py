"""The list of referrals, one referral for its receiver and its sender, and what each can do."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from throughcare.agencies.doors import focal_points_of
from throughcare.audit.services import look
from throughcare.cases.doors import cases_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import a_page, act_page, actor_here
from throughcare.referrals import doors, queries, services
from throughcare.referrals.forms import (
    AnswerForm,
    EnteredAnswerForm,
    LinkAnswerForm,
    OutcomeForm,
    ReferralFilterForm,
)
from throughcare.referrals.rules import GOING_ON, GONE, WAITING, State, summary_from


@require_GET
def referral_list(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, what was offered to us, what we offered. 9 queries."""
    by, at = actor_here(request), timezone.now()
    after, asked = request.GET.get("after", ""), queries.Asked.in_address(request.GET.dict())
    tab = "sent" if "sent" in request.GET else "received" if "received" in request.GET else ""
    if tab:
        page_of = queries.sent if tab == "sent" else queries.received
        found = page_of(by, at, after, asked)
        more = _asked_again(tab, asked, after=found.after) if found.after else ""
        rows = found.rows
    else:
        rows, more = queries.to_answer(by, at), ""
    look("referral.listed", by=by, at=at, rows=[row.id for row in rows], tab=tab or "to_answer")
    turned = queries.OLDEST if asked.order == queries.NEWEST else queries.NEWEST
    context = {
        "rows": rows,
        "tab": tab,
        "asked": asked,
        "filters": ReferralFilterForm(request.GET) if tab else None,
        "here": _asked_again(tab, asked) if tab else "",
        "turned": _asked_again(tab, asked, order=turned),
        "page": {"next_url": more},
        "by": by,
    }
    return render(request, "referrals/list.html", context)


def _asked_again(tab: str, asked: queries.Asked, **changed: str) -> str:
    """A tab of the list with its filter and order, for another part or order of it."""
    said = {tab: "", "state": asked.state, "order": asked.order, **changed}
    return f"?{urlencode({name: value for name, value in said.items() if value or name == tab})}"


@a_page
def referral(request: HttpRequest, key: str) -> HttpResponse:
    """One referral: the receiver answers here, the sender sees how it stands."""
    by, at = actor_here(request), timezone.now()
    found = doors.referral_opened(by, key, at)
    form = AnswerForm(request.POST or None)

    def answer(sent: Form) -> str:
        said = sent.cleaned_data
        match said["answer"]:
            case "yes":
                case_key = services.accept_referral(
                    key, arrives_at=said["arrives_at"], by=by, at=at
                )
                messages.success(
                    request, _("Accepted. What was allowed is open to your focal points.")
                )
                return _to_case(request, case_key, key)
            case "ask":
                services.ask_about_referral(key, said["question"], by=by, at=at)
                messages.success(request, _("Asked. The clock goes on."))
            case _:
                services.decline_referral(key, reason=said["reason"], by=by, at=at)
                messages.success(request, _("Declined. Thank you for answering."))
        return reverse("referrals:referral", args=[key])

    context = _page_of(found, by, at)
    return act_page(request, "referrals/referral.html", form, answer, context=context)


@require_POST
def reply(request: HttpRequest, key: str, question: str) -> HttpResponse:
    """The sender answers a question."""
    by, at = actor_here(request), timezone.now()
    typed = request.POST.get("answer", "")
    try:
        services.answer_question(key, question, typed, by=by, at=at)
    except Refused as refused:
        if refused.door:
            raise
        back = reverse("referrals:referral", args=[key])
        said = [(_("Your answer"), typed)] if typed else []
        context = {"refused": refused, "typed": said, "back_url": back}
        return render(request, "web/refused.html", context, status=422)
    messages.success(request, _("Answered."))
    return redirect("referrals:referral", key=key)


@require_POST
def enter(request: HttpRequest, key: str) -> HttpResponse:
    """The sender enters what a service without an account said."""
    by, at = actor_here(request), timezone.now()
    found = doors.referral_sent(by, key, at)
    form = EnteredAnswerForm(request.POST)
    if not form.is_valid():
        context = {**_page_of(found, by, at), "entered_form": form}
        return render(request, "referrals/referral.html", context, status=422)
    services.enter_answer(
        key, accepted=form.accepted, reason=form.cleaned_data["reason"], by=by, at=at
    )
    messages.success(request, _("Written down."))
    return redirect("referrals:referral", key=key)


@require_POST
def link(request: HttpRequest, key: str) -> HttpResponse:
    """Make a one-time link and show it once."""
    by, at = actor_here(request), timezone.now()
    token = services.make_link(key, by=by, at=at)
    address = request.build_absolute_uri(reverse("referrals:by_link", args=[token]))
    found = doors.referral_sent(by, key, at)
    context = {"address": address, "row": queries.row_of(found, by, at)}
    return render(request, "referrals/link.html", context)


@require_POST
def withdraw(request: HttpRequest, key: str) -> HttpResponse:
    """Withdraw an offer or an accepted referral."""
    services.withdraw_referral(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Withdrawn. What it had opened is closed."))
    return redirect("referrals:referral", key=key)


@require_POST
def handed_over(request: HttpRequest, key: str) -> HttpResponse:
    """The person has arrived."""
    services.hand_over(key, by=actor_here(request), at=timezone.now())
    messages.success(request, _("Handed over."))
    return redirect("referrals:referral", key=key)


@require_POST
def outcome(request: HttpRequest, key: str) -> HttpResponse:
    """Report how it went."""
    services.report_outcome(
        key, outcome=request.POST.get("outcome", ""), by=actor_here(request), at=timezone.now()
    )
    messages.success(request, _("Reported. The sender sees it on the timeline."))
    return redirect("referrals:referral", key=key)


@login_not_required
@a_page
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """A service without an account: the link shows nothing until it is opened by POST."""
    at = timezone.now()
    found = doors.referral_by_link(token, at)
    if request.method != "POST":
        return render(request, "referrals/link_closed.html", {})
    by = services.answerer(found)
    answers = request.POST.get("act") == "answer"
    form = LinkAnswerForm(request.POST if answers else None)
    if form.is_valid():
        services.answer_by_link(
            token, accepted=form.accepted, reason=form.cleaned_data["reason"], at=at
        )
        return render(request, "referrals/link_done.html", {"accepted": form.accepted})
    look(
        "referral.link_opened", by=by, at=at, subjects=[found.person_id, found.pk, found.sender_id]
    )
    row = queries.row_of(found, by, at)
    context = {**_shown(found, row, by, at), "form": form}
    return render(request, "referrals/link_open.html", context, status=422 if answers else 200)


def _page_of(found: Any, by: Actor, at: datetime) -> dict[str, object]:
    """What the page of a referral that was found shows beside the form of its answer."""
    row = queries.row_of(found, by, at)
    receives = found.receiver_id == by.agency
    return {
        **_shown(found, row, by, at),
        "receives": receives,
        "can_answer": receives and row.state in WAITING,
        "gone": row.state in GONE,
        "questions": queries.questions_of(by, found, at),
        "outcome_form": OutcomeForm(),
        "entered_form": EnteredAnswerForm(),
        "focal_points": len(focal_points_of(found.receiver_id, at)),
        "opens": found.ground.parts,
        "opens_until": found.ground.until,
        "by": by,
        "may_report": _may_report(found, row.state, receives=receives),
    }


def _shown(found: Any, row: queries.ReferralRow, by: Actor, at: datetime) -> dict[str, object]:
    """What sender, receiver and paper see of a referral summary: one template for all."""
    return {
        "referral": found,
        "row": row,
        "lines": queries.lines_of(summary_from(found.summary)),
        "headline": doors.words_for(by, found, at),
        "sender": found.sender,
        "urgency": row.urgency,
        "urgency_words": row.urgency_words,
    }


def _may_report(found: Any, state: State, *, receives: bool) -> bool:
    return state in GOING_ON and (receives or found.way != "account")


def _to_case(request: HttpRequest, case_key: str, key: str) -> str:
    """The case that began, or, where it is locked to others, the referral that was accepted."""
    by, at = actor_here(request), timezone.now()
    if cases_of(by, at).filter(key=case_key).exists():
        return reverse("cases:case", args=[case_key])
    return reverse("referrals:referral", args=[key])

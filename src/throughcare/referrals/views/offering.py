"""Offering a referral: what is needed, which services fit, check and send."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from throughcare.agencies.doors import agency_by_id
from throughcare.audit.services import look
from throughcare.cases.doors import case_of
from throughcare.cases.queries import number_of
from throughcare.cases.queries.known import known_values
from throughcare.consent.queries import agreements_in_force, consents_of
from throughcare.directory.queries import FitRow, services_for, why_not
from throughcare.directory.rules import NeedFacts
from throughcare.identity.doors import age_bands_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.views import a_page, act_page, actor_here
from throughcare.kernel.vocabulary import word
from throughcare.referrals import doors, services
from throughcare.referrals.forms import NeedForm, ServicesForm
from throughcare.referrals.queries import lines_of
from throughcare.referrals.rules import Summary, Way, summary_from
from throughcare.referrals.services import Offer


@a_page
def new(request: HttpRequest, key: str) -> HttpResponse:
    """What is needed: filled in with what is known already."""
    by, at = actor_here(request), timezone.now()
    by.must("offer_referral")
    case = case_of(by, key, at)
    form = NeedForm(request.POST or None, initial=_what_is_known(by, case, at))

    def save(sent: Form) -> str:
        said = sent.cleaned_data
        draft_key = services.save_draft(
            key,
            form.summary(),
            urgency=said["urgency"],
            kind=said["kind"],
            words=said["words"],
            by=by,
            at=at,
        )
        return reverse("referrals:draft", args=[draft_key])

    context = {"case": case, "number": number_of(by, case)}
    return act_page(request, "referrals/need.html", form, save, context=context)


@a_page
def change_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Go back to what is needed."""
    by, at = actor_here(request), timezone.now()
    draft = doors.draft_of(by, key, at)
    case = case_of(by, draft.case.key, at)
    languages = [*draft.summary["languages"], "", ""]
    written = {
        **draft.summary,
        "language": languages[0],
        "other_language": languages[1],
        "urgency": draft.urgency,
        "kind": draft.kind,
        "words": doors.words_of(draft),
    }
    form = NeedForm(request.POST or None, initial=written)

    def save(sent: Form) -> str:
        said = sent.cleaned_data
        services.save_draft(
            case.key,
            form.summary(),
            urgency=said["urgency"],
            kind=said["kind"],
            words=said["words"],
            by=by,
            at=at,
            draft=key,
        )
        return reverse("referrals:draft", args=[key])

    context = {"case": case, "number": number_of(by, case)}
    return act_page(request, "referrals/need.html", form, save, context=context)


@a_page
def draft(request: HttpRequest, key: str) -> HttpResponse:
    """The services that fit, and the summary exactly as the receiver will see it; then send."""
    by, at = actor_here(request), timezone.now()
    written = doors.draft_of(by, key, at)
    case = case_of(by, written.case.key, at)
    summary = summary_from(written.summary)
    fits = _fits(by, summary, written.urgency, at)
    look("services.looked_for", by=by, at=at, rows=[row.service for row in fits])
    can_be_asked = [row for row in fits if row.fits]
    form = ServicesForm(request.POST or None, services=[row.key for row in can_be_asked])

    def send(sent: Form) -> str:
        reached = {row.key: _way(row).value for row in can_be_asked}
        to = [Offer(service, way) for service, way in form.ways(request.POST, reached)]
        keys = services.offer_referral(
            case.key,
            summary,
            to=to,
            urgency=written.urgency,
            kind=written.kind,
            words=doors.words_of(written),
            by=by,
            at=at,
        )
        services.drop_draft(key, by=by, at=at)
        said = ngettext("Offered to one service.", "Offered to %(n)s services.", len(keys))
        messages.success(request, said % {"n": len(keys)})
        if len(keys) == 1:
            return reverse("referrals:referral", args=[keys[0]])
        return f"{reverse('referrals:list')}?sent"

    allowed = {
        row.recipient_agency
        for row in consents_of(case.person_id, by.agency, at)
        if row.carries_a_referral
    }
    sender = agency_by_id(by.agency)
    context = {
        "case": case,
        "number": number_of(by, case),
        "draft": written,
        "fits": [
            (row, row.agency in allowed, request.POST.get(f"way-{row.key}") or _way(row))
            for row in can_be_asked
        ],
        "others": why_not(fits),
        "lines": lines_of(summary),
        "headline": doors.words_of(written),
        "sender": sender,
        "urgency": written.urgency,
        "urgency_words": word("urgency", written.urgency),
    }
    return act_page(request, "referrals/services.html", form, send, context=context)


@require_POST
def drop_draft(request: HttpRequest, key: str) -> HttpResponse:
    """Throw a draft away."""
    by, at = actor_here(request), timezone.now()
    case = doors.draft_of(by, key, at).case.key
    services.drop_draft(key, by=by, at=at)
    messages.success(request, _("The draft is gone."))
    return redirect("cases:case", key=case)


@require_POST
def nobody_fits(request: HttpRequest, key: str) -> HttpResponse:
    """No service fits: the need is counted as unmet, without the person."""
    by, at = actor_here(request), timezone.now()
    written = doors.draft_of(by, key, at)
    services.record_unmet_need(
        summary_from(written.summary), written.urgency, asked=0, reasons=[], by=by, at=at
    )
    services.drop_draft(key, by=by, at=at)
    messages.success(
        request, _("Counted as an unmet need. The coordinator sees it, nobody’s name.")
    )
    return redirect("cases:case", key=written.case.key)


def _what_is_known(by: Actor, case: Any, at: datetime) -> dict[str, object]:
    known = known_values(by, case, at)
    bands = age_bands_of(by, [case.person_id], by.agency, at)
    risk = known.get("house_risk", ["none"])
    wanted = known.get("service_for", ["any"])
    languages = [*known.get("language", []), "", ""]
    return {
        "needs": known.get("need", []),
        "language": languages[0],
        "other_language": languages[1],
        "children": known.get("children_with_person", []),
        "access_needs": known.get("access_need", []),
        "house_risk": risk[-1],
        "service_for": wanted[-1],
        "age_band": bands[case.person_id],
        "urgency": "danger" if "danger_now" in known else "urgent",
    }


def _fits(by: Actor, summary: Summary, urgency: str, at: datetime) -> list[FitRow]:
    wanted = frozenset() if summary.service_for == "any" else frozenset({summary.service_for})
    need = NeedFacts(
        needs=frozenset(summary.needs),
        wanted=wanted,
        age_band=summary.age_band,
        children=summary.children,
        languages=summary.languages,
        access_needs=frozenset(summary.access_needs),
        at_night=urgency != "ordinary",
        region=agency_by_id(by.agency).region,
    )
    found = services_for(need, by=by, at=at, agreements=agreements_in_force(by.agency, at))
    return [row for row in found if row.agency != by.agency]


def _way(row: FitRow) -> Way:
    return Way.ACCOUNT if row.has_account and row.has_agreement else Way.PHONE

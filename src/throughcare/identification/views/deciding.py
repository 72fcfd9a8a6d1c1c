"""Determinations: those that wait, those about a person, one of them, and what can be done."""

from datetime import datetime
from typing import Any

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughcare.audit.services import look
from throughcare.cases.doors import case_about, case_of
from throughcare.cases.queries import number_of
from throughcare.identification import doors, queries, services
from throughcare.identification.forms import (
    AskForm,
    ChargeForm,
    DecideForm,
    DisputeForm,
    OwnWordForm,
    WordsForm,
)
from throughcare.identification.queries.age import age_warning
from throughcare.identification.queries.facts import fact_choices
from throughcare.identification.rules.states import ELEMENT_WORDS, OPEN, State
from throughcare.identification.services.decisions import deadlines_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.views import a_page, act_page, actor_here


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What waits for a decision of one's agency, the soonest target first. 9 queries."""
    by, at = actor_here(request), timezone.now()
    by.must("determine")
    rows = queries.waiting_here(by, at)
    look("determination.listed", by=by, at=at, rows=[row.person for row in rows])
    context = {"rows": rows, "laws": queries.law_choices(by, at), "by": by}
    return render(request, "identification/waiting.html", context)


@require_GET
def person(request: HttpRequest, key: str) -> HttpResponse:
    """Every determination about a person that one may see, side by side, and the own word."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_with_status(by, key, at)
    context = {
        "case": case,
        "number": number_of(by, case),
        "rows": queries.determinations_about(by, case.person_id, at),
        "own_word": queries.own_word(by, case.person_id, at),
        "suspicions": queries.suspicions_about(by, case.person_id, at),
        "questions": queries.questions_about(by, case.person_id, at),
        "walled": doors.WALLED_PART in by.parts,
        "laws": queries.law_choices(by, at) if by.may("determine") else [],
        "age": age_warning(by, case.person_id, at) if by.may("assess") else None,
        "by": by,
    }
    return render(request, "identification/person.html", context)


@a_page
def ask(request: HttpRequest, key: str) -> HttpResponse:
    """A request for a decision has come."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_to_decide(by, key, at)
    laws = queries.law_choices(by, at)
    form = AskForm(
        request.POST or None,
        laws=[(law.code, law.title) for law in laws],
        initial={"received_on": timezone.localtime(at).date()},
    )

    def begin(sent: Form) -> str:
        assert isinstance(sent, AskForm)
        said = sent.cleaned_data
        made = services.ask_determination(
            key,
            law=said["law"],
            received_at=sent.received_at(at),
            act_on=said["act_on"],
            by=by,
            at=at,
        )
        return reverse("identification:determination", args=[made])

    return act_page(
        request,
        "identification/ask.html",
        form,
        begin,
        said=_("Written down. Help goes on meanwhile."),
        context={"case": case, "number": number_of(by, case), "laws": laws},
    )


@a_page
def determination(request: HttpRequest, key: str) -> HttpResponse:
    """One determination: its state, its clocks, its rulings, and what can be done now."""
    by, at = actor_here(request), timezone.now()
    found = doors.determination_opened(by, key, at)
    row = queries.row_of(found, by, at)
    decides = row.is_own and by.may("determine")
    charges = doors.may_charge(by, found, at)
    context = {
        **_heading(by, found.person_id, at),
        "row": row,
        "found": found,
        "version": queries.version_of(found),
        "deadlines": deadlines_for(found),
        "rulings": queries.rulings_of(by, found),
        "appeals": queries.appeals_of(by, found),
        "disputes": [_(ELEMENT_WORDS[one]) for one in queries.disputes_of(found)],
        "decides": decides,
        "may_charge": charges,
        "charges": queries.charges_of(found) if charges else [],
        "appealed": queries.has_open_appeal(found),
        "own_word": queries.own_word(by, found.person_id, at),
        "now": at,
        "by": by,
    }
    return render(request, "identification/determination.html", context)


@a_page
def decide(request: HttpRequest, key: str) -> HttpResponse:
    """The officer decides, or decides an appeal."""
    by, at = actor_here(request), timezone.now()
    found = doors.own_determination(by, key, at)
    on_appeal = found.state not in OPEN
    form = DecideForm(
        request.POST or None,
        facts=fact_choices(by, found.person_id, at),
        finds=_may_find(State(found.state)),
    )

    def rule(sent: Form) -> str:
        assert isinstance(sent, DecideForm)
        _rule(key, sent.decided(), on_appeal, by, at)
        return reverse("identification:determination", args=[key])

    look("case.facts_read", by=by, at=at, subjects=[found.person_id])
    return act_page(
        request,
        "identification/decide.html",
        form,
        rule,
        said=_("Decided. A letter goes out only in a safe way."),
        context={
            **_heading(by, found.person_id, at),
            "row": queries.row_of(found, by, at),
            "on_appeal": on_appeal,
            "by": by,
            "age": age_warning(by, found.person_id, at),
            "deadlines": deadlines_for(found),
        },
    )


@a_page
def appeal(request: HttpRequest, key: str) -> HttpResponse:
    """Somebody asks that another officer decides again."""
    by, at = actor_here(request), timezone.now()
    found = doors.determination_to_argue(by, key, at)
    form = WordsForm(
        request.POST or None,
        says=_("Why is the decision wrong?"),
        help=_("Sealed; read by who decides, the lawyer and the advocate."),
    )

    def ask_again(sent: Form) -> str:
        services.appeal(key, sent.cleaned_data["words"], by=by, at=at)
        return reverse("identification:determination", args=[key])

    context = {
        **_about(by, found, at),
        "title": _("Appeal"),
        "lead": _("Another officer will decide. Help goes on."),
        "act": _("Appeal"),
    }
    said = _("The appeal is written down.")
    template = "identification/act.html"
    return act_page(request, template, form, ask_again, said=said, context=context)


@a_page
def charge(request: HttpRequest, key: str) -> HttpResponse:
    """What became of a charge: dropped, or charged as something else, and for want of what."""
    by, at = actor_here(request), timezone.now()
    found = doors.determination_to_charge(by, key, at)
    form = ChargeForm(request.POST or None)

    def keep(sent: Form) -> str:
        services.record_charge(key, **sent.cleaned_data, by=by, at=at)
        return reverse("identification:determination", args=[key])

    context = {
        **_about(by, found, at),
        "title": _("What became of the charge"),
        "lead": _("It changes no decision about the person, and ends no help."),
        "act": _("Write it down"),
    }
    said = _("Written down.")
    return act_page(request, "identification/act.html", form, keep, said=said, context=context)


@a_page
def dispute(request: HttpRequest, key: str) -> HttpResponse:
    """The authority marks an element disputed, or takes the mark off."""
    by, at = actor_here(request), timezone.now()
    found = doors.own_determination(by, key, at)
    form = DisputeForm(request.POST or None, marked=queries.disputes_of(found))

    def mark(sent: Form) -> str:
        element = sent.cleaned_data["element"]
        if element in queries.disputes_of(found):
            services.unmark_disputed(key, element, by=by, at=at)
        else:
            services.mark_disputed(key, element, by=by, at=at)
        return reverse("identification:determination", args=[key])

    context = {
        **_about(by, found, at),
        "title": _("Mark an element disputed"),
        "lead": _("Choose one that is marked already to take the mark off."),
        "act": _("Mark it, or take the mark off"),
    }
    return act_page(request, "identification/act.html", form, mark, context=context)


@a_page
def own_word(request: HttpRequest, key: str) -> HttpResponse:
    """What the person calls herself or himself."""
    by, at = actor_here(request), timezone.now()
    case = case_of(by, key, at)
    form = OwnWordForm(request.POST or None)

    def keep(sent: Form) -> str:
        services.record_own_word(key, sent.cleaned_data["words"], by=by, at=at)
        return reverse("identification:person", args=[key])

    context = {
        "case": case,
        "number": number_of(by, case),
        "back": reverse("identification:person", args=[key]),
        "title": _("The person’s own word"),
        "lead": "",
        "act": _("Keep it"),
    }
    said = _("Kept.")
    return act_page(request, "identification/act.html", form, keep, said=said, context=context)


def _may_find(state: State) -> list[State]:
    if state is State.ASKED:
        return [State.PRESUMED, State.NOT_ESTABLISHED]
    if state is State.PRESUMED:
        return [State.IDENTIFIED, State.NOT_ESTABLISHED]
    return [State.PRESUMED, State.IDENTIFIED, State.NOT_ESTABLISHED]


def _rule(key: str, decided: Any, on_appeal: bool, by: Actor, at: datetime) -> None:
    if on_appeal:
        services.reconsider(key, decided, by=by, at=at)
        return
    facts, reasons = decided.facts, decided.reasons
    match decided.finds:
        case State.PRESUMED:
            services.presume(key, facts=facts, reasons=reasons, by=by, at=at)
        case State.IDENTIFIED:
            services.identify(key, facts=facts, reasons=reasons, by=by, at=at)
        case _:
            services.find_not_established(
                key, lacks=decided.lacks, facts=facts, reasons=reasons, by=by, at=at
            )


def _heading(by: Actor, person_id: Any, at: datetime) -> dict[str, Any]:
    """The own agency's case about the person, for the way back."""
    case = case_about(by, person_id, at)
    return {"case": case, "number": number_of(by, case) if case else ""}


def _about(by: Actor, found: Any, at: datetime) -> dict[str, Any]:
    back = reverse("identification:determination", args=[found.key])
    return {**_heading(by, found.person_id, at), "back": back}

"""The list of cases, and the case timeline."""

from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from throughcare.agencies.doors import colleagues
from throughcare.agencies.rules import mark_of
from throughcare.audit.services import look
from throughcare.cases import doors, queries
from throughcare.cases.forms import PARTS, CaseFilterForm
from throughcare.cases.queries import known
from throughcare.cases.queries.asked import NEWEST, OLDEST, Asked
from throughcare.cases.queries.conferences import conferences_about
from throughcare.cases.rules import REFERRAL_STEPS
from throughcare.consent.doors import holders_readable
from throughcare.consent.queries import ReaderRow, consents_of, is_locked, who_has_access
from throughcare.identity.doors import ContactRow, age_bands_of, contacts_of, name_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.languages import day_words, listed, spoken_here
from throughcare.kernel.views import a_page, actor_here, tell_in
from throughcare.kernel.vocabulary import word

ONLY = ("", "milestones", "own")


@require_GET
def case_list(request: HttpRequest) -> HttpResponse:
    """The cases of one's own agency, chosen and in order as the address asks. 11 queries."""
    by, at = actor_here(request), timezone.now()
    asked = Asked.in_address(request.GET.dict())
    found = queries.case_page(by, at, asked, request.GET.get("after", ""))
    bands = age_bands_of(by, [row.person for row in found.rows], by.agency, at)
    look("case.listed", by=by, at=at, rows=[row.person for row in found.rows])
    page = {
        "rows": [(row, word("age_band", bands[row.person])) for row in found.rows],
        "next_url": _next(request, found.after),
    }
    context = {
        "page": page,
        "asked": asked,
        "filters": CaseFilterForm(request.GET, asked=asked, managers=_managers(by)),
        "turned": _asked_again(request, order=OLDEST if asked.order == NEWEST else NEWEST),
        "here": _asked_again(request),
        "by": by,
    }
    return render(request, "cases/list.html", context)


@a_page
def case_page(request: HttpRequest, key: str) -> HttpResponse:
    """The case timeline; a name is shown only when it is asked for, by POST. 37 queries."""
    by, at = actor_here(request), timezone.now()
    case = doors.case_opened(by, key, at)
    only = request.GET.get("only", "")
    oldest_first = "from_first" in request.GET
    person = case.person_id
    here = reverse("cases:case", args=[key])
    steps = queries.timeline(
        by, case, at, only=only if only in ONLY else "", newest_first=not oldest_first
    )
    told = known.situation(by, case, at)
    _tell_in_own_language(request, key, told)
    context = {
        "case": case,
        "number": queries.number_of(by, case),
        "steps": steps,
        "bar": _bar(by, case, steps, at),
        "tasks": queries.tasks_waiting(by, at, case),
        "conferences": conferences_about(by, case, at),
        "known": told,
        "history": known.history(by, case, at),
        "answers": known.added_answers(by, case, at),
        "files": known.attachments(by, case, at),
        "access": [_reader(row) for row in who_has_access(person, by.agency, at)],
        "locked": is_locked(person, by.agency),
        "age_band": _age_band(by, person, at),
        "contacts": _contacts(by, person, at),
        "name": _name(by, person, at) if request.method == "POST" else "",
        "only": only,
        "oldest_first": oldest_first,
        "now": at,
        "here": here,
        "parts": PARTS,
        "by": by,
    }
    return render(request, "cases/case.html", context)


def _managers(by: Actor) -> list[tuple[str, str]]:
    return [(member.key, member.name) for member in colleagues(by.agency)]


def _tell_in_own_language(request: HttpRequest, key: str, told: list[known.KnownRow]) -> None:
    """What is read to the person from here on is in her or his language, if the pages speak it."""
    spoken = [row.code for row in told if row.topic == "language" and row.answer == "yes"]
    if here := [code for code in map(spoken_here, spoken) if code]:
        tell_in(request, key, here[0])


def _next(request: HttpRequest, after: str) -> str:
    return _asked_again(request, after=after) if after else ""


def _asked_again(request: HttpRequest, **changed: str) -> str:
    """The filters and the order of this page, for another part or order of its list."""
    query = request.GET.copy()
    query.pop("after", None)
    for name, value in changed.items():
        query[name] = value
    return f"?{query.urlencode()}"


def _bar(by: Actor, case: Any, steps: list[queries.Step], at: datetime) -> dict[str, object]:
    """What the bar on top says of the referral, of consent, and of who manages the case."""
    about_referrals = [step for step in steps if step.kind in REFERRAL_STEPS]
    consents = [row for row in consents_of(case.person_id, by.agency, at) if row.in_force]
    return {
        "referral": max(about_referrals, key=lambda step: (step.at, step.milestone), default=None),
        "consents": len(consents),
        "consent_until": min((row.until for row in consents), default=None),
        "elsewhere_until": queries.consent_elsewhere_until(by, case, at),
        "managed_by": queries.managed_elsewhere(by, case, at),
    }


def _reader(row: ReaderRow) -> dict[str, object]:
    """Who has access to what, in one line."""
    parts = _("All parts") if len(row.parts) == len(PARTS) else _listed(row.parts)
    until = "" if row.ground == "own_record" else day_words(row.until)
    return {
        "name": row.name,
        "people": row.people,
        "mark": mark_of(row.code, row.kind, row.name),
        "words": _("%(parts)s, until %(day)s") % {"parts": parts, "day": until} if until else parts,
    }


def _listed(parts: tuple[str, ...]) -> str:
    return listed(PARTS[part] for part in PARTS if part in parts)


def _holders(by: Actor, person: UUID, at: datetime, *parts: str) -> list[UUID]:
    """Whose record is open to the reader in one of these parts: one's own agency's first."""
    open_to = holders_readable(by, person, at)
    found = [holder for holder, held in open_to.items() if held & set(parts)]
    return sorted(found, key=lambda holder: holder != by.agency)


def _name(by: Actor, person: UUID, at: datetime) -> str:
    for holder in _holders(by, person, at, "identity"):
        with suppress(NotHere):  # its key may be away, and another agency's here
            if found := name_of(by, person, holder, at).text:
                return found
    return _("No name is recorded")


def _age_band(by: Actor, person: UUID, at: datetime) -> str:
    for holder in _holders(by, person, at, "identity", "situation"):
        band = age_bands_of(by, [person], holder, at)[person]
        if band != "unknown":
            return word("age_band", band)
    return word("age_band", "unknown")


def _contacts(by: Actor, person: UUID, at: datetime) -> list[ContactRow]:
    found: list[ContactRow] = []
    for holder in _holders(by, person, at, "contact", "whereabouts"):
        with suppress(NotHere):
            found += contacts_of(by, person, holder, at)
    return found

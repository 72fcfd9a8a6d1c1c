"""Two records of one's own that are, or could be, one person's."""

from datetime import datetime

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.audit.services import look
from throughcare.identity.doors import BirthRow, NamesRow, birth_of, names_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.views import a_page, act_page, actor_here
from throughcare.linking import doors, queries, services
from throughcare.linking.forms import LinkForm, OtherRecordForm, UnlinkForm
from throughcare.linking.queries import RecordRow
from throughcare.persons.queries import keys_at, numbers_at, person_with_number


@a_page
def same(request: HttpRequest, key: str) -> HttpResponse:
    """Which records are the same person's, and which were held to be. 14 queries."""
    by, at = actor_here(request), timezone.now()
    person = doors.record_here(by, key, at)
    form = OtherRecordForm(request.POST or None)

    def look_at_both(_sent: Form) -> str:
        other = person_with_number(by.agency, form.cleaned_data["number"])
        if other is None or not doors.readable_here(by, other, at):
            raise Refused(_("There is no such number here, or it is not open to you."))
        return reverse("linking:compare", args=[key, keys_at(by.agency, [other])[other]])

    rows = queries.links_about(by, person, at)
    look("linking.looked_at", by=by, at=at, subjects=[person])
    context = {
        "key": key,
        "number": numbers_at(by.agency, [person]).get(person, ""),
        "linked": [row for row in rows if row.stands],
        "apart": [row for row in rows if not row.stands],
        "by": by,
    }
    return act_page(request, "linking/same.html", form, look_at_both, context=context)


@a_page
def compare(request: HttpRequest, key: str, other: str) -> HttpResponse:
    """Two records side by side: they are linked here, or unlinked.

    Names are shown when they are asked for, by POST.
    """
    by, at = actor_here(request), timezone.now()
    by.must("manage_case")
    both = queries.side_by_side(by, (key, other), at)
    link = doors.link_between(by, both[0].person, both[1].person)
    shows = request.POST.get("step") == "names"
    kind = UnlinkForm if link else LinkForm
    form = kind(None if shows else request.POST or None)

    def link_or_unlink(_sent: Form) -> str:
        act = services.unlink_records if link else services.link_records
        act(key, other, form.cleaned_data["why"], by=by, at=at)
        return reverse("linking:same", args=[key])

    context = {
        "key": key,
        "both": [(row, *(_shown(row, by, at) if shows else (None, None))) for row in both],
        "link": link,
        "shows": shows,
        "by": by,
    }
    if shows:
        return render(request, "linking/compare.html", {"form": form, **context})
    said = _("They stand apart again.") if link else _("Linked. Each record shows the other.")
    return act_page(
        request, "linking/compare.html", form, link_or_unlink, said=said, context=context
    )


def _shown(row: RecordRow, by: Actor, at: datetime) -> tuple[NamesRow, BirthRow]:
    return (
        names_of(by, row.person, by.agency, at),
        birth_of(by, row.person, by.agency, at),
    )

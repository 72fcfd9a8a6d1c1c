"""The identity page of a person."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from throughcare.identity import doors, queries
from throughcare.identity.rules import CONTACT_KINDS
from throughcare.kernel.views import actor_here


@require_safe
def panel(request: HttpRequest, person_key: str, holder_key: str = "") -> HttpResponse:
    """Ways to reach the person; names, birth and documents stay hidden until asked for."""
    return _page(request, person_key, holder_key, shown=False)


@require_POST
def show_name(request: HttpRequest, person_key: str, holder_key: str = "") -> HttpResponse:
    """The same page with names, birth and documents shown."""
    return _page(request, person_key, holder_key, shown=True)


def _page(request: HttpRequest, person_key: str, holder_key: str, *, shown: bool) -> HttpResponse:
    by, at = actor_here(request), timezone.now()
    record = doors.record_at(by, person_key, at, holder_key)
    page = queries.panel(record, by, at, shown=shown)
    context = {
        "page": page,
        "person_key": person_key,
        "holder_key": holder_key,
        "contacts": page.contacts,
        "may_record": page.is_own and by.may("open_case"),
        "may_hold": page.is_own and by.may("manage_case"),
        "may_erase": page.is_own and by.may("erase_person"),
        "contact_kinds": list(CONTACT_KINDS),
    }
    return render(request, "identity/panel.html", context)

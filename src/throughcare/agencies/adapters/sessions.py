"""What a session and its browser remember: the second factor, the last touch, what was kept."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve

from throughcare.agencies.models import Staff
from throughcare.agencies.services import Kept, keep_form, rename_session

GIVEN, TOUCHED = "factor_given", "touched"
KEPT, OFFERED = "kept_form", "kept_form_offered"
"""Cookies: what opens a form that was kept, before it is offered and while it is."""
ANSWER = "answer"
"""What leads, in an address, to the page that answers what was sent."""
NEVER_KEPT = frozenset({"change_password", "lock", "account_logout", "kept_form"})
MOST_KEPT = 500_000
LATELY = timedelta(minutes=5)


def mark_factor_given(request: HttpRequest, staff: UUID, at: datetime) -> None:
    """From now on this session is complete."""
    request.session[GIVEN] = [staff.hex, at.timestamp()]


def factor_given(request: HttpRequest) -> bool:
    """Whether who is signed in gave a second factor in this session."""
    given: Any = request.session.get(GIVEN)
    return bool(given) and request.user.is_authenticated and given[0] == request.user.pk.hex


def factor_given_lately(request: HttpRequest, at: datetime) -> bool:
    """Whether the second factor was given in the last minutes, as changing factors needs."""
    return factor_given(request) and at.timestamp() - request.session[GIVEN][1] < (
        LATELY.total_seconds()
    )


def renew_session(request: HttpRequest) -> None:
    """Give the session a new key when it gains power, so that an older copy is worth nothing."""
    old = request.session.session_key or ""
    request.session.cycle_key()
    rename_session(old, request.session.session_key or "")


def keep_what_was_sent(
    request: HttpRequest, response: HttpResponse, staff: object, at: datetime
) -> bool:
    """Keep a form that could not be taken, sealed for who sent it; whether it was kept."""
    return _keep(request, response, staff, what_was_sent(request), at)


def keep_what_was_written(
    request: HttpRequest, response: HttpResponse, staff: object, page: str, at: datetime
) -> bool:
    """Keep a form that was not sent when its page locked itself; whether it was kept.

    Script brings it in `typed`, as a browser would send it, and in `action` where it was to go.
    """
    typed = parse_qsl(request.POST.get("typed", "")[:MOST_KEPT], keep_blank_values=True)
    written = _may_be_kept(Kept(request.POST.get("action", ""), typed, page)) if typed else None
    return _keep(request, response, staff, written, at)


def what_was_sent(request: HttpRequest) -> Kept | None:
    """A form as it was sent, if it is one that may be kept: no password is."""
    fields = [(name, str(value)) for name, values in request.POST.lists() for value in values]
    return _may_be_kept(Kept(address_here(request), fields))


def _keep(
    request: HttpRequest, response: HttpResponse, staff: object, kept: Kept | None, at: datetime
) -> bool:
    if not isinstance(staff, Staff) or kept is None:
        return False
    token = keep_form(staff, kept, at=at)
    secure = request.is_secure()
    response.set_cookie(KEPT, token, httponly=True, samesite="Strict", secure=secure)
    return True


def _may_be_kept(kept: Kept) -> Kept | None:
    """A form of this house without its token, where it holds no password and is not too long."""
    fields = [(name, value) for name, value in kept.fields if name != "csrfmiddlewaretoken"]
    try:
        page = resolve(kept.path.partition("?")[0])
    except Resolver404:
        return None
    too_long = sum(len(value) for _name, value in fields) > MOST_KEPT
    return None if page.url_name in NEVER_KEPT or too_long else replace(kept, fields=fields)


def address_here(request: HttpRequest, **more: str) -> str:
    """The address of a page with all that it asks, but for the token of another answer."""
    asked = request.GET.copy()
    asked.pop(ANSWER, None)
    asked.update(more)
    return f"{request.path}?{asked.urlencode()}" if asked else request.path

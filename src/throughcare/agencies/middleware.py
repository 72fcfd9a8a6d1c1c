"""Nobody reaches anything without sign-in and second factor; what is left alone locks itself."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation

from throughcare.agencies.adapters.sessions import (
    ANSWER,
    TOUCHED,
    address_here,
    factor_given,
    keep_what_was_sent,
    what_was_sent,
)
from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Staff
from throughcare.agencies.rules import device_family
from throughcare.agencies.services import (
    KeptPage,
    has_factor,
    keep_answer,
    keep_answer_of_visitor,
    kept_answer,
    signed_out,
    touch_session,
)
from throughcare.kernel.languages import pages_speak

Answer = Callable[[HttpRequest], HttpResponse]

WHILE_SETTING_UP = frozenset(
    {"mfa_activate_totp", "mfa_add_webauthn", "account_logout", "lock", "set_language"}
)
TOUCHES_APART = 60
MOST_FOR_VISITORS = 200_000
"""No page of this house is as long that answers somebody who is not signed in."""


class PlainDevices:
    """Reduces what a browser says of itself before anything can store or log it."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.META["HTTP_USER_AGENT"] = device_family(request.META.get("HTTP_USER_AGENT", ""))
        return self.answer(request)


class IdleLock:
    """Ends a session that nobody touched for `IDLE_MINUTES`; the request goes on signed out."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        staff = request.user
        if isinstance(staff, Staff):
            at = timezone.now()
            idle = at.timestamp() - request.session.get(TOUCHED, 0.0)
            session = request.session.session_key or ""
            if idle > timedelta(minutes=settings.IDLE_MINUTES).total_seconds():
                signed_out(session, "locked", by=actor_of(staff, at), at=at)
                logout(request)
                request.locked_out = staff  # type: ignore[attr-defined]
            elif idle > TOUCHES_APART:
                request.session[TOUCHED] = at.timestamp()
                touch_session(session, at=at)
        return self.answer(request)


class SignedIn:
    """Default deny: every page needs a complete session, but those that say they do not.

    A page that is open to all is marked with Django's `login_not_required`.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        page = request.resolver_match
        if page is None or not getattr(view, "login_required", True):
            return None
        staff = request.user
        if not isinstance(staff, Staff):
            return self._ask_to_sign_in(request)
        if factor_given(request):
            return None
        if has_factor(staff.pk):
            logout(request)
            return self._ask_to_sign_in(request)
        return None if page.url_name in WHILE_SETTING_UP else redirect("mfa_activate_totp")

    def _ask_to_sign_in(self, request: HttpRequest) -> HttpResponse:
        """Lead to sign-in and back; a form that was being sent is kept, a script is told no."""
        if request.headers.get("Sec-Fetch-Dest") == "empty":
            return HttpResponse(status=401)
        back = request.get_full_path() if request.method == "GET" else ""
        query = f"?{urlencode({'next': back})}" if back not in ("", "/") else ""
        response = redirect(reverse("account_login") + query)
        if request.method == "POST":
            staff = getattr(request, "locked_out", None)
            keep_what_was_sent(request, response, staff, timezone.now())
        return response


class ReadsIn:
    """Shows staff every page in the language that each chose; others as the browser says."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        staff = request.user
        if isinstance(staff, Staff) and staff.reads_in in pages_speak():
            translation.activate(staff.reads_in)
            request.LANGUAGE_CODE = staff.reads_in
        return self.answer(request)


class AnswersByGet:
    """Leads a browser from what it sent to the page that answers it.

    A browser keeps the body of a POST in its profile, on the disk, for as long as the page that
    answers it stands in its history: names that were searched for, a form with a mistake in it.
    Led on by a redirect, it keeps an address. Scripts get their answer at once.
    """

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        if request.method == "GET" and ANSWER in request.GET and response.status_code == 405:
            return redirect("/")  # too late for the answer, and the page itself takes only POST
        navigates = request.headers.get("Sec-Fetch-Mode") == "navigate"
        if request.method == "POST" and navigates and _is_page(response):
            return self._led_on(request, response)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponse | None:
        if request.method != "GET" or ANSWER not in request.GET:
            return None
        session = request.session.session_key or ""
        kept = kept_answer(request.GET[ANSWER], session, at=timezone.now())
        if isinstance(kept, KeptPage):
            return HttpResponse(kept.content, kept.kind, kept.status)
        return render(request, "agencies/send_again.html", {"kept": kept}) if kept else None

    def _led_on(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        at, staff = timezone.now(), isinstance(request.user, Staff) and factor_given(request)
        if not staff and len(response.content) > MOST_FOR_VISITORS:
            return response
        if request.session.session_key is None and not request.session.is_empty():
            request.session.create()
        page = KeptPage(response.status_code, response["Content-Type"], response.content)
        session = request.session.session_key or ""
        if staff:
            token = keep_answer(page, session, what_was_sent(request), at=at)
        else:
            token = keep_answer_of_visitor(page, session, at=at)
        led = redirect(address_here(request, **{ANSWER: token}))
        led.status_code = 303
        led.cookies = response.cookies
        return led


def _is_page(response: HttpResponse) -> bool:
    whole = not response.streaming and not 300 <= response.status_code < 400
    return whole and response.get("Content-Type", "").startswith("text/html")

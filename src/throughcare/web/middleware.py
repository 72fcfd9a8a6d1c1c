"""Around every page: nothing is cached, everyone is somebody, and refusals are written down."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from throughcare.agencies.adapters.sessions import keep_what_was_sent
from throughcare.agencies.doors import actor_of
from throughcare.audit.services import refuse
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import Changed, NotHere, Refused
from throughcare.kernel.views import page_before
from throughcare.vault.services import KeyAway, KeyGone, for_pages_of

Answer = Callable[[HttpRequest], HttpResponse]


class PrivateAnswers:
    """No page is kept by a browser or a proxy."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.answer(request)
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers["Permissions-Policy"] = "geolocation=(), camera=(), microphone=()"
        return response


class WhoIsThere:
    """Puts the actor of the moment on the request."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.user.is_authenticated:
            return self.answer(request)
        by = actor_of(request.user, timezone.now())
        request.actor = by  # type: ignore[attr-defined]
        with for_pages_of(by.agency):
            return self.answer(request)


class Refusals:
    """Turns the two shared errors into pages, and writes them into the ledger."""

    def __init__(self, answer: Answer) -> None:
        self.answer = answer

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.answer(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        by: Actor = getattr(request, "actor", Actor(NOBODY, NOBODY, ""))
        if isinstance(error, KeyAway):
            return self._key_is_away(request, error)
        if isinstance(error, KeyGone):
            # Its key was destroyed, or its agency has taken it away: it exists no more.
            error = NotHere("sealed")
        if isinstance(error, NotHere):
            refuse(error.door, by=by, at=timezone.now(), asked=error.asked, purpose=error.purpose)
            return render(request, "404.html", status=404)
        if isinstance(error, Changed):
            return render(request, "web/changed.html", {"error": error}, status=409)
        if isinstance(error, Refused):
            if error.door:
                refuse(error.door, by=by, at=timezone.now(), asked=error.asked)
            context = {"reasons": error.reasons, "back_url": page_before(request)}
            return render(request, "web/refused.html", context, status=403)
        return None

    def _key_is_away(self, request: HttpRequest, error: KeyAway) -> HttpResponse:
        """The key service of one's own agency is away: nothing was changed, nothing is lost."""
        signed_in = request.user.is_authenticated
        about = {
            "why": error.why,
            "was_sending": signed_in and request.method == "POST",
            "frame": "web/base.html" if signed_in else "web/gate.html",
        }
        response = render(request, "web/key_away.html", about, status=503)
        if about["was_sending"]:
            keep_what_was_sent(request, response, request.user, timezone.now())
        return response

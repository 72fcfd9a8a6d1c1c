"""The three movements of a page that does one act: read, one call, answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.views.decorators.http import require_http_methods

from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Changed, Refused
from throughcare.kernel.languages import direction_of, pages_speak

TOLD = "told_in"

a_page = require_http_methods(["GET", "HEAD", "POST"])


def actor_here(request: HttpRequest) -> Actor:
    """Who is there; the middleware has put it on the request."""
    by: Actor = request.actor  # type: ignore[attr-defined]
    return by


def page_before(request: HttpRequest) -> str:
    """The page of this house that led here, with its query; empty where the browser says none."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host() or before.path.startswith("//"):
        return ""
    return f"{before.path}?{before.query}" if before.query else before.path


@dataclass(frozen=True, slots=True)
class Telling:
    """In which language somebody is told what a page says: read aloud, or on paper.

    `about` is the key of the record or referral that the page is about.
    """

    about: str
    language: str
    readers: str

    @property
    def is_readers(self) -> bool:
        """Whether it is the language of the page itself."""
        return self.language == self.readers

    @property
    def direction(self) -> str:
        """The direction of the language, ltr or rtl."""
        return direction_of(self.language)

    @property
    def readers_direction(self) -> str:
        """The direction of the reader's own language."""
        return direction_of(self.readers)


def telling(request: HttpRequest, about: str) -> Telling:
    """How the person of this record is told; in the reader's language unless another was chosen."""
    kept = request.session.get(TOLD, {})
    readers = translation.get_language() or "en"
    chosen = kept.get("language", "") if kept.get("about") == about else ""
    language = chosen if chosen in pages_speak() else readers
    return Telling(about, language, readers)


def tell_in(request: HttpRequest, about: str, language: str) -> None:
    """From now on, and until another record is read, this one is told in this language."""
    wanted = {"about": about, "language": language}
    if language in pages_speak() and request.session.get(TOLD) != wanted:
        request.session[TOLD] = wanted


def act_page(
    request: HttpRequest,
    template: str,
    form: Form,
    do: Callable[[Form], str],
    *,
    said: str = "",
    context: Mapping[str, object] | None = None,
) -> HttpResponse:
    """Show a form; when it is sent and in shape, do one act and go to the address it returns.

    What is refused stands above the form with every reason, and nothing typed is lost; a refusal
    at a door goes on to the ledger.
    """
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                to = do(form)
            except Changed:
                raise
            except Refused as refused:
                if refused.door:
                    raise
                for reason in refused.reasons:
                    form.add_error(None, reason)
            else:
                if said:
                    messages.success(request, said)
                return redirect(to)
    return render(request, template, {"form": form, **(context or {})}, status=status)

"""Before the door: signing in, the second factor, one-time links, locking, what was kept."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from allauth.account.views import LoginView, LogoutView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.webauthn.views import LoginWebAuthnView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.csrf import csrf_failure
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.agencies.adapters.sessions import (
    ANSWER,
    KEPT,
    OFFERED,
    factor_given,
    keep_what_was_sent,
    keep_what_was_written,
)
from throughcare.agencies.forms import (
    ChoosePasswordForm,
    CodeForm,
    PasskeyForm,
    PasskeySignInForm,
    SignInForm,
)
from throughcare.agencies.services import (
    accept_invitation,
    forget_kept_form,
    invited_staff,
    kept_form,
    read_in,
    signed_out,
)
from throughcare.agencies.views.requests import StaffRequest
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.languages import pages_speak

sign_in = LoginView.as_view(template_name="agencies/sign_in.html", form_class=SignInForm)
sign_in_by_passkey = LoginWebAuthnView.as_view(form_class=PasskeySignInForm)
# Open to who has given only a password: whoever began by mistake can begin again.
sign_out = login_not_required(LogoutView.as_view(template_name="agencies/sign_out.html"))


class SecondFactor(AuthenticateView):  # type: ignore[misc]
    """The second factor while signing in; a passkey is offered to who has one."""

    template_name = "agencies/second_factor.html"
    form_class = CodeForm
    webauthn_form_class = PasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        options = context["js_data"]["request_options"]["publicKey"]
        context["has_passkey"] = bool(options.get("allowCredentials"))
        return context


second_factor = SecondFactor.as_view()


@login_not_required
@require_http_methods(["GET", "POST"])
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """A one-time link: choose a password."""
    at = timezone.now()
    staff = invited_staff(token, at)
    form = ChoosePasswordForm(request.POST or None)
    if form.is_valid():
        try:
            accept_invitation(token, form.cleaned_data["password"], at=at)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("password", reason)
        else:
            messages.success(request, _("Your password is set. Sign in with it."))
            return redirect("account_login")
    return render(request, "agencies/welcome.html", {"form": form, "invited": staff})


@login_not_required
@require_POST
def lock(request: HttpRequest) -> HttpResponse:
    """Lock: sign out, and come back to the same page, and what was written, after signing in."""
    back = urlsplit(request.headers.get("Referer", "")).path
    query = f"?{urlencode({'next': back})}" if back.startswith("/") and back != "/" else ""
    response = redirect(reverse("account_login") + query)
    at = timezone.now()
    # Who only wrote for longer than a session may rest was signed out before coming here.
    writes = request.user if factor_given(request) else getattr(request, "locked_out", None)
    keep_what_was_written(request, response, writes, _page_before(request), at)
    if request.user.is_authenticated:
        session = request.session.session_key or ""
        signed_out(session, "locked", by=request.actor, at=at)  # type: ignore[attr-defined]
        logout(request)
    return response


@login_not_required
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Read on in another language: staff from now on and everywhere, others in this browser.

    Leads back to the page it was chosen on; the choice never stands in an address.
    """
    chosen = request.POST.get("language", "")
    response = redirect(_page_before(request))
    if request.user.is_authenticated and factor_given(request):
        read_in(chosen, pages_speak(), by=request.actor, at=timezone.now())  # type: ignore[attr-defined]
    elif chosen in pages_speak():
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            chosen,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure(),
        )
    return response


def _page_before(request: HttpRequest) -> str:
    """The page of this house that a form was sent from; what answers only a form, asks anew."""
    before = urlsplit(request.headers.get("Referer", ""))
    path = before.path if before.netloc == request.get_host() else "/"
    if not path.startswith("/") or path.startswith("//"):
        return "/"
    return f"{path}?{ANSWER}=" if ANSWER in parse_qs(before.query) else path


@require_http_methods(["GET", "POST"])
def what_was_kept(request: StaffRequest) -> HttpResponse:
    """What was being sent when the page locked: offered to be sent now, or dropped.

    What was not sent yet is offered to be written on; `?fields` gives it to the script of its page.
    """
    brought = request.COOKIES.get(KEPT) or request.COOKIES.get(OFFERED, "")
    if request.method == "POST":
        forget_kept_form(brought, by=request.actor)
        return _without(KEPT, redirect("/"))
    try:
        kept = kept_form(brought, by=request.actor, at=timezone.now())
    except NotHere:
        return redirect("/")
    if "fields" in request.GET:
        return JsonResponse({"action": kept.path, "fields": kept.fields})
    shown = {"kept": kept, "written": [value for _name, value in kept.fields if " " in value]}
    # Offered at one sign-in alone; from now on the browser brings it to this page and no other.
    response = _without(KEPT, render(request, "agencies/kept_form.html", shown))
    secure = request.is_secure()
    response.set_cookie(
        OFFERED, brought, path=request.path, httponly=True, samesite="Strict", secure=secure
    )
    return response


def not_sent(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form whose token is not this session's: its sender signed in again in another window.

    What was typed is offered as after a lock, if the form came from a page of this house; what
    another site sent is not even kept.
    """
    from_here = request.headers.get("Sec-Fetch-Site") == "same-origin"
    if from_here and factor_given(request):
        offered = redirect("kept_form")
        if keep_what_was_sent(request, offered, request.user, timezone.now()):
            return offered
    return csrf_failure(request, reason)


def _without(cookie: str, response: HttpResponse) -> HttpResponse:
    response.delete_cookie(cookie, samesite="Strict")
    return response

"""One's own account: second factors, recovery codes, password, sessions, reading language."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

import segno
from allauth.account.adapter import get_adapter
from allauth.mfa.base.views import ReauthenticateView
from allauth.mfa.webauthn.internal.auth import begin_registration
from allauth.mfa.webauthn.views import AddWebAuthnView, ReauthenticateWebAuthnView
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from throughcare.agencies.adapters.devices import device_of
from throughcare.agencies.adapters.sessions import (
    factor_given,
    mark_factor_given,
    renew_session,
)
from throughcare.agencies.forms import (
    AddPasskeyForm,
    AppCodeForm,
    ChangePasswordForm,
    ConfirmCodeForm,
    ConfirmPasskeyForm,
    LanguageForm,
)
from throughcare.agencies.queries import account_page
from throughcare.agencies.services import (
    add_passkey,
    change_password,
    confirm_app,
    end_other_sessions,
    end_session,
    make_recovery_codes,
    new_secret,
    open_secret,
    read_in,
    remove_factor,
    rename_session,
    seal_secret,
)
from throughcare.agencies.views.requests import StaffRequest
from throughcare.kernel.errors import Refused
from throughcare.kernel.languages import pages_speak

PENDING = "pending_app"
Page = Callable[..., HttpResponse]


def confirmed(page: Page) -> Page:
    """Lets pass who gave a second factor in the last minutes; others give it first."""

    @wraps(page)
    def asked(request: StaffRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not get_adapter(request).is_reauthentication_required(app="allauth.mfa"):
            return page(request, *args, **kwargs)
        back = request.path if request.method == "GET" else reverse("my_account")
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}")

    return asked


def my_account(request: StaffRequest) -> HttpResponse:
    """The account page."""
    session = request.session.session_key or ""
    page = account_page(session, by=request.actor, at=timezone.now())
    form = LanguageForm(initial={"language": page.reads_in})
    return render(request, "agencies/my_account.html", {"page": page, "form": form})


@confirmed
@require_http_methods(["GET", "POST"])
def set_up_app(request: StaffRequest) -> HttpResponse:
    """Set up an app that shows codes: its secret as a picture and in letters, then its code."""
    at = timezone.now()
    pending = request.session.get(PENDING) if request.method == "POST" else None
    secret = open_secret(pending, request.actor.staff) if pending else new_secret()
    form = AppCodeForm(request.POST if pending else None)
    if form.is_valid():
        try:
            confirm_app(secret, form.cleaned_data["code"], by=request.actor, at=at)
        except Refused as refused:
            form.add_error("code", " ".join(refused.reasons))
        else:
            del request.session[PENDING]
            return _factor_is_set_up(request)
    request.session[PENDING] = seal_secret(secret, request.user)  # type: ignore[arg-type]
    context = {
        "form": form,
        "secret": " ".join(secret[i : i + 4] for i in range(0, len(secret), 4)),
        "picture": _picture(secret, request.user.email),  # type: ignore[union-attr]
        "is_first": not factor_given(request),
    }
    return render(request, "agencies/set_up_app.html", context)


class SetUpPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Make a passkey; it needs script, and the app is the plain way beside it."""

    template_name = "agencies/set_up_passkey.html"
    form_class = AddPasskeyForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        context["js_data"] = {"creation_options": begin_registration(self.request.user, True)}
        context["is_first"] = not factor_given(self.request)
        return context

    def form_valid(self, form: AddPasskeyForm) -> HttpResponse:
        typed = form.cleaned_data
        by = self.request.actor
        add_passkey(typed["name"][:60], typed["credential"], by=by, at=timezone.now())
        return _factor_is_set_up(self.request)


set_up_passkey = SetUpPasskey.as_view()


@require_POST
@confirmed
def remove(request: StaffRequest, factor: int) -> HttpResponse:
    """Remove one of one's own factors."""
    remove_factor(factor, by=request.actor, at=timezone.now())
    messages.success(request, _("Removed."))
    return redirect("my_account")


@require_POST
@confirmed
def recovery_codes(request: StaffRequest) -> HttpResponse:
    """Make new recovery codes and show them this once."""
    codes = make_recovery_codes(by=request.actor, at=timezone.now())
    return render(request, "agencies/recovery_codes.html", {"codes": codes})


confirm_by_code = ReauthenticateView.as_view(
    template_name="agencies/confirm.html", form_class=ConfirmCodeForm
)


class ConfirmByPasskey(ReauthenticateWebAuthnView):  # type: ignore[misc]
    """The passkey again, before factors are changed."""

    template_name = "agencies/confirm_passkey.html"
    form_class = ConfirmPasskeyForm

    def form_valid(self, form: Any) -> HttpResponse:
        mark_factor_given(self.request, self.request.user.pk, timezone.now())
        response: HttpResponse = super().form_valid(form)
        return response


confirm_by_passkey = ConfirmByPasskey.as_view()


@require_http_methods(["GET", "POST"])
def password(request: StaffRequest) -> HttpResponse:
    """Change one's own password."""
    form = ChangePasswordForm(request.POST or None)
    if form.is_valid():
        old_key = request.session.session_key or ""
        try:
            staff = change_password(
                form.cleaned_data["now"],
                form.cleaned_data["password"],
                device=device_of(request, request.user.email),  # type: ignore[union-attr]
                this_session=old_key,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error(None, reason)
        else:
            update_session_auth_hash(request, staff)
            rename_session(old_key, request.session.session_key or "")
            messages.success(request, _("Your password is changed. Other devices are signed out."))
            return redirect("my_account")
    return render(request, "agencies/password.html", {"form": form})


@require_POST
def end_one_session(request: StaffRequest, session: int) -> HttpResponse:
    """End one of one's own sessions."""
    end_session(session, by=request.actor, at=timezone.now())
    return redirect("my_account")


@require_POST
def end_the_others(request: StaffRequest) -> HttpResponse:
    """End all of one's own sessions but this."""
    session = request.session.session_key or ""
    end_other_sessions(session, by=request.actor, at=timezone.now())
    messages.success(request, _("Other devices are signed out."))
    return redirect("my_account")


@require_POST
def reading_language(request: StaffRequest) -> HttpResponse:
    """Choose the language in which one reads."""
    chosen = request.POST.get("language", "")
    read_in(chosen, pages_speak(), by=request.actor, at=timezone.now())
    return redirect("my_account")


def _factor_is_set_up(request: StaffRequest) -> HttpResponse:
    """The session is complete now; who has no recovery codes yet gets them, shown this once."""
    at = timezone.now()
    if factor_given(request):
        messages.success(request, _("Set up."))
        return redirect("my_account")
    mark_factor_given(request, request.actor.staff, at)
    renew_session(request)
    codes = make_recovery_codes(by=request.actor, at=at)
    return render(request, "agencies/recovery_codes.html", {"codes": codes, "is_first": True})


def _picture(secret: str, address: str) -> SafeString:
    """The QR code that an app reads, as SVG markup with its own light ground."""
    label = quote(f"Throughcare:{address}")
    uri = f"otpauth://totp/{label}?{urlencode({'secret': secret, 'issuer': 'Throughcare'})}"
    drawn = segno.make(uri, error="m").svg_inline(
        scale=4, border=4, light="#fff", svgclass=None, lineclass=None
    )
    return SafeString(drawn)

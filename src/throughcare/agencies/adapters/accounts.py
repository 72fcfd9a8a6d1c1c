"""Accounts: closed sign-up, no mail, delays instead of lock-outs, a line for every sign-in."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.internal.flows.login import get_authentication_records
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from throughcare.agencies.adapters.devices import device_of, remember_device
from throughcare.agencies.adapters.sessions import (
    KEPT,
    TOUCHED,
    factor_given_lately,
    mark_factor_given,
)
from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Staff
from throughcare.agencies.services import (
    forget_tries,
    has_factor,
    sign_in_refused,
    signed_in,
    signed_out,
    spends_code_of_app,
    take_try,
    wait_words,
)


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """What django-allauth asks this house about accounts."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _("The work address or the password is not right."),
        "incorrect_code": _("This does not fit. Try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_ajax(self, request: HttpRequest) -> bool:
        """Only the passkey's challenge is fetched by script."""
        return request.path == reverse("mfa_login_webauthn") and request.method == "GET"

    def get_client_ip(self, request: HttpRequest) -> str:
        """Addresses of devices are not kept."""
        return "0.0.0.0"  # noqa: S104

    def send_mail(self, *args: Any, **kwargs: Any) -> None:
        """This house sends no mail."""

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """This house sends no mail."""

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        """Pass on what says something; leave out greetings that would show a name."""
        if message:
            messages.add_message(request, level, message, extra_tags=extra_tags)

    def get_login_stages(self) -> list[str]:
        return ["allauth.mfa.stages.AuthenticateStage"]

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Staff | None:
        """Check address and password, unless it is time to wait; unknown is as wrong as wrong.

        Whoever holds the app of the account waits for nobody: no stranger's tries keep the owner
        from a new device. During the wait one answer is given whatever was wrong, after the same
        work, and a code is spent: nobody learns which code or password fits by trying without end.
        """
        address, at = str(credentials.get("email", "")), timezone.now()
        device, code = device_of(request, address), str(credentials.pop("code", ""))
        wait = take_try("password", address, device, at=at)
        if wait and not code:
            raise ValidationError(wait_words(wait))
        found = authenticate(request, **credentials)
        AuthenticationBackend.unstash_authenticated_user()
        holds_app = not wait or spends_code_of_app(address, code, at=at)
        if not (isinstance(found, Staff) and holds_app):
            sign_in_refused("sign_in", address, at=at)
            if wait:
                raise ValidationError(wait_words(wait))
            return None
        forget_tries("password", address, device)
        return found

    def respond_user_inactive(self, request: HttpRequest, user: Staff) -> HttpResponse:
        """Who has left is told what a stranger is told."""
        messages.error(request, self.error_messages["incorrect_code"])
        return redirect("account_login")

    def post_login(self, request: HttpRequest, user: Staff, **hints: Any) -> HttpResponse:
        """Signed in: the session is dated, the device known, the line written."""
        at = timezone.now()
        ways = [
            str(record.get("type", record["method"]))
            for record in get_authentication_records(request, user)
        ]
        if any(way != "password" for way in ways):
            mark_factor_given(request, user.pk, at)
        request.session[TOUCHED] = at.timestamp()
        signed_in(user, ways[-1] if ways else "password", at=at)
        response: HttpResponse = super().post_login(request, user, **hints)
        if KEPT in request.COOKIES:
            response["Location"] = reverse("kept_form")
        remember_device(request, response, user.email)
        return response

    def logout(self, request: HttpRequest) -> None:
        if isinstance(request.user, Staff):
            at = timezone.now()
            by = actor_of(request.user, at)
            signed_out(request.session.session_key or "", "signed_out", by=by, at=at)
        logout(request)

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        return reverse("account_login")

    def is_reauthentication_required(self, *, app: str, **hints: Any) -> bool:
        """Factors are changed only by who gave one in the last minutes, or has none yet."""
        request = self.request
        return has_factor(request.user.pk) and not factor_given_lately(request, timezone.now())

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """Confirming is by second factor alone."""
        if not user.is_authenticated:
            return []
        return [
            {
                "id": "mfa_reauthenticate",
                "description": str(_("Use a code")),
                "url": reverse("mfa_reauthenticate"),
            },
            {
                "id": "mfa_reauthenticate:webauthn",
                "description": str(_("Use your passkey")),
                "url": reverse("mfa_reauthenticate_webauthn"),
            },
        ]

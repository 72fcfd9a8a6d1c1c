"""Second factors: what django-allauth stores of them is sealed with their owner's key."""

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.agencies.models import Staff
from throughcare.agencies.services import open_secret, seal_secret


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """What django-allauth asks this house about second factors."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": gettext_lazy("This does not fit. Try again, or use another way.")
    }

    def encrypt(self, text: str) -> str:
        """Seal a secret of who is signed in."""
        staff = context.request.user
        if not isinstance(staff, Staff):
            raise PermissionError("a secret is sealed for a member of staff")
        return seal_secret(text, staff)

    def decrypt(self, encrypted_text: str) -> str:
        return open_secret(encrypted_text)

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """This house sends no mail."""

    def generate_authenticator_name(self, user: Staff, type: str) -> str:
        """A passkey is called after the kind of device that made it."""
        family = str(context.request.META.get("HTTP_USER_AGENT", ""))
        return family or _("Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": context.request.get_host().partition(":")[0], "name": "Throughcare"}

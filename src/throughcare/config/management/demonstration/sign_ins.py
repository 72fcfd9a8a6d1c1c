"""How to sign in to the demonstration country: everybody may know, so production refuses it."""

import base64
import hmac
from datetime import datetime
from functools import cache

from django.contrib.auth.hashers import make_password

from throughcare.agencies.services import code_at
from throughcare.agencies.services.factors import STEP_SECONDS
from throughcare.vault.services import secret

PASSWORD = "quiet river morning"  # noqa: S105 - known to everybody; production refuses it


@cache
def hashed_password() -> str:
    """The hash of the password: made once, since everybody has the same."""
    return make_password(PASSWORD)


def app_secret(address: str) -> str:
    """The secret of somebody's app, derived from a key of this house: nothing more is stored."""
    derived = hmac.digest(secret("demonstration"), address.lower().encode(), "sha256")
    return base64.b32encode(derived[:20]).decode()


def code_now(address: str, at: datetime) -> str:
    """The six digits that somebody's app shows at a moment."""
    return code_at(app_secret(address), int(at.timestamp()) // STEP_SECONDS)

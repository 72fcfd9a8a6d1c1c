"""Known devices: a signed cookie for each account that signed in here.

Tries from a known device are counted apart, so that a stranger who tries a thousand passwords
never makes the owner wait (OWASP: device cookies). The cookie names nobody.
"""

import secrets

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from throughcare.audit.services import keyed_hash

COOKIE = "known_device"
SALT = "throughcare.agencies.known_device"
MOST_ACCOUNTS = 8
LASTS = 180 * 24 * 60 * 60


def device_of(request: HttpRequest, address: str) -> str:
    """The token of this device if this account signed in here before, else nothing."""
    return _read(request).get(_name(address), "")


def remember_device(request: HttpRequest, response: HttpResponse, address: str) -> None:
    """Make this a known device of the account; the oldest of many accounts is forgotten."""
    known, name = _read(request), _name(address)
    token = known.pop(name, "") or secrets.token_urlsafe(12)
    newest = dict([*known.items(), (name, token)][-MOST_ACCOUNTS:])
    response.set_cookie(
        COOKIE,
        signing.dumps(newest, salt=SALT),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def _read(request: HttpRequest) -> dict[str, str]:
    try:
        known = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return {str(name): str(token) for name, token in known.items()}


def _name(address: str) -> str:
    return keyed_hash(f"device {address.strip().lower()}")[:16]

"""The two ways out of the house: a mail server, and a gateway that sends texts to phones."""

import hmac
import json
import ssl
from datetime import UTC, datetime
from email.utils import parseaddr
from http.client import HTTPException, HTTPSConnection
from smtplib import SMTPException
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage

TIMEOUT = 10


class NotSent(Exception):
    """A message could not be handed over; it says the way and never to whom."""


def ways_out() -> frozenset[str]:
    """The ways that this house is set up for: "mail", "text", both or none."""
    mail = settings.DEFAULT_FROM_EMAIL and settings.EMAIL_HOST
    text = settings.THROUGHCARE_TEXT_HOOK
    return frozenset(way for way, is_set in (("mail", mail), ("text", text)) if is_set)


def send_mail(key: str, to: str, subject: str, text: str) -> None:
    """Hand a mail to the server; `key` makes its Message-ID, so that a second copy is known as one.

    Raises `NotSent`.
    """
    sender = settings.DEFAULT_FROM_EMAIL
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    headers = {"Message-ID": f"<{key}@{domain}>", "Auto-Submitted": "auto-generated"}
    try:
        EmailMessage(subject, text, sender, [to], headers=headers).send()
    except (SMTPException, OSError, ValueError) as wrong:
        raise NotSent("mail") from wrong


def send_text(key: str, to: str, text: str, at: datetime) -> None:
    """Post a text to the gateway over HTTPS, signed; redirects are not followed.

    The body is JSON: `id` (the same for every try), `to`, `text`, `at`. The header
    `Throughcare-Signature` is HMAC-SHA256 of the body under the shared secret, in hexadecimal.
    Raises `NotSent`.
    """
    hook = urlsplit(settings.THROUGHCARE_TEXT_HOOK)
    said = {"id": key, "to": to, "text": text, "at": at.astimezone(UTC).isoformat()}
    body = json.dumps(said, ensure_ascii=False, sort_keys=True).encode()
    try:
        if hook.scheme != "https" or not hook.hostname:
            raise NotSent("text: the address of the gateway must begin with https://")
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "Idempotency-Key": key,
            "Throughcare-Signature": hmac.digest(_secret(), body, "sha256").hex(),
        }
        path = f"{hook.path or '/'}{'?' + hook.query if hook.query else ''}"
        context = ssl.create_default_context()
        gateway = HTTPSConnection(hook.hostname, hook.port, timeout=TIMEOUT, context=context)
        try:
            gateway.request("POST", path, body, headers)
            status = gateway.getresponse().status
        finally:
            gateway.close()
    except (OSError, HTTPException, ValueError) as wrong:
        raise NotSent("text") from wrong
    if not 200 <= status < 300:
        raise NotSent(f"text: the gateway answered {status}")


def _secret() -> bytes:
    file = settings.THROUGHCARE_TEXT_SECRET_FILE
    secret = file.read_bytes().strip() if file else b""
    if len(secret) < 16:
        raise NotSent("text: the file of the shared secret must hold 16 signs or more")
    return bytes(secret)

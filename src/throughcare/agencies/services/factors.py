"""Second factors: codes of an app, passkeys, recovery codes. Their secrets are sealed."""

import base64
import hmac
import secrets
import unicodedata
from datetime import datetime
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.hotp import HOTP
from django.utils.translation import gettext as _

from throughcare.agencies.doors import oneself
from throughcare.agencies.models import SpentStep, Staff
from throughcare.audit.services import act
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import Owner, Place, Tampered, open_text, seal_text

STEP_SECONDS = 30
DIGITS = 6
NO_STEP = -1
"""Older than every step: it is never spent."""
APP, PASSKEY, RECOVERY = "totp", "webauthn", "recovery_codes"


def new_secret() -> str:
    """A fresh secret for an app that shows codes: 160 random bits, as base32."""
    return base64.b32encode(secrets.token_bytes(20)).decode()


def code_at(secret: str, step: int) -> str:
    """The six digits that an app shows in a 30-second step (RFC 6238)."""
    # The codes of every app there is rest on SHA-1 (RFC 6238, appendix A); HMAC does not break.
    return HOTP(base64.b32decode(secret), DIGITS, SHA1()).generate(step).decode()  # noqa: S303


def seal_secret(secret: str, staff: Staff) -> str:
    """Seal the secret of a factor with its owner's key; the owner's id stands before it."""
    sealed = seal_text(secret, _owner(staff), _place(staff.pk))
    return f"{staff.pk.hex}.{base64.b64encode(sealed).decode()}"


def open_secret(sealed: str, owner: UUID | None = None) -> str:
    """Open the secret of a factor; `Tampered` if it was sealed for somebody else. 1 query."""
    named, _dot, content = sealed.partition(".")
    if owner is not None and named != owner.hex:
        raise Tampered("a sealed secret was moved")
    staff = Staff.objects.get(pk=UUID(named))
    return open_text(base64.b64decode(content), _owner(staff), _place(staff.pk))


def has_factor(staff: UUID) -> bool:
    """Whether somebody has an app or a passkey. 1 query."""
    return bool(Authenticator.objects.filter(user_id=staff, type__in=(APP, PASSKEY)).exists())


def enrol_factor(staff: UUID, secret: str, *, by: Actor, at: datetime) -> None:
    """Give somebody an app's secret: themselves, or the house when it seeds a demonstration."""
    if by.via != "system" and by.staff != staff:
        raise NotHere("factor", asked=staff.hex)
    found = Staff.objects.filter(pk=staff, left_at=None).first()
    if found is None:
        raise NotHere("factor", asked=staff.hex)
    if Authenticator.objects.filter(user=found, type=APP).exists():
        raise Refused(_("An app is set up already. Remove it first."))
    sealed = seal_secret(secret, found)
    with act("staff.factor_enrolled", by=by, at=at, subjects=[staff], factor=APP):
        Authenticator.objects.create(user=found, type=APP, data={"secret": sealed}, created_at=at)


def confirm_app(secret: str, code: str, *, by: Actor, at: datetime) -> None:
    """Set up an app with the first code it shows; that code is spent."""
    step = _step_of(secret, code, at)
    if step is None:
        raise Refused(_("This code does not fit. Wait for the next one and type it."))
    with act("staff.app_set_up", by=by, at=at, subjects=[by.staff]):
        enrol_factor(by.staff, secret, by=by, at=at)
        _spend(by.staff, step)


def add_passkey(name: str, credential: dict[str, Any], *, by: Actor, at: datetime) -> None:
    """Keep a passkey whose making the browser has just proven."""
    staff = oneself(by)
    with act("staff.factor_enrolled", by=by, at=at, subjects=[by.staff], factor=PASSKEY):
        Authenticator.objects.create(
            user=staff,
            type=PASSKEY,
            data={"name": name, "credential": credential},
            created_at=at,
        )


def remove_factor(factor: int, *, by: Actor, at: datetime) -> None:
    """Remove one of the actor's own factors; the last one stays."""
    own = Authenticator.objects.filter(user_id=by.staff, type__in=(APP, PASSKEY))
    found = own.filter(pk=factor).first()
    if found is None:
        raise NotHere("factor", asked=str(factor))
    if own.count() == 1:
        raise Refused(_("This is your last second factor. Set up another one first."))
    with act("staff.factor_removed", by=by, at=at, subjects=[by.staff], factor=found.type):
        found.delete()


def make_recovery_codes(*, by: Actor, at: datetime) -> list[str]:
    """Make ten codes for the day when the factor is lost, in place of any older ones."""
    staff = oneself(by)
    sealed = seal_secret(secrets.token_hex(40), staff)
    with act("staff.recovery_codes_made", by=by, at=at, subjects=[by.staff]):
        Authenticator.objects.filter(user=staff, type=RECOVERY).delete()
        made = Authenticator.objects.create(
            user=staff, type=RECOVERY, data={"seed": sealed, "used_mask": 0}, created_at=at
        )
    codes: list[str] = made.wrap().generate_codes()
    return codes


def factor_of_code(staff: Staff, code: str, *, at: datetime) -> Authenticator | None:
    """The factor that a typed code proves, and spends it; None if it fits none."""
    typed = plain_digits(code)
    rows = {row.type: row for row in Authenticator.objects.filter(user=staff)}
    app, recovery = rows.get(APP), rows.get(RECOVERY)
    if app is not None:
        step = _step_of(open_secret(app.data["secret"], staff.pk), typed, at)
        if step is not None:
            return app if _spend(staff.pk, step) else None
    if recovery is not None and len(typed) > DIGITS:
        open_secret(recovery.data["seed"], staff.pk)
        return recovery if recovery.wrap().validate_code(typed) else None
    return None


def spends_code_of_app(address: str, code: str, *, at: datetime) -> bool:
    """Whether a code is one that the app of an account shows now, and spends it. 4 queries.

    As many for a code that does not fit and for an address that nobody has.
    """
    app = Authenticator.objects.filter(
        type=APP, user__email__iexact=address.strip(), user__left_at=None
    ).first()
    if app is None:
        has_factor(NOBODY)
        SpentStep.objects.filter(staff=NOBODY).first()
        return _spend_newer(NOBODY, NO_STEP)
    step = _step_of(open_secret(app.data["secret"], app.user_id), code, at)
    return _spend(app.user_id, NO_STEP if step is None else step)


def remove_all_factors(staff: UUID) -> None:
    """Remove every factor of somebody, as part of a running act."""
    Authenticator.objects.filter(user_id=staff).delete()
    SpentStep.objects.filter(staff=staff).delete()


def plain_digits(code: str) -> str:
    """A typed code as ASCII digits, whatever keyboard wrote it; spaces are left out."""
    return "".join(str(unicodedata.digit(sign, "")) for sign in code)


def _step_of(secret: str, code: str, at: datetime) -> int | None:
    """The step whose code was typed: this one, the last or the next, for clocks that differ."""
    now = int(at.timestamp()) // STEP_SECONDS
    typed = plain_digits(code)
    fitting = [
        step
        for step in (now - 1, now, now + 1)
        if hmac.compare_digest(code_at(secret, step), typed)
    ]
    return fitting[0] if fitting else None


def _spend(staff: UUID, step: int) -> bool:
    """Spend a step; False if it, or a newer one, was spent before."""
    SpentStep.objects.get_or_create(staff_id=staff)
    return _spend_newer(staff, step)


def _spend_newer(staff: UUID, step: int) -> bool:
    return bool(SpentStep.objects.filter(staff=staff, step__lt=step).update(step=step))


def _owner(staff: Staff) -> Owner:
    return Owner(staff.agency_id, "staff", staff.pk)


def _place(staff: UUID) -> Place:
    return Place("mfa_authenticator", staff, "data")

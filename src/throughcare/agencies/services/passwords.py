"""Changing one's own password."""

from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from throughcare.agencies.doors import oneself
from throughcare.agencies.models import Staff
from throughcare.agencies.services.sessions import end_other_sessions
from throughcare.agencies.services.tries import forget_tries, take_try
from throughcare.agencies.services.words import wait_words
from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def change_password(
    old: str, new: str, *, device: str, this_session: str, by: Actor, at: datetime
) -> Staff:
    """Change the actor's password; sessions on other devices end. Wrong tries make wait."""
    staff = oneself(by)
    wait = take_try("password", staff.email, device, at=at)
    if wait > timedelta(0):
        raise Refused(wait_words(wait))
    if not staff.check_password(old):
        raise Refused(_("This is not your password of now."))
    forget_tries("password", staff.email, device)
    try:
        validate_password(new, staff)
    except ValidationError as error:
        raise Refused(*error.messages) from None
    staff.set_password(new)
    with act("staff.password_changed", by=by, at=at, subjects=[by.staff]):
        staff.save(update_fields=["password"])
        end_other_sessions(this_session, by=by, at=at)
    return staff

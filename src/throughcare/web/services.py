"""Reminding agencies. What is sent names nobody, and the answer tells nothing about anybody."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from throughcare.audit.services import act
from throughcare.consent.queries import agreements_ending
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.referrals.queries import agencies_to_answer
from throughcare.statistics.queries.returns import agencies_without_return
from throughcare.statistics.rules.returns import month_before
from throughcare.web import doors
from throughcare.web.models import Reminder
from throughcare.web.rules import ENDS_WITHIN, ONCE_IN


def remind_to_answer(*, by: Actor, at: datetime) -> None:
    """Remind every agency whose answer is waited for. Which these are, nobody is told."""
    by.must("coordinate")
    with act("desk.reminded", by=by, at=at, reminder="answers"):
        _remind("answers", agencies_to_answer(at), by, at)


def remind_of_agreement(key: str, *, by: Actor, at: datetime) -> None:
    """Remind both agencies that their agreement runs out; `NotHere` if it does not."""
    by.must("coordinate")
    ending = agreements_ending(by, at, at + ENDS_WITHIN)
    found = next((row for row in ending if row.key == key), None)
    if found is None:
        raise NotHere("agreement_ending", asked=key)
    with act("desk.reminded", by=by, at=at, reminder="agreement"):
        _remind("agreement", found.agencies, by, at)


def remind_of_return(*, by: Actor, at: datetime) -> None:
    """Remind every agency whose return of the last month that is over is missing."""
    by.must("coordinate")
    month = month_before(timezone.localtime(at).date())
    with act("desk.reminded", by=by, at=at, reminder="return"):
        _remind("return", agencies_without_return(by, month), by, at)


def see_to_reminder(key: str, *, by: Actor, at: datetime) -> None:
    """Somebody at the agency has seen to what it was reminded of."""
    reminder = doors.reminder_of(by, key, at)
    with act("desk.reminder_seen_to", by=by, at=at, subjects=[reminder.pk], reminder=reminder.code):
        reminder.change(done_at=at, done_by_id=by.staff)


def _remind(code: str, agencies: Iterable[UUID], by: Actor, at: datetime) -> None:
    """A line on Today of those whose duty it is; a reminder that still stands is enough."""
    lately = doors.reminded_of_late(code, at - ONCE_IN)
    reminded = set(lately.values_list("agency", flat=True))
    Reminder.objects.bulk_create(
        Reminder(agency_id=agency, code=code, at=at, given_by_id=by.staff)
        for agency in sorted(set(agencies) - reminded)
    )

"""The way to reminders: for those at the agency whose duties include what it is reminded of."""

from datetime import datetime

from django.db.models import QuerySet

from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.web.models import Reminder
from throughcare.web.rules import REMINDERS, SHOWN_FOR


def reminders_of(by: Actor, at: datetime) -> QuerySet[Reminder]:
    """The reminders to the actor's agency that nobody has seen to yet."""
    codes = [code for code, about in REMINDERS.items() if by.may(about.for_ability)]
    return Reminder.objects.filter(
        agency=by.agency, code__in=codes, done_at=None, at__gt=at - SHOWN_FOR
    )


def reminder_of(by: Actor, key: str, at: datetime) -> Reminder:
    """One of these reminders, or `NotHere`. 1 query."""
    found = reminders_of(by, at).filter(key=key).first()
    if found is None:
        raise NotHere("reminder", asked=key)
    return found


def reminded_of_late(code: str, at: datetime) -> QuerySet[Reminder]:
    """The reminders of one kind that still stand, whichever agency has them."""
    return Reminder.objects.filter(code=code, done_at=None, at__gt=at)

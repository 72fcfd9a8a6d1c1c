"""Reminders that wait at an agency."""

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from throughcare.kernel.actors import Actor
from throughcare.web.doors import reminders_of
from throughcare.web.rules import REMINDERS


@dataclass(frozen=True, slots=True)
class ReminderRow:
    """One reminder of the coordinator: its words and the page where it is seen to."""

    key: str
    words: str
    url: str
    at: datetime


def reminders_for(by: Actor, at: datetime) -> list[ReminderRow]:
    """What the actor's agency is reminded of and the actor's duties include, oldest first. 1 query.

    None, and no query, where the duties include nothing of the kind.
    """
    return [
        ReminderRow(
            row.key, _(REMINDERS[row.code].words), reverse(REMINDERS[row.code].opens), row.at
        )
        for row in reminders_of(by, at).order_by("at", "pk")
    ]

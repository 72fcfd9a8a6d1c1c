"""Rows of notices for pages."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from throughcare.kernel.actors import Actor
from throughcare.notices.doors import notices_of
from throughcare.notices.models import Message, Notice
from throughcare.notices.rules import KINDS

PAGE = 40


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """One notice in words; `read_by` is the name of whoever read it, empty while nobody has."""

    key: str
    words: str
    at: datetime
    read_at: datetime | None
    read_by: str
    is_settled: bool


def messages_waiting() -> int:
    """How many messages are not sent yet. 1 query."""
    return Message.objects.filter(sent_at=None, given_up_at=None).count()


def unread(by: Actor) -> list[NoticeRow]:
    """What the actor has not read yet, oldest first. 1 query."""
    rows = notices_of(by).filter(read_at=None, settled_at=None).order_by("at", "pk")
    return [_row(notice) for notice in rows[:PAGE]]


def count_unread(by: Actor) -> int:
    """How many notices the actor has not read yet. 1 query."""
    return notices_of(by).filter(read_at=None, settled_at=None).count()


def newest(by: Actor) -> list[NoticeRow]:
    """The newest notices for the actor, read or not. 1 query."""
    rows = notices_of(by).select_related("read_by").order_by("-at", "-pk")
    return [_row(notice) for notice in rows[:PAGE]]


def _row(notice: Notice) -> NoticeRow:
    return NoticeRow(
        key=notice.key,
        words=_(KINDS[notice.code].words),
        at=notice.at,
        read_at=notice.read_at,
        read_by=notice.read_by.name if notice.read_by else "",
        is_settled=notice.settled_at is not None,
    )

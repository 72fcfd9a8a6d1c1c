"""Telling staff, reading, and sending what leaves the house."""

import logging
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from throughcare.agencies.doors import staff_with_duty
from throughcare.audit.services import act
from throughcare.kernel.actors import SYSTEM, Actor
from throughcare.notices import adapters
from throughcare.notices.doors import notice_for
from throughcare.notices.models import Message, Notice
from throughcare.notices.rules import KINDS, SUBJECT, TEXT, TRIED_FOR, wait_after

MOST_A_ROUND = 100

log = logging.getLogger(__name__)


def tell_staff(
    code: str, about: str, *, agency: UUID, staff: UUID, by: Actor, at: datetime
) -> None:
    """Tell a member of staff something about a nameless key, within the act that brings it."""
    notice = Notice(code=code, about=about, agency_id=agency, staff_id=staff, at=at)
    _tell(notice, [staff], by, at)


def tell_duty(code: str, about: str, *, agency: UUID, duty: str, by: Actor, at: datetime) -> bool:
    """Tell whoever has a duty at an agency; False where nobody has it, and then nobody is told."""
    reached = [member.pk for member in staff_with_duty(agency, duty, at)]
    if reached:
        _tell(Notice(code=code, about=about, agency_id=agency, duty=duty, at=at), reached, by, at)
    return bool(reached)


def read_notice(key: str, *, by: Actor, at: datetime) -> Notice:
    """The actor has read a notice; read twice is read once."""
    notice = notice_for(by, key)
    if notice.read_at is None:
        with act("notice.read", by=by, at=at, subjects=[notice.pk]):
            notice.change(read_at=at, read_by_id=by.staff)
    return notice


def settle_notices(about: str, at: datetime) -> None:
    """What the notices about a key asked for is done: they wait for nobody. Part of that act."""
    Notice.objects.filter(about=about, settled_at=None).update(settled_at=at)
    Message.objects.filter(notice__about=about, sent_at=None, given_up_at=None).update(
        given_up_at=at
    )


def keep_notices_to(
    named: Collection[UUID], about: Collection[str], *, agency: UUID, by: Actor, at: datetime
) -> None:
    """What an agency's staff were told about these keys is for the named alone from now on.

    What was for others goes to the actor, and what was to be sent to them is not. Part of that act.
    """
    others = Notice.objects.filter(about__in=about, agency=agency).exclude(staff__in=named)
    Message.objects.filter(notice__in=others, sent_at=None, given_up_at=None).update(given_up_at=at)
    others.update(staff=by.staff, duty="")


def send_messages(at: datetime) -> int:
    """Send what is due: how many left. Done twice, or by two workers, nothing leaves twice.

    Each message is taken by moving its next try on *before* it is sent. A way that fails is left
    alone until the next round, and a message is given up after a day.
    """
    sent, broken = 0, set()
    due = Message.objects.filter(sent_at=None, given_up_at=None, due_at__lte=at)
    for message in due.select_related("notice__agency", "staff").order_by("due_at")[:MOST_A_ROUND]:
        if message.way in broken:
            continue
        tries = message.tries + 1
        if not message.change(tries=tries, due_at=at + wait_after(tries)):
            continue
        try:
            is_sent = _send(message)
        except adapters.NotSent as wrong:
            broken.add(message.way)
            log.warning("A message could not be sent (%s)", wrong)
            is_sent = False
        sent += is_sent
        _write_down(message, is_sent, at)
    return sent


def _tell(notice: Notice, reached: list[UUID], by: Actor, at: datetime) -> None:
    subjects, count = [notice.pk], len(reached)
    with act("notice.given", by=by, at=at, subjects=subjects, notice=notice.code, reached=count):
        notice.save(force_insert=True)
        if not KINDS[notice.code].goes_outside:
            return
        ways = adapters.ways_out()
        mails = [Message(way="mail", staff_id=staff) for staff in reached if "mail" in ways]
        texts = [Message(way="text")] if "text" in ways and notice.agency.on_call else []
        for message in [*mails, *texts]:
            message.notice, message.made_at, message.due_at = notice, at, at
            message.save(force_insert=True)


def _send(message: Message) -> bool:
    """Hand over one message; False where there is nobody to hand it to any more."""
    if message.way == "mail":
        assert message.staff is not None
        if message.staff.left_at is not None:
            return False
        with translation.override(message.staff.reads_in or settings.LANGUAGE_CODE):
            subject, text = _(SUBJECT), _(TEXT)
        adapters.send_mail(message.key, message.staff.email, subject, text)
        return True
    if not message.notice.agency.on_call:
        return False
    with translation.override(settings.LANGUAGE_CODE):
        text = _(TEXT)
    adapters.send_text(message.key, message.notice.agency.on_call, text, message.made_at)
    return True


def _write_down(message: Message, is_sent: bool, at: datetime) -> None:
    gone = message.way == "mail" and message.staff and message.staff.left_at is not None
    if is_sent:
        with act("message.sent", by=SYSTEM, at=at, subjects=[message.pk], way=message.way):
            message.change(sent_at=at)
    elif gone or at - message.made_at >= TRIED_FOR:
        with act("message.given_up", by=SYSTEM, at=at, subjects=[message.pk], way=message.way):
            message.change(given_up_at=at)

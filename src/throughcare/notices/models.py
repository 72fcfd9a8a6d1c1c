"""Notices, and the messages without content that leave the house because of them."""

from django.db import models
from django.db.models import Q

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record


class Notice(Record):
    """Somebody is told something: a code of `rules.KINDS` about a nameless key, never content.

    It is for named staff, or for whoever has a duty at the agency; one of them reads it for all.
    Settled, it waits for nobody any more: somebody has done what it asked for.
    """

    code = models.CharField(max_length=30)
    about = models.CharField(max_length=22)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    duty = models.CharField(max_length=30, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    read_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(staff=None) ^ Q(duty=""), name="a_notice_is_for_staff_or_for_a_duty"
            ),
            models.CheckConstraint(
                condition=Q(read_at=None, read_by=None)
                | Q(read_at__isnull=False, read_by__isnull=False),
                name="a_notice_is_read_by_somebody_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["agency", "read_at"], name="notices_to_read")]


class Message(Record):
    """One message without content, to be sent: by mail to staff, or to an agency's on-call phone.

    Where it goes is looked up when it is sent.
    """

    notice = models.ForeignKey(Notice, models.CASCADE, related_name="messages")
    way = models.CharField(max_length=5)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    made_at = models.DateTimeField()
    due_at = models.DateTimeField()
    tries = models.PositiveIntegerField(default=0)
    sent_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="mail", staff__isnull=False) | Q(way="text", staff=None),
                name="mail_goes_to_staff_and_texts_to_the_phone_on_call",
            ),
        ]
        indexes = [models.Index(fields=["sent_at", "given_up_at", "due_at"], name="to_be_sent")]

"""Reminders of the coordinator to an agency: a code, and nobody's name or key."""

from django.db import models

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record


class Reminder(Record):
    """The coordinator reminds an agency of something (a code of `rules.REMINDERS`)."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    code = models.CharField(max_length=20)
    at = models.DateTimeField()
    given_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(done_at=None, done_by=None)
                | models.Q(done_at__isnull=False, done_by__isnull=False),
                name="a_reminder_is_seen_to_by_somebody_at_some_time",
            ),
        ]
        indexes = [models.Index(fields=["agency", "done_at", "at"], name="reminders_to_read")]

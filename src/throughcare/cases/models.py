"""Case files, facts with provenance, the timeline, tasks, attachments, and added fields."""

from django.db import models
from django.db.models import Q

from throughcare.agencies.models import Agency, Post, Staff
from throughcare.kernel.records import Record
from throughcare.persons.models import Person


class CaseFile(Record):
    """One agency's file about a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    manager = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    status = models.CharField(max_length=20, default="Active")
    began_by = models.CharField(max_length=20)
    opened_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=30, blank=True)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"], name="one_case_for_a_person_at_an_agency"
            ),
            models.CheckConstraint(
                condition=Q(closed_at=None) | ~Q(closing_reason=""),
                name="a_closed_case_has_a_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["agency", "-touched_at", "-id"],
                condition=Q(closed_at=None),
                name="open_cases_newest_first",
            ),
            models.Index(
                fields=["agency", "-touched_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="closed_cases_newest_first",
            ),
            models.Index(
                fields=["manager", "-touched_at", "-id"],
                condition=Q(closed_at=None),
                name="open_cases_of_a_manager",
            ),
            models.Index(
                fields=["manager", "-touched_at", "-id"],
                condition=Q(closed_at__isnull=False),
                name="closed_cases_of_a_manager",
            ),
        ]


class Fact(models.Model):
    """One answer: a coded value of a topic, yes, no or unknown, and who said it."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="facts", db_index=False)
    topic = models.CharField(max_length=40)
    value = models.CharField(max_length=60, blank=True)
    answer = models.CharField(max_length=7, default="yes")
    part = models.CharField(max_length=12)
    said_by = models.CharField(max_length=10)
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    recorded_at_post = models.ForeignKey(
        Post, models.SET_NULL, null=True, related_name="+", db_index=False
    )

    class Meta:
        indexes = [models.Index(fields=["case", "topic", "said_at"], name="what_is_known")]


class Event(Record):
    """One step on the timeline of a person, as one agency recorded it.

    `codes` hold keys and codes only; `words` are sealed with the person's key, or with the
    case's key when the text is about several people.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=40)
    part = models.CharField(max_length=12)
    milestone = models.BooleanField(default=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    codes = models.JSONField(default=dict)
    words = models.BinaryField(null=True)
    sealed_for = models.CharField(max_length=8, default="person")

    class Meta:
        indexes = [models.Index(fields=["person", "agency", "-at"], name="timeline_of_a_person")]


class AlsoAbout(models.Model):
    """A text sealed for its case that is about further people; redacted when one is erased."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="also_about")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    redaction_asked_at = models.DateTimeField(null=True)
    redacted_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["event"],
                condition=Q(redaction_asked_at__isnull=False, redacted_at=None),
                name="texts_to_redact",
            )
        ]


class HistoricEvent(Record):
    """Recruitment, transit or exploitation: where and when, as coarse as it is known."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="historic_events")
    kind = models.CharField(max_length=20)
    country = models.CharField(max_length=2, blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    month = models.PositiveSmallIntegerField(null=True)
    said_by = models.CharField(max_length=10)
    said_at = models.DateTimeField()
    words = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(month=None) | Q(month__range=(1, 12)), name="a_month_is_one_of_twelve"
            )
        ]


class Task(Record):
    """Something to do by a time: a call-back, a visit, a paper."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="tasks")
    kind = models.CharField(max_length=20)
    words = models.BinaryField(null=True)
    due_at = models.DateTimeField()
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["staff", "due_at"], condition=Q(done_at=None), name="what_waits_for_whom"
            )
        ]


class Attachment(Record):
    """A sealed file; never shown inline."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="attachments")
    part = models.CharField(max_length=12)
    name = models.BinaryField()
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()
    added_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)


class AddedField(Record):
    """A field that an agency adds itself, in one of its versions."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    code = models.SlugField(max_length=40)
    edition = models.PositiveIntegerField(default=1)
    label = models.CharField(max_length=120)
    kind = models.CharField(max_length=10)
    options = models.JSONField(default=list)
    part = models.CharField(max_length=12)
    purpose = models.CharField(max_length=200)
    added_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "code", "edition"], name="an_edition_of_a_field_is_made_once"
            )
        ]


class AddedValue(Record):
    """What was answered in an added field, sealed."""

    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="added_values")
    field = models.ForeignKey(AddedField, models.PROTECT, related_name="values")
    value = models.BinaryField()
    said_by = models.CharField(max_length=10)
    at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")


class Conference(Record):
    """Agencies speak together about one person's case; her view, sealed, comes first."""

    case = models.ForeignKey(CaseFile, models.CASCADE, related_name="+")
    called_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    meets_at = models.DateTimeField()
    way = models.CharField(max_length=10)
    agenda = models.JSONField()
    view = models.BinaryField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(view__isnull=False),
                name="a_conference_ends_with_the_persons_view",
            ),
        ]
        indexes = [models.Index(fields=["ended_at", "meets_at"], name="conferences_to_come")]


class Invited(Record):
    """One agency is invited; `opening` is what its coming opened, where nothing was open before."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="invited")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    comes = models.BooleanField(null=True)
    opening = models.UUIDField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["conference", "agency"], name="an_agency_is_invited_once"
            ),
            models.CheckConstraint(
                condition=Q(comes=None, answered_at=None) | Q(comes__isnull=False),
                name="an_invitation_is_answered_with_yes_or_no",
            ),
        ]
        indexes = [models.Index(fields=["agency", "comes"], name="invitations_to_answer")]


class Decision(Record):
    """What a conference decided on one matter, sealed; with an owner and a day it is a task."""

    conference = models.ForeignKey(Conference, models.CASCADE, related_name="decisions")
    matter = models.CharField(max_length=20)
    part = models.CharField(max_length=12)
    words = models.BinaryField()
    decided_at = models.DateTimeField()
    owner = models.ForeignKey(Agency, models.PROTECT, null=True, related_name="+")
    due_on = models.DateField(null=True)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, due_on=None) | Q(owner__isnull=False, due_on__isnull=False),
                name="a_decision_to_carry_out_has_an_owner_and_a_day",
            ),
        ]
        indexes = [models.Index(fields=["owner", "done_at", "due_on"], name="decisions_to_do")]

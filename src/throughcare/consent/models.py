"""Grounds and agreements as they were given, and the rows of who has access.

`erased_at` says that a row belongs to a record that was erased: whoever comes again has another.
"""

from django.db import models
from django.db.models import F, Q

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record, new_id
from throughcare.persons.models import Person


class Agreement(Record):
    """Two agencies agree which parts their staff may read at the other, and for what."""

    agency_a = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    agency_b = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    parts = models.JSONField()
    purposes = models.JSONField()
    starts = models.DateTimeField()
    until = models.DateTimeField(null=True)
    paper = models.CharField(max_length=120, blank=True)
    signed_a_at = models.DateTimeField(null=True)
    signed_b_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(agency_a=F("agency_b")), name="an_agreement_needs_two_agencies"
            )
        ]


class RecordBegun(models.Model):
    """An agency has begun a record of its own about a person."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "holder"], name="an_agency_begins_a_record_once"
            )
        ]


class Ground(Record):
    """A consent, or a decision in the best interest of a child.

    `answer` is what was said: a *no* is kept too, and opens nothing. `given_by` is "the_person",
    a guardian's role, or "agency" where staff decided. The sealed `words` hold how the answer was
    given, or why it was decided so; the sealed `deciders`, who decided. `notice` is the edition of
    the page that was read together.
    """

    kind = models.CharField(max_length=20)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    recipient_staff = models.JSONField(default=list)
    purpose = models.CharField(max_length=20)
    parts = models.JSONField()
    answer = models.CharField(max_length=3, default="yes")
    given = models.CharField(max_length=12)
    given_at = models.DateTimeField()
    language = models.CharField(max_length=3, blank=True)
    interpreter = models.BooleanField(default=False)
    given_by = models.CharField(max_length=20)
    old_enough = models.BooleanField(default=False)
    guardian_accompanies = models.BooleanField(null=True)
    guardian_suspected = models.BooleanField(null=True)
    guardian_benefits = models.BooleanField(null=True)
    asked_anew_on = models.DateField(null=True)
    views = models.JSONField(default=list)
    starts = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    words = models.BinaryField()
    deciders = models.BinaryField(null=True)
    notice = models.CharField(max_length=20, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(recipient=F("holder")), name="consent_goes_to_another_agency"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("starts")), name="consent_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["person", "holder"], name="grounds_about_a_person")]


class Opening(Record):
    """What an accepted offer opened, on a ground, to named focal points."""

    ground = models.ForeignKey(Ground, models.PROTECT, related_name="openings")
    to_staff = models.JSONField()
    parts = models.JSONField()
    starts = models.DateTimeField()
    until = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)


class Report(Record):
    """A report that a dated law requires: (country, cause, first day) name the row of the law."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recipient_staff = models.JSONField()
    law_country = models.CharField(max_length=10)
    law_cause = models.CharField(max_length=20)
    law_starts = models.DateField()
    parts = models.JSONField()
    starts = models.DateTimeField()
    until = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    person_was_told = models.BooleanField()
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    words = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(recipient=F("holder")), name="a_report_goes_to_another_agency"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("starts")), name="a_report_ends_after_it_begins"
            ),
        ]
        indexes = [models.Index(fields=["person", "holder"], name="reports_about_a_person")]


class Order(Record):
    """An order received on paper, narrowed to named parts: a copy may be served, nothing opens."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    authority = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number = models.BinaryField()
    parts = models.JSONField()
    starts = models.DateTimeField()
    until = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    checked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    checked_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(authority=F("holder")), name="an_order_comes_from_another_agency"
            ),
            models.CheckConstraint(
                condition=Q(checked_by=None, checked_at=None)
                | Q(checked_by__isnull=False, checked_at__isnull=False),
                name="an_order_is_checked_by_somebody_at_some_time",
            ),
        ]


class CopyServed(Record):
    """A copy of named parts left on paper, on an order."""

    order = models.ForeignKey(Order, models.PROTECT, related_name="copies")
    parts = models.JSONField()
    served_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    served_at = models.DateTimeField()


class HolderCalled(Record):
    """The on-call number of an agency was shown to somebody, because a life is in danger.

    Whether that agency has a record of the person is not in it: anybody's number can be shown.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    at = models.DateTimeField()


class Emergency(Record):
    """Contact and risk opened to one person for an hour, because nobody at the holder answered.

    `why` is a code of `rules.EMERGENCY_WHY`; the sealed `words` say what was heard. Nobody may
    open anything about the same person before it is reviewed.
    """

    call = models.OneToOneField(HolderCalled, models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    recipient = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    called_at = models.DateTimeField()
    parts = models.JSONField()
    why = models.CharField(max_length=20)
    words = models.BinaryField()
    starts = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)
    erased_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    verdict = models.CharField(max_length=10, blank=True)
    review = models.BinaryField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(recipient=F("holder")), name="an_emergency_opens_anothers_record"
            ),
            models.CheckConstraint(
                condition=Q(starts__gt=F("called_at")), name="the_holder_is_called_before_it_opens"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, verdict="", review=None)
                | (
                    Q(reviewed_at__isnull=False, reviewed_by__isnull=False, review__isnull=False)
                    & ~Q(verdict="")
                    & ~Q(reviewed_by=F("staff"))
                ),
                name="an_emergency_is_reviewed_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(reviewed_at=None),
                name="an_emergency_is_reviewed_before_the_next",
            ),
        ]
        indexes = [models.Index(fields=["person", "holder"], name="emergencies_about_a_person")]


class Lock(Record):
    """The record of a person at an agency is kept from everybody but named staff.

    Once nobody named works there, `successor` is who was proposed to read it, until two agree.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.JSONField()
    since = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True)
    successor = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    proposed_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    proposed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(successor=None, proposed_by=None, proposed_at=None)
                | (
                    Q(successor__isnull=False, proposed_by__isnull=False, proposed_at__isnull=False)
                    & ~Q(successor=F("proposed_by"))
                ),
                name="a_successor_is_proposed_by_somebody_else",
            ),
            models.UniqueConstraint(
                fields=["person", "holder"],
                condition=Q(lifted_at=None),
                name="a_record_is_locked_once_at_a_time",
            ),
        ]


class Receipt(Record):
    """A paper with which the person opens her or his own page: hashes of its number and its words.

    `wrong` counts for the whole life of the paper. Nothing kept here opens anything.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    number_hash = models.CharField(max_length=64, unique=True)
    salt = models.BinaryField(max_length=16)
    code_hash = models.BinaryField(max_length=32)
    duress_hash = models.BinaryField(max_length=32)
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    wrong = models.PositiveSmallIntegerField(default=0)
    opened_at = models.DateTimeField(null=True)
    duress_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "holder"],
                condition=Q(revoked_at=None),
                name="a_person_has_one_receipt_at_an_agency",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("made_at")), name="a_receipt_ends_after_it_was_made"
            ),
            models.CheckConstraint(
                condition=Q(wrong__lte=5), name="a_receipt_bears_five_wrong_tries"
            ),
        ]


class Access(models.Model):
    """Who has access: one reader, one part, from–until. Without `staff`, the whole agency."""

    id = models.UUIDField(primary_key=True, default=new_id)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    reader = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    part = models.CharField(max_length=12)
    purpose = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=20)
    ground_id = models.UUIDField(null=True)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(
                fields=["person", "holder", "reader", "part", "until"], name="may_this_be_read"
            ),
        ]

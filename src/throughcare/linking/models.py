"""Links between an agency's records, what people allowed, and questions between agencies."""

from django.db import models
from django.db.models import F, Q

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record
from throughcare.persons.models import Person


class Link(Record):
    """Two records of one agency are one person's, from a moment on and perhaps until another.

    Both stay as they are. `one` is the lower of the two keys, so that a pair stands one way round.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    one = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    other = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    why = models.CharField(max_length=16)
    linked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    linked_at = models.DateTimeField()
    why_apart = models.CharField(max_length=16, blank=True)
    unlinked_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    unlinked_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="a_link_joins_two_people_one_way_round"
            ),
            models.CheckConstraint(
                condition=Q(unlinked_at=None, unlinked_by=None, why_apart="")
                | (Q(unlinked_at__isnull=False, unlinked_by__isnull=False) & ~Q(why_apart="")),
                name="an_ended_link_says_why",
            ),
            models.UniqueConstraint(
                fields=["agency", "one", "other"],
                condition=Q(unlinked_at=None),
                name="two_records_are_linked_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(fields=["one", "agency"], name="links_of_the_one"),
            models.Index(fields=["other", "agency"], name="links_of_the_other"),
        ]


class Permission(Record):
    """What a person said when asked whether others may be asked (`ask`), or hear (`be_found`).

    It opens nothing to read. The last answer of a kind counts; it ends by being taken back, or by
    the next one. `never` are the agencies that she or he left out; the sealed `words`
    hold how it was said.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=8)
    answer = models.CharField(max_length=3)
    never = models.JSONField(default=list)
    given = models.CharField(max_length=12)
    given_by = models.CharField(max_length=20)
    given_at = models.DateTimeField()
    language = models.CharField(max_length=3, blank=True)
    interpreter = models.BooleanField(default=False)
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    words = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=["ask", "be_found"], answer__in=["yes", "no"]),
                name="a_permission_is_a_yes_or_no_to_asking_or_being_found",
            ),
            models.CheckConstraint(
                condition=Q(until__gt=F("given_at")), name="a_permission_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["person", "holder", "kind"],
                condition=Q(ended_at=None),
                name="the_last_answer_of_a_kind_counts",
            ),
        ]
        indexes = [
            models.Index(
                fields=["holder", "kind", "until"],
                condition=Q(answer="yes", ended_at=None),
                name="who_may_be_found",
            )
        ]


class Inquiry(Record):
    """An agency asked others whether they help a person already, on her or his yes."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    asker = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    permission = models.ForeignKey(Permission, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    asked_at = models.DateTimeField()
    until = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gt=F("asked_at")), name="an_inquiry_ends_after_it_begins"
            )
        ]
        indexes = [models.Index(fields=["person", "asker"], name="inquiries_about_a_person")]


class Sending(Record):
    """An inquiry on its way to one agency: the person's fingerprints for these two, sealed.

    Every agency that is asked has its row, whatever it holds; once compared, the fingerprints are
    gone from it.
    """

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="sendings", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    epoch = models.CharField(max_length=8)
    fingerprints = models.BinaryField()
    compared_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "holder"], name="an_agency_is_asked_once_in_an_inquiry"
            )
        ]
        indexes = [
            models.Index(
                fields=["holder"], condition=Q(compared_at=None), name="sendings_to_compare"
            )
        ]


class Likeness(Record):
    """A record that is like the one asked about, of somebody who said yes to being found.

    For its holder alone; the asker hears of it by a *yes*, and never otherwise. After a *no* it is
    here no more.
    """

    inquiry = models.ForeignKey(Inquiry, models.CASCADE, related_name="likenesses", db_index=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    found_at = models.DateTimeField()
    answered_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    speak_with = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["inquiry", "person", "holder"], name="a_record_is_like_an_inquiry_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_by=None, answered_at=None, speak_with=None)
                | Q(answered_by__isnull=False, answered_at__isnull=False, speak_with__isnull=False),
                name="a_yes_names_with_whom_to_speak",
            ),
        ]
        indexes = [models.Index(fields=["person", "holder"], name="likenesses_of_a_record")]


class DailyTally(models.Model):
    """How often a member of staff did one of the counted things within a day."""

    staff = models.UUIDField()
    kind = models.CharField(max_length=8)
    began_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["staff", "kind"], name="one_tally_of_a_kind_for_staff")
        ]

"""What one agency recorded of who a person is: sealed, all but keys, kinds and times."""

from django.db import models
from django.db.models import Q

from throughcare.agencies.models import Agency
from throughcare.kernel.records import Record
from throughcare.persons.models import Person


class Recorded(Record):
    """A row about a person that belongs to the agency that recorded it (`holder`)."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    holder = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()

    class Meta:
        abstract = True


class Entry(Recorded):
    """The names, the birth or the gender of a person: one sealed content for each topic."""

    topic = models.CharField(max_length=8)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "holder", "topic"], name="an_agency_records_each_topic_once"
            ),
            models.CheckConstraint(
                condition=Q(topic__in=["names", "birth", "gender"]),
                name="an_entry_is_about_names_birth_or_gender",
            ),
        ]


class Contact(Recorded):
    """One way to reach a person, sealed; its part says who may read it."""

    kind = models.CharField(max_length=10)
    part = models.CharField(max_length=12)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(part="whereabouts", kind="address")
                | (Q(part="contact") & ~Q(kind="address")),
                name="an_address_is_whereabouts_and_the_rest_is_contact",
            )
        ]
        indexes = [models.Index(fields=["person", "holder"], name="contacts_of_a_person")]


class Document(Recorded):
    """One identity document, sealed; its scan, if any, is a sealed file."""

    kind = models.CharField(max_length=24)
    content = models.BinaryField()
    scan_type = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "holder"], name="documents_of_a_person")]


class Photograph(Recorded):
    """A photograph of a person: a sealed file."""

    class Meta:
        indexes = [models.Index(fields=["person", "holder"], name="photographs_of_a_person")]


class Fingerprints(Recorded):
    """The keyed fingerprints of all names of a person, side by side, sealed.

    `edition` is that of the agency's fingerprints at which they were written.
    """

    content = models.BinaryField()
    edition = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "holder"], name="an_agency_keeps_fingerprints_once"
            )
        ]
        indexes = [models.Index(fields=["holder", "edition"], name="fingerprints_written_since")]


class FingerprintEdition(models.Model):
    """How often an agency's fingerprints were written and removed: what a process has not seen."""

    agency = models.OneToOneField(Agency, models.PROTECT, primary_key=True, related_name="+")
    written = models.PositiveBigIntegerField(default=0)
    removed = models.PositiveBigIntegerField(default=0)


class Hold(Recorded):
    """A legal reason for which a record must not be erased, until it is released."""

    reason = models.CharField(max_length=24)
    released_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "holder"],
                condition=Q(released_at=None),
                name="a_record_is_held_once_at_a_time",
            )
        ]


class Erasure(Recorded):
    """A record that was erased, and the day on which no backup has it any more."""

    reason = models.CharField(max_length=24)
    everywhere_by = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["person", "holder"], name="erasures_of_a_person")]


class SearchTally(models.Model):
    """How often a member of staff searched of late, and for what last (a keyed hash)."""

    staff = models.UUIDField(unique=True)
    began_at = models.DateTimeField()
    searches = models.PositiveIntegerField(default=0)
    last_asked = models.CharField(max_length=32, blank=True)

"""What files said in their own words, which rows are known, and imports under way."""

from django.db import models
from django.db.models import Q

from throughcare.agencies.models import Agency, Staff
from throughcare.cases.models import CaseFile
from throughcare.kernel.records import Record, new_id


class ReceivedPart(models.Model):
    """What a row of a file said about a case, one part of the record, sealed for the person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=12)
    content = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["case", "part"], name="a_file_says_each_part_of_a_case_once"
            )
        ]


class KnownRow(models.Model):
    """The mark of a row that an agency has taken over or sent out: a keyed hash, never content."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    mark = models.CharField(max_length=64)
    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "mark"], name="an_agency_takes_a_row_over_once"
            )
        ]


class SavedMapping(Record):
    """How an agency reads its own spreadsheet, in one of its editions: found by its headings.

    The content is sealed for the agency; of values it holds keyed marks and never a text.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    series = models.UUIDField()
    edition = models.PositiveIntegerField(default=1)
    headings = models.CharField(max_length=64)
    content = models.BinaryField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "series", "edition"], name="an_edition_of_a_mapping_is_made_once"
            ),
            models.UniqueConstraint(
                fields=["agency", "series"],
                condition=Q(retired_at=None),
                name="one_edition_of_a_mapping_is_in_use",
            ),
        ]


class ImportRun(Record):
    """A file that somebody sent in: looked at first, taken over when she or he says so.

    The file is sealed with a key of its own until the run has ended; its name is not kept. A
    spreadsheet that is no file of the standard has a plan: how it is read, sealed with that key.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    kind = models.CharField(max_length=5)
    skip_bad_rows = models.BooleanField(default=False)
    state = models.CharField(max_length=10, default="waiting")
    rows_done = models.PositiveIntegerField(default=0)
    began_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    report = models.BinaryField(null=True)
    plan = models.BinaryField(null=True)
    mapping = models.ForeignKey(
        SavedMapping, models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "mapping",
                        "waiting",
                        "looking",
                        "looked_at",
                        "wanted",
                        "taking",
                        "done",
                        "refused",
                        "cancelled",
                    ]
                ),
                name="an_import_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "refused", "cancelled"], ended_at__isnull=False)
                | ~Q(state__in=["done", "refused", "cancelled"]),
                name="an_import_that_ended_says_when",
            ),
        ]
        indexes = [models.Index(fields=["state", "touched_at"], name="imports_that_wait")]

"""Files that somebody published, and the rows reported in them: nobody's case, nobody's name."""

from django.db import models
from django.db.models import Q

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record


class Source(Record):
    """One file that was imported: which release, when, by whom, and the hash of its content.

    `is_protected`: its publisher has made the numbers safe to show, down to the smallest. Only the
    names of such files are kept: others may have been named after somebody.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    staff = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    imported_at = models.DateTimeField()
    release = models.CharField(max_length=4)
    file = models.CharField(max_length=120)
    sha256 = models.CharField(max_length=64)
    rows = models.PositiveIntegerField()
    is_protected = models.BooleanField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"],
                condition=Q(is_protected=True),
                name="published_data_are_imported_once",
            ),
            models.UniqueConstraint(
                fields=["agency", "sha256"], name="an_agency_imports_a_file_once"
            ),
        ]


class ReportedRows(models.Model):
    """Rows of a source that say the same, and how many there are.

    Equal rows are different reports, so they are counted, never taken for one. An empty field means
    not recorded; there is no way to write no.
    """

    source = models.ForeignKey(Source, models.CASCADE, related_name="+")
    rows = models.PositiveIntegerField()
    year = models.PositiveSmallIntegerField(null=True)
    gender = models.CharField(max_length=12)
    age = models.CharField(max_length=8)
    adulthood = models.CharField(max_length=8)
    duration = models.CharField(max_length=8)
    citizenship = models.CharField(max_length=2)
    country = models.CharField(max_length=2)
    means = models.CharField(max_length=400)
    exploitation = models.CharField(max_length=60)
    labour = models.CharField(max_length=80)
    sexual_exploitation = models.CharField(max_length=60)
    recruiter = models.CharField(max_length=60)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(rows__gte=1), name="reported_rows_are_one_or_more"),
        ]
        indexes = [
            models.Index(
                fields=["source", "exploitation", "gender", "age", "citizenship", "year", "rows"],
                name="counts_of_a_source",
            )
        ]


class MonthlyReturn(Record):
    """What one agency counted of one month, as it may be shown and as it was sent; never changed.

    `figures` hold nothing that stays unsaid: what they leave out is nowhere.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    month = models.DateField()
    rule = models.CharField(max_length=10)
    figures = models.JSONField()
    sent_at = models.DateTimeField()
    sent_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "month"], name="a_month_is_sent_once_by_an_agency"
            ),
            models.CheckConstraint(
                condition=Q(month__day=1), name="a_return_is_named_by_the_first_of_its_month"
            ),
        ]
        indexes = [models.Index(fields=["month", "agency"], name="returns_of_a_month")]

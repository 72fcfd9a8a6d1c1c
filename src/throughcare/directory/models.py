"""Services of agencies, what they tell in codes, and every word on places free."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record


class Service(Record):
    """Something an agency does for people.

    Place and phone of a confidential service stand only in the sealed columns, those of any other
    only in the plain ones. `public_id` and `public_place_id` are what the public directory calls
    the service and its place: random, so that they tell neither when it was made nor its address
    on staff's pages, and drawn anew when a public service becomes confidential.
    """

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    public_place_id = models.UUIDField(unique=True, default=uuid4, editable=False)
    name = models.CharField(max_length=120)
    description = models.TextField(blank=True)
    age_from = models.PositiveSmallIntegerField(null=True)
    age_to = models.PositiveSmallIntegerField(null=True)
    children_up_to = models.PositiveSmallIntegerField(default=0)
    region = models.CharField(max_length=60)
    travel = models.CharField(max_length=20)
    is_confidential = models.BooleanField(default=False)
    address = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=80, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    phone = models.CharField(max_length=40, blank=True)
    sealed_place = models.BinaryField(default=bytes)
    sealed_phone = models.BinaryField(default=bytes)
    hours = models.CharField(max_length=200, blank=True)
    reached_by = models.CharField(max_length=10, default="account")
    status = models.CharField(max_length=10, default="active")
    opened_at = models.DateTimeField()
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ("name", "id")
        constraints = [
            models.CheckConstraint(
                condition=Q(is_confidential=False)
                | Q(address="", city="", postal_code="", phone=""),
                name="a_confidential_service_has_no_readable_place",
            ),
            models.CheckConstraint(
                condition=Q(is_confidential=True) | Q(sealed_place=b"", sealed_phone=b""),
                name="only_a_confidential_service_is_sealed",
            ),
            models.CheckConstraint(
                condition=Q(age_to=None) | Q(age_from=None) | Q(age_to__gte=F("age_from")),
                name="a_service_takes_ages_upwards",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["active", "paused", "closed"]),
                name="a_service_is_active_paused_or_closed",
            ),
        ]


class ServiceCode(models.Model):
    """One thing that a service tells: an aspect (`rules.Aspect`) and a code of its list."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="codes")
    aspect = models.CharField(max_length=20)
    code = models.CharField(max_length=40)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["service", "aspect", "code"], name="a_service_tells_a_code_once"
            )
        ]
        indexes = [models.Index(fields=["aspect", "code"], name="services_that_tell_a_code")]


class Places(Record):
    """What somebody said about places free, at that moment; the newest word of a service counts."""

    service = models.ForeignKey(Service, models.CASCADE, related_name="places")
    free = models.PositiveSmallIntegerField()
    of = models.PositiveSmallIntegerField()
    for_whom = models.CharField(max_length=20, blank=True)
    next_on = models.DateField(null=True)
    said_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(free__lte=F("of")), name="free_places_are_among_all_places"
            )
        ]
        indexes = [models.Index(fields=["service", "-said_at"], name="newest_word_on_places")]


class PublicAgency(models.Model):
    """What the public directory calls an agency: a random id of its own, never its key."""

    agency = models.OneToOneField(Agency, models.PROTECT, related_name="+")
    public_id = models.UUIDField(unique=True, default=uuid4, editable=False)

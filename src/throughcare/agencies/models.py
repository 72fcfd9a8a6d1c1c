"""Agencies, their posts and staff, the duties and focal points of staff."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower

from throughcare.kernel.records import Record


class Agency(Record):
    """One agency of any kind (codes of the list `agency_kinds`)."""

    code = models.CharField(max_length=8, unique=True)
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    region = models.CharField(max_length=60, blank=True)
    languages = models.JSONField(default=list)
    on_call = models.CharField(max_length=40, blank=True)
    is_demonstration = models.BooleanField(default=False)
    in_matching = models.BooleanField(default=True)

    class Meta:
        ordering = ("name",)


class Post(Record):
    """Where staff of an agency work: a border point, a shelter, a line, an office."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="posts")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20)
    region = models.CharField(max_length=60, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "name"], name="one_post_of_a_name_at_an_agency"
            )
        ]


class StaffManager(BaseUserManager["Staff"]):
    """Looks staff up by their work address, as sign-in does."""

    def get_by_natural_key(self, username: str | None) -> "Staff":
        return self.get(email__iexact=username)


class Staff(AbstractBaseUser, Record):
    """One member of staff: who signs in."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="staff")
    post = models.ForeignKey(Post, models.SET_NULL, null=True, blank=True, related_name="staff")
    languages = models.JSONField(default=list)
    reads_in = models.CharField(max_length=10, blank=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[StaffManager] = StaffManager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("email"), name="a_work_address_is_one_persons"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(left_at__gte=F("joined_at")),
                name="staff_leave_after_they_joined",
            ),
        ]

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        """Whether this person still works here; who has left cannot sign in."""
        return self.left_at is None

    def get_full_name(self) -> str:
        return self.name


class StaffDuty(models.Model):
    """A duty that somebody has (codes of `rules.DUTIES`)."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="duty_rows")
    code = models.CharField(max_length=30)
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff", "code"],
                condition=Q(until=None),
                name="a_duty_is_given_once_at_a_time",
            )
        ]


class FocalPoint(models.Model):
    """Who an agency chose to receive what other agencies open to it."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="focal_points")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="focal_point_rows")
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "staff"],
                condition=Q(until=None),
                name="a_focal_point_is_named_once_at_a_time",
            )
        ]


class Invitation(models.Model):
    """A one-time link by which somebody chooses a password. Only a keyed hash of it is stored."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=32, unique=True)
    made_at = models.DateTimeField()
    until = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(used_at=None),
                name="somebody_has_one_open_invitation_at_a_time",
            )
        ]


class FactorReset(Record):
    """Somebody lost a password or second factor: one person asks, another approves."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="factor_resets")
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField()
    approved_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["staff"],
                condition=Q(approved_at=None, withdrawn_at=None),
                name="a_reset_is_asked_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(approved_by=None) | ~Q(approved_by=F("asked_by")),
                name="a_reset_takes_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(asked_by=F("staff"))
                & (Q(approved_by=None) | ~Q(approved_by=F("staff"))),
                name="nobody_resets_a_factor_of_their_own",
            ),
        ]


class WrongTries(models.Model):
    """Tries at one account from one known device, or from all unknown ones together.

    `who` is a keyed hash: neither address nor device can be read from it.
    """

    who = models.CharField(max_length=32, primary_key=True)
    wrong = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField()


class SpentStep(models.Model):
    """The newest 30-second step whose code was used: neither it nor an older one counts again."""

    staff = models.OneToOneField(Staff, models.CASCADE, primary_key=True, related_name="+")
    step = models.BigIntegerField(default=0)


class KeptForm(Record):
    """What somebody was sending when the page locked, sealed until they have signed in again.

    Their browser alone holds the token that opens it.
    """

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    sealed = models.BinaryField()
    at = models.DateTimeField()


class KeptAnswer(Record):
    """A page that answers what a browser has sent, until it fetches it; it alone has the token.

    Of a form with a mistake what was typed stays afterwards. `of_visitor`: nobody was signed in.
    """

    sealed = models.BinaryField()
    at = models.DateTimeField(db_index=True)
    of_visitor = models.BooleanField(default=False)

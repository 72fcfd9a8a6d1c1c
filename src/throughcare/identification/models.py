"""Determinations, their rulings, charges, appeals, letters; own words; the wall; counts."""

from django.db import models
from django.db.models import F, Q

from throughcare.agencies.models import Agency, Staff
from throughcare.kernel.records import Record
from throughcare.persons.models import Person


class Determination(Record):
    """One authority's procedure under one law about one person.

    `act_on` is the day by which the version of the law is chosen (none: the newest), `received_at`
    when the request came, from which the first target runs.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    law = models.CharField(max_length=40)
    country = models.CharField(max_length=2)
    act_on = models.DateField(null=True)
    received_at = models.DateTimeField()
    asked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    state = models.CharField(max_length=15, default="asked")
    target_at = models.DateTimeField(null=True)
    presumed_on = models.DateField(null=True)
    concluded_on = models.DateField(null=True)
    protected_through = models.DateField(null=True)
    lacks = models.JSONField(default=list)
    erased_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency", "law"],
                condition=Q(erased_at=None),
                name="one_determination_under_a_law",
            ),
            models.CheckConstraint(
                condition=Q(state="asked") | Q(presumed_on__isnull=False) | ~Q(state="presumed"),
                name="who_is_presumed_was_presumed_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(concluded_on=None) ^ Q(state__in=["identified", "not_established"]),
                name="a_conclusion_has_a_day",
            ),
            models.CheckConstraint(
                condition=Q(presumed_on=None) | Q(protected_through__gte=F("presumed_on")),
                name="recovery_follows_reasonable_grounds",
            ),
        ]
        indexes = [
            models.Index(fields=["agency", "state", "target_at"], name="decisions_that_wait"),
            models.Index(fields=["country", "received_at"], name="determinations_by_time"),
            models.Index(
                fields=["protected_through"],
                condition=Q(state="presumed"),
                name="recovery_that_ends",
            ),
        ]


class Ruling(Record):
    """One decision in a determination: added, never changed.

    `facts` are keys of facts of cases, `reasons` are sealed. `lacks` are the elements that were
    not established. `on_appeal` says that it decided an appeal.
    """

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="rulings")
    finds = models.CharField(max_length=15)
    decided_at = models.DateTimeField()
    decided_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    law_version = models.CharField(max_length=40)
    facts = models.JSONField(default=list)
    lacks = models.JSONField(default=list)
    reasons = models.BinaryField(null=True)
    on_appeal = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(finds__in=["presumed", "identified", "not_established"]),
                name="a_ruling_finds_something",
            ),
        ]


class Charge(Record):
    """A charge of trafficking came to nothing, or to another charge; the newest stands.

    `lacks` is the element that failed, `charged_as` a code of the list `charge`.
    """

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="charges")
    came_to = models.CharField(max_length=10)
    charged_as = models.CharField(max_length=30, blank=True)
    lacks = models.CharField(max_length=10)
    came_on = models.DateField()
    recorded_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(came_to="dropped", charged_as="")
                | Q(came_to="recharged") & ~Q(charged_as=""),
                name="a_charge_is_dropped_or_becomes_another",
            ),
        ]


class Appeal(Record):
    """The person, or who speaks for her or him, asks that somebody else decides again."""

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="appeals")
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    words = models.BinaryField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["determination"],
                condition=Q(decided_at=None),
                name="one_appeal_waits_at_a_time",
            ),
        ]


class Letter(Record):
    """A decision letter that goes out in one way; `contact` is the key of a safe address."""

    ruling = models.ForeignKey(Ruling, models.CASCADE, related_name="letters")
    way = models.CharField(max_length=15)
    contact = models.CharField(max_length=22, blank=True)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(way="to_contact") ^ Q(contact=""),
                name="a_letter_to_an_address_names_it",
            ),
        ]


class Dispute(Record):
    """The deciding authority marks one element disputed under its law: unknown, and shown."""

    determination = models.ForeignKey(Determination, models.CASCADE, related_name="disputes")
    element = models.CharField(max_length=10)
    marked_at = models.DateTimeField()
    marked_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "element"], name="an_element_is_disputed_once"
            ),
        ]


class OwnWord(Record):
    """What the person calls herself or himself, sealed; the newest stands."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    words = models.BinaryField()
    said_at = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index(fields=["person", "agency", "-said_at"], name="own_words")]


class Suspicion(Record):
    """The person is also under suspicion, as one agency recorded it: part justice, and sealed."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", db_index=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    words = models.BinaryField(null=True)
    since = models.DateTimeField()
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"],
                condition=Q(ended_at=None),
                name="an_agency_suspects_once_at_a_time",
            ),
        ]


class NonPunishment(Record):
    """Presumed or identified, and suspected: must she or he be punished? Raised once for both."""

    suspicion = models.ForeignKey(Suspicion, models.CASCADE, related_name="questions")
    determination = models.ForeignKey(Determination, models.CASCADE, related_name="+")
    raised_at = models.DateTimeField()
    outcome = models.CharField(max_length=12, blank=True)
    words = models.BinaryField(null=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["suspicion", "determination"], name="non_punishment_is_raised_once"
            ),
            models.CheckConstraint(
                condition=Q(answered_at=None, outcome="")
                | Q(answered_at__isnull=False) & ~Q(outcome=""),
                name="an_answer_on_non_punishment_says_what",
            ),
        ]


class LinkedCount(Record):
    """How many people a third party found on both sides' encoded lists; no person in it."""

    country = models.CharField(max_length=2)
    region = models.CharField(max_length=60, blank=True)
    since = models.DateField()
    until = models.DateField()
    people = models.PositiveIntegerField()
    linked_by = models.CharField(max_length=120)
    recorded_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    recorded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["country", "region", "since", "until"], name="a_period_is_linked_once"
            ),
            models.CheckConstraint(
                condition=Q(until__gte=F("since")), name="a_linked_period_ends_after_it_began"
            ),
        ]


class PeriodCount(Record):
    """The two counts of one period, as they were shown when they were counted; no person in it.

    `numbers` are those that may be shown, in the form of `rules.shown.as_kept`.
    """

    country = models.CharField(max_length=2)
    since = models.DateField()
    until = models.DateField()
    law = models.CharField(max_length=40)
    law_version = models.CharField(max_length=40)
    numbers = models.JSONField()
    counted_at = models.DateTimeField()
    counted_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["country", "since"], name="a_month_is_counted_once"),
            models.CheckConstraint(
                condition=Q(until__gt=F("since")), name="a_counted_period_ends_after_it_began"
            ),
        ]

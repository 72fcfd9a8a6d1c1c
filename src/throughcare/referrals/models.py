"""Offers, what was asked about them, drafts, and needs that nobody met."""

from django.db import models
from django.db.models import F, Q

from throughcare.agencies.models import Agency, Staff
from throughcare.cases.models import CaseFile
from throughcare.consent.models import Ground
from throughcare.directory.models import Service
from throughcare.kernel.records import Record
from throughcare.persons.models import Person


class Draft(Record):
    """A referral summary that is being written; seen by its writer alone."""

    case = models.ForeignKey(CaseFile, models.CASCADE, related_name="+")
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=8)
    urgency = models.CharField(max_length=8)
    summary = models.JSONField()
    words = models.BinaryField(null=True)
    saved_at = models.DateTimeField()


class Referral(Record):
    """One offer to one service. Offers made at once share their `together`."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    case = models.ForeignKey(CaseFile, models.PROTECT, related_name="+")
    sender = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    receiver = models.ForeignKey(Agency, models.PROTECT, related_name="+", db_index=False)
    service = models.ForeignKey(Service, models.PROTECT, related_name="+", db_index=False)
    ground = models.ForeignKey(Ground, models.PROTECT, related_name="+", db_index=False)
    together = models.UUIDField()
    kind = models.CharField(max_length=8, default="referral")
    way = models.CharField(max_length=8, default="account")
    urgency = models.CharField(max_length=8)
    summary = models.JSONField()
    words = models.BinaryField(null=True)
    state = models.CharField(max_length=12, default="offered")
    offered_by = models.ForeignKey(Staff, models.PROTECT, related_name="+", db_index=False)
    offered_at = models.DateTimeField()
    answer_until = models.DateTimeField()
    answered_by = models.ForeignKey(
        Staff, models.PROTECT, null=True, related_name="+", db_index=False
    )
    answered_at = models.DateTimeField(null=True)
    arrives_at = models.DateTimeField(null=True)
    decline_reason = models.CharField(max_length=30, blank=True)
    opening = models.UUIDField(null=True)
    handed_over_at = models.DateTimeField(null=True)
    outcome = models.CharField(max_length=30, blank=True)
    outcome_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    link_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(sender=F("receiver")), name="referral_goes_to_another_agency"
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(decline_reason=""),
                name="a_declined_referral_says_why",
            ),
            models.CheckConstraint(
                condition=~Q(state="ended") | ~Q(outcome=""),
                name="an_ended_referral_has_an_outcome",
            ),
            models.UniqueConstraint(
                fields=["case", "service"],
                condition=Q(state__in=["offered", "asked", "accepted", "handed_over"]),
                name="a_service_is_asked_once_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["receiver", "answer_until"],
                condition=Q(answered_at=None, ended_at=None),
                name="offers_to_answer",
            ),
            models.Index(
                fields=["sender", "state", "answer_until"],
                condition=Q(answered_at=None, ended_at=None),
                name="offers_that_wait",
            ),
            models.Index(
                fields=["answer_until"],
                condition=Q(answered_at=None, ended_at=None),
                name="offers_whose_time_ends",
            ),
            models.Index(
                fields=["receiver", "state", "answered_at"],
                condition=Q(ended_at=None),
                name="people_expected",
            ),
            models.Index(
                fields=["sender", "state", "answered_at"],
                condition=Q(ended_at=None),
                name="people_on_their_way",
            ),
            models.Index(fields=["sender", "-offered_at", "-id"], name="offers_sent"),
            models.Index(fields=["receiver", "-offered_at", "-id"], name="offers_received"),
            models.Index(fields=["together"], name="offers_made_at_once"),
            models.Index(
                fields=["link_hash"], condition=Q(link_hash__gt=""), name="offers_behind_a_link"
            ),
            models.Index(fields=["state", "ended_at"], name="offers_by_their_end"),
            models.Index(fields=["state", "answer_until"], name="offers_by_their_time"),
        ]


class Question(Record):
    """Something the receiver asks before answering, and the sender's answer; both sealed."""

    referral = models.ForeignKey(Referral, models.CASCADE, related_name="questions")
    asked_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    asked_at = models.DateTimeField()
    question = models.BinaryField()
    answered_by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    answer = models.BinaryField(null=True)


class UnmetNeed(models.Model):
    """Nobody took: which need, where, how urgent, and why it was declined. No person."""

    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    region = models.CharField(max_length=60, blank=True)
    need = models.CharField(max_length=40)
    urgency = models.CharField(max_length=8)
    service_for = models.CharField(max_length=20)
    asked = models.PositiveIntegerField()
    reasons = models.JSONField(default=list)
    at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["at", "region", "need"], name="unmet_needs_by_time"),
        ]

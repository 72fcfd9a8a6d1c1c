"""The receipt: a paper that only a person who says it is safe gets, and what opens with it."""

import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from django.db import models
from django.db.models import F, Value
from django.db.models.functions import NullIf
from django.utils.translation import gettext as _

from throughcare.audit.queries import count_of_lines
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.adapters import drawn_words, stretched
from throughcare.consent.models import Receipt
from throughcare.consent.rules import (
    FOR_EVER,
    NUMBER_BYTES,
    TRIES_A_MINUTE,
    as_said,
    number_from,
    number_hash,
    reasons_not_to_make_receipt,
    still_opens,
)
from throughcare.consent.services.consents import take_back
from throughcare.kernel.actors import NOBODY, Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id

MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class MadeReceipt:
    """A new receipt: its number for the paper, and the words to be said; none of it is kept."""

    key: str
    until: datetime
    number: str = field(repr=False)
    words: str = field(repr=False)
    words_for_danger: str = field(repr=False)


def make_receipt(
    person: UUID,
    *,
    says_it_is_safe: bool,
    lasts: timedelta,
    language: str,
    by: Actor,
    at: datetime,
) -> MadeReceipt:
    """Make the receipt of a person who says that a paper is safe; an earlier one ends.

    The words are drawn, never chosen: what somebody chooses, those who are close to her guess.
    """
    by.must("manage_case")
    reasons = reasons_not_to_make_receipt(says_it_is_safe=says_it_is_safe, lasts=lasts)
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))
    words, words_for_danger = _two_different(language)
    number, salt = number_from(secrets.token_bytes(NUMBER_BYTES)), secrets.token_bytes(16)
    receipt = Receipt(
        person_id=person,
        holder_id=by.agency,
        number_hash=number_hash(number),
        salt=salt,
        code_hash=stretched(as_said(words), salt),
        duress_hash=stretched(as_said(words_for_danger), salt),
        made_by_id=by.staff,
        made_at=at,
        until=at + lasts,
    )
    with act("receipt.made", by=by, at=at, subjects=[person, receipt.pk], days=lasts.days):
        doors.own_record_readable(by, person, at)
        _end_earlier(person, by.agency, at)
        receipt.save(force_insert=True)
    return MadeReceipt(receipt.key, receipt.until, number, words, words_for_danger)


def revoke_receipt(person: UUID, *, by: Actor, at: datetime) -> None:
    """The receipt of a person opens nothing from now on."""
    by.must("manage_case")
    with act("receipt.revoked", by=by, at=at, subjects=[person]):
        doors.own_record_readable(by, person, at)
        if not _end_earlier(person, by.agency, at):
            raise Refused(_("There is no receipt to revoke."))


def try_receipt(hashed: str, typed: str, *, at: datetime) -> str:
    """Try words on the receipt whose number has this hash: its key if they open it, else "".

    Absent, wrong, expired, revoked, spent and the words for danger cost the same scrypt, the same
    statements and one line each. The words for danger end the receipt: from then on not even the
    right words open it, so that nobody can be made to say them. Raises `Refused` when the whole
    house has been tried too often within a minute, whatever the number.
    """
    if count_of_lines("receipt.tried", since=at - MINUTE) >= TRIES_A_MINUTE:
        raise Refused(_("Please wait a minute and try again."))
    found = doors.receipt_numbered(hashed) or _nobodys(at)
    slow = stretched(as_said(typed), bytes(found.salt))
    is_right = hmac.compare_digest(slow, bytes(found.code_hash))
    is_danger = hmac.compare_digest(slow, bytes(found.duress_hash))
    by, subjects = whoever_holds(found.holder_id), [found.person_id, found.pk]
    with act("receipt.tried", by=by, at=at, subjects=subjects) as tried:
        # Read again in this writer's turn: five tries sent at once are five tries.
        now = doors.receipt_again(found.pk) or found
        opens = still_opens(doors.standing_of(now), at) and is_right
        Receipt.objects.filter(pk=found.pk).update(
            wrong=now.wrong + _counts_as_wrong(now, at, is_right=is_right, is_danger=is_danger),
            opened_at=_moment(at if opens else now.opened_at),
            duress_at=_moment(at if is_danger else now.duress_at),
            version=F("version") + 1,
        )
        tried.note(opened=opens)
    return found.key if opens else ""


def withdraw_by_receipt(receipt: str, consent: str, *, at: datetime) -> None:
    """The person takes back a yes that she or he gave, from the own page."""
    by = whoever_holds(doors.receipt_in_force(receipt, at).holder_id)
    with act("consent.withdrawn", by=by, at=at) as withdrawn:
        held = doors.receipt_in_force(receipt, at)
        take_back(doors.ground_given_by(held, consent), withdrawn, by=by, at=at)


def whoever_holds(holder: UUID) -> Actor:
    """Whoever came with a receipt, as the ledger knows it: nobody, at the agency that made it."""
    return Actor(NOBODY, holder, "", via="link")


def forget_receipts(person: UUID, holder: UUID) -> None:
    """An erased person has no receipts; part of the act that erases."""
    Receipt.objects.filter(person=person, holder=holder).delete()


def _two_different(language: str) -> tuple[str, str]:
    """The words, and the words for danger: with no word in common."""
    words = drawn_words(language)
    while True:
        others = drawn_words(language)
        if not set(words.split()) & set(others.split()):
            return words, others


def _end_earlier(person: UUID, holder: UUID, at: datetime) -> int:
    earlier = Receipt.objects.filter(person=person, holder=holder, revoked_at=None)
    return earlier.update(revoked_at=at, version=F("version") + 1)


def _counts_as_wrong(receipt: Receipt, at: datetime, *, is_right: bool, is_danger: bool) -> int:
    open_now = still_opens(doors.standing_of(receipt), at)
    return int(open_now and not is_right and not is_danger)


def _moment(moment: datetime | None) -> NullIf:
    """A moment or none, as one and the same statement."""
    return NullIf(
        Value(moment or FOR_EVER, models.DateTimeField()), Value(FOR_EVER, models.DateTimeField())
    )


def _nobodys(at: datetime) -> Receipt:
    """A receipt that does not exist, to try words on: nothing opens it."""
    return Receipt(
        person_id=new_id(),
        holder_id=NOBODY,
        salt=bytes(16),
        code_hash=secrets.token_bytes(32),
        duress_hash=secrets.token_bytes(32),
        until=at,
        made_at=at,
    )

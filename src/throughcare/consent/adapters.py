"""Rows of the data base as the grounds of the core, and the words of a receipt.

Days are days by the clocks of this house: a data base gives every moment back in UTC.
"""

import hmac
import json
import secrets
from collections.abc import Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from threading import BoundedSemaphore

from cryptography.hazmat.primitives.kdf.scrypt import Scrypt
from django.utils.timezone import localdate, localtime

from throughcare.consent.models import (
    Agreement,
    Emergency,
    Ground,
    Lock,
    Opening,
    Order,
    RecordBegun,
    Report,
)
from throughcare.consent.rules.receipts import FIGURES
from throughcare.vault.services import secret
from throughcare_core import sharing
from throughcare_core.sharing import EVERY_PART, Part, Purpose

NOT_YET = date(9999, 1, 1)
SCRYPT = {"n": 2**15, "r": 8, "p": 3}
"""32 MB and about a third of a second for one try; SECURITY.md says why this much."""

_at_once = BoundedSemaphore(2)
"""Never more than two tries at once in a process: 64 MB, and other pages still answer."""


def own_record_of(begun: RecordBegun) -> sharing.OwnRecord:
    """The ground on which an agency reads what it recorded itself."""
    return sharing.OwnRecord(
        key="",
        parts=EVERY_PART,
        starts=begun.at,
        until=None,
        person=begun.person_id.hex,
        holder=begun.holder_id.hex,
        withdrawn_at=begun.ended_at,
    )


def ground_of(ground: Ground) -> sharing.Consent | sharing.BestInterest:
    """A stored consent or best-interest decision."""
    return _best_interest(ground) if ground.kind == "best_interest" else _consent(ground)


def opening_of(opening: Opening) -> sharing.Opening:
    """A stored opening with its ground."""
    return sharing.Opening(
        key=opening.pk.hex,
        parts=_parts(opening.parts),
        starts=opening.starts,
        until=opening.until,
        ground=ground_of(opening.ground),
        to_staff=frozenset(opening.to_staff),
        closed_at=opening.closed_at,
    )


def report_of(report: Report) -> sharing.DutyToReport:
    """A stored report with the dated row of the law that requires it.

    Raises LookupError when the table of laws has lost that row: rows are added, never edited.
    """
    return sharing.DutyToReport(
        key=report.pk.hex,
        parts=_parts(report.parts),
        starts=localtime(report.starts),
        until=report.until,
        person=report.person_id.hex,
        holder=report.holder_id.hex,
        withdrawn_at=report.withdrawn_at,
        recipient_agency=report.recipient_id.hex,
        recipient_staff=frozenset(report.recipient_staff),
        law=_law(report),
    )


def emergency_of(emergency: Emergency) -> sharing.EmergencyAccess:
    """A stored emergency access; its own key stands for the written reason, which is sealed."""
    return sharing.EmergencyAccess(
        key=emergency.pk.hex,
        parts=_parts(emergency.parts),
        starts=emergency.starts,
        until=None,
        person=emergency.person_id.hex,
        holder=emergency.holder_id.hex,
        withdrawn_at=emergency.closed_at,
        recipient_agency=emergency.recipient_id.hex,
        recipient_staff=emergency.staff_id.hex,
        holder_called_at=emergency.called_at,
        why=emergency.pk.hex,
    )


def order_of(order: Order) -> sharing.CourtOrder:
    """A stored order; it lets the holder serve a copy and opens nothing."""
    return sharing.CourtOrder(
        key=order.pk.hex,
        parts=_parts(order.parts),
        starts=order.starts,
        until=order.until,
        person=order.person_id.hex,
        holder=order.holder_id.hex,
        withdrawn_at=order.withdrawn_at,
        recipient_agency=order.authority_id.hex,
        checked_by=order.checked_by_id.hex if order.checked_by_id else None,
        checked_at=order.checked_at,
    )


def agreement_of(agreement: Agreement) -> sharing.Agreement:
    """A signed agreement; it begins when the second agency signed at the earliest."""
    signed = [at for at in (agreement.signed_a_at, agreement.signed_b_at) if at]
    return sharing.Agreement(
        key=agreement.pk.hex,
        agency_a=agreement.agency_a_id.hex,
        agency_b=agreement.agency_b_id.hex,
        parts=_parts(agreement.parts),
        purposes=frozenset(Purpose(purpose) for purpose in agreement.purposes),
        starts=max([agreement.starts, *signed]),
        until=agreement.until,
        ended_at=agreement.ended_at,
    )


def lock_of(lock: Lock) -> sharing.Lock:
    """A lock in force."""
    return sharing.Lock(lock.person_id.hex, lock.holder_id.hex, frozenset(lock.staff))


def stretched(words: str, salt: bytes) -> bytes:
    """What is kept of the words of a receipt (32 bytes): scrypt, then a secret of the house."""
    with _at_once:
        slow = Scrypt(salt=salt, length=32, **SCRYPT).derive(words.encode())
    return hmac.digest(secret("receipts"), slow, "sha256")


def drawn_words(language: str) -> str:
    """Two everyday words of a language, drawn anew; six figures where there is no list of words."""
    known = _code_words().get(language)
    if not known:
        figures = "".join(secrets.choice("0123456789") for _figure in range(FIGURES))
        return f"{figures[: FIGURES // 2]} {figures[FIGURES // 2 :]}"
    return f"{secrets.choice(known)} {secrets.choice(known)}"


def languages_with_words() -> Sequence[str]:
    """The languages that have a list of words to draw from."""
    return sorted(_code_words())


@lru_cache(maxsize=1)
def _code_words() -> dict[str, list[str]]:
    read = json.loads((Path(__file__).parent / "data" / "code_words.json").read_text())
    return {language: words for language, words in read.items() if language != "about"}


def _consent(ground: Ground) -> sharing.Consent:
    by: sharing.ByThePerson | sharing.ByGuardian
    if ground.given_by == "the_person":
        by = sharing.ByThePerson(localdate(ground.given_at) if ground.old_enough else NOT_YET)
    else:
        by = sharing.ByGuardian(_guardian(ground), ground.asked_anew_on or NOT_YET)
    return sharing.Consent(
        key=ground.pk.hex,
        parts=_parts(ground.parts),
        starts=ground.starts,
        until=ground.until,
        person=ground.person_id.hex,
        holder=ground.holder_id.hex,
        withdrawn_at=ground.withdrawn_at,
        recipient_agency=ground.recipient_id.hex,
        recipient_staff=frozenset(ground.recipient_staff),
        purpose=Purpose(ground.purpose),
        given=sharing.Given(ground.given),
        given_at=localtime(ground.given_at),
        given_by=by,
    )


def _best_interest(ground: Ground) -> sharing.BestInterest:
    return sharing.BestInterest(
        key=ground.pk.hex,
        parts=_parts(ground.parts),
        starts=localtime(ground.starts),
        until=ground.until,
        person=ground.person_id.hex,
        holder=ground.holder_id.hex,
        withdrawn_at=ground.withdrawn_at,
        recipient_agency=ground.recipient_id.hex,
        purpose=Purpose(ground.purpose),
        decided_by=ground.recorded_by_id.hex,
        guardian=None if ground.given_by == "agency" else _guardian(ground),
        why=ground.pk.hex,
        views=tuple((sharing.Voice(voice), sharing.View(view)) for voice, view in ground.views),
        majority_on=ground.asked_anew_on or NOT_YET,
    )


def _guardian(ground: Ground) -> sharing.Guardian:
    return sharing.Guardian(
        role=sharing.GuardianRole(ground.given_by),
        accompanies=ground.guardian_accompanies,
        suspected=ground.guardian_suspected,
        benefits=ground.guardian_benefits,
    )


def _law(report: Report) -> sharing.ReportingLaw:
    named = (report.law_country, report.law_cause, report.law_starts)
    for law in sharing.reporting_laws():
        if (law.country, law.cause, law.starts) == named:
            return law
    raise LookupError(f"The table of laws has no row {named}: rows are added, never taken away.")


def _parts(codes: list[str]) -> frozenset[Part]:
    return frozenset(Part(code) for code in codes)

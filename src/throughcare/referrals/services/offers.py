"""Offering: a draft becomes an offer to one service or to several at once."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agency_by_id
from throughcare.audit.services import act
from throughcare.cases.doors import case_of
from throughcare.cases.services import record_event
from throughcare.consent.doors import ground_for
from throughcare.consent.queries import agreements_in_force, consent_in_force
from throughcare.directory.doors import services_to_offer
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id
from throughcare.referrals import doors
from throughcare.referrals.models import Draft, Question, Referral, UnmetNeed
from throughcare.referrals.rules import (
    Summary,
    Way,
    must_be_answered_by,
    reasons_against_summary,
    reasons_not_to_answer,
    reasons_not_to_offer,
    state_at,
)
from throughcare.vault.services import Owner, Place, seal_text
from throughcare_core.deadlines import calendar_of

MOST_WORDS = 120


@dataclass(frozen=True, slots=True)
class Offer:
    """One service that is to be asked, and the way to reach it."""

    service: str
    way: Way = Way.ACCOUNT


def save_draft(
    case_key: str,
    summary: Summary,
    *,
    urgency: str,
    kind: str = "referral",
    words: str = "",
    by: Actor,
    at: datetime,
    draft: str = "",
) -> str:
    """Keep a referral summary as a draft of one's own: its key."""
    by.must("offer_referral")
    case = case_of(by, case_key, at)
    reasons = reasons_against_summary(summary, urgency)
    if len(words) > MOST_WORDS:
        reasons.append("Say it in one sentence of at most 120 letters.")
    refuse_for(reasons)
    row = doors.draft_of(by, draft, at) if draft else Draft(case=case, staff_id=by.staff)
    row.kind, row.urgency, row.summary, row.saved_at = kind, urgency, summary.as_codes(), at
    row.words = _sealed(words, case, "referrals_draft", row.pk)
    with act("referral.drafted", by=by, at=at, subjects=[case.person_id, case.pk]):
        case_of(by, case_key, at)
        row.save()
    return row.key


def drop_draft(key: str, *, by: Actor, at: datetime) -> None:
    """Throw a draft of one's own away."""
    draft = doors.draft_of(by, key, at)
    with act("referral.draft_dropped", by=by, at=at, subjects=[draft.case.person_id]):
        draft.delete()


def offer_referral(
    case_key: str,
    summary: Summary,
    *,
    to: Sequence[Offer],
    urgency: str,
    kind: str = "referral",
    words: str = "",
    by: Actor,
    at: datetime,
) -> list[str]:
    """Offer a referral, to several services at once if need be: the keys of the offers.

    Raises `Refused` with every reason why an offer cannot be made as it stands; then none is.
    What she allows is asked once more inside the act: a consent may have been withdrawn meanwhile.
    """
    by.must("offer_referral")
    case = case_of(by, case_key, at)
    offers = _checked_offers(case, summary, to, urgency, by, at)
    calendar = calendar_of(settings.COUNTRY, at.date())
    until = must_be_answered_by(urgency, at, calendar)
    together = new_id()
    rows = []
    for service, way, ground in offers:
        row = Referral(
            person_id=case.person_id,
            case=case,
            sender_id=by.agency,
            receiver_id=service.agency_id,
            service=service,
            ground=ground,
            together=together,
            kind=kind,
            way=way,
            urgency=urgency,
            summary=summary.as_codes(),
            offered_by_id=by.staff,
            offered_at=at,
            answer_until=until,
        )
        row.words = _sealed(words, case, "referrals_referral", row.pk)
        rows.append(row)
    subjects = [case.person_id, case.pk, *(row.pk for row in rows)]
    with act("referral.offered", by=by, at=at, subjects=subjects, urgency=urgency) as offered:
        offered.note(services=len(rows), kind=kind)
        case_of(by, case_key, at)
        for row, (_service, _way, ground) in zip(
            rows, _checked_offers(case, summary, to, urgency, by, at), strict=True
        ):
            row.ground = ground
            row.save(force_insert=True)
            record_event(
                case.person_id,
                "referral_offered",
                part="situation",
                by=by,
                at=at,
                agency_code=row.receiver.code,
                urgency=urgency,
            )
    return [row.key for row in rows]


def make_link(key: str, *, by: Actor, at: datetime) -> str:
    """A one-time link for a service without an account: the token, shown once."""
    by.must("offer_referral")
    referral = doors.referral_sent(by, key, at)
    if referral.way != Way.LINK:
        raise Refused(_("This service is not reached by a link."))
    refuse_for(reasons_not_to_answer(state_at(referral.state, referral.answer_until, at)))
    token = secrets.token_urlsafe(16)
    with act("referral.link_made", by=by, at=at, subjects=[referral.person_id, referral.pk]):
        move_on(referral, link_hash=hashlib.sha256(token.encode()).hexdigest())
    return token


def record_unmet_need(
    summary: Summary, urgency: str, *, asked: int, reasons: Sequence[str], by: Actor, at: datetime
) -> None:
    """Write down that nobody takes: counted by need and region, without the person."""
    region = agency_by_id(by.agency).region
    with act("referral.unmet_need", by=by, at=at, asked=asked):
        UnmetNeed.objects.bulk_create(
            UnmetNeed(
                agency_id=by.agency,
                region=region,
                need=need,
                urgency=urgency,
                service_for=summary.service_for,
                asked=asked,
                reasons=sorted(set(reasons)),
                at=at,
            )
            for need in summary.needs
        )


def _checked_offers(
    case: Any, summary: Summary, to: Sequence[Offer], urgency: str, by: Actor, at: datetime
) -> list[tuple[Any, Way, Any]]:
    asked = {offer.service for offer in to}
    services = {row.key: row for row in services_to_offer(by).filter(key__in=asked)}
    if not to or len(services) != len(to):
        raise Refused(_("Choose at least one service."))
    agreements = agreements_in_force(by.agency, at)
    offers, reasons = [], list[str]()
    for offer in to:
        service = services[offer.service]
        consent = consent_in_force(case.person_id, by.agency, service.agency_id, at)
        reasons += reasons_not_to_offer(
            summary,
            urgency,
            own_agency=service.agency_id == by.agency,
            consent=consent is not None,
            way=offer.way,
            agreement=service.agency_id in agreements,
        )
        if consent is not None:
            offers.append((service, offer.way, ground_for(by, consent.key, at)))
    already = Referral.objects.filter(
        case=case,
        service__in=[service for service, _way, _ground in offers],
        state__in=["offered", "asked", "accepted", "handed_over"],
    )
    if already.exists():
        reasons.append("One of these services has been asked already and has not ended it.")
    refuse_for(reasons)
    return offers


def move_on(row: Referral | Question, **values: Any) -> None:
    """Change a referral or a question about it, unless somebody was quicker."""
    if not row.change(**values):
        raise Refused(_("Somebody was quicker: this referral has just changed. Look at it again."))


def refuse_for(reasons: Sequence[str]) -> None:
    """Refuse, if there are reasons, with each of them once."""
    if reasons:
        raise Refused(*(_(reason) for reason in dict.fromkeys(reasons)))


def _sealed(words: str, case: Any, table: str, row: UUID) -> bytes | None:
    if not words:
        return None
    return seal_text(words, Owner(case.agency_id, "case", case.pk), Place(table, row, "words"))

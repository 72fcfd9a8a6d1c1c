"""Many referrals at once, as they stood in another system."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.directory.doors import services_to_offer
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.queries import insert_many
from throughcare.kernel.records import new_id
from throughcare.referrals.models import Referral
from throughcare.referrals.rules import (
    State,
    Summary,
    Way,
    must_be_answered_by,
    reasons_against_summary,
)
from throughcare_core.deadlines import calendar_of


@dataclass(frozen=True, slots=True, kw_only=True)
class PastReferral:
    """One offer of the actor's agency to one service, with its answer and end, if it has them.

    `ground` is the yes on which it was made, `opening` what its acceptance opened.
    """

    person: UUID
    case: UUID
    ground: UUID
    service: str
    summary: Summary
    urgency: str
    state: State
    offered_by: UUID
    offered_at: datetime
    answered_by: UUID | None = None
    answered_at: datetime | None = None
    decline_reason: str = ""
    opening: UUID | None = None
    handed_over_at: datetime | None = None
    outcome: str = ""
    ended_at: datetime | None = None
    kind: str = "referral"
    way: Way = Way.ACCOUNT


def take_over_referrals(past: Sequence[PastReferral], *, by: Actor, at: datetime) -> list[UUID]:
    """Write down many referrals of people whose cases are taken over; part of an act that names
    them. Raises `Refused` where a summary or service is not known here. 2 queries and the rows.
    """
    by.must("offer_referral")
    for each in past:
        if reasons := reasons_against_summary(each.summary, each.urgency):
            raise Refused(*(_(reason) for reason in reasons))
    services = {row.key: row for row in services_to_offer(by)}
    if not {each.service for each in past} <= services.keys():
        raise Refused(_("Choose at least one service."))
    calendar = calendar_of(settings.COUNTRY, at.date())
    rows = [
        Referral(
            person_id=each.person,
            case_id=each.case,
            sender_id=by.agency,
            receiver_id=services[each.service].agency_id,
            service_id=services[each.service].pk,
            ground_id=each.ground,
            together=new_id(),
            kind=each.kind,
            way=each.way,
            urgency=each.urgency,
            summary=each.summary.as_codes(),
            state=each.state,
            offered_by_id=each.offered_by,
            offered_at=each.offered_at,
            answer_until=must_be_answered_by(each.urgency, each.offered_at, calendar),
            answered_by_id=each.answered_by,
            answered_at=each.answered_at,
            decline_reason=each.decline_reason,
            opening=each.opening,
            handed_over_at=each.handed_over_at,
            outcome=each.outcome,
            outcome_at=each.ended_at if each.outcome else None,
            ended_at=each.ended_at,
        )
        for each in past
    ]
    with act("referral.taken_over", by=by, at=at, referrals=len(rows)):
        insert_many(rows)
    return [row.pk for row in rows]

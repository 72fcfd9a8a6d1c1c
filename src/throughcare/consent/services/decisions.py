"""What is decided for a child in the child's best interest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.models import Ground
from throughcare.consent.rules import BestInterestFacts, reasons_not_to_decide
from throughcare.consent.services.consents import early_majority, goes_to_another_agency
from throughcare.consent.services.rows import refresh
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.vault.services import Owner, Place, seal_text


@dataclass(frozen=True, kw_only=True)
class BestInterestDecision:
    """What was decided for a child, for one recipient and one purpose.

    `views`: whose view (codes of `core.sharing.Voice`) → what was said (`View`). `deciders` and
    `why` are texts and are sealed. `decided_with` is the role of a guardian who had a say, and
    then what is known of that guardian counts. `birth` is not kept.
    """

    recipient: UUID
    purpose: str
    parts: Sequence[str]
    until: datetime
    views: Mapping[str, str]
    deciders: str = field(repr=False)
    why: str = field(repr=False)
    birth: date | None = field(default=None, repr=False)
    decided_with: str = ""
    guardian_accompanies: bool | None = None
    guardian_suspected: bool | None = None
    guardian_benefits: bool | None = None


def decide_best_interest(
    person: UUID, decision: BestInterestDecision, *, by: Actor, at: datetime
) -> str:
    """Write down a decision in the best interest of a child: its key, good for a referral.

    The child has been heard, and the adults; who decided and why is kept sealed; a guardian who
    accompanies, is suspected or benefits has no say. Raises `Refused` with every reason.
    """
    by.must("record_consent")
    doors.own_record_readable(by, person, at)
    goes_to_another_agency(decision.recipient, (), by)
    _refuse_bad_decision(decision, at)
    ground = Ground(
        kind="best_interest",
        person_id=person,
        holder_id=by.agency,
        recipient_id=decision.recipient,
        purpose=decision.purpose,
        parts=sorted(set(decision.parts)),
        given="other",
        given_at=at,
        given_by=decision.decided_with or "agency",
        guardian_accompanies=decision.guardian_accompanies,
        guardian_suspected=decision.guardian_suspected,
        guardian_benefits=decision.guardian_benefits,
        asked_anew_on=early_majority(decision.birth),
        views=sorted(decision.views.items()),
        starts=at,
        until=decision.until,
        recorded_by_id=by.staff,
    )
    owner = Owner(by.agency, "person", person)
    ground.words = seal_text(decision.why, owner, Place("consent_ground", ground.pk, "words"))
    deciders = Place("consent_ground", ground.pk, "deciders")
    ground.deciders = seal_text(decision.deciders, owner, deciders)
    with act("best_interest.decided", by=by, at=at, subjects=[person, ground.pk]) as decided:
        decided.note(purpose=decision.purpose, views=len(decision.views))
        doors.own_record_readable(by, person, at)
        ground.save(force_insert=True)
        refresh(person, by.agency, at)
    return ground.key


def _refuse_bad_decision(decision: BestInterestDecision, at: datetime) -> None:
    doubts = (
        decision.guardian_accompanies,
        decision.guardian_suspected,
        decision.guardian_benefits,
    )
    reasons = reasons_not_to_decide(
        BestInterestFacts(
            parts=decision.parts,
            purpose=decision.purpose,
            views=list(decision.views.items()),
            deciders=decision.deciders,
            why=decision.why,
            decided_with=decision.decided_with,
            guardian_counts=all(doubt is False for doubt in doubts),
            birth=decision.birth,
            of_age_on=early_majority(decision.birth),
            decided_at=localtime(at),
            until=decision.until,
        )
    )
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))

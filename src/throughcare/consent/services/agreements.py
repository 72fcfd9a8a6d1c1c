"""What two agencies agree to let each other read."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from throughcare.agencies.doors import agency_by_id
from throughcare.audit.services import act
from throughcare.consent import doors
from throughcare.consent.models import Agreement
from throughcare.consent.rules import reasons_not_to_agree
from throughcare.consent.services.rows import refresh_between
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def propose_agreement(
    other: UUID,
    *,
    parts: Iterable[str],
    purposes: Iterable[str],
    starts: datetime,
    until: datetime | None,
    paper: str,
    by: Actor,
    at: datetime,
) -> str:
    """Sign an agreement for one's own agency; it counts once the other has signed too."""
    by.must("make_agreements")
    parts, purposes = sorted(set(parts)), sorted(set(purposes))
    reasons = reasons_not_to_agree(
        with_itself=other == by.agency, parts=parts, purposes=purposes, starts=starts, until=until
    )
    if reasons:
        raise Refused(*(_(reason) for reason in reasons))
    with act("agreement.proposed", by=by, at=at, subjects=[agency_by_id(other).pk]) as proposed:
        agreement = Agreement.made(
            agency_a_id=by.agency,
            agency_b_id=other,
            parts=parts,
            purposes=purposes,
            starts=starts,
            until=until,
            paper=paper,
            signed_a_at=at,
        )
        proposed.about(agreement.pk)
    return agreement.key


def sign_agreement(key: str, *, by: Actor, at: datetime) -> None:
    """The other agency signs: from now on the agreement counts."""
    by.must("make_agreements")
    with act("agreement.signed", by=by, at=at) as signed:
        agreement = doors.agreement_to_sign(by, key)
        if agreement.until is not None and agreement.until <= at:
            raise Refused(_("This agreement has ended before it was signed. Propose a new one."))
        signed.about(agreement.pk, agreement.agency_a_id)
        agreement.change(signed_b_at=at)
        refresh_between(agreement, at)


def end_agreement(key: str, *, by: Actor, at: datetime) -> None:
    """Either agency ends an agreement; reading that rests on it stops at once."""
    by.must("make_agreements")
    with act("agreement.ended", by=by, at=at) as ended:
        agreement = doors.agreement_of(by, key)
        ended.about(agreement.pk)
        agreement.change(ended_at=at)
        refresh_between(agreement, at)

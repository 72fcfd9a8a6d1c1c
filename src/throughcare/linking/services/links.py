"""Two records of one agency that are one person's: a human says so, and can take it back."""

from datetime import datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.linking import doors
from throughcare.linking.models import Link
from throughcare.linking.rules import reasons_not_to_link, reasons_not_to_unlink
from throughcare.linking.services.own_record import refuse_for


def link_records(key: str, other_key: str, why: str, *, by: Actor, at: datetime) -> str:
    """Say that two records of the actor's agency are one person's: the key of the link.

    `why` is a code of `WHY_LINKED`. Nothing is merged: each record stays and shows the other.
    """
    by.must("manage_case")
    with act("linking.linked", by=by, at=at) as linked:
        one, other = _both(key, other_key, by, at)
        standing = doors.link_between(by, one, other)
        refuse_for(reasons_not_to_link(why, same=one == other, linked=standing is not None))
        link = Link.made(
            agency_id=by.agency,
            one_id=min(one, other),
            other_id=max(one, other),
            why=why,
            linked_by_id=by.staff,
            linked_at=at,
        )
        linked.about(one, other, link.pk)
        linked.note(why=why)
    return link.key


def unlink_records(key: str, other_key: str, why: str, *, by: Actor, at: datetime) -> None:
    """Take back that two records are one person's; that they were linked stays in the history."""
    by.must("manage_case")
    with act("linking.unlinked", by=by, at=at) as unlinked:
        one, other = _both(key, other_key, by, at)
        link = doors.link_between(by, one, other)
        refuse_for(reasons_not_to_unlink(why, linked=link is not None))
        assert link is not None
        link.change(unlinked_at=at, unlinked_by_id=by.staff, why_apart=why)
        unlinked.about(one, other, link.pk)
        unlinked.note(why=why)


def _both(key: str, other_key: str, by: Actor, at: datetime) -> tuple[UUID, UUID]:
    return doors.record_here(by, key, at), doors.record_here(by, other_key, at)

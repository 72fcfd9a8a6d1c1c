"""A locked record that is left alone, for the two people who name its next reader."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from throughcare.agencies.doors import agency_by_id, staff_by_id
from throughcare.consent.doors import who_may_lock
from throughcare.consent.models import Lock
from throughcare.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class LeftAloneRow:
    """Since when a record is locked and who is to read it next; nothing about the person."""

    key: str
    holder: str
    since: datetime
    successor: UUID | None
    successor_name: str
    proposed_by: str
    may_propose: bool
    may_agree: bool
    may_be_named: tuple[tuple[UUID, str], ...]


def left_alone_row(lock: Lock, by: Actor, at: datetime) -> LeftAloneRow:
    """One such record, for an administrator or the ombudsperson. 4 queries."""
    names = {pk: member.name for pk, member in staff_by_id(_staff_of(lock)).items()}
    candidates = who_may_lock(lock.holder_id, at)
    return LeftAloneRow(
        key=lock.key,
        holder=agency_by_id(lock.holder_id).name,
        since=lock.since,
        successor=lock.successor_id,
        successor_name=names.get(lock.successor_id, "") if lock.successor_id else "",
        proposed_by=names.get(lock.proposed_by_id, "") if lock.proposed_by_id else "",
        may_propose=lock.holder_id == by.agency,
        may_agree=bool(lock.successor_id) and by.staff not in _staff_of(lock),
        may_be_named=tuple((pk, name) for pk, name in candidates.items() if pk != by.staff),
    )


def _staff_of(lock: Lock) -> set[UUID]:
    return {pk for pk in (lock.successor_id, lock.proposed_by_id) if pk}

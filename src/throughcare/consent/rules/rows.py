"""From grounds, agreements and the lock to the rows of who has access."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from throughcare_core.sharing import (
    EMERGENCY_PARTS,
    EVERY_PART,
    HOLDER_HAS,
    NAMELESS_PURPOSES,
    NAMING_PARTS,
    NEVER_IN_EMERGENCY,
    Agreement,
    BestInterest,
    ByThePerson,
    Consent,
    DutyToReport,
    EmergencyAccess,
    Lock,
    Opening,
    OwnRecord,
    Part,
    Purpose,
    Side,
    behind_the_wall,
)

FOR_EVER = datetime(2200, 1, 1, tzinfo=UTC)
"""The end of a row that has none."""


@dataclass(frozen=True, slots=True)
class AccessRow:
    """One reader of one part, from–until. Keys are hexadecimal; `staff` empty is the agency."""

    reader: str
    staff: str
    part: str
    purpose: str
    ground: str
    ground_id: str
    since: datetime
    until: datetime


def rows_of_own_record(own: OwnRecord, lock: Lock | None) -> Iterator[AccessRow]:
    """The holder reads what it recorded; locked, only the named staff do."""
    for staff in sorted(lock.staff) if lock else [""]:
        for part in sorted(EVERY_PART):
            yield AccessRow(
                reader=own.holder,
                staff=staff,
                part=part.value,
                purpose="",
                ground=own.name.value,
                ground_id="",
                since=own.begins(),
                until=_end(own),
            )


def rows_of_opening(
    opening: Opening, side: Side, agreements: Iterable[Agreement], lock: Lock | None
) -> Iterator[AccessRow]:
    """What an opening lets its focal points read: ground ∩ opening ∩ each agreement ∩ lock.

    `side` is the side of the recipient; of `agreements` only those between the two count.
    """
    ground = opening.ground
    if not _counts(ground):
        return
    for agreement in agreements:
        if not _is_between(agreement, ground) or ground.purpose not in agreement.purposes:
            continue
        since = max(opening.begins(), agreement.starts)
        until = min(_end(opening), agreement.ends() or FOR_EVER)
        parts = _without_names(opening.parts & ground.parts & agreement.parts, ground.purpose)
        for staff in sorted(_unlocked(_readers(opening), lock)):
            for part in sorted(parts):
                if since < until and not _walled_off(part, side, ground, staff):
                    yield AccessRow(
                        reader=ground.recipient_agency,
                        staff=staff,
                        part=part.value,
                        purpose=ground.purpose.value,
                        ground=ground.name.value,
                        ground_id=ground.key,
                        since=since,
                        until=until,
                    )


def rows_of_report(report: DutyToReport, side: Side, lock: Lock | None) -> Iterator[AccessRow]:
    """What a report lets its named staff read: no further than the law of the day it was made."""
    made_on, until = report.starts.date(), _end(report)
    for purpose in sorted(report.law.purposes):
        for staff in sorted(_unlocked(report.recipient_staff, lock)):
            for part in sorted(_without_names(report.parts, purpose)):
                required = report.law.requires(part, side, purpose, made_on)
                if required and report.begins() < until and not behind_the_wall(part, side):
                    yield AccessRow(
                        reader=report.recipient_agency,
                        staff=staff,
                        part=part.value,
                        purpose=purpose.value,
                        ground=report.name.value,
                        ground_id=report.key,
                        since=report.begins(),
                        until=until,
                    )


def rows_of_emergency(
    access: EmergencyAccess, side: Side, lock: Lock | None
) -> Iterator[AccessRow]:
    """What one person reads for an hour: contact and risk, if the holder had ten minutes."""
    called_in_time = access.begins() >= access.holder_called_at + HOLDER_HAS
    if side in NEVER_IN_EMERGENCY or not access.why or not called_in_time:
        return
    for staff in _unlocked(frozenset({access.recipient_staff}), lock):
        for part in sorted(access.parts & EMERGENCY_PARTS):
            if access.begins() < _end(access):
                yield AccessRow(
                    reader=access.recipient_agency,
                    staff=staff,
                    part=part.value,
                    purpose=Purpose.SAFETY.value,
                    ground=access.name.value,
                    ground_id=access.key,
                    since=access.begins(),
                    until=_end(access),
                )


def _readers(opening: Opening) -> frozenset[str]:
    ground = opening.ground
    if isinstance(ground, Consent) and ground.recipient_staff:
        return opening.to_staff & ground.recipient_staff
    return opening.to_staff


def _unlocked(staff: frozenset[str], lock: Lock | None) -> frozenset[str]:
    return staff & lock.staff if lock else staff


def _without_names(parts: frozenset[Part], purpose: Purpose) -> frozenset[Part]:
    """Counting and watching over others need no name."""
    return parts - NAMING_PARTS if purpose in NAMELESS_PURPOSES else parts


def _is_between(agreement: Agreement, ground: Consent | BestInterest) -> bool:
    return {agreement.agency_a, agreement.agency_b} == {ground.holder, ground.recipient_agency}


def _walled_off(part: Part, side: Side, ground: Consent | BestInterest, staff: str) -> bool:
    named = isinstance(ground, Consent) and staff in ground.recipient_staff
    return behind_the_wall(part, side) and not named


def _counts(ground: Consent | BestInterest) -> bool:
    if isinstance(ground, BestInterest):
        reasoned = bool(ground.decided_by and ground.why)
        trusted = ground.guardian is None or ground.guardian.counts
        return ground.child_was_heard and reasoned and trusted
    giver = ground.given_by
    if isinstance(giver, ByThePerson):
        return giver.consents_alone_from <= ground.given_at.date()
    return giver.guardian.counts


def _end(term: OwnRecord | Opening | DutyToReport | EmergencyAccess) -> datetime:
    ending = term.ending()
    return ending.at if ending else FOR_EVER

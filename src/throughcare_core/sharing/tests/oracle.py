"""The law of sharing once more, spelled as one question per ground, to hold the code against.

Everything here is written from the README, not from the rules: time is a number of seconds, and
each ground is a list of conditions that must all be true.
"""

from datetime import date, datetime, time

from throughcare_core.sharing import (
    Agreement,
    AnyGround,
    BestInterest,
    ByGuardian,
    Consent,
    CourtOrder,
    DutyToReport,
    EmergencyAccess,
    Guardian,
    Lock,
    Opening,
    OwnRecord,
    Part,
    Request,
)

from .cast import Scene

HOURS = 3600.0
NEVER = float("inf")


def parts_open(scene: Scene) -> set[Part]:
    """The parts that the reader may read in this scene."""
    asked = scene.request
    lock = scene.lock or Lock("nobody", "nowhere", frozenset())
    locked = (lock.person, lock.holder) == (asked.person, asked.holder)
    if locked and asked.reader_staff not in lock.staff:
        return set()
    needed = asked.parts & scene.duty.parts
    if asked.purpose in ("statistics", "oversight"):
        needed -= {"identity", "contact", "whereabouts"}
    now = scene.now.timestamp()
    return {
        part
        for part in needed
        for ground in scene.grounds
        if _opens(ground, part, asked, scene.agreements, now)
    }


def copies_open(scene: Scene) -> set[Part]:
    """The parts of which the holder may serve a copy to the authority that asks."""
    now, asked = scene.now.timestamp(), scene.request
    return {
        part
        for part in asked.parts
        for order in scene.grounds
        if isinstance(order, CourtOrder)
        and part in order.parts
        and order.person == asked.person
        and order.holder == asked.holder
        and order.recipient_agency == asked.reader_agency
        and order.checked_by
        and order.checked_at
        and max(order.starts.timestamp(), order.checked_at.timestamp()) <= now
        and now < min(_at(order.until), _at(order.withdrawn_at))
    }


def _opens(
    ground: AnyGround, part: Part, asked: Request, agreements: tuple[Agreement, ...], now: float
) -> bool:
    same_record = ground.person == asked.person and ground.holder == asked.holder
    if not same_record or part not in ground.parts:
        return False
    if isinstance(ground, Opening):
        return (
            _at(ground.starts) <= now < min(_at(ground.until), _at(ground.closed_at))
            and asked.reader_staff in ground.to_staff
            and _permits(ground.ground, part, asked, now)
            and any(_agreed(agreement, part, asked, now) for agreement in agreements)
        )
    if not _at(ground.starts) <= now < min(_at(ground.until), _at(ground.withdrawn_at)):
        return False
    if isinstance(ground, OwnRecord):
        return asked.reader_agency == asked.holder
    if isinstance(ground, DutyToReport):
        return all(
            (
                asked.reader_agency == ground.recipient_agency,
                asked.reader_staff in ground.recipient_staff,
                asked.purpose in ground.law.purposes,
                asked.reader_side in ground.law.sides,
                part in ground.law.parts,
                not ground.starts.date() < ground.law.starts,
                _own_side(part, asked),
            )
        )
    if isinstance(ground, EmergencyAccess):
        return all(
            (
                asked.reader_agency == ground.recipient_agency,
                asked.reader_staff == ground.recipient_staff,
                asked.purpose == "safety",
                part in ("contact", "risk"),
                asked.reader_side in ("care", "oversight", "coordination", "other"),
                _at(ground.starts) - _at(ground.holder_called_at) >= HOURS / 6,
                now - _at(ground.starts) < HOURS,
                ground.why != "",
            )
        )
    return False


def _permits(ground: Consent | BestInterest, part: Part, asked: Request, now: float) -> bool:
    holds = (
        _at(ground.starts) <= now < min(_at(ground.until), _at(ground.withdrawn_at))
        and part in ground.parts
        and asked.purpose == ground.purpose
        and asked.reader_agency == ground.recipient_agency
    )
    if isinstance(ground, BestInterest):
        children = [view for voice, view in ground.views if voice == "child"]
        return (
            holds
            and _own_side(part, asked)
            and bool(set(children) & {"agrees", "objects", "too_young"})
            and "" not in (ground.decided_by, ground.why)
            and (ground.guardian is None or _harmless(ground.guardian))
            and now < _midnight(ground.majority_on, ground.starts)
        )
    by_name = asked.reader_staff in ground.recipient_staff
    given = _at(ground.given_at)
    if isinstance(ground.given_by, ByGuardian):
        well_given = _harmless(ground.given_by.guardian)
        lasts = _midnight(ground.given_by.asked_anew_on, ground.given_at)
    else:
        well_given = ground.given_by.consents_alone_from <= ground.given_at.date()
        lasts = NEVER
    if ground.given == "by_voice":
        lasts = min(lasts, given + 72 * HOURS)
    return (
        holds
        and well_given
        and given <= now < lasts
        and (by_name or ground.recipient_staff == frozenset())
        and (by_name or _own_side(part, asked))
    )


def _agreed(agreement: Agreement, part: Part, asked: Request, now: float) -> bool:
    pairs = [
        (agreement.agency_a, agreement.agency_b),
        (agreement.agency_b, agreement.agency_a),
    ]
    return (
        (asked.reader_agency, asked.holder) in pairs
        and (part, asked.purpose) in [(p, q) for p in agreement.parts for q in agreement.purposes]
        and _at(agreement.starts) <= now < min(_at(agreement.until), _at(agreement.ended_at))
    )


def _own_side(part: Part, asked: Request) -> bool:
    side_of = {"health": "care", "livelihood": "care", "justice": "justice"}
    return side_of.get(part, asked.reader_side) == asked.reader_side


def _harmless(guardian: Guardian) -> bool:
    return [guardian.accompanies, guardian.suspected, guardian.benefits] == [False] * 3


def _at(value: datetime | None) -> float:
    return NEVER if value is None else value.timestamp()


def _midnight(day: date, like: datetime) -> float:
    return datetime.combine(day, time(), tzinfo=like.tzinfo).timestamp()

"""Who may read what, now. Every door and list of higher apps joins what is given here."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from throughcare.agencies.doors import colleagues, staff_with_duty
from throughcare.consent.models import (
    Access,
    Agreement,
    Emergency,
    Ground,
    HolderCalled,
    Lock,
    Opening,
    Order,
    Receipt,
    RecordBegun,
    Report,
)
from throughcare.consent.rules import Standing, still_opens
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare_core.sharing import NAMELESS_PURPOSES, NAMING_PARTS

NAMELESS = {purpose.value for purpose in NAMELESS_PURPOSES}
NAMING = {part.value for part in NAMING_PARTS}


def access_of(
    by: Actor, at: datetime, parts: Iterable[str] | None = None, purpose: str = ""
) -> QuerySet[Access]:
    """The rows in force for a reader: what was opened, cut to what the reader's duties need.

    Without a `purpose`, for any purpose. Higher apps join it:
    `Exists(access_of(by, at).filter(person=OuterRef("person"), holder=OuterRef("agency")))`, so
    that absent and forbidden run the same SQL.
    """
    needed = set(by.parts) if parts is None else set(by.parts) & set(parts)
    if purpose in NAMELESS:
        needed -= NAMING
    rows = Access.objects.filter(
        Q(staff=None) | Q(staff=by.staff),
        reader=by.agency,
        part__in=sorted(needed),
        since__lte=at,
        until__gt=at,
    )
    return rows.filter(Q(purpose="") | Q(purpose=purpose)) if purpose else rows


def readable_parts(
    by: Actor, person: UUID, holder: UUID, at: datetime, purpose: str = ""
) -> frozenset[str]:
    """The parts of one record that somebody may read now. 1 query."""
    rows = access_of(by, at, purpose=purpose).filter(person=person, holder=holder)
    return frozenset(rows.values_list("part", flat=True))


def holders_readable(by: Actor, person: UUID, at: datetime) -> dict[UUID, frozenset[str]]:
    """The agencies whose record of a person somebody may read, each with its parts. 1 query."""
    found: dict[UUID, set[str]] = {}
    rows = access_of(by, at).filter(person=person).values_list("holder", "part")
    for holder, part in rows:
        found.setdefault(holder, set()).add(part)
    return {holder: frozenset(parts) for holder, parts in found.items()}


def locks_in_force() -> QuerySet[Lock]:
    """The locks now, for counts: what is locked is counted by nobody. Join person and holder."""
    return Lock.objects.filter(lifted_at=None)


def consents_standing() -> QuerySet[Ground]:
    """Every yes that was not taken back, for counts: join person, holder and recipient."""
    return Ground.objects.filter(kind="consent", answer="yes", withdrawn_at=None)


def locks_of_records() -> QuerySet[Lock]:
    """The locks now of records that there still are."""
    begun = RecordBegun.objects.filter(
        person=OuterRef("person"), holder=OuterRef("holder"), ended_at=None
    )
    return locks_in_force().filter(Exists(begun))


def is_left_alone(lock: Lock) -> bool:
    """Whether nobody whom a lock in force names works at its holder any more. 1 query."""
    named = {UUID(staff) for staff in lock.staff}
    return not any(member.pk in named for member in colleagues(lock.holder_id))


def lock_left_alone(by: Actor, key: str) -> Lock:
    """A lock that nobody named keeps any more: for its administrators and the ombudsperson.

    2 queries.
    """
    found = locks_of_records().filter(key=key).first()
    watches_over_all = by.agency_kind == "Ombudsperson" and "ombudsperson" in by.duties
    own = found is not None and found.holder_id == by.agency and by.may("manage_staff")
    if found is None or not (own or watches_over_all) or not is_left_alone(found):
        raise NotHere("lock", asked=key)
    return found


def who_may_lock(agency: UUID, at: datetime) -> dict[UUID, str]:
    """The staff of an agency whose duty lets them lock and unlock a record, by name. 1 query."""
    return {member.pk: member.name for member in staff_with_duty(agency, "case_manager", at)}


def person_for(by: Actor, key: str, at: datetime) -> UUID:
    """The person of a key, if the actor may read any part of the own agency's record. 1 query."""
    rows = access_of(by, at).filter(
        holder=by.agency, person__numbers__agency=by.agency, person__numbers__key=key
    )
    person = rows.values_list("person", flat=True).first()
    if person is None:
        raise NotHere("person", asked=key)
    return person


def own_record_readable(by: Actor, person: UUID, at: datetime) -> None:
    """`NotHere` unless the actor may read any part of the own agency's record. 1 query."""
    if not readable_parts(by, person, by.agency, at):
        raise NotHere("person", asked=person.hex)


def ground_for(by: Actor, key: str, at: datetime, about: UUID | None = None) -> Ground:
    """A consent or decision that the actor's own agency recorded and may read. 1 query.

    With `about`, one about this person only.
    """
    rows = Ground.objects.filter(_readable(by, at), key=key, holder=by.agency)
    found = (rows if about is None else rows.filter(person=about)).first()
    if found is None:
        raise NotHere("consent", asked=key)
    return found


def ground_received(by: Actor, key: str) -> Ground:
    """A yes or a decision in favour of the actor's agency, to open parts on. 1 query."""
    found = Ground.objects.filter(key=key, recipient=by.agency, answer="yes").first()
    if found is None:
        raise NotHere("consent", asked=key)
    return found


def opening_between(by: Actor, opening: UUID) -> Opening:
    """An opening that the actor's agency gave or received. 1 query."""
    found = (
        Opening.objects.select_related("ground")
        .filter(Q(ground__holder=by.agency) | Q(ground__recipient=by.agency), pk=opening)
        .first()
    )
    if found is None:
        raise NotHere("opening", asked=opening.hex)
    return found


def openings_received(agency: UUID, at: datetime) -> QuerySet[Opening]:
    """What is open to the focal points of an agency."""
    over = Q(until__lte=at) | Q(ground__until__lte=at) | Q(ground__withdrawn_at__isnull=False)
    rows = Opening.objects.select_related("ground").filter(closed_at=None)
    return rows.filter(ground__recipient=agency).exclude(over)


def report_for(by: Actor, key: str, at: datetime) -> Report:
    """A report that the actor's own agency made about somebody it may read of. 1 query."""
    found = Report.objects.filter(_readable(by, at), key=key, holder=by.agency).first()
    if found is None:
        raise NotHere("report", asked=key)
    return found


def report_received(by: Actor, key: str, at: datetime) -> Report:
    """A report made to this very actor, while she or he may read anything on it. 1 query."""
    rows = access_of(by, at).filter(person=OuterRef("person"), holder=OuterRef("holder"))
    opened = rows.filter(ground_id=OuterRef("pk"), staff=by.staff)
    found = (
        Report.objects.select_related("holder", "recipient")
        .filter(Exists(opened), key=key, recipient=by.agency, withdrawn_at=None)
        .first()
    )
    if found is None:
        raise NotHere("report", asked=key)
    return found


def order_for(by: Actor, key: str, at: datetime) -> Order:
    """An order that the actor's own agency received about somebody it may read of. 1 query."""
    found = Order.objects.filter(_readable(by, at), key=key, holder=by.agency).first()
    if found is None:
        raise NotHere("order", asked=key)
    return found


def call_for(by: Actor, key: str, at: datetime, about: UUID | None = None) -> HolderCalled:
    """That a number was shown to this very actor, about somebody she or he may read of. 1 query."""
    known = access_of(by, at).filter(person=OuterRef("person"), holder=by.agency)
    rows = HolderCalled.objects.filter(Exists(known), key=key, staff=by.staff)
    rows = rows.select_related("holder")
    found = (rows if about is None else rows.filter(person=about)).first()
    if found is None:
        raise NotHere("emergency", asked=key)
    return found


def record_for_emergency(person: UUID, holder: UUID) -> None:
    """`NotHere` unless the agency has a record that an emergency may open. 1 query.

    No record, a locked one, and one that somebody has opened before without a review are alike.
    """
    locked = Lock.objects.filter(person=OuterRef("person"), holder=OuterRef("holder"))
    waiting = Emergency.objects.filter(person=OuterRef("person"), reviewed_at=None)
    found = RecordBegun.objects.filter(
        ~Exists(locked.filter(lifted_at=None)),
        ~Exists(waiting),
        person=person,
        holder=holder,
        ended_at=None,
    )
    if not found.exists():
        raise NotHere("emergency", asked=person.hex)


def emergencies_to_review(by: Actor, at: datetime) -> QuerySet[Emergency]:
    """Every emergency access that the actor may review, reviewed or not.

    Those of the own record, for whoever may read of the person; for the ombudsperson all, but for
    those of the own agency.
    """
    rows = Emergency.objects.exclude(recipient=by.agency)
    if not by.may("review_emergency"):
        return rows.none()
    watches_over_all = by.agency_kind == "Ombudsperson" and "ombudsperson" in by.duties
    return rows if watches_over_all else rows.filter(_readable(by, at), holder=by.agency)


def emergency_to_review(by: Actor, key: str, at: datetime) -> Emergency:
    """One emergency access that the actor may review. 1 query."""
    rows = emergencies_to_review(by, at).select_related("holder", "recipient", "staff")
    found = rows.filter(key=key).first()
    if found is None:
        raise NotHere("emergency", asked=key)
    return found


def emergency_opened_by(by: Actor, key: str) -> Emergency:
    """An emergency access of the actor's own. 1 query."""
    found = Emergency.objects.select_related("holder").filter(key=key, staff=by.staff).first()
    if found is None:
        raise NotHere("emergency", asked=key)
    return found


def agreement_of(by: Actor, key: str) -> Agreement:
    """An agreement of the actor's own agency that has not ended by an act. 1 query."""
    found = Agreement.objects.filter(
        Q(agency_a=by.agency) | Q(agency_b=by.agency), key=key, ended_at=None
    ).first()
    if found is None:
        raise NotHere("agreement", asked=key)
    return found


def agreement_to_sign(by: Actor, key: str) -> Agreement:
    """An agreement that waits for the signature of the actor's agency. 1 query."""
    found = Agreement.objects.filter(
        key=key, agency_b=by.agency, signed_b_at=None, ended_at=None
    ).first()
    if found is None:
        raise NotHere("agreement", asked=key)
    return found


def receipt_numbered(hashed: str) -> Receipt | None:
    """The receipt whose number has this hash, however it stands, to try words on. 1 query."""
    return Receipt.objects.filter(number_hash=hashed).first()


def receipt_again(receipt: UUID) -> Receipt | None:
    """A receipt as it stands by now. 1 query."""
    return Receipt.objects.filter(pk=receipt).first()


def receipt_in_force(key: str, at: datetime) -> Receipt:
    """A receipt that was opened and that still opens. 1 query."""
    found = Receipt.objects.filter(key=key).first()
    if found is None or not still_opens(standing_of(found), at):
        raise NotHere("receipt", asked=key)
    return found


def standing_of(receipt: Receipt) -> Standing:
    """How a receipt stands, for the rules."""
    return Standing(receipt.until, receipt.wrong, receipt.revoked_at, receipt.duress_at)


def ground_given_by(receipt: Receipt, key: str) -> Ground:
    """A yes that the holder of a receipt gave her- or himself, to take it back. 1 query."""
    found = Ground.objects.filter(
        key=key,
        person=receipt.person_id,
        holder=receipt.holder_id,
        kind="consent",
        answer="yes",
        given_by="the_person",
        erased_at=None,
    ).first()
    if found is None:
        raise NotHere("consent", asked=key)
    return found


def _readable(by: Actor, at: datetime) -> Q:
    """Whether the actor may read any part of the record that a row belongs to."""
    rows = access_of(by, at).filter(person=OuterRef("person"), holder=OuterRef("holder"))
    return Q(Exists(rows), erased_at=None)

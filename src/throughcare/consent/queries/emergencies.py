"""Emergency access: for whoever opened it, and for those who review it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID

from throughcare.agencies.doors import all_agencies
from throughcare.agencies.rules import Mark, mark_of
from throughcare.audit.queries import AccessRow as LineRow
from throughcare.audit.queries import looks_of
from throughcare.consent.doors import emergencies_to_review
from throughcare.consent.models import Emergency, HolderCalled
from throughcare.consent.rules import REVIEWED_WITHIN
from throughcare.kernel.actors import Actor
from throughcare.vault.services import KeyGone, Owner, Place, open_text
from throughcare_core.sharing import HOLDER_HAS

ONE_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class CallRow:
    """A number that was shown: whose, when, when something may open, and what did since."""

    key: str
    holder: str
    holder_key: str
    on_call: str
    at: datetime
    opens_at: datetime
    is_over: bool
    opened: str
    until: datetime | None
    is_open: bool

    @property
    def level(self) -> str:
        """How pages show its clock."""
        return "over" if self.is_over else "soon"


@dataclass(frozen=True, slots=True)
class EmergencyRow:
    """One emergency access. `words` and `review` are empty for who may not read of the person."""

    key: str
    holder: str
    reader: str
    reader_mark: Mark
    staff: str
    why: str
    called_at: datetime
    starts: datetime
    until: datetime
    review_by: datetime
    is_late: bool
    is_erased: bool
    reviewed_at: datetime | None
    verdict: str
    words: str = field(default="", repr=False)
    review: str = field(default="", repr=False)


def call_row(call: HolderCalled, at: datetime) -> CallRow:
    """What stands on the page of a call. 1 query."""
    opened = Emergency.objects.filter(call=call).first()
    until = _until(opened) if opened else None
    return CallRow(
        key=call.key,
        holder=call.holder.name,
        holder_key=call.holder.key,
        on_call=call.holder.on_call,
        at=call.at,
        opens_at=call.at + HOLDER_HAS,
        is_over=at >= call.at + HOLDER_HAS,
        opened=opened.key if opened else "",
        until=until,
        is_open=until is not None and at < until,
    )


def agencies_to_call(by: Actor) -> list[tuple[UUID, str]]:
    """Every other agency, by name: whether it knows anybody is not said. 1 query."""
    return [(agency.pk, agency.name) for agency in all_agencies() if agency.pk != by.agency]


def waiting_for_review(by: Actor, at: datetime) -> list[EmergencyRow]:
    """The emergency accesses that wait for the actor's review, oldest first. 1 query at most."""
    rows = emergencies_to_review(by, at).filter(reviewed_at=None)
    found = rows.select_related("holder", "recipient", "staff").order_by("starts")
    return [emergency_row(emergency, at) for emergency in found]


def emergencies_about(person: UUID, holder: UUID, at: datetime) -> list[EmergencyRow]:
    """Every emergency access to a record, newest first. 1 query."""
    rows = Emergency.objects.filter(person=person, holder=holder, erased_at=None)
    found = rows.select_related("holder", "recipient", "staff").order_by("-starts")
    return [emergency_row(emergency, at) for emergency in found]


def emergency_row(emergency: Emergency, at: datetime, *, with_words: bool = False) -> EmergencyRow:
    """One emergency access; its texts only where asked for. No query."""
    review_by = emergency.starts + REVIEWED_WITHIN
    reader = emergency.recipient
    return EmergencyRow(
        key=emergency.key,
        holder=emergency.holder.name,
        reader=reader.name,
        reader_mark=mark_of(reader.code, reader.kind, reader.name),
        staff=emergency.staff.name,
        why=emergency.why,
        called_at=emergency.called_at,
        starts=emergency.starts,
        until=_until(emergency),
        review_by=review_by,
        is_late=emergency.reviewed_at is None and at >= review_by,
        is_erased=emergency.erased_at is not None,
        reviewed_at=emergency.reviewed_at,
        verdict=emergency.verdict,
        words=_text(emergency, "words") if with_words else "",
        review=_text(emergency, "review") if with_words and emergency.review else "",
    )


def looks_during(emergency: Emergency) -> list[LineRow]:
    """Every look at the record in that hour of the one who opened it, oldest first. 2 queries.

    Lines of the access record; what that agency did on its own record is not among them.
    """
    return looks_of(
        emergency.staff_id,
        emergency.person_id,
        emergency.holder_id,
        emergency.starts,
        _until(emergency),
    )


def _until(emergency: Emergency) -> datetime:
    ends = emergency.starts + ONE_HOUR
    return min(ends, emergency.closed_at) if emergency.closed_at else ends


def _text(emergency: Emergency, column: str) -> str:
    owner = Owner(emergency.holder_id, "person", emergency.person_id)
    sealed = getattr(emergency, column)
    try:
        return open_text(sealed, owner, Place("consent_emergency", emergency.pk, column))
    except KeyGone:
        return ""

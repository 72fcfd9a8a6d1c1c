"""The grounds on which a part of a record may be read, each with its beginning and its ends."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import ClassVar, NamedTuple

from throughcare_core.deadlines import moment, voice_consent_ends

from .parts import Part, Purpose
from .reasons import Reason
from .reporting import ReportingLaw

EMERGENCY_LASTS = timedelta(hours=1)


class Ending(NamedTuple):
    """A moment (in UTC) from which a ground no longer holds, and why."""

    at: datetime
    because: Reason


@dataclass(frozen=True, kw_only=True, slots=True)
class Term:
    """Something that holds for named parts from `starts` until its first ending.

    Raises ValueError for a time without a zone or outside the years 1900 to 2200.
    """

    key: str
    parts: frozenset[Part]
    starts: datetime
    until: datetime | None

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, datetime):
                moment(value, f"The time {field.name!r} of a ground")

    def begins(self) -> datetime:
        """The first moment at which it holds, in UTC."""
        return moment(self.starts)

    def endings(self) -> Iterator[Ending]:
        """Every ending that is known, in no order."""
        if self.until:
            yield Ending(moment(self.until), Reason.ENDED)

    def ending(self) -> Ending | None:
        """The first ending; None while none is known."""
        return min(self.endings(), default=None)


@dataclass(frozen=True, kw_only=True, slots=True)
class Ground(Term):
    """A term about the record that the agency `holder` keeps of `person`; it can be withdrawn."""

    person: str
    holder: str
    withdrawn_at: datetime | None = None

    def endings(self) -> Iterator[Ending]:
        """As for every term, and the withdrawal, which stops reading at once."""
        yield from Term.endings(self)
        if self.withdrawn_at:
            yield Ending(moment(self.withdrawn_at), Reason.WITHDRAWN)


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnRecord(Ground):
    """The holder reads what it recorded itself."""

    name: ClassVar[Reason] = Reason.OWN_RECORD


class Given(StrEnum):
    """How a consent was given."""

    ON_A_PAGE = "on_a_page"
    BY_VOICE = "by_voice"
    OTHER = "other"


class GuardianRole(StrEnum):
    """By what right somebody speaks for a child."""

    PARENT = "parent"
    LEGAL_GUARDIAN = "legal_guardian"
    TEMPORARY_GUARDIAN = "temporary_guardian"


@dataclass(frozen=True, kw_only=True, slots=True)
class Guardian:
    """An adult who speaks for a child. None means that nobody has looked into it yet."""

    role: GuardianRole
    accompanies: bool | None
    suspected: bool | None
    benefits: bool | None

    @property
    def counts(self) -> bool:
        """Whether it is known that nothing stands between the guardian and the child's good."""
        return all(doubt is False for doubt in (self.accompanies, self.suspected, self.benefits))


@dataclass(frozen=True, slots=True)
class ByThePerson:
    """The person consents for herself, which she may from the day `consents_alone_from` on."""

    consents_alone_from: date


@dataclass(frozen=True, slots=True)
class ByGuardian:
    """A guardian consents for a child, until the day on which the person is asked anew."""

    guardian: Guardian
    asked_anew_on: date


@dataclass(frozen=True, kw_only=True, slots=True)
class Consent(Ground):
    """The person, or a guardian who counts, lets one agency read, for one purpose.

    `recipient_staff` names the only staff who may; empty leaves it to the agency's focal
    points. Days are days in the zone of `given_at`.
    """

    name: ClassVar[Reason] = Reason.CONSENT

    recipient_agency: str
    recipient_staff: frozenset[str] = frozenset()
    purpose: Purpose
    given: Given
    given_at: datetime
    given_by: ByThePerson | ByGuardian

    def begins(self) -> datetime:
        """The later of its beginning and the moment at which it was given, in UTC."""
        return max(moment(self.starts), moment(self.given_at))

    def endings(self) -> Iterator[Ending]:
        """As for every ground; by voice after 72 hours; a guardian's when she is of age."""
        yield from Ground.endings(self)
        if self.given is Given.BY_VOICE:
            yield Ending(voice_consent_ends(self.given_at), Reason.VOICE_ENDED)
        if isinstance(self.given_by, ByGuardian):
            asked_anew_on = self.given_by.asked_anew_on
            yield Ending(_first_moment_of(asked_anew_on, self.given_at), Reason.ASKED_ANEW)


class Voice(StrEnum):
    """Whose view was asked before a decision for a child."""

    CHILD = "child"
    PARENT = "parent"
    GUARDIAN = "guardian"
    CARER = "carer"
    LAWYER = "lawyer"
    AUTHORITY = "authority"


class View(StrEnum):
    """What somebody said. `too_young` has been listened to in another way."""

    AGREES = "agrees"
    OBJECTS = "objects"
    TOO_YOUNG = "too_young"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True, kw_only=True, slots=True)
class BestInterest(Ground):
    """A decision, in the best interest of a child, to let one agency read for one purpose.

    `decided_by` is the key of who decided and `why` the key of the written reasons; `guardian`
    stands for a deciding guardian. `majority_on` is a day in the zone of `starts`.
    """

    name: ClassVar[Reason] = Reason.BEST_INTEREST

    recipient_agency: str
    purpose: Purpose
    decided_by: str
    guardian: Guardian | None
    why: str
    views: tuple[tuple[Voice, View], ...]
    majority_on: date

    @property
    def child_was_heard(self) -> bool:
        """Whether the view of the child is among those asked for."""
        return any(
            voice is Voice.CHILD and view is not View.NOT_ASKED for voice, view in self.views
        )

    def endings(self) -> Iterator[Ending]:
        """As for every ground; and when the person is no longer a child."""
        yield from Ground.endings(self)
        yield Ending(_first_moment_of(self.majority_on, self.starts), Reason.OF_AGE)


@dataclass(frozen=True, kw_only=True, slots=True)
class DutyToReport(Ground):
    """A report that a dated law requires, to named staff of one agency."""

    name: ClassVar[Reason] = Reason.DUTY_TO_REPORT

    recipient_agency: str
    recipient_staff: frozenset[str]
    law: ReportingLaw


@dataclass(frozen=True, kw_only=True, slots=True)
class EmergencyAccess(Ground):
    """Danger to life, and the holder did not answer: one trained person, for one hour.

    `holder_called_at` is the moment at which the holder's on-call number was shown; `why` is
    the key of the written reason.
    """

    name: ClassVar[Reason] = Reason.EMERGENCY_ACCESS

    recipient_agency: str
    recipient_staff: str
    holder_called_at: datetime
    why: str

    def endings(self) -> Iterator[Ending]:
        """As for every ground; and one hour after it was opened."""
        yield from Ground.endings(self)
        yield Ending(moment(self.starts) + EMERGENCY_LASTS, Reason.HOUR_OVER)


@dataclass(frozen=True, kw_only=True, slots=True)
class CourtOrder(Ground):
    """An order of a court or prosecutor, narrowed to named parts; it never opens reading.

    `checked_by` is the key of the holder's lawyer and `checked_at` the moment of the check;
    None until then. `recipient_agency` is the authority that gets the copy.
    """

    name: ClassVar[Reason] = Reason.COPY_ONLY

    recipient_agency: str
    checked_by: str | None
    checked_at: datetime | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Opening(Term):
    """An offer was accepted: what was allowed is open to the focal points named here.

    Nothing is open beyond the ground, and it ends with the ground at the latest.
    """

    ground: Consent | BestInterest
    to_staff: frozenset[str]
    closed_at: datetime | None = None

    @property
    def name(self) -> Reason:
        """The name of the ground among the reasons."""
        return self.ground.name

    @property
    def person(self) -> str:
        """The key of the person, as in the ground."""
        return self.ground.person

    @property
    def holder(self) -> str:
        """The key of the agency that keeps the record, as in the ground."""
        return self.ground.holder

    def begins(self) -> datetime:
        """The later of its own beginning and that of the ground, in UTC."""
        return max(Term.begins(self), self.ground.begins())

    def endings(self) -> Iterator[Ending]:
        """Its own endings and those of the ground."""
        yield from Term.endings(self)
        if self.closed_at:
            yield Ending(moment(self.closed_at), Reason.CLOSED)
        yield from self.ground.endings()


AnyGround = (
    OwnRecord | Consent | BestInterest | DutyToReport | EmergencyAccess | CourtOrder | Opening
)


def _first_moment_of(day: date, like: datetime) -> datetime:
    """When `day` begins by the clocks that showed `like`, in UTC; bounded to 1900 … 2200."""
    bounded = min(max(day, date(1900, 1, 1)), date(2200, 12, 31))
    return moment(datetime.combine(bounded, time(), tzinfo=like.tzinfo))

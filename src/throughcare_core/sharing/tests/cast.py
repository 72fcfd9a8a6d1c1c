"""A small cast: Dawn Hotline keeps a record, the Lotus Shelter has accepted to help."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from throughcare_core.sharing import (
    EVERY_PART,
    Agreement,
    AnyGround,
    BestInterest,
    ByGuardian,
    ByThePerson,
    Cause,
    Consent,
    CourtOrder,
    Decision,
    Duty,
    DutyToReport,
    EmergencyAccess,
    Given,
    Guardian,
    GuardianRole,
    Lock,
    Opening,
    OwnRecord,
    Part,
    Purpose,
    Reason,
    ReportingLaw,
    Request,
    Side,
    View,
    Voice,
    decide,
)

HOTLINE, SHELTER, BORDER, PROSECUTOR = "dawn", "lotus", "north-gate", "prosecutor"
WORKER, NURSE, OFFICER, LAWYER = "lotus-worker", "lotus-nurse", "officer", "dawn-lawyer"
PERSON = "person"

START = datetime(2025, 6, 1, 12, 0, tzinfo=UTC)
NOW = datetime(2025, 6, 2, 12, 0, tzinfo=UTC)
END = datetime(2025, 9, 1, 12, 0, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
HOUR = timedelta(hours=1)
ADULT_SINCE = date(2015, 3, 1)
STILL_A_CHILD = date(2027, 3, 1)

GOOD_GUARDIAN = Guardian(
    role=GuardianRole.PARENT, accompanies=False, suspected=False, benefits=False
)

CONSENT = Consent(
    key="consent",
    person=PERSON,
    holder=HOTLINE,
    parts=EVERY_PART,
    starts=START,
    until=END,
    recipient_agency=SHELTER,
    purpose=Purpose.CARE,
    given=Given.ON_A_PAGE,
    given_at=START,
    given_by=ByThePerson(ADULT_SINCE),
)
BY_GUARDIAN = replace(CONSENT, given_by=ByGuardian(GOOD_GUARDIAN, STILL_A_CHILD))
BEST_INTEREST = BestInterest(
    key="best-interest",
    person=PERSON,
    holder=HOTLINE,
    parts=EVERY_PART,
    starts=START,
    until=END,
    recipient_agency=SHELTER,
    purpose=Purpose.CARE,
    decided_by="child-judge",
    guardian=None,
    why="reasons-7",
    views=((Voice.CHILD, View.AGREES), (Voice.PARENT, View.OBJECTS)),
    majority_on=STILL_A_CHILD,
)
OWN = OwnRecord(
    key="own", person=PERSON, holder=HOTLINE, parts=EVERY_PART, starts=START, until=None
)
LAW = ReportingLaw(
    country="XA",
    cause=Cause.CHILD,
    starts=START.date(),
    parts=frozenset({Part.IDENTITY, Part.RISK, Part.HEALTH, Part.JUSTICE}),
    sides=frozenset({Side.CARE, Side.JUSTICE, Side.BORDER}),
    purposes=frozenset({Purpose.SAFETY}),
    source="Invented",
    certainty="invented for the demonstration",
)
REPORT = DutyToReport(
    key="report",
    person=PERSON,
    holder=HOTLINE,
    parts=EVERY_PART - {Part.CONTACT},
    starts=START,
    until=END,
    recipient_agency=SHELTER,
    recipient_staff=frozenset({WORKER}),
    law=LAW,
)
EMERGENCY = EmergencyAccess(
    key="emergency",
    person=PERSON,
    holder=HOTLINE,
    parts=EVERY_PART,
    starts=NOW,
    until=None,
    recipient_agency=SHELTER,
    recipient_staff=WORKER,
    holder_called_at=NOW - timedelta(minutes=10),
    why="reason-9",
)
ORDER = CourtOrder(
    key="order",
    person=PERSON,
    holder=HOTLINE,
    parts=frozenset({Part.JUSTICE, Part.IDENTITY}),
    starts=START,
    until=END,
    recipient_agency=PROSECUTOR,
    checked_by=LAWYER,
    checked_at=START,
)
AGREEMENT = Agreement(
    key="agreement",
    agency_a=SHELTER,
    agency_b=HOTLINE,
    parts=EVERY_PART,
    purposes=frozenset(Purpose),
    starts=START,
    until=None,
)
REQUEST = Request(
    reader_agency=SHELTER,
    reader_side=Side.CARE,
    reader_staff=WORKER,
    holder=HOTLINE,
    person=PERSON,
    parts=EVERY_PART,
    purpose=Purpose.CARE,
)
ALL_DUTIES = Duty("every part", EVERY_PART)
#: What somebody on the care side reads on a consent that names nobody.
CARE_PARTS = EVERY_PART - {Part.JUSTICE}


def opened(ground: Consent | BestInterest, **changes: Any) -> Opening:
    """The offer on this ground is accepted: open to the worker, from its beginning on."""
    opening = Opening(
        key=f"opening of {ground.key}",
        ground=ground,
        to_staff=frozenset({WORKER}),
        parts=EVERY_PART,
        starts=START,
        until=None,
    )
    return replace(opening, **changes)


@dataclass(frozen=True)
class Scene:
    """Everything that a decision rests on; the scene as it stands lets the worker read."""

    request: Request = REQUEST
    grounds: tuple[AnyGround, ...] = (opened(CONSENT),)
    agreements: tuple[Agreement, ...] = (AGREEMENT,)
    duty: Duty = ALL_DUTIES
    lock: Lock | None = None
    now: datetime = field(default=NOW)

    def decide(self) -> Decision:
        """The decision in this scene."""
        return decide(self.request, self.grounds, self.agreements, self.duty, self.lock, self.now)

    def but(self, **changes: Any) -> "Scene":
        """The same scene, save for what is named."""
        return replace(self, **changes)

    def asked(self, **changes: Any) -> "Scene":
        """The same scene, asked by or for somebody or something else."""
        return replace(self, request=replace(self.request, **changes))

    def on(self, *grounds: AnyGround) -> "Scene":
        """The same scene on other grounds."""
        return replace(self, grounds=grounds)


SHELTER_READS = Scene()
HOTLINE_READS = Scene().on(OWN).asked(reader_agency=HOTLINE, reader_staff="dawn-worker")
SHELTER_SAVES = Scene(now=NOW).on(EMERGENCY).asked(purpose=Purpose.SAFETY)
SHELTER_IS_TOLD = Scene().on(REPORT).asked(purpose=Purpose.SAFETY)
CHILD_IS_HELPED = Scene().on(opened(BEST_INTEREST))
PROSECUTOR_ASKS = (
    Scene()
    .on(ORDER)
    .asked(reader_agency=PROSECUTOR, reader_side=Side.JUSTICE, purpose=Purpose.JUSTICE)
)


def refused(scene: Scene, *reasons: Reason) -> None:
    """Nothing may be read in this scene, and for every part these reasons are among those given."""
    decision = scene.decide()
    assert not decision.allowed
    assert decision.parts == frozenset()
    assert decision.grounds == {}
    for answer in decision.answers:
        assert set(reasons) <= set(answer.reasons), answer

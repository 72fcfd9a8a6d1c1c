"""The cast of the tests of consent: three agencies with records, and who reads at each."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from throughcare.agencies.models import Agency
from throughcare.agencies.tests import factories as agencies
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.queries import newest_lines
from throughcare.consent.adapters import (
    agreement_of,
    emergency_of,
    ground_of,
    lock_of,
    opening_of,
    order_of,
    own_record_of,
    report_of,
)
from throughcare.consent.doors import readable_parts
from throughcare.consent.models import (
    Agreement,
    Emergency,
    Ground,
    Lock,
    Opening,
    Order,
    RecordBegun,
    Report,
)
from throughcare.consent.services import BestInterestDecision, DueReport, begin_record
from throughcare.consent.tests.factories import person_known_to
from throughcare.kernel.actors import Actor
from throughcare_core import sharing
from throughcare_core.sharing import EVERY_PART, AnyGround, Duty, Part, Purpose, Request, Side
from throughcare_core.vocab import agency_side

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Cast:
    """Care, justice and border; at each a focal point, at most somebody beside."""

    hotline: Agency
    shelter: Agency
    border: Agency
    prosecutor: Agency
    noor: Actor
    """Case manager of the hotline."""
    lina: Actor
    """Lawyer of the hotline."""
    chief: Actor
    """Administrator of the hotline."""
    amal: Actor
    """Case manager and focal point of the shelter, its administrator too."""
    nurse: Actor
    """Clinician of the shelter, no focal point."""
    officer: Actor
    """Focal point of the border police."""
    counsel: Actor
    """Focal point of the prosecutor."""
    amina: UUID
    """A person with a record at the hotline."""
    bela: UUID
    """A person with a record at the hotline and at the shelter."""

    @property
    def everybody(self) -> tuple[Actor, ...]:
        return (
            self.noor,
            self.lina,
            self.chief,
            self.amal,
            self.nurse,
            self.officer,
            self.counsel,
        )


def the_cast() -> Cast:
    hotline, shelter = agencies.dawn_hotline(), agencies.lotus_shelter()
    border, prosecutor = agencies.border_police(), agencies.prosecutor_office()
    answering = ["answer_referral"]
    noor = actor(hotline, "Noor", ["case_manager"])
    amal = actor(shelter, "Amal", ["case_manager", "administrator"], focal=True)
    bela = person_known_to(noor)
    begin_record(bela, by=amal, at=NOON)
    return Cast(
        hotline=hotline,
        shelter=shelter,
        border=border,
        prosecutor=prosecutor,
        noor=noor,
        lina=actor(hotline, "Lina", ["lawyer"]),
        chief=actor(hotline, "Chief", ["administrator"]),
        amal=amal,
        nurse=actor(shelter, "Nurse", ["clinician"]),
        officer=able(actor(border, "Officer", ["border_officer"], focal=True), answering),
        counsel=actor(prosecutor, "Counsel", ["prosecutor", "administrator"], focal=True),
        amina=person_known_to(noor),
        bela=bela,
    )


def able(by: Actor, abilities: list[str]) -> Actor:
    """The same actor with more abilities, as if the duties of the house were wider."""
    return replace(by, abilities=by.abilities | set(abilities))


@dataclass(frozen=True)
class Stored:
    """Everything in the tables that bears on reading, as the core knows it; nothing left out."""

    grounds: list[AnyGround]
    agreements: list[sharing.Agreement]
    locks: dict[tuple[UUID, UUID], sharing.Lock]

    def parts(
        self, by: Actor, person: UUID, holder: UUID, purpose: Purpose, at: datetime
    ) -> frozenset[str]:
        """What the core decides for one actor, record and purpose."""
        asked = Request(
            reader_agency=by.agency.hex,
            reader_side=Side(agency_side(by.agency_kind)),
            reader_staff=by.staff.hex,
            holder=holder.hex,
            person=person.hex,
            parts=EVERY_PART,
            purpose=purpose,
        )
        duty = Duty("of this moment", frozenset(Part(part) for part in by.parts))
        lock = self.locks.get((person, holder))
        decision = sharing.decide(asked, self.grounds, self.agreements, duty, lock, at)
        return frozenset(part.value for part in decision.parts)


def stored() -> Stored:
    """Read all tables, without the choices that services and queries make."""
    signed = [a for a in Agreement.objects.all() if a.signed_a_at and a.signed_b_at]
    locks = [lock for lock in Lock.objects.all() if lock.lifted_at is None]
    openings = Opening.objects.select_related("ground")
    return Stored(
        grounds=[
            *(own_record_of(begun) for begun in RecordBegun.objects.all()),
            *(ground_of(ground) for ground in Ground.objects.all()),
            *(opening_of(opening) for opening in openings if opening.ground.answer == "yes"),
            *(report_of(report) for report in Report.objects.all()),
            *(emergency_of(emergency) for emergency in Emergency.objects.all()),
            *(order_of(order) for order in Order.objects.all()),
        ],
        agreements=[agreement_of(agreement) for agreement in signed],
        locks={(lock.person_id, lock.holder_id): lock_of(lock) for lock in locks},
    )


def ledger() -> list[str]:
    """The codes of the newest lines, newest first."""
    return [line.code for line in newest_lines()]


def reads(by: Actor, person: UUID, holder: UUID, at: datetime = NOON) -> set[str]:
    """The parts that somebody may read, for any purpose."""
    return set(readable_parts(by, person, holder, at))


def decision(recipient: UUID, **changes: object) -> BestInterestDecision:
    """A decision for a child who was heard, and a parent who objects."""
    facts: dict[str, object] = {
        "recipient": recipient,
        "purpose": "care",
        "parts": ["identity", "situation"],
        "until": NOON + timedelta(days=100),
        "views": {"child": "agrees", "parent": "objects"},
        "deciders": "The child protection officer of the North",
        "why": "Nobody else can house the child.",
        "birth": date(2012, 9, 3),
    }
    return BestInterestDecision(**(facts | changes))  # type: ignore[arg-type]


def due(cast: Cast, **changes: object) -> DueReport:
    """A report to the shelter about a child in danger."""
    facts: dict[str, object] = {
        "recipient": cast.shelter.pk,
        "recipient_staff": [cast.amal.staff],
        "cause": "child",
        "parts": ["identity", "risk"],
        "until": NOON + DAY,
        "person_was_told": True,
        "why": "A child is in danger tonight.",
    }
    return DueReport(**(facts | changes))  # type: ignore[arg-type]

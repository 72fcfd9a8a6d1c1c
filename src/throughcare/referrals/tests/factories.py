"""The scene of every referral: Dawn Hotline offers, Lotus Shelter is asked, the rest is out."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    border_police,
    dawn_hotline,
    lotus_shelter,
    other_ngo,
)
from throughcare.cases.models import CaseFile
from throughcare.cases.services import open_case
from throughcare.consent.services import (
    Answer,
    propose_agreement,
    record_consent,
    sign_agreement,
)
from throughcare.directory.models import PublicAgency, Service, ServiceCode
from throughcare.kernel.actors import Actor
from throughcare.referrals.services import Offer, offer_referral
from throughcare.referrals.tests.summaries import BED

ALLOWED = ("contact", "situation", "risk")


def shelter_service(agency: Agency, name: str) -> Service:
    service = Service.made(
        agency=agency,
        name=name,
        region="North",
        travel="under_1_hour",
        opened_at=NOON,
        changed_at=NOON,
    )
    ServiceCode.objects.create(service=service, aspect="meets", code="shelter")
    PublicAgency.objects.get_or_create(agency=agency)
    return service


def agree(one: Actor, other: Actor) -> None:
    """Two administrators sign an agreement for a year."""
    key = propose_agreement(
        other.agency,
        parts=["identity", "contact", "situation", "risk", "whereabouts"],
        purposes=["care", "safety"],
        starts=NOON - timedelta(days=1),
        until=NOON + timedelta(days=365),
        paper="Protocol 7",
        by=one,
        at=NOON,
    )
    sign_agreement(key, by=other, at=NOON)


@dataclass
class Scene:
    """Noor of Dawn Hotline speaks with a person; Lotus Shelter has a bed; two stand outside."""

    dawn: Agency = field(default_factory=dawn_hotline)
    lotus: Agency = field(default_factory=lotus_shelter)
    other: Agency = field(default_factory=other_ngo)
    police: Agency = field(default_factory=border_police)

    def __post_init__(self) -> None:
        self.noor = actor(self.dawn, "Noor", ["hotline_worker", "case_manager"])
        self.sami = actor(self.dawn, "Sami", ["hotline_worker"])
        self.ines = actor(self.lotus, "Ines", ["shelter_worker", "case_manager"], focal=True)
        self.night = actor(self.lotus, "Night", ["shelter_worker"])
        self.stranger = actor(self.other, "Stranger", ["case_manager"], focal=True)
        self.officer = actor(self.police, "Officer", ["border_officer"], focal=True)
        admins = {
            agency: actor(agency, f"Admin {agency.code}", ["administrator"])
            for agency in (self.dawn, self.lotus, self.other)
        }
        agree(admins[self.dawn], admins[self.lotus])
        agree(admins[self.dawn], admins[self.other])
        self.bed = shelter_service(self.lotus, "Lotus house")
        self.spare = shelter_service(self.other, "Open Door")
        self.somebody_calls()

    def somebody_calls(self) -> None:
        """The case opens, and the person says yes to both shelters."""
        self.case_key = open_case(by=self.noor, at=NOON, began_by="call")
        self.case = CaseFile.objects.get(key=self.case_key)
        self.person: UUID = self.case.person_id
        self.consents = {agency: self.says_yes(agency) for agency in (self.lotus.pk, self.other.pk)}

    def says_yes(self, recipient: UUID) -> str:
        said = Answer(
            recipient=recipient,
            purpose="care",
            parts=ALLOWED,
            until=NOON + timedelta(days=90),
            says_is_adult=True,
        )
        return record_consent(self.person, said, by=self.noor, at=NOON)

    def offered(
        self, *services: Service, urgency: str = "danger", kind: str = "referral"
    ) -> list[str]:
        to = [Offer(service.key) for service in services or (self.bed,)]
        return offer_referral(
            self.case_key,
            BED,
            to=to,
            urgency=urgency,
            kind=kind,
            words="A safe bed tonight",
            by=self.noor,
            at=NOON,
        )


class QuietScene(Scene):
    """The same agencies and staff, before anybody calls."""

    def somebody_calls(self) -> None:
        """Not yet: `Scene.somebody_calls(scene)` lets it happen."""

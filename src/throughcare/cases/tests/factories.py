"""A case at Dawn Hotline, who works on it, and who stands outside."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    border_police,
    dawn_hotline,
    lotus_shelter,
)
from throughcare.cases.models import CaseFile
from throughcare.cases.services import open_case
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.kernel.actors import Actor


@dataclass
class Scene:
    """Noor manages a case; Sami, Lina and the clinician work beside her; two are elsewhere."""

    dawn: Agency = field(default_factory=dawn_hotline)
    lotus: Agency = field(default_factory=lotus_shelter)
    police: Agency = field(default_factory=border_police)

    def __post_init__(self) -> None:
        self.noor = actor(self.dawn, "Noor", ["hotline_worker", "case_manager"])
        self.sami = actor(self.dawn, "Sami", ["hotline_worker", "case_manager"])
        self.lina = actor(self.dawn, "Lina", ["lawyer"])
        self.clinician = actor(self.dawn, "Clara", ["clinician"])
        self.admin = actor(self.dawn, "Admin", ["administrator"])
        self.ines = actor(self.lotus, "Ines", ["shelter_worker", "case_manager"], focal=True)
        self.officer = actor(self.police, "Officer", ["border_officer"], focal=True)
        self.key = open_case(by=self.noor, at=NOON, began_by="call")

    @property
    def case(self) -> CaseFile:
        return CaseFile.objects.get(key=self.key)

    @property
    def person(self) -> UUID:
        return self.case.person_id

    def open_to_lotus(self, *parts: str, until: datetime | None = None) -> str:
        """She said yes to Lotus Shelter, and Ines has accepted: the key of the consent."""
        agreement(self.dawn.pk, self.lotus.pk)
        key = yes(self.person, self.noor, self.lotus.pk, parts=parts)
        opened(key, self.ines, until=until)
        return key

    def everybody_else(self) -> tuple[Actor, ...]:
        return (self.ines, self.officer, self.admin)

"""Dawn Hotline knows a person; the Prosecutor of the North decides; a lawyer and others look on."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    agency,
    border_police,
    dawn_hotline,
    lotus_shelter,
    prosecutor_office,
)
from throughcare.cases.models import CaseFile, Fact
from throughcare.cases.rules import Statement
from throughcare.cases.services import begin_case, open_case, record_statements
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.identification import services
from throughcare.kernel.actors import Actor

LAW, PROTOCOL = "xa-12-2019", "un-palermo"
LATER = NOON + timedelta(days=31)
"""After the time in which no conclusive decision is made in the demonstration country."""
LONG_AFTER = NOON + timedelta(days=61)
TOLD = (
    Statement("act", "recruitment"),
    Statement("means", "deception"),
    Statement("purpose", "forced_labour"),
)


@dataclass
class Scene:
    """Noor speaks with a person, who lets the Prosecutor read; Marek and Alix decide there."""

    dawn: Agency = field(default_factory=dawn_hotline)
    lotus: Agency = field(default_factory=lotus_shelter)
    police: Agency = field(default_factory=border_police)
    office: Agency = field(default_factory=prosecutor_office)
    aid: Agency = field(default_factory=lambda: agency("LA", "Lantern Legal Aid", "LegalAid"))

    def __post_init__(self) -> None:
        self.noor = actor(self.dawn, "Noor", ["hotline_worker", "case_manager"])
        self.advocate = actor(self.dawn, "Ada", ["advocate"])
        self.ines = actor(self.lotus, "Ines", ["shelter_worker", "case_manager"], focal=True)
        self.officer = actor(self.police, "Officer", ["border_officer"], focal=True)
        self.marek = actor(self.office, "Marek", ["deciding_officer"], focal=True)
        self.alix = actor(self.office, "Alix", ["deciding_officer", "prosecutor"], focal=True)
        self.clerk = actor(self.office, "Clerk", ["investigator"])
        self.lina = actor(self.aid, "Lina", ["lawyer"], focal=True)
        self.dawn_key = open_case(by=self.noor, at=NOON, began_by="call")
        self.person: UUID = CaseFile.objects.get(key=self.dawn_key).person_id
        record_statements(self.dawn_key, TOLD, by=self.noor, at=NOON)
        agreement(self.dawn.pk, self.office.pk, starts=NOON)
        said = {"purpose": "justice", "parts": ["situation"]}
        self.consent = yes(self.person, self.noor, self.office.pk, NOON, **said)
        for reader in (self.marek, self.alix):
            opened(self.consent, reader, NOON, until=NOON + timedelta(days=30))
        self.key = begin_case(self.person, by=self.marek, at=NOON, began_by="agency").key

    def facts(self) -> list[int]:
        """The facts that Dawn Hotline recorded."""
        return list(Fact.objects.filter(case__key=self.dawn_key).values_list("pk", flat=True))

    def asked(self, law: str = LAW, by: Actor | None = None) -> str:
        return services.ask_determination(
            self.key, law=law, received_at=NOON, by=by or self.marek, at=NOON
        )

    def presumed(self, law: str = LAW) -> str:
        key = self.asked(law)
        services.presume(key, facts=self.facts(), reasons="Told the same.", by=self.marek, at=NOON)
        return key

    def not_established(self, law: str = LAW) -> str:
        key = self.asked(law)
        services.find_not_established(
            key, lacks=["means"], reasons="No means was shown.", by=self.marek, at=NOON
        )
        return key

    def own_fact(self) -> int:
        """A fact in the Prosecutor's own record, which stays readable there."""
        record_statements(
            self.key, [Statement("act", "receipt", said_by="document")], by=self.marek, at=NOON
        )
        return Fact.objects.filter(case__key=self.key).latest("pk").pk

    def opened_to_the_lawyer(self, *parts: str) -> None:
        """The person lets Lina read the Prosecutor's record, as far as these parts go."""
        agreement(self.office.pk, self.aid.pk, starts=NOON)
        said = {"purpose": "legal_help", "parts": parts}
        key = yes(self.person, self.alix, self.aid.pk, NOON, **said)
        opened(key, self.lina, NOON)

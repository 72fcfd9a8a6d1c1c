"""The agencies of the invented country, their posts, and what they agreed with each other."""

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class AgencySheet:
    """An agency as it is founded; `posts` are (name, kind)."""

    code: str
    name: str
    kind: str
    region: str
    domain: str
    languages: tuple[str, ...]
    posts: tuple[tuple[str, str], ...]


AGENCIES = (
    AgencySheet(
        "DH",
        "Dawn Hotline",
        "Helpline",
        "Plain",
        "dawn.example",
        ("eng", "hau", "ukr", "ara", "ron", "nep"),
        (("Day line", "line"), ("Night line", "line")),
    ),
    AgencySheet(
        "LS",
        "Lotus Shelter",
        "Shelter",
        "North",
        "lotus.example",
        ("eng", "hau", "ara", "khm"),
        (("Lotus house", "shelter"), ("Lotus office", "office")),
    ),
    AgencySheet(
        "HH",
        "Harbour House",
        "Shelter",
        "Coast",
        "harbour.example",
        ("eng", "ukr", "ron", "fil"),
        (("Harbour family house", "shelter"), ("Harbour men's house", "shelter")),
    ),
    AgencySheet(
        "OD",
        "Open Door",
        "NGO",
        "Hills",
        "opendoor.example",
        ("eng", "nep", "amh", "fra"),
        (("Day centre", "office"), ("Street team", "outreach")),
    ),
    AgencySheet(
        "RC",
        "River Clinic",
        "Clinic",
        "North",
        "riverclinic.example",
        ("eng", "ara", "hau", "ukr"),
        (("River Clinic", "clinic"),),
    ),
    AgencySheet(
        "LA",
        "Lantern Legal Aid",
        "LegalAid",
        "Plain",
        "lantern.example",
        ("eng", "fra", "ara", "ron"),
        (("Legal aid desk", "office"),),
    ),
    AgencySheet(
        "NG",
        "Border Police at North Gate",
        "BorderPolice",
        "North",
        "northgate.example",
        ("eng", "ukr", "ron"),
        (("North Gate, road", "border_point"), ("North Gate, rail", "border_point")),
    ),
    AgencySheet(
        "PN",
        "Prosecutor of the North",
        "Prosecution",
        "North",
        "prosecutor.example",
        ("eng",),
        (("Prosecutor's office", "office"),),
    ),
    AgencySheet(
        "OB",
        "Office of the Ombudsperson",
        "Ombudsperson",
        "Plain",
        "ombuds.example",
        ("eng",),
        (("Office of the Ombudsperson", "office"),),
    ),
    AgencySheet(
        "NC",
        "National Coordinator",
        "Coordinator",
        "Plain",
        "coordination.example",
        ("eng",),
        (("Coordinator's desk", "office"),),
    ),
)


@dataclass(frozen=True, slots=True)
class AgreementSheet:
    """What two agencies agreed. Days count from the moment to which the year is told."""

    one: str
    other: str
    parts: tuple[str, ...]
    purposes: tuple[str, ...]
    ends_in: timedelta | None = timedelta(days=400)
    ended: timedelta | None = None
    signed: bool = True


CARE_PARTS = ("identity", "contact", "whereabouts", "situation", "risk")
WITH_HEALTH = (*CARE_PARTS, "health")
CARE = ("care", "safety")

AGREEMENTS = (
    AgreementSheet("DH", "LS", CARE_PARTS, CARE),
    AgreementSheet("DH", "HH", CARE_PARTS, CARE),
    AgreementSheet("DH", "OD", (*CARE_PARTS, "livelihood"), CARE),
    AgreementSheet("DH", "RC", WITH_HEALTH, CARE),
    AgreementSheet("DH", "LA", CARE_PARTS, (*CARE, "legal_help")),
    AgreementSheet("LS", "RC", WITH_HEALTH, CARE, ends_in=None),
    AgreementSheet("LS", "LA", CARE_PARTS, (*CARE, "legal_help")),
    AgreementSheet("LS", "OD", (*CARE_PARTS, "livelihood"), CARE),
    AgreementSheet("HH", "RC", WITH_HEALTH, CARE),
    AgreementSheet("HH", "LA", CARE_PARTS, (*CARE, "legal_help")),
    AgreementSheet(
        "HH", "OD", (*CARE_PARTS, "livelihood"), CARE, ends_in=timedelta(days=18, hours=5)
    ),
    AgreementSheet("NG", "DH", ("identity", "contact", "situation", "risk"), CARE),
    AgreementSheet("LA", "PN", ("identity", "situation", "justice"), ("justice", "legal_help")),
    AgreementSheet("NG", "HH", ("contact", "risk"), CARE, ended=timedelta(days=140)),
    AgreementSheet("OD", "RC", WITH_HEALTH, CARE, signed=False),
)
"""Police and shelters agreed nothing: what a shelter knows, no officer reads, and none asks it."""

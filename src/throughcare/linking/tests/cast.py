"""Dawn Hotline asks about Amina; Lotus Shelter and others may know her, or not."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
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
from throughcare.consent.services import Answer
from throughcare.identity.rules import Birth, Gender, Name, SafeContact
from throughcare.identity.services import (
    add_contact,
    record_birth,
    record_gender,
    record_names,
)
from throughcare.kernel.actors import Actor
from throughcare.linking.rules import Kind
from throughcare.linking.services import ask_others, record_permissions

LATER = NOON + timedelta(minutes=5)
BORN = date(1991, 4, 12)
PHONE = "+999 20 123 456"


@dataclass(frozen=True)
class Here:
    """A record at an agency: who keeps it, the person, and the key in its addresses."""

    by: Actor
    person: UUID
    key: str


class Scene:
    """The agencies, and who acts there."""

    def __init__(self) -> None:
        self.dawn, self.lotus = dawn_hotline(), lotus_shelter()
        self.other, self.police = other_ngo(), border_police()
        self.noor = actor(self.dawn, "Noor", ["hotline_worker", "case_manager"])
        self.sami = actor(self.dawn, "Sami", ["hotline_worker"])
        self.ines = actor(self.lotus, "Ines", ["shelter_worker", "case_manager"], focal=True)
        self.night = actor(self.lotus, "Night", ["shelter_worker"])
        self.stranger = actor(self.other, "Stranger", ["case_manager"], focal=True)
        self.officer = actor(self.police, "Officer", ["border_officer"], focal=True)


def recorded(
    by: Actor,
    given: str = "Amina",
    family: str = "Sule",
    *,
    born: date | None = BORN,
    sex: str = "female",
    phone: str = PHONE,
    at: datetime = NOON,
) -> Here:
    """Somebody of whom the actor's agency has a record with so much in it."""
    key = open_case(by=by, at=at, began_by="call")
    person = CaseFile.objects.get(key=key).person_id
    record_names(person, [Name(given=given, family=family)], by=by, at=at)
    if born:
        record_birth(person, Birth("exact", day=born), by=by, at=at)
    if sex:
        record_gender(person, Gender(sex=sex), by=by, at=at)
    if phone:
        add_contact(person, SafeContact("phone", phone, ("call",)), by=by, at=at)
    return Here(by, person, key)


def says(
    here: Here,
    kind: Kind,
    answer: str = "yes",
    *,
    never: tuple[UUID, ...] = (),
    at: datetime = NOON,
) -> str:
    """What the person answers when asked: the key of it."""
    said = Answer(
        recipient=here.by.agency,
        purpose="care",
        parts=("identity",),
        until=at + timedelta(days=90),
        answer=answer,
        says_is_adult=True,
    )
    (key,) = record_permissions(here.key, {kind: said}, never, by=here.by, at=at)
    return key


def asked(here: Here, at: datetime = LATER) -> str:
    """The person says yes, and others are asked."""
    says(here, Kind.ASK)
    return ask_others(here.key, by=here.by, at=at)


def leaves_matching(agency: Agency) -> None:
    """The law of an agency counts encodings as names from now on."""
    Agency.objects.filter(pk=agency.pk).update(in_matching=False)

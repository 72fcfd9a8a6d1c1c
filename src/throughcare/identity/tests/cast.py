"""The small cast of these tests: who is recorded where, and by whom."""

from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from PIL import Image

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, lotus_shelter
from throughcare.consent.services import begin_record
from throughcare.identity.rules import Birth, Name, SafeContact
from throughcare.identity.services import record_birth, record_names
from throughcare.kernel.actors import Actor
from throughcare.persons.services import key_for, new_person

CARE = ["case_manager"]


@dataclass(frozen=True)
class Scene:
    """Dawn Hotline, where Noor knows one person, and Lotus Shelter, where Ines does not."""

    hotline: Agency
    shelter: Agency
    noor: Actor
    ines: Actor
    person: UUID
    key: str


def a_scene() -> Scene:
    hotline, shelter = dawn_hotline(), lotus_shelter()
    noor, ines = actor(hotline, "Noor", CARE), actor(shelter, "Ines", CARE, focal=True)
    person = somebody(noor)
    return Scene(hotline, shelter, noor, ines, person, key_for(person, hotline.pk))


def somebody(by: Actor) -> UUID:
    """A person of whom the actor's agency begins a record."""
    person = new_person()
    begin_record(person, by=by, at=NOON)
    key_for(person, by.agency)
    return person


def known_as(by: Actor, *written: tuple[str, str], birth: Birth | None = None) -> UUID:
    """A person with names, each a given and a family name."""
    person = somebody(by)
    record_names(person, [Name(given, family) for given, family in written], by=by, at=NOON)
    if birth:
        record_birth(person, birth, by=by, at=NOON)
    return person


def a_phone(number: str = "+999 555 0142", *ways: str) -> SafeContact:
    return SafeContact(
        kind="phone",
        value=number,
        ways=ways or ("text_message",),
        times="weekdays 10 to 12",
        who_reads="a cousin",
        say="the sewing class",
    )


def a_picture(
    kind: str = "JPEG", size: tuple[int, int] = (60, 40), *, with_place: bool = False
) -> bytes:
    """A picture as a camera makes it, with place and device if asked for."""
    written = BytesIO()
    picture = Image.new("RGB", size, (180, 40, 90))
    exif = Image.Exif()
    if with_place:
        exif[0x010F] = "PlantedCameraMaker"
        exif.get_ifd(0x8825)[1] = "N"
        exif.get_ifd(0x8825)[2] = (12.0, 34.0, 56.0)
    picture.save(written, kind, exif=exif)
    return written.getvalue()

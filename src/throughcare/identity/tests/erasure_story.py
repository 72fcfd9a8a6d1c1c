"""One story on a data base and keys of its own, told step by step in processes of their own.

Run as `python -m throughcare.identity.tests.erasure_story STEP`; the folders come from the
environment, what was seen is printed as JSON.
"""

import json
import os
import sqlite3
import sys
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import django

PLANTED = (
    "Plantedamina",
    "Canaryokoro",
    "أمينةمزروعة",
    "+999 555 7781 23",
    "5557781",
    "1911-05-17",
    "PLANTEDPAPER77",
    "Plantedlane 4",
    "plantedscan",
    "plantedsewing",
)


def write() -> dict[str, Any]:
    """Two agencies write down one person; the first one also writes down another, and searches."""
    from django.core.management import call_command

    from throughcare.agencies.tests.factories import (
        NOON,
        actor,
        dawn_hotline,
        lotus_shelter,
    )
    from throughcare.consent.services import begin_record
    from throughcare.identity.rules import Birth, Name, Paper, SafeContact
    from throughcare.identity.services import (
        add_contact,
        add_document,
        record_birth,
        record_names,
        search_people,
    )
    from throughcare.identity.tests.cast import a_phone, known_as, somebody

    call_command("migrate", verbosity=0, skip_checks=True)
    noor = actor(dawn_hotline(), "Noor", ["case_manager"])
    ines = actor(lotus_shelter(), "Ines", ["case_manager"])
    person, other = somebody(noor), known_as(noor, ("Plantedother", "Adeyemi"))
    names = [Name("Plantedamina", "Canaryokoro"), Name("أمينةمزروعة")]
    record_names(person, names, "Plantedamina", by=noor, at=NOON)
    record_birth(person, Birth("exact", day=date(1911, 5, 17)), by=noor, at=NOON)
    phone = a_phone("+999 555 7781 23", "call")
    add_contact(person, phone, by=noor, at=NOON)
    address = SafeContact("address", "Plantedlane 4", ("letter",), say="plantedsewing")
    add_contact(person, address, by=noor, at=NOON)
    paper = Paper("passport", "XA", "PLANTEDPAPER77")
    add_document(person, paper, b"%PDF-1.7\nplantedscan", by=noor, at=NOON)
    found = search_people("Plantedamina Canaryokoro", by=noor, at=NOON)
    begin_record(person, by=ines, at=NOON)
    record_names(person, [Name("Ofthesecondagency")], by=ines, at=NOON)
    copy_data_base("before.db")
    return {
        "person": person.hex,
        "other": other.hex,
        "hotline": noor.agency.hex,
        "shelter": ines.agency.hex,
        "found": [row.person.hex for row in found],
    }


def erase() -> dict[str, Any]:
    """The first agency erases the person."""
    from throughcare.agencies.tests.factories import NOON
    from throughcare.identity.services import erase_person

    told = json.loads((home() / "story.json").read_text())
    noor = member("noor@dh.example")
    later = NOON + timedelta(hours=1)
    gone_by = erase_person(UUID(told["person"]), "asked_by_person", by=noor, at=later)
    return {"gone_by": gone_by.isoformat()}


def read() -> dict[str, Any]:
    """What either agency can read of either person now, and whom a search finds."""
    from throughcare.agencies.tests.factories import NOON
    from throughcare.identity.doors import contacts_of, documents_of, names_of, scan_of
    from throughcare.identity.services import search_people

    told = json.loads((home() / "story.json").read_text())
    noor, ines = member("noor@dh.example"), member("ines@ls.example")
    at = NOON + timedelta(hours=2)
    person, other = UUID(told["person"]), UUID(told["other"])

    def names(by: Any, whose: UUID) -> str:
        return names_of(by, whose, by.agency, at).names[0].full

    def scan() -> str:
        key = documents_of(noor, person, noor.agency, at)[0].key
        return scan_of(noor, key, at)[1].decode()

    return {
        "hers": tried(lambda: names(noor, person)),
        "phone": tried(lambda: contacts_of(noor, person, noor.agency, at)[0].contact.value),
        "scan": tried(scan),
        "other": tried(lambda: names(noor, other)),
        "at_the_second": tried(lambda: names(ines, person)),
        "found": tried(lambda: len(search_people("Canaryokoro", by=noor, at=at))),
        "sealed_values_that_open": opened_anywhere(person, noor.agency),
    }


def opened_anywhere(person: UUID, agency: UUID) -> int:
    """How many sealed values of a person at an agency open with the keys that are left."""
    from throughcare.identity import models
    from throughcare.vault.services import Owner, Place, Unreadable, open_sealed

    opened = 0
    for table in (models.Entry, models.Contact, models.Document, models.Fingerprints):
        for row in table._default_manager.filter(person=person, holder=agency):
            place = Place(row._meta.db_table, row.pk, "content")
            try:
                open_sealed(row.content, Owner(agency, "person", person), place)
            except Unreadable:
                continue
            opened += 1
    return opened


def tried(read: Any) -> Any:
    """What is read, or the kind of trouble."""
    try:
        return read()
    except Exception as trouble:
        return type(trouble).__name__


def member(email: str) -> Any:
    """A member of staff, ready to act."""
    from throughcare.agencies.doors import actor_of, staff_named
    from throughcare.agencies.tests.factories import NOON

    return actor_of(staff_named(email), NOON)


def copy_data_base(name: str) -> None:
    """A backup of the data base, as it stands now, beside the house."""
    from django.conf import settings

    with (
        closing(sqlite3.connect(settings.DATABASES["default"]["NAME"])) as base,
        closing(sqlite3.connect(home().parent / name)) as copy,
    ):
        base.backup(copy)


def home() -> Path:
    return Path(os.environ["THROUGHCARE_HOME"])


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "throughcare.config.settings")
    django.setup()
    steps = {"write": write, "erase": erase, "read": read}
    sys.stdout.write(json.dumps(steps[sys.argv[1]]()))

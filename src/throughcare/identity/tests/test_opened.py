"""What a shelter sees of another agency's record, once the person said yes and it was opened."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.consent.services import close_parts, withdraw_consent
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.identity import doors
from throughcare.identity.rules import Name, SafeContact
from throughcare.identity.services import (
    add_contact,
    add_photograph,
    record_names,
    remove_contact,
    remove_photograph,
    search_people,
)
from throughcare.identity.tests.cast import Scene, a_phone, a_picture
from throughcare.kernel.errors import NotHere
from throughcare.persons.services import key_for

NOW = timezone.now()
LATER = NOW + timedelta(minutes=1)


@pytest.fixture
def amina(scene: Scene) -> Scene:
    noor, person = scene.noor, scene.person
    record_names(person, [Name("Amina", "Okoro")], by=noor, at=NOON)
    add_contact(person, a_phone(), by=noor, at=NOON)
    add_contact(person, SafeContact("address", "Mill Lane 4", ("letter",)), by=noor, at=NOON)
    add_photograph(person, a_picture(), by=noor, at=NOON)
    agreement(scene.hotline.pk, scene.shelter.pk)
    return scene


def said_yes(scene: Scene, *parts: str) -> str:
    consent = yes(scene.person, scene.noor, scene.shelter.pk, NOW, parts=parts)
    opened(consent, scene.ines, NOW, parts=parts)
    return consent


def test_exactly_the_parts_that_were_allowed_are_read(amina: Scene) -> None:
    said_yes(amina, "contact")
    there = (amina.ines, amina.person, amina.hotline.pk, LATER)
    assert [row.contact.kind for row in doors.contacts_of(*there)] == ["phone"]
    for door in (doors.name_of, doors.birth_of, doors.photographs_of):
        with pytest.raises(NotHere):
            door(*there)


def test_what_was_opened_is_read_and_not_written_nor_searched(amina: Scene) -> None:
    said_yes(amina, "identity", "contact", "whereabouts")
    there = (amina.ines, amina.person, amina.hotline.pk, LATER)
    assert doors.name_of(*there).text == "Amina Okoro"
    photograph = doors.photographs_of(*there)[0].key
    assert doors.photograph(amina.ines, photograph, LATER)
    with pytest.raises(NotHere):
        remove_photograph(photograph, by=amina.ines, at=LATER)
    with pytest.raises(NotHere):
        remove_contact(doors.contacts_of(*there)[0].key, by=amina.ines, at=LATER)
    assert search_people("amina okoro", by=amina.ines, at=LATER) == ()


def test_withdrawing_the_yes_stops_further_reading(amina: Scene) -> None:
    consent = said_yes(amina, "identity")
    there = (amina.ines, amina.person, amina.hotline.pk, LATER)
    assert doors.name_of(*there).text == "Amina Okoro"
    withdraw_consent(consent, by=amina.noor, at=LATER)
    with pytest.raises(NotHere):
        doors.name_of(*there)


def test_closing_what_was_opened_stops_further_reading(amina: Scene) -> None:
    consent = yes(amina.person, amina.noor, amina.shelter.pk, NOW, parts=("identity",))
    opening = opened(consent, amina.ines, NOW, parts=("identity",))
    close_parts(opening, by=amina.ines, at=LATER)
    with pytest.raises(NotHere):
        doors.name_of(amina.ines, amina.person, amina.hotline.pk, LATER)


def test_the_page_of_another_agencys_record_shows_and_offers_no_change(amina: Scene) -> None:
    ines = Client()
    sign_in(ines, Staff.objects.get(pk=amina.ines.staff))
    key = key_for(amina.person, amina.shelter.pk)
    here = reverse("identity:identity_of", args=[key, amina.hotline.key])
    assert ines.get(here).status_code == 404
    said_yes(amina, "identity", "contact")
    hidden = ines.get(here).content.decode()
    assert "Amina" not in hidden
    assert "+999 555 0142" in hidden
    assert "Mill Lane" not in hidden
    shown = ines.post(reverse("identity:name_of", args=[key, amina.hotline.key])).content.decode()
    assert "Amina Okoro" in shown
    for act in ("names/", "erase/", "hold/", "/remove/", "new/"):
        assert f"identity/{act}" not in shown
    assert ines.get(reverse("identity:identity", args=[key])).status_code == 404

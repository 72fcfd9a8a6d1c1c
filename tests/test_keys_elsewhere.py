"""Dawn Hotline keeps its key in its own key service: what the host and the others can and cannot.

Everything is asked of the served pages and of the stored bytes.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.urls import reverse

from tests.scenery import Scenery
from throughcare.agencies.models import KeptForm, Staff
from throughcare.agencies.services import enrol_factor, new_secret
from throughcare.agencies.tests.factories import NOON, PASSWORD, actor, sign_in
from throughcare.config.services import rounds
from throughcare.config.services.rounds import do_what_time_brings, last_round
from throughcare.exchange.models import ImportRun
from throughcare.exchange.services import runs, send_in
from throughcare.exchange.tests.invented import a_table
from throughcare.kernel.actors import SYSTEM
from throughcare.vault.adapters import transit
from throughcare.vault.services import Owner, Unreadable, key_ring, key_store
from throughcare.vault.tests.transit_double import EVERYTHING, TransitDouble

pytestmark = pytest.mark.django_db


@dataclass
class House:
    """The scenery, Dawn's key service, and the file with the token for it."""

    scenery: Scenery
    service: TransitDouble
    token_file: Path

    def go(self) -> None:
        """The service goes away, and with it the token that the host holds."""
        self.service.stop()
        self.token_file.unlink()

    def client_of(self, name: str) -> Client:
        client = Client()
        sign_in(client, Staff.objects.get(pk=getattr(self.scenery.scene, name).staff))
        return client


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    """Everything was sealed with a key file here first, and moved by the command."""
    scenery = Scenery()
    for who in (scenery.scene.noor, scenery.scene.ines):
        enrol_factor(who.staff, new_secret(), by=SYSTEM, at=NOON)
    service = TransitDouble()
    service.new_key("throughcare")
    file = tmp_path / "dawn.token"
    file.write_text(service.new_token("throughcare", *EVERYTHING))
    call_command("keys_service", agency="DH", url=service.url, key="throughcare", token_file=file)
    yield House(scenery, service, file)
    service.stop()


def test_the_command_leaves_no_key_of_the_agency_here(house: House) -> None:
    dawn = house.scenery.scene.dawn
    assert not list((Path(settings.THROUGHCARE_KEYS) / "agencies" / dawn.pk.hex).iterdir())
    assert key_ring().agencies.ids(dawn.pk) == ["service:1"]


def test_with_the_service_everybody_works_as_before(house: House) -> None:
    answer = house.client_of("noor").post(_name_of(house))
    assert answer.status_code == 200
    assert b"Amina" in answer.content


def test_without_it_the_host_reads_nothing_of_dawn_with_all_that_it_holds(
    house: House, tmp_path: Path
) -> None:
    dawn = house.scenery.scene.dawn.pk
    assert sum(_opens(dawn.hex)) > 3
    house.go()
    shutil.copytree(settings.THROUGHCARE_KEYS, tmp_path / "stolen")
    settings.THROUGHCARE_KEYS = tmp_path / "stolen"
    key_ring.cache_clear()
    key_store.cache_clear()
    assert sum(_opens(dawn.hex)) == 0
    assert sum(_opens(house.scenery.scene.lotus.pk.hex)) > 0
    assert b"Amina" not in _everything_stored()


def test_without_it_dawn_is_told_so_and_lotus_works_on(house: House) -> None:
    ines = house.client_of("ines")
    pages = ["web:today", "cases:list", "referrals:list", "notices:list", "web:more"]
    addresses = [reverse(page) for page in pages]
    addresses.append(reverse("referrals:referral", args=[house.scenery.keys["referral"]]))
    before = [ines.get(address).status_code for address in addresses]
    noor = house.client_of("noor")
    house.go()
    assert [ines.get(address).status_code for address in addresses] == before == [200] * 6
    answer = noor.post(_name_of(house))
    assert answer.status_code == 503
    assert b"Nothing was changed and nothing is lost" in answer.content
    assert b"Amina" not in answer.content


def test_lotus_asks_the_service_of_dawn_for_nothing_of_its_own(house: House) -> None:
    house.service.asked.clear()
    ines = house.client_of("ines")
    for page in ("web:today", "cases:list", "referrals:list", "directory:own_services"):
        assert ines.get(reverse(page)).status_code == 200
    assert house.service.asked == []


def test_what_dawn_was_sending_is_kept(house: House) -> None:
    noor = house.client_of("noor")
    house.go()
    note = {"text": "She sleeps better.", "part": "situation"}
    answer = noor.post(reverse("cases:note", args=[house.scenery.keys["person"]]), note)
    assert answer.status_code == 503
    assert KeptForm.objects.count() == 1
    kept = noor.get(reverse("kept_form"))
    assert b"She sleeps better." in kept.content


def test_who_signs_in_at_dawn_meanwhile_is_told_why(house: House) -> None:
    client = Client()
    client.post(
        reverse("account_login"), {"login": "noor@dh.example", "password": PASSWORD}, follow=True
    )
    house.go()
    answer = client.post(reverse("mfa_authenticate"), {"code": "000000"})
    assert answer.status_code == 503
    assert b"own key service" in answer.content


def test_the_worker_goes_on_with_what_others_wait_for(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = []

    def fails(_at: object) -> None:
        raise RuntimeError("Amina")

    parts = {"first": fails, "second": done.append}
    monkeypatch.setattr(rounds, "PARTS", parts)
    assert do_what_time_brings() == ("first",)
    assert len(done) == 1
    assert (last := last_round()) is not None
    assert last.failed == ("first",)


def test_a_file_that_dawn_sent_in_waits_for_the_service(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "BYTES_AT_ONCE", 0)
    monkeypatch.setattr(transit, "PAUSE", 0.0)
    dana = actor(house.scenery.scene.dawn, "Dana", ["data_officer"])
    send_in(SimpleUploadedFile("a.csv", a_table()), by=dana, at=NOON)
    house.service.seal()
    for _round in range(2):
        assert do_what_time_brings() == ()
        assert ImportRun.objects.get().state == "waiting"
    house.service.sealed = False
    assert do_what_time_brings() == ()
    assert ImportRun.objects.get().state == "looked_at"


def test_keys_come_back_into_a_file_here(house: House) -> None:
    call_command("keys_service", agency="DH", none=True)
    dawn = house.scenery.scene.dawn
    assert len(list((Path(settings.THROUGHCARE_KEYS) / "agencies" / dawn.pk.hex).iterdir())) == 1
    noor = house.client_of("noor")
    house.go()
    assert b"Amina" in noor.post(_name_of(house)).content


def test_a_service_that_does_not_work_is_not_taken(tmp_path: Path) -> None:
    scenery = Scenery()
    service = TransitDouble()
    file = tmp_path / "token"
    file.write_text(service.new_token("throughcare", *EVERYTHING))
    before = _key_files(scenery.scene.dawn.pk.hex)
    with pytest.raises(CommandError, match="has no such key"):
        call_command(
            "keys_service", agency="DH", url=service.url, key="throughcare", token_file=file
        )
    service.stop()
    assert not (Path(settings.THROUGHCARE_KEYS) / "services.toml").exists()
    assert _key_files(scenery.scene.dawn.pk.hex) == before


def test_rotating_all_says_whose_service_was_away_and_does_the_others(house: House) -> None:
    house.go()
    with pytest.raises(CommandError, match="the key service of DH"):
        call_command("keys_rotate")
    lotus = house.scenery.scene.lotus.pk.hex
    assert all(name.startswith("000002-") for name in _key_files(lotus))


def _name_of(house: House) -> str:
    return reverse("identity:name", args=[house.scenery.keys["person"]])


def _key_files(agency: str) -> list[str]:
    folder = Path(settings.THROUGHCARE_KEYS) / "agencies" / agency
    return sorted(file.name for file in folder.iterdir())


def _opens(agency: str) -> Iterator[int]:
    """Each data key of an agency that this house can still open, as 1; else 0."""
    with sqlite3.connect(Path(settings.THROUGHCARE_KEYS) / "keys.db") as base:
        rows = base.execute("select kind, subject from data_key where agency = ?", [agency])
        owners = [Owner(UUID(agency), kind, UUID(subject)) for kind, subject in rows]
    for owner in owners:
        try:
            key_store().of(owner)
            yield 1
        except Unreadable:
            yield 0


def _everything_stored() -> bytes:
    """Every value of every table, and every file of the house."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f'select * from "{table}"')
            found += [repr(row).encode() for row in cursor.fetchall()]
    home = Path(settings.THROUGHCARE_HOME)
    return b"".join(found) + b"".join(f.read_bytes() for f in home.rglob("*") if f.is_file())

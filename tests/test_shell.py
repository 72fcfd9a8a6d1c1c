"""What surrounds the pages, over several apps at once: lines, looks, and nothing lost."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.rules import DUTIES
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.audit.models import Line
from throughcare.cases.doors import events_of
from throughcare.cases.models import CaseFile, Event
from throughcare.cases.services import add_task, lock_case, open_case
from throughcare.consent.doors import readable_parts
from throughcare.identity.models import SearchTally
from throughcare.identity.rules import MOST_SEARCHES, Birth, Name, SafeContact
from throughcare.identity.services import add_contact, erase_person, record_birth, record_names
from throughcare.kernel.actors import Actor
from throughcare.persons.queries import numbers_at
from throughcare.referrals.services import (
    accept_referral,
    hand_over,
    report_outcome,
    save_draft,
)
from throughcare.referrals.tests.factories import Scene
from throughcare.referrals.tests.summaries import BED

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)
LATER = NOON + timedelta(minutes=40)
BROWSER = {"sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=LATER):
        yield


def signed_in(who: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    return client


def test_a_page_with_her_name_is_given_once_and_not_after_the_lock(scene: Scene) -> None:
    record_names(scene.person, [Name("Amina", "Sule")], "Amina", by=scene.noor, at=NOON)
    address, sami = reverse("cases:case", args=[scene.case_key]), signed_in(scene.sami)
    led = sami.post(address, headers=BROWSER)
    assert "Amina" in sami.get(led["Location"]).content.decode()
    lock_case(scene.case_key, [], by=scene.noor, at=LATER)
    assert sami.get(led["Location"]).status_code == 404


def test_the_access_record_shows_the_looks_of_another_agency(scene: Scene) -> None:
    phone = SafeContact("phone", "+999 20 123 456", ("call",))
    add_contact(scene.person, phone, by=scene.noor, at=NOON)
    (key,) = scene.offered()
    own = accept_referral(key, by=scene.ines, at=SOON)
    record = reverse("web:access_record", args=[scene.case_key])
    noor = signed_in(scene.noor)
    assert "Lotus Shelter" not in noor.get(record).content.decode()
    assert (
        "123 456" in signed_in(scene.ines).get(reverse("cases:case", args=[own])).content.decode()
    )
    assert "Lotus Shelter" in noor.get(record).content.decode()


def newest_line() -> tuple[str, str]:
    newest = Line.objects.order_by("-seq").values_list("kind", "code")
    return newest.exclude(code="staff.signed_in")[0]


def test_today_opens_sealed_words_with_a_line_and_is_silent_without_them(scene: Scene) -> None:
    night = signed_in(scene.night)
    before = Line.objects.count()
    night.get(reverse("web:today"))
    assert Line.objects.count() == before
    scene.offered()
    assert "A safe bed tonight" in night.get(reverse("web:today")).content.decode()
    assert newest_line() == ("look", "today.looked_at")
    add_task(scene.case_key, kind="visit", words="At the mill", due_at=NOON, by=scene.noor, at=NOON)
    noor = signed_in(scene.noor)
    assert "At the mill" in noor.get(reverse("web:today")).content.decode()
    assert newest_line() == ("look", "today.looked_at")


def test_a_search_by_number_is_written_and_counted_as_one_by_name(scene: Scene) -> None:
    number = numbers_at(scene.dawn.pk, [scene.person])[scene.person]
    sami, asked = signed_in(scene.sami), {"q": number}
    assert f"{number}</bdi>" in sami.post(reverse("web:find"), asked).content.decode()
    assert newest_line() == ("look", "identity.searched")
    SearchTally.objects.update(searches=MOST_SEARCHES)
    page = sami.post(reverse("web:find"), asked).content.decode()
    assert "You searched 60 times" in page
    assert f"{number}</bdi>" not in page


def test_found_rows_say_why_and_how_old(scene: Scene) -> None:
    record_names(scene.person, [Name("Amina", "Sule")], by=scene.noor, at=NOON)
    record_birth(scene.person, Birth("estimated", year=1990), by=scene.noor, at=NOON)
    page = (
        signed_in(scene.noor).post(reverse("web:find"), {"q": "amina sule 1990"}).content.decode()
    )
    for words in ("25 to 39", "The name is the same", "Birth is"):
        assert words in page


def test_the_services_that_fit_are_a_look(scene: Scene) -> None:
    draft = save_draft(scene.case_key, BED, urgency="urgent", by=scene.noor, at=NOON)
    page = signed_in(scene.noor).get(reverse("referrals:draft", args=[draft]))
    assert "Lotus house" in page.content.decode()
    line = Line.objects.get(code="services.looked_for")
    assert (line.kind, json.loads(line.entry)["codes"]) == ("look", [{"rows": 2}])


def test_what_was_refused_leads_back_to_where_it_was_asked(scene: Scene) -> None:
    noor = signed_in(scene.noor)
    case = reverse("cases:case", args=[scene.case_key])
    withdrawn = reverse("referrals:withdraw", args=scene.offered())
    noor.post(withdrawn)
    for before, back in (
        (f"http://testserver{case}?only=own", f"{case}?only=own"),
        (f"https://elsewhere.example{case}", reverse("web:today")),
        ("http://testserver//elsewhere.example/", reverse("web:today")),
    ):
        page = noor.post(withdrawn, headers={"referer": before})
        assert page.status_code == 403
        (main,) = re.findall(r"<main.*</main>", page.content.decode(), re.DOTALL)
        assert f'href="{back}"' in main


def test_the_bar_of_a_phone_holds_four_entries_whatever_the_duties(scene: Scene) -> None:
    by = actor(scene.dawn, "Everything", DUTIES)
    page = signed_in(by).get("/").content.decode()
    entries = re.findall(r'<li (class="tc-wide")?>\s*<a href="[^"]*"', page)
    assert entries.count("") == 4
    assert entries[:4] == [""] * 4
    assert len(entries) > 10


def test_a_phone_finds_where_to_type_and_the_way_there(scene: Scene) -> None:
    sami = signed_in(scene.sami)
    for page in (sami.get(reverse("web:find")), sami.post(reverse("web:find"), {"q": "Nobody"})):
        (main,) = re.findall(r"<main.*</main>", page.content.decode(), re.DOTALL)
        assert 'name="q"' in main
    begins = sami.get(reverse("cases:new")).content.decode()
    assert re.search(rf'<a href="{reverse("web:find")}">[^<]*search first', begins)


def test_leaving_quickly_is_a_line_and_ends_the_session_in_the_list(scene: Scene) -> None:
    noor = signed_in(scene.noor)
    noor.get(reverse("web:today"))
    assert UserSession.objects.filter(user=scene.noor.staff).count() == 1
    noor.get(reverse("web:leave"), headers={"sec-fetch-site": "same-origin"})
    line = Line.objects.order_by("-seq")[0]
    said = json.loads(line.entry)["codes"]
    assert (line.code, said) == ("staff.signed_out", [{"why": "left_quickly"}])
    assert not UserSession.objects.filter(user=scene.noor.staff).exists()
    assert noor.get(reverse("web:today")).status_code == 302


def test_a_link_on_another_site_signs_nobody_out(scene: Scene) -> None:
    noor = signed_in(scene.noor)
    page = noor.get(reverse("web:leave"), headers={"sec-fetch-site": "cross-site"})
    assert "Weather" in page.content.decode()
    assert "Clear-Site-Data" not in page.headers
    assert noor.get(reverse("web:today")).status_code == 200


def test_a_note_about_several_people_names_them_by_number_and_stays_inside(scene: Scene) -> None:
    other = CaseFile.objects.get(key=open_case(by=scene.noor, at=NOON, began_by="call")).person_id
    mira = actor(scene.dawn, "Mira", ["hotline_worker", "case_manager"])
    hidden = open_case(by=mira, at=NOON, began_by="call")
    lock_case(hidden, [], by=mira, at=NOON)
    unseen = CaseFile.objects.get(key=hidden).person_id
    numbers = numbers_at(scene.dawn.pk, [other, unseen])
    (key,) = scene.offered()
    own = accept_referral(key, by=scene.ines, at=SOON)
    noor, address = signed_in(scene.noor), reverse("cases:note", args=[scene.case_key])
    note = {"part": "situation", "text": "Both fled together."}
    refused = noor.post(address, {**note, "also_about": f"{numbers[other]}, {numbers[unseen]} X-9"})
    shown = refused.content.decode()
    for number in (numbers[unseen], "X-9"):
        assert f"No case that you may read has the number {number}." in shown
    assert "Both fled together." in shown
    assert noor.post(address, {**note, "also_about": numbers[other].lower()}).status_code == 302
    step = Event.objects.get(kind="note")
    assert step.sealed_for == "case"
    assert list(step.also_about.values_list("person", flat=True)) == [other]
    page = reverse("cases:case", args=[scene.case_key])
    assert "Both fled together." in noor.get(page).content.decode()
    elsewhere = signed_in(scene.ines).get(reverse("cases:case", args=[own])).content.decode()
    assert ("Both fled" in elsewhere, step.key in elsewhere) == (False, False)
    assert not events_of(scene.ines, scene.person, LATER).filter(pk=step.pk).exists()
    assert events_of(scene.ines, scene.person, LATER).exists()


@pytest.mark.parametrize("version", ["abc", "²", "9" * 30, "-1"])
def test_a_made_up_version_assigns_or_shows_what_changed(scene: Scene, version: str) -> None:
    address = reverse("cases:manager", args=[scene.case_key])
    said = {"staff": scene.sami.staff.hex, "version": version}
    assert signed_in(scene.noor).post(address, said).status_code == 302


def test_who_erases_its_own_record_reads_nothing_of_the_other_any_more(scene: Scene) -> None:
    (offered,) = scene.offered(scene.spare)
    accept_referral(offered, by=scene.stranger, at=NOON)
    assert readable_parts(scene.stranger, scene.person, scene.dawn.pk, NOON)
    hand_over(offered, by=scene.stranger, at=NOON)
    report_outcome(offered, outcome="service_started", by=scene.stranger, at=NOON)
    assert readable_parts(scene.stranger, scene.person, scene.dawn.pk, NOON)
    eraser = replace(scene.stranger, abilities=scene.stranger.abilities | {"erase_person"})
    erase_person(scene.person, "asked_by_person", by=eraser, at=NOON + timedelta(hours=1))
    later = NOON + timedelta(hours=2)
    assert not readable_parts(scene.stranger, scene.person, scene.dawn.pk, later)
    assert readable_parts(scene.noor, scene.person, scene.dawn.pk, later)

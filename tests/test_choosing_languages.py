"""Choosing a language: on the gate, on the account, for the person; and what is missing."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from tests.scenery import Scenery
from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, dawn_hotline, sign_in, staff
from throughcare.audit.models import Line
from throughcare.cases.rules import Statement
from throughcare.cases.services import record_statements
from throughcare.web.queries.languages import languages

pytestmark = pytest.mark.django_db

SIGN_IN, ARABIC = "/sign-in/", "تسجيل الدخول"


@pytest.fixture(autouse=True)
def quarter_past() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=15)):
        yield


@pytest.fixture
def scenery() -> Scenery:
    return Scenery()


@pytest.fixture
def noor(scenery: Scenery) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=scenery.scene.noor.staff))
    return client


def test_the_gate_is_in_the_language_of_the_browser(client: Client) -> None:
    page = client.get(SIGN_IN, headers={"accept-language": "ar-SY,ar;q=0.9"}).content.decode()
    assert '<html lang="ar"\n      dir="rtl"' in page
    assert ARABIC in page
    assert "bootstrap.rtl" in page


def test_a_browser_that_asks_for_none_of_them_gets_english(client: Client) -> None:
    page = client.get(SIGN_IN, headers={"accept-language": "tlh,km;q=0.9"}).content.decode()
    assert '<html lang="en"' in page


def test_whoever_is_not_signed_in_chooses_on_the_page_and_stays_on_it(client: Client) -> None:
    came_from = {"referer": f"http://testserver{SIGN_IN}?next=/people/"}
    answer = client.post(reverse("set_language"), {"language": "uk"}, headers=came_from)
    assert answer["Location"] == SIGN_IN
    assert client.cookies["language"]["httponly"]
    assert client.get(SIGN_IN)["Content-Language"] == "uk"
    assert not Line.objects.filter(code="staff.language_chosen").exists()


@pytest.mark.parametrize(
    ("referer", "leads_to"),
    [
        ("https://elsewhere.example/people/", "/"),
        ("http://testserver//elsewhere.example/", "/"),
        ("", "/"),
        ("http://testserver/i/?answer=abc", "/i/?answer="),
    ],
)
def test_choosing_leads_nowhere_but_to_a_page_of_this_house(
    client: Client, referer: str, leads_to: str
) -> None:
    headers = {"referer": referer}
    answer = client.post(reverse("set_language"), {"language": "uk"}, headers=headers)
    assert answer["Location"] == leads_to


def test_a_language_that_is_not_offered_is_not_chosen(client: Client) -> None:
    client.post(reverse("set_language"), {"language": "tlh"})
    assert "language" not in client.cookies


def test_what_staff_choose_holds_on_every_device_and_not_for_the_next_who_signs_in(
    noor: Client, scenery: Scenery
) -> None:
    noor.post(reverse("set_language"), {"language": "ro"})
    assert Staff.objects.get(pk=scenery.scene.noor.staff).reads_in == "ro"
    assert Line.objects.filter(code="staff.language_chosen").count() == 1
    elsewhere = Client(headers={"accept-language": "fr"})
    sign_in(elsewhere, Staff.objects.get(pk=scenery.scene.noor.staff))
    assert elsewhere.get("/")["Content-Language"] == "ro"
    noor.post("/sign-out/")
    assert noor.get(SIGN_IN)["Content-Language"] == "en"


def test_a_case_in_ukrainian_is_told_in_ukrainian_from_there_on(
    noor: Client, scenery: Scenery
) -> None:
    case = scenery.keys["person"]
    said = [Statement(topic="language", value="ukr", said_by="person")]
    record_statements(case, said, by=scenery.scene.noor, at=NOON)
    noor.get(f"/people/{case}/")
    page = noor.get(reverse("consent:ask", args=[case])).content.decode()
    assert '<html lang="en"' in page
    assert '<div class="tc-told mb-3" lang="uk" dir="ltr">' in page
    assert "May they read this?" in page
    sheet = noor.get(reverse("consent:ask", args=[case]) + "?on=paper").content.decode()
    assert '<html lang="uk"' in sheet
    assert '<nav class="d-print-none mb-4" lang="en" dir="ltr"' in sheet


def test_the_person_is_told_in_the_language_that_is_chosen_for_her_alone(
    noor: Client, scenery: Scenery
) -> None:
    case = scenery.keys["person"]
    read, told = reverse("web:read_aloud", args=[case]), {"about": case, "told_in": "ar"}
    answer = noor.post(
        reverse("web:tell_in"), told, headers={"referer": f"http://testserver{read}"}
    )
    assert answer["Location"] == read
    assert '<div lang="ar" dir="rtl">' in noor.get(read).content.decode()
    sheet = noor.get(reverse("referrals:sheet", args=[scenery.keys["referral"]])).content.decode()
    assert '<html lang="en"' in sheet


def test_the_questions_are_read_aloud_with_their_choices(noor: Client, scenery: Scenery) -> None:
    case = scenery.keys["person"]
    noor.post(reverse("web:tell_in"), {"about": case, "told_in": "uk"})
    page = noor.get(reverse("cases:speak", args=[case])).content.decode()
    aloud = page[page.index("<details") : page.index("</details>")]
    assert "Що допомогло б?" in aloud
    assert "Безпечне місце" in aloud
    assert "A safe place to stay" not in aloud
    assert "A safe place to stay" in page


def test_a_sheet_for_a_service_is_printed_in_its_language(noor: Client, scenery: Scenery) -> None:
    referral = scenery.keys["referral"]
    noor.post(reverse("web:tell_in"), {"about": referral, "told_in": "ar"})
    sheet = noor.get(reverse("referrals:sheet", args=[referral])).content.decode()
    assert '<html lang="ar"\n      dir="rtl"' in sheet
    made = noor.get(reverse("referrals:sheet_pdf", args=[referral]))
    assert made.status_code == 403 or made.content.startswith(b"%PDF")


def test_what_is_missing_is_told_to_administrators_alone() -> None:
    dawn = dawn_hotline()
    for name, duties, status in (("Admin", ["administrator"], 200), ("Sami", ["clinician"], 403)):
        client = Client()
        sign_in(client, staff(dawn, name, duties))
        assert client.get(reverse("web:languages")).status_code == status


def test_a_text_without_translation_is_counted_and_shown(settings: Any, tmp_path: Path) -> None:
    place = tmp_path / "uk" / "LC_MESSAGES"
    place.mkdir(parents=True)
    (place / "django.po").write_text(
        'msgid ""\nmsgstr "Plural-Forms: nplurals=3; plural=0;\\n"\n\n'
        'msgid "Yes"\nmsgstr "Так"\n\nmsgid "Tent"\nmsgstr ""\n\n'
        'msgid "{n} bed"\nmsgid_plural "{n} beds"\n'
        'msgstr[0] "ліжко"\nmsgstr[1] ""\nmsgstr[2] ""\n'
    )
    settings.LOCALE_PATHS, settings.LANGUAGES = [tmp_path], [("en", "English"), ("uk", "")]
    (row,) = languages()
    assert (row.own_name, row.said, row.of, row.share) == ("українська", 1, 3, 33)
    assert row.missing == ["Tent", "{n} bed"]

"""The pages: what they show, to whom, and that a name is hidden until it is asked for."""

import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.audit import queries as ledger
from throughcare.identity import doors
from throughcare.identity.models import Contact, Document, Entry, Hold, Photograph
from throughcare.identity.queries import panel
from throughcare.identity.rules import Birth, Name, Paper, SafeContact
from throughcare.identity.services import (
    add_contact,
    add_document,
    add_photograph,
    record_birth,
    record_names,
    search_people,
)
from throughcare.identity.tests.cast import Scene, a_phone, a_picture, known_as
from throughcare.kernel.records import new_key

ONE_NAME = {
    "names-TOTAL_FORMS": "2",
    "names-INITIAL_FORMS": "0",
    "names-0-given": "Amina",
    "names-0-family": "Okoro",
    "names-0-kind": "used",
    "names-0-order": "given_first",
    "names-1-given": "",
    "names-1-kind": "used",
    "names-1-order": "given_first",
}


@pytest.fixture
def amina(scene: Scene) -> Scene:
    noor, person = scene.noor, scene.person
    record_names(person, [Name("Amina", "Okoro"), Name("أمينة")], "Mina", by=noor, at=NOON)
    record_birth(person, Birth("exact", day=date(1999, 4, 30)), by=noor, at=NOON)
    add_contact(person, a_phone(), by=noor, at=NOON)
    add_contact(person, SafeContact("address", "Mill Lane 4", ("none",)), by=noor, at=NOON)
    add_document(person, Paper("passport", "XA", "X7654321"), a_picture(), by=noor, at=NOON)
    add_photograph(person, a_picture(), by=noor, at=NOON)
    return scene


@pytest.fixture
def noor(scene: Scene, client: Client) -> Client:
    sign_in(client, Staff.objects.get(pk=scene.noor.staff))
    return client


@pytest.fixture
def ines(scene: Scene) -> Client:
    outside = Client()
    sign_in(outside, Staff.objects.get(pk=scene.ines.staff))
    return outside


def page(name: str, scene: Scene, *more: str) -> str:
    return reverse(f"identity:{name}", args=[scene.key, *more])


def test_the_page_hides_names_and_shows_how_to_reach_her(noor: Client, amina: Scene) -> None:
    shown = noor.get(page("identity", amina)).content.decode()
    for hidden in ("Amina", "Mina", "أمينة", "1999", "X7654321"):
        assert hidden not in shown
    for there in ("25 to 39", "+999 555 0142", "weekdays 10 to 12", "Never use it", "a cousin"):
        assert there in shown
    title = shown.split("<title>")[1].split("</title>")[0]
    assert "DH-" in title


def test_a_name_is_shown_by_post_and_written_down(noor: Client, amina: Scene) -> None:
    assert noor.get(page("name", amina)).status_code == 405
    shown = noor.post(page("name", amina)).content.decode()
    for there in ("Amina Okoro", "Mina", "أمينة", "1999", "X7654321"):
        assert there in shown
    assert "identity.names" in {line.code for line in ledger.lines_about(amina.person)}


def test_names_are_stored_by_a_form_without_script(noor: Client, scene: Scene) -> None:
    answer = noor.post(page("names", scene), {**ONE_NAME, "called": "Mina", "version": "0"})
    assert (answer.status_code, answer["Location"]) == (302, page("identity", scene))
    found = doors.names_of(scene.noor, scene.person, scene.hotline.pk, NOON)
    assert (found.called, [name.full for name in found.names]) == ("Mina", ["Amina Okoro"])


def test_who_has_a_record_already_is_shown_before_names_are_stored(
    noor: Client, scene: Scene
) -> None:
    record_birth(scene.person, Birth("exact", day=date(1999, 4, 30)), by=scene.noor, at=NOON)
    there = known_as(scene.noor, ("Amina", "Okoro"), birth=Birth("estimated", year=1999))
    (row,) = search_people("amina okoro", by=scene.noor, at=NOON)
    typed = {**ONE_NAME, "called": "Mina", "version": "0"}
    answer = noor.post(page("names", scene), typed)
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert not Entry.objects.filter(person=scene.person, topic="names").exists()
    assert (there, row.number in shown, row.key in shown) == (row.person, True, True)
    for words in ("The name is the same", "25 to 39", "somebody else", 'value="Okoro"'):
        assert words in shown
    passed = noor.post(page("names", scene), {**typed, "somebody_else": "on"})
    assert passed.status_code == 302
    assert Entry.objects.filter(person=scene.person, topic="names").exists()


def test_the_form_of_names_opens_with_what_is_stored(noor: Client, amina: Scene) -> None:
    assert noor.get(page("names", amina)).status_code == 302
    form = noor.post(page("names", amina), {"step": "open"}).content.decode()
    assert 'value="Amina"' in form
    assert 'name="version" value="1"' in form


def test_two_people_change_names_and_the_second_sees_both(noor: Client, amina: Scene) -> None:
    answer = noor.post(page("names", amina), {**ONE_NAME, "called": "Typed", "version": "0"})
    assert answer.status_code == 409
    shown = answer.content.decode()
    assert "Mina" in shown
    assert "Typed" in shown


@pytest.mark.parametrize("name", ["Amina\u202e", "Am\u200bina", "🌸", "A" * 1_000_000, "<b>x</b>"])
def test_a_hostile_name_is_refused_and_nothing_is_stored(
    noor: Client, scene: Scene, name: str
) -> None:
    typed = {**ONE_NAME, "names-0-given": name, "called": "", "version": "0"}
    answer = noor.post(page("names", scene), typed)
    assert answer.status_code == 422
    assert "Okoro" in answer.content.decode()
    assert "<b>x" not in answer.content.decode()
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "band"),
    [
        ({"certainty": "exact", "day": "1999-04-30"}, "25-39"),
        ({"certainty": "estimated", "age": "15"}, "12-15"),
        ({"certainty": "estimated", "year": "1980", "day": "2001-01-01"}, "40-59"),
        ({"certainty": "unknown", "grown_up": "child"}, "child"),
    ],
)
def test_birth_is_stored_as_it_is_known(
    noor: Client, scene: Scene, typed: dict[str, str], band: str
) -> None:
    assert noor.post(page("birth", scene), typed).status_code == 302
    bands = doors.age_bands_of(scene.noor, [scene.person], scene.hotline.pk, NOON)
    assert bands[scene.person] == band


def test_an_impossible_birth_is_said_above_the_form(noor: Client, scene: Scene) -> None:
    answer = noor.post(page("birth", scene), {"certainty": "exact", "day": "2199-01-01"})
    assert answer.status_code == 422
    assert "cannot lie in the future" in answer.content.decode()
    opened = noor.post(page("birth", scene), {"step": "open"})
    assert opened.status_code == 200


def test_gender_and_citizenship_are_stored_apart(noor: Client, scene: Scene) -> None:
    typed = {"sex": "female", "gender": "NonConforming", "citizenship_1": "MD"}
    assert noor.post(page("gender", scene), typed).status_code == 302
    opened = noor.post(page("gender", scene), {"step": "open"}).content.decode()
    assert '<option value="MD" selected>' in opened


def test_a_contact_is_added_changed_and_removed(noor: Client, scene: Scene) -> None:
    new = page("new_contact", scene, "phone")
    typed = {"value": "+999 555 0188", "ways": ["call"], "say": "the library"}
    assert noor.get(new).status_code == 200
    assert noor.post(new, {**typed, "ways": []}).status_code == 422
    assert noor.post(new, typed).status_code == 302
    row = Contact.objects.get()
    change = page("contact", scene, row.key)
    assert "+999 555 0188" in noor.post(change, {"step": "open"}).content.decode()
    typed |= {"version": "1", "ways": ["none"]}
    assert noor.post(change, typed).status_code == 302
    assert noor.post(change, {**typed, "value": "+1 555 0100"}).status_code == 409
    assert noor.post(page("drop_contact", scene, row.key)).status_code == 302
    assert Contact.objects.count() == 0
    assert noor.get(page("new_contact", scene, "fax")).status_code == 404


def test_a_document_with_its_scan_is_stored_and_only_saved(noor: Client, scene: Scene) -> None:
    scan = SimpleUploadedFile("amina passport.pdf", b"%PDF-1.7\nscan", "application/pdf")
    typed = {"kind": "passport", "country": "XA", "number": "X1", "check": "seen", "scan": scan}
    assert noor.get(page("new_document", scene)).status_code == 200
    assert noor.post(page("new_document", scene), typed).status_code == 302
    row = Document.objects.get()
    answer = noor.get(page("scan", scene, row.key))
    assert answer.content == b"%PDF-1.7\nscan"
    assert answer["Content-Disposition"] == "attachment; filename=document"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert noor.post(page("drop_document", scene, row.key)).status_code == 302


def test_a_photograph_is_stored_without_its_place_and_looked_at(noor: Client, scene: Scene) -> None:
    sent = SimpleUploadedFile("face.jpg", a_picture(with_place=True), "image/jpeg")
    assert noor.get(page("new_photograph", scene)).status_code == 200
    assert noor.post(page("new_photograph", scene), {"picture": sent}).status_code == 302
    row = Photograph.objects.get()
    looked = noor.get(page("photograph", scene, row.key)).content.decode()
    assert page("picture", scene, row.key) in looked
    picture = noor.get(page("picture", scene, row.key))
    assert b"PlantedCameraMaker" not in picture.content
    assert picture["X-Content-Type-Options"] == "nosniff"
    assert picture["Cache-Control"] == "no-store"
    assert "identity.photograph" in {line.code for line in ledger.lines_about(scene.person)}
    assert noor.post(page("drop_photograph", scene, row.key)).status_code == 302


@pytest.mark.parametrize(
    "content", [b"<svg xmlns='http://www.w3.org/2000/svg'/>", b"<html></html>", b"%PDF-1.7", b"x"]
)
def test_an_upload_that_is_no_photograph_is_refused(
    noor: Client, scene: Scene, content: bytes
) -> None:
    sent = SimpleUploadedFile("face.jpg", content, "image/jpeg")
    answer = noor.post(page("new_photograph", scene), {"picture": sent})
    assert answer.status_code == 422
    assert "Choose a photograph" in answer.content.decode()
    assert Photograph.objects.count() == 0


def test_a_record_is_held_released_and_erased(noor: Client, amina: Scene) -> None:
    assert noor.post(page("hold", amina), {"reason": "court_case"}).status_code == 302
    held = noor.get(page("identity", amina)).content.decode()
    assert "A court case goes on" in held
    shown = noor.get(page("hold", amina)).content.decode()
    assert "It is held" in shown
    assert page("release", amina) in shown
    assert noor.post(page("hold", amina), {"reason": "complaint"}).status_code == 422
    sure = {"reason": "asked_by_person", "sure": "on"}
    assert noor.post(page("erase", amina), sure).status_code == 422
    assert noor.post(page("release", amina)).status_code == 302
    assert "Released" in noor.get(page("hold", amina)).content.decode()
    unsaid = noor.post(page("hold", amina), {"reason": ""})
    assert (unsaid.status_code, Hold.objects.filter(released_at=None).count()) == (422, 0)
    assert noor.get(page("erase", amina)).status_code == 200
    assert noor.post(page("erase", amina), {"reason": "asked_by_person"}).status_code == 422
    assert noor.post(page("erase", amina), sure).status_code == 302
    assert noor.get(page("identity", amina)).status_code == 404


def addresses(scene: Scene, person_key: str) -> list[tuple[str, str]]:
    """Every address of this app about a person: as (way of asking, address)."""
    here = (scene.noor, scene.person, scene.hotline.pk, NOON)
    contact = doors.contacts_of(*here)[0].key
    document = doors.documents_of(*here)[0].key
    photograph = doors.photographs_of(*here)[0].key
    asked: list[tuple[str, str, tuple[str, ...]]] = [
        ("get", "identity", ()),
        ("post", "name", ()),
        ("get", "identity_of", (scene.hotline.key,)),
        ("post", "name_of", (scene.hotline.key,)),
        ("get", "names", ()),
        ("post", "names", ()),
        ("post", "birth", ()),
        ("post", "gender", ()),
        ("get", "new_contact", ("phone",)),
        ("post", "contact", (contact,)),
        ("post", "drop_contact", (contact,)),
        ("get", "new_document", ()),
        ("get", "scan", (document,)),
        ("post", "drop_document", (document,)),
        ("get", "new_photograph", ()),
        ("get", "photograph", (photograph,)),
        ("get", "picture", (photograph,)),
        ("post", "drop_photograph", (photograph,)),
        ("get", "erase", ()),
        ("post", "hold", ()),
        ("post", "release", ()),
    ]
    return [
        (method, reverse(f"identity:{name}", args=[person_key, *more]))
        for method, name, more in asked
    ]


def test_every_address_is_absent_for_another_agency_and_for_who_is_not_signed_in(
    amina: Scene, ines: Client
) -> None:
    nowhere = new_key()
    missing = ines.get(page("identity", amina).replace(amina.key, nowhere))
    assert missing.status_code == 404
    stranger = Client()
    for method, address in addresses(amina, amina.key):
        data = {"reason": "court_case"} if address.endswith("hold/") else {}
        answer = getattr(ines, method)(address, data)
        assert (answer.status_code, answer.content) == (404, missing.content), address
        assert getattr(stranger, method)(address, data).status_code in (302, 403)
    assert (Contact.objects.count(), Document.objects.count()) == (2, 1)


def test_forbidden_and_missing_ask_the_data_base_alike(amina: Scene, ines: Client) -> None:
    def asked(address: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert ines.get(address).status_code == 404
        return [
            statement["sql"].split("WHERE")[0]
            for statement in captured.captured_queries
            if '"persons_' in statement["sql"]
            or '"consent_' in statement["sql"]
            or '"identity_' in statement["sql"]
        ]

    here = page("identity", amina)
    missing = here.replace(amina.key, new_key())
    assert asked(here) == asked(missing)
    assert asked(here)


def test_no_page_has_a_style_or_a_script_of_its_own(noor: Client, amina: Scene) -> None:
    shown = noor.post(page("name", amina)).content.decode()
    for forbidden in ("style=", "<style", "onclick", "data:image", "javascript:"):
        assert forbidden not in shown
    assert shown.count("<script") == shown.count("<script defer src=")


def test_the_page_asks_a_steady_number_of_queries(noor: Client, amina: Scene) -> None:
    record = doors.record_at(amina.noor, amina.key, NOON)

    def counted(**shown: bool) -> int:
        with CaptureQueriesContext(connection) as captured:
            panel(record, amina.noor, NOON, **shown)
        asked = [statement["sql"] for statement in captured.captured_queries]
        return sum(not re.search(r'"audit_|SAVEPOINT|pg_advisory', one) for one in asked)

    few, few_shown = counted(), counted(shown=True)
    for number in range(5):
        add_contact(amina.person, a_phone(f"+999 555 01{number}0"), by=amina.noor, at=NOON)
        add_document(amina.person, Paper("visa"), by=amina.noor, at=NOON)
    assert (counted(), counted(shown=True)) == (few, few_shown) == (7, 15)

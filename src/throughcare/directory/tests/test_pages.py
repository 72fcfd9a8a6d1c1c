"""What staff see and do, in the order in which they do it."""

import pytest
from django.test import Client
from django.utils import timezone

from throughcare.agencies.adapters.sessions import GIVEN, TOUCHED
from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.tests.factories import (
    border_police,
    lotus_shelter,
    other_ngo,
    staff,
)
from throughcare.audit import queries as ledger
from throughcare.directory import doors
from throughcare.directory.models import Places, Service
from throughcare.directory.queries import sheet_of
from throughcare.directory.tests.factories import (
    DAY_CENTRE,
    LOTUS_HOUSE,
    SECRET_PHONE,
    SECRET_STREET,
    editor,
    opened,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.records import new_key

pytestmark = pytest.mark.django_db

TYPED = {
    "name": "Lotus House",
    "description": "Rooms, meals and company.",
    "meets": ["shelter", "counselling"],
    "takes": ["women", "family"],
    "age_from": "18",
    "age_to": "",
    "children_up_to": "3",
    "speaks": "English, hausa",
    "speaks_at_night": "Hausa",
    "access": ["step_free"],
    "treats": ["medical"],
    "region": "North",
    "travel": "1_to_2_hours",
    "is_confidential": "on",
    "address": SECRET_STREET,
    "city": "Nordby",
    "postal_code": "N4 4AA",
    "phone": SECRET_PHONE,
    "hours": "",
    "reached_by": "account",
}


@pytest.fixture
def lotus() -> Agency:
    return lotus_shelter()


@pytest.fixture
def edda(lotus: Agency) -> Actor:
    return editor(lotus)


def signed_in(member: Staff) -> Client:
    client = Client()
    client.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    session = client.session
    now = timezone.now().timestamp()
    session[GIVEN], session[TOUCHED] = [member.pk.hex, now], now
    session.save()
    return client


@pytest.fixture
def as_edda(edda: Actor) -> Client:
    return signed_in(Staff.objects.get(pk=edda.staff))


@pytest.fixture
def as_officer() -> Client:
    return signed_in(staff(border_police(), "Oleg", ["border_officer"]))


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status
    return answer.content.decode()


def of(service: Service, act: str = "") -> str:
    return f"/services/one/{service.key}/{act}"


def test_an_editor_opens_a_service_by_a_form(as_edda: Client, edda: Actor) -> None:
    assert "Open a service" in page(as_edda, "/services/open/")
    answer = as_edda.post("/services/open/", TYPED)
    service = Service.objects.get()
    assert answer.headers["Location"] == of(service)
    assert sheet_of(doors.own_service(edda, service.key)) == LOTUS_HOUSE
    assert "Lotus House" in page(as_edda, "/services/")


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(as_edda: Client) -> None:
    answer = as_edda.post("/services/open/", TYPED | {"speaks": "Klingonese", "meets": ["love"]})
    content = answer.content.decode()
    assert answer.status_code == 422
    assert "We do not know this language: Klingonese" in content
    assert SECRET_STREET in content
    refused = as_edda.post("/services/open/", TYPED | {"age_from": "40", "age_to": "20"})
    assert refused.status_code == 422
    assert "Ages go from a lower to a higher number" in refused.content.decode()
    assert not Service.objects.exists()


def test_who_does_not_keep_services_gets_no_form(as_officer: Client) -> None:
    page(as_officer, "/services/open/", 403)
    assert as_officer.post("/services/open/", TYPED).status_code == 403
    assert not Service.objects.exists()


def test_the_place_is_shown_only_when_asked_for_and_that_is_written_down(
    as_edda: Client, edda: Actor
) -> None:
    service = opened(LOTUS_HOUSE, edda)
    assert SECRET_STREET not in page(as_edda, of(service))
    assert ledger.newest_lines()[0].code == "service.opened"
    shown = as_edda.post(of(service, "place/")).content.decode()
    assert SECRET_STREET in shown
    assert SECRET_PHONE in shown
    assert ledger.newest_lines()[0].code == "service.place_seen"


def test_titles_and_addresses_name_no_confidential_service(as_edda: Client, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    for act in ("", "change/", "places/", "close/", "publish/"):
        title = page(as_edda, of(service, act)).split("</title>")[0].split("<title>")[1]
        assert "Lotus House" not in title


def test_a_service_is_changed_and_the_slower_of_two_chooses(as_edda: Client, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    form = page(as_edda, of(service, "change/"))
    assert SECRET_STREET in form
    assert 'name="is_confidential"' not in form
    first = TYPED | {"name": "House one", "speaks": "English", "speaks_at_night": "", "version": 1}
    assert as_edda.post(of(service, "change/"), first).status_code == 302
    second = TYPED | {"name": "House two", "version": 1}
    answer = as_edda.post(of(service, "change/"), second)
    content = answer.content.decode()
    assert answer.status_code == 409
    for words in ("House one", "House two", "English; Hausa"):
        assert words in content
    chosen = second | {"speaks": "English; Hausa", "meets": "A safe place to stay; Counselling"}
    assert as_edda.post(of(service, "change/"), chosen | {"version": 2}).status_code == 302
    now = sheet_of(doors.own_service(edda, service.key))
    assert (now.name, now.speaks, now.meets) == (
        "House two",
        ("eng", "hau"),
        ("shelter", "counselling"),
    )
    assert now.is_confidential


def test_a_change_that_cannot_stand_is_refused_above_the_form(as_edda: Client, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    for wrong, words in (
        ({"region": ""}, "This field is required"),
        ({"age_from": "40", "age_to": "20"}, "Ages go from a lower to a higher number"),
    ):
        answer = as_edda.post(of(service, "change/"), TYPED | {"version": 1} | wrong)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert SECRET_STREET in answer.content.decode()
    assert sheet_of(doors.own_service(edda, service.key)) == LOTUS_HOUSE


def test_a_shelter_worker_says_places_in_one_step(lotus: Agency, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    mara = signed_in(staff(lotus, "Mara", ["shelter_worker"]))
    assert "How many places are free now?" in page(mara, of(service, "places/"))
    said = {"free": "2", "of": "8", "for_whom": "", "next_on": ""}
    assert mara.post(of(service, "places/"), said).status_code == 302
    assert "Places free: 2 of 8" in page(mara, of(service))
    wrong = mara.post(of(service, "places/"), said | {"free": "9"})
    assert wrong.status_code == 422
    assert "Free places are between none and all" in wrong.content.decode()
    assert Places.objects.count() == 1
    page(mara, of(service, "change/"), 403)


def test_a_service_rests_comes_back_becomes_public_and_closes(as_edda: Client, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    for act, sent, column, value in (
        ("pause/", {}, "status", "paused"),
        ("resume/", {}, "status", "active"),
        ("publish/", {"agreed": "on"}, "is_confidential", False),
        ("close/", {}, "status", "closed"),
    ):
        assert as_edda.post(of(service, act), sent).status_code == 302
        assert getattr(Service.objects.get(), column) == value
    assert "Closed" in page(as_edda, of(service))


def test_nothing_is_published_without_a_yes(as_edda: Client, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    assert "Copies of it cannot be called back" in page(as_edda, of(service, "publish/"))
    assert as_edda.post(of(service, "publish/")).status_code == 422
    assert Service.objects.get().is_confidential


@pytest.mark.parametrize(
    ("act", "way"),
    [
        ("", "get"),
        ("place/", "post"),
        ("places/", "get"),
        ("places/", "post"),
        ("change/", "get"),
        ("change/", "post"),
        ("pause/", "post"),
        ("resume/", "post"),
        ("close/", "get"),
        ("close/", "post"),
        ("publish/", "get"),
        ("publish/", "post"),
    ],
)
def test_outside_a_confidential_service_answers_like_one_that_never_was(
    edda: Actor, act: str, way: str
) -> None:
    service = opened(LOTUS_HOUSE, edda)
    stranger = signed_in(staff(other_ngo(), "Omar", ["service_editor", "case_manager"]))
    sent = {"agreed": "on"} if act == "publish/" and way == "post" else {}
    hidden = getattr(stranger, way)(of(service, act), sent)
    absent = getattr(stranger, way)(f"/services/one/{new_key()}/{act}", sent)
    assert hidden.status_code == absent.status_code == 404
    assert hidden.content.replace(service.key.encode(), b"") == absent.content.replace(
        absent.request["PATH_INFO"].split("/")[3].encode(), b""
    )


def test_the_directory_for_staff_shows_what_is_public_and_filters(
    as_officer: Client, edda: Actor
) -> None:
    opened(LOTUS_HOUSE, edda)
    centre = opened(DAY_CENTRE, edda)
    found = page(as_officer, "/services/elsewhere/?need=legal_advice&language=fra&region=North")
    assert centre.name in found
    assert "Lotus House" not in found
    assert centre.name not in page(as_officer, "/services/elsewhere/?need=work")
    assert centre.name in page(as_officer, "/services/elsewhere/?need=nonsense&page=x")
    assert DAY_CENTRE.phone in page(as_officer, of(centre))


def test_many_services_come_in_parts(as_officer: Client, edda: Actor) -> None:
    for number in range(51):
        opened(DAY_CENTRE, edda, name=f"Centre {number:02}")
    first = page(as_officer, "/services/elsewhere/?need=legal_advice")
    assert "need=legal_advice&amp;page=2" in first
    assert "Centre 50" not in first
    assert "Centre 50" in page(as_officer, "/services/elsewhere/?need=legal_advice&page=2")


def test_nobody_who_has_not_signed_in_sees_a_page(edda: Actor) -> None:
    service = opened(DAY_CENTRE, edda)
    for address in ("/services/", "/services/elsewhere/", "/services/open/", of(service)):
        answer = Client().get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/sign-in/")


def test_pages_hold_no_inline_style_or_script(as_edda: Client, edda: Actor) -> None:
    service = opened(LOTUS_HOUSE, edda)
    for address in ("/services/", "/services/open/", of(service), of(service, "places/")):
        content = page(as_edda, address)
        assert " style=" not in content
        assert "<script>" not in content

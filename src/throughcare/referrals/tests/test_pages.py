import re
from datetime import timedelta
from html import unescape
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.kernel.actors import Actor
from throughcare.referrals.models import Referral
from throughcare.referrals.queries import PAGE
from throughcare.referrals.rules import Way
from throughcare.referrals.services import Offer, accept_referral, make_link, offer_referral
from throughcare.referrals.tests.factories import Scene, shelter_service
from throughcare.referrals.tests.summaries import BED

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def noon() -> object:
    """It is twenty past twelve on the Monday of every test."""
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=20)):
        yield


def signed_in(who: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    return client


def test_the_sender_writes_a_need_and_sends_it_to_a_service(scene: Scene) -> None:
    noor = signed_in(scene.noor)
    need = {
        "words": "A safe bed tonight",
        "needs": ["shelter"],
        "urgency": "danger",
        "service_for": "any",
        "age_band": "18-24",
        "language": "hau",
        "house_risk": "some",
        "travel": "with_escort",
        "kind": "referral",
    }
    answer = noor.post(reverse("referrals:new", args=[scene.case_key]), need)
    assert answer.status_code == 302
    page = noor.get(answer["Location"])
    assert "A safe bed tonight" in page.content.decode()
    answer = noor.post(answer["Location"], {"to": [scene.bed.key]})
    assert answer.status_code == 302, answer.content.decode()
    assert Referral.objects.get().receiver == scene.lotus


def test_a_need_without_a_need_keeps_what_was_typed(scene: Scene) -> None:
    noor = signed_in(scene.noor)
    answer = noor.post(
        reverse("referrals:new", args=[scene.case_key]), {"words": "A safe bed tonight"}
    )
    assert answer.status_code == 422
    assert "A safe bed tonight" in answer.content.decode()


def test_the_receiver_reads_the_summary_and_nothing_else_and_accepts(scene: Scene) -> None:
    (key,) = scene.offered()
    ines = signed_in(scene.ines)
    page = ines.get(reverse("referrals:referral", args=[key]))
    assert "A safe bed tonight" in page.content.decode()
    assert ines.get(reverse("cases:case", args=[scene.case_key])).status_code == 404
    answer = ines.post(reverse("referrals:referral", args=[key]), {"answer": "yes"})
    assert answer.status_code == 302
    case = ines.get(answer["Location"])
    assert case.status_code == 200
    assert "Dawn Hotline" in case.content.decode()


def test_declining_without_a_reason_says_what_to_do(scene: Scene) -> None:
    (key,) = scene.offered()
    ines = signed_in(scene.ines)
    answer = ines.post(reverse("referrals:referral", args=[key]), {"answer": "no"})
    assert answer.status_code == 422
    assert "Choose why" in answer.content.decode()


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        ({"answer": "no"}, "id_reason"),
        ({"answer": "ask"}, "id_question"),
        ({"answer": ""}, "id_answer_0"),
    ],
)
def test_what_lacks_in_an_answer_is_said_where_it_lacks(
    scene: Scene, sent: dict[str, str], told: str
) -> None:
    (key,) = scene.offered()
    answer = signed_in(scene.ines).post(reverse("referrals:referral", args=[key]), sent)
    assert answer.status_code == 422
    assert f'<a href="#{told}">' in answer.content.decode()
    assert Referral.objects.get().state == "offered"


@pytest.fixture
def by_link(scene: Scene) -> str:
    """A referral that a service without an account answers: its key."""
    (key,) = offer_referral(
        scene.case_key,
        BED,
        to=[Offer(scene.bed.key, Way.LINK)],
        urgency="urgent",
        by=scene.noor,
        at=NOON,
    )
    return key


def test_who_chose_nothing_on_a_link_has_not_said_no(scene: Scene, by_link: str) -> None:
    address = reverse("referrals:by_link", args=[make_link(by_link, by=scene.noor, at=NOON)])
    for sent in ({}, {"reason": "no_place"}, {"answer": "perhaps", "reason": "no_place"}):
        answer = Client().post(address, {"act": "answer", **sent})
        assert answer.status_code == 422
        assert "Can you take this person?" in answer.content.decode()
        assert Referral.objects.get().state == "offered"
    answer = Client().post(address, {"act": "answer", "answer": "no"})
    assert "Choose why" in answer.content.decode()
    assert "Sign in" not in answer.content.decode()
    answer = Client().post(address, {"act": "answer", "answer": "no", "reason": "no_place"})
    assert "another place" in answer.content.decode()
    assert Referral.objects.get().state == "declined"


def test_an_answer_that_is_written_down_without_one_is_asked_for_on_its_page(
    scene: Scene, by_link: str
) -> None:
    noor = signed_in(scene.noor)
    answer = noor.post(reverse("referrals:enter", args=[by_link]), {})
    assert answer.status_code == 422
    assert "Choose what they said." in answer.content.decode()
    assert "Referral to Lotus Shelter" in answer.content.decode()
    assert Referral.objects.get().state == "offered"
    noor.post(reverse("referrals:enter", args=[by_link]), {"answer": "yes"})
    assert Referral.objects.get().state == "accepted"


@pytest.mark.parametrize("who", ["stranger", "officer"])
def test_an_outsider_gets_the_same_page_as_for_nothing(scene: Scene, who: str) -> None:
    (key,) = scene.offered()
    outsider = signed_in(getattr(scene, who))
    there = outsider.get(reverse("referrals:referral", args=[key]))
    nowhere = outsider.get(reverse("referrals:referral", args=["A" * 22]))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content


def test_every_list_shows_its_rows(scene: Scene) -> None:
    (key,) = scene.offered()
    ines, noor = signed_in(scene.ines), signed_in(scene.noor)
    for client, query in ((ines, ""), (ines, "?received"), (noor, "?sent")):
        page = client.get(reverse("referrals:list") + query).content.decode()
        assert reverse("referrals:referral", args=[key]) in page
    assert "Nothing waits" in noor.get(reverse("referrals:list")).content.decode()
    assert "A safe bed tonight" in ines.get(reverse("web:today")).content.decode()


def test_the_sheet_has_no_name_and_needs_no_server(scene: Scene) -> None:
    (key,) = scene.offered()
    noor = signed_in(scene.noor)
    page = noor.get(reverse("referrals:sheet", args=[key]))
    assert "A safe bed tonight" in page.content.decode()
    assert f'href="{reverse("referrals:referral", args=[key])}"' in page.content.decode()
    made = noor.get(reverse("referrals:sheet_pdf", args=[key]))
    assert made.content.startswith(b"%PDF") or made.status_code == 403


def test_arriving_and_reporting(scene: Scene) -> None:
    (key,) = scene.offered()
    accept_referral(key, by=scene.ines, at=NOON + timedelta(minutes=5))
    ines, noor = signed_in(scene.ines), signed_in(scene.noor)
    ines.post(reverse("referrals:hand_over", args=[key]))
    ines.post(reverse("referrals:outcome", args=[key]), {"outcome": "service_started"})
    case = noor.get(reverse("cases:case", args=[scene.case_key])).content.decode()
    assert "The service has started" in case
    who_has_access = case.split('id="access"')[1]
    assert re.search(
        r"until \w{3}, \d+ \w+ 20\d\d", who_has_access
    )  # a day without its year misleads


def test_a_long_list_leads_on_to_its_end(scene: Scene) -> None:
    houses = [shelter_service(scene.lotus, f"House {n}") for n in range(PAGE + 2)]
    keys = scene.offered(*houses)
    for who, tab in ((scene.ines, "received"), (scene.noor, "sent")):
        client = signed_in(who)
        first = client.get(f"{reverse('referrals:list')}?{tab}").content.decode()
        (address,) = re.findall(rf'href="(\?{tab}[^"]*after=[^"]+)"', first)
        second = client.get(reverse("referrals:list") + unescape(address)).content.decode()
        for key in keys:
            row = reverse("referrals:referral", args=[key])
            assert (row in first) != (row in second)

import re
from collections.abc import Iterator
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.audit.models import Line
from throughcare.kernel.actors import Actor
from throughcare.linking.models import Inquiry, Likeness, Link, Permission
from throughcare.linking.rules import Kind
from throughcare.linking.services import compare_what_was_asked, link_records
from throughcare.linking.tests.cast import LATER, Here, Scene, asked, recorded, says
from throughcare.persons.queries import numbers_at

GIVEN = {"given": "on_a_page", "given_by": "the_person", "says_is_adult": "on"}


@pytest.fixture(autouse=True)
def five_past() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=LATER):
        yield


def signed_in(by: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=by.staff))
    return client


@pytest.fixture
def noor(scene: Scene) -> Client:
    return signed_in(scene.noor)


@pytest.fixture
def amina(scene: Scene) -> Here:
    return recorded(scene.noor)


def said_in(answer: object) -> str:
    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


class TestLinking:
    @pytest.fixture
    def again(self, scene: Scene) -> Here:
        return recorded(scene.noor, "Aminah")

    def number(self, here: Here) -> str:
        return numbers_at(here.by.agency, [here.person])[here.person]

    def test_from_a_number_to_both_records_to_a_link(
        self, noor: Client, amina: Here, again: Here
    ) -> None:
        same = reverse("linking:same", args=[amina.key])
        both = reverse("linking:compare", args=[amina.key, again.key])
        assert noor.post(same, {"number": self.number(again)}).url == both
        page = noor.get(both)
        assert "Sule" not in said_in(page)
        names = said_in(noor.post(both, {"step": "names"}))
        assert "Amina Sule" in names
        assert "Aminah Sule" in names
        assert Line.objects.filter(code="identity.names").count() == 2
        refused = noor.post(both, {"why": "said"})
        assert refused.status_code == 422
        assert not Link.objects.exists()
        assert noor.post(both, {"why": "said", "sure": "on"}).url == same
        for one, other in ((amina, again), (again, amina)):
            page = noor.get(reverse("cases:case", args=[one.key]))
            assert reverse("cases:case", args=[other.key]).encode() in page.content
        assert noor.post(both, {"why": "mistake"}).url == same
        assert "It was linked by mistake" in said_in(noor.get(same))

    def test_a_number_that_is_not_here_is_as_one_that_is_closed(
        self, scene: Scene, noor: Client, amina: Here
    ) -> None:
        elsewhere = recorded(scene.ines)
        same = reverse("linking:same", args=[amina.key])
        pages = [noor.post(same, {"number": n}) for n in (self.number(elsewhere), "DH-00000")]
        assert {page.status_code for page in pages} == {422}
        assert all("no such number here" in said_in(page) for page in pages)

    def test_a_hotline_worker_sees_the_link_and_no_form(
        self, scene: Scene, amina: Here, again: Here
    ) -> None:
        link_records(amina.key, again.key, "said", by=scene.noor, at=NOON)
        page = said_in(signed_in(scene.sami).get(reverse("linking:same", args=[amina.key])))
        assert self.number(again) in page
        assert "Look at both" not in page


class TestAsking:
    def test_the_person_is_asked_and_then_others(self, scene: Scene, noor: Client) -> None:
        amina = recorded(scene.noor)
        here = reverse("linking:others", args=[amina.key])
        assert "Ask other agencies" not in said_in(noor.get(here))
        ask = reverse("linking:permissions", args=[amina.key])
        sent = {**GIVEN, "until": "2026-05-01", "ask": "yes", "never": [scene.other.pk.hex]}
        assert noor.post(ask, sent).url == here
        page = said_in(noor.get(here))
        assert "Never these: Other NGO" in page
        assert "Asked: Lotus Shelter" in page
        assert noor.post(here).url == here
        page = said_in(noor.get(here))
        assert "Sent." in page
        assert "Both look alike for ever" in page
        assert noor.post(here).status_code == 422
        assert Inquiry.objects.count() == 1

    def test_nothing_typed_is_lost_when_an_answer_cannot_stand(
        self, noor: Client, amina: Here
    ) -> None:
        ask = reverse("linking:permissions", args=[amina.key])
        sent = {"given": "on_a_page", "given_by": "the_person", "until": "2026-05-01"}
        page = noor.post(ask, {**sent, "be_found": "yes", "words": "She nodded."})
        assert page.status_code == 422
        assert "old enough" in said_in(page)
        assert "She nodded." in page.content.decode()
        assert not Permission.objects.exists()
        nothing = noor.post(ask, {**sent, "says_is_adult": "on"})
        assert "at least one question" in said_in(nothing)

    def test_too_few_attributes_say_what_to_write_down(self, scene: Scene, noor: Client) -> None:
        little = recorded(scene.noor, born=None, phone="")
        says(little, Kind.ASK)
        page = said_in(noor.get(reverse("linking:others", args=[little.key])))
        assert "at least four" in page
        assert "Ask other agencies" not in page

    def test_a_yes_is_taken_back(self, noor: Client, amina: Here) -> None:
        key = says(amina, Kind.ASK)
        here = reverse("linking:others", args=[amina.key])
        assert noor.post(reverse("linking:withdraw", args=[amina.key, key])).url == here
        assert "Withdrawn" in said_in(noor.get(here))
        again = noor.post(reverse("linking:withdraw", args=[amina.key, key]))
        assert again.status_code == 404

    def test_police_read_why_they_take_no_part(self, scene: Scene) -> None:
        held = recorded(scene.officer)
        page = signed_in(scene.officer).get(reverse("linking:others", args=[held.key]))
        assert "neither ask others nor are asked" in said_in(page)
        assert "Ask the person" not in said_in(page)


class TestAnswering:
    @pytest.fixture
    def question(self, scene: Scene, amina: Here) -> str:
        says(recorded(scene.ines, "Aminah"), Kind.BE_FOUND)
        asked(amina)
        compare_what_was_asked(LATER)
        return reverse("linking:question", args=[Likeness.objects.get().key])

    def test_today_leads_to_the_question_and_a_yes_to_the_asker(
        self, scene: Scene, noor: Client, amina: Here, question: str
    ) -> None:
        ines = signed_in(scene.ines)
        assert "asks whether you help somebody" in said_in(ines.get(reverse("web:today")))
        page = said_in(ines.get(question))
        assert "Dawn Hotline" in page
        assert "Amina" not in page
        assert ines.post(question, {"answer": "yes"}).status_code == 422
        sent = {"answer": "yes", "speak_with": scene.ines.staff.hex}
        assert ines.post(question, sent).url == reverse("web:today")
        assert ines.get(question).status_code == 404
        told = said_in(noor.get(reverse("linking:others", args=[amina.key])))
        assert "Lotus Shelter" in told
        assert "Speak with Ines, ines@ls.example" in told
        assert "LS-" not in told

    def test_the_question_is_there_for_nobody_else(
        self, scene: Scene, noor: Client, question: str
    ) -> None:
        for client in (noor, signed_in(scene.stranger)):
            assert client.get(question).status_code == 404
            assert client.post(question, {"answer": "no"}).status_code == 404

"""Pages of consent, as they are used: read together, answered, taken back, agreed."""

import json
import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import sign_in
from throughcare.audit.queries import newest_lines
from throughcare.consent.models import Agreement, Ground
from throughcare.consent.queries import agreements_of, consents_of
from throughcare.consent.services import (
    PaperOrder,
    decide_best_interest,
    make_report,
    receive_order,
)
from throughcare.consent.tests.cast import Cast, decision, due
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.kernel.actors import Actor
from throughcare.persons.services import key_for


def browser(by: Actor) -> Client:
    """Somebody's browser, signed in."""
    client = Client()
    sign_in(client, Staff.objects.get(pk=by.staff))
    return client


@pytest.fixture
def noor(cast: Cast) -> Client:
    agreement(cast.hotline.pk, cast.shelter.pk, purposes=["care", "statistics"])
    return browser(cast.noor)


@pytest.fixture
def amina(cast: Cast) -> str:
    return key_for(cast.amina, cast.hotline.pk)


def said(cast: Cast, **changes: object) -> dict[str, object]:
    """What is posted when an adult says yes to care, and nothing else was asked."""
    to_care = f"{cast.shelter.pk.hex}_care"
    return {
        "given": "on_a_page",
        "given_by": "the_person",
        "says_is_adult": "on",
        "until": (timezone.localdate() + timedelta(days=30)).isoformat(),
        f"answer_{to_care}": "yes",
        f"parts_{to_care}": ["identity", "situation"],
    } | {name.replace("CARE", to_care): value for name, value in changes.items()}


class TestAsking:
    def test_each_recipient_and_purpose_is_a_question_of_its_own(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        page = noor.get(reverse("consent:ask", args=[amina])).content.decode()
        care, counting = page.split('<details class="tc-panel mb-3" open>')[1:]
        assert "Lotus Shelter: Care and a place to stay" in care
        assert "so that you need not tell everything again" in care
        assert "Counting, without names" in counting
        assert 'value="identity"' in care
        assert 'value="identity"' not in counting
        assert "what they wrote down, printed or sent on before stays" in page
        assert "still to be verified by a local lawyer" in page

    def test_of_many_questions_services_come_first_and_only_what_was_answered_is_open(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        for other in (cast.border, cast.prosecutor):
            agreement(cast.hotline.pk, other.pk, purposes=["care", "safety"])
        address = reverse("consent:ask", args=[amina])
        page = noor.get(address).content.decode()
        asked = page.split('<details class="tc-panel mb-3" >')[1:]
        names = [each.split("<b>")[1].split(":")[0] for each in asked]
        lotus, prosecutor, border = ("Lotus Shelter", cast.prosecutor.name, cast.border.name)
        assert names == [lotus, lotus, prosecutor, prosecutor, border, border]
        assert "place to stay and daily care" in asked[0]
        assert not any("place to stay and daily care" in each for each in asked[1:])
        again = noor.post(address, said(cast, until="")).content.decode()
        assert again.count('<details class="tc-panel mb-3" open>') == 1
        assert "Lotus Shelter" in again.split('<details class="tc-panel mb-3" open>')[1][:600]

    def test_who_is_sent_to_one_agency_is_asked_about_it_first(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        for other in (cast.border, cast.prosecutor):
            agreement(cast.hotline.pk, other.pk, purposes=["care", "safety"])
        address = reverse("consent:ask", args=[amina])
        page = noor.get(address, {"agency": cast.border.pk.hex}).content.decode()
        assert page.count('<details class="tc-panel mb-3" open>') == 2
        first = page.split('<details class="tc-panel mb-3" ')[1]
        assert f"<b>{cast.border.name}: " in first
        assert noor.get(address, {"agency": "nobody'<"}).status_code == 200

    def test_a_yes_is_written_down(self, cast: Cast, noor: Client, amina: str) -> None:
        posted = said(cast, words="She nodded.", language="hau", interpreter="on")
        answer = noor.post(reverse("consent:ask", args=[amina]), posted)
        assert answer.url == reverse("consent:consents", args=[amina])
        (row,) = consents_of(cast.amina, cast.hotline.pk, timezone.now())
        assert (row.purpose, row.parts, row.in_force) == ("care", ("identity", "situation"), True)
        ground = Ground.objects.get()
        assert (ground.language, ground.interpreter) == ("hau", True)
        page = noor.get(answer.url).content.decode()
        assert "Lotus Shelter: Care and a place to stay" in page
        assert "nodded" not in page

    def test_a_no_needs_no_part_and_no_age(self, cast: Cast, noor: Client, amina: str) -> None:
        posted = said(cast, answer_CARE="no", parts_CARE=[], says_is_adult="")
        assert noor.post(reverse("consent:ask", args=[amina]), posted).status_code == 302
        (row,) = consents_of(cast.amina, cast.hotline.pk, timezone.now())
        assert (row.answer, len(row.parts)) == ("no", 8)

    def test_a_yes_by_voice_ends_after_three_days(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        noor.post(reverse("consent:ask", args=[amina]), said(cast, given="by_voice"))
        ground = Ground.objects.get()
        assert ground.until - ground.given_at == timedelta(hours=72)

    def test_certain_people_may_be_named(self, cast: Cast, noor: Client, amina: str) -> None:
        posted = said(cast, only_CARE=[cast.amal.staff.hex])
        noor.post(reverse("consent:ask", args=[amina]), posted)
        assert Ground.objects.get().recipient_staff == [cast.amal.staff.hex]
        others = said(cast, only_CARE=[cast.nurse.staff.hex])
        assert noor.post(reverse("consent:ask", args=[amina]), others).status_code == 422

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"parts_CARE": []}, "Lotus Shelter: choose at least one part"),
            ({"says_is_adult": ""}, "old enough to consent alone: tick it"),
            ({"says_is_adult": "", "birth": "9999-12-31"}, "lies ahead"),
            ({"until": "2020-01-01"}, "The end must come after the beginning"),
            ({"until": ""}, "This field is required"),
            ({"answer_CARE": ""}, "Ask at least one question"),
            ({"given_by": "parent"}, "This guardian does not count"),
            ({"birth": "2024-06-01"}, "too young"),
        ],
    )
    def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(
        self, cast: Cast, noor: Client, amina: str, change: dict[str, object], words: str
    ) -> None:
        posted = said(cast, words="She nodded twice.", **change)
        answer = noor.post(reverse("consent:ask", args=[amina]), posted)
        assert answer.status_code == 422
        assert words in answer.content.decode()
        assert "She nodded twice." in answer.content.decode()
        assert not Ground.objects.exists()

    def test_a_guardian_who_counts_answers_for_a_child(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        this_year = timezone.localdate().year
        posted = said(
            cast,
            given_by="parent",
            says_is_adult="",
            birth=f"{this_year - 9}-03-14",
            guardian_accompanies="no",
            guardian_suspected="no",
            guardian_benefits="no",
        )
        assert noor.post(reverse("consent:ask", args=[amina]), posted).status_code == 302
        assert Ground.objects.get().asked_anew_on == date(this_year + 9, 3, 1)

    def test_on_paper_it_is_the_same_questions_with_boxes_to_tick(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        sheet = noor.get(reverse("consent:ask", args=[amina]), {"on": "paper"}).content.decode()
        assert "Lotus Shelter: Care and a place to stay" in sheet
        assert "☐ <b>Identity</b>: name, birth date, documents" in sheet
        assert "With a no, help goes on just the same" in sheet
        assert 'type="radio"' not in sheet

    def test_without_any_agreement_it_says_what_to_do(self, cast: Cast, amina: str) -> None:
        page = browser(cast.noor).get(reverse("consent:ask", args=[amina])).content.decode()
        assert "There is nobody to share with yet" in page


class TestWhatWasAllowed:
    def test_lists_answers_readers_reports_and_orders(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        at = timezone.now()
        opened(yes(cast.amina, cast.noor, cast.shelter.pk, at), cast.amal, at)
        soon = at + timedelta(days=1)
        make_report(cast.amina, due(cast, until=soon), by=cast.noor, at=at)
        best = decision(cast.shelter.pk, until=soon, purpose="safety")
        decide_best_interest(cast.amina, best, by=cast.noor, at=at)
        paper = PaperOrder(authority=cast.prosecutor.pk, number="Court 7/26", parts=["justice"])
        receive_order(cast.amina, paper, by=cast.noor, at=at)
        page = noor.get(reverse("consent:consents", args=[amina])).content.decode()
        assert "Lotus Shelter</b>, 1 named person" in page
        assert "The person said yes, The law requires it" in page
        assert "Lotus Shelter: A child in need of protection" in page
        assert "decided in the best interest of the child" in page
        assert "Prosecutor of the North" in page
        assert "To be checked" in page
        for hidden in ("7/26", "Nobody else can house", "A child is in danger", cast.amina.hex):
            assert hidden not in page

    def test_is_looked_at_in_the_ledger(self, cast: Cast, noor: Client, amina: str) -> None:
        noor.get(reverse("consent:consents", args=[amina]))
        assert newest_lines()[0].code == "consent.looked_at"

    def test_a_yes_is_taken_back(self, cast: Cast, noor: Client, amina: str) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk, timezone.now())
        noor.post(reverse("consent:withdraw", args=[amina, key]))
        assert Ground.objects.get().withdrawn_at is not None
        page = noor.get(reverse("consent:consents", args=[amina])).content.decode()
        assert "Withdrawn" in page

    @pytest.mark.parametrize("name", ["withdraw", "record"])
    def test_one_persons_yes_is_not_reached_through_another(
        self, cast: Cast, noor: Client, amina: str, name: str
    ) -> None:
        key = yes(cast.bela, cast.noor, cast.shelter.pk, timezone.now())
        ask = noor.post if name == "withdraw" else noor.get
        assert ask(reverse(f"consent:{name}", args=[amina, key])).status_code == 404
        bela = key_for(cast.bela, cast.hotline.pk)
        assert ask(reverse(f"consent:{name}", args=[bela, key])).status_code in (200, 302)

    def test_is_saved_as_a_record_without_a_name(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        key = yes(cast.amina, cast.noor, cast.shelter.pk, timezone.now(), words="Amina nodded.")
        answer = noor.get(reverse("consent:record", args=[amina, key]))
        assert answer["Content-Disposition"] == 'attachment; filename="record.json"'
        assert json.loads(answer.content)["record_id"] == key
        assert b"Amina" not in answer.content
        assert newest_lines()[0].code == "consent.exported"

    def test_is_not_there_for_whoever_is_outside(self, cast: Cast, amina: str) -> None:
        officer = browser(cast.officer)
        nothing = officer.get(reverse("consent:consents", args=["A" * 22]))
        for name in ("consents", "ask"):
            answer = officer.get(reverse(f"consent:{name}", args=[amina]))
            assert (answer.status_code, _shape(answer)) == (404, _shape(nothing))


def _shape(answer: object) -> str:
    """A page without the token that each answer has of its own."""
    page = answer.content.decode()  # type: ignore[attr-defined]
    return re.sub(r'(csrfmiddlewaretoken" value="|data-now=")[^"]*', "", page)


class TestAgreements:
    def test_are_proposed_signed_and_ended(self, cast: Cast) -> None:
        chief, amal = browser(cast.chief), browser(cast.amal)
        today = timezone.localdate().isoformat()
        terms = {
            "other": cast.shelter.pk.hex,
            "parts": ["situation"],
            "purposes": ["care"],
            "starts": today,
            "paper": "Protocol 7",
        }
        here = reverse("consent:agreements")
        assert chief.post(here, terms).url == here
        key = Agreement.objects.get().key
        assert "Waits for them to sign" in chief.get(here).content.decode()
        assert "Waits for you to sign" in amal.get(here).content.decode()
        amal.post(reverse("consent:sign", args=[key]))
        page = chief.get(here).content.decode()
        assert "Situation: Care and a place to stay" in page
        assert "In force" in page
        chief.post(reverse("consent:end", args=[key]))
        (row,) = agreements_of(cast.shelter.pk, timezone.now())
        assert row.state == "ended"

    def test_that_cannot_stand_are_not_proposed(self, cast: Cast) -> None:
        terms = {
            "other": cast.shelter.pk.hex,
            "parts": ["situation"],
            "purposes": ["care"],
            "starts": "2026-05-02",
            "until": "2026-05-01",
            "paper": "Protocol 7",
        }
        answer = browser(cast.chief).post(reverse("consent:agreements"), terms)
        assert answer.status_code == 422
        assert "must end after it begins" in answer.content.decode()
        assert "Protocol 7" in answer.content.decode()
        assert not Agreement.objects.exists()

    def test_are_for_administrators(self, cast: Cast) -> None:
        key = agreement(cast.hotline.pk, cast.shelter.pk).key
        noor = browser(cast.noor)
        assert noor.get(reverse("consent:agreements")).status_code == 403
        assert noor.post(reverse("consent:end", args=[key])).status_code == 403
        counsel = browser(cast.counsel)
        assert counsel.post(reverse("consent:end", args=[key])).status_code == 404
        assert counsel.get(reverse("consent:end", args=[key])).status_code == 405
        assert Agreement.objects.get().ended_at is None

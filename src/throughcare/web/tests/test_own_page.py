"""The person's own page: what it tells, how neutral it is, and who makes the paper."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, actor, prosecutor_office, sign_in
from throughcare.audit.models import Line
from throughcare.audit.services import look
from throughcare.cases.services import erase_case, lock_case, open_case, write_note
from throughcare.consent.models import Ground, Receipt
from throughcare.consent.services import (
    DueReport,
    make_report,
    open_parts,
    revoke_receipt,
)
from throughcare.identity.doors import name_of
from throughcare.identity.rules import Name, SafeContact
from throughcare.identity.services import add_contact, erase_person, record_names
from throughcare.referrals.models import Referral
from throughcare.referrals.tests.factories import Scene
from throughcare.web.adapters import drawn_square
from throughcare.web.queries import own_page
from throughcare.web.tests.papers import LATER, MONTH, Clock, came, made, opened, text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


class TestWhatItTells:
    def test_parts_are_named_and_their_content_is_not(self, scene: Scene) -> None:
        record_names(scene.person, [Name(given="Amina")], "Amina", by=scene.noor, at=NOON)
        phone = SafeContact("phone", "+999 20 123 456", ("call",), say="the sewing class")
        add_contact(scene.person, phone, by=scene.noor, at=NOON)
        write_note(scene.case_key, "He beat her.", part="situation", by=scene.noor, at=NOON)
        page = text(opened(made(scene)))
        kept = page.split("What is kept")[1].split("Who may read it")[0]
        for said in ("Dawn Hotline", "Identity", "name, birth date, documents", "Contact"):
            assert said in kept
        assert "Situation" in kept
        assert "Health" not in kept
        assert "Livelihood" not in kept
        for content in ("Amina", "+999", "sewing", "beat"):
            assert content not in page

    def test_who_may_read_on_what_ground_and_until_when(self, scene: Scene) -> None:
        open_parts(
            scene.consents[scene.lotus.pk],
            parts=["situation"],
            to_staff=[scene.ines.staff],
            by=scene.ines,
            at=NOON,
        )
        rows = text(opened(made(scene))).split("Who may read it")[1].split("<li>")
        lotus = next(row for row in rows if "Lotus Shelter" in row)
        assert "May read" in lotus
        assert "You said yes." in lotus
        assert "Care and a place to stay" in lotus
        assert "31 May 2026" in lotus
        assert "Not opened" in next(row for row in rows if "Other NGO" in row)

    def test_who_looked_by_agency_duty_and_day_and_no_name_of_staff(self, scene: Scene) -> None:
        record_names(scene.person, [Name(given="Amina")], "Amina", by=scene.noor, at=NOON)
        name_of(scene.sami, scene.person, scene.dawn.pk, NOON + timedelta(minutes=2))
        name_of(scene.sami, scene.person, scene.dawn.pk, NOON + timedelta(minutes=3))
        page = text(opened(made(scene)))
        looks = page.split("Who looked")[1]
        assert "Hotline worker" in looks
        assert "2 times" in looks
        assert "Sami" not in page
        assert "Noor" not in page

    def test_opening_the_page_is_a_look_that_she_sees(self, scene: Scene) -> None:
        phone = opened(made(scene))
        text(phone)
        assert "You, or somebody who knows your words" in text(phone)

    def test_a_look_of_another_agency_stands_there_only_while_it_may_read(
        self, scene: Scene
    ) -> None:
        """Lotus Shelter's own record of her is Lotus Shelter's to tell."""
        before = own_page(scene.person, scene.dawn.pk, LATER)
        record_names_at_lotus(scene)
        assert own_page(scene.person, scene.dawn.pk, LATER).looks == before.looks
        open_parts(
            scene.consents[scene.lotus.pk],
            parts=["situation"],
            to_staff=[scene.ines.staff],
            by=scene.ines,
            at=NOON + timedelta(minutes=5),
        )
        at = NOON + timedelta(minutes=6)
        name_of(scene.ines, scene.person, scene.lotus.pk, at)
        look("case.looked_at", by=scene.ines, at=at, subjects=[scene.person])
        (row,) = [
            row
            for row in own_page(scene.person, scene.dawn.pk, LATER).looks
            if row.agency == "Lotus Shelter"
        ]
        assert (row.duties, row.times) == ("Case manager and Shelter worker", 1)

    def test_what_another_agency_keeps_is_not_there(self, scene: Scene) -> None:
        before = own_page(scene.person, scene.dawn.pk, LATER)
        record_names_at_lotus(scene)
        assert own_page(scene.person, scene.dawn.pk, LATER).held == before.held

    def test_a_report_of_which_she_was_not_told_leaves_no_trace(self, scene: Scene) -> None:
        before = own_page(scene.person, scene.dawn.pk, LATER)
        report = DueReport(
            recipient=scene.lotus.pk,
            recipient_staff=[scene.ines.staff],
            cause="child",
            parts=["identity", "risk"],
            until=NOON + MONTH,
            person_was_told=False,
            why="The man at the door is her brother.",
        )
        make_report(scene.person, report, by=scene.noor, at=NOON)
        record_names(scene.person, [Name(given="Amina")], "Amina", by=scene.noor, at=NOON)
        name_of(scene.ines, scene.person, scene.dawn.pk, LATER)
        page = own_page(scene.person, scene.dawn.pk, LATER)
        assert page.shared == before.shared
        assert page.looks == before.looks
        assert "The law requires it" not in text(opened(made(scene)))

    def test_a_worker_sees_only_the_parts_of_the_own_duties(self, scene: Scene) -> None:
        write_note(scene.case_key, "x", part="situation", by=scene.noor, at=NOON)
        lawyer = actor(prosecutor_office(), "Lawyer", ["lawyer"])
        assert "situation" in lawyer.parts
        page = own_page(scene.person, scene.dawn.pk, LATER, frozenset({"health"}))
        assert page.held == []

    def test_an_erased_record_has_no_page(self, scene: Scene) -> None:
        phone = opened(made(scene))
        assert "What is written about you" in text(phone)
        erase_person(scene.person, "asked_by_person", by=scene.noor, at=LATER)
        assert not Receipt.objects.exists()
        assert "There are no notes at the moment." in text(phone)

    def test_how_many_queries(self, scene: Scene, django_assert_max_num_queries: object) -> None:
        for minute in range(5):
            write_note(scene.case_key, "x", part="situation", by=scene.noor, at=NOON)
            made(scene, NOON + timedelta(minutes=minute))
        with django_assert_max_num_queries(16):  # type: ignore[operator]
            own_page(scene.person, scene.dawn.pk, LATER)


def record_names_at_lotus(scene: Scene) -> None:
    """Lotus Shelter has a record of its own about the same person, and looks at it."""
    from throughcare.cases.services import begin_case

    begin_case(scene.person, by=scene.ines, at=NOON, began_by="agency", managed=False)
    record_names(scene.person, [Name(given="Amina")], "", by=scene.ines, at=NOON)
    name_of(scene.ines, scene.person, scene.lotus.pk, NOON + timedelta(minutes=1))


class TestTakingBack:
    def test_first_what_it_means_then_the_act_and_offers_end_with_it(self, scene: Scene) -> None:
        (offer,) = scene.offered()
        consent = scene.consents[scene.lotus.pk]
        phone = opened(made(scene))
        meant = phone.post(reverse("web:own_withdraw"), {"consent": consent}).content.decode()
        assert "What they wrote down, printed or sent on before stays with them." in meant
        assert Ground.objects.get(key=consent).withdrawn_at is None
        sure = {"consent": consent, "sure": "1"}
        page = phone.post(reverse("web:own_withdraw"), sure, follow=True).content.decode()
        assert "Taken back. Nobody reads on it any more." in page
        assert Ground.objects.get(key=consent).withdrawn_at == LATER
        assert Referral.objects.get(key=offer).state == "withdrawn"

    def test_twice_is_once(self, scene: Scene) -> None:
        phone, sure = opened(made(scene)), {"consent": scene.consents[scene.lotus.pk], "sure": "1"}
        phone.post(reverse("web:own_withdraw"), sure)
        page = phone.post(reverse("web:own_withdraw"), sure, follow=True).content.decode()
        assert "This consent was withdrawn before." in page

    def test_not_by_who_did_not_say_the_words(self, scene: Scene) -> None:
        receipt, consent = made(scene), scene.consents[scene.lotus.pk]
        for phone in (Client(), came(receipt.number)):
            for said in ({"consent": consent}, {"consent": consent, "sure": "1"}):
                answer = phone.post(reverse("web:own_withdraw"), said, follow=True)
                assert "There are no notes at the moment." in answer.content.decode()
        assert Ground.objects.get(key=consent).withdrawn_at is None

    def test_not_what_is_anothers(self, scene: Scene) -> None:
        other = open_case(by=scene.noor, at=NOON, began_by="call")
        assert other != scene.case_key
        phone = opened(made(scene))
        for key in ("A" * 22, ""):
            answer = phone.post(reverse("web:own_withdraw"), {"consent": key, "sure": "1"})
            assert answer.status_code == 302


class TestNeutral:
    def pages(self, scene: Scene) -> list[str]:
        receipt = made(scene)
        phone, right = came(receipt.number), opened(receipt)
        consent = {"consent": scene.consents[scene.lotus.pk]}
        paper = Client()
        sign_in(paper, Staff.objects.get(pk=scene.noor.staff))
        said = {"says_it_is_safe": "on", "lasts": "30", "language": "eng"}
        return [
            page.content.decode()
            for page in (
                Client().get(reverse("web:own_start")),
                phone.get(reverse("web:own_start")),
                phone.get(reverse("web:own_page")),
                right.get(reverse("web:own_page")),
                right.post(reverse("web:own_withdraw"), consent),
                paper.post(reverse("web:receipt", args=[scene.case_key]), said),
            )
        ]

    def test_no_page_names_the_house_or_what_it_is_for(self, scene: Scene) -> None:
        for page in self.pages(scene):
            assert "<title>Notes</title>" in page
            words = page.replace("web/throughcare.js", "") if "tc-paper" in page else page
            assert not re.search(r"throughcare|traffick|victim|surviv", words, re.IGNORECASE)
            assert 'rel="icon"' not in page
            assert 'id="leave-quickly"' in page

    def test_names_of_agencies_are_hidden_until_asked_for(self, scene: Scene) -> None:
        page = text(opened(made(scene)))
        assert re.search(r'id="discreet"[^>]*checked', page)
        for name in ("Dawn Hotline", "Lotus Shelter"):
            found = re.findall(rf"(<[^<>]*>)[^<>]*{name}", page)
            assert found
            assert all("tc-personal" in tag or "visually-hidden" in tag for tag in found)

    def test_the_start_and_the_empty_page_name_no_agency(self, scene: Scene) -> None:
        for page in self.pages(scene)[:3]:
            assert "Dawn" not in page
            assert "Lotus" not in page

    def test_every_form_tells_the_browser_to_remember_nothing(self, scene: Scene) -> None:
        for page in self.pages(scene):
            for form in re.findall(r"<form[^>]*>", page):
                assert 'autocomplete="off"' in form

    def test_a_browser_without_cookies_gets_a_neutral_page(self, scene: Scene) -> None:
        phone = Client(enforce_csrf_checks=True)
        answer = phone.post(reverse("web:own_start"), {"number": "A"})
        assert answer.status_code == 403
        assert "keeps no cookies" in answer.content.decode()
        assert "Throughcare" not in answer.content.decode()
        elsewhere = phone.post(reverse("account_login"), {"login": "a"})
        assert "This page had been open too long" in elsewhere.content.decode()


class TestTheVisit:
    def test_the_session_holds_neither_number_nor_words(self, scene: Scene) -> None:
        receipt = made(scene)
        phone = opened(receipt)
        kept = repr(dict(phone.session.items()))
        assert receipt.number.replace("-", "") not in kept.replace("-", "")
        assert receipt.words not in kept

    def test_no_address_holds_number_words_or_key(self, scene: Scene) -> None:
        receipt = made(scene)
        phone = came(receipt.number)
        answer = phone.post(reverse("web:own_start"), {"words": receipt.words}, follow=True)
        assert [to for to, _status in answer.redirect_chain] == ["/i/page/"]

    def test_the_session_is_another_after_the_words(self, scene: Scene) -> None:
        """Whoever planted or copied the cookie before sees nothing with it."""
        receipt = made(scene)
        phone = came(receipt.number)
        planted = phone.cookies["throughcare"].value
        phone.post(reverse("web:own_start"), {"words": receipt.words})
        other = Client()
        other.cookies["throughcare"] = planted
        assert "There are no notes" in text(other)
        assert "What is written about you" in text(phone)

    def test_what_is_empty_is_asked_for_again(self, scene: Scene) -> None:
        number, words = Client(), came(made(scene).number)
        for phone, sent in ((number, {"number": " "}), (words, {"words": ""}), (number, {})):
            answer = phone.post(reverse("web:own_start"), sent)
            assert answer.status_code == (422 if sent else 200)
        assert Receipt.objects.get().wrong == 0

    def test_left_alone_for_ten_minutes_it_is_over(self, scene: Scene, clock: Clock) -> None:
        phone = opened(made(scene))
        clock.now += timedelta(minutes=9)
        assert "What is written about you" in text(phone)
        clock.now += timedelta(minutes=9)
        assert "What is written about you" in text(phone)
        clock.now += timedelta(minutes=11)
        assert "There are no notes" in text(phone)

    def test_leaving_quickly_ends_it(self, scene: Scene) -> None:
        phone = opened(made(scene))
        answer = phone.get(reverse("web:leave"))
        assert "storage" in answer["Clear-Site-Data"]
        assert "There are no notes" in text(phone)

    def test_revoking_ends_it_at_once(self, scene: Scene) -> None:
        phone = opened(made(scene))
        revoke_receipt(scene.person, by=scene.noor, at=LATER)
        assert "There are no notes" in text(phone)

    def test_nothing_of_it_is_kept_by_a_browser(self, scene: Scene) -> None:
        phone = opened(made(scene))
        for address in ("web:own_start", "web:own_page"):
            assert phone.get(reverse(address))["Cache-Control"] == "no-store"


class TestStaff:
    @pytest.fixture
    def noor(self, scene: Scene) -> Client:
        client = Client()
        sign_in(client, Staff.objects.get(pk=scene.noor.staff))
        return client

    def test_by_default_no_paper_is_made(self, scene: Scene, noor: Client) -> None:
        address = reverse("web:receipt", args=[scene.case_key])
        answer = noor.post(address, {"lasts": "30", "language": "eng"})
        assert answer.status_code == 422
        assert "only if the person says" in answer.content.decode()
        assert not Receipt.objects.exists()

    def test_the_words_stand_on_the_screen_alone(self, scene: Scene, noor: Client) -> None:
        address = reverse("web:receipt", args=[scene.case_key])
        said = {"says_it_is_safe": "on", "lasts": "30", "language": "eng"}
        page = noor.post(address, said).content.decode()
        screen, paper = page.split('<section class="tc-paper"')
        words = re.findall(r'tc-code"><bdi lang="en">([a-z]+ [a-z]+)</bdi>', screen)
        assert len(words) == 2
        assert "d-print-none" in screen
        assert "<svg" in paper
        for said_aloud in words:
            assert said_aloud not in paper
        number = re.search(r"<bdi>([A-Z2-7-]{32})</bdi>", paper)
        assert number
        assert "What is written about you" in text(phone_of(number[1], words[0]))

    def test_danger_is_told_to_the_case_manager(self, scene: Scene, noor: Client) -> None:
        receipt = made(scene)
        phone_of(receipt.number, receipt.words_for_danger)
        page = noor.get(reverse("web:receipt", args=[scene.case_key])).content.decode()
        assert 'role="alert"' in page
        assert "The words for danger were used" in page

    def test_it_is_revoked_there(self, scene: Scene, noor: Client) -> None:
        receipt = made(scene)
        noor.post(reverse("web:revoke_receipt", args=[scene.case_key]))
        assert "There are no notes" in text(opened(receipt))

    def test_it_is_read_aloud_there(self, scene: Scene, noor: Client) -> None:
        before = Line.objects.count()
        page = noor.get(reverse("web:read_aloud", args=[scene.case_key])).content.decode()
        assert "Who looked" in page
        assert "Lotus Shelter" in page
        codes = Line.objects.filter(seq__gt=before).values_list("code", flat=True)
        assert list(codes) == ["receipt.read_aloud"]

    def test_a_locked_record_shows_nothing_to_who_is_not_named(
        self, scene: Scene, noor: Client
    ) -> None:
        made(scene)
        other = Client()
        member = actor(scene.dawn, "Nadia", ["case_manager"])
        sign_in(other, Staff.objects.get(pk=member.staff))
        lock_case(scene.case_key, [], by=scene.noor, at=NOON)
        for name in ("web:receipt", "web:read_aloud"):
            assert other.get(reverse(name, args=[scene.case_key])).status_code == 404

    def test_a_neutral_address_stands_on_the_paper_where_one_is_set(
        self, scene: Scene, noor: Client, settings: object
    ) -> None:
        settings.OWN_PAGE_ADDRESS = "https://notes.example/"  # type: ignore[attr-defined]
        said = {"says_it_is_safe": "on", "lasts": "30", "language": "figures"}
        page = noor.post(reverse("web:receipt", args=[scene.case_key]), said).content.decode()
        assert "<bdi>https://notes.example/i/</bdi>" in page
        assert "testserver" not in page
        number = re.search(r"<bdi>([A-Z2-7-]{32})</bdi>", page)
        assert number
        square = drawn_square(f"https://notes.example/i/#{number[1].replace('-', '')}")
        assert square in page
        assert "<title>" not in square


def phone_of(number: str, words: str) -> Client:
    phone = came(number)
    phone.post(reverse("web:own_start"), {"words": words})
    return phone


def test_an_erased_case_holds_nothing(scene: Scene) -> None:
    erase_case(scene.person, scene.dawn.pk, NOON)
    assert own_page(scene.person, scene.dawn.pk, LATER).held == []

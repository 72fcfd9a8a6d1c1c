"""Pages for reports that the law requires and for orders on paper, as they are used."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import FocalPoint, Staff
from throughcare.agencies.tests.factories import sign_in
from throughcare.audit.queries import newest_lines
from throughcare.consent.doors import readable_parts
from throughcare.consent.models import Access, Ground, Order, Report
from throughcare.consent.queries import laws_here
from throughcare.consent.rules import VOICE_WORDS
from throughcare.consent.services import make_report
from throughcare.consent.tests.cast import Cast, due
from throughcare.consent.tests.factories import agreement
from throughcare.kernel.actors import Actor
from throughcare.notices.queries import count_unread, unread
from throughcare.persons.services import key_for


def browser(by: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=by.staff))
    return client


@pytest.fixture
def noor(cast: Cast) -> Client:
    return browser(cast.noor)


@pytest.fixture
def amina(cast: Cast) -> str:
    return key_for(cast.amina, cast.hotline.pk)


def reported(cast: Cast, **changes: object) -> dict[str, object]:
    return {
        "cause": "child",
        "recipient": cast.shelter.pk.hex,
        "parts": ["identity", "risk"],
        "until": (timezone.localdate() + timedelta(days=3)).isoformat(),
        "told": "yes",
        "why": "A child sleeps where the recruiter has a key.",
    } | changes


class TestAReport:
    def test_shows_the_law_with_its_source_and_that_nobody_checked_it(
        self, noor: Client, amina: str
    ) -> None:
        page = noor.get(reverse("consent:report", args=[amina])).content.decode()
        assert "Invented amendment to the Children Act" in page
        assert "Not verified by a local lawyer" in page

    def test_is_made_to_the_focal_points_and_they_are_told(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        answer = noor.post(reverse("consent:report", args=[amina]), reported(cast))
        report = Report.objects.get()
        assert answer["Location"] == reverse("consent:report_sheet", args=[report.key])
        assert report.recipient_staff == [cast.amal.staff.hex]
        assert (count_unread(cast.amal), count_unread(cast.nurse)) == (1, 0)
        sheet = noor.get(answer["Location"]).content.decode()
        assert "A child sleeps where" in sheet
        assert "Lotus Shelter: Amal" in sheet
        assert newest_lines()[0].code == "report.looked_at"

    def test_the_receiver_reads_what_was_reported_and_not_why(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        noor.post(reverse("consent:report", args=[amina]), reported(cast))
        amal = browser(cast.amal)
        (told,) = unread(cast.amal)
        page = amal.get(amal.post(reverse("notices:open", args=[told.key]))["Location"])
        shown = page.content.decode()
        assert "A child sleeps where" not in shown
        there = reverse(
            "identity:identity_of", args=[key_for(cast.amina, cast.shelter.pk), cast.hotline.key]
        )
        assert there in shown
        assert amal.get(there).status_code == 200

    def test_nobody_else_at_the_receiver_sees_that_there_is_one(self, cast: Cast) -> None:
        at = timezone.now()
        soon = at + timedelta(days=1)
        key = make_report(cast.amina, due(cast, until=soon), by=cast.noor, at=at)
        address = reverse("consent:report_received", args=[key])
        assert browser(cast.nurse).get(address).status_code == 404
        assert browser(cast.noor).get(address).status_code == 404
        amal = browser(cast.amal)
        assert amal.get(address).status_code == 200
        browser(cast.noor).post(reverse("consent:withdraw_report", args=[key]))
        assert amal.get(address).status_code == 404

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"parts": ["contact"]}, "fewer parts"),
            ({"why": ""}, "This field is required"),
            ({"told": ""}, "This field is required"),
            ({"until": "2020-01-01"}, "must come after"),
        ],
    )
    def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(
        self, cast: Cast, noor: Client, amina: str, change: dict[str, object], words: str
    ) -> None:
        posted = reported(cast, **change)
        answer = noor.post(reverse("consent:report", args=[amina]), posted)
        assert answer.status_code == 422
        page = answer.content.decode()
        assert words in page
        assert str(posted["why"]) in page
        assert not Report.objects.exists()

    def test_an_agency_without_focal_point_is_reported_to_by_phone(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        FocalPoint.objects.filter(agency=cast.shelter).delete()
        answer = noor.post(reverse("consent:report", args=[amina]), reported(cast))
        assert "report by phone and on paper" in answer.content.decode()

    def test_is_not_sent_to_a_side_that_the_law_does_not_name(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        page = noor.get(reverse("consent:report", args=[amina])).content.decode()
        assert cast.shelter.pk.hex in page
        assert cast.border.pk.hex not in page

    def test_where_no_law_is_known_it_leads_to_asking(
        self, noor: Client, amina: str, settings: object
    ) -> None:
        settings.COUNTRY = "XX"  # type: ignore[attr-defined]
        assert laws_here(timezone.now()) == []
        page = noor.get(reverse("consent:report", args=[amina])).content.decode()
        assert "No law here requires a report" in page
        assert reverse("consent:ask", args=[amina]) in page


class TestAnOrder:
    PAPER = {"number": "Court 7/26", "parts": ["identity", "situation"], "until": ""}

    def entered(self, cast: Cast, noor: Client, amina: str) -> str:
        posted = {**self.PAPER, "authority": cast.prosecutor.pk.hex}
        answer = noor.post(reverse("consent:receive_order", args=[amina]), posted)
        assert answer.status_code == 302
        return str(answer["Location"])

    def test_opens_nothing_when_entered_checked_or_lifted(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        rows = set(Access.objects.values_list("pk"))
        page = self.entered(cast, noor, amina)
        key = Order.objects.get().key
        browser(cast.lina).post(reverse("consent:check_order", args=[key]))
        assert Order.objects.get().checked_by_id == cast.lina.staff
        noor.post(reverse("consent:lift_order", args=[key]))
        assert set(Access.objects.values_list("pk")) == rows
        at = timezone.now()
        assert readable_parts(cast.counsel, cast.amina, cast.hotline.pk, at) == frozenset()
        assert browser(cast.counsel).get(page).status_code == 404

    def test_the_lawyer_is_told_and_she_alone_checks(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        page = self.entered(cast, noor, amina)
        assert count_unread(cast.lina) == 1
        shown = noor.get(page).content.decode()
        assert "Court 7/26" in shown
        assert "it must be obeyed" not in shown
        key = Order.objects.get().key
        assert noor.post(reverse("consent:check_order", args=[key])).status_code == 403
        lina = browser(cast.lina)
        assert "it must be obeyed" in lina.get(page).content.decode()
        lina.post(reverse("consent:check_order", args=[key]))
        assert count_unread(cast.lina) == 0
        assert reverse("cases:copy", args=[key]) in noor.get(page).content.decode()

    def test_only_courts_and_prosecutors_order(self, cast: Cast, noor: Client, amina: str) -> None:
        page = noor.get(reverse("consent:receive_order", args=[amina])).content.decode()
        assert cast.prosecutor.pk.hex in page
        assert cast.shelter.pk.hex not in page

    def test_an_order_that_names_no_part_is_not_entered(
        self, cast: Cast, noor: Client, amina: str
    ) -> None:
        posted = {**self.PAPER, "authority": cast.prosecutor.pk.hex, "parts": []}
        answer = noor.post(reverse("consent:receive_order", args=[amina]), posted)
        assert answer.status_code == 422
        assert "Court 7/26" in answer.content.decode()
        assert not Order.objects.exists()


class TestADecisionForAChild:
    def typed(self, cast: Cast, **changes: object) -> dict[str, object]:
        views = {f"view_{voice}": "not_asked" for voice in VOICE_WORDS}
        return {
            **views,
            "view_child": "agrees",
            "view_carer": "objects",
            "recipient": cast.shelter.pk.hex,
            "purpose": "care",
            "parts": ["identity", "situation"],
            "until": (timezone.localdate() + timedelta(days=90)).isoformat(),
            "deciders": "The child protection officer of the North",
            "why": "Nobody else can house the child.",
        } | changes

    @pytest.fixture
    def here(self, cast: Cast, amina: str) -> str:
        agreement(cast.hotline.pk, cast.shelter.pk)
        return reverse("consent:decide", args=[amina])

    def test_is_written_down_with_every_view(self, cast: Cast, noor: Client, here: str) -> None:
        assert noor.post(here, self.typed(cast)).status_code == 302
        ground = Ground.objects.get()
        assert ground.kind == "best_interest"
        assert dict(ground.views)["carer"] == "objects"
        assert Access.objects.filter(reader=cast.shelter, person=cast.amina).count() == 0

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({"view_child": "not_asked"}, "Listen to the child first"),
            ({"view_carer": "not_asked"}, "at least one adult"),
            ({"decided_with": "parent", "guardian_accompanies": "yes"}, "cannot decide"),
            ({"decided_with": "parent"}, "cannot decide"),
            ({"birth": "1990-01-01"}, "ask the person"),
            ({"parts": []}, "This field is required"),
        ],
    )
    def test_what_cannot_stand_is_said_and_nothing_typed_is_lost(
        self, cast: Cast, noor: Client, here: str, change: dict[str, object], words: str
    ) -> None:
        answer = noor.post(here, self.typed(cast, **change))
        assert answer.status_code == 422
        page = answer.content.decode()
        assert words in page
        assert "Nobody else can house the child." in page
        assert not Ground.objects.exists()

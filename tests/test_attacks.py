"""Roundabout ways to a person, over several apps at once: none leads there."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import end_focal_point, name_focal_point, staff_leaves
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.cases.doors import cases_of
from throughcare.cases.models import CaseFile
from throughcare.cases.services import close_case, erase_case, lock_case
from throughcare.consent.doors import holders_readable
from throughcare.consent.services import end_record, lock_person, withdraw_consent
from throughcare.identity.rules import Name
from throughcare.identity.services import erase_person, record_names
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.referrals.models import Draft, Referral
from throughcare.referrals.rules import Way
from throughcare.referrals.services import (
    Offer,
    accept_referral,
    expire_overdue,
    hand_over,
    make_link,
    offer_referral,
    report_outcome,
    save_draft,
    withdraw_referral,
)
from throughcare.referrals.tests.factories import Scene, shelter_service
from throughcare.referrals.tests.summaries import BED
from throughcare_core.vocab import codes

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)
LATER = NOON + timedelta(minutes=40)


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


def today(who: Actor) -> str:
    answer = signed_in(who).get(reverse("web:today"))
    assert answer.status_code == 200
    return answer.content.decode()


class TestALock:
    def test_before_the_answer_opens_nothing_with_it(self, scene: Scene) -> None:
        (key,) = scene.offered()
        lock_case(scene.case_key, [], by=scene.noor, at=SOON)
        accept_referral(key, by=scene.ines, at=SOON)
        assert scene.dawn.pk not in holders_readable(scene.ines, scene.person, LATER)

    def test_stays_when_the_case_is_handed_on(self, scene: Scene) -> None:
        (key,) = scene.offered(kind="transfer")
        accept_referral(key, by=scene.ines, at=SOON)
        lock_case(scene.case_key, [], by=scene.noor, at=SOON)
        hand_over(key, by=scene.ines, at=SOON)
        assert not cases_of(scene.sami, LATER).exists()
        assert scene.dawn.pk not in holders_readable(scene.ines, scene.person, LATER)
        assert cases_of(scene.noor, LATER).exists()

    def test_may_name_the_focal_point_elsewhere_to_whom_it_is_open(self, scene: Scene) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        noor, address = signed_in(scene.noor), reverse("cases:lock", args=[scene.case_key])
        assert "Ines, Lotus Shelter" in noor.get(address).content.decode()
        for staff, reads in (([scene.ines.staff.hex], True), ([], False)):
            assert noor.post(address, {"staff": staff, "sent": "1"}).status_code == 302
            read = scene.dawn.pk in holders_readable(scene.ines, scene.person, LATER)
            assert read is reads
            ticked = f'value="{scene.ines.staff.hex}" checked'
            assert (ticked in " ".join(noor.get(address).content.decode().split())) is reads
        assert noor.post(address, {"staff": [scene.stranger.staff.hex]}).status_code == 422

    def test_is_not_undone_by_an_answer_an_outcome_or_the_clock(self, scene: Scene) -> None:
        first, second = scene.offered(scene.bed, scene.spare)
        lock_case(scene.case_key, [], by=scene.noor, at=SOON)
        accept_referral(first, by=scene.ines, at=SOON)
        report_outcome(first, outcome="service_started", by=scene.ines, at=SOON)
        expire_overdue(LATER + timedelta(days=9))
        for by in (scene.sami, scene.ines, scene.stranger):
            assert scene.dawn.pk not in holders_readable(by, scene.person, LATER)
        assert Referral.objects.get(key=second).state == "withdrawn"

    def test_hides_her_on_every_page_of_a_colleague(self, scene: Scene) -> None:
        words = "Sami wrote this about her"
        scene.offered()
        save_draft(scene.case_key, BED, urgency="urgent", words=words, by=scene.sami, at=NOON)
        assert words in today(scene.sami)
        lock_case(scene.case_key, [], by=scene.noor, at=SOON)
        assert words not in today(scene.sami)
        sami = signed_in(scene.sami)
        for page in ("cases:list", "referrals:list"):
            for query in ("", "?sent", "?closed", "?mine"):
                assert scene.case_key not in sami.get(reverse(page) + query).content.decode()

    def test_at_the_receiver_hides_the_referral_from_the_night_shift(self, scene: Scene) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        address = reverse("referrals:referral", args=[key])
        night = signed_in(scene.night)
        assert night.get(address).status_code == 200
        lock_person(scene.person, [], by=scene.ines, at=SOON)
        hidden = night.get(address)
        assert hidden.status_code == 404
        assert hidden.content == night.get(reverse("referrals:referral", args=["A" * 22])).content
        assert key not in night.get(reverse("referrals:list") + "?received").content.decode()
        assert "A safe bed" not in today(scene.night)


class TestAnErasedPerson:
    def erased(self, scene: Scene, by: Actor) -> None:
        erase_person(scene.person, "asked_by_person", by=by, at=SOON)

    def test_is_in_no_draft_and_no_page_breaks_over_her(self, scene: Scene) -> None:
        save_draft(scene.case_key, BED, urgency="urgent", words="About her", by=scene.noor, at=NOON)
        self.erased(scene, scene.noor)
        assert not Draft.objects.exists()
        assert "About her" not in today(scene.noor)
        noor = signed_in(scene.noor)
        for page in ("cases:list", "referrals:list"):
            assert noor.get(reverse(page) + "?sent").status_code == 200

    def test_is_not_written_about_again_by_the_clock(self, scene: Scene) -> None:
        (key,) = scene.offered(urgency="danger")
        over = NOON + timedelta(hours=2)
        erase_person(scene.person, "asked_by_person", by=scene.noor, at=over)
        before = CaseFile.objects.get(pk=scene.case.pk).touched_at
        expire_overdue(over + timedelta(hours=2))
        assert CaseFile.objects.get(pk=scene.case.pk).touched_at == before
        assert Referral.objects.get(key=key).words is None

    def test_stays_with_the_other_agency_that_has_a_record_of_its_own(self, scene: Scene) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        record_names(scene.person, [Name("Amina")], by=scene.ines, at=SOON)
        report_outcome(key, outcome="service_completed", by=scene.ines, at=SOON)
        self.erased(scene, scene.noor)
        assert set(holders_readable(scene.ines, scene.person, LATER)) == {scene.lotus.pk}
        assert cases_of(scene.ines, LATER).exists()
        assert not cases_of(scene.noor, LATER).exists()

    def test_is_not_erased_while_somebody_expects_her(self, scene: Scene) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        for by in (scene.noor, scene.ines):
            with pytest.raises(Refused, match="still open"):
                self.erased(scene, by)
        withdraw_referral(key, by=scene.noor, at=SOON)
        self.erased(scene, scene.noor)

    def test_cannot_be_taken_in_on_an_offer_that_her_agency_no_longer_stands_by(
        self, scene: Scene
    ) -> None:
        (key,) = scene.offered()
        end_record(scene.person, by=scene.noor, at=SOON)
        erase_case(scene.person, scene.dawn.pk, SOON)
        with pytest.raises(Refused, match="withdrawn the consent"):
            accept_referral(key, by=scene.ines, at=SOON)


class TestSomebodyWhoLeft:
    @pytest.fixture
    def ines(self, scene: Scene) -> Client:
        """Ines has accepted, is signed in, and is taken off the staff while her page is open."""
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        client = signed_in(scene.ines)
        own = cases_of(scene.ines, LATER).get().key
        self.pages = [
            reverse("web:today"),
            reverse("cases:case", args=[own]),
            reverse("referrals:referral", args=[key]),
        ]
        for page in self.pages:
            assert client.get(page).status_code == 200
        boss = actor(Agency.objects.get(pk=scene.lotus.pk), "Boss", ["administrator"])
        staff_leaves(Staff.objects.get(pk=scene.ines.staff).key, by=boss, at=LATER)
        return client

    def test_is_shown_the_door_on_every_page(self, ines: Client) -> None:
        for page in self.pages:
            for method in (ines.get, ines.post):
                answer = method(page)
                assert answer.status_code == 302
                assert answer["Location"].startswith(reverse("account_login"))

    def test_leaves_her_cases_to_those_who_stay(self, scene: Scene, ines: Client) -> None:
        assert CaseFile.objects.get(agency=scene.lotus).manager_id is None
        assert cases_of(scene.night, LATER).exists()


class TestAReferralThatHasEnded:
    @pytest.mark.parametrize(
        ("outcome", "reads_on"),
        [(code.code, code.code == "service_started") for code in codes("referral_outcome")],
    )
    def test_opens_nothing_any_more_unless_the_service_goes_on(
        self, scene: Scene, outcome: str, reads_on: bool
    ) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        report_outcome(key, outcome=outcome, by=scene.ines, at=SOON)
        assert (scene.dawn.pk in holders_readable(scene.ines, scene.person, LATER)) is reads_on
        assert scene.lotus.pk in holders_readable(scene.ines, scene.person, LATER)

    def test_is_read_no_more_once_the_service_that_goes_on_closes_its_case(
        self, scene: Scene
    ) -> None:
        (key,) = scene.offered()
        own = accept_referral(key, by=scene.ines, at=SOON)
        report_outcome(key, outcome="service_started", by=scene.ines, at=SOON)
        close_case(own, reason="plan_fulfilled", by=scene.ines, at=SOON)
        assert set(holders_readable(scene.ines, scene.person, LATER)) == {scene.lotus.pk}

    def test_leaves_open_what_another_one_opened(self, scene: Scene) -> None:
        """Two services of one shelter help: that one could not says nothing about the other."""
        first, second = scene.offered()[0], scene.offered(shelter_service(scene.lotus, "Clinic"))[0]
        for key in (first, second):
            accept_referral(key, by=scene.ines, at=SOON)
        report_outcome(first, outcome="not_possible", by=scene.ines, at=SOON)
        assert scene.dawn.pk in holders_readable(scene.ines, scene.person, LATER)


class TestAFocalPoint:
    @pytest.fixture
    def boss(self, scene: Scene) -> Actor:
        """Ines, the only focal point, has accepted; Boss names others at Lotus Shelter."""
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        return actor(Agency.objects.get(pk=scene.lotus.pk), "Boss", ["administrator"])

    def test_who_is_one_no_longer_reads_no_longer(self, scene: Scene, boss: Actor) -> None:
        end_focal_point(Staff.objects.get(pk=scene.ines.staff).key, by=boss, at=SOON)
        assert set(holders_readable(scene.ines, scene.person, LATER)) == {scene.lotus.pk}

    @pytest.mark.parametrize("named_first", [True, False])
    def test_the_next_one_reads_what_was_allowed_when_the_only_one_leaves(
        self, scene: Scene, boss: Actor, named_first: bool
    ) -> None:
        night, ines = (Staff.objects.get(pk=by.staff).key for by in (scene.night, scene.ines))
        acts = [(name_focal_point, night), (staff_leaves, ines)]
        assert scene.dawn.pk not in holders_readable(scene.night, scene.person, SOON)
        for change, member in acts if named_first else reversed(acts):
            change(member, by=boss, at=SOON)
        assert scene.dawn.pk in holders_readable(scene.night, scene.person, LATER)

    def test_named_after_a_lock_reads_nothing(self, scene: Scene, boss: Actor) -> None:
        lock_case(scene.case_key, [], by=scene.noor, at=SOON)
        name_focal_point(Staff.objects.get(pk=scene.night.staff).key, by=boss, at=SOON)
        assert scene.dawn.pk not in holders_readable(scene.night, scene.person, LATER)


class TestALink:
    def test_shows_nothing_before_it_is_opened_and_nothing_after_it_was_answered(
        self, scene: Scene
    ) -> None:
        to = [Offer(scene.bed.key, Way.LINK)]
        (key,) = offer_referral(
            scene.case_key, BED, to=to, urgency="urgent", words="A bed", by=scene.noor, at=NOON
        )
        address = reverse("referrals:by_link", args=[make_link(key, by=scene.noor, at=NOON)])
        anybody = Client()
        assert "A bed" not in anybody.get(address).content.decode()
        assert "A bed" in anybody.post(address).content.decode()
        said = {"act": "answer", "answer": "no", "reason": "no_place"}
        assert anybody.post(address, said).status_code == 200
        for method in (anybody.get, anybody.post):
            assert method(address).status_code == 404
        nowhere = reverse("referrals:by_link", args=["A" * 22])
        assert anybody.get(address).content == anybody.get(nowhere).content

    def test_does_not_outlive_the_consent(self, scene: Scene) -> None:
        to = [Offer(scene.bed.key, Way.LINK)]
        (key,) = offer_referral(
            scene.case_key, BED, to=to, urgency="urgent", by=scene.noor, at=NOON
        )
        address = reverse("referrals:by_link", args=[make_link(key, by=scene.noor, at=NOON)])
        withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=SOON)
        assert Client().post(address).status_code == 404


def test_made_up_addresses_of_lists_break_nothing_and_tell_nothing(scene: Scene) -> None:
    scene.offered()
    outside = signed_in(scene.officer)
    for page in ("cases:list", "referrals:list"):
        for after in ("x", "~~", "9999-12-31T23:59:59-14:00~" + "0" * 32, "%00", "2026~'"):
            answer = outside.get(reverse(page), {"after": after, "sent": "", "closed": ""})
            assert answer.status_code == 200
            assert scene.case_key not in answer.content.decode()

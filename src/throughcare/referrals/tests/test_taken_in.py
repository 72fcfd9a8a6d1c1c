"""What an agency that took somebody in finds: what she allowed, an open case, and no more."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.cases import services as cases
from throughcare.cases.doors import cases_of, events_of
from throughcare.cases.models import CaseFile, Event, Fact
from throughcare.cases.rules import Statement
from throughcare.consent.doors import holders_readable
from throughcare.directory.models import Service
from throughcare.identity.services import erase_person
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.notices.models import Notice
from throughcare.referrals.doors import referral_for, referrals_received
from throughcare.referrals.models import Referral
from throughcare.referrals.services import accept_referral, hand_over, report_outcome
from throughcare.referrals.tests.factories import Scene

SOON, LATER = NOON + timedelta(minutes=20), NOON + timedelta(minutes=40)


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=LATER):
        yield


def signed_in(who: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    return client


def page_of(who: Actor, case: str) -> str:
    return signed_in(who).get(reverse("cases:case", args=[case])).content.decode()


def was_here(scene: Scene) -> str:
    """Lotus Shelter took her in and the service is completed: the key of its case."""
    (key,) = scene.offered()
    own = accept_referral(key, by=scene.ines, at=SOON)
    report_outcome(key, outcome="service_completed", by=scene.ines, at=SOON)
    return own


class TestWhereSheIs:
    def test_is_not_told_by_the_timeline_to_whom_the_situation_alone_is_open(
        self, scene: Scene
    ) -> None:
        Service.objects.filter(pk=scene.bed.pk).update(is_confidential=True)
        (first,) = scene.offered(scene.spare)
        own = accept_referral(first, by=scene.stranger, at=SOON)
        assert (
            "whereabouts"
            not in holders_readable(scene.stranger, scene.person, LATER)[scene.dawn.pk]
        )
        (second,) = scene.offered(scene.bed)
        accept_referral(second, by=scene.ines, at=SOON)
        hand_over(second, by=scene.ines, at=SOON)
        assert "Lotus" not in page_of(scene.stranger, own)
        assert "Lotus" in page_of(scene.noor, scene.case_key)

    def test_a_referral_stands_once_on_the_timeline_of_whoever_took_it(self, scene: Scene) -> None:
        (key,) = scene.offered()
        accept_referral(key, by=scene.ines, at=SOON)
        seen = events_of(scene.ines, scene.person, LATER)
        assert seen.filter(kind="referral_accepted").count() == 1
        assert seen.filter(agency=scene.dawn).exists()

    @pytest.mark.parametrize("order", ["", "?from_first"])
    def test_the_senders_bar_says_accepted_though_other_offers_were_withdrawn_at_once(
        self, scene: Scene, order: str
    ) -> None:
        first, _second = scene.offered(scene.bed, scene.spare)
        accept_referral(first, by=scene.ines, at=SOON)
        address = reverse("cases:case", args=[scene.case_key])
        page = signed_in(scene.noor).get(address + order).content.decode()
        assert "<dd>Referral accepted " in page
        assert "The offer to Other NGO." in page


class TestWhatSheAllowed:
    def test_is_read_after_acceptance(self, scene: Scene) -> None:
        said = [
            Statement("danger_now"),
            Statement("need", "medical"),
            Statement("education", "", "unknown"),
        ]
        cases.record_statements(scene.case_key, said, by=scene.noor, at=NOON)
        cases.add_historic_event(
            scene.case_key, kind="Transit", country="XA", by=scene.noor, at=NOON
        )
        field = cases.add_field(
            label="Shoes",
            kind="text",
            part="situation",
            purpose="To buy shoes",
            by=actor(scene.dawn, "Adam", ["administrator"]),
            at=NOON,
        )
        cases.answer_added_fields(
            scene.case_key, {field: "38"}, said_by="person", by=scene.noor, at=NOON
        )
        letter, scan = (
            cases.attach_file(
                scene.case_key,
                SimpleUploadedFile(name, b"plain words"),
                part=part,
                by=scene.noor,
                at=NOON,
            )
            for name, part in (("letter.txt", "situation"), ("scan.txt", "health"))
        )
        (key,) = scene.offered()
        own = accept_referral(key, by=scene.ines, at=SOON)
        page = page_of(scene.ines, own)
        there = (
            "Medical care",
            "Transit",
            "Shoes",
            "letter.txt",
            reverse("cases:attachment", args=[letter]),
        )
        assert [words for words in there if words not in page] == []
        assert "Dawn Hotline" in page
        for closed in ("Education", "scan.txt", reverse("cases:attachment", args=[scan])):
            assert closed not in page
        assert reverse("cases:drop_attachment", args=[letter]) not in page
        assert reverse("cases:drop_attachment", args=[letter]) in page_of(
            scene.noor, scene.case_key
        )

    def test_its_bar_says_on_whose_yes_it_rests_and_who_manages_the_case(
        self, scene: Scene
    ) -> None:
        (key,) = scene.offered()
        own = accept_referral(key, by=scene.ines, at=SOON)
        page = page_of(scene.ines, own)
        assert "Not asked yet" not in page
        assert "Nobody yet" not in page


class TestSheComesAgain:
    def test_after_she_was_erased_there_is_a_case_and_nothing_of_before(self, scene: Scene) -> None:
        own = was_here(scene)
        cases.record_statements(
            own, [Statement("exploitation_type", "ForcedLabour")], by=scene.ines, at=SOON
        )
        erase_person(scene.person, "asked_by_person", by=scene.ines, at=SOON)
        (again,) = scene.offered()
        accept_referral(again, by=scene.ines, at=LATER)
        case = cases_of(scene.ines, LATER).get(person=scene.person)
        assert (case.opened_at, case.erased_at) == (LATER, None)
        assert not Fact.objects.filter(case=case).exists()
        assert list(referrals_received(scene.ines, LATER).values_list("key", flat=True)) == [again]
        assert "LS-" in signed_in(scene.ines).get(reverse("cases:list")).content.decode()

    def test_after_her_case_was_closed_it_is_open_and_managed_once_she_is_handed_over(
        self, scene: Scene
    ) -> None:
        own = was_here(scene)
        cases.close_case(own, reason="plan_fulfilled", by=scene.ines, at=SOON)
        (again,) = scene.offered(kind="transfer")
        accept_referral(again, by=scene.ines, at=LATER)
        hand_over(again, by=scene.ines, at=LATER)
        case = CaseFile.objects.get(key=own)
        assert (case.closed_at, case.closing_reason, case.status) == (None, "", "Active")
        assert case.manager_id == scene.ines.staff
        assert Event.objects.filter(agency=scene.lotus, kind="reopened").count() == 1

    def test_to_a_case_that_is_open_and_managed_nothing_changes(self, scene: Scene) -> None:
        own = was_here(scene)
        mira = actor(scene.lotus, "Mira", ["case_manager"])
        cases.name_case_manager(own, mira.staff, by=scene.ines, at=SOON)
        (again,) = scene.offered(kind="transfer")
        assert accept_referral(again, by=scene.ines, at=LATER) == own
        assert CaseFile.objects.get(key=own).manager_id == mira.staff
        assert Event.objects.filter(agency=scene.lotus, kind="first_contact").count() == 1


class TestALockedRecord:
    @pytest.fixture
    def again(self, scene: Scene) -> str:
        """Her record is locked to Ines; she is referred once more."""
        own = was_here(scene)
        cases.lock_case(own, [], by=scene.ines, at=SOON)
        return scene.offered()[0]

    def test_does_not_take_a_referral_from_whoever_accepted_it(
        self, scene: Scene, again: str
    ) -> None:
        night, address = signed_in(scene.night), reverse("referrals:referral", args=[again])
        assert night.get(address).status_code == 200
        assert night.post(address, {"answer": "yes"})["Location"] == address
        assert Referral.objects.get(key=again).state == "accepted"
        assert night.get(address).status_code == 200
        assert not cases_of(scene.night, LATER).filter(person=scene.person).exists()
        hand_over(again, by=scene.night, at=LATER)
        report_outcome(again, outcome="service_completed", by=scene.night, at=LATER)
        with pytest.raises(NotHere):
            referral_for(scene.night, again, LATER)

    def test_tells_the_named_alone(self, scene: Scene, again: str) -> None:
        own = accept_referral(again, by=scene.night, at=LATER)
        (notice,) = Notice.objects.all()
        assert (notice.code, notice.staff_id, notice.about) == (
            "person_accepted",
            scene.ines.staff,
            own,
        )
        assert CaseFile.objects.get(key=own).manager_id is None

    def test_locked_after_the_yes_is_there_for_the_named_alone(self, scene: Scene) -> None:
        (key,) = scene.offered()
        own = accept_referral(key, by=scene.night, at=SOON)
        assert not Notice.objects.exists()
        cases.lock_case(own, [], by=scene.ines, at=SOON)
        with pytest.raises(NotHere):
            referral_for(scene.night, key, LATER)
        assert referral_for(scene.ines, key, LATER)

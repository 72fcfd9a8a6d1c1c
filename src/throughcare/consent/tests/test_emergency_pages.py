"""Pages for when a life is in danger, as they are used."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Agency, Staff, StaffDuty
from throughcare.agencies.tests.factories import NOON, actor, ombuds_office, sign_in
from throughcare.audit.queries import newest_lines
from throughcare.consent.models import Access, Emergency, HolderCalled
from throughcare.consent.services import lock_person
from throughcare.consent.tests.cast import Cast
from throughcare.kernel.actors import Actor
from throughcare.notices.models import Notice
from throughcare.notices.queries import unread
from throughcare.persons.services import key_for

TYPED = {"why": "own_hand", "words": "She said good-bye on the phone."}


def browser(by: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=by.staff))
    return client


class Night:
    """Noor of the hotline, trained, must reach the shelter about Bela."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        StaffDuty.objects.create(staff_id=cast.noor.staff, code="emergency_trained", since=NOON)
        Agency.objects.filter(pk=cast.shelter.pk).update(on_call="+999 20 000 111")
        self.maryam = actor(ombuds_office(), "Maryam", ["ombudsperson"])
        self.noor, self.amal = browser(cast.noor), browser(cast.amal)
        self.bela = key_for(cast.bela, cast.hotline.pk)

    def called(self) -> str:
        """The page with the number."""
        here = reverse("consent:emergency", args=[self.bela])
        answer = self.noor.post(here, {"holder": self.cast.shelter.pk.hex})
        assert answer.status_code == 302
        return str(answer["Location"])

    def opened(self) -> str:
        """Called, waited, opened: the key of the access."""
        page = self.called()
        HolderCalled.objects.update(at=timezone.now() - timedelta(minutes=11))
        assert self.noor.post(page, TYPED)["Location"] == page
        return Emergency.objects.get().key


@pytest.fixture
def night(cast: Cast) -> Night:
    return Night(cast)


def test_the_number_comes_first_and_nothing_can_be_opened_yet(night: Night) -> None:
    page = night.called()
    shown = night.noor.get(page).content.decode()
    assert "+999 20 000 111" in shown
    assert "They have ten minutes" in shown
    assert 'name="words"' not in shown
    assert newest_lines()[0].code == "emergency.number_shown"
    too_soon = night.noor.post(page, TYPED)
    assert too_soon.status_code == 422
    assert not Emergency.objects.exists()


def test_after_ten_minutes_it_opens_and_says_where_to_read(night: Night) -> None:
    night.opened()
    page = night.noor.get(reverse("consent:emergency_call", args=[
        night.bela, HolderCalled.objects.get().key
    ])).content.decode()  # fmt: skip
    assert "Open to you alone until" in page
    holder = Agency.objects.get(pk=night.cast.shelter.pk).key
    contact = reverse("identity:identity_of", args=[night.bela, holder])
    assert contact in page
    reached = night.noor.get(contact)
    assert reached.status_code == 200
    assert "Show name" not in reached.content.decode()
    assert newest_lines()[0].code == "identity.contact"


def test_after_an_hour_the_same_address_leads_nowhere(night: Night) -> None:
    night.opened()
    holder = Agency.objects.get(pk=night.cast.shelter.pk).key
    contact = reverse("identity:identity_of", args=[night.bela, holder])
    assert night.noor.get(contact).status_code == 200
    opened = Access.objects.filter(ground="emergency_access")
    assert {row.until - row.since for row in opened} == {timedelta(hours=1)}
    opened.update(since=NOON, until=NOON + timedelta(hours=1))
    assert night.noor.get(contact).status_code == 404


def test_what_is_missing_is_said_and_nothing_typed_is_lost(night: Night) -> None:
    page = night.called()
    HolderCalled.objects.update(at=timezone.now() - timedelta(minutes=11))
    answer = night.noor.post(page, {"words": TYPED["words"]})
    assert answer.status_code == 422
    assert TYPED["words"] in answer.content.decode()


def test_for_a_locked_person_nothing_is_here(night: Night) -> None:
    page = night.called()
    lock_person(night.cast.bela, [], by=night.cast.amal, at=timezone.now())
    HolderCalled.objects.update(at=timezone.now() - timedelta(minutes=11))
    assert night.noor.post(page, TYPED).status_code == 404
    assert newest_lines()[0].kind == "refusal"


def test_who_is_not_trained_sees_the_number_and_whom_to_ask(night: Night) -> None:
    StaffDuty.objects.filter(code="emergency_trained").delete()
    page = night.called()
    HolderCalled.objects.update(at=timezone.now() - timedelta(minutes=11))
    shown = night.noor.get(page).content.decode()
    assert "+999 20 000 111" in shown
    assert "Ask such a colleague" in shown
    assert night.noor.post(page, TYPED).status_code == 403


def test_the_holder_reads_what_was_heard_and_reviews(night: Night) -> None:
    key = night.opened()
    today = night.amal.get(reverse("web:today")).content.decode()
    assert reverse("consent:emergency_review", args=[key]) in today
    page = night.amal.get(reverse("consent:emergency_review", args=[key])).content.decode()
    assert "She said good-bye on the phone." in page
    assert "The person may take her or his own life" in page
    found = {"verdict": "right", "words": "We reached her."}
    answer = night.amal.post(reverse("consent:emergency_review", args=[key]), found)
    assert answer.status_code == 302
    assert "We reached her." in night.amal.get(answer["Location"]).content.decode()
    after = night.amal.get(reverse("web:today")).content.decode()
    assert reverse("consent:emergency_review", args=[key]) not in after


def test_once_reviewed_it_waits_for_nobody_any_more(night: Night) -> None:
    key = night.opened()
    assert len(unread(night.maryam)) == 1
    found = {"verdict": "wrong", "words": "Nobody was in danger."}
    night.amal.post(reverse("consent:emergency_review", args=[key]), found)
    assert unread(night.maryam) == []
    told = Notice.objects.get(code="emergency_reviewed")
    answer = night.noor.post(reverse("notices:open", args=[told.key]))
    page = night.noor.get(answer["Location"]).content.decode()
    assert "It was not right to open it" in page
    assert "Nobody was in danger." not in page


def test_the_ombudsperson_sees_the_hour_and_nothing_about_the_person(night: Night) -> None:
    key = night.opened()
    holder = Agency.objects.get(pk=night.cast.shelter.pk).key
    night.noor.get(reverse("identity:identity_of", args=[night.bela, holder]))
    page = browser(night.maryam).get(reverse("consent:emergency_review", args=[key]))
    shown = page.content.decode()
    assert "Safe contact looked at" in shown
    assert "good-bye" not in shown
    assert "sealed for the agency" in shown
    assert "Noor" in shown


def test_the_holder_finds_it_beside_the_consents(night: Night) -> None:
    night.opened()
    here = reverse("consent:consents", args=[key_for(night.cast.bela, night.cast.shelter.pk)])
    page = night.amal.get(here).content.decode()
    assert "To be reviewed" in page
    assert "Emergency access" in page

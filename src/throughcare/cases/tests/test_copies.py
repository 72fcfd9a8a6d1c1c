"""A copy of named parts for a court: only these parts, once, and nobody's reading is opened."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    dawn_hotline,
    prosecutor_office,
    sign_in,
)
from throughcare.audit.queries import newest_lines
from throughcare.cases.models import CaseFile, Event
from throughcare.cases.services import open_case, write_note
from throughcare.consent.models import Access, CopyServed
from throughcare.consent.services import PaperOrder, check_order, receive_order
from throughcare.identity.rules import Name, SafeContact
from throughcare.identity.services import add_contact, record_names
from throughcare.persons.services import new_person

pytestmark = pytest.mark.django_db


class Court:
    """Dawn Hotline has an order of the prosecutor about identity, contact and situation."""

    def __init__(self) -> None:
        dawn = dawn_hotline()
        self.prosecutor = prosecutor_office()
        self.noor = actor(dawn, "Noor", ["hotline_worker"])
        self.lina = actor(dawn, "Lina", ["lawyer"])
        case = open_case(by=self.noor, at=NOON, began_by="call")
        person = CaseFile.objects.get(key=case).person_id
        record_names(person, [Name(given="Amina", family="Sule")], "Amina", by=self.noor, at=NOON)
        phone = SafeContact("phone", "+999 20 123 456", ("call",))
        add_contact(person, phone, by=self.noor, at=NOON)
        home = SafeContact("address", "7 Well Street", ("letter",))
        add_contact(person, home, by=self.noor, at=NOON)
        write_note(case, "She was promised a kitchen.", part="situation", by=self.noor, at=NOON)
        write_note(case, "He has a key.", part="risk", by=self.noor, at=NOON)
        self.case, self.person = case, person
        paper = PaperOrder(
            authority=self.prosecutor.pk,
            number="Court 7/26",
            parts=["identity", "contact", "situation"],
        )
        self.order = receive_order(person, paper, by=self.noor, at=NOON)
        self.address = reverse("cases:copy", args=[self.order])
        self.browser = Client()
        sign_in(self.browser, Staff.objects.get(pk=self.noor.staff))

    def served(self, *parts: str) -> str:
        check_order(self.order, by=self.lina, at=NOON)
        answer = self.browser.post(self.address, {"parts": parts})
        assert answer.status_code == 200
        return answer.content.decode()


@pytest.fixture
def court() -> Court:
    return Court()


def test_holds_the_named_parts_and_nothing_else(court: Court) -> None:
    copy = court.served("situation", "contact")
    assert "She was promised a kitchen." in copy
    assert "+999 20 123 456" in copy
    for other in ("He has a key.", "7 Well Street", "Amina", "Sule"):
        assert other not in copy
    assert "Court 7/26" in copy
    assert "opens no account" in copy


def test_a_note_about_several_people_and_where_she_was_referred_are_left_out(court: Court) -> None:
    write_note(
        court.case,
        "Her sister was there too.",
        part="situation",
        by=court.noor,
        at=NOON,
        also_about=[new_person()],
    )
    Event.made(
        person_id=court.person,
        agency_id=court.noor.agency,
        at=NOON,
        kind="referral_offered",
        part="situation",
        codes={"agency_code": "PR", "urgency": "urgent"},
    )
    copy = court.served("situation")
    assert "She was promised a kitchen." in copy
    assert "Her sister" not in copy
    assert "To Prosecutor of the North" not in copy


def test_a_name_stands_on_it_where_the_order_names_identity(court: Court) -> None:
    copy = court.served("identity")
    assert "Sule" in copy
    assert "She was promised" not in copy


def test_is_written_down_as_served_and_opens_no_row_of_access(court: Court) -> None:
    rows = set(Access.objects.values_list("pk"))
    court.served("identity")
    assert CopyServed.objects.get().parts == ["identity"]
    assert "order.copy_served" in [line.code for line in newest_lines()]
    assert set(Access.objects.values_list("pk")) == rows
    assert not Access.objects.filter(reader=court.prosecutor).exists()


def test_before_the_lawyer_has_checked_none_is_served(court: Court) -> None:
    answer = court.browser.post(court.address, {"parts": ["identity"]})
    assert answer.status_code == 422
    assert "A lawyer of your agency must check" in answer.content.decode()
    assert "Sule" not in answer.content.decode()
    assert not CopyServed.objects.exists()


def test_what_the_order_does_not_name_cannot_be_chosen(court: Court) -> None:
    check_order(court.order, by=court.lina, at=NOON)
    assert 'value="risk"' not in court.browser.get(court.address).content.decode()
    assert court.browser.post(court.address, {"parts": ["risk"]}).status_code == 422
    assert not CopyServed.objects.exists()


def test_an_order_whose_time_is_over_serves_nothing(court: Court) -> None:
    from throughcare.consent.models import Order

    check_order(court.order, by=court.lina, at=NOON)
    Order.objects.update(until=timezone.now() - timedelta(seconds=1))
    answer = court.browser.post(court.address, {"parts": ["identity"]})
    assert answer.status_code == 422
    assert not CopyServed.objects.exists()

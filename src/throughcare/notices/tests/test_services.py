"""Telling, reading, and messages that leave without content."""

import hmac
import json
import logging
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from smtplib import SMTPException
from unittest.mock import patch

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    dawn_hotline,
    lotus_shelter,
    sign_in,
)
from throughcare.audit.queries import newest_lines
from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.records import new_key
from throughcare.notices.models import Message, Notice
from throughcare.notices.queries import count_unread, newest, unread
from throughcare.notices.services import read_notice, send_messages, tell_duty, tell_staff
from throughcare.notices.tests.gateway import Gateway

pytestmark = pytest.mark.django_db
MINUTE = timedelta(minutes=1)


class House:
    def __init__(self) -> None:
        self.dawn, self.lotus = dawn_hotline(), lotus_shelter()
        Agency.objects.filter(pk=self.dawn.pk).update(on_call="+999 20 000 111")
        self.noor = actor(self.dawn, "Noor", ["case_manager"])
        self.sami = actor(self.dawn, "Sami", ["case_manager"])
        self.chief = actor(self.dawn, "Chief", ["administrator"])
        self.ines = actor(self.lotus, "Ines", ["case_manager"])
        self.about = new_key()

    def tell(self, by: Actor | None = None) -> bool:
        return tell_duty(
            "emergency_opened",
            self.about,
            agency=self.dawn.pk,
            duty="case_manager",
            by=by or self.ines,
            at=NOON,
        )


@pytest.fixture
def house() -> House:
    return House()


@pytest.fixture
def mailing(settings: object) -> None:
    settings.DEFAULT_FROM_EMAIL = "house@care.example"  # type: ignore[attr-defined]
    settings.EMAIL_HOST = "mail.care.example"  # type: ignore[attr-defined]


@pytest.fixture
def gateway(settings: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    gateway = Gateway(tmp_path)
    secret = tmp_path / "secret"
    secret.write_text("a secret of both sides\n")
    monkeypatch.setenv("SSL_CERT_FILE", str(gateway.certificate))
    settings.THROUGHCARE_TEXT_SECRET_FILE = secret  # type: ignore[attr-defined]
    with gateway.listening() as address:
        settings.THROUGHCARE_TEXT_HOOK = address  # type: ignore[attr-defined]
        yield gateway


class TestTelling:
    def test_a_duty_of_an_agency_is_told_and_nobody_else(self, house: House) -> None:
        assert house.tell()
        assert [count_unread(by) for by in (house.noor, house.sami)] == [1, 1]
        assert [count_unread(by) for by in (house.chief, house.ines)] == [0, 0]

    def test_named_staff_are_told_alone(self, house: House) -> None:
        tell_staff(
            "emergency_reviewed",
            house.about,
            agency=house.dawn.pk,
            staff=house.noor.staff,
            by=house.ines,
            at=NOON,
        )
        assert (count_unread(house.noor), count_unread(house.sami)) == (1, 0)

    def test_where_nobody_has_the_duty_it_is_said_and_nothing_is_kept(self, house: House) -> None:
        told = tell_duty(
            "emergency_opened",
            house.about,
            agency=house.dawn.pk,
            duty="ombudsperson",
            by=house.ines,
            at=NOON,
        )
        assert not told
        assert not Notice.objects.exists()

    def test_a_notice_is_undone_with_the_act_that_brought_it(
        self, house: House, mailing: None
    ) -> None:
        def tell_and_refuse() -> None:
            with act("case.opened", by=house.ines, at=NOON):
                house.tell()
                raise Refused("no")

        with pytest.raises(Refused):
            tell_and_refuse()
        assert not Notice.objects.exists()
        assert not Message.objects.exists()

    def test_it_joins_the_line_of_the_act(self, house: House) -> None:
        with act("case.opened", by=house.ines, at=NOON):
            house.tell()
        (line,) = newest_lines()
        (joined,) = line.entry["joined"]
        assert joined["code"] == "notice.given"

    def test_a_notice_for_both_or_for_nobody_is_impossible(self, house: House) -> None:
        for staff, duty in ((house.noor.staff, "case_manager"), (None, "")):
            with pytest.raises(IntegrityError), transaction.atomic():
                Notice.made(
                    code="emergency_opened",
                    about=house.about,
                    agency=house.dawn,
                    staff_id=staff,
                    duty=duty,
                    at=NOON,
                )


class TestReading:
    def test_one_reads_for_all_of_the_duty_by_name(self, house: House) -> None:
        house.tell()
        (row,) = unread(house.noor)
        read_notice(row.key, by=house.noor, at=NOON + MINUTE)
        assert unread(house.sami) == []
        assert [row.read_by for row in newest(house.sami)] == ["Noor"]
        assert newest_lines()[0].code == "notice.read"

    def test_read_twice_is_read_once(self, house: House) -> None:
        house.tell()
        key = Notice.objects.get().key
        read_notice(key, by=house.noor, at=NOON)
        read_notice(key, by=house.sami, at=NOON + MINUTE)
        assert Notice.objects.get().read_by_id == house.noor.staff

    def test_a_notice_for_others_is_not_here(self, house: House) -> None:
        house.tell()
        for other in (house.ines, house.chief):
            with pytest.raises(NotHere):
                read_notice(Notice.objects.get().key, by=other, at=NOON)

    def test_the_list_says_what_to_do_and_nothing_about_anybody(self, house: House) -> None:
        house.tell()
        client = Client()
        sign_in(client, Staff.objects.get(pk=house.noor.staff))
        for page in ("notices:list", "web:today"):
            shown = client.get(reverse(page)).content.decode()
            assert "Review it within a day" in shown
            assert house.about not in shown


class TestMail:
    def test_everybody_of_the_duty_gets_one_that_says_nothing(
        self, house: House, mailing: None
    ) -> None:
        house.tell()
        assert send_messages(NOON) == 2
        assert sorted(each.to[0] for each in mail.outbox) == ["noor@dh.example", "sami@dh.example"]
        for each in mail.outbox:
            assert each.subject == "Something is waiting for you"
            assert each.body == ("Something is waiting for you in Throughcare. Sign in to read it.")
            assert house.about not in each.message().as_string()
        assert newest_lines()[0].code == "message.sent"

    def test_a_second_round_sends_nothing_again(self, house: House, mailing: None) -> None:
        house.tell()
        send_messages(NOON)
        assert send_messages(NOON + timedelta(days=2)) == 0
        assert len(mail.outbox) == 2

    def test_a_message_that_another_worker_has_just_taken_is_left_to_it(
        self, house: House, mailing: None
    ) -> None:
        house.tell()
        with patch.object(Message, "change", return_value=False):
            assert send_messages(NOON) == 0
        assert mail.outbox == []

    def test_what_fails_is_tried_later_with_the_same_id_and_given_up_after_a_day(
        self, house: House, mailing: None, caplog: pytest.LogCaptureFixture
    ) -> None:
        house.tell()
        tried: list[str] = []

        def fail(message: object) -> None:
            tried.append(message.extra_headers["Message-ID"])  # type: ignore[attr-defined]
            raise SMTPException("550 noor@dh.example unknown")

        with (
            caplog.at_level(logging.WARNING),
            patch("throughcare.notices.adapters.EmailMessage.send", fail),
        ):
            at = NOON
            while at < NOON + timedelta(days=3):
                send_messages(at)
                at += timedelta(minutes=10)
        assert len(set(tried)) == 2
        assert 20 < len(tried) < 120
        assert Message.objects.filter(given_up_at=None).count() == 0
        assert "noor" not in caplog.text
        assert newest_lines()[0].code == "message.given_up"
        assert count_unread(house.noor) == 1

    def test_who_has_left_gets_none(self, house: House, mailing: None) -> None:
        house.tell()
        Staff.objects.filter(pk=house.noor.staff).update(left_at=NOON)
        assert send_messages(NOON) == 1
        assert send_messages(NOON + MINUTE * 5) == 0
        assert Message.objects.filter(given_up_at=NOON).count() == 1

    def test_without_a_way_out_nothing_lies_in_the_outbox(self, house: House) -> None:
        house.tell()
        assert not Message.objects.exists()


class TestTexts:
    def test_the_phone_on_call_gets_one_signed_and_without_content(
        self, house: House, gateway: Gateway
    ) -> None:
        house.tell()
        assert send_messages(NOON) == 1
        ((headers, body),) = gateway.posted
        signed = hmac.digest(b"a secret of both sides", body, "sha256").hex()
        said = json.loads(body)
        assert headers["Throughcare-Signature"] == signed
        assert headers["path"] == "/texts?of=house"
        assert headers["Idempotency-Key"] == said["id"] == Message.objects.get().key
        assert (said["to"], sorted(said)) == ("+999 20 000 111", ["at", "id", "text", "to"])
        assert said["text"] == "Something is waiting for you in Throughcare. Sign in to read it."
        assert house.about.encode() not in body

    @pytest.mark.parametrize("answer", [302, 400, 503])
    def test_only_a_yes_of_the_gateway_counts(
        self, house: House, gateway: Gateway, answer: int
    ) -> None:
        house.tell()
        gateway.answer = answer
        assert send_messages(NOON) == 0
        gateway.answer = 200
        assert send_messages(NOON + MINUTE) == 1
        first, second = (json.loads(body)["id"] for _headers, body in gateway.posted)
        assert first == second

    def test_an_unknown_certificate_a_plain_address_or_a_short_secret_sends_nothing(
        self, house: House, gateway: Gateway, settings: object, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        house.tell()
        hook = settings.THROUGHCARE_TEXT_HOOK  # type: ignore[attr-defined]
        settings.THROUGHCARE_TEXT_HOOK = hook.replace("https", "http")  # type: ignore[attr-defined]
        assert send_messages(NOON) == 0
        settings.THROUGHCARE_TEXT_HOOK = hook  # type: ignore[attr-defined]
        monkeypatch.delenv("SSL_CERT_FILE")
        assert send_messages(NOON + timedelta(hours=1)) == 0
        monkeypatch.setenv("SSL_CERT_FILE", str(gateway.certificate))
        settings.THROUGHCARE_TEXT_SECRET_FILE.write_text("short")  # type: ignore[attr-defined]
        assert send_messages(NOON + timedelta(hours=3)) == 0
        assert gateway.posted == []

    def test_a_broken_gateway_does_not_hold_up_mail(
        self, house: House, gateway: Gateway, mailing: None
    ) -> None:
        house.tell()
        gateway.answer = 500
        assert send_messages(NOON) == 2
        assert len(gateway.posted) == 1

"""What time brings is done by the worker, all of it."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.agencies.models import KeptAnswer, KeptForm, WrongTries
from throughcare.agencies.services import Kept, KeptPage, keep_answer, keep_form, take_try
from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, staff
from throughcare.config.services.rounds import do_what_time_brings
from throughcare.exchange.models import ImportRun
from throughcare.exchange.services import runs, send_in
from throughcare.exchange.tests.invented import a_table

pytestmark = pytest.mark.django_db


def test_a_file_that_waits_is_looked_through(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runs, "BYTES_AT_ONCE", 0)
    dana = actor(dawn_hotline(), "Dana", ["data_officer"])
    send_in(SimpleUploadedFile("a.csv", a_table()), by=dana, at=NOON)
    assert ImportRun.objects.get().state == "waiting"
    do_what_time_brings()
    assert ImportRun.objects.get().state == "looked_at"


def test_what_was_kept_for_a_browser_that_never_came_back_is_gone() -> None:
    boss = staff(dawn_hotline(), "Boss", [])
    long_ago = NOON - timedelta(days=365)
    keep_form(boss, Kept("/", []), at=long_ago)
    keep_answer(KeptPage(200, "text/html", b""), "", at=long_ago)
    take_try("password", "noor@dh.example", "", at=long_ago)
    do_what_time_brings()
    assert not WrongTries.objects.exists()
    assert not KeptForm.objects.exists()
    assert not KeptAnswer.objects.exists()

"""A session that has run out is gone from the data base, with what it held."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone

from throughcare.config.services.rounds import do_what_time_brings

pytestmark = pytest.mark.django_db


def test_a_round_removes_sessions_that_have_run_out_and_no_other() -> None:
    now = timezone.now()
    for key, ends in (("old", now - timedelta(seconds=1)), ("new", now + timedelta(hours=1))):
        Session.objects.create(session_key=key, session_data="", expire_date=ends)
    assert do_what_time_brings() == ()
    assert [each.session_key for each in Session.objects.all()] == ["new"]

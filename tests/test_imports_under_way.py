"""Files under way when a process is killed, or when one breaks its reader as nobody foresaw."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from throughcare.agencies.tests.factories import actor, dawn_hotline, lotus_shelter
from throughcare.config.services.rounds import do_what_time_brings
from throughcare.exchange import services
from throughcare.exchange.adapters.sealed import owner_of_upload, place_of_upload
from throughcare.exchange.models import ImportRun
from throughcare.exchange.services import runs
from throughcare.kernel.actors import Actor
from throughcare.vault.services import KeyGone, open_file, seal_file

pytestmark = pytest.mark.django_db
LIST = b"Name;Sex\nAma Sule;her\n"


@pytest.fixture
def dana() -> Actor:
    return actor(dawn_hotline(), "Dana", ["data_officer"])


@pytest.fixture
def days_later() -> Iterator[datetime]:
    later = timezone.now() + timedelta(days=3)
    with patch("django.utils.timezone.now", return_value=later):
        yield later


def test_what_was_sealed_for_an_import_that_never_began_is_gone_some_days_later(
    dana: Actor, days_later: datetime
) -> None:
    """Killed between sealing a file and writing its row: names lie there under a living key.

    `exchange.services.runs.keep` seals first. Nobody finds such a file any more, no erasing of a
    person reaches it, and its key stands in every backup of the keys.
    """
    began = days_later - timedelta(days=3)
    run = ImportRun(agency_id=dana.agency, staff_id=dana.staff, kind=".csv", began_at=began)
    seal_file([LIST], owner_of_upload(run), place_of_upload(run))
    assert b"".join(open_file(owner_of_upload(run), place_of_upload(run))) == LIST
    do_what_time_brings()
    with pytest.raises(KeyGone):
        b"".join(open_file(owner_of_upload(run), place_of_upload(run)))


def test_a_file_that_breaks_its_reader_keeps_no_other_agencys_from_being_read(
    dana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“What one agency's broken file holds up does not hold up another's.”"""
    luis = actor(lotus_shelter(), "Luis", ["data_officer"])
    monkeypatch.setattr(runs, "BYTES_AT_ONCE", 0)
    at = timezone.now()
    for by in (dana, luis):
        services.send_in(SimpleUploadedFile("list.csv", LIST), by=by, at=at)
    look = runs._look

    def breaks(run: ImportRun, by: Actor, at: datetime) -> None:
        if run.agency_id == dana.agency:
            raise OverflowError
        look(run, by, at)

    monkeypatch.setattr(runs, "_look", breaks)
    do_what_time_brings()
    assert ImportRun.objects.get(agency=luis.agency).state == "refused"


def test_an_import_that_stops_while_it_is_written_is_tried_for_a_day_and_stops_no_other(
    dana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    began = timezone.now()
    luis = actor(lotus_shelter(), "Luis", ["data_officer"])
    monkeypatch.setattr(runs, "BYTES_AT_ONCE", 0)
    key = services.send_in(SimpleUploadedFile("list.csv", LIST), by=dana, at=began)
    ImportRun.objects.filter(key=key).update(state="wanted")
    services.send_in(SimpleUploadedFile("list.csv", LIST), by=luis, at=began)

    def breaks(*_: object) -> None:
        raise OSError

    monkeypatch.setattr(runs, "_take", breaks)
    assert do_what_time_brings() == ("imports",)
    assert ImportRun.objects.get(agency=luis.agency).ended_at is not None
    assert ImportRun.objects.get(key=key).state == "taking"
    with patch("django.utils.timezone.now", return_value=began + timedelta(hours=25)):
        do_what_time_brings()
    assert ImportRun.objects.get(key=key).state == "refused"


def test_a_file_that_breaks_its_reader_is_not_kept_for_ever(
    dana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """“A file that nobody decided about is gone after a day”, whatever state it is in."""
    monkeypatch.setattr(runs, "BYTES_AT_ONCE", 0)
    began = timezone.now()
    key = services.send_in(SimpleUploadedFile("list.csv", LIST), by=dana, at=began)

    def breaks(*_: object) -> None:
        raise OverflowError

    monkeypatch.setattr(runs, "_look", breaks)
    for hours in (0, 1, 25, 49):
        with patch("django.utils.timezone.now", return_value=began + timedelta(hours=hours)):
            do_what_time_brings()
    assert ImportRun.objects.get(key=key).ended_at is not None

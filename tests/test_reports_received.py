"""Who was told of somebody by a report that the law required, and may read of her no more."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import end_duty
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.cases.services import lock_case
from throughcare.consent.services import DueReport, make_report
from throughcare.referrals.tests.factories import Scene

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=5)


@pytest.fixture(autouse=True)
def soon() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=SOON):
        yield


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def page(scene: Scene) -> str:
    """The address of a report that Dawn Hotline made to Ines."""
    due = DueReport(
        recipient=scene.lotus.pk,
        recipient_staff=[scene.ines.staff],
        cause="child",
        parts=["risk"],
        until=NOON + timedelta(days=7),
        person_was_told=True,
        why="A child is in danger.",
    )
    key = make_report(scene.person, due, by=scene.noor, at=NOON)
    return reverse("consent:report_received", args=[key])


@pytest.fixture
def ines(scene: Scene, page: str) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=scene.ines.staff))
    assert client.get(page).status_code == 200
    return client


def test_whose_duty_has_ended_finds_no_report(ines: Client, page: str, scene: Scene) -> None:
    admin = actor(Agency.objects.get(pk=scene.lotus.pk), "Head", ["administrator"])
    member = Staff.objects.get(pk=scene.ines.staff).key
    for duty in ("shelter_worker", "case_manager"):
        end_duty(member, duty, by=admin, at=SOON)
    assert ines.get(page).status_code == 404


def test_about_a_locked_record_nobody_finds_a_report_whom_the_lock_does_not_name(
    ines: Client, page: str, scene: Scene
) -> None:
    """The lock “cuts all of it to named staff”, at the holder and everywhere else."""
    lock_case(scene.case_key, [], by=scene.noor, at=SOON)
    assert ines.get(page).status_code == 404

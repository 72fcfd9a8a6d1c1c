"""Days at both ends of the calendar: a clear answer, and never an error page."""

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.tests.factories import agency, sign_in, staff
from throughcare.identification.tests.factories import Scene as Deciding
from throughcare.referrals.tests.factories import Scene

pytestmark = pytest.mark.django_db


def signed_in(member: Staff) -> Client:
    client = Client(raise_request_exception=False)
    sign_in(client, member)
    return client


@pytest.fixture
def cora() -> Client:
    desk = agency("CO", "Coordination", "Coordinator")
    return signed_in(staff(desk, "Cora", ["coordinator"]))


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_a_month_without_a_neighbour(cora: Client, month: str) -> None:
    assert cora.get(reverse("statistics:returns"), {"month": month}).status_code < 500


@pytest.mark.parametrize("month", ["0001-01", "9999-12"])
def test_a_month_of_a_statistician(month: str) -> None:
    home = Agency.objects.get(pk=Scene().dawn.pk)
    stan = signed_in(staff(home, "Stan", ["statistician"]))
    assert stan.get(reverse("statistics:returns"), {"month": month}).status_code < 500


@pytest.mark.parametrize("zone", ["UTC", "Asia/Tbilisi", "America/Bogota"])
def test_two_counts_from_the_first_day_to_the_last(
    cora: Client, zone: str, settings: object
) -> None:
    settings.TIME_ZONE = zone  # type: ignore[attr-defined]
    asked = {"since": "0001-01-01", "until": "9999-12-31", "region": ""}
    assert cora.get(reverse("identification:two_counts"), asked).status_code < 500


@pytest.mark.parametrize("moment", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"])
def test_a_moment_that_utc_does_not_have(moment: str) -> None:
    client = Client(raise_request_exception=False)
    assert client.get("/hsds/services", {"modified_after": moment}).status_code < 500


def test_a_determination_that_came_on_the_first_day_of_all() -> None:
    deciding = Deciding()
    marek = signed_in(Staff.objects.get(pk=deciding.marek.staff))
    here = reverse("identification:ask", args=[deciding.key])
    said = {"law": "xa-12-2019", "received_on": "0001-01-01", "act_on": ""}
    assert marek.post(here, said).status_code < 500

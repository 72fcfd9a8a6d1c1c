"""Days at both ends of the calendar: a clear answer, and never an error page."""

import pytest
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.tests.factories import NOON, agency, sign_in, staff
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


@pytest.mark.parametrize("last", ["0001-01-01", "9999-12-31"])
def test_a_consent_until_the_last_day_of_all(last: str) -> None:
    scene = Scene()
    noor = signed_in(Staff.objects.get(pk=scene.noor.staff))
    name = f"{scene.lotus.pk.hex}_care"
    said = {
        "given": "on_a_page",
        "given_by": "the_person",
        "says_is_adult": "on",
        "until": last,
        f"answer_{name}": "yes",
        f"parts_{name}": ["situation"],
    }
    answer = noor.post(reverse("consent:ask", args=[scene.case_key]), said)
    assert answer.status_code < 500


@pytest.mark.parametrize(("first", "last"), [("0001-01-01", ""), ("2026-03-02", "9999-12-31")])
def test_an_agreement_for_all_time(first: str, last: str) -> None:
    scene = Scene()
    admin = signed_in(Staff.objects.get(name="Admin DH"))
    said = {
        "other": scene.police.pk.hex,
        "parts": ["situation"],
        "purposes": ["care"],
        "starts": first,
        "until": last,
    }
    assert admin.post(reverse("consent:agreements"), said).status_code < 500


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_a_determination_that_came_on_the_first_day_of_all(day: str) -> None:
    deciding = Deciding()
    marek = signed_in(Staff.objects.get(pk=deciding.marek.staff))
    here = reverse("identification:ask", args=[deciding.key])
    for act_on in ("", day):
        said = {"law": "xa-12-2019", "received_on": day, "act_on": act_on}
        assert marek.post(here, said).status_code < 500
    said = {"law": "xa-12-2019", "received_on": NOON.date().isoformat(), "act_on": day}
    assert marek.post(here, said).status_code < 500

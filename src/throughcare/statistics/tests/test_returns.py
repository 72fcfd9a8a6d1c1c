"""The monthly return: counted, made safe, frozen, and read by those whose duty it is."""

import csv
import io
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, actor, agency, sign_in
from throughcare.audit.queries import newest_lines
from throughcare.cases.models import CaseFile
from throughcare.cases.services import close_case, open_case
from throughcare.consent.services import lock_person
from throughcare.identity.rules import Birth, Gender
from throughcare.identity.services import record_birth, record_gender
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals.models import UnmetNeed
from throughcare.referrals.services import decline_referral
from throughcare.referrals.tests.factories import Scene
from throughcare.statistics import doors
from throughcare.statistics.models import MonthlyReturn
from throughcare.statistics.queries.returns import (
    agencies_without_return,
    as_csv,
    month_figures,
    page_of,
    returns_of_month,
)
from throughcare.statistics.rules.returns import (
    RULE,
    SEXES,
    people_table,
    reasons_not_to_send,
)
from throughcare.statistics.services.returns import send_return
from throughcare_core.vocab import codes

pytestmark = pytest.mark.django_db
MARCH = date(2026, 3, 1)
APRIL = datetime(2026, 4, 7, 10, tzinfo=NOON.tzinfo)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def stan(scene: Scene) -> Actor:
    return actor(scene.dawn, "Stan", ["statistician"])


@pytest.fixture
def cora() -> Actor:
    office = agency("NC", "Office of the Coordinator", "Coordinator")
    return actor(office, "Cora", ["coordinator"])


@pytest.fixture(autouse=True)
def in_april() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=APRIL):
        yield


def helped(scene: Scene, number: int, sex: str, age: int, at: datetime = NOON) -> list[str]:
    """People of Dawn Hotline whose sex and age are written down."""
    keys = []
    for _ in range(number):
        key = open_case(by=scene.noor, at=at, began_by="call")
        person = CaseFile.objects.get(key=key).person_id
        record_gender(person, Gender(sex=sex), by=scene.noor, at=at)
        record_birth(person, Birth("estimated", year=2026 - age), by=scene.noor, at=at)
        keys.append(key)
    return keys


def test_people_are_counted_by_sex_and_age_and_small_numbers_stay_unsaid(
    scene: Scene, stan: Actor
) -> None:
    helped(scene, 6, "female", 30)
    helped(scene, 7, "male", 30)
    helped(scene, 2, "female", 15)
    figures = month_figures(stan, MARCH, APRIL)
    cells = figures["new"]["cells"]
    shown = {number for line in cells for number in line if number is not None}
    assert shown <= {6, 7}
    assert figures["new"]["all"] in (None, 16)
    assert figures["ongoing"]["all"] is None


def test_who_came_before_is_ongoing_and_who_was_gone_is_neither(scene: Scene, stan: Actor) -> None:
    february = NOON - timedelta(days=20)
    helped(scene, 8, "female", 30, february)
    gone = helped(scene, 6, "male", 30, february)
    for key in gone:
        close_case(key, reason="moved_away", by=scene.noor, at=february)
    figures = month_figures(stan, MARCH, APRIL)
    assert figures["ongoing"]["all"] == 8
    assert month_figures(stan, date(2026, 2, 1), APRIL)["new"]["all"] == 14


@pytest.mark.parametrize("few", [1, 4])
def test_a_return_with_nobody_and_with_few_look_alike(scene: Scene, stan: Actor, few: int) -> None:
    before = month_figures(stan, date(2026, 2, 1), APRIL)
    helped(scene, few, "female", 30, NOON - timedelta(days=20))
    assert month_figures(stan, date(2026, 2, 1), APRIL) == before


def test_a_locked_person_is_not_counted(scene: Scene, stan: Actor) -> None:
    helped(scene, 4, "female", 30)
    assert month_figures(stan, MARCH, APRIL)["new"]["all"] == 5
    lock_person(scene.person, [scene.noor.staff], by=scene.noor, at=NOON)
    assert month_figures(stan, MARCH, APRIL)["new"]["all"] is None


def test_referrals_and_needs_are_counted_each_by_itself(scene: Scene) -> None:
    ines = actor(scene.lotus, "Stella", ["statistician"])
    for _ in range(6):
        scene.case_key = open_case(by=scene.noor, at=NOON, began_by="call")
        scene.case = CaseFile.objects.get(key=scene.case_key)
        scene.person = scene.case.person_id
        scene.says_yes(scene.lotus.pk)
        (key,) = scene.offered()
        decline_referral(key, reason="no_place", by=scene.ines, at=NOON)
    figures = month_figures(ines, MARCH, APRIL)
    assert figures["received_declined"] == {"no_place": 5}
    assert (figures["received"], figures["sent"]) == ({}, {})
    assert page_of(figures).in_time == 5
    here = actor(scene.dawn, "Stan", ["statistician"])
    assert month_figures(here, MARCH, APRIL)["sent_declined"] == {"no_place": 5}
    assert month_figures(here, MARCH, APRIL)["unmet"] == {"shelter": 5}
    assert UnmetNeed.objects.count() == 6


def test_a_return_is_frozen_when_it_is_sent(scene: Scene, stan: Actor) -> None:
    helped(scene, 9, "female", 30)
    key = send_return(MARCH, by=stan, at=APRIL)
    (line, *_) = newest_lines()
    assert line.code == "statistics.return_sent"
    sent = MonthlyReturn.objects.get(key=key)
    helped(scene, 9, "female", 30)
    again = MonthlyReturn.objects.get(key=key)
    assert (again.figures, again.rule) == (sent.figures, RULE)
    with pytest.raises(Refused, match="sent already"):
        send_return(MARCH, by=stan, at=APRIL)


def test_what_stays_unsaid_is_not_even_stored(scene: Scene, stan: Actor) -> None:
    helped(scene, 3, "male", 15)
    send_return(MARCH, by=stan, at=APRIL)
    figures = MonthlyReturn.objects.get().figures
    assert {number for line in figures["new"]["cells"] for number in line} == {None}


def test_a_month_that_is_not_over_or_long_ago_is_not_sent(scene: Scene, stan: Actor) -> None:
    for month, why in ((date(2026, 4, 1), "not over"), (date(2025, 3, 1), "too long ago")):
        with pytest.raises(Refused, match=why):
            send_return(month, by=stan, at=APRIL)
    assert reasons_not_to_send(month=MARCH, today=APRIL.date(), kind="Coordinator", sent=False)


def test_who_has_not_the_duty_counts_and_sends_nothing(scene: Scene) -> None:
    for who in (scene.noor, scene.ines):
        with pytest.raises(Refused, match="duties"):
            send_return(MARCH, by=who, at=APRIL)
        with pytest.raises(Refused, match="duties"):
            month_figures(who, MARCH, APRIL)


def test_a_return_is_there_for_its_agency_and_the_coordinator_alone(
    scene: Scene, stan: Actor, cora: Actor
) -> None:
    key = send_return(MARCH, by=stan, at=APRIL)
    elsewhere = actor(scene.other, "Olga", ["statistician"])
    for who in (stan, cora):
        assert doors.return_of(who, key).agency == scene.dawn
    for who in (elsewhere, scene.noor):
        with pytest.raises(NotHere):
            doors.return_of(who, key)


def test_the_coordinator_sees_whose_return_is_missing(
    scene: Scene, stan: Actor, cora: Actor
) -> None:
    send_return(MARCH, by=stan, at=APRIL)
    month = returns_of_month(cora, MARCH)
    assert [row.agency for row in month.received] == ["Dawn Hotline"]
    assert "Dawn Hotline" not in month.missing
    assert "Office of the Coordinator" not in month.missing
    assert scene.lotus.pk in agencies_without_return(cora, MARCH)
    with pytest.raises(Refused, match="duties"):
        returns_of_month(stan, MARCH)


def test_the_file_says_in_codes_what_the_page_says(scene: Scene, stan: Actor) -> None:
    helped(scene, 9, "female", 30)
    send_return(MARCH, by=stan, at=APRIL)
    rows = list(csv.DictReader(io.StringIO(as_csv([MonthlyReturn.objects.get()]))))
    assert {row["agency"] for row in rows} == {"DH"}
    assert {row["month"] for row in rows} == {"2026-03"}
    numbers = {row["number"] for row in rows}
    assert numbers <= {"not shown", "fewer than 5", "9", "10"}
    assert len([row for row in rows if row["table"] == "new"]) == 5 * 6


def test_the_pages_of_both(scene: Scene, stan: Actor, cora: Actor) -> None:
    helped(scene, 9, "female", 30)
    client = Client()
    sign_in(client, Staff.objects.get(pk=stan.staff))
    assert "Send it" in client.get(reverse("statistics:returns")).content.decode()
    answer = client.post(reverse("statistics:send_return"), {"month": "2026-03"})
    assert answer.status_code == 302
    page = client.get(answer["Location"])
    assert RULE in page.content.decode()
    assert client.get(f"{answer['Location']}csv/")["Content-Type"].startswith("text/csv")
    assert client.get(reverse("statistics:returns"), {"month": "x"}).status_code == 404
    chief = Client()
    sign_in(chief, Staff.objects.get(pk=cora.staff))
    listed = chief.get(reverse("statistics:returns")).content.decode()
    assert "Dawn Hotline" in listed
    assert "Lotus Shelter" in listed
    assert chief.get(reverse("statistics:month_csv", args=["2026-03"])).status_code == 200
    assert chief.get(answer["Location"]).status_code == 200


def test_a_month_takes_as_many_queries_for_few_as_for_many(scene: Scene, stan: Actor) -> None:
    counts = []
    for _round in range(2):
        helped(scene, 6, "female", 30)
        with CaptureQueriesContext(connection) as queries:
            month_figures(stan, MARCH, APRIL)
        counts.append(
            len(
                [
                    each
                    for each in queries
                    if "audit_" not in each["sql"] and "SELECT" in each["sql"]
                ]
            )
        )
    assert counts[0] == counts[1] <= 9


def test_wider_ages_hold_every_band() -> None:
    bands = [row.code for row in codes("age_band")]
    table = people_table({(sex, band): 10 for sex in SEXES for band in bands})
    assert table.cells == [[40, 10, 30, 10, 10]] * len(SEXES)
    assert table.all == 400

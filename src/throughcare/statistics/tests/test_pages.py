"""What a coordinator and a statistician see in a browser, without any script."""

import re
from collections.abc import Iterable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Agency, Staff, StaffDuty
from throughcare.agencies.tests.factories import agency, lotus_shelter, sign_in, staff
from throughcare.audit.models import Line
from throughcare.statistics.models import Source
from throughcare.statistics.tests.counted import all_cells
from throughcare.statistics.tests.invented import ANNA, EMPTY, imported, many_rows, table

pytestmark = pytest.mark.django_db

FIGURES = "/figures/"


def member(at: Agency, name: str, duties: Iterable[str]) -> Staff:
    found: Staff = staff(at, name, duties)
    StaffDuty.objects.filter(staff=found).update(since=timezone.now() - timedelta(days=1))
    return found


def signed_in(who: Staff) -> Client:
    client = Client()
    sign_in(client, who)
    return client


@pytest.fixture
def cora() -> Staff:
    office = agency("NC", "Office of the Coordinator", "Coordinator")
    return member(office, "Cora", ["coordinator"])


@pytest.fixture
def rows(cora: Staff) -> None:
    imported(table(many_rows()), actor_of(cora, timezone.now()))


def page_of(client: Client, **asked: str) -> str:
    answer = client.get(FIGURES, asked)
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def words(page: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def cells(page: str) -> list[list[str]]:
    """The lines of the table, label first, as they are read."""
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.DOTALL)
    return [
        [words(cell).strip() for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line, re.DOTALL)]
        for line in found
    ]


def test_the_first_page_counts_by_everything_and_says_where_it_comes_from(
    cora: Staff, rows: None
) -> None:
    said = words(page_of(signed_in(cora)))
    assert "400 rows" in said
    for title in ("Exploitation", "Sex or gender", "Age", "Citizenship", "Year of registration"):
        assert title in said
    assert said.count("Not recorded") >= 5
    assert "They are protected already" in said
    assert "rows.csv" in said
    assert Source.objects.get().sha256 in said


def test_a_table_of_two_holds_the_numbers_of_the_file(cora: Staff, rows: None) -> None:
    head, *lines = cells(page_of(signed_in(cora), down="gender", across="year"))
    assert head == ["Sex or gender", "All rows", "Not recorded", "2018", "2019", "2020"]
    assert [line[0] for line in lines[:2]] == ["All rows", "Not recorded"]
    counted = all_cells(many_rows(), "gender", "year")
    women = next(line for line in lines if line[0] == "Women and girls")
    assert women[1:] == [
        str(counted["Woman", code]) for code in ("all", "none", "2018", "2019", "2020")
    ]


def test_only_chosen_rows_are_counted_and_the_page_says_which(cora: Staff, rows: None) -> None:
    page = page_of(signed_in(cora), gender="Man", year="2019", down="age")
    counted = all_cells(many_rows(), "gender", "age", {"gender": "Man", "year": "2019"})
    assert f"{counted['all', 'all']} rows: Men and boys, 2019." in words(page)
    assert "<details" in page
    assert " open>" in page


def test_of_ones_own_rows_small_numbers_are_said_in_words(cora: Staff) -> None:
    imported(table([ANNA] * 4 + [EMPTY] * 46), actor_of(cora, timezone.now()), is_protected=False)
    page = page_of(signed_in(cora), down="gender", across="age")
    assert "Nobody has protected these rows" in page
    lines = cells(page)
    assert next(line for line in lines if line[0] == "Women and girls")[1] == "fewer than 10"
    assert lines[1][:3] == ["All rows", "50", "40"]
    assert "4" not in {cell for line in lines for cell in line}


def test_one_of_several_sources_is_chosen(cora: Staff, rows: None) -> None:
    imported(table([{"gender": "Woman"}], "2024"), actor_of(cora, timezone.now()))
    client = signed_in(cora)
    before = Source.objects.get(release="2021").key
    assert "400 rows" in words(page_of(client, source=before))
    page = page_of(client, source=Source.objects.get(release="2024").key)
    assert " 1 row." in words(page)
    assert 'name="source"' in page


def test_another_agencys_own_rows_are_as_absent(cora: Staff, rows: None) -> None:
    stan = member(lotus_shelter(), "Stan", ["statistician"])
    imported(table([ANNA]), actor_of(stan, timezone.now()), is_protected=False)
    own = Source.objects.get(is_protected=False).key
    client = signed_in(cora)
    forbidden, absent = (client.get(FIGURES, {"source": key}) for key in (own, "A" * 22))
    assert (forbidden.status_code, absent.status_code) == (404, 404)
    assert forbidden.content == absent.content
    assert signed_in(stan).get(FIGURES, {"source": own}).status_code == 200


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ({"across": "age"}, "Choose what to count by first"),
        ({"down": "age", "across": "age"}, "something else"),
        ({"down": "name"}, "Select a valid choice"),
        ({"gender": "3"}, "Select a valid choice"),
        ({"citizenship": "ZW"}, "Select a valid choice"),
    ],
)
def test_what_cannot_be_asked_is_said_and_nothing_is_counted(
    asked: dict[str, str], says: str, cora: Staff, rows: None
) -> None:
    answer = signed_in(cora).get(FIGURES, asked)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "tc-errors" in page
    assert says in page
    assert "tc-bars" not in page
    assert "<table" not in page


def test_a_house_without_rows_says_how_they_come(cora: Staff) -> None:
    assert "throughcare import ctdc" in page_of(signed_in(cora))


def test_who_counts_has_it_in_the_navigation_and_nobody_else(cora: Staff, rows: None) -> None:
    lotus = lotus_shelter()
    stan = member(lotus, "Stan", ["statistician"])
    maria = member(lotus, "Maria", ["case_manager", "data_officer", "administrator"])
    for who in (cora, stan):
        client = signed_in(who)
        assert f'href="{FIGURES}"' in client.get(reverse("web:today")).content.decode()
        assert client.get(FIGURES).status_code == 200
    client = signed_in(maria)
    assert FIGURES not in client.get(reverse("web:today")).content.decode()
    assert client.get(FIGURES).status_code == 403


def test_a_look_is_a_line(cora: Staff, rows: None) -> None:
    client = signed_in(cora)
    before = Line.objects.filter(code="statistics.looked_at").count()
    page_of(client, down="age")
    assert Line.objects.filter(code="statistics.looked_at").count() == before + 1


def test_the_wrong_file_is_taken_out_by_a_button_of_its_own_agency_alone(
    cora: Staff, rows: None
) -> None:
    away = reverse("statistics:remove", args=[Source.objects.get().key])
    stan = signed_in(member(lotus_shelter(), "Stan", ["statistician"]))
    assert "Remove these rows" not in page_of(stan)
    assert stan.post(away).status_code == 404
    client = signed_in(cora)
    assert away in page_of(client)
    assert "These rows are gone" in client.post(away, follow=True).content.decode()
    assert not Source.objects.exists()


def test_the_page_changes_nothing(cora: Staff) -> None:
    assert signed_in(cora).post(FIGURES).status_code == 405

from dataclasses import asdict
from datetime import date, timedelta

import pytest

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor, lotus_shelter, other_ngo
from throughcare.directory import queries
from throughcare.directory.queries import Asked, FitRow, Search
from throughcare.directory.rules import NeedFacts, ServiceSheet
from throughcare.directory.services import say_places_free
from throughcare.directory.tests.factories import (
    DAY_CENTRE,
    LOTUS_HOUSE,
    SECRET_PHONE,
    SECRET_STREET,
    editor,
    opened,
)
from throughcare.kernel.actors import Actor

pytestmark = pytest.mark.django_db

BED = NeedFacts(
    needs=frozenset({"shelter"}),
    wanted=frozenset({"women"}),
    age_band="18-24",
    children=("0-1",),
    languages=("hau",),
    at_night=True,
    access_needs=frozenset({"step_free"}),
    region="North",
)


@pytest.fixture
def lotus() -> Agency:
    return lotus_shelter()


@pytest.fixture
def edda(lotus: Agency) -> Actor:
    return editor(lotus)


@pytest.fixture
def omar() -> Actor:
    return actor(other_ngo(), "Omar", ["case_manager", "service_editor"])


def found(need: NeedFacts, by: Actor, **agreements: object) -> list[FitRow]:
    return queries.services_for(need, by=by, at=NOON, agreements=agreements.get("known", {}))  # type: ignore[arg-type]


def test_a_confidential_service_may_have_a_place_and_says_no_more(
    edda: Actor, omar: Actor, lotus: Agency
) -> None:
    secret = opened(LOTUS_HOUSE, edda)
    say_places_free(secret.key, free=7, of=9, by=edda, at=NOON)
    until = NOON + timedelta(days=30)
    (row,) = found(BED, omar, known={lotus.pk: until})
    assert (row.name, row.places) == ("Lotus Shelter", "May have a place")
    assert row.place == "North region. 1 to 2 hours. The address is never shown."
    assert [reason.text for reason in row.reasons] == [
        "A safe place to stay",
        "Hausa at night",
        "Women",
        "Age: 18 to 24",
        "With children: 1",
        "No stairs",
        "Agreement until 1 April 2026",
    ]
    told = str(asdict(row))
    for hidden in (SECRET_STREET, SECRET_PHONE, "Lotus House", "Nordby", "7", "9 "):
        assert hidden not in told.replace(str(row.service), "").replace(
            str(row.agency), ""
        ).replace(row.key, "")


def test_its_own_agency_sees_the_count(edda: Actor, lotus: Agency) -> None:
    secret = opened(LOTUS_HOUSE, edda)
    say_places_free(secret.key, free=7, of=9, by=edda, at=NOON)
    mara = actor(lotus, "Mara", ["shelter_worker"])
    (row,) = found(BED, mara)
    assert (row.name, row.places) == ("Lotus House", "Places free: 7")
    assert row.reasons[-1].text == "Your own agency"


def test_a_full_confidential_service_looks_like_one_with_places(edda: Actor, omar: Actor) -> None:
    secret = opened(LOTUS_HOUSE, edda)
    before = found(BED, omar)
    say_places_free(secret.key, free=0, of=9, by=edda, at=NOON)
    assert found(BED, omar) == before


def test_a_confidential_service_that_does_not_fit_is_not_told(edda: Actor, omar: Actor) -> None:
    opened(LOTUS_HOUSE, edda)
    for_a_man = NeedFacts(needs=frozenset({"shelter"}), wanted=frozenset({"men"}))
    assert found(for_a_man, omar) == []
    opened(LOTUS_HOUSE, edda, is_confidential=False, name="Open House")
    (row,) = found(for_a_man, omar)
    assert (row.name, row.fits, row.why_not) == (
        "Open House",
        False,
        "Only takes: Women and Families",
    )


def test_those_that_fit_come_first_and_the_others_are_grouped_by_why(
    edda: Actor, omar: Actor
) -> None:
    house = {"is_confidential": False, "region": "North"}
    opened(LOTUS_HOUSE, edda, **house, name="B far", travel="2_to_3_hours")
    opened(LOTUS_HOUSE, edda, **house, name="A men", takes=("men",))
    opened(LOTUS_HOUSE, edda, **house, name="C men", takes=("men",))
    sure = opened(LOTUS_HOUSE, edda, **house, name="D sure", travel="over_3_hours")
    say_places_free(sure.key, free=2, of=4, by=edda, at=NOON)
    full = opened(LOTUS_HOUSE, edda, **house, name="E full")
    say_places_free(full.key, free=0, of=4, next_on=date(2026, 3, 5), by=edda, at=NOON)
    rows = found(BED, omar)
    assert [row.name for row in rows if row.fits] == ["D sure", "B far"]
    assert {each.why: each.names for each in queries.why_not(rows)} == {
        "Only takes: Men": ("A men", "C men"),
        "No place before 5 March 2026": ("E full",),
    }


def test_without_an_agreement_the_row_says_so(edda: Actor, omar: Actor, lotus: Agency) -> None:
    opened(LOTUS_HOUSE, edda)
    (without,) = found(BED, omar)
    assert (without.has_agreement, without.reasons[-1].text) == (
        False,
        "No agreement: phone call only",
    )
    (endless,) = found(BED, omar, known={lotus.pk: None})
    assert (endless.has_agreement, endless.reasons[-1].text) == (True, "Agreement in force")


def test_three_queries_find_services_however_many_there_are(
    edda: Actor, omar: Actor, django_assert_num_queries: object
) -> None:
    for number in range(5):
        service = opened(LOTUS_HOUSE, edda, name=f"House {number}")
        say_places_free(service.key, free=1, of=2, by=edda, at=NOON)
    with django_assert_num_queries(3):  # type: ignore[operator]
        assert len(found(BED, omar)) == 5


def test_pages_ask_as_many_queries_as_they_say(
    edda: Actor, omar: Actor, django_assert_num_queries: object
) -> None:
    exactly = django_assert_num_queries
    services = [opened(DAY_CENTRE, edda, name=f"Centre {number}") for number in range(5)]
    for service in services:
        say_places_free(service.key, free=1, of=2, by=edda, at=NOON)
    with exactly(3):  # type: ignore[operator]
        assert len(queries.own_services(edda, NOON)) == 5
    with exactly(3):  # type: ignore[operator]
        assert len(queries.services_elsewhere(omar, Asked("basic_needs", "fra"), NOON)[0]) == 5
    with exactly(2):  # type: ignore[operator]
        assert queries.filter_choices(omar) == (
            [("eng", "English"), ("fra", "French")],
            ["North"],
        )
    with exactly(3):  # type: ignore[operator]
        assert queries.one_service(edda, services[0].key, NOON).said
    with exactly(4):  # type: ignore[operator]
        assert len(queries.services_page(Search(), 1, 50).rows) == 5
    with exactly(3):  # type: ignore[operator]
        queries.one_public_service(services[0].public_id)
    with exactly(2):  # type: ignore[operator]
        assert queries.agencies_page("", 1, 50).total == 1
    with exactly(2):  # type: ignore[operator]
        assert queries.sheet_to_change(edda, services[0].key)[1] == 1


def test_other_agencies_do_not_read_who_said_what(edda: Actor, omar: Actor) -> None:
    service = opened(DAY_CENTRE, edda)
    say_places_free(service.key, free=1, of=2, by=edda, at=NOON)
    assert len(queries.one_service(edda, service.key, NOON).said) == 1
    assert queries.one_service(omar, service.key, NOON).said == ()


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        (Asked(), ["Coast Clinic", "Open Door Day Centre"]),
        (Asked(need="medical"), ["Coast Clinic"]),
        (Asked(language="fra"), ["Open Door Day Centre"]),
        (Asked(region="coast"), ["Coast Clinic"]),
        (Asked(need="medical", region="North"), []),
    ],
)
def test_the_directory_for_staff_filters_and_never_shows_a_confidential_service(
    edda: Actor, omar: Actor, asked: Asked, names: list[str]
) -> None:
    opened(LOTUS_HOUSE, edda, meets=("medical", "legal_advice"), speaks=("hau", "fra"))
    opened(DAY_CENTRE, edda)
    opened(
        DAY_CENTRE, edda, name="Coast Clinic", meets=("medical",), speaks=("eng",), region="Coast"
    )
    opened(DAY_CENTRE, omar, name="Our own")
    rows, more = queries.services_elsewhere(omar, asked, NOON)
    assert ([row.name for row in rows], more) == (names, False)


def test_an_advice_desk_is_not_blamed_for_counting_no_beds(edda: Actor) -> None:
    desk, house = opened(DAY_CENTRE, edda), opened(LOTUS_HOUSE, edda)
    counts = {card.key: card.has_places for card in queries.own_services(edda, NOON)}
    assert counts == {desk.key: False, house.key: True}
    say_places_free(desk.key, free=3, of=5, by=edda, at=NOON)
    assert queries.one_service(edda, desk.key, NOON).card.has_places


def test_filter_choices_hold_nothing_of_a_confidential_service(edda: Actor, omar: Actor) -> None:
    opened(LOTUS_HOUSE, edda, region="Hidden valley")
    assert queries.filter_choices(omar) == ([], [])


def test_a_sheet_as_it_is_typed_has_words_for_everything() -> None:
    typed = queries.as_typed(LOTUS_HOUSE)
    assert set(typed) == set(ServiceSheet.__slots__)
    assert typed["meets"] == "A safe place to stay; Counselling"
    assert (typed["is_confidential"], typed["age_to"], typed["age_from"]) == ("on", "", "18")

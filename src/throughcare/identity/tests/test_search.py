from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit import queries as ledger
from throughcare.consent.services import lock_person
from throughcare.identity.adapters.fingerprints import opened_here
from throughcare.identity.models import Fingerprints
from throughcare.identity.rules import Birth, Name
from throughcare.identity.services import (
    erase_person,
    possible_duplicates,
    record_names,
    search_people,
)
from throughcare.identity.tests.cast import Scene, known_as, somebody
from throughcare.kernel.errors import Refused

LATER = NOON + timedelta(minutes=5)

PEOPLE = {
    "amina": [("Amina", "Okoro"), ("أمينة", "أوكورو")],
    "oleksandr": [("Олександр", "Бондаренко")],
    "mohammed": [("محمد", "الحسن")],
    "mei": [("小红", "王"), ("Xiaohong", "Wang")],
    "sunita": [("सुनीता", "थापा"), ("Sunita", "Thapa")],
    "ekaterina": [("Екатерина", "Иванова")],
    "grace": [("Grace Blessing", "Adeyemi")],
    "le": [("Thị Hồng", "Lê")],
}


@pytest.mark.parametrize(
    ("query", "who"),
    [
        ("amina okoro", "amina"),
        ("okoro amina", "amina"),
        ("Amena Okoro", "amina"),
        ("amin oko", "amina"),
        ("أمينة", "amina"),
        ("Oleksandr Bondarenko", "oleksandr"),
        ("Aleksandr Bondarenko", "oleksandr"),
        ("Бондаренко", "oleksandr"),
        ("Muhammad al-Hassan", "mohammed"),
        ("Mohamed Hasan", "mohammed"),
        ("wang xiaohong", "mei"),
        ("王小红", "mei"),
        ("sunita thapa", "sunita"),
        ("Sunitha Tapa", "sunita"),
        ("Yekaterina Ivanova", "ekaterina"),
        ("Katerina Ivanov", "ekaterina"),
        ("blessing adeyemi", "grace"),
        ("Le Thi Hong", "le"),
    ],
)
def test_noor_finds_a_person_however_the_name_is_typed(scene: Scene, query: str, who: str) -> None:
    people = {name: known_as(scene.noor, *written) for name, written in PEOPLE.items()}
    found = search_people(query, by=scene.noor, at=LATER)
    assert found[0].person == people[who]


def test_a_year_of_birth_tells_two_people_of_one_name_apart(scene: Scene) -> None:
    older = known_as(scene.noor, ("Amina", "Okoro"), birth=Birth("exact", day=date(1980, 1, 2)))
    younger = known_as(scene.noor, ("Amina", "Okoro"), birth=Birth("estimated", year=2009))
    assert search_people("amina okoro 1980", by=scene.noor, at=LATER)[0].person == older
    first = search_people("amina okoro 2009", by=scene.noor, at=LATER)[0]
    assert (first.person, first.age_band) == (younger, "16-17")


def test_a_found_row_has_a_number_and_reasons_and_no_name(scene: Scene) -> None:
    known_as(scene.noor, ("Amina", "Okoro"))
    (row,) = search_people("amina", by=scene.noor, at=LATER)
    assert row.number.startswith("DH-")
    assert len(row.key) == 22
    assert "mina" not in repr(row)


def test_nobody_of_another_agency_is_found(scene: Scene) -> None:
    known_as(scene.noor, ("Amina", "Okoro"))
    assert search_people("amina okoro", by=scene.ines, at=LATER) == ()
    assert possible_duplicates([Name("Amina", "Okoro")], Birth(), by=scene.ines, at=LATER) == ()


def test_who_is_locked_is_absent_from_search_and_duplicates(scene: Scene) -> None:
    person = known_as(scene.noor, ("Amina", "Okoro"))
    sami = actor(scene.hotline, "Sami", ["case_manager"])
    assert search_people("amina okoro", by=sami, at=LATER)
    lock_person(person, [], by=scene.noor, at=LATER)
    assert search_people("amina okoro", by=sami, at=LATER) == ()
    assert possible_duplicates([Name("Amina", "Okoro")], Birth(), by=sami, at=LATER) == ()
    assert search_people("amina okoro", by=scene.noor, at=LATER)


def test_locked_and_absent_ask_the_data_base_alike(scene: Scene) -> None:
    sami = actor(scene.hotline, "Sami", ["case_manager"])

    def asked(query: str) -> list[str]:
        with CaptureQueriesContext(connection) as captured:
            assert search_people(query, by=sami, at=LATER) == ()
        return [
            statement["sql"]
            for statement in captured.captured_queries
            if "identity_fingerprints" in statement["sql"] or "persons_" in statement["sql"]
        ]

    person = known_as(scene.noor, ("Amina", "Okoro"))
    lock_person(person, [], by=scene.noor, at=LATER)
    asked("somebody else")
    assert asked("amina okoro") == asked("nobody here")


def test_who_was_erased_or_changed_is_gone_from_what_a_process_opened(scene: Scene) -> None:
    amina = known_as(scene.noor, ("Amina", "Okoro"))
    oleksandr = known_as(scene.noor, ("Олександр", "Бондаренко"))
    assert search_people("amina okoro", by=scene.noor, at=LATER)
    Fingerprints.objects.filter(person=amina).delete()
    assert search_people("amina okoro", by=scene.noor, at=LATER) == ()
    kept = opened_here._kept[scene.hotline.pk]
    assert kept.size() == 1
    record_names(oleksandr, [Name("Maksym")], seen_version=1, by=scene.noor, at=LATER)
    assert search_people("bondarenko", by=scene.noor, at=LATER) == ()
    erase_person(oleksandr, "asked_by_person", by=scene.noor, at=LATER)
    assert search_people("maksym", by=scene.noor, at=LATER + timedelta(minutes=1)) == ()


def test_a_double_entry_is_noticed_while_typing(scene: Scene) -> None:
    born = Birth("exact", day=date(1999, 4, 30))
    person = known_as(scene.noor, ("Amina", "Okoro"), birth=born)
    (row,) = possible_duplicates([Name("Aminah", "Okoro")], born, by=scene.noor, at=LATER)
    assert row.person == person
    other = Birth("exact", day=date(1960, 10, 1))
    less = possible_duplicates([Name("Amina", "Okoro")], other, by=scene.noor, at=LATER)
    assert all(found.score < row.score for found in less)
    assert (
        possible_duplicates([Name("Amina", "Okoro")], born, besides=person, by=scene.noor, at=LATER)
        == ()
    )
    assert possible_duplicates([Name()], born, by=scene.noor, at=LATER) == ()


def test_a_search_leaves_one_line_and_a_repeat_joins_it(scene: Scene) -> None:
    known_as(scene.noor, ("Amina", "Okoro"))
    before = len(ledger.newest_lines())
    for _ in range(3):
        search_people("amina", by=scene.noor, at=LATER)
    search_people("okoro", by=scene.noor, at=LATER)
    newest = ledger.newest_lines()[: len(ledger.newest_lines()) - before]
    assert [line.code for line in newest] == ["identity.searched"] * 2
    assert "amina" not in str([line.entry for line in newest])


def test_the_61st_search_in_ten_minutes_is_refused(scene: Scene) -> None:
    for _ in range(60):
        search_people("amina", by=scene.noor, at=LATER)
    with pytest.raises(Refused, match="60 times"):
        search_people("amina", by=scene.noor, at=LATER)
    search_people("amina", by=scene.noor, at=LATER + timedelta(minutes=10))


@pytest.mark.parametrize("query", ["", "a", "🌸🌸", "x" * 1_000_000])
def test_a_search_for_nothing_is_refused(scene: Scene, query: str) -> None:
    with pytest.raises(Refused):
        search_people(query, by=scene.noor, at=LATER)


def test_who_does_not_speak_with_people_does_not_search(scene: Scene) -> None:
    coordinator = actor(scene.hotline, "Cora", ["coordinator"])
    with pytest.raises(Refused, match="duties"):
        search_people("amina", by=coordinator, at=LATER)


def test_a_person_without_names_is_found_by_nobody(scene: Scene) -> None:
    somebody(scene.noor)
    assert search_people("amina", by=scene.noor, at=LATER) == ()

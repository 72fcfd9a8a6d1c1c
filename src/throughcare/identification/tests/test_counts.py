"""The two counts from the tables: who is counted, who is linked, and nobody who is locked."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.cases.models import CaseFile
from throughcare.cases.rules import Statement
from throughcare.cases.services import (
    begin_case,
    lock_case,
    open_case,
    record_statements,
)
from throughcare.consent.services import withdraw_consent
from throughcare.consent.tests.factories import yes
from throughcare.identification import services
from throughcare.identification.models import LinkedCount
from throughcare.identification.queries.counts import (
    Asked,
    counts_page,
    law_compared,
    regions,
    tallied,
)
from throughcare.identification.rules.counts import Tally
from throughcare.identification.tests.factories import LAW, TOLD, Scene
from throughcare.kernel.errors import Refused

TODAY = Asked(NOON.date(), NOON.date())
MOVED = (*TOLD, Statement("moved", "", "yes"))


def tally(asked: Asked = TODAY) -> Tally:
    law = law_compared(asked.until)
    assert law is not None
    return tallied(asked, law)


def helped(scene: Scene, told: tuple[Statement, ...] = MOVED) -> UUID:
    """Somebody whom Dawn Hotline helps."""
    key = open_case(by=scene.noor, at=NOON, began_by="call")
    if told:
        record_statements(key, told, by=scene.noor, at=NOON)
    return CaseFile.objects.get(key=key).person_id


def decided(scene: Scene, person: UUID, *, linked: bool, against: bool = False) -> str:
    """The Prosecutor decides about a person, with or without consent that records be linked."""
    consent = ""
    if linked:
        consent = yes(person, scene.noor, scene.office.pk, purpose="justice", parts=["situation"])
    own = begin_case(person, by=scene.marek, at=NOON, began_by="agency").key
    seen = [Statement("act", "receipt", said_by="document")]
    record_statements(own, seen, by=scene.marek, at=NOON)
    key = services.ask_determination(own, law=LAW, received_at=NOON, by=scene.marek, at=NOON)
    if against:
        services.find_not_established(key, lacks=["act"], reasons="x", by=scene.marek, at=NOON)
    return consent


def test_somebody_linked_with_consent_stands_in_both_and_once(scene: Scene) -> None:
    scene.presumed()
    assert tally() == Tally({("facts", "counted"): 1}, {})


def test_without_consent_the_same_person_is_linked_by_nobody(scene: Scene) -> None:
    person = helped(scene)
    decided(scene, person, linked=False)
    assert tally().counted[("both", "not_linked")] == 1
    assert tally().others == {"waiting": 1}


def test_a_consent_taken_back_links_no_more(scene: Scene) -> None:
    consent = decided(scene, helped(scene), linked=True)
    assert tally().counted[("both", "waiting")] == 1
    withdraw_consent(consent, by=scene.noor, at=NOON)
    assert tally().counted[("both", "not_linked")] == 1


def test_what_a_companion_denies_takes_nobody_out_of_the_count(scene: Scene) -> None:
    denied = (*MOVED, Statement("purpose", "forced_labour", "no", "companion"))
    helped(scene, denied)
    assert tally().counted[("both", "not_linked")] == 1


def test_what_only_a_suspect_says_counts_nobody(scene: Scene) -> None:
    helped(scene, tuple(Statement(s.topic, s.value, "yes", "suspect") for s in MOVED))
    assert set(tally().counted) == {("facts", "not_linked")}  # the person of the scene alone


def test_differences_are_by_law_where_the_recorded_facts_are_not_named(scene: Scene) -> None:
    begging = (*MOVED[:2], Statement("purpose", "slavery_like_practices"), MOVED[3])
    helped(scene, begging)
    assert tally().counted[("law_purpose", "not_linked")] == 1


def test_who_is_not_counted_by_ngos_is_the_authoritys_alone(scene: Scene) -> None:
    decided(scene, helped(scene, ()), linked=True, against=True)
    assert tally().others == {"not_established": 1}


def test_a_locked_record_is_counted_by_nobody(scene: Scene) -> None:
    before = tally()
    key = open_case(by=scene.noor, at=NOON, began_by="call")
    record_statements(key, MOVED, by=scene.noor, at=NOON)
    lock_case(key, [scene.noor.staff], by=scene.noor, at=NOON)
    assert tally() == before


def test_place_and_period_bound_the_count(scene: Scene) -> None:
    helped(scene)
    yesterday = NOON.date() - timedelta(days=1)
    assert tally(Asked(yesterday, yesterday)) == Tally()
    assert tally(Asked(NOON.date(), NOON.date(), "South")) == Tally()
    assert tally(Asked(NOON.date(), NOON.date(), "North")) == tally()
    assert regions() == ["North"]


@pytest.fixture
def few(scene: Scene) -> Iterator[None]:
    for _ in range(6):
        helped(scene)
    return


def test_a_page_shows_numbers_of_five_and_more_and_each_has_its_rule(
    scene: Scene, few: None
) -> None:
    cora = actor(scene.dawn, "Cora", ["coordinator"])
    page = counts_page(cora, TODAY)
    assert page is not None
    assert page.counts.ngos == 7
    assert page.counts.authorities is None
    assert page.bars == []
    for row in (*page.rows, *page.whys):
        for cell in row.numbers:
            assert cell.rule
            assert cell.number is None or cell.number >= 5


def test_the_queries_do_not_grow_with_the_people(scene: Scene) -> None:
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            tally()
        taken.append(len(queries))
        for _ in range(4):
            decided(scene, helped(scene), linked=True)
    assert taken == [2, 2]


def test_a_third_partys_number_is_written_down_and_changed(scene: Scene) -> None:
    cora = actor(scene.dawn, "Cora", ["coordinator"])
    said = {"since": NOON.date(), "until": NOON.date(), "linked_by": "The university"}
    services.record_linked_count(**said, people=6, by=cora, at=NOON)
    services.record_linked_count(**said, people=7, by=cora, at=NOON)
    assert LinkedCount.objects.get().people == 7
    page = counts_page(cora, TODAY)
    assert page is not None
    assert page.linked_by == "The university"
    said["until"] = NOON.date() - timedelta(days=1)
    with pytest.raises(Refused, match="before it begins"):
        services.record_linked_count(**said, people=7, by=cora, at=NOON)


def test_only_a_coordinator_counts(scene: Scene) -> None:
    for by in (scene.marek, scene.noor, actor(scene.dawn, "Stan", ["statistician"])):
        with pytest.raises(Refused):
            counts_page(by, TODAY)

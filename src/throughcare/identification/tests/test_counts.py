"""The two counts from the tables: who is counted, who is linked, and nobody who is locked."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON, actor, agency
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
from throughcare.identification.models import LinkedCount, PeriodCount
from throughcare.identification.queries.counting import law_compared, tallied
from throughcare.identification.queries.counts import (
    CountsPage,
    counts_page,
    months_to_count,
    periods_counted,
)
from throughcare.identification.rules.counts import Tally
from throughcare.identification.rules.periods import Period, period_of
from throughcare.identification.tests.factories import LATER, LAW, TOLD, Scene
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused

MARCH = period_of("2026-03", "2026-03")
AFTER = NOON + timedelta(days=40)
"""When March is over."""
MOVED = (*TOLD, Statement("moved", "", "yes"))


def tally(period: Period = MARCH) -> Tally:
    law = law_compared(period.until)
    assert law is not None
    return tallied(period, law)


def counted_page(cora: Actor, place: str = "") -> CountsPage:
    """March, counted and looked at."""
    key = services.count_period(MARCH, by=cora, at=AFTER)
    page = counts_page(cora, key, place)
    assert page is not None
    return page


def cora_of(scene: Scene) -> Actor:
    return actor(scene.dawn, "Cora", ["coordinator"])


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
    assert tally() == Tally(Counter({("North", "facts", "counted"): 1}))


def test_without_consent_the_same_person_is_linked_by_nobody(scene: Scene) -> None:
    person = helped(scene)
    decided(scene, person, linked=False)
    assert tally().counted["North", "both", "not_linked"] == 1
    assert tally().others == {("North", "waiting"): 1}


def test_a_consent_taken_back_links_no_more(scene: Scene) -> None:
    consent = decided(scene, helped(scene), linked=True)
    assert tally().counted["North", "both", "waiting"] == 1
    withdraw_consent(consent, by=scene.noor, at=NOON)
    assert tally().counted["North", "both", "not_linked"] == 1


def test_what_a_companion_denies_takes_nobody_out_of_the_count(scene: Scene) -> None:
    denied = (*MOVED, Statement("purpose", "forced_labour", "no", "companion"))
    helped(scene, denied)
    assert tally().counted["North", "both", "not_linked"] == 1


def test_what_only_a_suspect_says_counts_nobody(scene: Scene) -> None:
    helped(scene, tuple(Statement(s.topic, s.value, "yes", "suspect") for s in MOVED))
    assert set(tally().counted) == {
        ("North", "facts", "not_linked")
    }  # the person of the scene alone


def test_differences_are_by_law_where_the_recorded_facts_are_not_named(scene: Scene) -> None:
    begging = (*MOVED[:2], Statement("purpose", "slavery_like_practices"), MOVED[3])
    helped(scene, begging)
    assert tally().counted["North", "law_purpose", "not_linked"] == 1


def test_who_is_not_counted_by_ngos_is_the_authoritys_alone(scene: Scene) -> None:
    decided(scene, helped(scene, ()), linked=True, against=True)
    assert tally().others == {("North", "not_established"): 1}


def test_a_locked_record_is_counted_by_nobody(scene: Scene) -> None:
    before = tally()
    key = open_case(by=scene.noor, at=NOON, began_by="call")
    record_statements(key, MOVED, by=scene.noor, at=NOON)
    lock_case(key, [scene.noor.staff], by=scene.noor, at=NOON)
    assert tally() == before


def test_a_period_bounds_the_count(scene: Scene) -> None:
    helped(scene)
    assert tally(period_of("2026-02", "2026-02")) == Tally()
    assert tally(period_of("2026-04", "2026-04")) == Tally()
    assert tally(period_of("2025-12", "2026-03")) == tally()


def test_whoever_is_helped_in_two_places_is_one_person_in_the_place_of_the_first(
    scene: Scene,
) -> None:
    before = tally()
    south = agency("HS", "House of the South", "Shelter", region="South")
    sue = actor(south, "Sue", ["shelter_worker", "case_manager"])
    key = open_case(by=sue, at=NOON, began_by="call")
    record_statements(key, MOVED[:2], by=sue, at=NOON)
    person = CaseFile.objects.get(key=key).person_id
    later = begin_case(person, by=scene.noor, at=NOON + timedelta(days=2), began_by="agency").key
    record_statements(later, MOVED[2:], by=scene.noor, at=NOON + timedelta(days=2))
    after = tally()
    assert after.counted - before.counted == Counter({("South", "both", "not_linked"): 1})


@pytest.fixture
def few(scene: Scene) -> Iterator[None]:
    for _ in range(6):
        helped(scene)
    return


def test_a_page_shows_numbers_of_five_and_more_and_each_has_its_rule(
    scene: Scene, few: None
) -> None:
    page = counted_page(cora_of(scene))
    assert page.counts.ngos == 7
    assert page.counts.authorities is None
    assert page.bars == []
    for row in (*page.rows, *page.whys):
        for cell in row.numbers:
            assert cell.rule
            assert cell.number is None or cell.number >= 5


def test_a_place_is_one_line_of_what_was_counted_together(scene: Scene, few: None) -> None:
    cora = cora_of(scene)
    whole = counted_page(cora)
    assert [place for place, _words in whole.places] == ["", "North"]
    north = counts_page(cora, whole.period.key, "North")
    assert north is not None
    assert (north.place, north.counts.ngos) == ("North", 7)
    elsewhere = counts_page(cora, whole.period.key, "Atlantis")
    assert elsewhere is not None
    assert elsewhere.place == ""


def test_what_was_counted_stays_whatever_happens_later(scene: Scene, few: None) -> None:
    cora = cora_of(scene)
    before = counted_page(cora)
    consent = decided(scene, helped(scene), linked=True)
    withdraw_consent(consent, by=scene.noor, at=NOON)
    lock_case(scene.dawn_key, [scene.noor.staff], by=scene.noor, at=AFTER)
    assert counts_page(cora, before.period.key) == before


def test_no_month_is_counted_twice_and_none_that_goes_on(scene: Scene) -> None:
    cora = cora_of(scene)
    services.count_period(MARCH, by=cora, at=AFTER)
    for first, last, why in (
        ("2026-03", "2026-03", "counted already"),
        ("2026-01", "2026-03", "counted already"),
        ("2026-04", "2026-04", "over"),
    ):
        with pytest.raises(Refused, match=why):
            services.count_period(period_of(first, last), by=cora, at=AFTER)
    assert PeriodCount.objects.count() == 1
    assert "2026-03" not in dict(months_to_count(cora, AFTER))
    assert [row.since for row in periods_counted(cora)] == [MARCH.since]


def test_nothing_small_is_kept(scene: Scene, few: None) -> None:
    decided(scene, helped(scene), linked=True)
    services.count_period(MARCH, by=cora_of(scene), at=AFTER)
    kept = json.dumps(PeriodCount.objects.get().numbers)
    assert {int(number) for number in re.findall(r"[0-9]+", kept)} == {8}


def test_the_newest_word_on_a_charge_counts_by_the_element_that_failed(scene: Scene) -> None:
    key = scene.presumed()
    said = {"by": scene.alix, "came_on": NOON.date()}
    services.record_charge(key, came_to="dropped", lacks="act", at=NOON, **said)
    services.record_charge(
        key, came_to="recharged", charged_as="labour_law", lacks="means", at=LATER, **said
    )
    assert tally().charges == {("means", "recharged"): 1}


def test_the_queries_do_not_grow_with_the_people(scene: Scene) -> None:
    taken = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            tally()
        taken.append(len(queries))
        for _ in range(4):
            decided(scene, helped(scene), linked=True)
    assert taken == [4, 4]


def test_a_third_partys_number_is_written_down_and_changed(scene: Scene) -> None:
    cora = cora_of(scene)
    key = counted_page(cora).period.key
    services.record_linked_count(key, people=6, linked_by="The university", by=cora, at=AFTER)
    services.record_linked_count(key, people=7, linked_by="The university", by=cora, at=AFTER)
    assert LinkedCount.objects.get().people == 7
    for wrong in ("nothing", ""):
        with pytest.raises(Refused, match="period"):
            services.record_linked_count(wrong, people=7, linked_by="x", by=cora, at=AFTER)


def test_only_a_coordinator_counts(scene: Scene) -> None:
    for by in (scene.marek, scene.noor, actor(scene.dawn, "Stan", ["statistician"])):
        with pytest.raises(Refused):
            counts_page(by, "any")
        with pytest.raises(Refused):
            services.count_period(MARCH, by=by, at=AFTER)
    assert not PeriodCount.objects.exists()

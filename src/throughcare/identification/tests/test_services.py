"""Deciding: who may, in which order, on which facts; letters, appeals, own words, erasure."""

from datetime import date, timedelta

import pytest

from throughcare.agencies.tests.factories import NOON, actor, agency
from throughcare.audit import queries as audit
from throughcare.cases.models import Event
from throughcare.cases.rules import Statement
from throughcare.cases.services import begin_case, open_case, record_statements
from throughcare.identification import doors, queries, services
from throughcare.identification.models import Charge, Determination, Letter, OwnWord, Ruling
from throughcare.identification.rules.states import State
from throughcare.identification.services.decisions import Decided
from throughcare.identification.tests.factories import LATER, LAW, LONG_AFTER, PROTOCOL, Scene
from throughcare.identity.rules import SafeContact
from throughcare.identity.services import add_contact, erase_person
from throughcare.kernel.errors import NotHere, Refused


def state_of(key: str) -> str:
    return Determination.objects.get(key=key).state


def test_presume_then_identify_each_one_act_with_one_line(scene: Scene) -> None:
    key = scene.asked()
    fact = scene.own_fact()
    before = len(audit.newest_lines())
    services.presume(key, facts=[fact], reasons="Enough to presume.", by=scene.marek, at=NOON)
    assert len(audit.newest_lines()) == before + 1
    assert audit.newest_lines()[0].code == "determination.presumed"
    services.identify(key, facts=[fact], reasons="Shown.", by=scene.marek, at=LATER)
    found = Determination.objects.get(key=key)
    assert (found.state, found.presumed_on, found.concluded_on) == (
        "identified",
        NOON.date(),
        LATER.date(),
    )
    finds = list(Ruling.objects.order_by("decided_at").values_list("finds", "facts"))
    assert finds == [("presumed", [fact]), ("identified", [fact])]


def test_several_determinations_under_several_laws_stand_side_by_side(scene: Scene) -> None:
    first, second = scene.not_established(), scene.presumed(PROTOCOL)
    rows = queries.determinations_about(scene.marek, scene.person, NOON)
    assert {(row.key, row.state) for row in rows} == {
        (first, State.NOT_ESTABLISHED),
        (second, State.PRESUMED),
    }


def test_one_law_is_decided_once_at_an_authority(scene: Scene) -> None:
    scene.asked()
    with pytest.raises(Refused, match="already"):
        scene.asked()
    assert Determination.objects.count() == 1


@pytest.mark.parametrize("kind", ["Police", "Court", "Ministry"])
def test_only_the_kind_of_agency_that_the_law_names_decides(scene: Scene, kind: str) -> None:
    elsewhere = agency("EL", "Elsewhere", kind)
    by = actor(elsewhere, "Somebody", ["deciding_officer"])
    case = begin_case(scene.person, by=by, at=NOON, began_by="agency")
    ask = {"received_at": NOON, "by": by, "at": NOON}
    with pytest.raises(Refused, match="not the named authority"):
        services.ask_determination(case.key, law=PROTOCOL, **ask)
    if kind == "Police":
        assert services.ask_determination(case.key, law=LAW, **ask)
    else:
        with pytest.raises(Refused, match="not the named authority"):
            services.ask_determination(case.key, law=LAW, **ask)


def test_staff_without_the_duty_find_nothing_to_decide(scene: Scene) -> None:
    key = scene.asked()
    with pytest.raises(NotHere):
        services.presume(key, facts=scene.facts(), reasons="x", by=scene.clerk, at=NOON)
    with pytest.raises(NotHere):
        services.ask_determination(
            scene.key, law=PROTOCOL, received_at=NOON, by=scene.clerk, at=NOON
        )
    assert state_of(key) == "asked"


def test_a_law_that_is_not_held_here_is_refused(scene: Scene) -> None:
    with pytest.raises(Refused, match="held here"):
        scene.asked("xa-99")


def test_identifying_comes_after_presuming_and_not_too_early(scene: Scene) -> None:
    key = scene.asked()
    fact = scene.own_fact()
    with pytest.raises(Refused, match="come first"):
        services.identify(key, facts=[fact], reasons="x", by=scene.marek, at=NOON)
    services.presume(key, facts=[fact], reasons="x", by=scene.marek, at=NOON)
    for decide in (
        lambda at: services.identify(key, facts=[fact], reasons="x", by=scene.marek, at=at),
        lambda at: services.find_not_established(
            key, lacks=["act"], reasons="x", by=scene.marek, at=at
        ),
    ):
        with pytest.raises(Refused, match="too early"):
            decide(NOON + timedelta(days=29))
    assert state_of(key) == "presumed"
    services.identify(key, facts=[fact], reasons="x", by=scene.marek, at=LATER)


def test_a_ruling_needs_facts_that_its_officer_may_read_and_reasons(scene: Scene) -> None:
    key = scene.asked()
    secret = open_case(by=scene.noor, at=NOON, began_by="call")
    record_statements(secret, [Statement("act", "sale")], by=scene.noor, at=NOON)
    elsewhere = max(scene.facts()) + 1
    for facts, reasons, says in (
        ([elsewhere], "x", "may read"),
        ([], "x", "Tick the facts"),
        (scene.facts(), "  ", "right to them"),
    ):
        with pytest.raises(Refused, match=says):
            services.presume(key, facts=facts, reasons=reasons, by=scene.marek, at=NOON)
    assert not Ruling.objects.exists()


def test_once_the_consent_is_withdrawn_its_facts_carry_no_new_ruling(scene: Scene) -> None:
    from throughcare.consent.services import withdraw_consent

    key = scene.presumed()
    withdraw_consent(scene.consent, by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="may read"):
        services.identify(key, facts=scene.facts(), reasons="x", by=scene.marek, at=LATER)


def test_not_established_names_the_element_and_is_said_of_the_law(scene: Scene) -> None:
    key = scene.asked()
    with pytest.raises(Refused, match="which element"):
        services.find_not_established(key, lacks=[], reasons="x", by=scene.marek, at=NOON)
    services.find_not_established(key, lacks=["means"], reasons="x", by=scene.marek, at=NOON)
    assert Determination.objects.get(key=key).lacks == ["means"]
    (row,) = queries.determinations_about(scene.marek, scene.person, NOON)
    assert row.state_words == "Not established under this law"


def test_time_to_recover_lasts_at_least_as_long_as_the_row_of_the_country(scene: Scene) -> None:
    key = scene.presumed()
    found = Determination.objects.get(key=key)
    assert found.protected_through == NOON.date() + timedelta(days=60)
    services.identify(key, facts=[scene.own_fact()], reasons="x", by=scene.marek, at=LATER)
    assert Determination.objects.get(key=key).protected_through == NOON.date() + timedelta(days=60)


def test_a_late_conclusion_ends_the_recovery_on_its_own_day(scene: Scene) -> None:
    key, fact = scene.presumed(), scene.own_fact()
    late = LONG_AFTER + timedelta(days=10)
    services.identify(key, facts=[fact], reasons="x", by=scene.marek, at=late)
    assert Determination.objects.get(key=key).protected_through == late.date()


def test_the_target_runs_five_working_days_from_the_day_the_request_came(scene: Scene) -> None:
    scene.asked()
    target = Determination.objects.get().target_at
    assert target is not None
    assert target.date() > date(2026, 3, 8)  # a Monday, and five working days after it


def test_the_version_of_the_law_is_that_of_the_day_of_the_act(scene: Scene) -> None:
    key = services.ask_determination(
        scene.key, law=LAW, received_at=NOON, act_on=date(2018, 1, 1), by=scene.marek, at=NOON
    )
    found = Determination.objects.get(key=key)
    assert queries.version_of(found) == ""
    found.act_on = date(2020, 1, 1)
    assert queries.version_of(found) == "2019"


def test_another_officer_decides_the_appeal(scene: Scene) -> None:
    key = scene.not_established()
    scene.opened_to_the_lawyer("situation")
    services.appeal(key, "He was locked in.", by=scene.lina, at=NOON)
    decided = Decided(State.PRESUMED, "The door was locked.", scene.facts())
    with pytest.raises(Refused, match="Somebody else"):
        services.reconsider(key, decided, by=scene.marek, at=NOON)
    services.reconsider(key, decided, by=scene.alix, at=NOON)
    assert state_of(key) == "presumed"
    rulings = Ruling.objects.order_by("decided_at", "id")
    assert list(rulings.values_list("on_appeal", flat=True)) == [False, True]
    with pytest.raises(Refused, match="No appeal waits"):
        services.reconsider(key, decided, by=scene.alix, at=NOON)


def test_only_what_was_not_established_is_appealed_and_once(scene: Scene) -> None:
    key = scene.presumed()
    with pytest.raises(Refused, match="is appealed"):
        services.appeal(key, "x", by=scene.marek, at=NOON)
    other = scene.not_established(PROTOCOL)
    services.appeal(other, "x", by=scene.marek, at=NOON)
    with pytest.raises(Refused, match="already"):
        services.appeal(other, "x", by=scene.marek, at=NOON)


def test_reasons_are_sealed_and_for_those_who_decide_or_argue(scene: Scene) -> None:
    scene.presumed()
    ruling = Ruling.objects.get()
    assert b"Told the same" not in bytes(ruling.reasons)
    assert doors.reasons_of(scene.marek, ruling) == "Told the same."
    assert doors.reasons_of(scene.clerk, ruling) == ""


@pytest.mark.parametrize("ways", [("none",), ("in_person",)])
def test_a_letter_goes_to_no_address_that_is_not_safe_for_letters(
    scene: Scene, ways: tuple[str, ...]
) -> None:
    key = scene.presumed()
    unsafe = add_contact(
        scene.person, SafeContact("address", "1 Hill Road", ways), by=scene.marek, at=NOON
    )
    for contact in (unsafe, "", "A" * 22):
        with pytest.raises(Refused, match="by hand"):
            services.send_letter(key, "to_contact", contact, by=scene.marek, at=NOON)
    assert not Letter.objects.exists()
    assert services.send_letter(key, "by_hand", by=scene.marek, at=NOON)


def test_a_letter_goes_to_an_address_that_is_safe_now(scene: Scene) -> None:
    key = scene.presumed()
    safe = add_contact(
        scene.person, SafeContact("address", "1 Hill Road", ("letter",)), by=scene.marek, at=NOON
    )
    services.send_letter(key, "to_contact", safe, by=scene.marek, at=NOON)
    assert Letter.objects.get().contact == safe


def test_nothing_decided_means_no_letter(scene: Scene) -> None:
    with pytest.raises(Refused, match="Nothing is decided"):
        services.send_letter(scene.asked(), "by_hand", by=scene.marek, at=NOON)


def test_the_own_word_is_sealed_and_no_decision_changes_it(scene: Scene) -> None:
    services.record_own_word(scene.dawn_key, "a worker who was cheated", by=scene.noor, at=NOON)
    scene.not_established()
    word = queries.own_word(scene.marek, scene.person, NOON)
    assert word is not None
    assert word.words == "a worker who was cheated"
    assert b"cheated" not in bytes(OwnWord.objects.get().words)
    assert queries.own_word(scene.ines, scene.person, NOON) is None


def test_every_step_stands_on_the_authoritys_timeline_in_the_situation(scene: Scene) -> None:
    scene.presumed()
    kinds = set(Event.objects.filter(agency=scene.office).values_list("kind", "part"))
    assert {("determination_asked", "situation"), ("presumed", "situation")} <= kinds


def test_after_erasure_no_reason_no_fact_and_no_word_is_left(scene: Scene) -> None:
    key = scene.presumed()
    services.record_own_word(scene.key, "survivor", by=scene.marek, at=NOON)
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    services.send_letter(key, "by_hand", by=scene.marek, at=NOON)
    dropped = {"came_to": "dropped", "lacks": "means", "came_on": NOON.date()}
    services.record_charge(key, **dropped, by=scene.marek, at=NOON)
    manager = actor(scene.office, "Manager", ["case_manager"])
    erase_person(scene.person, "asked_by_person", by=manager, at=NOON)
    ruling = Ruling.objects.get()
    assert (ruling.reasons, ruling.facts) == (None, [])
    assert not OwnWord.objects.exists()
    assert not Letter.objects.exists()
    assert not Charge.objects.exists()
    found = Determination.objects.get(key=key)
    assert (found.received_at.day, found.target_at) == (1, None)
    with pytest.raises(NotHere):
        doors.determination_for(manager, key, NOON)

"""Presumed a victim and suspected at once: the question is there for both sides alone."""

import pytest

from throughcare.agencies.tests.factories import NOON, actor
from throughcare.cases.models import Event
from throughcare.cases.services import begin_case, lock_case
from throughcare.identification import doors, queries, services
from throughcare.identification.models import NonPunishment, Suspicion
from throughcare.identification.tests.factories import Scene
from throughcare.kernel.errors import NotHere, Refused
from throughcare.notices.models import Notice


def told() -> set[tuple[str, str]]:
    rows = Notice.objects.filter(code="non_punishment").select_related("staff", "agency")
    return {(row.agency.code, row.duty or row.staff.name) for row in rows}


def test_the_question_is_raised_once_whichever_comes_first(scene: Scene) -> None:
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    assert not NonPunishment.objects.exists()
    scene.presumed()
    assert NonPunishment.objects.count() == 1
    assert told() == {("PR", "prosecutor")}


def test_suspected_after_being_presumed_raises_it_too(scene: Scene) -> None:
    scene.presumed()
    services.record_suspicion(scene.key, by=scene.alix, at=NOON)
    assert NonPunishment.objects.count() == 1


def test_not_established_raises_nothing(scene: Scene) -> None:
    services.record_suspicion(scene.key, by=scene.alix, at=NOON)
    scene.not_established()
    assert not NonPunishment.objects.exists()


def test_a_lawyer_who_may_read_both_records_is_told_by_name(scene: Scene) -> None:
    scene.opened_to_the_lawyer("situation")
    scene.presumed()
    own = begin_case(scene.person, by=scene.lina, at=NOON, began_by="agency").key
    services.record_suspicion(own, "Charged with a theft.", by=scene.lina, at=NOON)
    assert told() == {("LA", "Lina")}
    (row,) = queries.questions_about(scene.lina, scene.person, NOON)
    assert row.state_words.startswith("Presumed")
    assert queries.questions_about(scene.alix, scene.person, NOON) == []


def test_a_lawyer_never_sees_what_the_prosecutor_keeps_behind_the_wall(scene: Scene) -> None:
    scene.opened_to_the_lawyer("situation")
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    scene.presumed()
    assert told() == {("PR", "prosecutor")}
    assert queries.suspicions_about(scene.lina, scene.person, NOON) == []
    assert queries.questions_about(scene.lina, scene.person, NOON) == []


def test_the_officer_who_presumes_sees_nothing_behind_the_wall(scene: Scene) -> None:
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    scene.presumed()
    question = NonPunishment.objects.get()
    for by in (scene.marek, scene.noor, scene.ines, scene.officer):
        assert queries.suspicions_about(by, scene.person, NOON) == []
        with pytest.raises(NotHere):
            doors.question_of(by, question.key, NOON)
    with pytest.raises(NotHere):
        services.record_suspicion(scene.key, by=scene.marek, at=NOON)


def test_suspicion_stands_in_the_justice_part_alone_and_is_sealed(scene: Scene) -> None:
    services.record_suspicion(scene.key, "A theft.", by=scene.alix, at=NOON)
    assert b"theft" not in bytes(Suspicion.objects.get().words)
    assert set(Event.objects.filter(kind="suspected").values_list("part", flat=True)) == {"justice"}
    with pytest.raises(Refused, match="already"):
        services.record_suspicion(scene.key, by=scene.alix, at=NOON)


def test_of_a_locked_record_only_the_named_are_told(scene: Scene) -> None:
    keeper = actor(scene.office, "Keeper", ["case_manager"])
    other = actor(scene.office, "Other", ["prosecutor", "deciding_officer"])
    lock_case(scene.key, [scene.alix.staff, scene.marek.staff], by=keeper, at=NOON)
    services.record_suspicion(scene.key, by=scene.alix, at=NOON)
    fact = scene.own_fact()
    key = scene.asked()
    services.presume(key, facts=[fact], reasons="x", by=scene.marek, at=NOON)
    assert told() == {("PR", "Alix")}
    with pytest.raises(NotHere):
        doors.question_of(other, NonPunishment.objects.get().key, NOON)


def test_the_answer_is_sealed_kept_once_and_settles_the_notice(scene: Scene) -> None:
    services.record_suspicion(scene.key, by=scene.alix, at=NOON)
    scene.presumed()
    key = NonPunishment.objects.get().key
    with pytest.raises(Refused, match="what became"):
        services.answer_non_punishment(key, outcome="shrugged", by=scene.alix, at=NOON)
    services.answer_non_punishment(
        key, outcome="dropped", words="Made to carry it.", by=scene.alix, at=NOON
    )
    row = queries.question_row(doors.question_of(scene.alix, key, NOON))
    assert (row.outcome, row.words) == ("Proceedings were dropped", "Made to carry it.")
    assert Notice.objects.get(code="non_punishment").settled_at == NOON
    with pytest.raises(Refused, match="before"):
        services.answer_non_punishment(key, outcome="raised", by=scene.alix, at=NOON)


def test_what_ended_raises_nothing_any_more(scene: Scene) -> None:
    services.record_suspicion(scene.key, by=scene.alix, at=NOON)
    services.end_suspicion(scene.key, by=scene.alix, at=NOON)
    scene.presumed()
    assert not NonPunishment.objects.exists()
    with pytest.raises(Refused, match="No suspicion"):
        services.end_suspicion(scene.key, by=scene.alix, at=NOON)


def test_locked_later_the_notice_is_for_the_named_alone(scene: Scene) -> None:
    services.record_suspicion(scene.key, by=scene.alix, at=NOON)
    scene.presumed()
    keeper = actor(scene.office, "Keeper", ["case_manager"])
    lock_case(scene.key, [scene.alix.staff], by=keeper, at=NOON)
    assert told() == {("PR", "Keeper")}

"""Something happens between the moment somebody is let in and the turn in which they write."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Model

from throughcare.agencies.models import Staff
from throughcare.agencies.services import staff_leaves
from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import newest_lines
from throughcare.audit.tests.meanwhile import meanwhile
from throughcare.cases import services
from throughcare.cases.models import (
    AddedValue,
    Attachment,
    CaseFile,
    Conference,
    Decision,
    Event,
    Fact,
    HistoricEvent,
    Task,
)
from throughcare.cases.rules import Statement
from throughcare.cases.services.changes import change
from throughcare.cases.tests.factories import Scene
from throughcare.consent.services import lock_person
from throughcare.identity.services import erase_person
from throughcare.kernel.errors import NotHere, Refused
from throughcare.persons.services import new_person

SAID = Statement(topic="act", value="recruitment", answer="yes", said_by="person")


def added(scene: Scene) -> str:
    return services.add_field(
        label="Shoes", kind="text", part="situation", purpose="To buy", by=scene.admin, at=NOON
    )


def letter(scene: Scene) -> str:
    upload = SimpleUploadedFile("letter.txt", b"A letter.")
    return services.attach_file(scene.key, upload, part="situation", by=scene.sami, at=NOON)


def task(scene: Scene) -> str:
    return services.add_task(
        scene.key, kind="visit", due_at=NOON, words="Bring the key.", by=scene.sami, at=NOON
    )


def note(scene: Scene, *others: UUID) -> str:
    return services.write_note(
        scene.key,
        "She has a key.",
        part="situation",
        by=scene.sami,
        at=NOON,
        also_about=others,
    )


def note_to_redact(scene: Scene) -> str:
    other = new_person()
    key = note(scene, other)
    services.erase_case(other, scene.dawn.pk, NOON)
    return key


def managed(scene: Scene) -> str:
    scene.open_to_lotus("situation")
    services.name_case_manager(scene.key, scene.sami.staff, by=scene.noor, at=NOON)
    return scene.key


def call(scene: Scene) -> str:
    return services.call_conference(
        scene.key,
        meets_at=NOON + timedelta(days=1),
        way="phone",
        agenda=["help"],
        agencies=[scene.lotus.pk],
        by=scene.sami,
        at=NOON,
    )


def conference(scene: Scene) -> str:
    managed(scene)
    key = call(scene)
    services.record_view(key, "A room.", by=scene.sami, at=NOON)
    return key


def decision(scene: Scene) -> str:
    return services.decide(
        conference(scene),
        matter="help",
        words="A doctor.",
        owner=scene.dawn.pk,
        due_on=(NOON + timedelta(days=2)).date(),
        by=scene.sami,
        at=NOON,
    )


def case(scene: Scene) -> str:
    return scene.key


def sami(scene: Scene) -> dict[str, Any]:
    return {"by": scene.sami, "at": NOON}


ACTS: dict[str, tuple[Callable[[Scene], str], Callable[[Scene, str], object]]] = {
    # what Sami does: what must be there before, and the act itself
    "a note": (case, lambda scene, key: note(scene)),
    "what was said": (
        case,
        lambda scene, key: services.record_statements(key, [SAID], words="Locked.", **sami(scene)),
    ),
    "a task": (case, lambda scene, key: task(scene)),
    "a task that is done": (task, lambda scene, key: services.finish_task(key, **sami(scene))),
    "a file": (case, lambda scene, key: letter(scene)),
    "a file that goes": (
        letter,
        lambda scene, key: services.remove_attachment(key, **sami(scene)),
    ),
    "what happened before": (
        case,
        lambda scene, key: services.add_historic_event(
            key, kind="Transit", words="By bus.", **sami(scene)
        ),
    ),
    "an own question": (
        added,
        lambda scene, field: services.answer_added_fields(
            scene.key, {field: "38"}, said_by="person", **sami(scene)
        ),
    ),
    "a note cut down": (
        note_to_redact,
        lambda scene, key: services.redact(key, "Cut.", **sami(scene)),
    ),
    "a case manager": (
        case,
        lambda scene, key: services.name_case_manager(key, scene.sami.staff, **sami(scene)),
    ),
    "an end": (
        case,
        lambda scene, key: services.close_case(key, reason="moved_away", **sami(scene)),
    ),
    "a conference": (managed, lambda scene, key: call(scene)),
    "a decision": (
        conference,
        lambda scene, key: services.decide(key, matter="help", words="A doctor.", **sami(scene)),
    ),
    "a decision carried out": (
        decision,
        lambda scene, key: services.carry_out(key, **sami(scene)),
    ),
}

HAPPENS: dict[str, tuple[str, Callable[[Scene], object]]] = {
    "locked": (
        "access.locked",
        lambda scene: lock_person(scene.person, [scene.noor.staff], by=scene.noor, at=NOON),
    ),
    "erased": (
        "person.erased",
        lambda scene: erase_person(scene.person, "asked_by_person", by=scene.noor, at=NOON),
    ),
}

TABLES: tuple[type[Model], ...] = (
    AddedValue,
    Attachment,
    CaseFile,
    Conference,
    Decision,
    Event,
    Fact,
    HistoricEvent,
    Task,
)


def everything() -> list[list[dict[str, object]]]:
    return [list(table._default_manager.order_by("pk").values()) for table in TABLES]


@pytest.mark.parametrize("what", ACTS)
@pytest.mark.parametrize("happens", HAPPENS)
def test_nothing_is_written_any_more(
    scene: Scene, what: str, happens: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare, act = ACTS[what]
    there = prepare(scene)
    code, happen = HAPPENS[happens]
    left: list[object] = []

    def first() -> None:
        happen(scene)
        left.extend(everything())

    meanwhile(monkeypatch, first)
    with pytest.raises(NotHere):
        act(scene, there)
    assert everything() == left
    assert next(line.code for line in newest_lines() if line.kind == "act") == code


class TestWhatIsClaimed:
    """Whatever the timeline and the ledger say was done is done."""

    def test_a_case_that_says_closed_is_closed(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        meanwhile(monkeypatch, lambda: note(scene))
        services.close_case(scene.key, reason="plan_fulfilled", by=scene.noor, at=NOON)
        assert newest_lines()[0].code == "case.closed"
        assert Event.objects.filter(kind="closed").count() == 1
        assert scene.case.closed_at == NOON

    def test_a_case_is_closed_once_and_taken_up_once(
        self, scene: Scene, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def close() -> None:
            services.close_case(scene.key, reason="plan_fulfilled", by=scene.noor, at=NOON)

        def reopen() -> None:
            services.reopen_case(scene.key, by=scene.noor, at=NOON)

        for act, words in ((close, "closed already"), (reopen, "is open")):
            meanwhile(monkeypatch, act)
            with pytest.raises(Refused, match=words):
                act()
        assert Event.objects.filter(kind="closed").count() == 1
        assert Event.objects.filter(kind="reopened").count() == 1

    @pytest.mark.parametrize("what", ["a task that is done", "a decision carried out"])
    def test_what_is_done_is_done_once(
        self, scene: Scene, what: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        prepare, act = ACTS[what]
        there = prepare(scene)
        meanwhile(monkeypatch, lambda: act(scene, there))
        with pytest.raises(Refused, match="done before"):
            act(scene, there)

    def test_a_change_to_what_somebody_changed_first_is_refused(self, scene: Scene) -> None:
        read = scene.case
        change(scene.case, closing_reason="moved_away")
        with pytest.raises(Refused, match="quicker"):
            change(read, closing_reason="plan_fulfilled")
        assert scene.case.closing_reason == "moved_away"


def test_a_case_taken_up_again_is_not_managed_by_somebody_who_left(scene: Scene) -> None:
    services.close_case(scene.key, reason="plan_fulfilled", by=scene.noor, at=NOON)
    staff_leaves(Staff.objects.get(pk=scene.noor.staff).key, by=scene.admin, at=NOON)
    services.reopen_case(scene.key, by=scene.sami, at=NOON)
    assert scene.case.manager_id == scene.sami.staff

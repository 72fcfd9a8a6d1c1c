"""Who finds a case and what lies in it; for everybody else nothing is there."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import newest_lines
from throughcare.cases import doors, services
from throughcare.cases.models import Event
from throughcare.cases.tests.factories import Scene
from throughcare.consent.services import withdraw_consent
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.kernel.records import new_key
from throughcare.persons.services import new_person

LATER = NOON + timedelta(minutes=5)
MOMENT = timedelta(microseconds=1)


def statements(call: Callable[[], object]) -> list[str]:
    with CaptureQueriesContext(connection) as asked, pytest.raises(NotHere):
        call()
    return [query["sql"].split("WHERE")[0] for query in asked.captured_queries]


def absent_for(door: Callable[..., object], by: Actor, key: str, queries: int = 1) -> None:
    """Forbidden runs the statements of absent, and as many as were promised."""
    forbidden = statements(lambda: door(by, key, LATER))
    assert forbidden == statements(lambda: door(by, new_key(), LATER))
    assert len(forbidden) == queries


class TestACase:
    def test_is_there_for_everybody_at_the_agency_whose_duty_needs_a_part(
        self, scene: Scene
    ) -> None:
        for by in (scene.noor, scene.sami, scene.lina, scene.clinician):
            assert doors.case_of(by, scene.key, LATER).key == scene.key
            found = doors.case_about(by, scene.person, LATER)
            assert found == scene.case

    def test_is_absent_for_everybody_else(self, scene: Scene) -> None:
        for by in scene.everybody_else():
            absent_for(doors.case_of, by, scene.key)
            assert doors.case_about(by, scene.person, LATER) is None
            assert not doors.cases_of(by, LATER).exists()

    def test_is_the_agencys_own_even_where_another_opened_hers(self, scene: Scene) -> None:
        scene.open_to_lotus("situation", "risk")
        assert not doors.cases_of(scene.ines, LATER).exists()
        absent_for(doors.case_of, scene.ines, scene.key)
        services.begin_case(scene.person, by=scene.ines, at=NOON, began_by="agency")
        own = doors.cases_of(scene.ines, LATER).get()
        assert (own.agency_id, own.key == scene.key) == (scene.lotus.pk, False)

    def test_locked_is_absent_for_colleagues(self, scene: Scene) -> None:
        services.lock_case(scene.key, [scene.lina.staff], by=scene.noor, at=NOON)
        for by in (scene.noor, scene.lina):
            assert doors.case_of(by, scene.key, LATER)
        for by in (scene.sami, scene.clinician):
            absent_for(doors.case_of, by, scene.key)
            assert doors.case_about(by, scene.person, LATER) is None

    def test_erased_is_absent_for_its_own_agency(self, scene: Scene) -> None:
        services.erase_case(scene.person, scene.dawn.pk, LATER)
        absent_for(doors.case_of, scene.noor, scene.key)

    def test_opened_leaves_a_look_and_refused_leaves_none(self, scene: Scene) -> None:
        assert doors.case_opened(scene.noor, scene.key, LATER, purpose="safety") == scene.case
        (line, *_) = newest_lines()
        assert (line.kind, line.code, line.purpose) == ("look", "case.looked_at", "safety")
        assert line.actor == scene.noor.staff
        assert len(line.entry["subjects"]) == 2
        with pytest.raises(NotHere):
            doors.case_opened(scene.ines, scene.key, LATER)
        assert newest_lines()[0].seq == line.seq


class TestATimeline:
    def steps(self, by: Actor, scene: Scene, at=LATER) -> set[str]:
        return {event.part for event in doors.events_of(by, scene.person, at)}

    @pytest.fixture(autouse=True)
    def notes(self, scene: Scene) -> None:
        for part in ("situation", "health", "risk"):
            services.write_note(scene.key, f"On {part}.", part=part, by=scene.noor, at=NOON)

    def test_shows_each_colleague_the_parts_of_the_duty(self, scene: Scene) -> None:
        assert self.steps(scene.noor, scene) == {"situation", "health", "risk"}
        assert self.steps(scene.lina, scene) == {"situation", "risk"}
        assert self.steps(scene.clinician, scene) == {"health", "risk"}
        assert self.steps(scene.admin, scene) == set()

    def test_shows_a_focal_point_elsewhere_what_was_opened_and_while_it_is(
        self, scene: Scene
    ) -> None:
        until = LATER + timedelta(hours=1)
        consent = scene.open_to_lotus("situation", "health", until=until)
        assert self.steps(scene.ines, scene) == {"situation", "health"}
        assert self.steps(scene.ines, scene, until - MOMENT) == {"situation", "health"}
        assert self.steps(scene.ines, scene, until) == set()
        withdraw_consent(consent, by=scene.noor, at=LATER)
        assert self.steps(scene.ines, scene) == set()
        assert self.steps(scene.noor, scene) == {"situation", "health", "risk"}

    def test_is_about_one_person(self, scene: Scene) -> None:
        assert not doors.events_of(scene.noor, new_person(), LATER).exists()

    def test_opens_its_words_with_the_key_of_whom_they_are_about(self, scene: Scene) -> None:
        both = services.write_note(
            scene.key, "Both.", part="risk", by=scene.noor, at=NOON, also_about=[new_person()]
        )
        events = {event.key: event for event in Event.objects.filter(kind="note")}
        case = scene.case.pk
        words = {doors.words_of(event, case) for event in events.values()}
        assert words == {"On situation.", "On health.", "On risk.", "Both."}
        assert (events[both].sealed_for, Event.objects.get(kind="first_contact").words) == (
            "case",
            None,
        )
        assert doors.words_of(Event.objects.get(kind="first_contact")) == ""


class TestANoteToRedact:
    @pytest.fixture
    def note(self, scene: Scene) -> str:
        other = new_person()
        key = services.write_note(
            scene.key, "Both.", part="health", by=scene.noor, at=NOON, also_about=[other]
        )
        self.other = other
        return key

    def test_is_there_once_somebody_in_it_was_erased_and_until_it_is_done(
        self, scene: Scene, note: str
    ) -> None:
        absent_for(doors.note_to_redact, scene.noor, note)
        services.erase_case(self.other, scene.dawn.pk, NOON)
        event, case, words = doors.note_to_redact(scene.noor, note, LATER)
        assert (event.key, case, words) == (note, scene.case, "Both.")
        assert newest_lines()[0].code == "case.note_to_redact"
        services.redact(note, "One.", by=scene.noor, at=LATER)
        absent_for(doors.note_to_redact, scene.noor, note)

    def test_is_absent_for_others_and_for_duties_that_do_not_need_its_part(
        self, scene: Scene, note: str
    ) -> None:
        services.erase_case(self.other, scene.dawn.pk, NOON)
        for by in scene.everybody_else():
            with pytest.raises(NotHere):
                doors.note_to_redact(by, note, LATER)
        with pytest.raises(NotHere):
            doors.note_to_redact(scene.lina, note, LATER)
        assert doors.note_to_redact(scene.clinician, note, LATER)

    def test_is_absent_outside_the_lock(self, scene: Scene, note: str) -> None:
        services.erase_case(self.other, scene.dawn.pk, NOON)
        services.lock_case(scene.key, [], by=scene.noor, at=NOON)
        with pytest.raises(NotHere):
            doors.note_to_redact(scene.sami, note, LATER)


def test_a_task_is_there_where_its_case_is(scene: Scene) -> None:
    task = services.add_task(scene.key, kind="visit", due_at=LATER, by=scene.noor, at=NOON)
    assert doors.task_of(scene.sami, task, LATER).case == scene.case
    for by in scene.everybody_else():
        absent_for(doors.task_of, by, task)
    services.lock_case(scene.key, [], by=scene.noor, at=NOON)
    absent_for(doors.task_of, scene.sami, task)


class TestAFile:
    @pytest.fixture
    def file(self, scene: Scene) -> str:
        upload = SimpleUploadedFile("letter.txt", b"plain words")
        return services.attach_file(scene.key, upload, part="health", by=scene.noor, at=NOON)

    def test_is_there_where_its_part_may_be_read(self, scene: Scene, file: str) -> None:
        for by in (scene.noor, scene.clinician):
            assert doors.attachment_of(by, file, LATER).key == file
        for by in (scene.lina, *scene.everybody_else()):
            absent_for(doors.attachment_of, by, file)

    def test_is_there_for_a_focal_point_to_whom_its_part_was_opened(
        self, scene: Scene, file: str
    ) -> None:
        scene.open_to_lotus("health")
        _row, name, chunks = doors.attachment_opened(scene.ines, file, LATER)
        assert (name, b"".join(chunks)) == ("letter.txt", b"plain words")

    def test_is_not_there_for_a_focal_point_to_whom_another_part_was_opened(
        self, scene: Scene, file: str
    ) -> None:
        scene.open_to_lotus("situation", "risk")
        absent_for(doors.attachment_of, scene.ines, file)

    def test_opened_leaves_a_look_and_removed_is_gone(self, scene: Scene, file: str) -> None:
        row, _name, _chunks = doors.attachment_opened(scene.noor, file, LATER)
        (line, *_) = newest_lines()
        assert (line.kind, line.code, len(line.entry["subjects"])) == ("look", "case.attachment", 3)
        assert b"letter" not in bytes(row.name)
        services.remove_attachment(file, by=scene.noor, at=LATER)
        absent_for(doors.attachment_of, scene.noor, file)

    def test_is_removed_by_its_own_agency_alone(self, scene: Scene, file: str) -> None:
        scene.open_to_lotus("health")
        with pytest.raises(NotHere):
            services.remove_attachment(file, by=scene.ines, at=LATER)
        assert doors.attachment_of(scene.noor, file, LATER)

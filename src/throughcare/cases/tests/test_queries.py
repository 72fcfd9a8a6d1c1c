"""What the rows of cases say, and with how many queries, however many rows there are."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.agencies.tests.factories import NOON
from throughcare.cases import queries, services
from throughcare.cases.models import CaseFile, Event
from throughcare.cases.queries import known, said_by_codes
from throughcare.cases.rules import Statement
from throughcare.cases.tests.factories import Scene
from throughcare.persons.services import new_person
from throughcare.vault.services import Destroyed, Owner, key_store

LATER = NOON + timedelta(minutes=5)
HOUR = timedelta(hours=1)


def cases(scene: Scene, count: int) -> list[str]:
    """As many further cases; their keys."""
    return [services.open_case(by=scene.noor, at=NOON, began_by="call") for _ in range(count)]


class TestTheList:
    @pytest.mark.parametrize("count", [0, queries.PAGE + 3])
    def test_takes_two_queries_however_long_it_is(
        self, scene: Scene, count: int, django_assert_num_queries
    ) -> None:
        cases(scene, count)
        with django_assert_num_queries(2):
            page = queries.case_page(scene.noor, LATER)
        assert len(page.rows) == min(count + 1, queries.PAGE)

    def test_goes_on_where_it_stopped_and_leaves_nothing_out(self, scene: Scene) -> None:
        keys = [scene.key, *cases(scene, queries.PAGE)]
        first = queries.case_page(scene.noor, LATER)
        second = queries.case_page(scene.noor, LATER, after=first.after)
        assert (len(first.rows), len(second.rows), second.after) == (queries.PAGE, 1, "")
        assert sorted(row.key for row in (*first.rows, *second.rows)) == sorted(keys)

    def test_goes_on_by_time_before_it_goes_on_by_row(self, scene: Scene) -> None:
        keys = cases(scene, 3)
        for hours, key in enumerate(keys):
            CaseFile.objects.filter(key=key).update(touched_at=NOON - (hours + 1) * HOUR)
        middle = CaseFile.objects.get(key=keys[1])
        after = f"{middle.touched_at.isoformat()}~{middle.pk.hex}"
        page = queries.case_page(scene.noor, LATER, after=after)
        assert [row.key for row in page.rows] == [keys[2]]

    @pytest.mark.parametrize(
        "after", ["x", "~", "2026-03-02~", "2026-03-02T12:00~x", "0001-01-01T00:00+14~" + "0" * 32]
    )
    def test_begins_anew_where_the_address_makes_no_sense(self, scene: Scene, after: str) -> None:
        assert len(queries.case_page(scene.noor, LATER, after=after).rows) == 1

    def test_knows_mine_from_ours_and_open_from_closed(self, scene: Scene) -> None:
        (other,) = cases(scene, 1)
        services.name_case_manager(other, scene.sami.staff, by=scene.noor, at=LATER)
        both = queries.case_page(scene.noor, LATER).rows
        assert [(row.key, row.manager, row.mine) for row in both] == [
            (other, "Sami", False),
            (scene.key, "Noor", True),
        ]
        mine = queries.case_page(scene.noor, LATER, queries.Asked(mine=True)).rows
        assert [row.key for row in mine] == [scene.key]
        services.close_case(other, reason="plan_fulfilled", by=scene.noor, at=LATER)
        (closed,) = queries.case_page(scene.noor, LATER, queries.Asked(closed=True)).rows
        assert (closed.key, closed.status) == (other, "Closed")
        (still_open,) = queries.case_page(scene.noor, LATER).rows
        assert still_open.number.startswith("DH-")

    def test_is_empty_for_everybody_else(self, scene: Scene) -> None:
        for by in scene.everybody_else():
            assert queries.case_page(by, LATER).rows == []

    def test_in_a_given_order_leaves_out_what_is_not_there(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        (other,) = cases(scene, 1)
        second = CaseFile.objects.get(key=other).person_id
        wanted = [second, new_person(), scene.person]
        with django_assert_num_queries(2):
            rows = queries.cases_in_order(scene.noor, LATER, wanted)
        assert [row.person for row in rows] == [second, scene.person]
        assert queries.cases_in_order(scene.ines, LATER, wanted) == []

    def test_knows_the_number_of_one_case(self, scene: Scene, django_assert_num_queries) -> None:
        case = scene.case
        with django_assert_num_queries(1):
            assert queries.number_of(scene.noor, case).startswith("DH-")
        assert queries.number_of(scene.ines, case) == ""


class TestTheTimeline:
    def kinds(self, scene: Scene, **how: object) -> list[str]:
        steps = queries.timeline(scene.noor, scene.case, LATER, **how)  # type: ignore[arg-type]
        return [step.kind for step in steps]

    @pytest.mark.parametrize("count", [1, 30])
    def test_takes_six_queries_however_long_it_is(
        self, scene: Scene, count: int, django_assert_num_queries
    ) -> None:
        for _ in range(count):
            services.write_note(scene.key, "x", part="situation", by=scene.noor, at=NOON)
        case = scene.case
        with django_assert_num_queries(6):
            steps = queries.timeline(scene.noor, case, LATER)
        assert len(steps) == count + 1

    def test_reads_newest_first_or_from_the_first_contact(self, scene: Scene) -> None:
        services.write_note(scene.key, "x", part="situation", by=scene.noor, at=LATER)
        assert self.kinds(scene) == ["note", "first_contact"]
        assert self.kinds(scene, newest_first=False) == ["first_contact", "note"]

    def test_can_be_cut_to_milestones_and_to_ones_own(self, scene: Scene) -> None:
        services.close_case(scene.key, reason="moved_away", by=scene.noor, at=LATER)
        assert self.kinds(scene, only="milestones") == ["closed"]
        scene.open_to_lotus("situation")
        own = services.begin_case(scene.person, by=scene.ines, at=NOON, began_by="agency")
        every = queries.timeline(scene.ines, own, LATER)
        mine = queries.timeline(scene.ines, own, LATER, only="own")
        assert {step.own for step in every} == {True, False}
        assert {step.own for step in mine} == {True}

    def test_says_on_which_ground_and_until_when_a_step_of_others_is_read(
        self, scene: Scene
    ) -> None:
        until = LATER + HOUR
        scene.open_to_lotus("situation", until=until)
        own = services.begin_case(scene.person, by=scene.ines, at=LATER, began_by="agency")
        theirs, mine = sorted(queries.timeline(scene.ines, own, LATER), key=lambda step: step.own)
        assert (theirs.rests_on, theirs.until, theirs.staff) == ("consent", until, "")
        assert (mine.rests_on, mine.until, mine.staff) == ("own_record", None, "Ines")
        assert (theirs.agency.letters, mine.agency.letters) == ("DH", "LS")

    def test_marks_where_another_month_begins(self, scene: Scene) -> None:
        for days in (10, 40):
            at = NOON + timedelta(days=days)
            services.write_note(scene.key, "x", part="situation", by=scene.noor, at=at)
        steps = queries.timeline(scene.noor, scene.case, NOON + timedelta(days=50))
        assert [step.new_month for step in steps] == [False, True, False]

    def test_keeps_its_steps_where_a_text_was_destroyed(self, scene: Scene) -> None:
        services.write_note(
            scene.key, "Both.", part="situation", by=scene.noor, at=NOON, also_about=[new_person()]
        )
        store = key_store()
        hers = Owner(scene.dawn.pk, "case", scene.case.pk)
        store.destroy(Destroyed(store.of(hers).id, hers, NOON))
        steps = queries.timeline(scene.noor, scene.case, LATER)
        assert [step.words for step in steps] == ["", ""]

    @pytest.mark.parametrize(
        ("kind", "codes", "words"),
        [
            ("first_contact", {"began_by": "call"}, "Telephone call"),
            ("closed", {"reason": "moved_away"}, "The person has moved away"),
            ("referral_declined", {"reason": "no_place"}, "No place free"),
            ("referral_outcome", {"outcome": "service_started"}, "The service has started"),
            ("referral_offered", {"urgency": "danger"}, "To Lotus Shelter. Danger to life."),
            ("referral_withdrawn", {}, "The offer to Lotus Shelter."),
            ("spoke", {"answers": 3}, "Answers written down: 3"),
            ("spoke", {"answers": 0}, ""),
            ("note", {}, ""),
        ],
    )
    def test_says_its_codes_in_words(self, kind: str, codes: dict[str, object], words: str) -> None:
        assert said_by_codes(kind, codes, "Lotus Shelter") == words


class TestTheSituation:
    @pytest.fixture(autouse=True)
    def spoken(self, scene: Scene) -> None:
        told = [
            Statement("language", "hau"),
            Statement("danger_now", "", "yes"),
            Statement("education", "", "unknown"),
            Statement("exploitation_type", "ForcedLabour"),
        ]
        services.record_statements(scene.key, told, by=scene.noor, at=NOON)
        other = [Statement("exploitation_type", "ForcedLabour", "no", "companion")]
        services.record_statements(scene.key, other, by=scene.noor, at=LATER)

    def test_is_read_in_the_order_asked_with_what_others_say_beside(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        case = scene.case
        with django_assert_num_queries(1):
            rows = known.situation(scene.noor, case, LATER)
        assert [(row.topic, row.value, row.answer) for row in rows] == [
            ("danger_now", "", "yes"),
            ("language", "Hausa", "yes"),
            ("exploitation_type", "Forced labour", "yes"),
            ("education", "", "unknown"),
        ]
        (beside,) = rows[2].beside
        assert beside.endswith(": No")
        assert rows[2].said_by == "The person"

    def test_shows_each_reader_the_parts_of_the_duty(self, scene: Scene) -> None:
        topics = [row.topic for row in known.situation(scene.lina, scene.case, LATER)]
        assert topics == ["danger_now", "language", "exploitation_type"]
        topics = [row.topic for row in known.situation(scene.clinician, scene.case, LATER)]
        assert topics == ["danger_now"]
        assert known.situation(scene.ines, scene.case, LATER) == []

    def test_fills_a_form_with_what_stands(self, scene: Scene, django_assert_num_queries) -> None:
        case = scene.case
        with django_assert_num_queries(1):
            values = known.known_values(scene.noor, case, LATER)
        assert values == {
            "language": ["hau"],
            "danger_now": ["yes"],
            "exploitation_type": ["ForcedLabour"],
        }


class TestHistory:
    def test_is_told_as_coarse_as_it_is_known(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        whole = {"kind": "Transit", "country": "XA", "year": 2024, "month": 3, "words": "By bus."}
        for facts in (whole, {"kind": "Recruitment", "year": 2023}, {"kind": "Exploitation"}):
            services.add_historic_event(scene.key, **facts, by=scene.noor, at=NOON)  # type: ignore[arg-type]
        case = scene.case
        with django_assert_num_queries(1):
            rows = known.history(scene.noor, case, LATER)
        told = {row.kind: (row.when, row.words) for row in rows}
        assert told == {
            "Exploitation": ("", ""),
            "Recruitment": ("2023", ""),
            "Transit": ("2024-03", "By bus."),
        }
        assert all(row.said_by == "The person" for row in rows)

    def test_is_told_to_whoever_may_read_the_situation(self, scene: Scene) -> None:
        services.add_historic_event(scene.key, kind="Transit", by=scene.noor, at=NOON)
        assert known.history(scene.lina, scene.case, LATER)
        for by in (scene.clinician, scene.ines, scene.officer):
            assert known.history(by, scene.case, LATER) == []


class TestAnAddedField:
    def added(self, scene: Scene, label: str, kind: str = "text", part: str = "situation") -> str:
        return services.add_field(
            label=label, kind=kind, part=part, purpose="To know", by=scene.admin, at=NOON
        )

    def test_is_asked_where_the_duty_needs_its_part(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        shoes, pills = self.added(scene, "Shoes"), self.added(scene, "Pills", part="health")
        with django_assert_num_queries(1):
            assert [row.key for row in queries.added_fields(scene.dawn.pk)] == [shoes, pills]
        fields = queries.added_fields(scene.dawn.pk, scene.lina.parts)
        assert [row.label for row in fields] == ["Shoes"]
        services.retire_field(shoes, by=scene.admin, at=LATER)
        assert [row.key for row in queries.added_fields(scene.dawn.pk)] == [pills]

    def test_is_shown_with_its_newest_answer(self, scene: Scene, django_assert_num_queries) -> None:
        shoes, reads = self.added(scene, "Shoes"), self.added(scene, "Reads", "yes_no")
        for field, value in ((shoes, "38"), (shoes, "39"), (reads, "yes")):
            services.answer_added_fields(
                scene.key, {field: value}, said_by="person", by=scene.noor, at=NOON
            )
        case = scene.case
        with django_assert_num_queries(1):
            rows = known.added_answers(scene.noor, case, LATER)
        assert [(row.label, row.value) for row in rows] == [("Shoes", "39"), ("Reads", "Yes")]

    def test_is_shown_where_its_part_may_be_read(self, scene: Scene) -> None:
        pills = self.added(scene, "Pills", part="health")
        services.answer_added_fields(
            scene.key, {pills: "Two"}, said_by="person", by=scene.noor, at=NOON
        )
        assert known.added_answers(scene.clinician, scene.case, LATER)
        for by in (scene.lina, scene.ines):
            assert known.added_answers(by, scene.case, LATER) == []


class TestWhatWaits:
    def test_is_ones_own_or_the_cases_soonest_first(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        for due, staff in ((LATER, scene.noor), (NOON, scene.noor), (NOON, scene.sami)):
            services.add_task(
                scene.key, kind="visit", due_at=due, staff=staff.staff, by=scene.noor, at=NOON
            )
        with django_assert_num_queries(2):
            mine = queries.tasks_waiting(scene.noor, NOON)
        assert [(row.due_at, row.over) for row in mine] == [(NOON, True), (LATER, False)]
        assert len(queries.tasks_waiting(scene.noor, NOON, scene.case)) == 3
        services.lock_case(scene.key, [], by=scene.noor, at=NOON)
        assert queries.tasks_waiting(scene.sami, LATER) == []

    def test_to_be_redacted_is_shown_to_whoever_may_read_it(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        other = new_person()
        note = services.write_note(
            scene.key, "Both.", part="health", by=scene.noor, at=NOON, also_about=[other]
        )
        services.erase_case(other, scene.dawn.pk, NOON)
        with django_assert_num_queries(2):
            assert queries.redactions_waiting(scene.noor, LATER) == [(scene.key, note)]
        assert queries.redactions_waiting(scene.lina, LATER) == []
        assert queries.redactions_waiting(scene.ines, LATER) == []
        services.lock_case(scene.key, [], by=scene.noor, at=NOON)
        assert queries.redactions_waiting(scene.clinician, LATER) == []


def test_files_are_listed_by_part_newest_first(scene: Scene, django_assert_num_queries) -> None:
    for part, at in (("situation", NOON), ("health", LATER)):
        upload = SimpleUploadedFile("a.txt", b"plain words")
        services.attach_file(scene.key, upload, part=part, by=scene.noor, at=at)
    case = scene.case
    with django_assert_num_queries(1):
        files = known.attachments(scene.noor, case, LATER)
    assert [(row.part, row.name, row.media_type, row.size) for row in files] == [
        ("health", "a.txt", "text/plain", 11),
        ("situation", "a.txt", "text/plain", 11),
    ]
    assert [row.part for row in known.attachments(scene.lina, case, LATER)] == ["situation"]
    assert known.attachments(scene.ines, case, LATER) == []


def test_every_step_of_a_timeline_is_of_a_known_kind(scene: Scene) -> None:
    with pytest.raises(ValueError, match="not a known step"):
        services.record_event(scene.person, "danced", part="risk", by=scene.noor, at=NOON)
    with pytest.raises(ValueError, match="sealed for the agency"):
        services.record_event(
            scene.person,
            "note",
            part="risk",
            by=scene.noor,
            at=NOON,
            holder=scene.lotus.pk,
            words="x",
        )
    assert Event.objects.count() == 1


class TestTheListAsAsked:
    def test_goes_the_other_way_round_by_keyset_too(self, scene: Scene) -> None:
        keys = [scene.key, *cases(scene, queries.PAGE)]
        asked = queries.Asked(order="touched")
        first = queries.case_page(scene.noor, LATER, asked)
        second = queries.case_page(scene.noor, LATER, asked, first.after)
        found = [row.key for row in (*first.rows, *second.rows)]
        newest_first = queries.case_page(scene.noor, LATER)
        assert sorted(found) == sorted(keys)
        assert found[-queries.PAGE :] == [row.key for row in newest_first.rows][::-1]

    def test_shows_the_cases_of_one_manager_and_of_one_state(
        self, scene: Scene, django_assert_num_queries
    ) -> None:
        (other,) = cases(scene, 1)
        services.name_case_manager(other, scene.sami.staff, by=scene.noor, at=LATER)
        CaseFile.objects.filter(key=scene.key).update(status="FollowUp")
        sami = CaseFile.objects.get(key=other).manager
        assert sami is not None
        for asked, key in (
            (queries.Asked(manager=sami.key), other),
            (queries.Asked(status="FollowUp"), scene.key),
        ):
            with django_assert_num_queries(2):
                (row,) = queries.case_page(scene.noor, LATER, asked).rows
            assert row.key == key
        assert queries.case_page(scene.noor, LATER, queries.Asked(manager="A" * 22)).rows == []

    def test_what_makes_no_sense_in_an_address_is_not_asked(self) -> None:
        said = {"status": "Lost", "manager": "x", "order": "name; drop", "mine": ""}
        assert queries.Asked.in_address(said) == queries.Asked(mine=True)
        assert queries.Asked(closed=True).statuses == ["Closed", "ClosedReferred"]

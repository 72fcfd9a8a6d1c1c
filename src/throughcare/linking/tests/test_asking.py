from datetime import timedelta

import pytest
from benchmarks.asking_others import measured

from throughcare.agencies.models import StaffDuty
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.audit.models import Line
from throughcare.audit.queries import lines_about
from throughcare.cases.services import lock_case
from throughcare.identity.services import erase_person
from throughcare.kernel.errors import NotHere, Refused
from throughcare.linking.doors import questions_to
from throughcare.linking.models import Inquiry, Likeness, Permission, Sending
from throughcare.linking.queries import others_page
from throughcare.linking.rules import ALIKE, ASKED_FOR, MOST_ASKED, Kind
from throughcare.linking.services import (
    answer_question,
    ask_others,
    compare_what_was_asked,
    forget_what_is_over,
    withdraw_permission,
)
from throughcare.linking.tests.cast import (
    LATER,
    Here,
    Scene,
    asked,
    leaves_matching,
    recorded,
    says,
)
from throughcare.notices.models import Notice


@pytest.fixture
def amina(scene: Scene) -> Here:
    """At Dawn Hotline, who asks."""
    return recorded(scene.noor)


@pytest.fixture
def known(scene: Scene) -> Here:
    """At Lotus Shelter, under another spelling, and with a yes to being found."""
    here = recorded(scene.ines, "Aminah", "Suleh")
    says(here, Kind.BE_FOUND)
    return here


def waiting(scene: Scene, at=LATER) -> list[Likeness]:  # type: ignore[no-untyped-def]
    return list(questions_to(scene.ines, at))


def answered_yes(scene: Scene) -> None:
    (question,) = waiting(scene)
    answer_question(question.key, "yes", scene.ines.staff, by=scene.ines, at=LATER)


def answers(scene: Scene, amina: Here, at=LATER) -> list[str]:  # type: ignore[no-untyped-def]
    return [row.agency for row in others_page(scene.noor, amina.person, at).answers]


class TestAsking:
    def test_goes_to_every_other_agency_that_takes_part(self, scene: Scene, amina: Here) -> None:
        asked(amina)
        assert {row.holder_id for row in Sending.objects.all()} == {scene.lotus.pk, scene.other.pk}

    def test_leaves_out_whose_law_forbids_it_and_says_so(self, scene: Scene, amina: Here) -> None:
        leaves_matching(scene.other)
        asked(amina)
        assert [row.holder_id for row in Sending.objects.all()] == [scene.lotus.pk]
        page = others_page(scene.noor, amina.person, LATER)
        assert page.left_out_by_law == ["Other NGO"]
        assert page.asked == ["Lotus Shelter"]

    def test_leaves_out_whom_the_person_left_out(self, scene: Scene, amina: Here) -> None:
        says(amina, Kind.ASK, never=(scene.lotus.pk,))
        ask_others(amina.key, by=scene.noor, at=LATER)
        assert [row.holder_id for row in Sending.objects.all()] == [scene.other.pk]

    def test_needs_the_persons_yes(self, scene: Scene, amina: Here) -> None:
        with pytest.raises(Refused, match="Ask the person first"):
            ask_others(amina.key, by=scene.noor, at=LATER)
        says(amina, Kind.ASK, "no")
        with pytest.raises(Refused, match="Ask the person first"):
            ask_others(amina.key, by=scene.noor, at=LATER)
        says(amina, Kind.BE_FOUND)
        with pytest.raises(Refused, match="Ask the person first"):
            ask_others(amina.key, by=scene.noor, at=LATER)
        assert not Inquiry.objects.exists()

    def test_needs_four_attributes(self, scene: Scene) -> None:
        little = recorded(scene.noor, sex="", phone="")
        says(little, Kind.ASK)
        with pytest.raises(Refused, match="at least four"):
            ask_others(little.key, by=scene.noor, at=LATER)

    def test_is_done_once_at_a_time(self, scene: Scene, amina: Here) -> None:
        asked(amina)
        with pytest.raises(Refused, match="not over yet"):
            ask_others(amina.key, by=scene.noor, at=LATER)
        ask_others(amina.key, by=scene.noor, at=LATER + ASKED_FOR)

    def test_is_limited_for_each_member_of_staff_and_day(self, scene: Scene) -> None:
        people = [recorded(scene.noor) for _ in range(MOST_ASKED + 1)]
        for here in people[:-1]:
            asked(here)
        says(people[-1], Kind.ASK)
        with pytest.raises(Refused, match="within a day"):
            ask_others(people[-1].key, by=scene.noor, at=LATER)
        ask_others(people[-1].key, by=scene.sami, at=LATER)
        erase_person(people[0].person, "asked_by_person", by=scene.noor, at=LATER)
        other = recorded(scene.noor)
        says(other, Kind.ASK)
        with pytest.raises(Refused, match="within a day"):
            ask_others(other.key, by=scene.noor, at=LATER)
        ask_others(other.key, by=scene.noor, at=LATER + timedelta(days=1))

    def test_is_not_for_police_nor_whose_law_forbids_it(self, scene: Scene) -> None:
        held = recorded(scene.officer)
        with pytest.raises(Refused, match="neither ask"):
            says(held, Kind.ASK)
        with pytest.raises(Refused, match="neither ask"):
            says(held, Kind.BE_FOUND)
        with pytest.raises(Refused, match="neither ask"):
            ask_others(held.key, by=scene.officer, at=LATER)
        known = recorded(scene.stranger)
        leaves_matching(scene.other)
        with pytest.raises(Refused, match="the law that binds it"):
            says(known, Kind.BE_FOUND)

    def test_writes_a_line_of_its_own(self, scene: Scene, amina: Here) -> None:
        asked(amina)
        (line,) = Line.objects.filter(code="linking.asked")
        assert '"agencies":2' in line.entry
        assert "Amina" not in line.entry


class TestComparing:
    def test_shows_the_holder_what_is_like_it_and_tells_her(
        self, scene: Scene, amina: Here, known: Here
    ) -> None:
        recorded_too = recorded(scene.ines, "Belinda", "Okafor", phone="+999 31 777 888")
        says(recorded_too, Kind.BE_FOUND)
        asked(amina)
        assert compare_what_was_asked(LATER) == 2
        assert [row.person_id for row in waiting(scene)] == [known.person]
        notice = Notice.objects.get(code="others_ask")
        assert (notice.agency_id, notice.duty) == (scene.lotus.pk, "case_manager")

    def test_burns_the_fingerprints(self, scene: Scene, amina: Here, known: Here) -> None:
        asked(amina)
        assert all(len(row.fingerprints) > 300 for row in Sending.objects.all())
        compare_what_was_asked(LATER)
        assert {bytes(row.fingerprints) for row in Sending.objects.all()} == {b""}
        assert compare_what_was_asked(LATER) == 0

    def test_meets_nobody_who_did_not_say_yes(self, scene: Scene, amina: Here) -> None:
        silent, refused = recorded(scene.ines), recorded(scene.ines)
        says(refused, Kind.BE_FOUND, "no")
        says(silent, Kind.ASK)
        asked(amina)
        compare_what_was_asked(LATER)
        assert not Likeness.objects.exists()

    def test_meets_nobody_who_said_yes_only_afterwards(self, scene: Scene, amina: Here) -> None:
        asked(amina)
        bait = recorded(scene.ines)
        says(bait, Kind.BE_FOUND, at=LATER)
        compare_what_was_asked(LATER + timedelta(minutes=1))
        assert not Likeness.objects.exists()

    def test_meets_nobody_who_is_locked(self, scene: Scene, amina: Here, known: Here) -> None:
        lock_case(known.key, [], by=scene.ines, at=NOON)
        asked(amina)
        compare_what_was_asked(LATER)
        assert not Likeness.objects.exists()

    def test_meets_nobody_who_left_the_asker_out(self, scene: Scene, amina: Here) -> None:
        shy = recorded(scene.ines)
        says(shy, Kind.BE_FOUND, never=(scene.dawn.pk,))
        asked(amina)
        compare_what_was_asked(LATER)
        assert not Likeness.objects.exists()

    def test_meets_nobody_at_the_police(self, scene: Scene, amina: Here) -> None:
        held = recorded(scene.officer)
        Permission.made(
            person_id=held.person,
            holder_id=scene.police.pk,
            kind="be_found",
            answer="yes",
            given="on_a_page",
            given_by="the_person",
            given_at=NOON,
            until=NOON + timedelta(days=9),
            recorded_by_id=scene.officer.staff,
            words=b"",
        )
        asked(amina)
        compare_what_was_asked(LATER)
        assert not Likeness.objects.exists()

    def test_meets_nobody_unlike(self, scene: Scene, amina: Here) -> None:
        other = recorded(scene.ines, "Belinda", "Okafor", phone="+999 31 777 888")
        says(other, Kind.BE_FOUND)
        asked(amina)
        compare_what_was_asked(LATER)
        assert not Likeness.objects.exists()

    def test_tells_focal_points_where_nobody_manages_cases(self, scene: Scene, amina: Here) -> None:
        keeper = actor(scene.other, "Keeper", ["shelter_worker"], focal=True)
        scene.stranger = actor(scene.other, "Also", ["shelter_worker"])
        StaffDuty.objects.filter(staff__agency=scene.other, code="case_manager").delete()
        here = recorded(keeper)
        says(here, Kind.BE_FOUND)
        asked(amina)
        compare_what_was_asked(LATER)
        told = set(Notice.objects.filter(code="others_ask").values_list("staff", flat=True))
        assert keeper.staff in told


class TestAnswering:
    @pytest.fixture(autouse=True)
    def question(self, scene: Scene, amina: Here, known: Here) -> None:
        asked(amina)
        compare_what_was_asked(LATER)

    def test_a_yes_names_the_agency_and_whom_to_speak_with_and_nothing_else(
        self, scene: Scene, amina: Here, known: Here
    ) -> None:
        assert answers(scene, amina) == []
        answered_yes(scene)
        (row,) = others_page(scene.noor, amina.person, LATER).answers
        assert (row.agency, row.speak_with) == ("Lotus Shelter", "Ines")
        assert known.key not in repr(row)
        assert Notice.objects.get(code="others_answered").staff_id == scene.noor.staff
        assert Notice.objects.get(code="others_ask").settled_at == LATER
        assert waiting(scene) == []

    def test_a_no_reaches_nobody(self, scene: Scene, amina: Here) -> None:
        (question,) = waiting(scene)
        answer_question(question.key, "no", by=scene.ines, at=LATER)
        assert answers(scene, amina) == []
        assert not Notice.objects.filter(code="others_answered").exists()
        assert waiting(scene) == []

    def test_both_ledgers_have_their_lines(self, scene: Scene, amina: Here, known: Here) -> None:
        answered_yes(scene)
        assert "linking.asked" in {line.code for line in lines_about(amina.person)}
        ours = {line.code for line in lines_about(known.person)}
        assert "linking.answered" in ours
        assert "linking.answered" not in {line.code for line in lines_about(amina.person)}

    def test_a_yes_needs_a_focal_point_of_ones_own(self, scene: Scene, amina: Here) -> None:
        (question,) = waiting(scene)
        for speaks in (None, scene.night.staff, scene.stranger.staff):
            with pytest.raises(Refused, match="focal point"):
                answer_question(question.key, "yes", speaks, by=scene.ines, at=LATER)
        with pytest.raises(Refused, match="Choose"):
            answer_question(question.key, "perhaps", by=scene.ines, at=LATER)
        assert answers(scene, amina) == []

    def test_nobody_else_answers(self, scene: Scene) -> None:
        (question,) = waiting(scene)
        for by in (scene.noor, scene.stranger):
            with pytest.raises(NotHere):
                answer_question(question.key, "no", by=by, at=LATER)

    def test_whoever_is_locked_out_finds_no_question(self, scene: Scene, known: Here) -> None:
        (question,) = waiting(scene)
        lock_case(known.key, [], by=scene.ines, at=LATER)
        with pytest.raises(NotHere):
            answer_question(question.key, "yes", scene.ines.staff, by=scene.ines, at=LATER)
        assert Notice.objects.get(code="others_ask").settled_at == LATER

    def test_the_yes_to_being_found_taken_back_ends_it(
        self, scene: Scene, amina: Here, known: Here
    ) -> None:
        answered_yes(scene)
        yes = Permission.objects.get(person=known.person)
        withdraw_permission(known.key, yes.key, by=scene.ines, at=LATER)
        assert answers(scene, amina) == []
        assert not Likeness.objects.exists()

    def test_the_yes_to_asking_taken_back_ends_it(self, scene: Scene, amina: Here) -> None:
        yes = Permission.objects.get(person=amina.person)
        withdraw_permission(amina.key, yes.key, by=scene.noor, at=LATER)
        assert waiting(scene) == []
        assert not Sending.objects.exists()
        assert Inquiry.objects.get().ended_at == LATER

    def test_a_no_after_a_yes_ends_it_too(self, scene: Scene, amina: Here, known: Here) -> None:
        says(known, Kind.BE_FOUND, "no", at=LATER)
        assert waiting(scene) == []

    def test_whose_law_forbids_it_from_now_on_neither_answers_nor_hears(
        self, scene: Scene, amina: Here
    ) -> None:
        answered_yes(scene)
        leaves_matching(scene.lotus)
        assert answers(scene, amina) == []

    def test_time_ends_the_question_and_what_nobody_answered_is_forgotten(
        self, scene: Scene, amina: Here
    ) -> None:
        over = LATER + ASKED_FOR
        assert waiting(scene, over) == []
        assert forget_what_is_over(over) == 1
        assert not Likeness.objects.exists()
        assert not Sending.objects.exists()
        assert forget_what_is_over(over) == 0

    def test_erasing_either_person_leaves_nothing(
        self, scene: Scene, amina: Here, known: Here
    ) -> None:
        erase_person(known.person, "asked_by_person", by=scene.ines, at=LATER)
        assert not Likeness.objects.exists()
        erase_person(amina.person, "asked_by_person", by=scene.noor, at=LATER)
        assert not Inquiry.objects.exists()
        assert not Sending.objects.exists()
        assert not Permission.objects.exists()


def test_a_person_is_met_far_more_often_than_somebody_else() -> None:
    found = {score: (met, wrong) for score, met, wrong in measured(220)}
    met, wrong = found[ALIKE]
    assert met > 0.75
    assert wrong < 0.05

"""After erasing: nothing is left, nothing comes back, and whoever comes again is nobody known."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta
from uuid import UUID

import pytest

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import staff_leaves
from throughcare.agencies.tests.factories import NOON, actor, ombuds_office
from throughcare.cases.doors import cases_of
from throughcare.cases.services import begin_case, lock_case
from throughcare.consent.doors import emergency_to_review
from throughcare.consent.models import Emergency
from throughcare.consent.queries import (
    consents_of,
    emergencies_about,
    orders_about,
    reports_about,
)
from throughcare.consent.services import (
    Danger,
    DueReport,
    PaperOrder,
    begin_record,
    check_order,
    make_report,
    open_in_emergency,
    receive_order,
    review_emergency,
    serve_copy_on_order,
    show_on_call_number,
)
from throughcare.consent.tests.cast import able
from throughcare.consent.tests.factories import agreement, opened, yes
from throughcare.identification import services
from throughcare.identification.models import Appeal, Determination, NonPunishment, Ruling
from throughcare.identification.queries import questions_about
from throughcare.identification.tests.factories import LAW, LONG_AFTER
from throughcare.identification.tests.factories import Scene as Deciding
from throughcare.identity.services import erase_person
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals.tests.factories import Scene
from throughcare.vault.services import KeyGone, Owner, Place, key_store, open_text

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=20)
LATER = NOON + timedelta(days=2)
ASKED = "asked_by_person"


@pytest.fixture
def deciding(db: None) -> Deciding:
    return Deciding()


Erasing = Callable[[UUID, Actor], None]


@pytest.fixture
def erase(
    django_capture_on_commit_callbacks: Callable[..., AbstractContextManager[object]],
) -> Erasing:
    """Erases a person as in a house: once the act is written, the key is destroyed."""

    def erased(person: UUID, by: Actor) -> None:
        with django_capture_on_commit_callbacks(execute=True):
            erase_person(person, ASKED, by=by, at=LATER)

    return erased


def manager_of(scene: Deciding) -> Actor:
    return actor(scene.office, "Manager", ["case_manager"])


class TestADetermination:
    def test_leaves_its_month_and_law_alone(self, deciding: Deciding) -> None:
        """“That an authority once decided, by month and law alone.”"""
        key = deciding.presumed()
        deciding.opened_to_the_lawyer("situation")
        services.find_not_established(
            key, lacks=["means"], reasons="No means.", by=deciding.marek, at=LONG_AFTER
        )
        services.appeal(key, "She was afraid.", by=deciding.marek, at=LONG_AFTER)
        manager = actor(deciding.office, "Manager", ["case_manager"])
        erase_person(deciding.person, ASKED, by=manager, at=LONG_AFTER)
        found = Determination.objects.get(key=key)
        days = [found.received_at, found.presumed_on, found.concluded_on, found.protected_through]
        days += [ruling.decided_at for ruling in Ruling.objects.filter(determination=found)]
        days += [appeal.made_at for appeal in Appeal.objects.filter(determination=found)]
        assert [day for day in days if day is not None and day.day != 1] == []

    def test_does_not_stand_in_the_way_of_who_comes_again(
        self, deciding: Deciding, erase: Erasing
    ) -> None:
        """Nor does it tell the next officer that there was one."""
        deciding.not_established()
        erase(deciding.person, manager_of(deciding))
        again = begin_case(deciding.person, by=deciding.marek, at=LONG_AFTER, began_by="agency")
        key = services.ask_determination(
            again.key, law=LAW, received_at=LONG_AFTER, by=deciding.marek, at=LONG_AFTER
        )
        assert Determination.objects.get(key=key).erased_at is None


class TestWordsOfAnAgencyWithoutARecord:
    """The lawyer's agency has no record to erase: its key for the person would live for ever."""

    def test_on_an_appeal_open_with_no_key_that_is_left(
        self, deciding: Deciding, erase: Erasing
    ) -> None:
        key = deciding.not_established()
        deciding.opened_to_the_lawyer("situation")
        services.appeal(key, "She was afraid to speak.", by=deciding.lina, at=NOON)
        in_a_backup = bytes(Appeal.objects.get().words or b"")
        appeal = Appeal.objects.get().pk
        erase(deciding.person, manager_of(deciding))
        with pytest.raises(NotHere):
            erase_person(
                deciding.person,
                ASKED,
                by=actor(deciding.aid, "Head", ["case_manager"]),
                at=LATER,
            )
        for agency in (deciding.office.pk, deciding.aid.pk):
            with pytest.raises(KeyGone):
                open_text(
                    in_a_backup,
                    Owner(agency, "person", deciding.person),
                    Place("identification_appeal", appeal, "words"),
                )

    def test_on_non_punishment_open_with_no_key_that_is_left(
        self, deciding: Deciding, erase: Erasing
    ) -> None:
        deciding.presumed()
        services.record_suspicion(deciding.key, by=deciding.alix, at=NOON)
        agreement(deciding.office.pk, deciding.aid.pk, starts=NOON)
        said = {"purpose": "legal_help", "parts": ["situation", "justice"]}
        named = yes(
            deciding.person,
            deciding.alix,
            deciding.aid.pk,
            NOON,
            recipient_staff=[deciding.lina.staff],
            **said,
        )
        opened(named, deciding.lina, NOON)
        (question,) = questions_about(deciding.lina, deciding.person, NOON)
        services.answer_non_punishment(
            question.key, outcome="raised", words="Forced to.", by=deciding.lina, at=NOON
        )
        row = NonPunishment.objects.get()
        in_a_backup = bytes(row.words or b"")
        erase(deciding.person, manager_of(deciding))
        for agency in (deciding.office.pk, deciding.aid.pk):
            with pytest.raises(KeyGone):
                open_text(
                    in_a_backup,
                    Owner(agency, "person", deciding.person),
                    Place("identification_nonpunishment", row.pk, "words"),
                )


def test_a_review_of_the_ombudsperson_makes_no_key_for_the_erased(erase: Erasing) -> None:
    """“To seal makes a key, and there must be none where there is no record.”"""
    scene = Scene()
    maryam = actor(ombuds_office(), "Maryam", ["ombudsperson"])
    begin_record(scene.person, by=scene.ines, at=NOON)
    ines = able(scene.ines, ["open_in_emergency"])
    call = show_on_call_number(scene.person, scene.dawn.pk, by=ines, at=NOON)
    danger = Danger(why="attack", words="He is at the door.")
    emergency = open_in_emergency(call, danger, by=ines, at=SOON)
    erase(scene.person, scene.noor)
    assert key_store().id_of(Owner(scene.dawn.pk, "person", scene.person)) is None
    with pytest.raises(Refused, match="the verdict alone"):
        review_emergency(emergency, "right", "Amina was in danger.", by=maryam, at=LATER)
    review_emergency(emergency, "right", "", by=maryam, at=LATER)
    reviewed = Emergency.objects.get(key=emergency)
    assert (reviewed.verdict, bytes(reviewed.review or b"")) == ("right", b"")
    begin_case(scene.person, by=scene.noor, at=LATER, began_by="agency")
    assert emergencies_about(scene.person, scene.dawn.pk, LATER) == []
    with pytest.raises(NotHere):
        emergency_to_review(scene.noor, emergency, LATER)
    assert key_store().id_of(Owner(scene.dawn.pk, "person", scene.person)) is None


def test_a_lock_ends_with_the_record_that_it_locked() -> None:
    """Who comes again must not be lost behind the lock of what was erased."""
    scene = Scene()
    lock_case(scene.case_key, [], by=scene.noor, at=NOON)
    erase_person(scene.person, ASKED, by=scene.noor, at=SOON)
    admin = actor(Agency.objects.get(pk=scene.dawn.pk), "Head", ["administrator"])
    staff_leaves(Staff.objects.get(pk=scene.noor.staff).key, by=admin, at=LATER)
    begin_case(scene.person, by=scene.sami, at=LATER, began_by="agency")
    assert cases_of(scene.sami, LATER).filter(person=scene.person).exists()


class TestWhoComesAgain:
    """“Nobody reads of what she or he wanted forgotten.”"""

    @pytest.fixture
    def scene(self) -> Scene:
        """Reported, named in a checked order, erased, and here again."""
        scene = Scene()
        due = DueReport(
            recipient=scene.lotus.pk,
            recipient_staff=[scene.ines.staff],
            cause="child",
            parts=["risk"],
            until=NOON + timedelta(days=1),
            person_was_told=True,
            why="A child is in danger.",
        )
        make_report(scene.person, due, by=scene.noor, at=NOON)
        paper = PaperOrder(authority=scene.police.pk, number="7/26", parts=["situation"])
        self.order = receive_order(scene.person, paper, by=scene.noor, at=NOON)
        lawyer = actor(Agency.objects.get(pk=scene.dawn.pk), "Lou", ["lawyer"])
        check_order(self.order, by=lawyer, at=NOON)
        erase_person(scene.person, ASKED, by=scene.noor, at=SOON)
        begin_case(scene.person, by=scene.noor, at=LATER, began_by="agency")
        return scene

    def test_is_not_told_what_was_allowed_reported_or_ordered_before(self, scene: Scene) -> None:
        told = [
            *consents_of(scene.person, scene.dawn.pk, LATER),
            *reports_about(scene.person, scene.dawn.pk, LATER),
            *orders_about(scene.person, scene.dawn.pk),
        ]
        assert told == []

    def test_is_not_served_on_an_order_about_what_was_erased(self, scene: Scene) -> None:
        with pytest.raises((NotHere, Refused)):
            serve_copy_on_order(self.order, ["situation"], by=scene.noor, at=LATER)

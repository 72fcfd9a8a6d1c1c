"""A locked record whose last named reader left is not buried: two people name the next one."""

from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.services import end_duty, staff_leaves
from throughcare.agencies.tests.factories import NOON, actor, ombuds_office, sign_in
from throughcare.cases.doors import cases_of
from throughcare.cases.services import lock_case, unlock_case
from throughcare.consent.doors import holders_readable
from throughcare.consent.models import Lock
from throughcare.consent.services import end_record, pass_on, propose_successor
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.notices.models import Notice
from throughcare.referrals.services import accept_referral
from throughcare.referrals.tests.factories import Scene

pytestmark = pytest.mark.django_db
SOON, LATER = NOON + timedelta(minutes=20), NOON + timedelta(minutes=40)


class LeftAlone(Scene):
    """Noor locked the record to herself and Ines elsewhere, and has left; who stays at Dawn."""

    def __post_init__(self) -> None:
        super().__post_init__()
        dawn = Agency.objects.get(pk=self.dawn.pk)
        self.ada, self.bea = (actor(dawn, name, ["administrator"]) for name in ("Ada", "Bea"))
        self.mira = actor(dawn, "Mira", ["case_manager"])
        self.olga = actor(ombuds_office(), "Olga", ["ombudsperson"])
        (key,) = self.offered()
        accept_referral(key, by=self.ines, at=NOON)
        lock_case(self.case_key, [self.ines.staff], by=self.noor, at=SOON)
        self.lock = Lock.objects.get(lifted_at=None).key
        staff_leaves(Staff.objects.get(pk=self.noor.staff).key, by=self.ada, at=SOON)

    def propose(self, by: Actor, who: Actor | None = None) -> None:
        propose_successor(self.lock, (who or self.mira).staff, by=by, at=LATER)

    def agree(self, by: Actor, who: Actor | None = None) -> None:
        pass_on(self.lock, (who or self.mira).staff, by=by, at=LATER)

    def reads(self, who: Actor) -> bool:
        return self.dawn.pk in holders_readable(who, self.person, LATER)


@pytest.fixture
def left() -> LeftAlone:
    return LeftAlone()


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=LATER):
        yield


def signed_in(who: Actor) -> Client:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    return client


def test_its_administrators_and_the_ombudsperson_are_told_in_the_act_of_leaving(
    left: LeftAlone,
) -> None:
    told = Notice.objects.filter(code="lock_left_alone", about=left.lock)
    assert {(notice.agency_id, notice.duty) for notice in told} == {
        (left.dawn.pk, "administrator"),
        (left.olga.agency, "ombudsperson"),
    }


def test_nobody_is_told_while_somebody_named_still_works_there() -> None:
    scene = Scene()
    boss = actor(Agency.objects.get(pk=scene.dawn.pk), "Boss", ["administrator"])
    lock_case(scene.case_key, [scene.sami.staff], by=scene.noor, at=SOON)
    key = Lock.objects.get(lifted_at=None).key
    staff_leaves(Staff.objects.get(pk=scene.noor.staff).key, by=boss, at=SOON)
    assert not Notice.objects.filter(code="lock_left_alone").exists()
    with pytest.raises(NotHere):
        propose_successor(key, scene.sami.staff, by=boss, at=LATER)


def test_nobody_is_told_of_a_record_that_was_erased() -> None:
    scene = Scene()
    boss = actor(Agency.objects.get(pk=scene.dawn.pk), "Boss", ["administrator"])
    lock_case(scene.case_key, [], by=scene.noor, at=SOON)
    end_record(scene.person, by=scene.noor, at=SOON)
    staff_leaves(Staff.objects.get(pk=scene.noor.staff).key, by=boss, at=SOON)
    assert not Notice.objects.filter(code="lock_left_alone").exists()


@pytest.mark.parametrize("second", ["bea", "olga"])
def test_one_proposes_a_second_agrees_and_the_successor_alone_reads(
    left: LeftAlone, second: str
) -> None:
    left.propose(left.ada)
    assert not left.reads(left.mira)
    left.agree(getattr(left, second))
    assert left.reads(left.mira)
    assert left.reads(left.ines), "whom the lock named elsewhere reads on"
    for other in (left.sami, left.ada, left.bea, left.olga):
        assert not left.reads(other)
    assert not Notice.objects.filter(about=left.lock, settled_at=None).exists()
    with pytest.raises(NotHere):
        left.propose(left.ada)
    unlock_case(left.case_key, by=left.mira, at=LATER + timedelta(minutes=1))
    assert cases_of(left.sami, LATER + timedelta(minutes=1)).exists()


def test_nobody_agrees_to_what_they_proposed_nor_to_another_one_unseen(left: LeftAlone) -> None:
    with pytest.raises(Refused, match="Somebody else was proposed"):
        left.agree(left.bea)
    left.propose(left.ada)
    with pytest.raises(Refused, match="two people"):
        left.agree(left.ada)
    with pytest.raises(Refused, match="Somebody else was proposed"):
        left.agree(left.bea, left.sami)
    member = Staff.objects.get(pk=left.mira.staff)
    end_duty(member.key, "case_manager", by=left.bea, at=LATER)
    with pytest.raises(Refused, match="no case manager"):
        left.agree(left.bea)
    assert not left.reads(left.mira)


def test_nobody_gets_it_by_proposing_themselves_or_who_could_not_unlock(left: LeftAlone) -> None:
    with pytest.raises(Refused, match="propose a colleague"):
        left.propose(left.ada, left.ada)
    with pytest.raises(Refused, match="case manager"):
        left.propose(left.ada, left.sami)
    both = actor(Agency.objects.get(pk=left.dawn.pk), "Both", ["administrator", "case_manager"])
    left.propose(left.ada, both)
    with pytest.raises(Refused, match="two people"):
        left.agree(both, both)


def test_for_everybody_else_there_is_nothing(left: LeftAlone) -> None:
    with pytest.raises(Refused, match="duties"):
        left.propose(left.mira)
    elsewhere = actor(Agency.objects.get(pk=left.lotus.pk), "Boss", ["administrator"])
    with pytest.raises(NotHere):
        left.propose(elsewhere, left.ines)
    for by in (left.mira, elsewhere):
        with pytest.raises(NotHere):
            left.agree(by)


def test_the_data_base_itself_lets_nobody_propose_themselves(left: LeftAlone) -> None:
    lock = Lock.objects.get(key=left.lock)
    with pytest.raises(IntegrityError, match="by_somebody_else"), transaction.atomic():
        lock.change(successor_id=left.ada.staff, proposed_by_id=left.ada.staff, proposed_at=LATER)


def test_the_pages_lead_both_people_through_it_and_name_no_person(left: LeftAlone) -> None:
    page, agree = (
        reverse(f"consent:{name}", args=[left.lock]) for name in ("left_alone", "pass_on")
    )
    ada, olga = signed_in(left.ada), signed_in(left.olga)
    assert "proposes first" in olga.get(page).content.decode()
    assert ada.post(page, {"staff": left.mira.staff.hex}).status_code == 302
    assert "it takes two people" in ada.get(page).content.decode()
    shown = olga.get(page).content.decode()
    assert "Mira, proposed by Ada" in shown
    assert left.case_key not in shown
    assert olga.post(agree, {"staff": "nobody"}).status_code == 404
    assert olga.post(agree, {"staff": left.mira.staff.hex}).status_code == 302
    assert olga.get(page).status_code == 404
    assert left.reads(left.mira)

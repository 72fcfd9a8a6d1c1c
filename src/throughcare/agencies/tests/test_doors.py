"""Who somebody is at a moment, and who is found by whom."""

from datetime import timedelta
from uuid import uuid4

import pytest

from throughcare.agencies import doors
from throughcare.agencies.models import FactorReset, FocalPoint, Post, Staff, StaffDuty
from throughcare.agencies.tests.factories import (
    NOON,
    actor,
    border_police,
    dawn_hotline,
    lotus_shelter,
    staff,
)
from throughcare.kernel.errors import NotHere, Refused

pytestmark = pytest.mark.django_db

LATER = NOON + timedelta(days=1)


@pytest.fixture
def hotline():
    return dawn_hotline()


@pytest.fixture
def ines(hotline):
    return staff(hotline, "Ines", ["hotline_worker"], focal=True)


def has_left(member):
    Staff.objects.filter(pk=member.pk).update(left_at=LATER)


def test_an_actor_has_the_duties_of_the_moment(hotline, ines, django_assert_num_queries):
    StaffDuty.objects.create(staff=ines, code="lawyer", since=LATER)
    StaffDuty.objects.filter(code="hotline_worker").update(until=LATER)
    known = Staff.objects.select_related("agency").get(pk=ines.pk)
    with django_assert_num_queries(1):
        now = doors.actor_of(known, NOON)
    assert (now.duties, now.agency_kind, now.via) == ({"hotline_worker"}, "Helpline", "web")
    assert "justice" not in now.parts
    assert doors.actor_of(known, LATER, via="console").duties == {"lawyer"}
    assert doors.actor_of(known, NOON - timedelta(seconds=1)).duties == frozenset()


def test_staff_are_found_by_address_until_they_leave(ines):
    assert doors.staff_named(ines.email.upper()) == ines
    has_left(ines)
    for address in (ines.email, "nobody@dh.example"):
        with pytest.raises(NotHere):
            doors.staff_named(address)


def test_agencies_are_found_by_code_and_id(hotline):
    police = border_police()
    assert doors.agency_by_code("dh") == hotline
    assert doors.agency_by_id(hotline.pk) == hotline
    assert doors.agencies_by_id([hotline.pk, uuid4()]) == {hotline.pk: hotline}
    assert doors.agencies_by_code(["BP", "ZZ"]) == {"BP": police}
    assert doors.all_agencies() == [police, hotline]
    for find in (lambda: doors.agency_by_code("zz"), lambda: doors.agency_by_id(uuid4())):
        with pytest.raises(NotHere):
            find()


def test_whether_there_is_any_agency_and_any_of_the_demonstration(hotline):
    assert doors.any_agency()
    assert doors.any_demonstration()
    type(hotline).objects.update(is_demonstration=False)
    assert not doors.any_demonstration()
    type(hotline).objects.all().delete()
    assert not doors.any_agency()


def test_focal_points_are_those_in_force_who_still_work_there(hotline, ines):
    theo = staff(hotline, "Theo", [])
    FocalPoint.objects.create(agency=hotline, staff=theo, since=NOON + timedelta(hours=1))
    assert doors.focal_points_of(hotline.pk, NOON) == [ines.pk]
    assert doors.focal_points_of(hotline.pk, LATER) == [ines.pk, theo.pk]
    FocalPoint.objects.filter(staff=theo).update(until=LATER)
    assert doors.focal_points_of(hotline.pk, LATER) == [ines.pk]
    has_left(ines)
    assert doors.focal_points_of(hotline.pk, LATER) == []


def test_colleagues_are_of_the_same_agency_and_still_there(hotline, ines):
    ada = staff(lotus_shelter(), "Ada", [])
    assert doors.colleague(hotline.pk, ines.pk) == ines
    assert doors.colleagues(hotline.pk) == [ines]
    with pytest.raises(NotHere):
        doors.colleague(hotline.pk, ada.pk)
    has_left(ines)
    with pytest.raises(NotHere):
        doors.colleague(hotline.pk, ines.pk)
    assert doors.colleagues(hotline.pk) == []
    assert doors.staff_by_id([ines.pk, uuid4()]).keys() == {ines.pk}


def test_one_finds_oneself_until_one_leaves(hotline, ines):
    by = doors.actor_of(ines, NOON)
    assert doors.oneself(by) == ines
    has_left(ines)
    with pytest.raises(NotHere):
        doors.oneself(by)


def test_an_administrator_finds_nobody_who_left(hotline, ines):
    boss = actor(hotline, "Boss", ["administrator"])
    assert doors.managed_staff(ines.key, boss) == ines
    has_left(ines)
    with pytest.raises(NotHere):
        doors.managed_staff(ines.key, boss)


class TestWhatAnAdministratorManages:
    """Staff, posts and resets of one's own agency, and only with the duty."""

    @pytest.fixture
    def boss(self, hotline):
        return actor(hotline, "Boss", ["administrator"])

    @pytest.fixture
    def keys(self, hotline, ines, boss):
        reset = FactorReset.objects.create(staff=ines, asked_by_id=boss.staff, asked_at=NOON)
        post = Post.objects.create(agency=hotline, name="Night line", kind="line")
        return {
            doors.managed_staff: ines.key,
            doors.managed_post: post.key,
            doors.open_reset: reset.key,
        }

    @pytest.mark.parametrize("door", [doors.managed_staff, doors.managed_post, doors.open_reset])
    def test_is_found_in_one_query(self, keys, boss, door, django_assert_num_queries):
        with django_assert_num_queries(1):
            assert door(keys[door], boss).key == keys[door]
        with pytest.raises(NotHere):
            door("A" * 22, boss)

    @pytest.mark.parametrize("door", [doors.managed_staff, doors.managed_post, doors.open_reset])
    def test_is_refused_without_the_duty_and_absent_elsewhere(self, keys, hotline, door):
        with pytest.raises(Refused, match="duties"):
            door(keys[door], actor(hotline, "Noor", ["case_manager"]))
        with pytest.raises(NotHere):
            door(keys[door], actor(lotus_shelter(), "Other boss", ["administrator"]))

    @pytest.mark.parametrize("decided", ["approved_at", "withdrawn_at"])
    def test_a_reset_is_there_until_it_is_decided(self, keys, boss, decided):
        FactorReset.objects.update(**{decided: LATER})
        with pytest.raises(NotHere):
            doors.open_reset(keys[doors.open_reset], boss)

    def test_a_reset_of_somebody_who_left_is_gone(self, keys, boss, ines):
        has_left(ines)
        with pytest.raises(NotHere):
            doors.open_reset(keys[doors.open_reset], boss)

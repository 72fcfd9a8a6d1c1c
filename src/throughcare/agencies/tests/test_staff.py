"""Agencies are founded, staff appointed; duties, focal points, leaving: own agency only."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction

from throughcare.agencies.doors import actor_of, focal_points_of
from throughcare.agencies.events import StaffLeft
from throughcare.agencies.models import Agency, Invitation, Post, Staff, StaffDuty
from throughcare.agencies.services import (
    accept_invitation,
    appoint_staff,
    end_duty,
    end_focal_point,
    end_sessions_of,
    found_agency,
    give_duty,
    invited_staff,
    name_focal_point,
    open_post,
    renew_invitation,
    staff_leaves,
)
from throughcare.agencies.tests.factories import (
    NOON,
    PASSWORD,
    actor,
    app_secret,
    border_police,
    dawn_hotline,
    lotus_shelter,
    staff,
)
from throughcare.audit.models import Line
from throughcare.kernel import events
from throughcare.kernel.actors import SYSTEM
from throughcare.kernel.errors import NotHere, Refused

pytestmark = pytest.mark.django_db

AT = NOON + timedelta(hours=1)


@pytest.fixture
def hotline():
    return dawn_hotline()


@pytest.fixture
def boss(hotline):
    return actor(hotline, "Boss", ["administrator"])


@pytest.fixture
def ines(hotline):
    return staff(hotline, "Ines", ["hotline_worker"])


def one_line(code):
    """The one line that was written, which is of this act."""
    assert [line.code for line in Line.objects.all()] == [code]


def lotus(by=SYSTEM):
    return found_agency(
        "ls",
        "Lotus Shelter",
        "Shelter",
        "XA",
        administrator=("Ada", "ada@ls.example"),
        region="North",
        by=by,
        at=NOON,
    )


def test_the_house_founds_an_agency_with_its_first_administrator():
    founded = lotus()
    one_line("agency.founded")
    assert Agency.objects.get(pk=founded.agency).code == "LS"
    ada = invited_staff(founded.administrator.token, NOON)
    assert actor_of(ada, NOON).may("manage_staff")
    assert not ada.has_usable_password()


def test_an_agency_is_founded_once_and_of_a_known_kind(boss):
    lotus()
    with pytest.raises(Refused, match="code"):
        lotus()
    with pytest.raises(Refused, match="kind"):
        found_agency(
            "XX", "X", "Circus", "XA", administrator=("A", "a@x.example"), by=SYSTEM, at=AT
        )
    for code, country in (("X-1", "XA"), ("TOOLONGCODE", "XA"), ("XX", "Ruritania")):
        with pytest.raises(Refused, match="letters"):
            found_agency(
                code, "X", "NGO", country, administrator=("A", "a@x.example"), by=SYSTEM, at=AT
            )
    assert Agency.objects.count() == 2
    with pytest.raises(Refused):
        lotus(by=boss)


def test_an_administrator_appoints_and_the_person_chooses_the_password(hotline, boss):
    post = open_post("Night line", "line", by=boss, at=AT)
    appointed = appoint_staff(
        "Ines", "Ines@DH.example ", post=post, duties=["hotline_worker"], by=boss, at=AT
    )
    assert [line.code for line in Line.objects.all()] == ["agency.post_opened", "staff.appointed"]
    ines = Staff.objects.get(pk=appointed.staff)
    assert (ines.email, ines.agency, ines.post.name) == ("ines@dh.example", hotline, "Night line")
    assert actor_of(ines, AT).duties == {"hotline_worker"}
    assert not ines.check_password("")
    accept_invitation(appointed.token, PASSWORD, at=AT)
    assert Staff.objects.get(pk=ines.pk).check_password(PASSWORD)


def test_a_link_works_once_for_seven_days_and_only_the_newest(boss):
    first = appoint_staff("Ines", "ines@dh.example", by=boss, at=AT)
    newest = renew_invitation(first.key, by=boss, at=AT)
    for token, at in (
        (first.token, AT),
        ("invented", AT),
        (newest, AT + timedelta(days=7)),
    ):
        with pytest.raises(NotHere):
            accept_invitation(token, PASSWORD, at=at)
    accept_invitation(newest, PASSWORD, at=AT)
    with pytest.raises(NotHere):
        accept_invitation(newest, PASSWORD, at=AT)
    with pytest.raises(Refused):
        renew_invitation(first.key, by=boss, at=AT)


@pytest.mark.parametrize("weak", ["short", "password1234", "ines@dh.example"])
def test_a_weak_password_is_refused_and_the_link_stays_good(boss, weak):
    appointed = appoint_staff("Ines", "ines@dh.example", by=boss, at=AT)
    with pytest.raises(Refused):
        accept_invitation(appointed.token, weak, at=AT)
    accept_invitation(appointed.token, PASSWORD, at=AT)


def test_a_link_is_not_stored(boss):
    token = appoint_staff("Ines", "ines@dh.example", by=boss, at=AT).token
    assert token not in str(list(Invitation.objects.values()))
    assert token not in str(list(Line.objects.values()))


def test_an_address_is_one_persons_in_any_case_of_letters(boss, ines):
    with pytest.raises(Refused):
        appoint_staff("Other", ines.email.upper(), by=boss, at=AT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Staff(email=ines.email.upper(), name="X", agency=ines.agency, joined_at=AT).save()


def test_what_cannot_be_appointed_changes_nothing(boss):
    lotus_post = Post.made(agency=lotus_shelter(), name="House", kind="shelter")
    with pytest.raises(NotHere):
        appoint_staff("A", "a@dh.example", post=lotus_post.key, by=boss, at=AT)
    with pytest.raises(Refused):
        appoint_staff("A", "a@dh.example", duties=["ombudsperson"], by=boss, at=AT)
    assert not Staff.objects.filter(email="a@dh.example").exists()
    assert not Line.objects.exists()


def test_a_post_has_a_known_kind_and_a_name_of_its_own(boss):
    open_post("Night line", "line", by=boss, at=AT)
    with pytest.raises(Refused):
        open_post("Night line", "office", by=boss, at=AT)
    with pytest.raises(Refused):
        open_post("Day line", "castle", by=boss, at=AT)


def test_a_duty_is_given_and_ended(boss, ines):
    give_duty(ines.key, "case_manager", by=boss, at=AT)
    one_line("staff.duty_given")
    assert actor_of(ines, AT).may("manage_case")
    later = AT + timedelta(minutes=1)
    end_duty(ines.key, "case_manager", by=boss, at=later)
    assert not actor_of(ines, later).may("manage_case")
    give_duty(ines.key, "case_manager", by=boss, at=later + timedelta(minutes=1))


def test_nobody_gives_themselves_a_duty(hotline, boss):
    own = Staff.objects.get(pk=boss.staff)
    with pytest.raises(Refused):
        give_duty(own.key, "case_manager", by=boss, at=AT)
    assert not actor_of(own, AT).may("manage_case")


def test_the_last_administrator_neither_gives_it_up_nor_leaves(hotline, boss):
    own = Staff.objects.get(pk=boss.staff)
    with pytest.raises(Refused):
        end_duty(own.key, "administrator", by=boss, at=AT)
    with pytest.raises(Refused):
        staff_leaves(own.key, by=boss, at=AT)
    staff(hotline, "Second", ["administrator"])
    staff_leaves(own.key, by=boss, at=AT)


def test_a_focal_point_is_named_and_ended(hotline, boss, ines):
    name_focal_point(ines.key, by=boss, at=AT)
    one_line("staff.focal_point_named")
    assert focal_points_of(hotline.pk, AT) == [ines.pk]
    with pytest.raises(Refused):
        name_focal_point(ines.key, by=boss, at=AT)
    end_focal_point(ines.key, by=boss, at=AT)
    assert focal_points_of(hotline.pk, AT) == []
    with pytest.raises(NotHere):
        end_focal_point(ines.key, by=boss, at=AT)


def test_nobody_names_themselves_focal_point(boss):
    own = Staff.objects.get(pk=boss.staff)
    with pytest.raises(Refused):
        name_focal_point(own.key, by=boss, at=AT)


def test_leaving_ends_everything_in_one_act_and_tells_those_above(hotline, boss, ines, monkeypatch):
    told = []
    monkeypatch.setitem(events._handlers, StaffLeft, [told.append])
    app_secret(ines)
    name_focal_point(ines.key, by=boss, at=AT)
    lines = Line.objects.count()
    later = AT + timedelta(hours=1)
    staff_leaves(ines.key, by=boss, at=later)
    assert Line.objects.count() == lines + 1
    gone = Staff.objects.get(pk=ines.pk)
    assert (gone.left_at, gone.is_active, gone.has_usable_password()) == (later, False, False)
    assert actor_of(gone, later).duties == frozenset()
    assert focal_points_of(hotline.pk, later) == []
    assert not Authenticator.objects.filter(user=gone).exists()
    assert told == [StaffLeft(staff=ines.pk, agency=hotline.pk, by=boss, at=later)]
    appoint_staff("Ines again", ines.email, by=boss, at=later)


def test_when_what_follows_fails_nobody_has_left(boss, ines, monkeypatch):
    def fail(event):
        raise Refused("Tasks cannot move.")

    monkeypatch.setitem(events._handlers, StaffLeft, [fail])
    with pytest.raises(Refused):
        staff_leaves(ines.key, by=boss, at=AT)
    assert Staff.objects.get(pk=ines.pk).is_active
    assert StaffDuty.objects.filter(staff=ines, until=None).exists()
    assert not Line.objects.exists()


ACTS_ON_STAFF = [
    lambda key, by: give_duty(key, "case_manager", by=by, at=AT),
    lambda key, by: end_duty(key, "hotline_worker", by=by, at=AT),
    lambda key, by: name_focal_point(key, by=by, at=AT),
    lambda key, by: end_focal_point(key, by=by, at=AT),
    lambda key, by: staff_leaves(key, by=by, at=AT),
    lambda key, by: renew_invitation(key, by=by, at=AT),
    lambda key, by: end_sessions_of(key, by=by, at=AT),
]


@pytest.mark.parametrize("do", ACTS_ON_STAFF)
def test_staff_of_another_agency_are_not_there(ines, do):
    stranger = actor(border_police(), "Chief", ["administrator"])
    with pytest.raises(NotHere) as other:
        do(ines.key, stranger)
    with pytest.raises(NotHere) as missing:
        do("x" * 22, stranger)
    assert other.value.door == missing.value.door
    assert not Line.objects.exists()


@pytest.mark.parametrize("do", ACTS_ON_STAFF)
def test_only_an_administrator_acts_on_staff(hotline, ines, do):
    colleague = actor(hotline, "Theo", ["case_manager"])
    with pytest.raises(Refused) as refused:
        do(ines.key, colleague)
    assert refused.value.door == "manage_staff"
    assert not Line.objects.exists()


def test_only_an_administrator_appoints_and_opens_posts(hotline):
    colleague = actor(hotline, "Theo", ["case_manager"])
    with pytest.raises(Refused):
        appoint_staff("A", "a@dh.example", by=colleague, at=AT)
    with pytest.raises(Refused):
        open_post("Night line", "line", by=colleague, at=AT)

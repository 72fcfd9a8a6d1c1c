"""The rules of agencies, without a data base."""

from datetime import timedelta

import pytest

from throughcare.agencies.rules import (
    DUTIES,
    LONGEST_WAIT,
    ONLY_AT,
    abilities_of,
    device_family,
    duties_of_kind,
    mark_of,
    parts_needed,
    reasons_not_to_approve_reset,
    reasons_not_to_end_duty,
    reasons_not_to_give_duty,
    reasons_not_to_leave,
    reasons_not_to_name_focal_point,
    reasons_not_to_reset_factor,
    wait_after,
)
from throughcare.agencies.tests.factories import NOON
from throughcare_core.sharing import Part
from throughcare_core.vocab import is_code


def test_a_duty_needs_only_parts_that_exist():
    known = {part.value for part in Part}
    assert {part for duty in DUTIES.values() for part in duty.parts} <= known


def test_kinds_of_agency_named_by_rules_exist():
    named = {kind for kinds in ONLY_AT.values() for kind in kinds}
    assert not [kind for kind in named if not is_code("agency_kind", kind)]
    assert set(ONLY_AT) <= set(DUTIES)


def test_an_unknown_duty_includes_nothing():
    assert abilities_of(["queen"]) == frozenset()
    assert parts_needed(["queen"]) == frozenset()


def test_an_administrator_reads_no_part_of_any_record():
    assert parts_needed(["administrator"]) == frozenset()


def test_only_the_office_of_the_ombudsperson_has_an_ombudsperson():
    given = {"to_oneself": False, "has_it": False}
    assert reasons_not_to_give_duty("ombudsperson", agency_kind="Ombudsperson", **given) == []
    assert reasons_not_to_give_duty("ombudsperson", agency_kind="NGO", **given)
    assert "ombudsperson" not in [duty.code for duty in duties_of_kind("NGO")]
    assert "ombudsperson" in [duty.code for duty in duties_of_kind("Ombudsperson")]


def test_a_duty_is_given_by_somebody_else_once_and_is_a_known_one():
    def reasons(code="case_manager", to_oneself=False, has_it=False):
        return reasons_not_to_give_duty(
            code, agency_kind="NGO", to_oneself=to_oneself, has_it=has_it
        )

    assert reasons() == []
    assert len(reasons(to_oneself=True)) == 1
    assert len(reasons(has_it=True)) == 1
    assert len(reasons("queen")) == 1


def test_the_last_administrator_stays():
    assert reasons_not_to_end_duty("administrator", has_it=True, administrators=1)
    assert reasons_not_to_end_duty("administrator", has_it=True, administrators=2) == []
    assert reasons_not_to_end_duty("lawyer", has_it=True, administrators=1) == []
    assert reasons_not_to_end_duty("lawyer", has_it=False, administrators=1)
    assert reasons_not_to_leave(is_administrator=True, administrators=1)
    assert reasons_not_to_leave(is_administrator=False, administrators=1) == []


def test_nobody_names_themselves_focal_point_and_nobody_is_it_twice():
    assert reasons_not_to_name_focal_point(to_oneself=False, is_one=False) == []
    assert len(reasons_not_to_name_focal_point(to_oneself=True, is_one=True)) == 2


def test_a_reset_takes_two_people_and_neither_is_its_owner():
    assert reasons_not_to_reset_factor(asked_by="a", staff="s", approved_by="b") == []
    assert reasons_not_to_reset_factor(asked_by="a", staff="s", approved_by="a")
    assert reasons_not_to_reset_factor(asked_by="s", staff="s", approved_by="b")
    assert reasons_not_to_reset_factor(asked_by="a", staff="s", approved_by="s")


def test_what_was_asked_three_days_ago_must_be_asked_again():
    asked = {"asked_by": "a", "staff": "s", "approved_by": "b", "asked_at": NOON}
    assert reasons_not_to_approve_reset(**asked, now=NOON + timedelta(days=3)) == []
    assert reasons_not_to_approve_reset(**asked, now=NOON + timedelta(days=3, seconds=1))


def test_waits_double_from_the_fourth_wrong_try_and_never_pass_a_minute():
    waits = [wait_after(wrong).total_seconds() for wrong in range(12)]
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60]
    assert wait_after(10**9) == LONGEST_WAIT == timedelta(minutes=1)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        (
            "Mozilla/5.0 (Linux; Android 14; SM-A055F) Chrome/138.0 Mobile Safari/537.36",
            "Chrome, Android",
        ),
        (
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_2 like Mac OS X) Version/18 Safari/604.1",
            "Safari, iPhone",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/138.0 Safari/537.36 Edg/138.0", "Edge, Windows"),
        ("curl/8.1", ""),
        ("", ""),
    ],
)
def test_of_a_device_only_its_family_is_kept(said, kept):
    assert device_family(said) == kept


def test_an_agency_is_marked_by_two_letters_and_the_hue_of_its_kind():
    assert (mark_of("dhx", "Helpline", "Dawn").letters, mark_of("dhx", "Helpline", "D").hue) == (
        "DH",
        1,
    )
    assert mark_of("MI", "Ministry", "Ministry").hue == 5

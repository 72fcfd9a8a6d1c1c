import pytest
from django.db import DatabaseError, transaction

from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline
from throughcare.audit import queries
from throughcare.audit.models import Detail, Line
from throughcare.audit.services import act, look, refuse, sign_head_now, write_refusals_counted
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id
from throughcare.vault.services import Owner
from throughcare_core.ledger import verify_lines

pytestmark = pytest.mark.django_db


@pytest.fixture
def noor() -> Actor:
    return actor(dawn_hotline(), "Noor", ["hotline_worker"])


def test_an_act_leaves_one_line_and_acts_inside_it_join(noor: Actor) -> None:
    person = new_id()
    with act("case.opened", by=noor, at=NOON, subjects=[person]) as opened:
        opened.note(part="identity")
        with act("consent.recorded", by=noor, at=NOON, parts=3):
            pass
    (row,) = queries.newest_lines()
    assert (row.code, row.actor, row.kind) == ("case.opened", noor.staff, "act")
    assert row.entry["joined"] == [{"code": "consent.recorded", "parts": 3}]
    assert queries.lines_about(person) == [row]


def test_an_act_that_is_refused_leaves_nothing(noor: Actor) -> None:
    with pytest.raises(Refused), act("case.opened", by=noor, at=NOON):
        raise Refused("no")
    assert queries.newest_lines() == []


def test_the_exported_ledger_verifies_against_its_head(noor: Actor) -> None:
    for _ in range(5):
        look("case.timeline", by=noor, at=NOON, subjects=[new_id()], rows=[new_id(), new_id()])
    head = sign_head_now(NOON)
    assert verify_lines(queries.exported_lines(), [head], [head.key]).is_good
    assert list(queries.entries_that_do_not_fit()) == []


def test_no_key_of_a_person_stands_in_the_export(noor: Actor) -> None:
    person = new_id()
    look("case.timeline", by=noor, at=NOON, subjects=[person])
    exported = b"".join(queries.exported_lines())
    assert person.hex.encode() not in exported
    assert str(person).encode() not in exported
    assert noor.staff.hex.encode() not in exported


def test_a_detail_is_sealed_beside_its_line(noor: Actor) -> None:
    person = new_id()
    with act("consent.recorded", by=noor, at=NOON, subjects=[person]) as recorded:
        recorded.detail(Owner(noor.agency, "person", person), {"how": "She nodded."})
    assert b"nodded" not in bytes(Detail.objects.get().sealed)
    assert "nodded" not in Line.objects.get().entry


def test_a_line_refuses_a_text(noor: Actor) -> None:
    with pytest.raises(ValueError, match="a code, not a text"), act("x", by=noor, at=NOON) as x:
        x.note(reason="Her name is Amina")


@pytest.mark.parametrize("model", [Line, Detail])
def test_the_data_base_refuses_to_change_a_line(noor: Actor, model: type[Line]) -> None:
    with act("case.opened", by=noor, at=NOON) as opened:
        opened.detail(Owner(noor.agency, "person", new_id()), {"a": 1})
    with pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()
    with pytest.raises(DatabaseError), transaction.atomic():
        Line.objects.update(code="other")


def test_repeats_of_a_refusal_within_a_minute_become_one_line_with_a_count(noor: Actor) -> None:
    from datetime import timedelta

    for second in range(9):
        refuse("case", by=noor, at=NOON + timedelta(seconds=second), asked=f"key-{second}")
    assert write_refusals_counted(NOON + timedelta(seconds=30)) == 0
    assert write_refusals_counted(NOON + timedelta(seconds=61)) == 1
    counted, first = queries.newest_lines()
    assert [line.entry["codes"][0]["count"] for line in (first, counted)] == [1, 8]

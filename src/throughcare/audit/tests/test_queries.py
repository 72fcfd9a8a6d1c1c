"""Reading the ledger: by subject, by actor, newest first, and what does not fit is named."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from throughcare.audit import queries
from throughcare.audit.models import Line
from throughcare.audit.services import act, look, refuse
from throughcare.kernel.actors import Actor
from throughcare.kernel.records import new_id
from throughcare_core.ledger import verify_lines

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ON_POSTGRESQL = connection.vendor == "postgresql"


@pytest.fixture
def noor() -> Actor:
    return Actor(new_id(), new_id(), "Helpline")


@pytest.fixture
def sami(noor: Actor) -> Actor:
    return Actor(new_id(), noor.agency, "Helpline", via="console")


class TestLines:
    def test_about_somebody_are_found_newest_first_in_three_queries(
        self, noor: Actor, sami: Actor, django_assert_num_queries
    ) -> None:
        amina, bela = new_id(), new_id()
        for n, person in enumerate((amina, bela, amina, amina)):
            at = NOON + timedelta(minutes=n)
            look(f"test.look_{n}", by=noor, at=at, subjects=[person], purpose="care")
        with act("test.both", by=sami, at=NOON + timedelta(hours=1)) as both:
            both.about(amina, bela)
        with django_assert_num_queries(3):
            rows = queries.lines_about(amina)
        codes = [row.code for row in rows]
        assert codes == ["test.both", "test.look_3", "test.look_2", "test.look_0"]
        assert (rows[0].actor, rows[0].via, rows[0].kind) == (sami.staff, "console", "act")
        assert (rows[1].agency, rows[1].purpose) == (noor.agency, "care")
        assert rows[1].at == NOON + timedelta(minutes=3)

    def test_can_be_read_on_from_any_of_them(self, noor: Actor) -> None:
        person = new_id()
        for _ in range(5):
            look("test.look", by=noor, at=NOON, subjects=[person])
        first = queries.lines_about(person, most=2)
        second = queries.lines_about(person, most=9, before=first[-1].seq)
        seqs = [row.seq for row in (*first, *second)]
        assert (len(first), seqs) == (2, sorted(seqs, reverse=True))
        assert len(set(seqs)) == 5

    def test_of_an_agency_are_read_with_the_looks_of_those_who_could_read(
        self, noor: Actor, sami: Actor, django_assert_num_queries
    ) -> None:
        person, other = new_id(), Actor(new_id(), new_id(), "Shelter")
        her_colleague = Actor(new_id(), other.agency, "Shelter")
        look("test.ours", by=noor, at=NOON, subjects=[person])
        here = [person, noor.agency]
        for minutes in (0, 5, 9):
            at = NOON + timedelta(minutes=minutes)
            look(f"test.hers_{minutes}", by=other, at=at, subjects=here)
        look("test.her_own", by=other, at=NOON + timedelta(minutes=5), subjects=[person])
        look("case.looked_at", by=other, at=NOON + timedelta(minutes=5), subjects=[person])
        look("test.colleague", by=her_colleague, at=NOON + timedelta(minutes=6), subjects=here)
        with act("test.their_act", by=other, at=NOON + timedelta(minutes=6), subjects=here):
            pass
        span = NOON + timedelta(minutes=1), NOON + timedelta(minutes=9)
        named = queries.Looker(other.agency, other.staff, *span)
        with django_assert_num_queries(3):
            rows = queries.lines_and_looks(person, noor.agency, [named])
        told = ["case.looked_at", "test.hers_5", "test.ours"]
        assert [row.code for row in rows] == told
        all_there = queries.Looker(other.agency, None, *span)
        rows = queries.lines_and_looks(person, noor.agency, [all_there], before=rows[0].seq + 9)
        assert [row.code for row in rows] == ["test.colleague", *told]
        assert queries.lines_and_looks(person, noor.agency, [], before=rows[-1].seq) == []

    def test_of_a_refusal_are_about_nobody(self, noor: Actor) -> None:
        person = new_id()
        refuse("case", by=noor, at=NOON, asked=person.hex)
        assert queries.lines_about(person) == []
        assert queries.newest_lines()[0].kind == "refusal"


def test_the_export_is_what_is_stored_and_verifies(noor: Actor) -> None:
    for n in range(5):
        with act("test.done", by=noor, at=NOON, subjects=[new_id()], count=n):
            pass
    verdict = verify_lines(list(queries.exported_lines()))
    size, last = queries.tip()
    assert verdict.is_good
    assert (verdict.entries, verdict.last, verdict.root) == (size, last, queries.root_of(size))
    assert [line.seq for line in queries.lines_from(size - 1)] == [size - 1, size]


def test_a_ledger_in_which_everything_fits_names_nothing(noor: Actor) -> None:
    look("test.look", by=noor, at=NOON, subjects=[new_id()], rows=[new_id(), new_id()])
    refuse("case", by=noor, at=NOON, asked="x")
    assert list(queries.entries_that_do_not_fit()) == []


@pytest.mark.skipif(ON_POSTGRESQL, reason="these guards are SQLite's")
def test_a_guard_that_was_taken_away_is_named() -> None:
    assert queries.guards_that_are_missing() == []
    with connection.cursor() as cursor:
        cursor.execute("drop trigger audit_line_refuses_update")
    assert queries.guards_that_are_missing() == ["audit_line_refuses_update"]


def test_an_empty_ledger_has_a_beginning() -> None:
    assert queries.tip().size == Line.objects.count() == 0
    assert queries.newest_lines() == []

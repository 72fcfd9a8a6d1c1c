import pytest

from throughcare.agencies.tests.factories import NOON, actor, dawn_hotline, lotus_shelter
from throughcare.audit.models import Line
from throughcare.cases.doors import case_about, cases_of
from throughcare.cases.models import CaseFile, Fact
from throughcare.cases.queries import timeline
from throughcare.cases.queries.known import known_values
from throughcare.cases.rules import Statement
from throughcare.cases.services.taking_over import TakenOver, take_over_cases
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.kernel.records import new_id
from throughcare.persons.models import Person
from throughcare.persons.services import key_for

pytestmark = pytest.mark.django_db

FORCED = Statement("exploitation_type", "ForcedLabour", "yes", "document")
CLOSED = TakenOver("Closed", "moved_away")


@pytest.fixture
def data_officer() -> Actor:
    return actor(dawn_hotline(), "Dana", ["data_officer"])


def test_each_case_is_open_to_its_agency_with_the_facts_of_the_file(data_officer: Actor) -> None:
    people = [new_id(), new_id()]
    cases = {people[0]: TakenOver(statements=(FORCED,)), people[1]: CLOSED}
    files = take_over_cases(cases, by=data_officer, at=NOON)
    first = case_about(data_officer, people[0], NOON)
    assert first is not None
    assert (first.pk, first.key) == (files[people[0]], key_for(people[0], data_officer.agency))
    assert first.manager_id is None
    assert known_values(data_officer, first, NOON) == {"exploitation_type": ["ForcedLabour"]}
    assert [step.kind for step in timeline(data_officer, first, NOON)] == ["imported"]


def test_a_closed_case_stays_closed_and_says_why(data_officer: Actor) -> None:
    person = new_id()
    take_over_cases({person: CLOSED}, by=data_officer, at=NOON)
    case = case_about(data_officer, person, NOON)
    assert case is not None
    assert (case.status, case.closing_reason, case.closed_at) == ("Closed", "moved_away", NOON)
    steps = timeline(data_officer, case, NOON)
    assert [step.kind for step in steps] == ["closed", "imported"]
    assert steps[0].said == "The person has moved away"


def test_no_other_agency_sees_what_was_taken_over(data_officer: Actor) -> None:
    take_over_cases({new_id(): TakenOver()}, by=data_officer, at=NOON)
    ines = actor(lotus_shelter(), "Ines", ["case_manager"])
    assert not cases_of(ines, NOON).exists()


def test_all_cases_of_a_file_make_one_line(data_officer: Actor) -> None:
    before = Line.objects.count()
    take_over_cases({new_id(): CLOSED for _ in range(7)}, by=data_officer, at=NOON)
    assert Line.objects.count() == before + 1


@pytest.mark.parametrize(
    "wrong",
    [
        TakenOver("Open"),
        TakenOver("Closed"),
        TakenOver("Active", "moved_away"),
        TakenOver("Closed", "because"),
        TakenOver(statements=(Statement("exploitation_type", "Slavery", "yes", "document"),)),
        TakenOver(statements=(Statement("nothing", "ForcedLabour", "yes", "document"),)),
    ],
)
def test_one_case_that_makes_no_sense_keeps_all_out(data_officer: Actor, wrong: TakenOver) -> None:
    with pytest.raises(Refused):
        take_over_cases({new_id(): CLOSED, new_id(): wrong}, by=data_officer, at=NOON)
    assert not Person.objects.exists()
    assert not CaseFile.objects.exists()
    assert not Fact.objects.exists()


def test_who_does_not_open_cases_takes_none_over() -> None:
    coordinator = actor(dawn_hotline(), "Cora", ["coordinator"])
    with pytest.raises(Refused):
        take_over_cases({new_id(): TakenOver()}, by=coordinator, at=NOON)
    assert not Person.objects.exists()

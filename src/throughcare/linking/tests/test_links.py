import pytest

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.queries import lines_about
from throughcare.cases.services import lock_case
from throughcare.identity.services import erase_person
from throughcare.kernel.errors import NotHere, Refused
from throughcare.linking.models import Link
from throughcare.linking.queries import linked_now, links_about
from throughcare.linking.services import link_records, unlink_records
from throughcare.linking.tests.cast import LATER, Here, Scene, recorded


@pytest.fixture
def amina(scene: Scene) -> Here:
    return recorded(scene.noor)


@pytest.fixture
def again(scene: Scene) -> Here:
    return recorded(scene.noor, "Aminah")


def linked(scene: Scene, one: Here, other: Here, why: str = "said") -> str:
    return link_records(one.key, other.key, why, by=scene.noor, at=NOON)


def test_each_of_two_linked_records_shows_the_other_and_both_stay(
    scene: Scene, amina: Here, again: Here
) -> None:
    linked(scene, amina, again)
    assert [key for key, _number in linked_now(scene.noor, amina.person, NOON)] == [again.key]
    assert [key for key, _number in linked_now(scene.noor, again.person, NOON)] == [amina.key]
    for here in (amina, again):
        assert any(line.code == "linking.linked" for line in lines_about(here.person))


def test_a_link_is_taken_back_and_stays_in_the_history(
    scene: Scene, amina: Here, again: Here
) -> None:
    linked(scene, amina, again)
    unlink_records(again.key, amina.key, "two_people", by=scene.noor, at=LATER)
    assert linked_now(scene.noor, amina.person, LATER) == []
    (row,) = links_about(scene.noor, amina.person, LATER)
    assert (row.key, row.why, row.why_apart) == (again.key, "said", "two_people")
    assert (row.linked_by, row.unlinked_by, row.stands) == ("Noor", "Noor", False)
    linked(scene, again, amina, "document")
    assert len(links_about(scene.noor, amina.person, LATER)) == 2


@pytest.mark.parametrize("why", ["", "because", "two_people"])
def test_a_link_says_how_it_is_known(scene: Scene, amina: Here, again: Here, why: str) -> None:
    with pytest.raises(Refused, match="how you know"):
        linked(scene, amina, again, why)
    assert not Link.objects.exists()


def test_a_record_is_not_linked_with_itself_nor_twice(
    scene: Scene, amina: Here, again: Here
) -> None:
    with pytest.raises(Refused, match="one record"):
        linked(scene, amina, amina)
    linked(scene, amina, again)
    with pytest.raises(Refused, match="already"):
        linked(scene, again, amina)
    with pytest.raises(Refused, match="not linked"):
        unlink_records(amina.key, recorded(scene.noor).key, "wish", by=scene.noor, at=NOON)


def test_only_a_case_manager_links(scene: Scene, amina: Here, again: Here) -> None:
    with pytest.raises(Refused, match="duties"):
        link_records(amina.key, again.key, "said", by=scene.sami, at=NOON)


def test_records_of_another_agency_are_not_here(scene: Scene, amina: Here) -> None:
    elsewhere = recorded(scene.ines)
    with pytest.raises(NotHere):
        link_records(amina.key, elsewhere.key, "said", by=scene.noor, at=NOON)
    with pytest.raises(NotHere):
        link_records(elsewhere.key, amina.key, "said", by=scene.noor, at=NOON)


def test_a_link_does_not_tell_of_a_locked_record(scene: Scene, amina: Here, again: Here) -> None:
    linked(scene, amina, again)
    lock_case(again.key, [], by=scene.noor, at=LATER)
    assert links_about(scene.sami, amina.person, LATER) == []
    assert len(links_about(scene.noor, amina.person, LATER)) == 1


def test_the_link_goes_with_an_erased_record(scene: Scene, amina: Here, again: Here) -> None:
    linked(scene, amina, again)
    erase_person(again.person, "asked_by_person", by=scene.noor, at=LATER)
    assert not Link.objects.exists()

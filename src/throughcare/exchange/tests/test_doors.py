"""What files said is open like the case that they are about, and to nobody else."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import NOON, actor
from throughcare.cases.doors import cases_of
from throughcare.exchange import doors
from throughcare.exchange.models import ReceivedPart
from throughcare.exchange.tests.test_services import AMINA, taken
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere
from throughcare.referrals.models import Referral
from throughcare.referrals.services import accept_referral
from throughcare.referrals.tests.factories import Scene, shelter_service
from throughcare.vault.services import Destroyed, Owner, key_store


def test_each_part_is_open_to_those_whose_duty_needs_it(dana: Actor) -> None:
    taken(dana, AMINA)
    case = cases_of(dana, NOON).get()
    assert doors.received_by_case(dana, NOON) == {case.pk: AMINA}
    prosecutor = actor(Agency.objects.get(pk=dana.agency), "Pavel", ["prosecutor"])
    seen = doors.received_by_case(prosecutor, NOON)[case.pk]
    assert "prs_MobilePhone" not in seen
    assert "prs_MailingStreet" not in seen
    assert seen["prs_FirstName"] == "Amina"


def test_the_parts_of_some_people_are_those_of_these_people(dana: Actor, luis: Actor) -> None:
    taken(dana, AMINA)
    taken(dana, AMINA | {"prs_FirstName": "Bela"})
    first, _second = people = list(cases_of(dana, NOON).values_list("person", flat=True))
    assert doors.parts_by_person(dana, [first], NOON) == {first: set(dana.parts)}
    assert doors.parts_by_person(luis, people, NOON) == {person: set() for person in people}


def test_another_agency_reads_nothing_with_the_same_query(dana: Actor, luis: Actor) -> None:
    taken(dana, AMINA)
    assert doors.received_by_case(dana, NOON)
    assert doors.received_by_case(luis, NOON) == {}
    shapes = [_queries(lambda by=by: doors.received_by_case(by, NOON)) for by in (dana, luis)]
    assert [len(shape) for shape in shapes] == [1, 1]


def test_a_case_without_its_key_gives_nothing_and_leaves_the_others(dana: Actor) -> None:
    taken(dana, AMINA, AMINA | {"prs_FirstName": "Bela"}, AMINA | {"prs_FirstName": "Cora"})
    cases = list(cases_of(dana, NOON))
    assert len(doors.received_by_case(dana, NOON)) == 3
    store = key_store()
    for case in cases:
        hers = Owner(dana.agency, "person", case.person_id)
        store.destroy(Destroyed(store.of(hers).id, hers, NOON))
        cases = [other for other in cases if other != case]
        assert doors.received_by_case(dana, NOON).keys() == {other.pk for other in cases}
    assert ReceivedPart.objects.exists()


def test_the_latest_referral_of_each_is_told_and_a_hidden_house_never_is(db: None) -> None:
    scene = Scene()
    first, second = (shelter_service(scene.lotus, name) for name in ("First", "Second"))
    hidden = shelter_service(scene.lotus, "Hidden")
    hidden.change(is_confidential=True)
    assert doors.latest_referrals(scene.noor, NOON) == {}
    for service, days in ((first, 1), (second, 2), (hidden, 3)):
        (key,) = scene.offered(service)
        Referral.objects.filter(key=key).update(offered_at=NOON + timedelta(days=days))
        if service is first:
            assert doors.latest_referrals(scene.noor, NOON) == {}
        accept_referral(key, by=scene.ines, at=NOON)
    second_day = (NOON + timedelta(days=2)).date()
    assert doors.latest_referrals(scene.noor, NOON) == {scene.person: ("Lotus Shelter", second_day)}
    for outside in (scene.ines, scene.stranger, scene.officer):
        assert doors.latest_referrals(outside, NOON) == {}


def test_what_was_found_in_a_file_is_told_with_the_import(dana: Actor) -> None:
    from throughcare.exchange.tests.test_runs import sent

    run = doors.import_of(dana, sent(dana, AMINA))
    report = doors.report_of(run)
    assert report is not None
    assert (report.rows, report.refused) == (1, False)
    run.report = None
    assert doors.report_of(run) is None


def test_an_import_that_is_not_there_and_one_of_another_agency_are_one_query_each(
    dana: Actor, luis: Actor
) -> None:
    from throughcare.exchange.tests.test_runs import sent

    key = sent(dana, AMINA)
    assert doors.import_of(dana, key).key == key

    def asked(by: Actor, wanted: str) -> list[str]:
        def ask() -> None:
            with pytest.raises(NotHere):
                doors.import_of(by, wanted)

        return [query.replace(wanted, "KEY") for query in _queries(ask)]

    assert asked(luis, key) == asked(luis, "A" * 22)
    assert len(asked(luis, key)) == 1


def _queries(do: Callable[[], Any]) -> list[str]:
    with CaptureQueriesContext(connection) as asked:
        do()
    return [query["sql"] for query in asked.captured_queries]

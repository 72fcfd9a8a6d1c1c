"""The coordinator's desk: what it tells, and that it tells of nobody."""

import re
from collections.abc import Iterator
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughcare.agencies.models import Agency, Staff
from throughcare.agencies.tests.factories import NOON, actor, agency, sign_in
from throughcare.audit.models import Line
from throughcare.cases.models import CaseFile
from throughcare.consent.models import Agreement, Ground
from throughcare.consent.services import lock_person
from throughcare.directory.models import Service
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.kernel.records import new_id
from throughcare.persons.models import Person
from throughcare.referrals.models import Referral, UnmetNeed
from throughcare.referrals.tests.factories import Scene, shelter_service
from throughcare.referrals.tests.summaries import BED
from throughcare.web.models import Reminder
from throughcare.web.queries.desk import desk
from throughcare.web.queries.reminders import reminders_for
from throughcare.web.services import remind_of_agreement, remind_to_answer, see_to_reminder

pytestmark = pytest.mark.django_db
YESTERDAY = NOON - timedelta(days=1)


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def cora() -> Actor:
    office = agency("NC", "Office of the Coordinator", "Coordinator")
    return actor(office, "Cora", ["coordinator"])


@pytest.fixture(autouse=True)
def noon() -> Iterator[None]:
    with patch("django.utils.timezone.now", return_value=NOON + timedelta(minutes=20)):
        yield


def many(
    scene: Scene,
    number: int,
    *,
    service: Service | None = None,
    same: bool = False,
    **values: object,
) -> list[Referral]:
    """Offers that wait, each about somebody else unless about the `same` person."""
    bed = service or scene.bed
    people = [Person(pk=new_id()) for _ in range(number)]
    cases = [
        CaseFile(
            person=person,
            agency=scene.dawn,
            began_by="call",
            opened_at=YESTERDAY,
            touched_at=YESTERDAY,
        )
        for person in people
    ]
    Person.objects.bulk_create(people)
    CaseFile.objects.bulk_create(cases)
    said: dict[str, object] = {
        "urgency": "urgent",
        "state": "offered",
        "offered_at": YESTERDAY,
        "answer_until": NOON + timedelta(hours=5),
        **values,
    }
    rows = [
        Referral(
            person_id=scene.person if same else case.person_id,
            case=scene.case if same else case,
            sender=scene.dawn,
            receiver_id=bed.agency_id,
            service=bed,
            ground=Ground.objects.filter(recipient=scene.lotus).get(),
            together=new_id(),
            summary=BED.as_codes(),
            offered_by_id=scene.noor.staff,
            **said,
        )
        for case in cases
    ]
    return Referral.objects.bulk_create(rows)


def declined(scene: Scene, number: int, reason: str = "no_place", **values: object) -> None:
    many(scene, number, state="declined", decline_reason=reason, ended_at=YESTERDAY, **values)


def unmet(scene: Scene, number: int, need: str = "shelter", region: str = "North") -> None:
    UnmetNeed.objects.bulk_create(
        UnmetNeed(
            agency=scene.dawn,
            region=region,
            need=need,
            urgency="urgent",
            service_for="any",
            asked=1,
            at=YESTERDAY,
        )
        for _ in range(number)
    )


def page_of(who: Actor) -> str:
    client = Client()
    sign_in(client, Staff.objects.get(pk=who.staff))
    answer = client.get(reverse("web:desk"))
    assert answer.status_code == 200
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", answer.content.decode())


def test_numbers_of_five_and_more_are_told_rounded_down(scene: Scene, cora: Actor) -> None:
    many(scene, 7)
    declined(scene, 11)
    unmet(scene, 23)
    found = desk(cora, NOON)
    (row,) = found.agencies
    assert (row.name, row.waiting, row.unanswered) == ("Lotus Shelter", [None, 5, None], None)
    assert [(figure.label, figure.number) for figure in found.declined] == [("No place free", 10)]
    assert found.unmet.lines == [("North", [20])]


def test_offers_that_ran_out_count_whether_or_not_anything_ran(scene: Scene, cora: Actor) -> None:
    over = {"answer_until": YESTERDAY}
    many(scene, 3, **over)
    many(scene, 3, state="expired", ended_at=YESTERDAY, **over)
    (row,) = desk(cora, NOON).agencies
    assert (row.waiting, row.unanswered) == ([None, None, None], 5)


@pytest.mark.parametrize("few", [1, 4])
def test_nobody_one_and_four_make_the_same_page(scene: Scene, cora: Actor, few: int) -> None:
    many(scene, 9)
    many(scene, 9, urgency="danger")
    declined(scene, 9)
    unmet(scene, 9)
    before = page_of(cora)
    many(scene, few, service=scene.spare, urgency="danger")
    many(scene, few, service=scene.spare)
    many(scene, few, urgency="ordinary")
    many(scene, few, way="phone")
    many(scene, few, state="expired", answer_until=YESTERDAY)
    declined(scene, few, "house_not_safe")
    unmet(scene, few, "maternity")
    unmet(scene, few, region="Hills")
    assert page_of(cora) == before


def test_many_offers_for_one_person_are_one_person(scene: Scene, cora: Actor) -> None:
    before = page_of(cora)
    declined(scene, 12, same=True)
    many(scene, 12, same=True, state="expired", answer_until=YESTERDAY)
    assert page_of(cora) == before


def test_a_locked_person_is_counted_nowhere(scene: Scene, cora: Actor) -> None:
    declined(scene, 4)
    declined(scene, 1, same=True)
    assert [figure.number for figure in desk(cora, NOON).declined] == [5]
    lock_person(scene.person, [scene.noor.staff], by=scene.noor, at=NOON)
    assert desk(cora, NOON).declined == []


def test_no_count_tells_that_there_is_a_confidential_service(scene: Scene, cora: Actor) -> None:
    hidden = shelter_service(scene.other, "Hidden house")
    Service.objects.filter(pk=hidden.pk).update(is_confidential=True)
    hidden.refresh_from_db()
    many(scene, 30, service=hidden)
    many(scene, 30, service=hidden, state="expired", ended_at=YESTERDAY, answer_until=YESTERDAY)
    found = desk(cora, NOON)
    assert found.agencies == []
    assert found.otherwise == [None, 30, None]
    assert "Other NGO" not in page_of(cora)
    assert "Hidden house" not in page_of(cora)


def test_agreements_that_run_out_stand_on_the_desk_until_a_longer_one_is_signed(
    scene: Scene, cora: Actor
) -> None:
    assert desk(cora, NOON).ending == []
    soon = Agreement.objects.filter(agency_b=scene.lotus)
    soon.update(until=NOON + timedelta(days=18))
    (row,) = desk(cora, NOON).ending
    assert row.names == ("Dawn Hotline", "Lotus Shelter")
    longer = Agreement.objects.get(agency_b=scene.other)
    Agreement.objects.filter(pk=longer.pk).update(agency_b=scene.dawn, agency_a=scene.lotus)
    assert desk(cora, NOON).ending == []


@pytest.mark.parametrize("number", [6, 40])
def test_the_desk_takes_nine_queries_however_much_there_is(
    scene: Scene, cora: Actor, number: int
) -> None:
    declined(scene, number)
    many(scene, number, state="expired", ended_at=YESTERDAY, answer_until=YESTERDAY)
    with CaptureQueriesContext(connection) as queries:
        desk(cora, NOON)
    assert len(queries) == 9


def test_who_is_not_the_coordinator_has_no_desk(scene: Scene) -> None:
    stan = actor(scene.dawn, "Stan", ["statistician"])
    for who in (scene.noor, stan):
        with pytest.raises(Refused, match="duties"):
            desk(who, NOON)
        with pytest.raises(Refused, match="duties"):
            remind_to_answer(by=who, at=NOON)
    assert not Reminder.objects.exists()


def test_only_who_is_to_answer_is_reminded_and_nobody_else_can_tell(
    scene: Scene, cora: Actor
) -> None:
    remind_to_answer(by=cora, at=NOON)
    assert not Reminder.objects.exists()
    scene.offered()
    remind_to_answer(by=cora, at=NOON)
    (row,) = reminders_for(scene.ines, NOON)
    assert "answer the referrals" in row.words
    assert reminders_for(scene.stranger, NOON) == []
    assert "Reminder" not in page_of(cora)
    lines = Line.objects.filter(code="desk.reminded")
    assert lines.count() == 2
    assert len({re.sub(r'"at":"[^"]*"|"[0-9a-f]{64}"', "", line.entry) for line in lines}) == 1


def test_reminded_again_at_once_nothing_is_added(scene: Scene, cora: Actor) -> None:
    scene.offered()
    remind_to_answer(by=cora, at=NOON)
    remind_to_answer(by=cora, at=NOON + timedelta(minutes=5))
    assert Reminder.objects.count() == 1


def test_a_reminder_stands_on_today_until_somebody_has_seen_to_it(
    scene: Scene, cora: Actor
) -> None:
    scene.offered()
    remind_to_answer(by=cora, at=NOON)
    client = Client()
    sign_in(client, Staff.objects.get(pk=scene.ines.staff))
    assert "The coordinator asks you" in client.get(reverse("web:today")).content.decode()
    (row,) = reminders_for(scene.ines, NOON)
    with pytest.raises(NotHere):
        see_to_reminder(row.key, by=scene.stranger, at=NOON)
    assert client.post(reverse("web:reminder_seen_to", args=[row.key])).status_code == 302
    assert "The coordinator asks you" not in client.get(reverse("web:today")).content.decode()


def test_both_agencies_are_reminded_of_an_agreement(scene: Scene, cora: Actor) -> None:
    soon = Agreement.objects.get(agency_b=scene.lotus)
    with pytest.raises(NotHere):
        remind_of_agreement(soon.key, by=cora, at=NOON)
    Agreement.objects.filter(pk=soon.pk).update(until=NOON + timedelta(days=18))
    remind_of_agreement(soon.key, by=cora, at=NOON)
    told = set(Reminder.objects.values_list("agency__name", flat=True))
    assert told == {"Dawn Hotline", "Lotus Shelter"}
    admin = Staff.objects.get(name="Admin LS")
    client = Client()
    sign_in(client, admin)
    assert "renew an agreement" in client.get(reverse("web:today")).content.decode()


def test_a_coordinator_gets_from_no_page_to_a_person(scene: Scene, cora: Actor) -> None:
    (referral,) = scene.offered()
    many(scene, 9)
    client = Client()
    sign_in(client, Staff.objects.get(pk=cora.staff))
    secrets = [scene.case_key, referral, scene.person.hex, str(scene.person), "A safe bed"]
    secrets += Referral.objects.values_list("key", flat=True)
    seen, waiting = set[str](), [reverse("web:today"), reverse("web:desk")]
    while waiting:
        url = waiting.pop()
        if url in seen:
            continue
        seen.add(url)
        answer = client.get(url)
        body = b"".join(answer) if answer.streaming else answer.content  # type: ignore[arg-type]
        page = body.decode(errors="replace")
        assert not [secret for secret in secrets if secret in page], url
        links = re.findall(r'href="(/[^"#]*)"', page)
        waiting += [link for link in links if not link.startswith(("/static/", "/leave"))]
    assert reverse("web:desk") in seen
    assert len(seen) > 5
    for name, key in (("cases:case", scene.case_key), ("referrals:referral", referral)):
        assert client.get(reverse(name, args=[key])).status_code == 404
    assert Agency.objects.filter(name="Office of the Coordinator").exists()


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by size")
def test_what_the_desk_counts_is_found_by_index(scene: Scene, cora: Actor) -> None:
    with CaptureQueriesContext(connection) as queries:
        desk(cora, NOON)
    with connection.cursor() as cursor:
        plans = []
        for query in queries:
            if "referrals_" in query["sql"]:
                cursor.execute(f"EXPLAIN QUERY PLAN {query['sql']}")
                plans.append(" ".join(row[3] for row in cursor.fetchall()))
    assert len(plans) == 5
    for plan in plans:
        assert not re.search(r"SCAN referrals_\w+(?! USING)", plan), plan

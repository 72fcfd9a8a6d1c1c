"""A country larger than its stories is filled by bulk services, and is as if each act were told."""

import random
from datetime import UTC, datetime

import pytest

from throughcare.audit.adapters.heads import kept_heads, public_key
from throughcare.audit.queries import exported_lines, lines_about
from throughcare.cases.models import CaseFile, Event, Fact, Task
from throughcare.config.management.demonstration import crowd, telling
from throughcare.config.management.demonstration.founding import Country, found
from throughcare.consent.models import Access, Ground
from throughcare.consent.services.rows import refresh
from throughcare.identity.services.many import who_people_are
from throughcare.identity.services.search import search_people
from throughcare.persons.models import Person
from throughcare.referrals import queries as referrals
from throughcare.referrals.models import Referral
from throughcare.referrals.rules import State
from throughcare_core.ledger import verify_lines

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SIZE = 260


@pytest.fixture
def country(db: None, settings: object, monkeypatch: pytest.MonkeyPatch) -> Country:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
    monkeypatch.setattr(crowd, "AT_ONCE", 130)
    country = Country(NOON, 1)
    found(country)
    crowd.fill(country, 0, SIZE, lambda share: None)
    return country


def test_everybody_has_a_case_facts_a_timeline_a_name_and_lines_that_verify(
    country: Country,
) -> None:
    at_home = CaseFile.objects.filter(agency=country.agencies["DH"])
    assert Person.objects.count() == at_home.count() == SIZE
    assert not at_home.exclude(facts__isnull=False).exists()
    assert Event.objects.filter(kind="first_contact").values("person").distinct().count() == SIZE
    assert Fact.objects.count() > 5 * SIZE
    assert Task.objects.filter(done_at=None).exists()
    assert verify_lines(exported_lines(), kept_heads(), [public_key()]).is_good
    assert all(lines_about(person) for person in Person.objects.values_list("pk", flat=True)[:20])


def test_referrals_stand_in_all_states_without_a_question_and_those_who_said_yes_have_a_case(
    country: Country,
) -> None:
    assert set(Referral.objects.values_list("state", flat=True)) == set(State) - {State.ASKED}
    taken = Referral.objects.filter(state__in=["accepted", "handed_over", "ended"])
    for referral in taken:
        assert CaseFile.objects.filter(
            person=referral.person_id, agency=referral.receiver_id
        ).exists()
        assert referral.opening is not None
    said = set(Ground.objects.values_list("answer", flat=True))
    assert said == {"yes", "no"}


def test_who_has_access_is_what_the_grounds_say(country: Country) -> None:
    def rows() -> set[tuple[object, ...]]:
        return set(Access.objects.values_list("person", "holder", "reader", "staff", "part"))

    before = rows()
    for person, holder in set(Access.objects.values_list("person", "holder")):
        refresh(person, holder, NOON)
    assert rows() == before
    assert Access.objects.filter(ground="consent").exists()


def test_what_waits_can_be_answered_and_whoever_is_there_can_be_found(country: Country) -> None:
    chance = random.Random(3)
    waiting = {
        agency: referrals.to_answer(
            country.worker(agency, "answer_referral", "", NOON, chance), NOON
        )
        for agency in ("LS", "HH", "OD", "RC", "LA")
    }
    offered = Referral.objects.filter(state="offered")
    assert sum(map(len, waiting.values())) == offered.count() > 0
    noor = country.worker("DH", "manage_case", "identity", NOON, chance)
    person = Person.objects.values_list("pk", flat=True)[7]
    (who,) = who_people_are(noor, [person], noor.agency, NOON).values()
    found_again = search_people(who.names[-1].full, by=noor, at=NOON)
    assert person in [row.person for row in found_again]


def test_a_small_country_is_told_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[int] = []
    monkeypatch.setattr(telling, "tell", lambda _country, size, _told: told.append(size))
    monkeypatch.setattr(telling, "fill", lambda _country, *words: told.extend(words[:2]))
    telling.tell_and_fill(Country(NOON, 1), 400, lambda share: None)
    assert told == [400]
    telling.tell_and_fill(Country(NOON, 1), 1000, lambda share: None)
    assert told == [400, 400, 400, 600]

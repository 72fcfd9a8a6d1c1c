"""The case conference: who comes, who sees what, and that the person's view is first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, actor, sign_in
from throughcare.audit.queries import newest_lines
from throughcare.cases import doors
from throughcare.cases.models import Conference, Decision, Event, Invited
from throughcare.cases.queries.conferences import (
    ConferencePage,
    conference_page,
    conferences_to_come,
    decisions_to_do,
    invitations,
    may_be_invited,
)
from throughcare.cases.services import (
    answer_invitation,
    call_conference,
    carry_out,
    decide,
    end_conference,
    erase_case,
    record_view,
)
from throughcare.consent.doors import readable_parts
from throughcare.consent.services import end_agreement, lock_person, withdraw_consent
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.referrals.services import accept_referral
from throughcare.referrals.tests.factories import Scene

pytestmark = pytest.mark.django_db
MEETS = NOON + timedelta(days=3)
MATTERS = ("safety", "help", "health", "work")


@pytest.fixture
def scene() -> Scene:
    return Scene()


def called(scene: Scene, **other: object) -> str:
    said: dict[str, object] = {
        "meets_at": MEETS,
        "way": "phone",
        "agenda": MATTERS,
        "agencies": [scene.lotus.pk],
        "by": scene.noor,
        "at": NOON,
    }
    return call_conference(scene.case_key, **{**said, **other})  # type: ignore[arg-type]


def invitation(who: Actor) -> str:
    (row,) = invitations(who, NOON)
    return row.key


def at_the_table(scene: Scene) -> str:
    """Called, Lotus Shelter comes, and the person's view is written down."""
    key = called(scene)
    answer_invitation(invitation(scene.ines), comes=True, by=scene.ines, at=NOON)
    record_view(key, "I want to stay near my sister.", by=scene.noor, at=NOON)
    return key


def seen(who: Actor, key: str) -> ConferencePage:
    return conference_page(who, doors.conference_opened(who, key, NOON), NOON)


def test_an_invitation_tells_when_and_from_whom_and_opens_nothing(scene: Scene) -> None:
    key = called(scene)
    (row,) = invitations(scene.ines, NOON)
    assert (row.agency.name, row.meets_at) == ("Dawn Hotline", MEETS)
    assert invitations(scene.stranger, NOON) == []
    with pytest.raises(NotHere):
        doors.conference_for(scene.ines, key, NOON)
    assert readable_parts(scene.ines, scene.person, scene.dawn.pk, NOON) == frozenset()


def test_coming_opens_what_was_allowed_and_the_agenda_needs_until_two_weeks_after(
    scene: Scene,
) -> None:
    called(scene, agenda=["help"])
    answer_invitation(invitation(scene.ines), comes=True, by=scene.ines, at=NOON)
    assert readable_parts(scene.ines, scene.person, scene.dawn.pk, NOON) == {"situation"}
    assert readable_parts(scene.night, scene.person, scene.dawn.pk, NOON) == frozenset()
    later = MEETS + timedelta(days=15)
    assert readable_parts(scene.ines, scene.person, scene.dawn.pk, later) == frozenset()


def test_not_coming_opens_nothing(scene: Scene) -> None:
    key = called(scene)
    answer_invitation(invitation(scene.ines), comes=False, by=scene.ines, at=NOON)
    assert invitations(scene.ines, NOON) == []
    with pytest.raises(NotHere):
        doors.conference_for(scene.ines, key, NOON)
    assert seen(scene.noor, key).invited[0].comes is False


def test_who_has_access_already_gets_nothing_more_by_coming(scene: Scene) -> None:
    (referral,) = scene.offered()
    accept_referral(referral, by=scene.ines, at=NOON)
    before = readable_parts(scene.ines, scene.person, scene.dawn.pk, NOON)
    called(scene)
    answer_invitation(invitation(scene.ines), comes=True, by=scene.ines, at=NOON)
    assert readable_parts(scene.ines, scene.person, scene.dawn.pk, NOON) == before
    assert Invited.objects.get().opening is None


def test_each_sees_only_her_own_parts(scene: Scene) -> None:
    key = at_the_table(scene)
    decide(key, matter="health", words="Operation in May", by=scene.noor, at=NOON)
    decide(key, matter="help", words="A bed until June", by=scene.noor, at=NOON)
    own, theirs = seen(scene.noor, key), seen(scene.ines, key)
    assert [row.label for row in own.matters] == [
        "Safety",
        "Help and services",
        "Health",
        "School, work and money",
    ]
    assert [row.label for row in theirs.matters] == ["Safety", "Help and services"]
    assert theirs.view == "I want to stay near my sister."
    assert theirs.invited == []
    client = Client()
    sign_in(client, Staff.objects.get(pk=scene.ines.staff))
    with_time = pytest.MonkeyPatch.context()
    with with_time as patched:
        patched.setattr("django.utils.timezone.now", lambda: NOON)
        for name in ("cases:conference", "cases:minutes"):
            page = client.get(reverse(name, args=[key])).content.decode()
            assert "A bed until June" in page
            assert "Operation" not in page
            assert "Health" not in page


def test_the_persons_view_comes_first_and_is_sealed(scene: Scene) -> None:
    key = called(scene)
    with pytest.raises(Refused, match="view comes first"):
        decide(key, matter="help", words="A bed", by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="view comes first"):
        end_conference(key, by=scene.noor, at=NOON)
    record_view(key, "Near my sister.", by=scene.noor, at=NOON)
    decide(key, matter="help", words="A bed", by=scene.noor, at=NOON)
    assert b"sister" not in bytes(Conference.objects.get().view or b"")
    assert b"bed" not in bytes(Decision.objects.get().words)


def test_a_task_has_an_owner_who_can_read_it_and_a_day(scene: Scene) -> None:
    key = at_the_table(scene)
    lotus, day = scene.lotus.pk, MEETS.date()
    with pytest.raises(Refused, match="belong together"):
        decide(key, matter="help", words="A bed", owner=lotus, by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="cannot read this matter"):
        decide(key, matter="health", words="X", owner=lotus, due_on=day, by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="cannot read this matter"):
        decide(
            key, matter="help", words="X", owner=scene.other.pk, due_on=day, by=scene.noor, at=NOON
        )
    decide(key, matter="help", words="A bed", owner=lotus, due_on=day, by=scene.noor, at=NOON)
    assert decisions_to_do(scene.noor, NOON) == []
    (row,) = decisions_to_do(scene.ines, NOON)
    with pytest.raises(NotHere):
        carry_out(row.key, by=scene.noor, at=NOON)
    carry_out(row.key, by=scene.ines, at=NOON)
    assert decisions_to_do(scene.ines, NOON) == []
    with pytest.raises(Refused, match="done before"):
        carry_out(row.key, by=scene.ines, at=NOON)


def test_only_the_case_manager_calls_and_only_agencies_that_may_come(scene: Scene) -> None:
    other_manager = actor(scene.dawn, "Mira", ["case_manager"])
    with pytest.raises(Refused, match="case manager calls"):
        called(scene, by=other_manager)
    with pytest.raises(Refused, match="duties"):
        called(scene, by=scene.sami)
    for nobody_allowed in (scene.police.pk, scene.dawn.pk):
        with pytest.raises(Refused, match="has not allowed"):
            called(scene, agencies=[nobody_allowed])
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="has not allowed"):
        called(scene)
    assert not Conference.objects.exists()


def test_without_an_agreement_nobody_is_invited_on_a_consent(scene: Scene) -> None:
    assert {row.name for row in may_be_invited(scene.noor, scene.case, NOON)} == {
        "Lotus Shelter",
        "Other NGO",
    }
    admin = actor(scene.dawn, "Second admin", ["administrator"])
    from throughcare.consent.queries import agreements_of

    for row in agreements_of(scene.dawn.pk, NOON):
        end_agreement(row.key, by=admin, at=NOON)
    assert may_be_invited(scene.noor, scene.case, NOON) == []


def test_a_consent_withdrawn_closes_the_conference_and_what_was_to_be_done(scene: Scene) -> None:
    key = at_the_table(scene)
    day = MEETS.date()
    decide(key, matter="help", words="X", owner=scene.lotus.pk, due_on=day, by=scene.noor, at=NOON)
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=NOON)
    assert conferences_to_come(scene.ines, NOON) == []
    assert decisions_to_do(scene.ines, NOON) == []
    with pytest.raises(NotHere):
        doors.conference_for(scene.ines, key, NOON)


def test_an_invitation_does_not_outlive_the_consent_or_a_lock(scene: Scene) -> None:
    called(scene)
    waiting = invitation(scene.ines)
    lock_person(scene.person, [scene.noor.staff], by=scene.noor, at=NOON)
    assert invitations(scene.ines, NOON) == []
    with pytest.raises(NotHere):
        answer_invitation(waiting, comes=True, by=scene.ines, at=NOON)


def test_a_yes_after_the_consent_is_gone_opens_nothing(scene: Scene) -> None:
    called(scene)
    waiting = invitation(scene.ines)
    withdraw_consent(scene.consents[scene.lotus.pk], by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="withdrawn the consent"):
        answer_invitation(waiting, comes=True, by=scene.ines, at=NOON)
    assert Invited.objects.get().comes is None


@pytest.mark.parametrize("who", ["stranger", "officer", "night"])
def test_nobody_else_can_tell_that_there_is_a_conference(scene: Scene, who: str) -> None:
    key = at_the_table(scene)
    outsider = getattr(scene, who)
    for asked in (key, "A" * 22):
        with pytest.raises(NotHere):
            doors.conference_for(outsider, asked, NOON)
    assert conferences_to_come(outsider, NOON) == []


def test_a_participant_reads_and_neither_writes_nor_ends(scene: Scene) -> None:
    key = at_the_table(scene)
    for do in (
        lambda: record_view(key, "x", by=scene.ines, at=NOON),
        lambda: decide(key, matter="help", words="x", by=scene.ines, at=NOON),
        lambda: end_conference(key, by=scene.ines, at=NOON),
    ):
        with pytest.raises(NotHere):
            do()


def test_an_ended_conference_stays_readable_and_changes_no_more(scene: Scene) -> None:
    key = at_the_table(scene)
    end_conference(key, by=scene.noor, at=NOON)
    assert seen(scene.ines, key).ended_at == NOON
    with pytest.raises(Refused, match="ended"):
        decide(key, matter="help", words="x", by=scene.noor, at=NOON)
    with pytest.raises(Refused, match="ended"):
        record_view(key, "x", by=scene.noor, at=NOON)
    kinds = set(Event.objects.filter(kind__startswith="conf").values_list("kind", flat=True))
    assert kinds == {"conference_called", "conference_ended"}


def test_every_act_is_one_line(scene: Scene) -> None:
    key = at_the_table(scene)
    decide(key, matter="help", words="A bed", by=scene.noor, at=NOON)
    end_conference(key, by=scene.noor, at=NOON)
    lines = [line.code for line in newest_lines() if line.code.startswith("conference.")]
    assert lines == [
        "conference.ended",
        "conference.decided",
        "conference.view_recorded",
        "conference.answered",
        "conference.called",
    ]


def test_erasing_the_case_leaves_no_conference(scene: Scene) -> None:
    at_the_table(scene)
    erase_case(scene.person, scene.dawn.pk, NOON)
    assert not Conference.objects.exists()
    assert not Invited.objects.exists()


def test_the_calendar_holds_the_time_and_nothing_else(scene: Scene) -> None:
    at_the_table(scene)
    client = Client()
    sign_in(client, Staff.objects.get(pk=scene.ines.staff))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("django.utils.timezone.now", lambda: NOON)
        feed = client.get(reverse("web:calendar")).content.decode()
        today = client.get(reverse("web:today")).content.decode()
    assert "DTSTART:20260305T120000Z" in feed
    assert "SUMMARY:Appointment" in feed
    assert "Dawn" not in feed
    assert "onference" not in feed
    assert "Case conference" in today


def test_a_conference_takes_few_queries_however_much_is_decided(scene: Scene) -> None:
    key = at_the_table(scene)
    counts = []
    for _round in range(2):
        found = doors.conference_for(scene.noor, key, NOON)
        with CaptureQueriesContext(connection) as queries:
            conference_page(scene.noor, found, NOON)
        counts.append(len(queries))
        for _more in range(9):
            decide(key, matter="help", words="A bed", by=scene.noor, at=NOON)
    assert counts[0] == counts[1] <= 5

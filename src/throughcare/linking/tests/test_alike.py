"""Whatever others hold, the asker sees the same page, with as many queries and the same lines."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.audit.models import Line
from throughcare.cases.services import lock_case
from throughcare.linking.doors import questions_to
from throughcare.linking.models import Likeness, Permission
from throughcare.linking.rules import Kind
from throughcare.linking.services import (
    answer_question,
    compare_what_was_asked,
    withdraw_permission,
)
from throughcare.linking.tests.cast import LATER, Here, Scene, leaves_matching, recorded, says

AFTER = LATER + timedelta(minutes=2)


def nobody(scene: Scene) -> None:
    """Nobody knows the person."""


def unlike(scene: Scene) -> None:
    """Somebody else may be found."""
    says(recorded(scene.ines, "Belinda", "Okafor", phone="+999 31 777 888"), Kind.BE_FOUND)


def never_asked(scene: Scene) -> None:
    """She is known, and was never asked whether she may be found."""
    recorded(scene.ines)


def said_no(scene: Scene) -> None:
    """She is known, and does not want to be found."""
    says(recorded(scene.ines), Kind.BE_FOUND, "no")


def took_it_back(scene: Scene) -> None:
    """She is known, and took her yes back."""
    here = recorded(scene.ines)
    withdraw_permission(here.key, says(here, Kind.BE_FOUND), by=scene.ines, at=NOON)


def left_them_out(scene: Scene) -> None:
    """She may be found, but not by the hotline."""
    says(recorded(scene.ines), Kind.BE_FOUND, never=(scene.dawn.pk,))


def locked(scene: Scene) -> None:
    """She may be found, and her record is locked."""
    here = recorded(scene.ines)
    says(here, Kind.BE_FOUND)
    lock_case(here.key, [], by=scene.ines, at=NOON)


def at_the_police(scene: Scene) -> None:
    """The border police has her record, and wrote down a yes as best it could."""
    held = recorded(scene.officer)
    Permission.made(
        person_id=held.person,
        holder_id=scene.police.pk,
        kind="be_found",
        answer="yes",
        given="on_a_page",
        given_by="the_person",
        given_at=NOON,
        until=NOON + timedelta(days=9),
        recorded_by_id=scene.officer.staff,
        words=b"",
    )


def met_and_not_answered(scene: Scene) -> None:
    """She may be found, and nobody answers."""
    says(recorded(scene.ines), Kind.BE_FOUND)


def met_and_answered_no(scene: Scene) -> None:
    """She may be found, and the shelter says no."""
    says(recorded(scene.ines), Kind.BE_FOUND)


WORLDS: list[Callable[[Scene], None]] = [
    nobody,
    unlike,
    never_asked,
    said_no,
    took_it_back,
    left_them_out,
    locked,
    at_the_police,
    met_and_not_answered,
    met_and_answered_no,
]


def without_tokens(page: bytes) -> bytes:
    """A page without what differs from one answer to the next."""
    page = re.sub(rb'name="csrfmiddlewaretoken" value="[^"]+"', b"", page)
    page = re.sub(rb'nonce="[^"]+"', b"", page)
    page = re.sub(rb"/others/[A-Za-z0-9_-]{22}/", b"/others/KEY/", page)
    page = re.sub(rb"/people/[A-Za-z0-9_-]{22}/", b"/people/KEY/", page)
    return re.sub(rb"DH-\d+", b"NUMBER", page)


def shape_of(sql: str) -> str:
    """A statement without its values; empty for what the ledger writes of its own."""
    if re.search(r'SAVEPOINT|"audit_', sql):
        return ""
    return re.sub(r"'[^']*'|\b\d+\b|\b[0-9a-f]{32,}\b|x'[0-9a-f]*'", "?", sql)


Seen = tuple[list[bytes], list[list[str]], list[str]]


def seen(client: Client, key: str) -> Seen:
    """What the asker can tell of sending and of looking again after the round: pages, queries."""
    address = reverse("linking:others", args=[key])
    before = Line.objects.count()
    pages, queries = [], []
    for at, method in ((LATER, "post"), (LATER, "get"), (AFTER, "get")):
        if at is AFTER:
            compare_what_was_asked(LATER)
        clock = patch("django.utils.timezone.now", return_value=at)
        with clock, CaptureQueriesContext(connection) as ran:
            answer = getattr(client, method)(address)
        pages.append(str(answer.status_code).encode() + without_tokens(answer.content))
        queries.append([shape for query in ran if (shape := shape_of(query["sql"]))])
    lines = Line.objects.filter(seq__gt=before).exclude(code="linking.compared")
    return pages, queries, list(lines.order_by("seq").values_list("code", flat=True))


@pytest.fixture
def noor(scene: Scene) -> Client:
    client = Client()
    with patch("django.utils.timezone.now", return_value=NOON):
        sign_in(client, Staff.objects.get(pk=scene.noor.staff))
    return client


@contextmanager
def nothing_of_it_stays() -> Iterator[None]:
    """What happens here is undone."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def asks(scene: Scene) -> Here:
    here = recorded(scene.noor)
    says(here, Kind.ASK)
    return here


@pytest.mark.parametrize("world", WORLDS[1:], ids=lambda world: world.__name__)
def test_whatever_others_hold_the_asker_sees_the_same(
    scene: Scene, noor: Client, world: Callable[[Scene], None]
) -> None:
    with nothing_of_it_stays():
        empty = seen(noor, asks(scene).key)
    world(scene)
    there = asks(scene)
    with_them = seen(noor, there.key)
    if world is met_and_answered_no:
        (question,) = questions_to(scene.ines, LATER)
        answer_question(question.key, "no", by=scene.ines, at=LATER)
        with_them = (with_them[0][:2], with_them[1], with_them[2])
        with patch("django.utils.timezone.now", return_value=AFTER):
            again = noor.get(reverse("linking:others", args=[there.key]))
        with_them[0].append(b"200" + without_tokens(again.content))
    pages, queries, lines = with_them
    assert pages == empty[0]
    assert queries == empty[1]
    assert [code for code in lines if not code.startswith("notice")] == empty[2]
    assert Likeness.objects.exists() == (world is met_and_not_answered)


def test_the_comparison_of_pages_can_fail(scene: Scene, noor: Client) -> None:
    empty = seen(noor, asks(scene).key)
    met_and_not_answered(scene)
    there = asks(scene)
    seen(noor, there.key)
    (question,) = questions_to(scene.ines, LATER)
    answer_question(question.key, "yes", scene.ines.staff, by=scene.ines, at=LATER)
    with patch("django.utils.timezone.now", return_value=AFTER):
        answer = noor.get(reverse("linking:others", args=[there.key]))
    assert without_tokens(answer.content) != empty[0][2][3:]
    assert b"Lotus Shelter" in answer.content


def test_sending_is_the_same_where_an_agency_is_left_out_by_law(scene: Scene, noor: Client) -> None:
    leaves_matching(scene.other)
    recorded(scene.stranger)
    pages, _queries, _lines = seen(noor, asks(scene).key)
    assert b"Not asked, because their law forbids it:" in pages[1]
    assert b"Other NGO" in pages[1]

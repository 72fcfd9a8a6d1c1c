"""Nobody can tell why a page stays empty: what an onlooker sees is equal in every case."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from unittest.mock import patch

import pytest
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from throughcare.agencies.tests.factories import NOON
from throughcare.audit.models import Line, Node
from throughcare.cases.services import lock_case
from throughcare.consent.models import Receipt
from throughcare.consent.services import (
    MadeReceipt,
    revoke_receipt,
)
from throughcare.consent.services import receipts as services
from throughcare.identity.services import erase_person
from throughcare.referrals.tests.factories import Scene
from throughcare.web.tests.papers import LATER, MONTH, came, made

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@dataclass(frozen=True)
class Onlooker:
    """All that somebody can tell who tries words: answers, cookies, statements, lines, cost."""

    answers: tuple[tuple[int, bytes, tuple[tuple[str, str], ...]], ...]
    statements: tuple[str, ...]
    lines: tuple[str, ...]
    stretched: int


def seen(number: str, words: str) -> Onlooker:
    """Try words on a paper and look at the page that opens, with everything that can be told."""
    phone, costs = came(number), []
    slowly = services.stretched

    def counted(typed: str, salt: bytes) -> bytes:
        costs.append(typed)
        return slowly(typed, salt)

    before = Line.objects.count()
    with patch.object(services, "stretched", counted), CaptureQueriesContext(connection) as ran:
        answers = (
            phone.post(reverse("web:own_start"), {"words": words}),
            phone.get(reverse("web:own_page")),
            phone.get(reverse("web:own_start")),
        )
    lines = Line.objects.filter(seq__gt=before).order_by("seq")
    return Onlooker(
        answers=tuple((each.status_code, _bytes(each), _headers(each)) for each in answers),
        statements=tuple(
            _shape(each["sql"]) for each in ran if Node._meta.db_table not in each["sql"]
        ),
        lines=tuple(_line(line) for line in lines),
        stretched=len(costs),
    )


def _bytes(answer: HttpResponse) -> bytes:
    """A page without the token of its form, which is new in each."""
    return re.sub(rb'(csrfmiddlewaretoken" value=)"[^"]*"', rb"\1", answer.content)


def _headers(answer: HttpResponse) -> tuple[tuple[str, str], ...]:
    """Every header and cookie, without what is drawn at random and the second of the clock."""
    cookies = [
        (name, re.sub(r"(Set-Cookie: \w+|expires)=[^;]*", r"\1", str(cookie)))
        for name, cookie in answer.cookies.items()
    ]
    return (*answer.headers.items(), *cookies)


def _line(line: Line) -> str:
    """A line of the exported ledger, with salted hashes and times left out."""
    return re.sub(r"\b[0-9a-f]{64}\b|\d{4}-\d\d-\d\dT[^\"]*", "?", f"{line.code} {line.entry}")


def _shape(sql: str) -> str:
    return re.sub(r"'[^']*'|\b\d+\b|\b[0-9a-f]{32,}\b|\"s\d+_x\d+\"", "?", sql)


Story = Callable[[Scene, MadeReceipt], tuple[str, str]]


def absent(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    return "AAAA-AAAA-AAAA-AAAA-AAAA-AAAA-AA", receipt.words


def wrong_after_it_was_opened(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    assert b"What is written about you" in seen(receipt.number, receipt.words).answers[1][1]
    return receipt.number, "another pair"


def wrong(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    return receipt.number, "another pair"


def in_danger(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    return receipt.number, receipt.words_for_danger


def after_danger(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    seen(receipt.number, receipt.words_for_danger)
    return receipt.number, receipt.words


def revoked(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    revoke_receipt(scene.person, by=scene.noor, at=NOON)
    return receipt.number, receipt.words


def expired(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    Receipt.objects.update(made_at=NOON - MONTH, until=NOON)
    return receipt.number, receipt.words


def spent(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    for _ in range(5):
        seen(receipt.number, "wrong")
    return receipt.number, receipt.words


def erased(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    erase_person(scene.person, "asked_by_person", by=scene.noor, at=NOON)
    return receipt.number, receipt.words


def locked_and_wrong(scene: Scene, receipt: MadeReceipt) -> tuple[str, str]:
    lock_case(scene.case_key, [], by=scene.noor, at=NOON)
    return receipt.number, "another pair"


STORIES = [
    wrong,
    wrong_after_it_was_opened,
    in_danger,
    after_danger,
    revoked,
    expired,
    spent,
    erased,
    locked_and_wrong,
]


class TestAlike:
    @pytest.mark.parametrize("story", STORIES, ids=lambda story: story.__name__)
    def test_nobody_can_tell_it_from_a_paper_that_does_not_exist(
        self, scene: Scene, story: Story
    ) -> None:
        receipt = made(scene)
        nothing = seen(*absent(scene, receipt))
        assert seen(*story(scene, receipt)) == nothing
        assert nothing.stretched == 1
        assert nothing.lines[0].startswith("receipt.tried")
        assert b"There are no notes at the moment." in nothing.answers[1][1]

    def test_the_answer_to_the_right_words_differs_in_the_page_alone(self, scene: Scene) -> None:
        receipt = made(scene)
        nothing, right = seen(*absent(scene, receipt)), seen(receipt.number, receipt.words)
        assert right.answers[0] == nothing.answers[0]
        assert right.stretched == 1
        assert b"What is written about you" in right.answers[1][1]

    def test_a_number_that_does_not_exist_is_taken_like_one_that_does(self, scene: Scene) -> None:
        receipt = made(scene)
        taken = []
        for number in (receipt.number, "AAAA", "?"):
            phone = Client()
            with CaptureQueriesContext(connection) as ran:
                answer = phone.post(reverse("web:own_start"), {"number": number})
            shapes = [_shape(each["sql"]) for each in ran]
            assert not any("consent_receipt" in shape for shape in shapes)
            taken.append((answer.status_code, answer.content, _headers(answer), shapes))
        assert taken[0] == taken[1] == taken[2]

    def test_when_the_house_is_tried_too_often_every_number_waits(self, scene: Scene) -> None:
        receipt = made(scene)
        for number in range(30):
            services.try_receipt(str(number), "x", at=LATER)
        real, none = seen(receipt.number, receipt.words), seen(*absent(scene, receipt))
        assert real.answers[0][0] == 429
        assert real.answers == none.answers
        assert real.statements == none.statements
        assert (real.stretched, real.lines) == (0, ())

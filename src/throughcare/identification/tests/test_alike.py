"""One finding everywhere: page, console, notebook; and help that asks for no decision."""

import json
import re
import subprocess
import sys
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON, sign_in
from throughcare.cases.rules import Statement
from throughcare.cases.services import add_historic_event, record_statements
from throughcare.identification.adapters import laws_here
from throughcare.identification.queries.assessment import assessment_of
from throughcare.identification.tests.factories import Scene
from throughcare.kernel.actors import Actor
from throughcare_core.definitions import answer, assess, chosen, facts_from, laws_with

SRC = Path(__file__).resolve().parents[3]
INVENTED = Path(__file__).resolve().parents[1] / "invented"
MORE = (
    Statement("means_of_control", "WithholdsDocuments"),
    Statement("exploitation_type", "ForcedBegging"),
    Statement("act", "recruitment", "no", "companion"),
    Statement("act", "sale", "no"),
    Statement("moved", "", "yes", "document"),
    Statement("age_then", "12-15"),
    Statement("country_of_exploitation", "MD"),
)


def post(by: Actor, body: object, **asked: str) -> HttpResponse:
    client = Client()
    sign_in(client, Staff.objects.get(pk=by.staff))
    address = f"{reverse('identification:define')}?{urlencode(asked)}"
    sent = body if isinstance(body, bytes) else json.dumps(body)
    return client.post(address, sent, content_type="application/json")


def asked_by_api(by: Actor, case: object) -> list[dict[str, object]]:
    answer = post(by, case)
    assert answer.status_code == 200, answer.content
    found: list[dict[str, object]] = answer.json()
    return found


@pytest.fixture
def told(scene: Scene) -> Scene:
    record_statements(scene.dawn_key, MORE, by=scene.noor, at=NOON)
    add_historic_event(
        scene.dawn_key,
        kind="Exploitation",
        country="MD",
        year=2024,
        month=3,
        by=scene.noor,
        at=NOON,
    )
    return scene


def test_the_page_the_console_the_api_and_a_notebook_find_the_same(
    told: Scene, tmp_path: Path
) -> None:
    every = list(laws_here())
    page = assessment_of(told.advocate, told.person, NOON, also=every)
    path = tmp_path / "facts.json"
    path.write_text(json.dumps(page.case))
    console = subprocess.run(
        [
            *(sys.executable, "-m", "throughcare_core.definitions", str(path)),
            *("--json", "--laws", str(INVENTED)),
        ],
        capture_output=True,
        text=True,
        check=True,
        cwd=SRC,
    )
    by_console = {each["law"]: each for each in json.loads(console.stdout)}
    by_api = {each["law"]: each for each in asked_by_api(told.advocate, page.case)}
    facts = facts_from(page.case)
    held = laws_with(INVENTED)
    assert len(page.table.columns) == len(every) == len(by_console)
    for place, column in enumerate(page.table.columns):
        in_notebook = answer(assess(facts, chosen(held, [column.code])[0]))
        assert by_console[column.code] == in_notebook
        assert by_api[column.code] == in_notebook
        assert column.finding.verdict == in_notebook["finding"]
        assert list(column.reasons) == in_notebook["reasons"]
        shown = {line.element: line.cells[place].verdict for line in page.table.lines}
        for element, verdict in in_notebook["elements"].items():
            assert shown[element] == verdict, (column.code, element)


@pytest.mark.parametrize(
    ("body", "asked", "said"),
    [
        (b"[{", {}, "not JSON"),
        (b'{"id": "A-1",\n "acts": {"recruiting": "yes"}}', {}, "line 2"),
        (b"\xff", {}, "UTF-8"),
        ({"id": "A-1"}, {"law": "no-such"}, "no law"),
        ({"id": "A-1"}, {"on": "01.02.2024"}, "year-month-day"),
        ([{"id": str(number)} for number in range(501)], {}, "at most 500"),
    ],
)
def test_what_the_api_cannot_read_is_refused_with_what_to_do(
    scene: Scene, body: object, asked: dict[str, str], said: str
) -> None:
    answer = post(scene.advocate, body, **asked)
    assert answer.status_code == 422
    (refused,) = answer.json()["refused"]
    assert said in refused


def test_the_api_is_for_who_decides_or_argues(scene: Scene) -> None:
    for by in (scene.noor, scene.officer, scene.ines):
        assert post(by, {"id": "A-1"}).status_code == 403
    one_law = post(scene.marek, {"id": "A-1"}, law="un-palermo").json()
    assert [each["finding"] for each in one_law] == ["unknown"]


def test_laws_of_the_place_and_day_and_the_protocol_are_shown(told: Scene) -> None:
    page = assessment_of(told.advocate, told.person, NOON)
    assert [column.code for column in page.table.columns] == [
        "coe-197",
        "md-165",
        "md-206",
        "un-palermo",
    ]
    assert page.day == date(2024, 3, 1)
    assert page.place_known


def test_whoever_may_read_less_is_shown_less(told: Scene) -> None:
    by_lawyer = assessment_of(told.lina, told.person, NOON)
    assert by_lawyer.case["statements"] == []
    assert not by_lawyer.place_known


def test_help_asks_for_no_determination() -> None:
    """Nothing that offers, finds or allows help reads this app, its tables or its templates."""
    platform = SRC / "throughcare"
    found = [
        str(path.relative_to(platform))
        for app in ("directory", "referrals", "consent", "identity", "persons", "notices")
        for path in (platform / app).rglob("*")
        if path.suffix in (".py", ".html") and "tests" not in path.parts
        if re.search(r"throughcare.identification|identification[:_/]", _without_notice(path))
    ]
    assert found == []


def _without_notice(path: Path) -> str:
    """A notice leads to its page by name, and reads nothing there."""
    return path.read_text().replace("identification:non_punishment", "")

"""What a data officer sees while a spreadsheet is mapped, without any script."""

from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Agency
from throughcare.agencies.tests.factories import dawn_hotline, lotus_shelter
from throughcare.audit.models import Line
from throughcare.cases.models import CaseFile
from throughcare.exchange.adapters.files import LISTS, kind_of
from throughcare.exchange.adapters.sheets import read_grid
from throughcare.exchange.models import ImportRun
from throughcare.exchange.rules import BrokenFile
from throughcare.exchange.rules.mapped.plans import Plan
from throughcare.exchange.services.runs import do_waiting_imports
from throughcare.exchange.tests.broken import BROKEN
from throughcare.exchange.tests.test_pages import officer

pytestmark = pytest.mark.django_db

LIST = "<b>Name</b>;Sex;<i>Shoes</i>\nAma Sule;<u>her</u>;39\nBea;<u>her</u>;40\nTotal;;79\n"
STEPS = ("layout", "columns", "values", "preview")


@pytest.fixture
def dawn() -> Agency:
    return dawn_hotline()


@pytest.fixture
def dana(dawn: Agency) -> Client:
    return officer(dawn, "Dana")


def sent(client: Client, text: str = LIST) -> str:
    """The key of a list that was sent in by the page."""
    upload = SimpleUploadedFile("Ama Sule.csv", text.encode())
    answer = client.post(reverse("exchange:spreadsheets"), {"file": upload})
    assert answer.status_code == 302
    return str(answer.headers["Location"]).split("/")[2]


def at(step: str, key: str) -> str:
    return reverse(f"exchange:{step}", args=[key])


def test_a_list_goes_through_its_four_steps(dana: Client) -> None:
    key = sent(dana)
    page = dana.post(at("layout", key), {"head_from": 1, "head_lines": 1}, follow=True)
    assert "What is each column?" in page.content.decode()
    columns = {"c0": "tc_WholeName", "c1": "tc_Sex", "c2": "-"}
    page = dana.post(at("columns", key), columns, follow=True)
    text = page.content.decode()
    assert "What do the values mean?" in text
    (name,) = {part.split('"')[0] for part in text.split('name="')[1:] if part.startswith("v1_")}
    refused = dana.post(at("preview", key), {"name": ""})
    assert refused.status_code == 422
    assert "Some values have no meaning yet" in refused.content.decode()
    page = dana.post(at("values", key), {name: "female"}, follow=True)
    assert "Ama Sule" in page.content.decode()
    page = dana.post(at("preview", key), {"name": "Intake"}, follow=True)
    text = page.content.decode()
    assert "Take 2 rows over" in text
    assert "It counts the rows above" in text
    assert "Columns that are left out: C &lt;i&gt;Shoes&lt;/i&gt;" in text
    assert not CaseFile.objects.exists()
    dana.post(reverse("exchange:take", args=[key]), {"version": ImportRun.objects.get().version})
    assert CaseFile.objects.count() == 2
    for step in STEPS:
        assert dana.get(at(step, key)).status_code == 404
    assert "Intake" in dana.get(reverse("exchange:spreadsheets")).content.decode()


def test_what_stands_in_a_file_is_shown_as_text_alone(dana: Client) -> None:
    key = sent(dana)
    dana.post(at("layout", key), {"head_from": 1, "head_lines": 1})
    dana.post(at("columns", key), {"c0": "tc_WholeName", "c1": "tc_Sex", "c2": "tc_Note"})
    for step in STEPS:
        text = dana.get(at(step, key)).content.decode()
        assert "<b>Name</b>" not in text, step
        assert "<u>her</u>" not in text, step
        assert "<i>Shoes</i>" not in text, step


def test_each_look_at_a_file_is_a_line(dana: Client) -> None:
    key = sent(dana)
    before = Line.objects.count()
    dana.get(at("layout", key))
    line = Line.objects.order_by("seq").last()
    assert line is not None
    assert (line.kind, line.code, Line.objects.count()) == (
        "look",
        "exchange.file_shown",
        before + 1,
    )
    assert "Ama" not in line.entry


def test_another_agency_finds_nothing_at_any_step(dana: Client) -> None:
    key = sent(dana)
    luis = officer(lotus_shelter(), "Luis")
    for step in STEPS:
        there, nowhere = luis.get(at(step, key)), luis.get(at(step, "A" * 22))
        assert (there.status_code, nowhere.status_code) == (404, 404)
        assert there.content == nowhere.content
        assert luis.post(at(step, key)).status_code == 404
    assert luis.post(at("refused_rows", key)).status_code == 404
    assert dana.get(at("layout", key)).status_code == 200


def test_a_column_that_nobody_named_stops_and_loses_nothing_typed(dana: Client) -> None:
    key = sent(dana)
    dana.post(at("layout", key), {"head_from": 1, "head_lines": 1})
    answer = dana.post(at("columns", key), {"c0": "tc_WholeName", "c1": "", "c2": "-"})
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Column B Sex: Say what this column is, or leave it out." in text
    assert '<option value="tc_WholeName" selected>' in text
    assert dana.get(at("values", key)).status_code == 302


def test_a_wrong_encoding_is_said_and_another_can_be_chosen(dana: Client) -> None:
    key = sent(dana, "Имя;Пол\nОльга;ж\n")
    wrong = {"encoding": "utf-16-le", "separator": ";", "head_from": 1, "head_lines": 1}
    page = dana.post(at("layout", key), {**wrong, "again": "1"}, follow=True)
    assert page.status_code == 200
    right = {**wrong, "encoding": "utf-8", "again": "1"}
    page = dana.post(at("layout", key), right, follow=True)
    assert "Ольга" in page.content.decode()


def test_a_large_list_is_looked_through_by_the_worker(dana: Client) -> None:
    rows = "".join(f"Ama {'ABCDEFGHIJ'[n % 10] * (n // 10 + 1)};f\n" for n in range(230))
    key = sent(dana, f"Name;Sex\n{rows}")
    dana.post(at("layout", key), {"head_from": 1, "head_lines": 1})
    dana.post(at("columns", key), {"c0": "tc_WholeName", "c1": "tc_Sex"})
    text = dana.get(at("values", key)).content.decode()
    (name,) = {part.split('"')[0] for part in text.split('name="')[1:] if part.startswith("v1_")}
    dana.post(at("values", key), {name: "female"})
    page = dana.post(at("preview", key), {"name": ""}, follow=True).content.decode()
    assert "You may close this page" in page
    do_waiting_imports(timezone.now())
    assert "Take 230 rows over" in dana.get(at("import", key)).content.decode()


def test_a_json_file_is_sent_to_where_it_belongs(dana: Client) -> None:
    upload = SimpleUploadedFile("cases.json", b"[]")
    answer = dana.post(reverse("exchange:spreadsheets"), {"file": upload})
    assert answer.status_code == 422
    assert "Send an Excel workbook (.xlsx, .xlsm) or .csv here." in answer.content.decode()


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_read_or_refused_in_words(kind: str) -> None:
    broken = BROKEN[kind]()
    with suppress(BrokenFile):
        ending = kind_of(broken.name)
        if ending not in LISTS:
            grid = read_grid(BytesIO(broken.content), ending, Plan())
            assert all(len(line) == 2 for line in grid.lines)

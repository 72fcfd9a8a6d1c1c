"""What a data officer sees and does in a browser, without any script."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from throughcare.agencies.models import Agency, Staff, StaffDuty
from throughcare.agencies.tests.factories import dawn_hotline, lotus_shelter, sign_in, staff
from throughcare.cases.models import CaseFile
from throughcare.exchange.models import ImportRun
from throughcare.exchange.tests.invented import filled, invented_rows, values_in
from throughcare.exchange.tests.test_services import AMINA, BAD

pytestmark = pytest.mark.django_db


def officer(at: Agency, name: str, duty: str = "data_officer") -> Client:
    member: Staff = staff(at, name, [duty])
    StaffDuty.objects.filter(staff=member).update(since=timezone.now() - timedelta(days=1))
    client = Client()
    sign_in(client, member)
    return client


@pytest.fixture
def dawn() -> Agency:
    return dawn_hotline()


@pytest.fixture
def dana(dawn: Agency) -> Client:
    return officer(dawn, "Dana")


def sent(client: Client, *rows: dict[str, str]) -> str:
    upload = SimpleUploadedFile("Amina Kovalenko.json", json.dumps(rows).encode())
    answer = client.post(reverse("exchange:imports"), {"file": upload})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def test_a_template_is_sent_in_looked_at_and_taken(dana: Client) -> None:
    rows = invented_rows(4)
    upload = SimpleUploadedFile("cases.xlsx", filled("single_select.xlsx", rows))
    answer = dana.post(reverse("exchange:imports"), {"file": upload}, follow=True)
    page = answer.content.decode()
    assert "Take 4 rows over" in page
    assert "Row 1 was followed" in page
    assert not CaseFile.objects.exists()
    run = ImportRun.objects.get()
    answer = dana.post(reverse("exchange:take", args=[run.key]), follow=True)
    assert "Taken over" in answer.content.decode()
    assert CaseFile.objects.count() == 4
    answer = dana.post(
        reverse("exchange:export"), {"reason": "own_statistics", "file_format": "xlsx"}
    )
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="htcds-')
    assert answer.headers["Cache-Control"] == "no-store"
    content = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    assert values_in(content) == values_in(filled("plain.xlsx", rows))


def test_problems_are_shown_by_row_and_column_without_names(dana: Client) -> None:
    page = dana.get(sent(dana, AMINA, BAD | {"prs_Gender": "Unsure"})).content.decode()
    assert "too far back" in page
    for secret in ("Amina", "Kovalenko", "Sokha", "1066", "Unsure"):
        assert secret not in page
    assert "leave the bad ones out" in page


def test_only_good_rows_are_taken_by_the_button_that_says_so(dana: Client) -> None:
    where = sent(dana, AMINA, BAD)
    answer = dana.post(f"{where}take/")
    assert answer.status_code == 403
    assert not CaseFile.objects.exists()
    dana.post(f"{where}take/", {"skip_bad_rows": "1"})
    assert CaseFile.objects.count() == 1


def test_an_import_is_cancelled_by_a_button(dana: Client) -> None:
    where = sent(dana, AMINA)
    page = dana.post(f"{where}cancel/", follow=True).content.decode()
    assert "Cancelled; nothing was taken over" in page
    assert "Take 1 row over" not in page
    assert not CaseFile.objects.exists()


def test_a_waiting_import_says_how_far_it_is_and_survives_a_reload(
    dana: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("throughcare.exchange.services.runs.BYTES_AT_ONCE", 0)
    where = sent(dana, AMINA)
    ImportRun.objects.update(rows_done=500, state="looking")
    for _ in range(2):
        page = dana.get(where).content.decode()
        assert "500 rows are done so far" in page
        assert "Look again" in page
    assert "500 rows" in dana.get(reverse("exchange:imports")).content.decode()


def test_nothing_is_sent_out_without_a_reason(dana: Client) -> None:
    answer = dana.post(reverse("exchange:export"), {"file_format": "csv"})
    assert answer.status_code == 422
    assert "tc-wrong" in answer.content.decode()


def test_a_form_without_a_file_says_so(dana: Client) -> None:
    answer = dana.post(reverse("exchange:imports"), {})
    assert answer.status_code == 422
    assert not ImportRun.objects.exists()


def test_a_file_of_no_known_kind_is_refused_above_the_form(dana: Client) -> None:
    upload = SimpleUploadedFile("letter.docx", b"x")
    answer = dana.post(reverse("exchange:imports"), {"file": upload})
    assert answer.status_code == 422
    assert "Send an Excel workbook" in answer.content.decode()
    assert "letter" not in answer.content.decode()


def test_the_same_404_for_another_agency_and_for_what_is_not_there(dana: Client) -> None:
    where = sent(dana, AMINA)
    luis = officer(lotus_shelter(), "Luis")
    there, nowhere = luis.get(where), luis.get(reverse("exchange:import", args=["A" * 22]))
    assert (there.status_code, nowhere.status_code) == (404, 404)
    assert there.content == nowhere.content
    assert luis.post(f"{where}take/").status_code == 404
    assert luis.post(f"{where}cancel/").status_code == 404
    assert dana.get(where).status_code == 200


@pytest.mark.parametrize("page", ["imports", "export"])
def test_who_does_not_exchange_data_is_told_to_ask(dawn: Agency, dana: Client, page: str) -> None:
    maria = officer(dawn, "Maria", "case_manager")
    assert maria.get(reverse(f"exchange:{page}")).status_code == 403
    assert dana.get(reverse(f"exchange:{page}")).status_code == 200


def test_nobody_gets_in_without_signing_in(dana: Client) -> None:
    assert Client().get(reverse("exchange:imports")).status_code == 302

"""Imports by a page: looked through first, taken when somebody says so, cancelled in between."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from throughcare.agencies.models import Staff
from throughcare.agencies.tests.factories import NOON
from throughcare.cases.models import CaseFile
from throughcare.exchange.adapters.sealed import owner_of_upload
from throughcare.exchange.models import ImportRun
from throughcare.exchange.queries import import_page, latest_imports
from throughcare.exchange.rules.runs import SILENT_FOR, STATES, UPLOADS_LIVE
from throughcare.exchange.services import cancel_import, do_waiting_imports, runs, send_in, take_in
from throughcare.exchange.tests.test_services import AMINA, BAD
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import NotHere, Refused
from throughcare.vault.services import key_store

Counts = Callable[[], dict[str, int]]
LATER = NOON + timedelta(hours=1)


def sent(by: Actor, *rows: dict[str, str], name: str = "a.json") -> str:
    upload = SimpleUploadedFile(name, json.dumps(rows).encode())
    return send_in(upload, by=by, at=NOON)


def many(count: int = 300) -> list[dict[str, str]]:
    return [{"prs_Title": f"number {number}"} for number in range(count)]


def state(key: str) -> str:
    return ImportRun.objects.get(key=key).state


def sealed_files(settings: Any) -> list[Path]:
    return [path for path in Path(settings.THROUGHCARE_HOME, "files").rglob("*") if path.is_file()]


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is too large to be done while one waits."""
    monkeypatch.setattr(runs, "BYTES_AT_ONCE", 0)
    monkeypatch.setattr(runs, "ROWS_AT_ONCE", 0)


def test_a_small_file_is_looked_through_at_once_and_nothing_is_taken(dana: Actor) -> None:
    key = sent(dana, AMINA)
    page = import_page(dana, key)
    assert state(key) == "looked_at"
    assert page.may_take_all
    assert page.report is not None
    assert page.report.taken == 1
    assert not CaseFile.objects.exists()


def test_it_is_taken_when_somebody_says_so_and_the_file_is_gone(dana: Actor, settings: Any) -> None:
    key = sent(dana, AMINA)
    assert len(sealed_files(settings)) == 1
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    assert state(key) == "done"
    assert CaseFile.objects.count() == 1
    assert sealed_files(settings) == []


def test_the_file_lies_sealed_and_its_name_is_kept_nowhere(dana: Actor, settings: Any) -> None:
    sent(dana, AMINA, name="Amina Kovalenko.json")
    (path,) = sealed_files(settings)
    assert b"Amina" not in path.read_bytes()
    row = ImportRun.objects.values().get()
    assert "Amina" not in repr(
        {name: bytes(v) if isinstance(v, memoryview) else v for name, v in row.items()}
    )


def test_bad_rows_are_left_out_only_where_that_is_said(dana: Actor) -> None:
    key = sent(dana, AMINA, BAD)
    page = import_page(dana, key)
    assert (page.may_take_all, page.may_take_good) == (False, True)
    assert [problem.row for problem in page.problems] == [2]
    with pytest.raises(Refused):
        take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    assert not CaseFile.objects.exists()
    take_in(key, skip_bad_rows=True, by=dana, at=NOON)
    assert CaseFile.objects.count() == 1


def test_a_broken_file_ends_the_import(dana: Actor, settings: Any) -> None:
    key = send_in(SimpleUploadedFile("a.xlsx", b"no archive"), by=dana, at=NOON)
    assert state(key) == "refused"
    assert import_page(dana, key).problems
    assert sealed_files(settings) == []
    with pytest.raises(Refused):
        take_in(key, skip_bad_rows=True, by=dana, at=NOON)


def test_a_file_of_no_known_kind_is_refused_and_not_kept(
    dana: Actor, counts: Counts, settings: Any
) -> None:
    before = counts()
    with pytest.raises(Refused, match="xlsx"):
        send_in(SimpleUploadedFile("a.pdf", b"%PDF"), by=dana, at=NOON)
    assert counts() == before
    assert sealed_files(settings) == []


@pytest.mark.usefixtures("slow")
def test_a_large_file_is_left_to_the_worker_at_both_steps(dana: Actor) -> None:
    key = sent(dana, *many())
    assert state(key) == "waiting"
    assert do_waiting_imports(NOON) == 1
    assert state(key) == "looked_at"
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    assert state(key) == "wanted"
    assert not CaseFile.objects.exists()
    assert do_waiting_imports(NOON) == 1
    assert state(key) == "done"
    assert CaseFile.objects.count() == 300
    assert do_waiting_imports(NOON) == 0


@pytest.mark.usefixtures("slow")
@pytest.mark.parametrize("step", ["before looking", "after looking", "before taking"])
def test_an_import_is_cancelled_at_any_step_until_it_is_taken(
    dana: Actor, step: str, settings: Any
) -> None:
    key = sent(dana, AMINA)
    if step != "before looking":
        do_waiting_imports(NOON)
    if step == "before taking":
        take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    cancel_import(key, by=dana, at=NOON)
    assert state(key) == "cancelled"
    assert do_waiting_imports(LATER) == 0
    assert not CaseFile.objects.exists()
    assert sealed_files(settings) == []
    with pytest.raises(Refused):
        cancel_import(key, by=dana, at=NOON)


def test_what_is_taken_cannot_be_cancelled(dana: Actor) -> None:
    key = sent(dana, AMINA)
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    with pytest.raises(Refused):
        cancel_import(key, by=dana, at=NOON)
    assert state(key) == "done"


@pytest.mark.usefixtures("slow")
def test_cancelling_wins_over_a_worker_that_is_about_to_write(
    dana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sent(dana, AMINA)
    do_waiting_imports(NOON)
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    looked_through = runs.look_through

    def and_meanwhile(*args: Any, **named: Any) -> Any:
        cancel_import(key, by=dana, at=NOON)
        return looked_through(*args, **named)

    monkeypatch.setattr(runs, "look_through", and_meanwhile)
    do_waiting_imports(NOON)
    assert state(key) == "cancelled"
    assert not CaseFile.objects.exists()


@pytest.mark.usefixtures("slow")
def test_progress_is_noted_and_a_cancelled_import_stops(
    dana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sent(dana, *many(600))
    seen: list[int] = []
    still = runs._still

    def noted(run: ImportRun, rows: int) -> None:
        still(run, rows)
        seen.append(ImportRun.objects.get(key=key).rows_done)

    monkeypatch.setattr(runs, "_still", noted)
    do_waiting_imports(NOON)
    assert seen == [500]
    monkeypatch.setattr(
        runs, "_still", lambda run, rows: (cancel_import(key, by=dana, at=NOON), still(run, rows))
    )
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    do_waiting_imports(NOON)
    assert state(key) == "cancelled"
    assert not CaseFile.objects.exists()


@pytest.mark.usefixtures("slow")
def test_another_worker_takes_up_what_a_dead_one_left(
    dana: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = sent(dana, AMINA)
    do_waiting_imports(NOON)
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)

    def killed(*_args: object, **_named: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(runs, "take_over", killed)
    with pytest.raises(KeyboardInterrupt):
        do_waiting_imports(NOON)
    monkeypatch.undo()
    assert state(key) == "taking"
    assert do_waiting_imports(NOON + SILENT_FOR / 2) == 0
    assert do_waiting_imports(NOON + SILENT_FOR) == 1
    assert state(key) == "done"
    assert CaseFile.objects.count() == 1


@pytest.mark.usefixtures("slow")
def test_who_has_left_takes_nothing_over_any_more(dana: Actor) -> None:
    key = sent(dana, AMINA)
    do_waiting_imports(NOON)
    take_in(key, skip_bad_rows=False, by=dana, at=NOON)
    Staff.objects.filter(pk=dana.staff).update(left_at=NOON)
    do_waiting_imports(NOON)
    assert state(key) == "refused"
    assert not CaseFile.objects.exists()


@pytest.mark.usefixtures("slow")
def test_an_import_whose_file_is_gone_ends(dana: Actor, settings: Any) -> None:
    key = sent(dana, AMINA)
    (path,) = sealed_files(settings)
    path.unlink()
    do_waiting_imports(NOON)
    assert state(key) == "refused"
    assert not import_page(dana, key).problems


@pytest.mark.parametrize("end", ["taken", "cancelled", "forgotten"])
def test_a_copy_of_the_file_opens_with_no_key_once_the_import_has_ended(
    dana: Actor, end: str, django_capture_on_commit_callbacks: Any
) -> None:
    """A backup of the data holds the file, and people in it may be erased later."""
    key = sent(dana, AMINA)
    owner = owner_of_upload(ImportRun.objects.get(key=key))
    assert key_store().id_of(owner)
    with django_capture_on_commit_callbacks(execute=True):
        if end == "taken":
            take_in(key, skip_bad_rows=False, by=dana, at=NOON)
        elif end == "cancelled":
            cancel_import(key, by=dana, at=NOON)
        else:
            do_waiting_imports(NOON + UPLOADS_LIVE)
    assert key_store().id_of(owner) is None
    assert import_page(dana, key).report is not None


def test_a_file_nobody_decided_about_is_gone_after_a_day(dana: Actor, settings: Any) -> None:
    key = sent(dana, AMINA)
    do_waiting_imports(NOON + UPLOADS_LIVE - timedelta(minutes=1))
    assert state(key) == "looked_at"
    do_waiting_imports(NOON + UPLOADS_LIVE)
    assert state(key) == "cancelled"
    assert sealed_files(settings) == []


def test_an_import_is_absent_for_others(dana: Actor, luis: Actor) -> None:
    key = sent(dana, AMINA)
    for act in (
        lambda: import_page(luis, key),
        lambda: take_in(key, skip_bad_rows=False, by=luis, at=NOON),
        lambda: cancel_import(key, by=luis, at=NOON),
    ):
        with pytest.raises(NotHere):
            act()
    assert latest_imports(luis) == []
    assert import_page(dana, key).may_take_all


def test_pages_ask_the_data_base_as_often_as_they_say(
    dana: Actor, django_assert_num_queries: Any
) -> None:
    key = sent(dana, AMINA)
    sent(dana, BAD)
    with django_assert_num_queries(2):
        latest_imports(dana)
    with django_assert_num_queries(2):
        import_page(dana, key)


def test_every_state_has_words() -> None:
    assert set(STATES) == {
        "mapping",
        "waiting",
        "looking",
        "looked_at",
        "wanted",
        "taking",
        "done",
        "refused",
        "cancelled",
    }

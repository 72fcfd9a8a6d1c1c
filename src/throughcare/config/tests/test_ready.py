"""What a machine asks: alive, ready, and the figures; codes and numbers that tell of nobody."""

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.openmetrics.parser import text_string_to_metric_families

from throughcare.audit.services import act, sign_head_now
from throughcare.config import views
from throughcare.config.adapters.measuring import as_text, count_answer
from throughcare.config.services import readiness, rounds
from throughcare.config.services.figures import figures
from throughcare.config.services.readiness import not_ready
from throughcare.config.services.rounds import do_what_time_brings
from throughcare.kernel.actors import SYSTEM
from throughcare.vault.adapters.keyfiles import KeyFolder
from throughcare.vault.adapters.places import new_file
from throughcare.vault.services import key_ring

pytestmark = pytest.mark.django_db
NOW = timezone.now
TOKEN = "a token of sixteen signs or more"


@pytest.fixture(autouse=True)
def looked_at_now() -> Iterator[None]:
    views._last.clear()
    yield
    views._last.clear()


@pytest.fixture
def busy_house() -> None:
    do_what_time_brings()


def test_alive_asks_no_data_base() -> None:
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get("/health/")
    assert (answer.status_code, answer.content) == (200, b"ok\n")
    assert len(queries) == 0


def test_a_house_that_works_is_ready(busy_house: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        assert not_ready(NOW()) == []
    own = [query for query in queries if query["sql"] != "SELECT 1"]
    assert len(own) <= 2
    answer = Client().get("/ready/")
    assert (answer.status_code, answer.content) == (200, b"ready\n")


def test_a_worker_that_stands_is_said() -> None:
    assert not_ready(NOW()) == ["worker"]
    do_what_time_brings()
    assert not_ready(NOW()) == []
    assert not_ready(NOW() + timedelta(minutes=11)) == ["worker"]


@pytest.mark.parametrize("name", ["9999_from_tomorrow", None])
def test_a_data_base_of_another_version_is_said(busy_house: None, name: str | None) -> None:
    seen = MigrationRecorder.Migration.objects
    if name:
        seen.create(app="audit", name=name)
    else:
        seen.filter(app="audit").first().delete()
    assert not_ready(NOW()) == ["migrations"]


def test_keys_that_do_not_open_are_said(busy_house: None) -> None:
    file = Path(settings.THROUGHCARE_KEYS) / "house" / "ledger.key"
    KeyFolder(Path(settings.THROUGHCARE_KEYS)).read_or_make("house/ledger.key")
    file.write_bytes(bytes(60))
    key_ring.cache_clear()
    assert not_ready(NOW()) == ["keys"]


def test_a_full_disk_is_said(busy_house: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(readiness, "LEAST_FREE", 1 << 60)
    assert not_ready(NOW()) == ["disk"]


def test_a_data_base_that_is_away_is_said(
    busy_house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away() -> None:
        raise DatabaseError("password of the data base")

    monkeypatch.setattr(connection, "ensure_connection", away)
    monkeypatch.setattr(readiness, "applied_migrations", away)
    answer = Client().get("/ready/")
    assert answer.status_code == 503
    assert answer.content == b"data_base\nmigrations\n"


def test_who_asks_again_and_again_makes_it_look_once_in_five_seconds(
    busy_house: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked = []
    monkeypatch.setattr(views, "not_ready", lambda _at: looked.append(1) or [])
    for _ in range(10):
        assert Client().get("/ready/").status_code == 200
    assert len(looked) == 1


class TestFigures:
    def test_nothing_is_here_without_a_token(self, tmp_path: Path) -> None:
        absent = Client().get("/nowhere/")
        for file in (None, _token(tmp_path, "short"), tmp_path / "missing"):
            with override_settings(THROUGHCARE_METRICS_TOKEN_FILE=file):
                for given in ("", "short", TOKEN):
                    answer = Client().get("/metrics/", headers={"Authorization": f"Bearer {given}"})
                    assert (answer.status_code, answer.content) == (404, absent.content)

    def test_another_token_opens_nothing(self, tmp_path: Path) -> None:
        with override_settings(THROUGHCARE_METRICS_TOKEN_FILE=_token(tmp_path)):
            for given in ("", "Bearer ", "Bearer " + TOKEN[:-1], TOKEN + "x", "Bearer é"):
                assert (
                    Client().get("/metrics/", headers={"Authorization": given}).status_code == 404
                )

    def test_pages_are_counted_in_fives_by_name_and_class(self, tmp_path: Path) -> None:
        with override_settings(THROUGHCARE_METRICS_TOKEN_FILE=_token(tmp_path)):
            client = Client()
            before = _told(client)
            for _ in range(11):
                client.get("/health/")
            for _ in range(4):
                client.get("/people/an-invented-key/access-record/")
            after = _told(client)
        counted = ("throughcare_requests_total", "web:health", "2xx")
        assert 10 <= after[counted] - before.get(counted, 0) <= 15
        told_of = {name for name in after if name[0] == "throughcare_requests_total"}
        assert min(after[name] for name in told_of) >= 5
        assert {value % 5 for name, value in after.items() if "requests" in name[0]} == {0}

    def test_no_label_holds_a_key_and_no_name_of_a_page_an_address(self, tmp_path: Path) -> None:
        with override_settings(THROUGHCARE_METRICS_TOKEN_FILE=_token(tmp_path)):
            client = Client()
            for _ in range(6):
                client.get("/people/an-invented-key/access-record/?an=invented-key")
                client.get("/an-invented-key/")
            text = _asked(client).content.decode()
        assert "invented" not in text
        labels = {
            label
            for family in text_string_to_metric_families(text)
            for sample in family.samples
            for label in sample.labels
        }
        assert labels <= {"view", "status", "le"}
        assert 'view="none"' in text

    def test_ages_and_sizes(self, busy_house: None, tmp_path: Path) -> None:
        at = NOW()
        assert "backup_age_seconds" not in figures(at)
        with new_file(Path(settings.THROUGHCARE_HOME) / "backed_up") as stamp:
            stamp.write(at.isoformat().encode())
        with act("house.backed_up", by=SYSTEM, at=at):
            pass
        sign_head_now(at)
        with CaptureQueriesContext(connection) as queries:
            told = figures(at + timedelta(hours=1))
        assert len(queries) == 3
        assert told["backup_age_seconds"][1] == 3600
        assert 3600 <= told["head_age_seconds"][1] <= 3605
        assert told["round_age_seconds"][1] >= 3600
        assert told["round_failures"][1] == 0
        assert told["ledger_lines"][1] % 100 == 0
        assert told["waiting"][1] % 5 == 0

    def test_parts_of_a_round_that_failed_are_counted(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(rounds, "PARTS", {"heads": lambda _at: 1 / 0})
        do_what_time_brings()
        assert figures(NOW())["round_failures"][1] == 1

    def test_several_processes_are_counted_together(self, tmp_path: Path) -> None:
        env = os.environ | {"PROMETHEUS_MULTIPROC_DIR": str(tmp_path)}
        count = "from throughcare.config.adapters.measuring import *;" + (
            "[count_answer('a:b', 200, seconds=.1, queries=3) for _ in range(10)];"
        )
        for _ in range(2):
            subprocess.run([sys.executable, "-c", count], env=env, check=True)
        tell = "from throughcare.config.adapters.measuring import *; print(as_text({}).decode())"
        done = subprocess.run(
            [sys.executable, "-c", tell], env=env, check=True, capture_output=True, text=True
        )
        assert 'throughcare_requests_total{status="2xx",view="a:b"} 20.0' in done.stdout
        assert 'throughcare_request_queries_bucket{le="5.0"} 20.0' in done.stdout


def _token(folder: Path, token: str = TOKEN) -> Path:
    file = folder / "token"
    file.write_text(f"{token}\n")
    return file


def _asked(client: Client):
    answer = client.get("/metrics/", headers={"Authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("application/openmetrics-text")
    return answer


def _told(client: Client) -> dict[tuple[str, ...], float]:
    families = text_string_to_metric_families(_asked(client).content.decode())
    return {
        (sample.name, sample.labels.get("view", ""), sample.labels.get("status", "")): sample.value
        for family in families
        for sample in family.samples
        if "_bucket" not in sample.name
    }


def test_a_page_that_is_seldom_asked_for_is_not_named() -> None:
    for _ in range(4):
        count_answer("consent:emergency", 200, seconds=0.1, queries=1)
    assert b"emergency" not in as_text({})
    count_answer("consent:emergency", 200, seconds=0.1, queries=1)
    assert b'view="consent:emergency"} 5.0' in as_text({})

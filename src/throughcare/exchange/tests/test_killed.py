"""`kill -9` in the middle of an import leaves all or nothing. Real processes, a real data base."""

import json
import signal
from pathlib import Path

import pytest

from throughcare.audit.tests.house import House
from throughcare.exchange.tests.invented import invented_rows

IMPORT = """
import os, signal, sys
from throughcare.agencies.models import Agency, Staff, StaffDuty
from throughcare.agencies.doors import actor_of
from throughcare.exchange.services import import_htcds, imports
now = timezone.now()
dawn, _ = Agency.objects.get_or_create(
    code="DH", defaults={"name": "Dawn Hotline", "kind": "Helpline", "country": "XA"}
)
dana, made = Staff.objects.get_or_create(
    email="dana@dh.example", defaults={"name": "Dana", "agency": dawn, "joined_at": now}
)
if made:
    StaffDuty.objects.create(staff=dana, code="data_officer", since=now)
at = timezone.now()
by = actor_of(dana, at, via="console")
if sys.argv[2] == "killed":
    imports.record_identities = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
with open(sys.argv[1], "rb") as file:
    report = import_htcds(file, sys.argv[1], by=by, at=at)
print(report.taken, report.known, report.refused)
"""
COUNT = """
from django.apps import apps
counted = ("persons", "consent", "identity", "cases", "exchange", "audit")
print(sum(m._base_manager.count() for a in counted for m in apps.get_app_config(a).get_models()))
"""


@pytest.mark.long
def test_a_killed_import_leaves_nothing_and_succeeds_the_next_time(tmp_path: Path) -> None:
    house = House(tmp_path).with_tables()
    file = tmp_path / "cases.json"
    file.write_text(json.dumps(invented_rows(30)))
    before = ran(house, COUNT)
    assert ran(house, IMPORT, str(file), "killed") == (-signal.SIGKILL, "")
    assert ran(house, COUNT) == before
    assert ran(house, IMPORT, str(file), "whole") == (0, "30 0 False")
    assert ran(house, IMPORT, str(file), "whole") == (0, "0 30 False")
    assert int(ran(house, COUNT)[1]) > int(before[1])
    house.must("ledger", "verify")


def ran(house: House, text: str, *words: str) -> tuple[int, str]:
    """The exit code of a script in a house, and what it printed."""
    script = house.script(text, *words)
    printed, _errors = script.communicate()
    return script.returncode, printed.strip()


MAPPED = """
import os, signal, sys
from dataclasses import replace
from datetime import timedelta
from throughcare.agencies.doors import actor_of
from throughcare.agencies.models import Agency, Staff, StaffDuty
from throughcare.exchange import services
from throughcare.exchange.models import ImportRun
from throughcare.exchange.services import imports
from throughcare.exchange.services.runs import do_waiting_imports
from throughcare.exchange.tests.mapped import mapped
from throughcare.exchange.tests.ugly import TWELVE
at = timezone.now()
if sys.argv[1] == "killed":
    dawn = Agency.objects.create(code="DH", name="Dawn Hotline", kind="Helpline", country="XA")
    dana = Staff.objects.create(email="dana@dh.example", name="Dana", agency=dawn, joined_at=at)
    StaffDuty.objects.create(staff=dana, code="data_officer", since=at - timedelta(days=1))
    by = actor_of(dana, at)
    key = mapped(TWELVE["cyrillic_in_1251"](), by, at)
    print(ImportRun.objects.get().state, flush=True)
    imports.record_identities = lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL)
    services.take_in(key, skip_bad_rows=False, by=by, at=at)
do_waiting_imports(at + timedelta(minutes=11))
print(ImportRun.objects.get().state)
"""
PEOPLE = "from throughcare.cases.models import CaseFile; print(CaseFile.objects.count())"


@pytest.mark.long
def test_a_mapped_spreadsheet_whose_taker_was_killed_is_taken_whole_by_the_worker(
    tmp_path: Path,
) -> None:
    house = House(tmp_path).with_tables()
    assert ran(house, MAPPED, "killed") == (-signal.SIGKILL, "looked_at")
    assert ran(house, PEOPLE) == (0, "0")
    assert ran(house, MAPPED, "again") == (0, "done")
    assert ran(house, PEOPLE) == (0, "6")
    house.must("ledger", "verify")

"""After erasing, nothing of a person can be read: a scan of all that lies on the disk."""

import base64
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from throughcare.identity.tests.erasure_story import PLANTED

Tell = Callable[..., dict[str, Any]]


def written_in_every_way(text: str) -> Iterator[bytes]:
    """A text in every encoding that is looked for."""
    for codec in ("utf-8", "utf-16-le", "utf-16-be", "utf-32-le"):
        plain = text.encode(codec)
        yield plain
        yield plain.hex().encode()
        yield plain.hex().upper().encode()
        for shift in range(3):
            yield base64.b64encode(bytes(shift) + plain)[4 if shift else 0 : -4]
    yield text.encode("unicode_escape")
    yield json.dumps(text)[1:-1].encode()


def found_on_disk(*folders: Path) -> set[tuple[str, str]]:
    """Which planted texts lie in which files, in any encoding."""
    files = [file for folder in folders for file in folder.rglob("*") if file.is_file()]
    return {
        (text, file.name)
        for file in files
        for content in [file.read_bytes()]
        for text in PLANTED
        if any(way in content for way in written_in_every_way(text))
    }


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A house in which the story was told up to just before the erasure."""
    root = tmp_path_factory.mktemp("house")
    told = tell(root, "write")
    (root / "home" / "story.json").write_text(json.dumps(told))
    assert told["found"][0] == told["person"]
    shutil.copytree(root / "keys", root / "keys_before")
    return root


def tell(root: Path, step: str, *, data: str = "", keys: str = "keys") -> dict[str, Any]:
    """One step of the story, in a process of its own."""
    environment = os.environ | {
        "THROUGHCARE_HOME": str(root / "home"),
        "THROUGHCARE_KEYS": str(root / keys),
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    environment["DATABASE_URL"] = f"sqlite:///{root / (data or 'home/throughcare.db')}"
    run = subprocess.run(
        [sys.executable, "-m", "throughcare.identity.tests.erasure_story", step],
        env=environment,
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    answer: dict[str, Any] = json.loads(run.stdout)
    return answer


@pytest.fixture(scope="module")
def erased(house: Path) -> Path:
    before = tell(house, "read")
    assert before["hers"] == "Plantedamina Canaryokoro"
    assert before["scan"].endswith("plantedscan")
    assert before["sealed_values_that_open"] == 6
    assert found_on_disk(house / "home", house / "keys") == set()
    assert tell(house, "erase") == {"gone_by": "2026-04-01"}
    return house


@pytest.fixture(scope="module")
def now(erased: Path) -> dict[str, Any]:
    """What can be read after the erasure."""
    return tell(erased, "read")


@pytest.mark.parametrize("text", PLANTED)
def test_the_scan_finds_what_is_there(tmp_path: Path, text: str) -> None:
    for way in written_in_every_way(f"a little more {text} and more"):
        (tmp_path / "file").write_bytes(b"before" + way + b"after")
        assert (text, "file") in found_on_disk(tmp_path)


def test_nothing_of_hers_lies_anywhere_after_erasing(erased: Path, now: dict[str, Any]) -> None:
    assert found_on_disk(erased / "home", erased / "keys") == set()
    assert (now["hers"], now["phone"], now["scan"]) == ("NotHere",) * 3
    assert (now["found"], now["sealed_values_that_open"]) == (0, 0)


def test_another_agency_and_another_person_stay(now: dict[str, Any]) -> None:
    assert now["at_the_second"] == "Ofthesecondagency"
    assert now["other"] == "Plantedother Adeyemi"


def test_a_copy_made_before_reads_nothing_with_all_keys_that_are_left(erased: Path) -> None:
    copy = tell(erased, "read", data="before.db")
    assert (copy["hers"], copy["phone"], copy["scan"]) == ("NotHere",) * 3
    assert (copy["found"], copy["sealed_values_that_open"]) == (0, 0)
    assert copy["at_the_second"] == "Ofthesecondagency"


def test_a_copy_with_a_backup_of_the_keys_would_read(erased: Path) -> None:
    """Why backups of keys live 30 days at most: with them a copy is still readable."""
    copy = tell(erased, "read", data="before.db", keys="keys_before")
    assert copy["hers"] == "Plantedamina Canaryokoro"


def test_without_an_agencys_key_none_of_its_names_is_read(erased: Path) -> None:
    told = json.loads((erased / "home" / "story.json").read_text())
    shutil.copytree(erased / "keys_before", erased / "keys_of_the_host")
    shutil.rmtree(erased / "keys_of_the_host" / "agencies" / told["hotline"])
    host = tell(erased, "read", data="before.db", keys="keys_of_the_host")
    assert (host["hers"], host["phone"], host["other"]) == ("NotHere",) * 3
    assert host["sealed_values_that_open"] == 0
    assert host["at_the_second"] == "Ofthesecondagency"
    assert host["found"] == "KeyGone"

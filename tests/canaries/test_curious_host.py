"""A curious host, with a copy of the data made before and every key that is left."""

import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from tests.browser import CHROMIUM, playwright
from tests.canaries.house import ROOT, ServedHouse
from tests.canaries.planting import Canaries
from tests.canaries.scanning import Scanner
from tests.canaries.test_nothing_is_left import a_walk
from tests.canaries.typing_in import Hand
from tests.canaries.walk import Walk, a_browser
from tests.houses import POSTGRESQL

pytestmark = [
    pytest.mark.long,
    pytest.mark.journey,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium"),
    pytest.mark.skipif(POSTGRESQL, reason="the copies are files of SQLite"),
]
HERS, AT_LOTUS, NOBODYS = "hers", "Lotus Shelter", ""
KEPT_OF_HER = (
    "speak/ words",
    "note/ text",
    "task/ words",
    "locked page text",
    "documents/new/ number",
    "scan: inside the file",
    "identity/ given",
    "identity/ day",
    "identity/ value",
    "identity/ say",
    "referrals/new/",
)


@dataclass
class Copies:
    """A house that was walked through and copied, in which one person was then erased."""

    house: ServedHouse
    canaries: Canaries
    folder: Path

    def opened(self, data: str, keys: str) -> set[str]:
        """Which canaries a host reads, who tries all keys of a copy on all that it holds."""
        out = self.folder / "opened"
        subprocess.run(
            [sys.executable, "-m", "tests.canaries.host", str(out)],
            env=self.env(data, keys),
            cwd=ROOT,
            check=True,
        )
        return Scanner(self.canaries.planted).found_in(out.read_bytes())

    def env(self, data: str, keys: str) -> dict[str, str]:
        """The environment of a house made of copies."""
        home, folder = str(self.folder / data), str(self.folder / keys)
        return self.house.env | {"THROUGHCARE_HOME": home, "THROUGHCARE_KEYS": folder}

    def copy(self, when: str) -> None:
        """Copy data and keys as they stand."""
        shutil.copytree(self.house.keys, self.folder / f"keys {when}")
        home = self.folder / f"data {when}"
        shutil.copytree(self.house.home / "files", home / "files")
        shutil.copytree(self.house.home / "static", home / "static")
        with (
            closing(sqlite3.connect(self.house.file)) as base,
            closing(sqlite3.connect(home / "throughcare.db")) as copy,
        ):
            base.backup(copy)

    def without_the_key_of(self, agency: str) -> str:
        """The keys of before without those of one agency: the name of the folder."""
        name = f"keys without {agency}"
        shutil.copytree(self.folder / "keys before", self.folder / name, dirs_exist_ok=True)
        with closing(sqlite3.connect(self.house.file)) as base:
            ((key,),) = base.execute("select id from agencies_agency where code = ?", [agency])
        shutil.rmtree(self.folder / name / "agencies" / str(key))
        return name

    @cached_property
    def readable(self) -> set[str]:
        """What was read before, by whoever had all the keys of before."""
        return self.opened("data before", "keys before")

    def readable_of(self, owner: str) -> set[str]:
        """What of it one owner had written."""
        return self.readable & self.canaries.owned[owner]


@pytest.fixture(scope="module")
def copies(tmp_path_factory: pytest.TempPathFactory) -> Copies:
    folder = tmp_path_factory.mktemp("host")
    with a_walk(folder, 60) as walk:
        copies = Copies(walk.house, walk.canaries, folder)
        copies.copy("before")
        walk.sign_in("noor@dh.example", later=1)
        walk.erases()
        copies.copy("after")
    return copies


def test_with_all_keys_of_before_everything_is_read(copies: Copies) -> None:
    """Why backups of keys live 30 days at most; and the proof that this host finds what opens."""
    read = {copies.canaries.planted[each] for each in copies.readable_of(HERS)}
    assert [kind for kind in KEPT_OF_HER if not any(kind in where for where in read)] == []
    assert len(copies.readable_of(HERS)) > 30
    assert len(copies.readable_of(AT_LOTUS)) > 5
    assert len(copies.readable_of(NOBODYS)) > 500


@pytest.mark.parametrize("data", ["data before", "data after"])
def test_nothing_of_an_erased_person_opens_with_the_keys_that_are_left(
    copies: Copies, data: str
) -> None:
    read = copies.opened(data, "keys after")
    assert {copies.canaries.planted[each] for each in read & copies.canaries.owned[HERS]} == set()
    assert copies.readable_of(AT_LOTUS) <= read
    assert len(read & copies.canaries.owned[NOBODYS]) > 500


def test_without_an_agencys_key_nothing_of_it_opens(copies: Copies) -> None:
    read = copies.opened("data before", copies.without_the_key_of("DH"))
    assert read == copies.readable_of(AT_LOTUS)


def test_without_an_agencys_key_another_agency_works_on(copies: Copies) -> None:
    keys = copies.without_the_key_of("DH")
    house = copies.house
    house.env = copies.env("data before", keys)
    with (
        house.served(),
        a_browser(playwright(), copies.folder / "another", copies.folder / "saved") as browser,
    ):
        walk = Walk(house, browser.pages[0], copies.canaries, Hand(Canaries(), copies.folder))
        walk.sign_in("ines@ls.example", later=1)
        assert walk.reads_on() == []

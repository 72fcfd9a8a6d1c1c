"""A house of its own for tests that need a real data base and real processes."""

import atexit
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

ACTS = """
import os, sys, time
import django
django.setup()
from django.utils import timezone
from throughcare.audit.services import act
from throughcare.kernel.actors import Actor
from throughcare.kernel.records import new_id
from throughcare.persons.models import Person
by = Actor(new_id(), new_id(), "NGO")
"""
"""How a script that acts begins: somebody of an agency, and the nameless spine to write to."""


@dataclass
class House:
    """Folders, keys and a data base apart from everything else."""

    folder: Path
    database: str = ""
    env: dict[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        self.env = {
            **os.environ,
            "THROUGHCARE_HOME": str(self.home),
            "THROUGHCARE_KEYS": str(self.folder / "keys"),
            "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
        }
        self.env.pop("DATABASE_URL", None)
        if self.database:
            self.env["DATABASE_URL"] = self.database

    def with_tables(self) -> "House":
        """The house with an empty data base in it: a file is copied from one made before."""
        if self.database:
            self.must("migrate", "--verbosity", "0")
        else:
            shutil.copytree(empty_house(), self.folder, dirs_exist_ok=True)
        return self

    @property
    def home(self) -> Path:
        """Where its data lies."""
        return self.folder / "home"

    @property
    def file(self) -> Path:
        """Its SQLite file."""
        return self.home / "throughcare.db"

    def command(self, *words: str, **env: str) -> subprocess.CompletedProcess[str]:
        """Run `throughcare WORDS` to its end."""
        return subprocess.run(
            [sys.executable, "-m", "throughcare.config.cli", *words],
            env={**self.env, **env},
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )

    def must(self, *words: str) -> str:
        """Run `throughcare WORDS`; what it printed. It must succeed."""
        done = self.command(*words)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def script(self, text: str, *words: str) -> subprocess.Popen[str]:
        """Start a script in this house, after `ACTS`."""
        return subprocess.Popen(
            [sys.executable, "-c", ACTS + text, *words],
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def acts(self, count: int) -> None:
        """Somebody acts a number of times."""
        script = self.script(
            "for _ in range(int(sys.argv[1])):\n"
            "    with act('test.done', by=by, at=timezone.now(), subjects=[new_id()]) as done:\n"
            "        done.note(count=1)\n",
            str(count),
        )
        assert script.wait() == 0


@cache
def empty_house() -> Path:
    """The folder of a house that nobody has entered, made once by each process of tests."""
    folder = Path(tempfile.mkdtemp(prefix="throughcare-empty-"))
    atexit.register(shutil.rmtree, folder)
    House(folder).must("migrate", "--verbosity", "0")
    return folder

"""A served house whose every trace lies in one folder: data, keys, temporary files, logs."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from throughcare.audit.tests.house import House

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class ServedHouse(House):
    """A house that `throughcare serve` serves."""

    url: str = ""
    keys_of: dict[str, str] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        for folder in (self.traces, self.temporary, self.logs):
            folder.mkdir(parents=True)
        self.env |= {
            "THROUGHCARE_HOME": str(self.home),
            "THROUGHCARE_KEYS": str(self.keys),
            "TMPDIR": str(self.temporary),
            "HOME": str(self.traces / "of_the_operator"),
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
        }

    @property
    def traces(self) -> Path:
        """Everything that the house may leave behind."""
        return self.folder / "traces"

    @property
    def home(self) -> Path:
        return self.traces / "home"

    @property
    def keys(self) -> Path:
        """Where its keys lie."""
        return self.traces / "keys"

    @property
    def temporary(self) -> Path:
        """What its processes take for temporary files."""
        return self.traces / "tmp"

    @property
    def logs(self) -> Path:
        """What its processes said."""
        return self.traces / "logs"

    def set_the_scene(self) -> None:
        """Make the data base, the pages' files, and one of everything."""
        told = json.loads(self.python("-m", "tests.canaries.cast"))
        self.keys_of, self.secrets = told["keys"], told["secrets"]

    def python(self, *words: str) -> str:
        """Run a programme in this house to its end; what it printed."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def dump_tables(self) -> None:
        """On PostgreSQL: everything that the data base holds, as a file among the traces."""
        if self.database:
            subprocess.run(
                ["pg_dump", "--inserts", "-f", self.traces / "dump.sql", self.database], check=True
            )

    @contextmanager
    def served(self) -> Iterator["subprocess.Popen[bytes]"]:
        """Serve the pages while the block runs."""
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        with (self.logs / "out").open("a") as out, (self.logs / "errors").open("a") as errors:
            server = subprocess.Popen(
                [
                    *(sys.executable, "-m", "throughcare.config.cli", "serve"),
                    *("--bind", f"127.0.0.1:{port}"),
                ],
                cwd=self.folder,
                env=self.env,
                stdout=out,
                stderr=errors,
            )
            try:
                _wait_until_it_answers(self.url)
                yield server
            finally:
                server.terminate()
                server.wait(30)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(url: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{url}/health/"):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the house did not answer within two minutes")

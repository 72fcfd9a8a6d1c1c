"""A real house for a real browser: its own folder, keys, data base and web process."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from playwright.sync_api import Page

from throughcare.agencies.tests.factories import PASSWORD, code_now
from throughcare.audit.tests.house import empty_house

ROOT = Path(__file__).resolve().parents[2]


@dataclass
class House:
    """A running house and the secrets of those who can sign in."""

    url: str
    folder: Path
    secrets: dict[str, str]
    env: dict[str, str] = field(repr=False)

    def command(self, *words: str) -> str:
        """Run a command of the house, as its operator would."""
        done = subprocess.run(
            [sys.executable, *words], cwd=ROOT, env=self.env, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextmanager
def served(folder: Path) -> Iterator[House]:
    """An empty house in this folder, answering; it is shut when the test is over."""
    shutil.copytree(_ready_to_serve(), folder, dirs_exist_ok=True)
    port = _free_port()
    found = _house_in(folder, f"http://127.0.0.1:{port}")
    server = subprocess.Popen(
        [
            *(sys.executable, "-m", "gunicorn", "throughcare.config.wsgi", "--threads", "6"),
            *("--bind", f"127.0.0.1:{port}", "--log-level", "warning"),
            *("--keep-alive", "75", "--timeout", "120"),  # a slow machine is not a dead one
            *("--graceful-timeout", "5"),  # a browser may keep its lines open for ever
        ],
        cwd=ROOT,
        env=found.env,
        stderr=(folder / "log").open("w"),
    )
    try:
        _wait_until_it_answers(found.url)
        yield found
    finally:
        server.terminate()
        server.wait(60)


def _house_in(folder: Path, url: str = "") -> House:
    env = {
        **os.environ,
        "THROUGHCARE_HOME": str(folder / "home"),
        "THROUGHCARE_KEYS": str(folder / "keys"),
        "DJANGO_SETTINGS_MODULE": "throughcare.config.settings",
        "PYTHONPATH": f"{ROOT / 'src'}:{ROOT}",
        "THROUGHCARE_IDLE_MINUTES": "30",  # a slow machine is not somebody who went away
    }
    env.pop("DATABASE_URL", None)
    return House(url, folder, {}, env)


@cache
def _ready_to_serve() -> Path:
    """A house that nobody has entered, with what browsers ask for collected in it."""
    folder = empty_house()
    _house_in(folder).command("manage.py", "collectstatic", "--no-input", "-v0")
    return folder


def sign_in(page: Page, house: House, address: str) -> Page:
    """Sign somebody in as they do it themselves, with both factors."""
    page.goto(f"{house.url}/sign-in/")
    give_both_factors(page, house, address)
    page.wait_for_selector("nav.tc-side", state="attached")
    return page


def give_both_factors(page: Page, house: House, address: str) -> None:
    """On the page that asks for them: address and password, then the code of now."""
    page.fill("input[name=login]", address)
    page.fill("input[name=password]", PASSWORD)
    page.click("main form button.btn-primary")
    page.fill("input[name=code]", code_now(house.secrets[address]))
    page.click("main form button.btn-primary")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_it_answers(url: str) -> None:
    for _ in range(100):
        try:
            with urllib.request.urlopen(f"{url}/health/"):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the house did not answer within 20 seconds")

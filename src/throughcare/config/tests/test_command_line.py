"""One command: what it says, what it refuses, and what it never shows."""

import os
import shutil
import signal
import socket
import sqlite3
import stat
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

from throughcare.audit.tests.house import House
from throughcare.config import cli
from throughcare.config.cli import COMMANDS, FILE_COMMANDS

CANARY = "Zarnigor Qalandarova"


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> House:
    """A house with an empty data base."""
    return House(tmp_path_factory.mktemp("house")).with_tables()


@pytest.fixture
def fresh(tmp_path: Path, house: House) -> House:
    """A copy of it, to be harmed."""
    shutil.copytree(house.folder, tmp_path / "house")
    return House(tmp_path / "house")


def test_without_words_it_lists_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([])
    assert ended.value.code == 0
    listed = capsys.readouterr().out
    for name in (*COMMANDS, *FILE_COMMANDS):
        assert f"  {name} " in listed


@pytest.mark.parametrize("words", [["nonsense"], ["keys"], ["ledger", "nonsense"]])
def test_an_unknown_command_lists_them_and_ends_with_2(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(words)
    assert ended.value.code == 2
    assert "ledger verify" in capsys.readouterr().out


@pytest.mark.parametrize("name", sorted({**COMMANDS, **FILE_COMMANDS}))
def test_every_command_says_how_it_is_used(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main([*name.split(), "--help"])
    assert ended.value.code == 0
    assert f"throughcare {name}" in capsys.readouterr().out


def test_the_list_of_commands_begins_at_once() -> None:
    loaded = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "throughcare.config.cli"],
        capture_output=True,
        text=True,
        check=True,
    ).stderr
    assert "django" not in loaded


def test_a_wrong_option_ends_with_2_and_shows_the_usage(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit) as ended:
        cli.main(["ledger", "verify", "--nonsense"])
    assert ended.value.code == 2
    assert "usage: throughcare ledger verify" in capsys.readouterr().err


def test_an_unexpected_error_is_one_line_without_what_was_worked_on(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def fails(name: str, words: list[str]) -> int:
        raise KeyError(CANARY)

    monkeypatch.setattr(cli, "_carried_out", fails)
    with pytest.raises(SystemExit) as ended:
        cli.main(["agencies"])
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert CANARY not in said
    assert "KeyError at test_command_line.py:" in said
    assert len(said.splitlines()) == 1


def test_a_house_without_data_base_says_what_to_do(tmp_path: Path) -> None:
    done = House(tmp_path).command("agencies")
    assert done.returncode == 1
    assert done.stderr.endswith("throughcare migrate\n")
    assert len(done.stderr.splitlines()) == 1


def test_a_stranger_finds_nobody_at_the_console(house: House) -> None:
    done = house.command("search", CANARY, "--as", "stranger@nowhere.example")
    assert done.returncode == 1
    assert done.stderr == "Nothing is here: no such staff.\n"


def test_locked_keys_are_said_in_one_line_and_open_with_the_file(fresh: House) -> None:
    passphrase = fresh.folder / "passphrase"
    passphrase.write_text("seven plain words are easy to keep\n")
    assert "Locked." in fresh.must("keys", "lock", "--passphrase-file", str(passphrase))
    shut = fresh.command("agencies")
    assert shut.returncode == 1
    assert "THROUGHCARE_PASSPHRASE_FILE" in shut.stderr
    assert len(shut.stderr.splitlines()) == 1
    opened = fresh.command("keys", "list", THROUGHCARE_PASSPHRASE_FILE=str(passphrase))
    assert "are locked by a passphrase" in opened.stdout
    fresh.command("keys", "unlock", THROUGHCARE_PASSPHRASE_FILE=str(passphrase))
    assert "are not locked" in fresh.must("keys", "list")


@pytest.mark.parametrize("passphrase", ["short", ""])
def test_a_short_passphrase_changes_nothing(fresh: House, passphrase: str) -> None:
    (fresh.folder / "passphrase").write_text(passphrase)
    done = fresh.command("keys", "lock", "--passphrase-file", str(fresh.folder / "passphrase"))
    assert done.returncode == 1
    assert "Nothing was changed" in done.stderr
    assert not (fresh.folder / "keys" / "lock.json").exists()


class TestProduction:
    """A house that is fit, and each thing that makes it unfit."""

    FIT = {"THROUGHCARE_PRODUCTION": "1", "THROUGHCARE_HOSTS": "care.example.org"}

    @pytest.fixture(scope="class")
    def fit(self, house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
        folder = tmp_path_factory.mktemp("fit") / "house"
        shutil.copytree(house.folder, folder)
        (folder / "outside").mkdir()
        fit = self.of(folder)
        fit.command("ready", **self.FIT)
        return fit

    @pytest.fixture
    def unfit(self, fit: House, tmp_path: Path) -> House:
        shutil.copytree(fit.folder, tmp_path / "house")
        return self.of(tmp_path / "house")

    def of(self, folder: Path) -> House:
        house = House(folder)
        house.env["THROUGHCARE_OUTSIDE"] = str(folder / "outside")
        return house

    def test_a_fit_house_is_told_so(self, fit: House) -> None:
        done = fit.command("check", **self.FIT)
        assert (done.returncode, done.stdout) == (0, "Ready for production.\n"), done.stderr

    @pytest.mark.parametrize(
        ("env", "says"),
        [
            ({"THROUGHCARE_PRODUCTION": "0"}, "THROUGHCARE_PRODUCTION=1"),
            ({"THROUGHCARE_HOSTS": "localhost"}, "THROUGHCARE_HOSTS"),
            ({"THROUGHCARE_HOSTS": "*"}, "THROUGHCARE_HOSTS"),
            ({"THROUGHCARE_OUTSIDE": "/nowhere"}, "THROUGHCARE_OUTSIDE"),
        ],
    )
    def test_what_the_settings_lack_is_said(
        self, fit: House, env: dict[str, str], says: str
    ) -> None:
        done = fit.command("check", **{**self.FIT, **env})
        assert done.returncode == 1
        assert says in done.stderr

    def test_open_rights_are_named_and_serving_is_refused(self, unfit: House) -> None:
        key = next((unfit.folder / "keys" / "house").iterdir())
        key.chmod(0o644)
        for words in (("check",), ("serve", "--bind", "127.0.0.1:0")):
            done = unfit.command(*words, **self.FIT)
            assert done.returncode == 1
            assert f"chmod 600 {key}" in done.stderr

    def test_keys_under_the_data_are_refused(self, unfit: House) -> None:
        moved = unfit.home / "keys"
        (unfit.folder / "keys").rename(moved)
        done = unfit.command("check", THROUGHCARE_KEYS=str(moved), **self.FIT)
        assert done.returncode == 1
        assert "Keys lie under the data" in done.stderr

    def test_a_demonstration_data_base_is_refused(self, unfit: House) -> None:
        script = unfit.script(
            "from throughcare.agencies.tests.factories import dawn_hotline\ndawn_hotline()\n"
        )
        assert script.wait() == 0
        done = unfit.command("serve", "--bind", "127.0.0.1:0", **self.FIT)
        assert done.returncode == 1
        assert "demonstration country" in done.stderr

    def test_a_removed_guard_of_the_ledger_is_noticed(self, unfit: House) -> None:
        with sqlite3.connect(unfit.file) as base:
            base.execute("drop trigger audit_line_refuses_delete")
        done = unfit.command("check", **self.FIT)
        assert done.returncode == 1
        assert "guards the ledger" in done.stderr

    def test_an_open_passphrase_file_is_noticed(self, unfit: House) -> None:
        passphrase = unfit.folder / "passphrase"
        passphrase.write_text("seven plain words are easy to keep")
        passphrase.chmod(0o644)
        env = {**self.FIT, "THROUGHCARE_PASSPHRASE_FILE": str(passphrase)}
        done = unfit.command("check", **env)
        assert done.returncode == 1
        assert f"chmod 600 {passphrase}" in done.stderr


class TestServing:
    def test_it_serves_starts_again_what_ends_and_stops_when_asked(self, fresh: House) -> None:
        fresh.command("ready", THROUGHCARE_PRODUCTION="1")
        port = free_port()
        served = subprocess.Popen(
            [
                sys.executable,
                "-m",
                "throughcare.config.cli",
                "serve",
                "--bind",
                f"127.0.0.1:{port}",
            ],
            env=fresh.env,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert answers(port)
            web = next(pid for pid in children(served.pid) if "gunicorn" in command_of(pid))
            os.kill(web, signal.SIGKILL)
            assert fails_then_answers(port, served.pid, web)
        finally:
            served.terminate()
            said = served.communicate(timeout=40)[1]
        assert served.returncode == 0
        assert "started again" in said
        assert not answers(port, tries=1)

    def test_an_address_that_is_taken_is_said_in_one_line(self, house: House) -> None:
        with socket.create_server(("127.0.0.1", 0)) as taken:
            port = taken.getsockname()[1]
            done = house.command("serve", "--bind", f"127.0.0.1:{port}")
        assert done.returncode == 1
        assert "Try --bind" in done.stderr
        assert len(done.stderr.splitlines()) == 1


def test_a_round_of_the_worker_signs_a_head_over_what_was_written(fresh: House) -> None:
    fresh.acts(3)
    heads = fresh.home / "heads.jsonl"
    assert not heads.exists()
    fresh.must("worker", "--once")
    assert stat.S_IMODE(heads.stat().st_mode) == 0o600
    assert "Entries 1 to 3 are those" in fresh.must("ledger", "verify")
    fresh.must("worker", "--once")
    assert len(heads.read_text().splitlines()) == 1


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
    return port


def answers(port: int, tries: int = 300) -> bool:
    for _ in range(tries):
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/accounts/login/", timeout=20)
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
        else:
            return True
    return False


def fails_then_answers(port: int, serving: int, ended: int) -> bool:
    for _ in range(300):
        webs = [pid for pid in children(serving) if "gunicorn" in command_of(pid)]
        if webs and ended not in webs:
            return answers(port)
        time.sleep(0.2)
    return False


def children(parent: int) -> list[int]:
    listed = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    return [int(pid) for pid in listed]


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        return ""

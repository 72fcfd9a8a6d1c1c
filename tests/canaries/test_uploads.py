"""An upload on its way lies nowhere in the clear, and a killed house leaves nothing of it."""

import os
import re
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.canaries.house import ServedHouse
from tests.canaries.planting import Canaries
from tests.canaries.scanning import Scanner
from tests.canaries.sending import Client

NOOR = "noor@dh.example"
HALF = 600_000


@pytest.fixture
def house(tmp_path: Path, own_house: None) -> ServedHouse:
    house = ServedHouse(tmp_path / "house")
    house.set_the_scene()
    return house


def test_an_upload_is_sealed_while_it_comes_in_and_gone_when_the_house_is_killed(
    house: ServedHouse,
) -> None:
    canaries = Canaries()
    words = canaries.text("a file on its way", words=8)
    file = f"{words}\n".encode() * (2 * HALF // (len(words) + 1))
    scanner = Scanner(canaries.planted)
    path = f"/people/{house.keys_of['person']}/file/"
    fields = {"part": "situation"}

    with house.served() as server:
        upload = Client(house, NOOR).slow_upload(path, fields, file)
        upload.send(HALF)
        sealed = until_it_lies_somewhere(server.pid)
        assert scanner.found_in(b"".join(sealed)) == set()
        assert scanner.found_below(house.traces) == set()
        files_before = files_of(house)
        for process in family(server.pid)[1:]:
            # A process that crashes leaves its memory on the disk, unless it is told not to.
            limits = Path(f"/proc/{process}/limits").read_text()
            assert re.search(r"Max core file size +0 +0 ", limits)
        for process in family(server.pid):
            os.kill(process, signal.SIGKILL)
    assert scanner.found_below(house.traces) == set()
    assert files_of(house) == files_before

    with house.served():
        client = Client(house, "sami@dh.example")
        upload = client.slow_upload(path, fields, file)
        upload.send(HALF)
        assert b" 302 " in upload.finish()
        assert len(files_of(house)) == len(files_before) + 1
        assert f"/people/{house.keys_of['person']}/" in client.page("/people/")
    assert scanner.found_below(house.traces) == set()


def until_it_lies_somewhere(server: int) -> list[bytes]:
    """Wait for what comes in to be held on the disk: the content of each file held open unnamed."""
    for _ in range(100):
        held = [content for content in unnamed_files(server) if len(content) >= HALF // 2]
        if held:
            return held
        time.sleep(0.1)
    raise AssertionError("the upload was never held on the disk")


def unnamed_files(server: int) -> Iterator[bytes]:
    """Files that the house holds open and that have no name any more."""
    for process in family(server):
        for handle in Path(f"/proc/{process}/fd").iterdir():
            try:
                if "(deleted)" in os.readlink(handle):
                    yield handle.read_bytes()
            except OSError:
                continue


def family(process: int) -> list[int]:
    """A process and all that it began."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    return [process, *(one for child in children for one in family(int(child)))]


def files_of(house: ServedHouse) -> set[Path]:
    """The files that stay in the house."""
    return {file for file in (house.home / "files").rglob("*") if file.is_file()}

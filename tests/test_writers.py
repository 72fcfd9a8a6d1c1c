"""Many writers at once, and writers that are killed: nothing is lost and there is one chain."""

import os
import random
import signal
import time
from collections.abc import Iterator

import pytest

from tests.houses import a_data_base
from throughcare.audit.tests.house import House

WRITERS = 8
LONGEST_WAIT = 2.0

WRITE = """
print("ready", flush=True)
sys.stdin.readline()
until, longest, done = time.monotonic() + float(sys.argv[1]), 0.0, 0
while time.monotonic() < until:
    asked = time.monotonic()
    with act("test.written", by=by, at=timezone.now(), subjects=[new_id()]):
        longest = max(longest, time.monotonic() - asked)
        Person.made()
        Person.made()
    done += 1
print(done, longest)
"""

WRITE_AND_WAIT = """
with act("test.interrupted", by=by, at=timezone.now(), subjects=[new_id()]):
    Person.made()
    print("inside", flush=True)
    sys.stdin.readline()
    Person.made()
print("written", flush=True)
"""

COUNT = """
from throughcare.audit.models import Line
print(Line.objects.count(), Person.objects.count())
"""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house whose data base is of the kind that DATABASE_URL names; without it, SQLite."""
    with a_data_base() as url:
        yield House(tmp_path_factory.mktemp("writers"), url).with_tables()


@pytest.mark.parametrize(
    "seconds", [pytest.param(2, id="2 s"), pytest.param(60, id="60 s", marks=pytest.mark.long)]
)
def test_eight_writers_lose_nothing_and_keep_one_chain(
    house: House, seconds: int, capsys: pytest.CaptureFixture[str]
) -> None:
    lines, persons = counted(house)
    writers = [house.script(WRITE, str(seconds)) for _ in range(WRITERS)]
    for writer in writers:
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        assert writer.stdin
        writer.stdin.write("go\n")
        writer.stdin.flush()
    reports = [writer.communicate(timeout=seconds + 120)[0].split() for writer in writers]
    done = [int(report[0]) for report in reports]
    longest = max(float(report[1]) for report in reports)
    with capsys.disabled():
        print(
            f"\n{sum(done)} acts in {seconds} s by {WRITERS} writers; longest wait {longest:.2f} s"
        )
    assert counted(house) == (lines + sum(done), persons + 2 * sum(done))
    assert min(done) > 0
    assert house.must("ledger", "verify").startswith(f"Good: {lines + sum(done)} entries")
    if seconds == 60:
        assert longest <= LONGEST_WAIT


def test_an_act_that_is_killed_in_the_middle_leaves_nothing(house: House) -> None:
    before = counted(house)
    writer = house.script(WRITE_AND_WAIT)
    assert writer.stdout
    assert writer.stdout.readline() == "inside\n"
    writer.kill()
    assert writer.wait() == -signal.SIGKILL
    assert counted(house) == before


def test_a_killed_writer_holds_nobody_up(house: House) -> None:
    lines, persons = counted(house)
    killed = house.script(WRITE_AND_WAIT)
    assert killed.stdout
    assert killed.stdout.readline() == "inside\n"
    waiting = house.script(WRITE_AND_WAIT)
    time.sleep(0.5)
    killed.kill()
    assert waiting.communicate("\n", timeout=60)[0] == "inside\nwritten\n"
    assert counted(house) == (lines + 1, persons + 2)


def test_writers_that_are_killed_at_any_moment_leave_all_or_nothing(house: House) -> None:
    chance = random.Random(7)
    writers = [house.script(WRITE, "3600") for _ in range(4)]
    for writer in writers:
        assert writer.stdin
        assert writer.stdout
        assert writer.stdout.readline() == "ready\n"
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        time.sleep(chance.uniform(0.2, 0.6))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait()
    lines, persons = counted(house)
    assert persons == 2 * lines
    assert house.must("ledger", "verify").startswith(f"Good: {lines} entries")


def test_what_was_written_before_a_kill_is_still_there(house: House) -> None:
    lines, _ = counted(house)
    writer = house.script(
        "while True:\n"
        "    with act('test.written', by=by, at=timezone.now()):\n"
        "        Person.made()\n"
        "        Person.made()\n"
        "    print('written', flush=True)\n"
    )
    assert writer.stdout
    told = [writer.stdout.readline() for _ in range(5)]
    writer.kill()
    told += writer.stdout.readlines()
    assert told == ["written\n"] * len(told)
    assert counted(house)[0] >= lines + len(told)


def counted(house: House) -> tuple[int, int]:
    """How many lines, and how many rows of the spine."""
    lines, persons = house.script(COUNT).communicate()[0].split()
    return int(lines), int(persons)

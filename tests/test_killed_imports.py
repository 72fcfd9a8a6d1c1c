"""`kill -9` at any moment of an import leaves all or nothing, on either data base."""

import json
import random
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.houses import a_data_base
from throughcare.audit.tests.house import House
from throughcare.exchange.tests.invented import invented_rows
from throughcare.exchange.tests.test_killed import COUNT, IMPORT, ran

pytestmark = pytest.mark.long
ROWS, KILLS = 150, 8


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    with a_data_base() as url:
        yield House(tmp_path, url).with_tables()


def test_an_import_killed_at_any_moment_leaves_all_or_nothing(house: House) -> None:
    chance = random.Random(9)
    rows = invented_rows((KILLS + 1) * ROWS)
    first, longest = a_file(house, rows[:ROWS], 0), time.monotonic()
    assert ran(house, IMPORT, str(first), "whole") == (0, f"{ROWS} 0 False")
    longest = time.monotonic() - longest
    nothing, killed = int(ran(house, COUNT)[1]), 0
    for number in range(1, KILLS + 1):
        file = a_file(house, rows[number * ROWS : (number + 1) * ROWS], number)
        importing = house.script(IMPORT, str(file), "whole")
        time.sleep(longest * chance.uniform(0.4, 1.0))
        importing.kill()
        killed += importing.wait() == -signal.SIGKILL
        before = int(ran(house, COUNT)[1])
        code, again = ran(house, IMPORT, str(file), "whole")
        assert code == 0
        assert again in (f"{ROWS} 0 False", f"0 {ROWS} False")
        if again.startswith("0 "):  # it had been whole: nothing is written now
            assert int(ran(house, COUNT)[1]) == before > nothing
        else:  # it had left nothing
            assert before == nothing
        nothing = int(ran(house, COUNT)[1])
        house.must("ledger", "verify")
    assert killed


def a_file(house: House, rows: list[dict[str, str]], number: int) -> Path:
    file = house.folder / f"cases{number}.json"
    file.write_text(json.dumps(rows))
    return file

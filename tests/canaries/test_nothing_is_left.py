"""Canaries of every kind, typed into every page that takes text, lie nowhere on the disk."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.browser import CHROMIUM, playwright
from tests.canaries.house import ServedHouse
from tests.canaries.lines import strange_lines
from tests.canaries.planting import Canaries
from tests.canaries.scanning import Scanner
from tests.canaries.typing_in import Hand
from tests.canaries.walk import Walk, a_browser
from tests.houses import a_data_base

pytestmark = [
    pytest.mark.journey,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is missing: apt-get install chromium"),
]
SHOWN = (
    "speak/ words",
    "note/ text",
    "task/ words",
    "locked page text",
    "contacts/new/phone/ value",
    "contacts/new/phone/ say",
    "contacts/new/email/ value",
    "contacts/new/address/ value",
    "documents/new/ number",
    "given name in Arabic",
    "family name in Han",
    "identity/ day",
    "called, in two windows",
    "a question",
    " answer",
    "a referral by link",
)
"""Of these places at least one canary was shown again: what was typed was really taken."""


@contextmanager
def a_walk(folder: Path, rows: int) -> Iterator[Walk]:
    """A served house after somebody has typed into all of it; the browser is still open."""
    with a_data_base() as database:
        house = ServedHouse(folder / "house", database)
        house.set_the_scene()
        (folder / "sent").mkdir()
        canaries = Canaries()
        with (
            house.served(),
            a_browser(playwright(), folder / "profile", folder / "saved") as browser,
        ):
            walk = Walk(house, browser.pages[0], canaries, Hand(canaries, folder / "sent"))
            walk.whole(rows)
            yield walk


@pytest.mark.long
@pytest.mark.parametrize("rows", [40, 1000])
def test_nothing_that_was_typed_or_sent_in_lies_anywhere(tmp_path: Path, rows: int) -> None:
    with a_walk(tmp_path, rows) as walk:
        house, canaries = walk.house, walk.canaries
        scanner = Scanner(canaries.planted)
        places = [house.traces, tmp_path / "profile"]
        while_it_runs = scanner.found_below(*places)
        house.dump_tables()
    assert len(canaries.planted) >= 1000
    assert while_it_runs == set()
    assert scanner.found_below(*places) == set()
    assert strange_lines(house.logs / "errors") == []
    shown = {canaries.planted[each] for each in scanner.found_in(walk.seen.encode())}
    assert [kind for kind in SHOWN if not any(kind in where for where in shown)] == []
    assert pieces_left_of(walk.saved, *places) == []


def pieces_left_of(saved: list[bytes], *places: Path) -> list[Path]:
    """Files that hold a piece of a scan, a photograph or a paper that was shown or saved."""
    pieces = [each[start : start + 24] for each in saved for start in range(200, len(each), 400)]
    assert len(saved) == 3
    assert len(pieces) > 10
    return [
        file
        for place in places
        for file in place.rglob("*")
        if file.is_file() and any(piece in file.read_bytes() for piece in pieces)
    ]

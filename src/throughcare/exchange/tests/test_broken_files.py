"""Whatever is wrong with a file, it is said in plain words, and nothing is changed."""

from collections.abc import Callable
from io import BytesIO

import pytest

from throughcare.agencies.tests.factories import NOON
from throughcare.exchange.queries import problem_row
from throughcare.exchange.services import import_htcds
from throughcare.exchange.tests.broken import BROKEN, ROWS, Broken
from throughcare.kernel.actors import Actor

Counts = Callable[[], dict[str, int]]


@pytest.mark.parametrize("kind", BROKEN)
def test_a_broken_file_is_refused_in_plain_words_and_changes_nothing(
    kind: str, dana: Actor, counts: Counts
) -> None:
    broken = BROKEN[kind]()
    before = counts()
    report = import_htcds(BytesIO(broken.content), broken.name, by=dana, at=NOON)
    assert report.refused
    assert report.taken == 0
    said = [problem_row(problem) for problem in report.problems]
    assert any(broken.says in row.words and _stands_at(broken, row) for row in said), said
    assert "%(" not in "".join(row.words for row in said)
    assert counts() == before


@pytest.mark.parametrize("kind", BROKEN)
def test_no_report_repeats_what_stands_in_a_file(kind: str, dana: Actor) -> None:
    broken = BROKEN[kind]()
    report = import_htcds(BytesIO(broken.content), broken.name, by=dana, at=NOON)
    said = " ".join(f"{row.column} {row.words}" for row in map(problem_row, report.problems))
    texts = {
        text
        for row in ROWS
        for name, text in row.items()
        if name in ("prs_FirstName", "prs_SecondName", "prs_Email", "prs_Birthdate")
    }
    assert not any(text in said for text in texts)
    for word in ("Perhaps", "Atlantis", "Narnia", "neighbour", "0791234567", "Shoe", "maybe"):
        assert word not in said


def test_there_are_far_more_than_thirty_kinds() -> None:
    assert len(BROKEN) > 60


def _stands_at(broken: Broken, row: object) -> bool:
    return broken.row in (None, row.row) and broken.column in (None, row.column)  # type: ignore[attr-defined]

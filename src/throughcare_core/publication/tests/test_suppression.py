"""An attacker who knows the rule, every shown number, and that lines and columns add up."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.publication import FEWEST, Published, at_least, published, range_of

tables = st.integers(1, 4).flatmap(
    lambda across: st.lists(
        st.lists(st.integers(0, 12) | st.integers(0, 60), min_size=across, max_size=across),
        min_size=1,
        max_size=4,
    )
)


def hidden_in(shown: Published) -> set[tuple[int, int]]:
    down, across = len(shown.lines), len(shown.columns)
    whole = [[*line, margin] for line, margin in zip(shown.cells, shown.lines, strict=True)]
    whole.append([*shown.columns, shown.all])
    return {(i, j) for i, j in product(range(down + 1), range(across + 1)) if whole[i][j] is None}


def by_trying(table: list[list[int]], hidden: set[tuple[int, int]], most: int) -> dict:
    """Every table of small numbers that shows the same: what each hidden cell could be."""
    down, across = len(table), len(table[0])
    could: dict[tuple[int, int], set[int]] = {cell: set() for cell in hidden}
    inner = sorted(cell for cell in hidden if cell[0] < down and cell[1] < across)
    for values in product(range(most + 1), repeat=len(inner)):
        tried = [list(line) for line in table]
        for (i, j), value in zip(inner, values, strict=True):
            tried[i][j] = value
        sums = {(i, across): (sum(tried[i]), sum(table[i])) for i in range(down)}
        sums |= {
            (down, j): (sum(line[j] for line in tried), sum(line[j] for line in table))
            for j in range(across)
        }
        sums[down, across] = (sum(map(sum, tried)), sum(map(sum, table)))
        if all(new == old for cell, (new, old) in sums.items() if cell not in hidden):
            for cell in hidden:
                could[cell].add(tried[cell[0]][cell[1]] if cell in inner else sums[cell][0])
    return could


@given(tables)
@settings(max_examples=150, deadline=None)
def test_of_no_small_number_can_anybody_tell_that_it_is_not_nothing_nor_that_it_is_small(
    table: list[list[int]],
) -> None:
    shown = published(table)
    hidden = hidden_in(shown)
    down, across = len(table), len(table[0])
    for i, j in product(range(down), range(across)):
        if table[i][j] < FEWEST:
            assert shown.cells[i][j] is None
            least, most = range_of(table, hidden, (i, j))
            assert least == 0
            assert most is None or most >= FEWEST


@given(tables)
@settings(max_examples=100, deadline=None)
def test_what_is_shown_is_true(table: list[list[int]]) -> None:
    shown = published(table)
    for line, told in zip(table, shown.cells, strict=True):
        assert all(said in (None, number) for number, said in zip(line, told, strict=True))
    assert shown.all in (None, sum(map(sum, table)))


@pytest.mark.parametrize(
    ("table", "hidden"),
    [
        ([[6, 3], [2, 7]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[6, 3], [2, 7]], {(0, 1), (0, 2), (1, 1), (1, 0)}),
        ([[1, 2, 6], [4, 5, 6]], {(0, 0), (0, 1), (1, 0), (1, 1)}),
        ([[1, 2, 6], [4, 5, 6]], {(0, 0), (0, 3), (1, 0), (1, 3)}),
        ([[3, 9]], {(0, 0), (1, 0)}),
    ],
)
def test_what_a_reader_can_work_out_is_what_trying_every_table_finds(
    table: list[list[int]], hidden: set[tuple[int, int]]
) -> None:
    could = by_trying(table, hidden, 24)
    for cell in hidden:
        least, most = range_of(table, hidden, cell)
        assert least == min(could[cell])
        if most is not None:
            assert most == max(could[cell])
        else:
            assert max(could[cell]) >= 20


def test_hiding_the_small_number_alone_gives_it_away_and_so_more_is_hidden() -> None:
    table = [[20, 2], [30, 40]]
    assert range_of(table, {(0, 1)}, (0, 1)) == (2, 2)
    assert len(hidden_in(published(table))) >= 4


def test_one_person_and_nobody_look_alike() -> None:
    nobody = published([[20, 0, 8], [30, 40, 9], [7, 8, 9]])
    assert nobody.cells[0][1] is None
    assert at_least(0) == at_least(1) == at_least(FEWEST - 1) is None


def test_a_table_that_is_not_one_is_refused() -> None:
    for wrong in ([[1, 2], [3]], [[-1]]):
        with pytest.raises(ValueError, match="as many numbers"):
            published(wrong)

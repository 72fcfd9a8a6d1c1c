"""An attacker who has every shown number of two tables of the same people, and all their sums.

What she can work out is found here by adding and subtracting answers in every way there is, and by
bounds that tighten each other; not by the flows of the product.
"""

from itertools import combinations, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from throughcare_core.publication import FEWEST, Published, published_together

Table = list[list[int]]
EVERYBODY = 10_000
"""So many people nobody counts here: the attacker's first upper bound."""


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Table, Table]:
    """People by place and state, and by place and reason: few in many cells."""
    places, states, reasons = draw(st.integers(1, 4)), draw(st.integers(1, 4)), draw(st.integers(1))
    reasons = 1 + reasons % 4
    left = [[0] * states for _ in range(places)]
    right = [[0] * reasons for _ in range(places)]
    groups = st.tuples(
        st.integers(0, places - 1),
        st.integers(0, states - 1),
        st.integers(0, reasons - 1),
        st.integers(0, 9) | st.integers(0, 40),
    )
    for place, state, reason, people in draw(st.lists(groups, max_size=14)):
        left[place][state] += people
        right[place][reason] += people
    return left, right


class Attacker:
    """Every shown number is an equation; the unknown ones are the inner cells of both tables."""

    def __init__(self, left: Published, right: Published) -> None:
        self.places = len(left.lines)
        self.states, self.reasons = len(left.columns), len(right.columns)
        self.known: list[tuple[np.ndarray, int]] = []
        for i in range(self.places):
            self.known.append((self.of_left([i]) - self.of_right([i]), 0))
            self.sees(left.lines[i], self.of_left([i]))
            for j in range(self.states):
                self.sees(left.cells[i][j], self.of_left([i], [j]))
            for j in range(self.reasons):
                self.sees(right.cells[i][j], self.of_right([i], [j]))
        for j in range(self.states):
            self.sees(left.columns[j], self.of_left(columns=[j]))
        for j in range(self.reasons):
            self.sees(right.columns[j], self.of_right(columns=[j]))
        self.sees(left.all, self.of_left())

    def sees(self, number: int | None, cells: np.ndarray) -> None:
        if number is not None:
            self.known.append((cells, number))

    def of_left(
        self, lines: list[int] | None = None, columns: list[int] | None = None
    ) -> np.ndarray:
        return self._cells(0, self.states, lines, columns)

    def of_right(
        self, lines: list[int] | None = None, columns: list[int] | None = None
    ) -> np.ndarray:
        return self._cells(self.places * self.states, self.reasons, lines, columns)

    def _cells(
        self, first: int, across: int, lines: list[int] | None, columns: list[int] | None
    ) -> np.ndarray:
        cells = np.zeros(self.places * (self.states + self.reasons))
        for i in range(self.places) if lines is None else lines:
            for j in range(across) if columns is None else columns:
                cells[first + i * across + j] = 1
        return cells

    def is_told_by_subtraction(self, cells: np.ndarray) -> bool:
        """Whether some sum and difference of what is shown comes to these very cells."""
        shown = np.array([known for known, _number in self.known])
        with_cells = np.vstack([shown, cells])
        return bool(np.linalg.matrix_rank(with_cells) == np.linalg.matrix_rank(shown))

    def bounds(self) -> tuple[np.ndarray, np.ndarray]:
        """The least and the most of every cell, each equation tightening the others."""
        size = self.places * (self.states + self.reasons)
        least, most = np.zeros(size), np.full(size, float(EVERYBODY))
        for _ in range(size):
            before = least.copy(), most.copy()
            for known, number in self.known:
                for cell in np.flatnonzero(known):
                    rest = np.where(np.arange(size) == cell, 0, known)
                    low = np.where(rest > 0, least, most) @ rest
                    high = np.where(rest > 0, most, least) @ rest
                    ends = sorted(((number - high) / known[cell], (number - low) / known[cell]))
                    least[cell], most[cell] = max(least[cell], ends[0]), min(most[cell], ends[1])
            if np.array_equal(before[0], least) and np.array_equal(before[1], most):
                break
        return least, most


@given(pairs())
@settings(max_examples=60, deadline=None)
def test_no_small_number_of_either_table_nor_of_places_together_can_be_told(
    tables: tuple[Table, Table],
) -> None:
    left, right = tables
    attacker = Attacker(*published_together(left, right))
    least, most = attacker.bounds()
    places = range(attacker.places)
    groups = [list(group) for size in (1, 2, len(places)) for group in combinations(places, size)]
    tables_of = (
        (left, attacker.of_left, attacker.states),
        (right, attacker.of_right, attacker.reasons),
    )
    for lines, (table, cells, across) in product(groups, tables_of):
        for j in range(across):
            if sum(table[i][j] for i in lines) < FEWEST:
                asked = cells(lines, [j])
                assert not attacker.is_told_by_subtraction(asked)
                assert least @ asked == 0
                assert most @ asked >= FEWEST


@given(pairs())
@settings(max_examples=60, deadline=None)
def test_what_is_shown_is_true_and_the_sums_of_lines_are_the_same_in_both(
    tables: tuple[Table, Table],
) -> None:
    shown = published_together(*tables)
    assert shown[0].lines == shown[1].lines
    assert shown[0].all == shown[1].all
    for table, told in zip(tables, shown, strict=True):
        for line, said, total in zip(table, told.cells, told.lines, strict=True):
            assert all(one in (None, number) for number, one in zip(line, said, strict=True))
            assert total in (None, sum(line))
        for j, said_of_all in enumerate(told.columns):
            assert said_of_all in (None, sum(line[j] for line in table))


def test_where_everything_is_large_everything_is_shown() -> None:
    left, right = published_together([[20, 10], [30, 40]], [[30], [70]])
    assert left.cells == [[20, 10], [30, 40]]
    assert right.columns == [100]


def test_tables_apart_give_away_what_they_hide_together() -> None:
    left, right = published_together([[3, 20], [30, 40]], [[23, 0], [60, 10]])
    told = [*left.lines, *left.cells[0], *right.cells[0]]
    assert left.cells[0][0] is None
    assert right.cells[0][1] is None
    assert told.count(None) >= 4


def test_tables_of_other_people_are_refused() -> None:
    with pytest.raises(ValueError, match="same people"):
        published_together([[5, 5]], [[9]])

"""Tables with their sums: small numbers hidden, and further ones so that they stay hidden.

Primary suppression hides every number below `FEWEST`, nothing included. Complementary suppression
hides further numbers until nobody who reads the rest can say of a hidden small number anything
but that it may be nothing and may be five. The method is the one of statistical offices (Willenborg
and de Waal, Elements of Statistical Disclosure Control, 2001, chapter 5); what a reader can work
out is computed exactly (`networks.py`). It does not reckon with somebody who follows one table
through many months, or who knows some of the people.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from throughcare_core.publication.networks import range_in, to_hide

Table = Sequence[Sequence[int]]
Cell = tuple[int, int]
Place = tuple[int, int, int]
"""A cell of one of two tables: which side, line, column; the sums of lines are on neither side."""
LEFT, RIGHT, SUMS = 0, 1, 2


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it may be shown: its cells, sums of lines and of columns, and of all.

    `cells[line][column]`, `lines[line]`, `columns[column]`, `all`: a number, or None where hidden.
    """

    cells: Sequence[Sequence[int | None]]
    lines: Sequence[int | None]
    columns: Sequence[int | None]
    all: int | None


def published(table: Table) -> Published:
    """Hide what is small, and as little else as it takes (greedily: the smallest first).

    `table[line][column]` holds numbers of people, 0 or more, all lines equally long; ValueError
    otherwise.

    >>> published([[20, 2], [30, 40]]).cells
    [[None, None], [None, None]]
    >>> published([[20, 10], [30, 40]]).all
    100
    """
    _must_be_a_table(table)
    numbers = _with_sums(table)
    down, across = len(table), len(table[0])
    hidden = to_hide(
        numbers, _ends(numbers), {(i, j): (i == down) + (j == across) for i, j in numbers}
    )

    def shown(i: int, j: int) -> int | None:
        return None if (i, j) in hidden else numbers[i, j]

    return _as_shown(shown, down, across)


def published_together(left: Table, right: Table) -> tuple[Published, Published]:
    """Two tables of the same people, line by line, that share the sums of their lines.

    Such as people by place and state, and by place and reason: what is hidden in one is not told
    by the other. ValueError where a line does not come to the same sum in both.

    >>> states, reasons = published_together([[20, 10], [30, 40]], [[30], [70]])
    >>> states.lines == reasons.lines == [30, 70]
    True
    """
    _must_be_a_table(left)
    _must_be_a_table(right)
    if [sum(line) for line in left] != [sum(line) for line in right]:
        raise ValueError("the lines of both tables are of the same people, and as many")
    down = len(left)
    numbers: dict[Place, int] = {}
    for side, table in ((LEFT, left), (RIGHT, right)):
        across = len(table[0])
        for (i, j), number in _with_sums(table).items():
            numbers[_place(side, i, j, across)] = number
    ends = {key: _ends_together(key, down) for key in numbers}
    hidden = to_hide(numbers, ends, {key: (key[0] == SUMS) + (key[1] == down) for key in numbers})

    def seen(side: int, across: int) -> Published:
        def shown(i: int, j: int) -> int | None:
            key = _place(side, i, j, across)
            return None if key in hidden else numbers[key]

        return _as_shown(shown, down, across)

    return seen(LEFT, len(left[0])), seen(RIGHT, len(right[0]))


def range_of(table: Table, hidden: set[Cell], cell: Cell) -> tuple[int, int | None]:
    """The smallest and the largest number that a hidden cell may have, by all that is shown.

    The last line and the last column are the sums. None: without an upper end.
    """
    numbers = _with_sums(table)
    return range_in(numbers, _ends(numbers), hidden, cell)


def _must_be_a_table(table: Table) -> None:
    if any(len(line) != len(table[0]) for line in table) or any(min(line) < 0 for line in table):
        raise ValueError("every line of a table has as many numbers of people, none below 0")


def _with_sums(table: Table) -> dict[Cell, int]:
    numbers = {(i, j): n for i, line in enumerate(table) for j, n in enumerate(line)}
    down, across = len(table), len(table[0])
    numbers |= {(i, across): sum(line) for i, line in enumerate(table)}
    numbers |= {(down, j): sum(line[j] for line in table) for j in range(across)}
    numbers[down, across] = sum(sum(line) for line in table)
    return numbers


def _ends(numbers: dict[Cell, int]) -> dict[Cell, tuple[str, str]]:
    """The two equations in which a number stands: of its line, and of its column."""
    down, across = max(numbers)

    def ends(i: int, j: int) -> tuple[str, str]:
        line, column = f"line {i}", f"column {j}"
        return (line, column) if (i == down) == (j == across) else (column, line)

    return {cell: ends(*cell) for cell in numbers}


def _place(side: int, i: int, j: int, across: int) -> Place:
    return (SUMS, i, 0) if j == across else (side, i, j)


def _ends_together(key: Place, down: int) -> tuple[str, str]:
    """People flow from the columns on the left through their lines into those on the right."""
    side, i, j = key
    of_all = i == down
    if side == SUMS:
        return ("right", "left") if of_all else (f"into {i}", f"out of {i}")
    if side == LEFT:
        return ("left", f"left {j}") if of_all else (f"left {j}", f"into {i}")
    return (f"right {j}", "right") if of_all else (f"out of {i}", f"right {j}")


def _as_shown(shown: Callable[[int, int], int | None], down: int, across: int) -> Published:
    return Published(
        cells=[[shown(i, j) for j in range(across)] for i in range(down)],
        lines=[shown(i, across) for i in range(down)],
        columns=[shown(down, j) for j in range(across)],
        all=shown(down, across),
    )

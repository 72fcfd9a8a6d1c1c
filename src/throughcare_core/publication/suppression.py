"""A table of two dimensions with its sums: small cells hidden, and further ones so that they stay.

Primary suppression hides every number below `FEWEST`, nothing included. Complementary suppression
hides further numbers until nobody who reads the rest can say of a hidden small number anything
but that it may be nothing and may be five. The method is the one of statistical offices (Willenborg
and de Waal, Elements of Statistical Disclosure Control, 2001, chapter 5); what a reader can work
out is computed exactly, since a table with its sums is a network whose flows are its numbers
(Cox, Network models for complementary cell suppression, 1995). It does not reckon with somebody
who follows one table through many months, or who knows some of the people.
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from throughcare_core.publication.few import FEWEST

Cell = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Published:
    """A table as it may be shown: its cells, sums of lines and of columns, and of all.

    `cells[line][column]`, `lines[line]`, `columns[column]`, `all`: a number, or None where hidden.
    """

    cells: Sequence[Sequence[int | None]]
    lines: Sequence[int | None]
    columns: Sequence[int | None]
    all: int | None


def published(table: Sequence[Sequence[int]]) -> Published:
    """Hide what is small, and as little else as it takes (greedily: the smallest first).

    `table[line][column]` holds numbers of people, 0 or more, all lines equally long; ValueError
    otherwise.

    >>> published([[20, 2], [30, 40]]).cells
    [[None, None], [None, None]]
    >>> published([[20, 10], [30, 40]]).all
    100
    """
    if any(len(line) != len(table[0]) for line in table) or any(min(line) < 0 for line in table):
        raise ValueError("every line of a table has as many numbers of people, none below 0")
    numbers = _with_sums(table)
    hidden = {cell for cell, number in numbers.items() if number < FEWEST}
    small = sorted(hidden)
    while open_cell := next((cell for cell in small if not _is_safe(numbers, hidden, cell)), None):
        hidden.add(_next_to_hide(numbers, hidden, open_cell))
    return _as_shown(numbers, hidden, len(table), len(table[0]))


def range_of(
    table: Sequence[Sequence[int]], hidden: set[Cell], cell: Cell
) -> tuple[int, int | None]:
    """The smallest and the largest number that a hidden cell may have, by all that is shown.

    The last line and the last column are the sums. None: without an upper end.
    """
    return _range(_with_sums(table), hidden, cell)


def _with_sums(table: Sequence[Sequence[int]]) -> dict[Cell, int]:
    numbers = {(i, j): n for i, line in enumerate(table) for j, n in enumerate(line)}
    down, across = len(table), len(table[0])
    numbers |= {(i, across): sum(line) for i, line in enumerate(table)}
    numbers |= {(down, j): sum(line[j] for line in table) for j in range(across)}
    numbers[down, across] = sum(sum(line) for line in table)
    return numbers


def _is_safe(numbers: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> bool:
    least, most = _range(numbers, hidden, cell)
    return least == 0 and (most is None or most >= FEWEST)


def _range(numbers: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> tuple[int, int | None]:
    """Each number is a flow between two equations; what it may be is how much can flow around."""
    ends = {each: _ends(numbers, each) for each in hidden}
    start, end = ends.pop(cell)
    value = numbers[cell]
    arcs = [(tail, head, numbers[each]) for each, (tail, head) in ends.items()]
    more = _most_flow(arcs, end, start, None)
    less = _most_flow(arcs, start, end, value)
    assert less is not None
    return value - less, None if more is None else value + more


def _ends(numbers: Mapping[Cell, int], cell: Cell) -> tuple[str, str]:
    """The two equations in which a number stands: of its line, and of its column."""
    down, across = max(numbers)
    line, column = f"line {cell[0]}", f"column {cell[1]}"
    return (line, column) if (cell[0] == down) == (cell[1] == across) else (column, line)


def _most_flow(
    arcs: Sequence[tuple[str, str, int]], start: str, end: str, limit: int | None
) -> int | None:
    """How much more can flow from `start` to `end`, at most `limit`; None without an end.

    Forwards a number may grow without end; backwards it may shrink to nothing.
    """
    flow = 0
    back = [amount for _tail, _head, amount in arcs]
    while limit is None or flow < limit:
        path = _a_way(arcs, back, start, end)
        if path is None:
            return flow
        steps = [back[arc] for arc, forwards in path if not forwards]
        if not steps:
            return limit
        amount = min(steps) if limit is None else min(*steps, limit - flow)
        for arc, forwards in path:
            back[arc] += amount if forwards else -amount
        flow += amount
    return flow


def _a_way(
    arcs: Sequence[tuple[str, str, int]], back: Sequence[int], start: str, end: str
) -> list[tuple[int, bool]] | None:
    """A shortest way, arc by arc and whether forwards, along which something can still flow."""
    came: dict[str, tuple[str, int, bool]] = {}
    waiting = deque([start])
    while waiting:
        here = waiting.popleft()
        for there, arc, forwards in _steps_from(arcs, back, here):
            if there != start and there not in came:
                came[there] = (here, arc, forwards)
                waiting.append(there)
    if end not in came:
        return None
    path, here = [], end
    while here != start:
        here, arc, forwards = came[here]
        path.append((arc, forwards))
    return path


def _steps_from(
    arcs: Sequence[tuple[str, str, int]], back: Sequence[int], here: str
) -> Iterator[tuple[str, int, bool]]:
    for arc, (tail, head, _amount) in enumerate(arcs):
        if tail == here:
            yield head, arc, True
        elif head == here and back[arc] > 0:
            yield tail, arc, False


def _next_to_hide(numbers: Mapping[Cell, int], hidden: set[Cell], cell: Cell) -> Cell:
    """The smallest number still shown beside the cell; elsewhere, if all beside it are hidden."""
    shown = [each for each in numbers if each not in hidden]
    beside = [each for each in shown if each[0] == cell[0] or each[1] == cell[1]]
    return min(beside or shown, key=lambda each: (numbers[each], each))


def _as_shown(numbers: Mapping[Cell, int], hidden: set[Cell], down: int, across: int) -> Published:
    def shown(i: int, j: int) -> int | None:
        return None if (i, j) in hidden else numbers[i, j]

    return Published(
        cells=[[shown(i, j) for j in range(across)] for i in range(down)],
        lines=[shown(i, across) for i in range(down)],
        columns=[shown(down, j) for j in range(across)],
        all=shown(down, across),
    )

"""What a reader can tell of hidden numbers: each equation is a node, each number flows between two.

A table with its sums is a network whose flows are its numbers (Cox, Network models for
complementary cell suppression, 1995): what flows into a node flows out of it. What a hidden number
may be, by all that is shown, is how much can flow around through the other hidden ones.
"""

from collections import deque
from collections.abc import Collection, Mapping, Sequence
from typing import TypeVar

from throughcare_core.publication.few import FEWEST

Key = TypeVar("Key", bound=tuple[int, ...])
Ends = Mapping[Key, tuple[str, str]]
Arc = tuple[str, str, int]
Step = tuple[str, int, bool]


def to_hide(numbers: Mapping[Key, int], ends: Ends[Key]) -> set[Key]:
    """What is small, and as little else as it takes (greedily: the smallest first).

    `ends[key]` are the two equations in which a number stands: it flows from the first into the
    second. Afterwards a reader can only tell of each small number that it may be nothing and may
    be `FEWEST`.
    """
    hidden = {key for key, number in numbers.items() if number < FEWEST}
    for key in sorted(hidden):
        while not _is_safe(numbers, ends, hidden, key):
            hidden.add(_next_to_hide(numbers, ends, hidden, key))
    return hidden


def range_in(
    numbers: Mapping[Key, int], ends: Ends[Key], hidden: Collection[Key], key: Key
) -> tuple[int, int | None]:
    """The smallest and the largest that a hidden number may be; None: without an upper end."""
    arcs, (start, end), number = _arcs(numbers, ends, hidden, key), ends[key], numbers[key]
    more = _most_flow(arcs, end, start, None)
    less = _most_flow(arcs, start, end, number)
    assert less is not None
    return number - less, None if more is None else number + more


def _is_safe(
    numbers: Mapping[Key, int], ends: Ends[Key], hidden: Collection[Key], key: Key
) -> bool:
    arcs, (start, end), number = _arcs(numbers, ends, hidden, key), ends[key], numbers[key]
    missing = FEWEST - number
    return (
        _most_flow(arcs, start, end, number) == number
        and _most_flow(arcs, end, start, missing) == missing
    )


def _arcs(
    numbers: Mapping[Key, int], ends: Ends[Key], hidden: Collection[Key], key: Key
) -> list[Arc]:
    return [(*ends[each], numbers[each]) for each in hidden if each != key]


def _next_to_hide(
    numbers: Mapping[Key, int], ends: Ends[Key], hidden: Collection[Key], key: Key
) -> Key:
    """The smallest number still shown in an equation of this one; elsewhere, if there is none."""
    shown = [each for each in numbers if each not in hidden]
    beside = [each for each in shown if {*ends[each]} & {*ends[key]}]
    return min(beside or shown, key=lambda each: (numbers[each], each))


def _most_flow(arcs: Sequence[Arc], start: str, end: str, limit: int | None) -> int | None:
    """How much more can flow from `start` to `end`, at most `limit`; None without an end.

    Forwards a number may grow without end; backwards it may shrink to nothing.
    """
    flow = 0
    back = [amount for _tail, _head, amount in arcs]
    steps = _steps(arcs)
    while limit is None or flow < limit:
        path = _a_way(steps, back, start, end)
        if path is None:
            return flow
        narrow = [back[arc] for arc, forwards in path if not forwards]
        if not narrow:
            return limit
        amount = min(narrow) if limit is None else min(*narrow, limit - flow)
        for arc, forwards in path:
            back[arc] += amount if forwards else -amount
        flow += amount
    return flow


def _steps(arcs: Sequence[Arc]) -> Mapping[str, list[Step]]:
    """From each node: where one comes to, by which arc, and whether forwards."""
    steps: dict[str, list[Step]] = {}
    for arc, (tail, head, _amount) in enumerate(arcs):
        steps.setdefault(tail, []).append((head, arc, True))
        steps.setdefault(head, []).append((tail, arc, False))
    return steps


def _a_way(
    steps: Mapping[str, Sequence[Step]], back: Sequence[int], start: str, end: str
) -> list[tuple[int, bool]] | None:
    """A shortest way, arc by arc and whether forwards, along which something can still flow."""
    came: dict[str, Step] = {}
    waiting = deque([start])
    while waiting and end not in came:
        here = waiting.popleft()
        for there, arc, forwards in steps.get(here, ()):
            if there != start and there not in came and (forwards or back[arc] > 0):
                came[there] = (here, arc, forwards)
                waiting.append(there)
    if end not in came:
        return None
    path, here = [], end
    while here != start:
        here, arc, forwards = came[here]
        path.append((arc, forwards))
    return path

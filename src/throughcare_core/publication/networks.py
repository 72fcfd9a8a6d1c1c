"""What a reader can tell of hidden numbers: each equation is a node, each number flows between two.

A table with its sums is a network whose flows are its numbers (Cox, Network models for
complementary cell suppression, 1995): what flows into a node flows out of it. What a hidden number
may be, by all that is shown, is how much can flow around through the other hidden ones.
"""

from collections.abc import Collection, Mapping
from heapq import heappop, heappush
from typing import Generic, TypeVar

from throughcare_core.publication.few import FEWEST

Key = TypeVar("Key", bound=tuple[int, ...])
Ends = Mapping[Key, tuple[str, str]]


def to_hide(numbers: Mapping[Key, int], ends: Ends[Key], sums: Mapping[Key, int]) -> set[Key]:
    """What is small, and as little else as it takes (greedily: the smallest first).

    `ends[key]` are the two equations in which a number stands: it flows from the first into the
    second. Of equal numbers a sum stays shown, and the sum of sums longest: `sums[key]` is 0, 1 or
    2. Afterwards a reader can only tell of each small number that it may be nothing and may be
    `FEWEST`: around it something else could flow, through hidden numbers alone.
    """
    hidden = {key for key, number in numbers.items() if number < FEWEST}
    dear = {key: 4 * number + sums[key] for key, number in numbers.items()}
    for key in sorted(hidden):
        start, end = ends[key]
        around = {each: number for each, number in numbers.items() if each != key}
        less = _Flow(around, ends, _prices(dear, hidden))
        less.push(start, end, numbers[key])
        hidden |= less.used
        more = _Flow(around, ends, _prices(dear, hidden))
        more.push(end, start, FEWEST - numbers[key])
        hidden |= more.used
    return hidden


def _prices(dear: Mapping[Key, int], hidden: Collection[Key]) -> dict[Key, int]:
    return {key: 0 if key in hidden else price for key, price in dear.items()}


def range_in(
    numbers: Mapping[Key, int], ends: Ends[Key], hidden: Collection[Key], key: Key
) -> tuple[int, int | None]:
    """The smallest and the largest that a hidden number may be; None: without an upper end."""
    start, end = ends[key]
    around = {each: numbers[each] for each in hidden if each != key}
    free = dict.fromkeys(around, 0)
    more = _Flow(around, ends, free).push(end, start, None)
    less = _Flow(around, ends, free).push(start, end, numbers[key])
    assert less is not None
    return numbers[key] - less, None if more is None else numbers[key] + more


class _Flow(Generic[Key]):
    """How numbers could be others with every sum alike: more may flow through each, or less.

    `numbers` are those that may change; one that is shown must be hidden for it, at its price.
    `used` are the shown ones that had to be.
    """

    def __init__(
        self, numbers: Mapping[Key, int], ends: Ends[Key], prices: Mapping[Key, int]
    ) -> None:
        self.now = dict(numbers)
        self.price = dict(prices)
        self.used: set[Key] = set()
        self.steps: dict[str, list[tuple[str, Key, bool]]] = {}
        for key in numbers:
            tail, head = ends[key]
            self.steps.setdefault(tail, []).append((head, key, True))
            self.steps.setdefault(head, []).append((tail, key, False))

    def push(self, start: str, end: str, amount: int | None) -> int | None:
        """How much more can flow from `start` to `end`, at most `amount`; None: without an end.

        A number may grow without end, and shrink to nothing.
        """
        pushed = 0
        while amount is None or pushed < amount:
            way = self._cheapest_way(start, end)
            if way is None:
                return pushed
            narrow = [self.now[key] for key, grows in way if not grows]
            if not narrow and amount is None:
                return None
            step = min([*narrow, *([] if amount is None else [amount - pushed])])
            for key, grows in way:
                self.now[key] += step if grows else -step
                if self.price[key]:
                    self.used.add(key)
                    self.price[key] = 0
            pushed += step
        return pushed

    def _cheapest_way(self, start: str, end: str) -> list[tuple[Key, bool]] | None:
        """Number by number, and whether it grows (Dijkstra's algorithm)."""
        came: dict[str, tuple[str, Key, bool]] = {}
        least = {start: 0}
        waiting = [(0, start)]
        while waiting:
            price, here = heappop(waiting)
            if here == end:
                return self._back(came, start, end)
            if price > least[here]:
                continue
            for there, key, grows in self.steps.get(here, ()):
                total = price + self.price[key]
                if (grows or self.now[key]) and total < least.get(there, total + 1):
                    least[there], came[there] = total, (here, key, grows)
                    heappush(waiting, (total, there))
        return None

    def _back(
        self, came: Mapping[str, tuple[str, Key, bool]], start: str, end: str
    ) -> list[tuple[Key, bool]]:
        way, here = [], end
        while here != start:
            here, key, grows = came[here]
            way.append((key, grows))
        return way

"""What is wrong with a file, and where: every fault at once, each with what to do."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault: `where` it stands (a line, or the row of a dimension) and what to do."""

    where: str
    says: str

    def __str__(self) -> str:
        return f"{self.where}: {self.says}"


class BadSet(ValueError):
    """A set that is not taken. Its text holds every fault, one a line; nothing was changed."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


def nearest(given: str, known: Sequence[str]) -> str:
    """What to write in place of `given`.

    >>> nearest("stong", ["strong", "medium"])
    '“stong” is not known here: did you mean “strong”?'
    """
    close = get_close_matches(given, known, n=1)
    if close:
        return f"“{given}” is not known here: did you mean “{close[0]}”?"
    return f"“{given}” is not known here. Write one of: {', '.join(known)}."


def is_text(value: Any) -> bool:
    """Whether it is a text with something in it."""
    return isinstance(value, str) and bool(value.strip())

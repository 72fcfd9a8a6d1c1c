"""The errors that every app shares. Their text never holds anything about a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class Refused(Exception):
    """The act was not done and nothing was changed; the reasons are for the person who reads."""

    def __init__(self, *reasons: str, door: str = "", asked: str = "") -> None:
        super().__init__(*reasons)
        self.reasons: Sequence[str] = reasons
        self.door = door
        self.asked = asked

    def __str__(self) -> str:
        return " ".join(self.reasons)


class NotHere(Exception):
    """There is nothing here for this actor: absent and forbidden are the same thing."""

    def __init__(self, door: str, asked: str = "", purpose: str = "") -> None:
        super().__init__(door)
        self.door = door
        self.asked = asked
        self.purpose = purpose


class Changed(Refused):
    """Somebody else changed the record first. Both versions are kept for the person to choose."""

    def __init__(
        self, reason: str, *, now_stored: Mapping[str, str], just_typed: Mapping[str, str]
    ) -> None:
        super().__init__(reason)
        self.now_stored = now_stored
        self.just_typed = just_typed


@dataclass(frozen=True, slots=True)
class Reason:
    """A text of the catalogue and what is set into its `%(name)s`: numbers, codes, positions."""

    text: str
    values: Mapping[str, str | int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """What keeps a row, or (row 0) the whole file, from being taken over, and where it stands."""

    row: int
    column: str
    reason: Reason


class BrokenFile(Exception):
    """A file that cannot be read as a whole; the problem says what to do."""

    def __init__(self, text: str, *, row: int = 0, column: str = "", **values: str | int) -> None:
        super().__init__(text)
        self.problem = Problem(row, column, Reason(text, values))

"""What cannot be read is refused: with the line, and what to do."""

from collections.abc import Iterable
from difflib import get_close_matches


class Unreadable(ValueError):
    """The reason in plain words, and the line of the file where known.

    About facts it never repeats a value or an unknown word: it may be a misplaced name.
    """

    def __init__(self, reason: str, line: int | None = None) -> None:
        super().__init__(reason if line is None else f"line {line}: {reason}")
        self.reason = reason
        self.line = line


class BadFacts(Unreadable):
    """Facts that cannot be assessed. `path` leads to the place, such as `("acts", "hiring")`."""

    def __init__(
        self, reason: str, path: tuple[str | int, ...] = (), line: int | None = None
    ) -> None:
        super().__init__(reason, line)
        self.path = path

    def at(self, line: int) -> "BadFacts":
        """The same refusal with its line."""
        return BadFacts(self.reason, self.path, line)


class BadLaw(Unreadable):
    """A law file, or a set of them, that cannot be used."""


class NoSuchLaw(LookupError):
    """No law has this code."""


def meant(word: str, known: Iterable[str]) -> str:
    """A sentence with the known word that was probably meant, or all of them.

    >>> meant("harboring", ["harbouring", "receipt"])
    'Did you mean harbouring?'
    >>> meant("?", ["harbouring", "receipt"])
    'The words are: harbouring, receipt.'
    """
    words = list(known)
    near = nearest(word, words)
    return f"Did you mean {near}?" if near else f"The words are: {', '.join(words)}."


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that is written most like this one, or none ("")."""
    return next(iter(get_close_matches(word, list(known), n=1, cutoff=0.65)), "")

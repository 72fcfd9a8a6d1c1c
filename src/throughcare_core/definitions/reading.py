"""Cases from a file, one after the other, however long the file is; what is wrong has its line."""

import json
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, TextIO

from .facts import Facts, facts_from
from .faults import BadFacts

CHUNK = 1 << 16
LONGEST_CASE = 1 << 20
BLANK = " \t\r\n\ufeff"
REPEATED = "\0repeated"
"""The key under which a reader keeps a word that an object holds twice."""


@dataclass(slots=True)
class _Window:
    """The part of the file that is being read, and the number of its first line."""

    file: TextIO
    text: str = ""
    at: int = 0
    first_line: int = 1

    def grow(self) -> bool:
        """Read on, letting go of what was used; False at the end of the file."""
        self.first_line += self.text.count("\n", 0, self.at)
        more = self.file.read(CHUNK)
        self.text, self.at = self.text[self.at :] + more, 0
        return bool(more)

    def next_sign(self) -> str:
        """The next character that is not blank, without using it; "" at the end."""
        while True:
            while self.at < len(self.text) and self.text[self.at] in BLANK:
                self.at += 1
            if self.at < len(self.text) or not self.grow():
                return self.text[self.at : self.at + 1]

    def line(self, at: int) -> int:
        """The line of a place in the text."""
        return self.first_line + self.text.count("\n", 0, at)

    def refusal(self, reason: str) -> BadFacts:
        """What is wrong at the present place."""
        return BadFacts(reason, (), self.line(self.at))


def cases_in(file: TextIO, laws: Container[str] | None = None) -> Iterator[Facts | BadFacts]:
    """The cases of a file: one object, or a list of them, in bounded memory.

    A case that cannot be assessed comes as its refusal, with the line, and the next ones follow.
    Raises BadFacts where the file is no JSON, because nothing after that place can be trusted.
    """
    window = _Window(file)
    in_list = window.next_sign() == "["
    if not in_list:
        yield _case(window, laws)
    else:
        window.at += 1
        yield from _list(window, laws)
    if window.next_sign():
        raise window.refusal(
            "Something follows after the end. Several cases stand in one list: [{…}, {…}]."
        )


def _list(window: _Window, laws: Container[str] | None) -> Iterator[Facts | BadFacts]:
    if window.next_sign() == "]":
        window.at += 1
        return
    while True:
        yield _case(window, laws)
        sign = window.next_sign()
        if sign not in (",", "]"):
            raise window.refusal("A comma or the closing bracket ] is missing before this place.")
        window.at += 1
        if sign == "]":
            return


def _case(window: _Window, laws: Container[str] | None) -> Facts | BadFacts:
    if window.next_sign() != "{":
        raise window.refusal('A case begins with a brace: {"id": "A-1", …}.')
    content, end = _object(window)
    try:
        return facts_from(content, laws)
    except BadFacts as bad:
        return _with_line(bad, content, window)
    finally:
        window.at = end


def _with_line(bad: BadFacts, content: object, window: _Window) -> BadFacts:
    """The refusal with its line; of a word that stands twice, with what to do about it."""
    if bad.path and bad.path[-1] == REPEATED:
        for step in bad.path:
            content = content[step]  # type: ignore[index]
        reason = "This word stands twice here, and may contradict itself: keep one of the two."
        bad = BadFacts(reason, (*bad.path[:-1], str(content)))
    return bad.at(window.line(place_of(window.text, window.at, bad.path)))


def _object(window: _Window) -> tuple[dict[str, Any], int]:
    """The object that begins here, and where it ends; reads on until it is whole."""
    while True:
        try:
            found: tuple[dict[str, Any], int] = DECODER.raw_decode(window.text, window.at)
            return found
        except json.JSONDecodeError as wrong:
            if len(window.text) - window.at > LONGEST_CASE or not window.grow():
                line = window.line(min(wrong.pos, len(window.text)))
                raise BadFacts(f"This is not JSON: {wrong.msg}.", (), line) from None
        except ValueError:
            raise window.refusal(
                "A number of this case cannot be read: give whole years."
            ) from None
        except RecursionError:
            raise window.refusal("This is nested too deeply to be a case.") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """The object; a word that it holds twice is kept under `REPEATED`."""
    content = dict(pairs)
    if len(content) != len(pairs):
        keys = [key for key, _value in pairs]
        content[REPEATED] = next(key for key in keys if keys.count(key) > 1)
    return content


def _no_constant(_text: str) -> None:
    raise ValueError


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_no_constant)


def place_of(text: str, at: int, path: Sequence[str | int]) -> int:
    """Where the last step of a path stands in the JSON value that begins at `at`.

    A step is a key, which is found where it stands last, or a number in a list. Where a step
    does not exist, the place of the step before.
    """
    here = at
    for step in path:
        found = dict(_steps(text, at)).get(step)
        if found is None:
            break
        here, at = found
    return here


def _steps(text: str, at: int) -> Iterator[tuple[str | int, tuple[int, int]]]:
    """Each key or number of the value that begins at `at`, where it stands, and its own value."""
    if text[at] not in "{[":
        return
    has_keys = text[at] == "{"
    at = _past_blanks(text, at + 1)
    number = 0
    while text[at] not in "}]":
        here, step = at, number
        if has_keys:
            step, at = DECODER.raw_decode(text, at)
            at = _past_blanks(text, _past_blanks(text, at) + 1)
        yield step, (here, at)
        _value, at = DECODER.raw_decode(text, at)
        at = _past_blanks(text, at)
        if text[at] == ",":
            at = _past_blanks(text, at + 1)
        number += 1


def _past_blanks(text: str, at: int) -> int:
    while text[at] in BLANK:
        at += 1
    return at

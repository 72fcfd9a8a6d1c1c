"""The tables of a law file: each thing that is asked for is there, is known, and has a line."""

import re
from collections.abc import Collection, Mapping
from datetime import date
from typing import Any, TypeVar

from .faults import BadLaw, meant, nearest

Kind = TypeVar("Kind")

HEADER = re.compile(r"\s*(\[\[?)\s*([\w.]+)\s*\]")


class Table:
    """One table of a law file: hands out what it holds, and knows the line of each thing."""

    def __init__(
        self,
        text: str,
        content: dict[str, Any],
        place: str = "",
        opened: "list[Table] | None" = None,
    ) -> None:
        self.text = text
        self.content = content
        self.place = place
        self.asked: set[str] = set()
        self.opened = [] if opened is None else opened
        self.opened.append(self)

    def take(self, key: str, kind: type[Kind], what: str) -> Kind:
        """The value of a key, which must be there and of this kind."""
        self.asked.add(key)
        if key not in self.content:
            written = nearest(key, self.content)
            hint = f" Was {written} meant to be it?" if written else ""
            raise self.bad(f"{self.called()} lacks {key}, {what}.{hint}", written)
        value = self.content[key]
        if type(value) is not kind:
            raise self.bad(f"{key} is {what}.", key)
        return value

    def text_of(self, key: str) -> str:
        """A text that says something."""
        value = self.take(key, str, "a text in quotation marks")
        if not value.strip():
            raise self.bad(f"{key} is empty: say it in words.", key)
        return value

    def truth(self, key: str) -> bool:
        """true or false."""
        return self.take(key, bool, "true or false, without quotation marks")

    def day(self, key: str) -> date:
        """A day."""
        return self.take(key, date, "a day without quotation marks, such as 2024-07-14")

    def one_of(self, key: str, meaning: Mapping[str, Kind]) -> Kind:
        """What the word under this key means."""
        word = self.text_of(key)
        if word not in meaning:
            raise self.bad(f"{key}: “{word}” is not known. {meant(word, meaning)}", key)
        return meaning[word]

    def has(self, key: str) -> bool:
        """Whether the key is there; it is one that may be left out."""
        self.asked.add(key)
        return key in self.content

    def table(self, key: str) -> "Table":
        """The table of this name."""
        content = self.take(key, dict, f"a table: begin it with [{self._below(key)}]")
        return Table(self.text, content, self._place(key), self.opened)

    def tables(self, key: str) -> list["Table"]:
        """The tables of this name, which may be none."""
        if not self.has(key):
            return []
        rows = self.take(key, list, f"tables: begin each with [[{self._below(key)}]]")
        if not all(isinstance(row, dict) for row in rows):
            raise self.bad(f"{key} are tables: begin each with [[{self._below(key)}]].", key)
        return [
            Table(self.text, row, f"{self._place(key)}.{n}", self.opened)
            for n, row in enumerate(rows)
        ]

    def words(self, key: str, known: Collection[str] = ()) -> list[str]:
        """A list of texts, all of them known where a list of what is known is given."""
        found = self.take(key, list, "a list of texts in square brackets")
        wrong = [word for word in found if not isinstance(word, str)]
        if wrong or not found:
            raise self.bad(f"{key} is a list of texts in square brackets, at least one.", key)
        for word in found if known else ():
            if word not in known:
                raise self.bad(f"{key}: “{word}” is not known. {meant(word, known)}", key, word)
        return found

    def nothing_else(self) -> None:
        """BadLaw if a table holds a key that nobody asked for: it would be without effect."""
        for table in self.opened:
            for key in table.content:
                if key not in table.asked:
                    known = sorted(table.asked)
                    raise table.bad(f"{key} is not known here. {meant(key, known)}", key)

    def bad(self, reason: str, key: str = "", word: str = "") -> BadLaw:
        """The refusal, with the line of the key, or of a word in its list."""
        return BadLaw(reason, line_of(self.text, self.place, key, word))

    def called(self) -> str:
        """What the table is called in a sentence."""
        name = re.sub(r"\.\d+", "", self.place)
        return f"[{name}]" if name else "the file"

    def _place(self, key: str) -> str:
        return f"{self.place}.{key}" if self.place else key

    def _below(self, key: str) -> str:
        return re.sub(r"\.\d+", "", self._place(key))


def line_of(text: str, place: str, key: str = "", word: str = "") -> int:
    """The line of a table (`way.0.act.1`; "" for the top), of a key in it, or of a quoted word.

    A key may be a table of its own. Where it cannot be found, the line of the table.
    """
    counts: dict[str, int] = {}
    below = f"{place}.{key}" if place else key
    here, found, inside_key = "", 1, False
    for number, row in enumerate(text.splitlines(), 1):
        if header := HEADER.match(row):
            here = _address(header[2], header[1] == "[[", counts)
            inside_key = False
            if key and here in (below, f"{below}.0"):
                return number
            if here == place:
                found = number
        elif here == place and key:
            if re.match(rf'\s*"?{re.escape(key)}"?\s*=', row):
                found, inside_key = number, True
            if inside_key and (not word or f'"{word}"' in row):
                return number
    return found


def _address(name: str, repeats: bool, counts: dict[str, int]) -> str:
    """Where a header leads, such as `way.1.act.0` for the first [[way.act]] of the second way."""
    *before, last = name.split(".")
    address = ""
    for part in before:
        address = f"{address}.{part}" if address else part
        if address in counts:
            address = f"{address}.{counts[address] - 1}"
    address = f"{address}.{last}" if address else last
    if not repeats:
        return address
    counts[address] = counts.get(address, 0) + 1
    return f"{address}.{counts[address] - 1}"

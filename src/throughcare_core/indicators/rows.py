"""One table of a file, read field by field; what is wrong is noted and reading goes on."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from .faults import Fault, is_text, nearest
from .words import Trait, mixed_word, refused_word

Choice = TypeVar("Choice", bound=StrEnum)

CODE = re.compile(r"[a-z][a-z0-9]*(?:[_-][a-z0-9]+)*")
WHAT_TO_WRITE = (
    "no sign may rest on that. Write what is done to the person, "
    "such as “Somebody else keeps the person's papers”"
)


class Row:
    """The fields of one table; `where` gives the place of a field for whoever must mend it."""

    def __init__(self, content: Any, where: Callable[[str], str], faults: list[Fault]) -> None:
        self.where = where
        self.faults = faults
        self.content: dict[str, Any] = {}
        if isinstance(content, Mapping):
            self.content = {str(key): value for key, value in content.items()}
        else:
            self.fault("", "write a table with names and values")
        self.read: set[str] = set()

    def fault(self, key: str, says: str) -> None:
        """Note that a field is wrong; `says` tells what to do."""
        self.faults.append(Fault(self.where(key), says))

    def value(self, key: str) -> Any:
        """The field as it stands, None when it is not there."""
        self.read.add(key)
        return self.content.get(key)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; without a default it must be there and say something."""
        value = self.value(key)
        if value is None and default is not None:
            return default
        if not is_text(value):
            self.fault(key, f"write “{key}” as a text that says something")
            return ""
        return str(value).strip()

    def name(self) -> str:
        """The code of a set or a rule: small letters, digits, hyphens and underscores."""
        code = self.text("code")
        if code and not CODE.fullmatch(code):
            self.fault("code", "write “code” in small letters and digits, with _ or - between")
        return code

    def code(self) -> str:
        """A code of that shape for something that is weighed: nothing of who a person is."""
        return self._without_traits("code", self.name())

    def plain(self, key: str, default: str | None = None) -> str:
        """A text that tells nothing of who a person is."""
        return self._without_traits(key, self.text(key, default))

    def refuse(self, key: str, word: str, trait: Trait) -> None:
        """Note that the field rests on who a person is."""
        self.fault(key, f"“{word}” tells who a person is ({trait}), and {WHAT_TO_WRITE}")

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One of the words of `kind`."""
        value = self.value(key)
        words = list(kind)
        if value is None and default is not None:
            return default
        if not is_text(value):
            self.fault(key, f"write “{key}” as one of: {', '.join(words)}")
            return words[0]
        if value not in words:
            self.fault(key, nearest(value, words))
            return words[0]
        return kind(value)

    def day(self, key: str, required: bool = True) -> date | None:
        """A day: a date of TOML, or a text such as 2026-03-31."""
        value = self.value(key)
        if value is None and not required:
            return None
        if isinstance(value, date) and not isinstance(value, datetime):
            return value
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError):
            self.fault(key, f"write “{key}” as a day, such as 2026-03-31")
            return None

    def tables(self, key: str, required: bool = True) -> list[Any]:
        """A list of tables; a required one has at least one."""
        value = self.value(key)
        if value is None and not required:
            return []
        if not isinstance(value, list) or not value:
            self.fault(key, f"write at least one row in “{key}”")
            return []
        return value

    def codes(self, key: str) -> frozenset[str]:
        """A list of codes, which may be left out."""
        value = self.value(key)
        if value is None:
            return frozenset()
        if not isinstance(value, list) or not all(map(is_text, value)):
            self.fault(key, f"write “{key}” as a list of codes")
            return frozenset()
        return frozenset(value)

    def end(self) -> None:
        """Note every field that nobody has read: a slip of the keyboard, most often."""
        for key in self.content.keys() - self.read:
            self.fault(key, nearest(key, sorted(self.read)))

    def _without_traits(self, key: str, text: str) -> str:
        if found := refused_word(text):
            self.refuse(key, found.word, found.trait)
        elif mixed := mixed_word(text):
            self.fault(key, f"“{mixed}” mixes two alphabets: write the word in one")
        return text

"""Canaries: invented values that stand nowhere else, and every way in which one may be written."""

import base64
import json
import random
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from urllib.parse import quote, quote_plus

from anyascii import anyascii

SYLLABLES = [first + second for first in "bdfgjklmnprtvz" for second in "aeiou"]
SCRIPTS = {
    "Latin": SYLLABLES,
    "Latin with marks": [a + b for a in "bdgklmnrtvźš" for b in ("á", "ö", "ü", "ñe", "ç", "ő")],
    "Arabic": list("بتثجحدرزسشصضطعغفقكلمنهوي"),
    "Cyrillic": [first + second for first in "бвгджзклмнпрст" for second in "аиоуя"],
    "Devanagari": list("कखगघचजटठडतथदधनपबभमयरलवसह"),
    "Ethiopic": list("ሀሁለሉመሙሰሱረሩበቡተቱነኑከኩወዉዘዙደዱገጉ"),
    "Georgian": list("აბგდევზთიკლმნოპრსტუფქღყშჩცძწჭხჯჰ"),
    "Han": list("安白陈戴方高韩江康李马倪潘秦任宋唐魏萧杨周朱庄邓"),
}
FIRST_DAY = date(1901, 1, 1)
LAST_DAY = date(1919, 12, 31)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
WIDE = ("utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be")
CODECS = ("utf-8", "latin-1", "cp1251", *WIDE)
SHORTEST = 8
"""Fewer bytes than this are found by chance."""


@dataclass
class Canaries:
    """Hands out values that were never handed out before.

    `planted` remembers where each was typed, `owned` at which agency (`owner`, while it is set).
    """

    chance: random.Random = field(default_factory=lambda: random.Random(1904))
    planted: dict[str, str] = field(default_factory=dict)
    owned: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    owner: str = ""

    def name(self, where: str, script: str = "Latin") -> str:
        """One part of a name, in one script."""
        pieces = SCRIPTS[script]
        length = {"Latin": 6, "Latin with marks": 5, "Cyrillic": 5}.get(script, 8)
        return self._new(lambda: "".join(self.chance.choices(pieces, k=length)).capitalize(), where)

    def phone(self, where: str) -> str:
        """A telephone number of a country that does not exist, as people write it."""
        numbers = iter(lambda: self.chance.randrange(10**9), None)
        return self._new(lambda: f"+999 {_in_threes(f'{next(numbers):09d}')}", where)

    def birth(self, where: str) -> str:
        """A day of birth of 1901 to 1919, as ISO 8601 writes it."""
        days = (LAST_DAY - FIRST_DAY).days + 1
        return self._new(
            lambda: (FIRST_DAY + timedelta(self.chance.randrange(days))).isoformat(), where
        )

    def text(self, where: str, words: int = 4) -> str:
        """A few words."""
        return self._new(
            lambda: " ".join("".join(self.chance.choices(SYLLABLES, k=5)) for _ in range(words)),
            where,
        )

    def number(self, where: str) -> str:
        """The number of a document, or another mark of letters and figures."""
        letters = "ABCDEFGHJKLMNPRSTUVWXYZ"
        return self._new(
            lambda: "".join(self.chance.choices(letters, k=4)) + f"{self.chance.random():.9f}"[2:],
            where,
        )

    def _new(self, draw: Callable[[], str], where: str) -> str:
        while (found := draw()) in self.planted:
            pass
        self.planted[found] = where
        self.owned[self.owner].add(found)
        return found


def written_in_every_way(canary: str) -> Iterator[bytes]:
    """A canary in every form and every encoding that is looked for, and its longer pieces."""
    for form in forms_of(canary):
        for way in encoded(form):
            if len(way) >= SHORTEST:
                yield way


def forms_of(canary: str) -> set[str]:
    """What people and programmes make of a value: other cases, other orders, bare figures."""
    if day := _as_day(canary):
        return _forms_of_a_day(day)
    if canary.startswith("+"):
        figures = canary.replace(" ", "").lstrip("+")
        return {canary, figures, figures[3:], _in_threes(figures[3:])}
    words = [word for word in canary.split() if len(word) >= SHORTEST]
    forms = {canary, *words, anyascii(canary)}
    forms |= {form.lower() for form in forms} | {form.upper() for form in forms}
    forms |= {unicodedata.normalize("NFD", form) for form in forms}
    return {form for form in forms if len(form.encode()) >= SHORTEST}


def encoded(form: str) -> set[bytes]:
    """A text in every encoding that is looked for."""
    ways = {
        form.encode("utf-7"),
        form.encode("unicode_escape"),
        form.encode("ascii", "xmlcharrefreplace"),
    }
    for percent in (quote(form, safe=""), quote(form), quote_plus(form)):
        ways |= {percent.encode(), percent.lower().encode()}
    written = json.dumps(form)[1:-1]
    ways |= {written.encode(), written.upper().replace("\\U", "\\u").encode()}
    ways |= {way.decode().encode(codec) for way in ways for codec in WIDE}
    for plain in {form.encode(codec, "ignore") for codec in CODECS}:
        ways |= {plain, plain.hex().encode(), plain.hex().upper().encode()}
        ways |= set(_in_base64(plain))
        if len(plain) >= 3 * SHORTEST:
            ways |= {plain[: len(plain) // 2], plain[len(plain) // 2 :]}
    return ways


def _in_base64(plain: bytes) -> Iterator[bytes]:
    """As it stands inside a longer base64 text, at each of three shifts, in both alphabets."""
    for shift in range(3):
        coded = base64.b64encode(bytes(shift) + plain)[4 if shift else 0 :]
        inner = coded[: -4 if (shift + len(plain)) % 3 else None]
        yield inner
        yield inner.replace(b"+", b"-").replace(b"/", b"_")


def _forms_of_a_day(day: date) -> set[str]:
    d, m, y = f"{day.day:02d}", f"{day.month:02d}", str(day.year)
    month = day.strftime("%B")
    seconds = int((datetime(day.year, day.month, day.day, tzinfo=UTC) - EPOCH).total_seconds())
    orders = [(y, m, d), (d, m, y), (m, d, y)]
    return {
        *("-".join(order) for order in orders),
        *("/".join(order) for order in orders),
        *(".".join(order) for order in orders),
        *("".join(order) for order in orders[:2]),
        f"{day.day} {month} {y}",
        f"{month} {day.day}, {y}",
        f"{day.day} {month[:3]} {y}",
        f"{d} {month[:3]} {y}",
        f"{day.year}, {day.month}, {day.day}",
        str(seconds),
        str(seconds * 1000),
    }


def _as_day(canary: str) -> date | None:
    try:
        return date.fromisoformat(canary)
    except ValueError:
        return None


def _in_threes(figures: str) -> str:
    return " ".join(figures[start : start + 3] for start in range(0, len(figures), 3))

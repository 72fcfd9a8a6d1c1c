"""A language in which every text of the catalogue stands in marks and is longer than in English.

What a page then shows without marks was never given to the catalogue.
"""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from importlib.util import find_spec
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from tools.catalogue import texts_of_the_code

LANGUAGE = "de"
"""A code that Django and CLDR know; nothing of the house is translated into it."""

BEGIN, END = "⟦", "⟧"
GLOSS = " ẇöřđş" * 40
OTHERS = ("django/conf", "django/contrib/auth", "allauth")
"""Whose texts stand beside ours: each comes with translations of its own."""


def wrapped(text: str) -> str:
    """A text in marks, two fifths longer."""
    more = GLOSS[: max(1, round(len(text) * 0.4))]
    begin, end = re.match(r"\s*", text), re.search(r"\s*\Z", text)
    assert begin
    assert end
    return begin.group() + BEGIN + text.strip() + more + END + end.group()


def write_catalogue(folder: Path) -> None:
    """The catalogue of the wrapped language, as the house reads it."""
    catalog = Catalog(locale=LANGUAGE)
    for texts in (*_of_others(), texts_of_the_code()):
        for message in texts:
            if message.id:
                said = [message.id] if isinstance(message.id, str) else list(message.id)
                made = [wrapped(form) for form in said]
                string = made[0] if isinstance(message.id, str) else tuple(made)
                catalog.add(message.id, string, context=message.context)
    place = folder / LANGUAGE / "LC_MESSAGES"
    place.mkdir(parents=True)
    for name, write in (("django.po", write_po), ("django.mo", write_mo)):
        with (place / name).open("wb") as content:
            write(content, catalog)


def _of_others() -> Iterator[Catalog]:
    for name in OTHERS:
        found = find_spec(name.split("/")[0])
        assert found
        assert found.origin
        root = Path(found.origin).parents[1]
        with (root / name / "locale/en/LC_MESSAGES/django.po").open("rb") as content:
            yield read_po(content)


class Shown(HTMLParser):
    """What somebody sees or hears of a page outside all marks, each with the tag it stands in.

    Left out: what a `lang` says is in another language, codes in `<code>` or a fixed width, and
    moments in `<time>`, which CLDR writes.
    """

    UNSEEN = frozenset({"script", "style", "code", "time"})
    ALONE = frozenset(
        [
            "area",
            "base",
            "br",
            "col",
            "embed",
            "hr",
            "img",
            "input",
            "link",
            "meta",
            "source",
            "track",
            "wbr",
            "use",
            "rect",
        ]
    )
    HEARD = frozenset({"title", "placeholder", "aria-label", "alt", "data-label", "label"})

    def __init__(self, page: str) -> None:
        super().__init__()
        self._open: list[tuple[str, bool]] = []
        self._depth = 0
        self.bare: list[tuple[str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        unseen = (
            tag in self.UNSEEN
            or "font-monospace" in given.get("class", "")
            or given.get("lang", LANGUAGE) != LANGUAGE
        )
        if not self._is_unseen and not unseen:
            heard = set(self.HEARD)
            if tag == "button" or given.get("type") in ("submit", "button", "reset"):
                heard.add("value") if tag == "input" else None
            if tag == "body":
                heard |= {name for name in given if name.startswith("data-") and "left" in name}
            for name in heard & given.keys():
                self._say(given[name], f"{tag} {name}", 0)
        if tag not in self.ALONE:
            self._open.append((tag, unseen))

    def handle_endtag(self, tag: str) -> None:
        for place in range(len(self._open) - 1, -1, -1):
            if self._open[place][0] == tag:
                del self._open[place:]
                return

    def handle_data(self, data: str) -> None:
        if not self._is_unseen:
            where = self._open[-1][0] if self._open else ""
            self._depth = self._say(data, where, self._depth)

    @property
    def _is_unseen(self) -> bool:
        return any(unseen for _tag, unseen in self._open)

    def _say(self, text: str, where: str, depth: int) -> int:
        for part in re.split(f"([{BEGIN}{END}])", text):
            if part == BEGIN:
                depth += 1
            elif part == END:
                depth -= 1
            elif depth == 0 and part.strip():
                self.bare.append((" ".join(part.split()), where))
        return depth

"""Forms of address that stand before and after names: Mr, Señora, श्री, นางสาว, 先生."""

import json
import unicodedata
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

SHORTEST_REST = 2


@dataclass(frozen=True, slots=True)
class Titles:
    """Those of all languages: words before and after a name, and what is attached to it."""

    before: frozenset[str]
    after: frozenset[str]
    attached: tuple[str, ...]
    attached_after: tuple[str, ...]


def without_titles(name: str) -> str:
    """A name without the forms of address around it; something of it always stays.

    >>> without_titles("Mrs. Dr. Anna Petrenko"), without_titles("นางสาวสมศรี ใจดี")
    ('Anna Petrenko', 'สมศรี ใจดี')
    >>> without_titles("王小明先生"), without_titles("Dr"), without_titles("Donna Miller")
    ('王小明', 'Dr', 'Donna Miller')
    """
    titles = _titles()
    words = name.split()
    while len(words) > 1 and _plain(words[0]) in titles.before:
        del words[0]
    while len(words) > 1 and _plain(words[-1]) in titles.after:
        del words[-1]
    if not words or name.isascii():
        return " ".join(words)
    for title in titles.attached:
        if words[0].startswith(title) and len(words[0]) >= len(title) + SHORTEST_REST:
            words[0] = words[0].removeprefix(title)
            break
    for title in titles.attached_after:
        if words[-1].endswith(title) and len(words[-1]) >= len(title) + SHORTEST_REST:
            words[-1] = words[-1].removesuffix(title)
            break
    return " ".join(words)


def _plain(word: str) -> str:
    if word.isascii():
        return word.casefold().strip(".,:")
    return unicodedata.normalize("NFKC", word).casefold().strip(".,:")


@cache
def _titles() -> Titles:
    text = files(__package__).joinpath("data", "titles.json").read_text(encoding="utf-8")
    languages = json.loads(text)["languages"].values()

    def of(place: str) -> list[str]:
        return [title for language in languages for title in language.get(place, ())]

    return Titles(
        before=frozenset(map(_plain, of("before"))),
        after=frozenset(map(_plain, of("after"))),
        attached=tuple(sorted(of("attached"), key=len, reverse=True)),
        attached_after=tuple(of("attached_after")),
    )

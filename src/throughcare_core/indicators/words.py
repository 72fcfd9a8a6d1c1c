"""Words that tell who a person is: no indicator may rest on them.

The lists are data (`refused_words.toml`); names of countries come from the list of countries.
"""

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from throughcare_core import vocab

#: Alphabets whose letters look alike, so that a word can be hidden by mixing them.
LOOK_ALIKE = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
SHORTEST_NAME = 4

#: Unicode classes of marks that do not make another word: Latin accents, Arabic vowel signs.
ACCENTS = frozenset({202, 220, 230, *range(27, 36)})


class Trait(StrEnum):
    """What a refused word is about."""

    ETHNICITY = "ethnicity"
    CASTE = "caste"
    NATIONALITY = "nationality"
    FAITH = "faith"
    DRESS = "dress"
    APPEARANCE = "appearance"


@dataclass(frozen=True, slots=True)
class RefusedWord:
    """A word found in a text, as it stands there after folding, and what it is about."""

    word: str
    trait: Trait


def refused_word(text: str) -> RefusedWord | None:
    """The first word of the text that tells who a person is, or None.

    Every list is held against every text, whatever its language. Case, accents and invisible
    signs do not matter.

    >>> refused_word("Is dressed like a villager")
    RefusedWord(word='dressed', trait=<Trait.DRESS: 'dress'>)
    >>> refused_word("Somebody else keeps the address of the family") is None
    True
    """
    line = _line(text)
    found = [
        (hit.start(), RefusedWord(hit[0], trait))
        for trait, pattern in _patterns()
        if (hit := pattern.search(line))
    ]
    return min(found, key=lambda each: each[0])[1] if found else None


def mixed_word(text: str) -> str | None:
    """The first word that mixes alphabets whose letters look alike, or None.

    >>> mixed_word("еthnic")  # its first letter is Cyrillic
    'еthnic'
    """
    for word in _line(text).split():
        alphabets = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        if len(alphabets & LOOK_ALIKE) > 1:
            return word
    return None


@cache
def checked_languages() -> frozenset[str]:
    """The languages (ISO 639-2 or 639-3) for which there is a list of refused words."""
    return frozenset(
        code for name in _data()["words"] if (code := vocab.accepted("language", name))
    )


@cache
def _data() -> dict[str, dict[str, dict[str, list[str]]]]:
    text = resources.files(__package__).joinpath("refused_words.toml").read_text("utf-8")
    content = tomllib.loads(text)
    peoples = content.pop("peoples")
    content["words"]["en"]["nationality"] += peoples["nationality"] + _countries()
    return content


def _countries() -> list[str]:
    names = (name for each in vocab.codes("country") for name in (each.label, *each.aliases))
    return [name for name in names if len(name) >= SHORTEST_NAME]


@cache
def _patterns() -> tuple[tuple[Trait, re.Pattern[str]], ...]:
    lists = _data()["words"].values()
    return tuple(
        (trait, _pattern([word for each in lists for word in each[trait]])) for trait in Trait
    )


def _pattern(words: list[str]) -> re.Pattern[str]:
    wild = ("*".join(_line(part).strip() for part in word.split("*")) for word in words)
    choices = "|".join(re.escape(word).replace(r"\*", r"\S*") for word in wild)
    return re.compile(rf"(?<= )(?:{choices})(?= )")


def _line(text: str) -> str:
    """The words of a text, folded, each between two spaces."""
    shown = unicodedata.normalize("NFKD", text.casefold())
    letters = "".join(_letter(sign) for sign in shown)
    return f" {' '.join(letters.split())} "


def _letter(sign: str) -> str:
    category = unicodedata.category(sign)
    if category == "Cf" or unicodedata.combining(sign) in ACCENTS:
        return ""
    return sign if category[0] in "LM" else " "

"""Names in scripts whose letters do not follow their sounds one by one: Thai, Burmese, Hebrew."""

import json
import re
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from types import MappingProxyType

LETTERS = MappingProxyType(
    {
        "hebrew": re.compile("[\u0590-\u05ff]"),
        "thai": re.compile("[\u0e00-\u0e7f]"),
        "burmese": re.compile("[\u1000-\u109f]"),
    }
)
Replacements = Sequence[tuple[re.Pattern[str], str]]


def in_latin(text: str) -> str:
    """The text with its Thai, Burmese and Hebrew letters as names are usually written in Latin.

    >>> in_latin("สมชาย"), in_latin("အောင်"), in_latin("שרה"), in_latin("Olena")
    ('smchay', 'aung', 'shra', 'Olena')
    """
    for script, letters in LETTERS.items():
        if letters.search(text):
            text = " ".join(_replaced(word, _replacements()[script]) for word in text.split(" "))
    return text


def _replaced(word: str, replacements: Replacements) -> str:
    for letters, sound in replacements:
        word = letters.sub(sound, word)
    return word


@cache
def _replacements() -> Mapping[str, Replacements]:
    text = files(__package__).joinpath("data", "scripts.json").read_text(encoding="utf-8")
    scripts = json.loads(text)["scripts"]
    return MappingProxyType(
        {
            script: tuple((re.compile(letters), sound) for letters, sound in told)
            for script, told in scripts.items()
        }
    )

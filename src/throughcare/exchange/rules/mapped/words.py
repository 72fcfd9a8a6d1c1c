"""Words that people write into spreadsheets, in several languages: small data files of our own."""

import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from throughcare_core.vocab import accepted

NOT_RECORDED = "-"
"""What a value may be given as its meaning: nothing is recorded."""
LETTERS = re.compile(r"[^\w№#/]+", re.UNICODE)


def plain(text: str) -> str:
    """A text as words are compared: one spelling of each letter, one space, no case.

    >>> plain("  Date\\nof  BIRTH ")
    'date of birth'
    """
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


@cache
def _data(name: str) -> dict[str, Any]:
    text = files("throughcare.exchange").joinpath("words", f"{name}.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@cache
def words(kind: str) -> frozenset[str]:
    """Words of one kind: not_recorded, either (a value, or nothing is known), total and more."""
    return frozenset(map(plain, _data("unsaid")[kind]))


def says_nothing(text: str) -> bool:
    """Whether a cell says no more than that nothing is known.

    >>> says_nothing(" N/A "), says_nothing("Nadia")
    (True, False)
    """
    return plain(text) in words("not_recorded")


@cache
def heading_words() -> Mapping[str, str]:
    """What a heading may say → the target that is meant."""
    found: dict[str, str] = {}
    for target, texts in _data("headings").items():
        for text in texts:
            found.setdefault(bare(text), target)
    return MappingProxyType(found)


def bare(text: str) -> str:
    """A heading without signs: how headings are compared.

    >>> bare("Date of birth (dd/mm)*"), bare("M/F")
    ('date of birth dd/mm', 'm/f')
    """
    return LETTERS.sub(" ", plain(text)).strip()


@cache
def _spoken(name: str) -> Mapping[str, str]:
    lists: dict[str, list[str]] = _data("values").get(name, {})
    return {plain(text): code for code, texts in lists.items() for text in texts}


def meant(name: str, text: str) -> str:
    """The code of a list that a text probably means, or "": a suggestion, never taken unseen."""
    said = _spoken(name)
    return said.get(plain(text)) or said.get(plain(text).rstrip(".")) or accepted(name, text) or ""

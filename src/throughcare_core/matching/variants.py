"""Names that are written in many ways: which spellings are one name."""

import json
from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from throughcare_core.matching.names import normalise_name


def known_as(token: str) -> tuple[str, ...]:
    """The names that a normalised token is a known spelling of, or the token itself.

    A short form such as Sasha belongs to several names.

    >>> known_as("aleksandr"), known_as("muhamad"), known_as("bondarenko")
    (('oleksandr',), ('mohamed',), ('bondarenko',))
    """
    return _names_by_spelling().get(token, (token,))


@cache
def _names_by_spelling() -> Mapping[str, tuple[str, ...]]:
    text = files(__package__).joinpath("data", "name_variants.json").read_text(encoding="utf-8")
    names: dict[str, list[str]] = {}
    for group in json.loads(text)["groups"]:
        spellings = dict.fromkeys(normalise_name(written)[0] for written in group)
        for token in spellings:
            names.setdefault(token, []).append(next(iter(spellings)))
    return MappingProxyType({token: tuple(found) for token, found in names.items()})

"""Code lists: what the values are called, where they come from, and how a typed text is read.

One JSON file in `data/` is one list: its title, source, version, licence, and its values.
"""

import json
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

NOT_A_LIST = frozenset({"ctdc_columns", "htcds_fields"})


class UnknownList(LookupError):
    """There is no code list of this name."""


class UnknownCode(LookupError):
    """The value is not in the list. The text never repeats it: it may be a misplaced name."""


@dataclass(frozen=True, slots=True)
class Code:
    """One value of a list.

    `extension` marks a value that the list's source does not have. `traits` holds what else the
    file says of the value (such as `alpha3` of a country or `side` of a kind of agency).
    """

    code: str
    label: str
    source: str
    aliases: tuple[str, ...] = ()
    extension: bool = False
    traits: Mapping[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list with its provenance; `values` in the order in which a page shows them."""

    name: str
    title: str
    source: str
    version: str
    licence: str
    note: str
    values: tuple[Code, ...]
    by_code: Mapping[str, Code] = field(repr=False, compare=False)
    by_text: Mapping[str, Code] = field(repr=False, compare=False)
    by_folded_text: Mapping[str, Code] = field(repr=False, compare=False)


def list_names() -> tuple[str, ...]:
    """The names of all code lists, sorted."""
    stems = (
        entry.name.removesuffix(".json") for entry in files(__package__).joinpath("data").iterdir()
    )
    return tuple(sorted(set(stems) - NOT_A_LIST))


@cache
def code_list(name: str) -> CodeList:
    """The list of this name with its provenance; raises `UnknownList`."""
    if name not in list_names():
        raise UnknownList(
            f"There is no code list of this name. The lists are: {', '.join(list_names())}."
        )
    content = read_data(name)
    values = tuple(_code(value, content) for value in content["values"])
    return CodeList(
        name=content["list"],
        title=content["title"],
        source=content["source"],
        version=content["version"],
        licence=content["licence"],
        note=content.get("note", ""),
        values=values,
        by_code=MappingProxyType({value.code: value for value in values}),
        by_text=_unambiguous({value: {value.label, *value.aliases} for value in values}),
        by_folded_text=_unambiguous(
            {value: set(map(folded, (value.code, value.label, *value.aliases))) for value in values}
        ),
    )


def codes(name: str) -> tuple[Code, ...]:
    """All values of a list in their order; raises `UnknownList`."""
    return code_list(name).values


def code(name: str, value: str) -> Code:
    """One value of a list; raises `UnknownList`, `UnknownCode`."""
    found = code_list(name).by_code.get(value)
    if found is None:
        raise UnknownCode(f"This is not a code of the list “{name}”.")
    return found


def label(name: str, value: str) -> str:
    """The English label of a code, ready for gettext; raises `UnknownList`, `UnknownCode`.

    >>> label("urgency", "danger")
    'Danger to life'
    """
    return code(name, value).label


def is_code(name: str, value: str) -> bool:
    """Whether the value is exactly a code of the list; raises `UnknownList`."""
    return value in code_list(name).by_code


def accepted(name: str, text: str) -> str | None:
    """The code that a typed or imported text means, or None; raises `UnknownList`.

    A code as it is written comes first, then a label or alias as it is written, then any of them
    without regard to case, spaces and punctuation. A text that could mean two values is None.

    >>> accepted("means_of_control", "Debt bondage ")
    'DebtBondage'
    >>> accepted("country", "Moldova, Republic of")
    'MD'
    """
    values = code_list(name)
    typed = text.strip()
    found = (
        values.by_code.get(typed)
        or values.by_text.get(typed)
        or values.by_folded_text.get(folded(typed))
    )
    return found.code if found else None


def texts_to_translate() -> Iterator[str]:
    """Every title and label once, for the message catalogue of the platform."""
    seen: set[str] = set()
    for name in list_names():
        for text in (code_list(name).title, *(value.label for value in codes(name))):
            if text not in seen:
                seen.add(text)
                yield text


def folded(text: str) -> str:
    """The letters and digits of a text, without case: how two spellings are compared."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def read_data(name: str) -> dict[str, Any]:
    """The content of one data file of this package."""
    text = files(__package__).joinpath("data", f"{name}.json").read_text(encoding="utf-8")
    content: dict[str, Any] = json.loads(text)
    return content


def _code(value: dict[str, Any], content: dict[str, Any]) -> Code:
    known = {"code", "label", "source", "aliases", "extension"}
    return Code(
        code=value["code"],
        label=value["label"],
        source=value.get("source", f"{content['source']}, {content['version']}"),
        aliases=tuple(value.get("aliases", ())),
        extension=value.get("extension", False),
        traits=MappingProxyType({key: value[key] for key in value.keys() - known}),
    )


def _unambiguous(texts: Mapping[Code, set[str]]) -> Mapping[str, Code]:
    claims: dict[str, list[Code]] = {}
    for value, spellings in texts.items():
        for spelling in spellings:
            claims.setdefault(spelling, []).append(value)
    return MappingProxyType(
        {text: who[0] for text, who in claims.items() if len(who) == 1 and text}
    )

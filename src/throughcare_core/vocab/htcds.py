"""IOM's Human Trafficking Case Data Standard 2.0: its fields, and the way back to its picklists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from throughcare_core.vocab.lists import code, folded, read_data


@dataclass(frozen=True, slots=True)
class HtcdsField:
    """One named field of the standard.

    `type` is the standard's own word (Text, Date, Picklist, …). `list` is the code list of this
    package that its values come from, or empty. `multiple`: several values, separated by `;`.
    `pattern` is the regular expression that the standard gives for its text, or empty.
    """

    name: str
    object: str
    label: str
    type: str
    core: bool
    deprecated: bool
    list: str = ""
    multiple: bool = False
    pattern: str = ""
    aliases: tuple[str, ...] = ()


@cache
def htcds_fields() -> tuple[HtcdsField, ...]:
    """The 83 named fields of HTCDS 2.0, in the order of the standard."""
    return tuple(
        HtcdsField(**{**row, "aliases": tuple(row.get("aliases", ()))})
        for row in read_data("htcds_fields")["fields"]
    )


def htcds_field(header: str) -> HtcdsField | None:
    """The field that a column header means: its name, a known misspelling, or its label.

    A label that two fields share (such as “Longitude”) means none.

    >>> htcds_field("vic_TraffickinStatusDecisionMakingOrg").name
    'vic_TraffickingStatusDecisionMakingOrg'
    """
    return _fields_by_header().get(folded(header))


def htcds_picklist_code(name: str, value: str) -> str:
    """The code to write where only the standard's own picklist is allowed.

    An extension gives the nearest picklist code; raises `UnknownList`, `UnknownCode`.

    >>> htcds_picklist_code("means_of_control", "UsesChildren")
    'ThreatensChildrenFamily'
    """
    found = code(name, value)
    return str(found.traits["picklist"]) if found.extension else found.code


@cache
def _fields_by_header() -> Mapping[str, HtcdsField]:
    by_name = {folded(name): each for each in htcds_fields() for name in (each.name, *each.aliases)}
    labels = [folded(each.label) for each in htcds_fields()]
    by_label = {
        folded(each.label): each for each in htcds_fields() if labels.count(folded(each.label)) == 1
    }
    return MappingProxyType({**by_label, **by_name})

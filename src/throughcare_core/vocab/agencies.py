"""On which side of the wall between care and criminal justice a kind of agency stands."""

from enum import StrEnum

from throughcare_core.vocab.lists import code


class AgencySide(StrEnum):
    """The side of an agency; care notes and criminal-justice records are walled off by it."""

    CARE = "care"
    JUSTICE = "justice"
    BORDER = "border"
    MIGRATION = "migration"
    OVERSIGHT = "oversight"
    COORDINATION = "coordination"
    OTHER = "other"


ENFORCING_SIDES = frozenset({AgencySide.JUSTICE, AgencySide.BORDER, AgencySide.MIGRATION})


def agency_side(kind: str) -> AgencySide:
    """The side of a kind of agency (list `agency_kind`); raises `UnknownCode`.

    >>> agency_side("Shelter")
    <AgencySide.CARE: 'care'>
    """
    return AgencySide(code("agency_kind", kind).traits["side"])


def enforces_law(kind: str) -> bool:
    """Whether the kind of agency belongs to criminal justice, border or migration control.

    >>> enforces_law("BorderPolice"), enforces_law("Helpline")
    (True, False)
    """
    return agency_side(kind) in ENFORCING_SIDES


def organisation_type_for(kind: str) -> str:
    """The HTCDS type of organisation under which a kind of agency is reported."""
    return str(code("agency_kind", kind).traits["htcds"])

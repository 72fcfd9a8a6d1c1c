"""Kinds of posts, and how pages mark an agency."""

from collections.abc import Mapping
from dataclasses import dataclass

from throughcare.agencies.rules.words import gettext_noop

POST_KINDS: Mapping[str, str] = {
    "border_point": gettext_noop("Border point"),
    "shelter": gettext_noop("Shelter"),
    "line": gettext_noop("Line"),
    "clinic": gettext_noop("Clinic"),
    "office": gettext_noop("Office"),
    "outreach": gettext_noop("Outreach"),
}

HUES = {
    "Helpline": 1,
    "Shelter": 2,
    "NGO": 2,
    "BorderPolice": 3,
    "MigrationService": 3,
    "Police": 3,
    "Clinic": 4,
    "School": 4,
    "LegalAid": 6,
    "Prosecution": 6,
    "Court": 6,
}


@dataclass(frozen=True, slots=True)
class Mark:
    """How pages mark an agency: two letters, the hue of its kind of service (1 to 6), its name."""

    letters: str
    hue: int
    name: str


def mark_of(code: str, kind: str, name: str) -> Mark:
    """The mark of an agency; authorities and what has no hue of its own share the fifth."""
    return Mark(code[:2].upper(), HUES.get(kind, 5), name)

"""The small set of Border Police at North Gate, and answers to it."""

from copy import deepcopy
from typing import Any

from throughcare_core.indicators import Answer, IndicatorSet, Said, set_from

NORTH_GATE: dict[str, Any] = {
    "code": "north-gate",
    "title": "First words at North Gate",
    "for": "anyone",
    "version": "2",
    "from": "2026-01-01",
    "language": "en",
    "source": "Border Police at North Gate, with Lotus Shelter",
    "certainty": "own practice",
    "agency": "Border Police at North Gate",
    "reviewed_by": "The Ombudsperson",
    "reviewed_on": "2025-12-01",
    "dimension": [
        {
            "code": "journey",
            "title": "The journey",
            "indicators": [
                {"code": "false_job", "weight": "strong", "about": "promise", "says": "A lie"},
                {"code": "papers_kept", "weight": "strong", "about": "papers", "says": "Papers"},
                {"code": "debt", "weight": "medium", "about": "debt", "says": "A debt"},
                {"code": "paid_for", "weight": "medium", "about": "money", "says": "A ticket"},
                {"code": "watched", "weight": "medium", "about": "movement", "says": "Watched"},
                {"code": "no_address", "weight": "weak", "about": "journey", "says": "Nowhere"},
            ],
        },
        {
            "code": "now",
            "title": "Now",
            "rule": "any one",
            "certainty": "general knowledge",
            "indicators": [
                {"code": "violence", "about": "force", "says": "Somebody is violent"},
                {"code": "locked_in", "about": "movement", "says": "The person is locked in"},
            ],
        },
    ],
    "pattern": [
        {"code": "both", "says": "Signs on the way and now", "all_of": ["journey", "now"]},
        {"code": "either", "says": "Signs on the way or now", "any_of": ["journey", "now"]},
    ],
}


def a_set() -> dict[str, Any]:
    """A copy of the set of North Gate, to be changed."""
    return deepcopy(NORTH_GATE)


def north_gate() -> IndicatorSet:
    """The set of North Gate as it is."""
    return set_from(NORTH_GATE)


def yes(*codes: str) -> list[Said]:
    """The person says yes to these."""
    return [Said(code, Answer.YES) for code in codes]


def no(*codes: str, by: str = "person") -> list[Said]:
    """Somebody says no to these."""
    return [Said(code, Answer.NO, by) for code in codes]

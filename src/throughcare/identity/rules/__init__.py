"""What an agency records of who a person is, and what may be written there."""

from throughcare.identity.rules.birth import (
    Birth,
    Gender,
    age_band_on,
    reasons_against_birth,
    reasons_against_gender,
    tidy_birth,
    youngest_age,
)
from throughcare.identity.rules.contacts import (
    CONTACT,
    WHEREABOUTS,
    Paper,
    SafeContact,
    reasons_against_contact,
    reasons_against_paper,
)
from throughcare.identity.rules.letters import reasons_against_text, script_of, tidy
from throughcare.identity.rules.lifetime import (
    KEY_BACKUPS_LIVE,
    reasons_not_to_erase,
    reasons_not_to_hold,
)
from throughcare.identity.rules.names import (
    MOST_NAMES,
    Name,
    reasons_against_name_part,
    reasons_against_names,
    tidy_name,
)
from throughcare.identity.rules.searching import (
    AGREES,
    LONGEST_QUERY,
    MOST_SEARCHES,
    SEARCHES_WITHIN,
    read_query,
    reasons_not_to_search,
)
from throughcare.identity.rules.words import (
    CHECKS,
    CONTACT_KINDS,
    ERASURE_REASONS,
    HOLD_REASONS,
    NO_SAFE_WAY,
    ORDERS,
    PROVES_AGE,
    TOLD,
    WAYS_OF_KIND,
)

IDENTITY, SITUATION = "identity", "situation"

__all__ = [
    "AGREES",
    "CHECKS",
    "CONTACT",
    "CONTACT_KINDS",
    "ERASURE_REASONS",
    "HOLD_REASONS",
    "IDENTITY",
    "KEY_BACKUPS_LIVE",
    "LONGEST_QUERY",
    "MOST_NAMES",
    "MOST_SEARCHES",
    "NO_SAFE_WAY",
    "ORDERS",
    "PROVES_AGE",
    "SEARCHES_WITHIN",
    "SITUATION",
    "TOLD",
    "WAYS_OF_KIND",
    "WHEREABOUTS",
    "Birth",
    "Gender",
    "Name",
    "Paper",
    "SafeContact",
    "age_band_on",
    "read_query",
    "reasons_against_birth",
    "reasons_against_contact",
    "reasons_against_gender",
    "reasons_against_name_part",
    "reasons_against_names",
    "reasons_against_paper",
    "reasons_against_text",
    "reasons_not_to_erase",
    "reasons_not_to_hold",
    "reasons_not_to_search",
    "script_of",
    "tidy",
    "tidy_birth",
    "tidy_name",
    "youngest_age",
]

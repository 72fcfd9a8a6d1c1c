"""Every act on what an agency recorded of who a person is."""

from throughcare.identity.services.contacts import add_contact, change_contact, remove_contact
from throughcare.identity.services.entries import record_birth, record_gender, record_names
from throughcare.identity.services.erasure import (
    erase_again,
    erase_person,
    hold_person,
    release_hold,
)
from throughcare.identity.services.exchanged import (
    RECORD_BYTES,
    SALTS,
    attributes_known,
    exchange_fingerprints,
    fingerprints_for,
)
from throughcare.identity.services.papers import (
    add_document,
    add_photograph,
    remove_document,
    remove_photograph,
)
from throughcare.identity.services.search import (
    FoundRow,
    found_by_number,
    possible_duplicates,
    search_people,
)

__all__ = [
    "RECORD_BYTES",
    "SALTS",
    "FoundRow",
    "add_contact",
    "add_document",
    "add_photograph",
    "attributes_known",
    "change_contact",
    "erase_again",
    "erase_person",
    "exchange_fingerprints",
    "fingerprints_for",
    "found_by_number",
    "hold_person",
    "possible_duplicates",
    "record_birth",
    "record_gender",
    "record_names",
    "release_hold",
    "remove_contact",
    "remove_document",
    "remove_photograph",
    "search_people",
]

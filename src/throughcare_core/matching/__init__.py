"""Keyed fingerprints of identities: encode, search, warn of a double entry, explain why."""

from throughcare_core.matching.fields import Field
from throughcare_core.matching.fingerprint import Fingerprint, IdentityFields, encode
from throughcare_core.matching.hardening import EXCHANGED, PLAIN, Hardening
from throughcare_core.matching.keys import ENCODING, FieldKeys
from throughcare_core.matching.matrix import FingerprintMatrix
from throughcare_core.matching.names import normalise_name
from throughcare_core.matching.search import (
    Level,
    Match,
    Pair,
    Reason,
    duplicate_pairs,
    probable_duplicates,
    search,
)
from throughcare_core.matching.uuids import Uuids

__all__ = [
    "ENCODING",
    "EXCHANGED",
    "PLAIN",
    "Field",
    "FieldKeys",
    "Fingerprint",
    "FingerprintMatrix",
    "Hardening",
    "IdentityFields",
    "Level",
    "Match",
    "Pair",
    "Reason",
    "Uuids",
    "duplicate_pairs",
    "encode",
    "normalise_name",
    "probable_duplicates",
    "search",
]

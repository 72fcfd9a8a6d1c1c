"""The keys of two agencies, and which of many fingerprints are like somebody's."""

from collections.abc import Mapping
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from throughcare.identity.services import RECORD_BYTES, SALTS
from throughcare.vault.services import secret
from throughcare_core.matching.linkage import ExchangeKeys
from throughcare_core.matching.linkage.comparing import near_pairs

PROJECT = "throughcare linking"


def keys_between(one: UUID, other: UUID, epoch: str) -> ExchangeKeys:
    """The keys of two agencies in one epoch, from a secret of the house: the same for both."""
    return ExchangeKeys.derive(secret("linking"), PROJECT, [one.hex, other.hex], epoch)


def scores(asked: bytes, known: Mapping[UUID, bytes]) -> dict[UUID, float]:
    """How like somebody's fingerprints those of each person are: 0 is chance, 1 equal.

    Of several ways in which the two are written the best one counts; below .25 nobody is named.
    """
    owners = [person for person, bits in known.items() for _way in range(_ways(bits))]
    near = near_pairs(_salted(asked), _salted(b"".join(known.values())))
    best: dict[UUID, float] = {}
    for place, score in zip(near.others.tolist(), near.best.tolist(), strict=True):
        person = owners[place]
        best[person] = max(score, best.get(person, 0.0))
    return best


def _ways(bits: bytes) -> int:
    return len(bits) // (SALTS * RECORD_BYTES)


def _salted(bits: bytes) -> NDArray[np.uint64]:
    """Encodings side by side as (salts, ways, words)."""
    words = np.frombuffer(bits, dtype="<u8").astype(np.uint64)
    return np.ascontiguousarray(words.reshape(-1, SALTS, RECORD_BYTES // 8).transpose(1, 0, 2))

"""The keys of a fingerprint: one for each field, from an agency's secret, for one epoch and use."""

import hmac
from dataclasses import dataclass, field
from typing import Self

from throughcare_core.matching.fields import Field

ENCODING = 1
"""The version of the method: fingerprints of different versions cannot be compared."""

SHORTEST_SECRET = 32
HASH_SIZE = 32


@dataclass(frozen=True, slots=True)
class FieldKeys:
    """Keys that make fingerprints comparable only with those made under the same keys."""

    by_field: dict[Field, bytes] = field(repr=False, hash=False)
    flips: bytes = field(repr=False)

    @classmethod
    def derive(cls, secret: bytes, epoch: str, use: str = "search") -> Self:
        """Derive the keys by HKDF-SHA-256 (RFC 5869).

        `secret`: at least 32 random bytes, held by the agency. `epoch`: changes when keys are
        renewed. `use`: what the fingerprints are for; searching inside an agency and comparing
        between two agencies never share keys. Raises `ValueError`.
        """
        if len(secret) < SHORTEST_SECRET:
            raise ValueError(f"The secret of an agency has at least {SHORTEST_SECRET} bytes.")
        if not epoch or not use:
            raise ValueError("The keys of fingerprints need an epoch and a use.")
        context = (f"throughcare fingerprint {ENCODING}", use, epoch)
        return cls(
            by_field={each: hkdf(secret, info_of(*context, each.value)) for each in Field},
            flips=hkdf(secret, info_of(*context, "flips")),
        )


def hkdf(secret: bytes, info: bytes, salt: bytes = b"", size: int = HASH_SIZE) -> bytes:
    """HKDF-SHA-256 (RFC 5869): `size` bytes of key, at most 8160."""
    if not 0 < size <= 255 * HASH_SIZE:
        raise ValueError("HKDF-SHA-256 gives 1 to 8160 bytes.")
    extracted = hmac.digest(salt or bytes(HASH_SIZE), secret, "sha256")
    block, output = b"", b""
    while len(output) < size:
        counter = bytes([len(output) // HASH_SIZE + 1])
        block = hmac.digest(extracted, block + info + counter, "sha256")
        output += block
    return output[:size]


def info_of(*parts: str) -> bytes:
    """The parts, each with its length before it, so that no two lists of parts look alike."""
    encoded = (part.encode() for part in parts)
    return b"".join(len(part).to_bytes(2, "big") + part for part in encoded)

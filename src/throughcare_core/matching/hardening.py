"""Making a fingerprint harder to read back, for those that leave the agency that made them."""

import hashlib
import hmac
from dataclasses import dataclass

STRONGEST_FLIPS = 0.5


@dataclass(frozen=True, slots=True)
class Hardening:
    """How much is done against reading patterns out of many fingerprints.

    `balanced`: every field has as many ones as zeros, so that its fill says nothing.
    `flips`: the share of bits that are replaced by a keyed coin, the same each time for the same
    identity, so that asking again wears nothing away. Both sides of a comparison use one setting.
    """

    balanced: bool = False
    flips: float = 0.0

    def __post_init__(self) -> None:
        if not 0.0 <= self.flips <= STRONGEST_FLIPS:
            raise ValueError("The share of flipped bits lies between 0 and 0.5.")


PLAIN = Hardening()
"""For search inside the agency whose key it is: nothing leaves, nothing is blurred."""

EXCHANGED = Hardening(balanced=True, flips=0.05)
"""For comparison between two agencies."""


def balanced(half: int, bits: int, key: bytes) -> int:
    """The half and its complement, their `bits` positions shuffled by the key."""
    size = bits // 2
    joined = half | ((~half & ((1 << size) - 1)) << size)
    return sum(1 << to for to, origin in enumerate(_keyed_order(bits, key)) if joined >> origin & 1)


def with_flips(part: int, bits: int, share: float, key: bytes) -> int:
    """The part with a share of its bits replaced by coins that key and part decide together."""
    if share == 0.0:
        return part
    seed = hmac.digest(key, part.to_bytes(bits // 8, "little"), "sha256")
    stream = hashlib.shake_256(seed).digest(3 * bits)
    limit = round(share * 2**16)
    for position in range(bits):
        draw, coin = int.from_bytes(stream[3 * position :][:2], "big"), stream[3 * position + 2] & 1
        if draw < limit:
            part = part & ~(1 << position) | coin << position
    return part


def _keyed_order(bits: int, key: bytes) -> list[int]:
    """The positions in the order of what a keyed function gives for each of them."""
    return sorted(
        range(bits), key=lambda each: hmac.digest(key, f"order {each}".encode(), "sha256")
    )

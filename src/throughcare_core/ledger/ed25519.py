"""Verification of Ed25519 signatures (RFC 8032, section 5.1.7), without any library.

Whoever doubts the host must be able to check a head with this folder and Python alone. Signing
is not here: it needs protection against timing, and the platform's library has it. Stricter than
the RFC: keys of small order, for which anybody can sign, are refused.
"""

import hashlib
from typing import NamedTuple

KEY_BYTES = 32
SIGNATURE_BYTES = 64

FIELD = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
CURVE = -121665 * pow(121666, -1, FIELD) % FIELD
ROOT_OF_MINUS_ONE = pow(2, (FIELD - 1) // 4, FIELD)


class Point(NamedTuple):
    """A point in extended coordinates: x = X/Z, y = Y/Z, x·y = T/Z."""

    x: int
    y: int
    z: int
    t: int


NEUTRAL = Point(0, 1, 1, 0)
BASE_X = 15112221349535400772501151409588531511454012693041857206046113283949847762202
BASE_Y = 4 * pow(5, -1, FIELD) % FIELD
BASE = Point(BASE_X, BASE_Y, 1, BASE_X * BASE_Y % FIELD)


def verify_signature(key: bytes, message: bytes, signature: bytes) -> bool:
    """Whether `signature` (64 bytes) over `message` was made with the owner's half of `key`."""
    if len(key) != KEY_BYTES or len(signature) != SIGNATURE_BYTES:
        return False
    signer = decode_point(key)
    if signer is None or _has_small_order(signer):
        return False
    scalar = int.from_bytes(signature[32:], "little")
    if scalar >= ORDER:
        return False
    digest = hashlib.sha512(signature[:32] + key + message).digest()
    challenge = int.from_bytes(digest, "little") % ORDER
    return _encode(_sum_of_products(scalar, BASE, challenge, _negative(signer))) == signature[:32]


def decode_point(encoded: bytes) -> Point | None:
    """The point that 32 bytes encode, or None: not on the curve, or not its only encoding."""
    number = int.from_bytes(encoded, "little")
    is_odd, y = number >> 255, number & (2**255 - 1)
    if y >= FIELD:
        return None
    x = _root_of_ratio((y * y - 1) % FIELD, (CURVE * y * y + 1) % FIELD)
    if x is None or (x == 0 and is_odd):
        return None
    if x % 2 != is_odd:
        x = FIELD - x
    return Point(x, y, 1, x * y % FIELD)


def _root_of_ratio(numerator: int, denominator: int) -> int | None:
    square = numerator * pow(denominator, -1, FIELD) % FIELD
    candidate = pow(square, (FIELD + 3) // 8, FIELD)
    for root in (candidate, candidate * ROOT_OF_MINUS_ONE % FIELD):
        if root * root % FIELD == square:
            return root
    return None


def _encode(point: Point) -> bytes:
    scale = pow(point.z, -1, FIELD)
    x, y = point.x * scale % FIELD, point.y * scale % FIELD
    return (y | (x & 1) << 255).to_bytes(32, "little")


def _add(p: Point, q: Point) -> Point:
    """RFC 8032, section 5.1.4; complete, so that it also doubles."""
    a = (p.y - p.x) * (q.y - q.x) % FIELD
    b = (p.y + p.x) * (q.y + q.x) % FIELD
    c = 2 * p.t * q.t * CURVE % FIELD
    d = 2 * p.z * q.z % FIELD
    e, f, g, h = b - a, d - c, d + c, b + a
    return Point(e * f % FIELD, g * h % FIELD, f * g % FIELD, e * h % FIELD)


def _negative(point: Point) -> Point:
    return Point(-point.x % FIELD, point.y, point.z, -point.t % FIELD)


def _sum_of_products(m: int, p: Point, n: int, q: Point) -> Point:
    """m·p + n·q, bit by bit from the top."""
    addends = (None, p, q, _add(p, q))
    total = NEUTRAL
    for bit in reversed(range(max(m.bit_length(), n.bit_length()))):
        total = _add(total, total)
        addend = addends[(m >> bit & 1) | (n >> bit & 1) << 1]
        if addend is not None:
            total = _add(total, addend)
    return total


def _has_small_order(point: Point) -> bool:
    for _ in range(3):
        point = _add(point, point)
    return point.x == 0 and point.y == point.z

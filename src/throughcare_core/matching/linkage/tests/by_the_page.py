"""One encoding, bit by bit, as docs/methods/matching.md says it: slow, and nothing shared with what
it is held against but what a value's pieces are.
"""

import hmac
from hashlib import blake2b
from math import log

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

SHARES = {
    "name": (8, 6.0),
    "words": (14, 3.0),
    "number": (7, 6.0),
    "long number": (17, 2.7),
    "code": (1, 6.0),
    "date": (10, 8.0),
}


def framed(*parts: str) -> bytes:
    return b"".join(len(part.encode()).to_bytes(2, "big") + part.encode() for part in parts)


def key(secret: bytes, *use: str) -> bytes:
    return hmac.new(secret, framed(*use), "sha256").digest()


def number(key: bytes, content: bytes) -> int:
    return int.from_bytes(blake2b(content, key=key, digest_size=16).digest(), "little")


def drawn(key: bytes, number: int, count: int) -> list[int]:
    cipher = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()
    blocks = (count + 7) // 8
    stream = b"".join(
        cipher.update((number ^ block).to_bytes(16, "little")) for block in range(blocks)
    )
    return [int.from_bytes(stream[2 * at : 2 * at + 2], "little") for at in range(count)]


def encoding(
    secret: bytes,
    salt: tuple[str, ...],
    value: str,
    nobody: str,
    attributes: list[tuple[str, str, list[str]]],
    balanced: bool,
    flips: float,
) -> int:
    """The 1024 bits, the first one lowest. `attributes`: kind, key group, and pieces of each."""
    size = 512 if balanced else 1024
    usual = sum(SHARES[kind][0] * SHARES[kind][1] for kind, _, _ in attributes)
    bits = 0
    if value:
        salted = number(key(secret, "salt", *salt), value.encode())
        for kind, group, pieces in attributes:
            wanted = min(31.0, -log(0.6) * size / usual * SHARES[kind][1])
            for piece in pieces:
                feature = number(key(secret, "feature"), f"{group}\n{piece}".encode())
                small = drawn(key(secret, "positions"), salted ^ feature, int(wanted) + 2)
                one_more = small[0] < round((wanted % 1) * 65536)
                for each in small[1 : 1 + int(wanted) + one_more]:
                    bits |= 1 << each % size
    else:
        salted = number(key(secret, "nobody", *salt), nobody.encode())
        for at, each in enumerate(drawn(key(secret, "nobody"), salted, size)):
            bits |= (each < round(0.4 * 65536)) << at
    if balanced:
        for at, each in enumerate(drawn(key(secret, "mask"), salted, 32)):
            bits ^= each << 16 * at
        bits |= (bits ^ (1 << 512) - 1) << 512
    if flips:
        contents = salted.to_bytes(16, "little") + bits.to_bytes(128, "little")
        coins = drawn(key(secret, "coins"), number(key(secret, "flips"), contents), 1024)
        for at, each in enumerate(coins):
            bits ^= (each < round(flips / 2 * 65536)) << at
    return bits

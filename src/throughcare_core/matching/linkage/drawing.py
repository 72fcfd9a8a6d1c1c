"""Bits drawn under a salt by AES (FIPS 197) as a keyed random function, many records at a time.

Salts and features are numbers of 128 bits by BLAKE2b (RFC 7693). What a feature draws under a salt
is AES of the two numbers joined by exclusive or: for whoever lacks the keys it has nothing to do
with what it draws under another salt, and a processor does a hundred million a second.
"""

from hashlib import blake2b

import numpy as np
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from numpy.typing import NDArray

NUMBER_BYTES = 16
SMALL_NUMBERS_OF_BLOCK = 8
SMALL = 2**16

Numbers = NDArray[np.uint64]
"""Numbers of 128 bits as (n, 2), the lower half first."""

SmallNumbers = NDArray[np.uint16]


class Drawing:
    """A random function under one key: 16 bytes for each number of 128 bits."""

    def __init__(self, key: bytes) -> None:
        # Single blocks as a function, no message of several: no mode is wanted.
        self._cipher = Cipher(algorithms.AES256(key), modes.ECB()).encryptor()  # noqa: S305

    def small(self, numbers: Numbers, count: int) -> SmallNumbers:
        """For each number (n, 2) so many numbers of 16 bits, as (n, count).

        They stand in blocks 0, 1, …, the place of a block joined to the lowest byte of the number.
        """
        blocks = -(-count // SMALL_NUMBERS_OF_BLOCK)
        asked = np.array(np.broadcast_to(numbers[:, None], (len(numbers), blocks, 2)), dtype="<u8")
        asked[:, :, 0] ^= np.arange(blocks, dtype=np.uint64)
        drawn = np.frombuffer(
            self._cipher.update(asked.reshape(-1).view(np.uint8).data), dtype="<u2"
        )
        return drawn.reshape(len(numbers), blocks * SMALL_NUMBERS_OF_BLOCK)[:, :count]


def number_of(key: bytes, content: bytes) -> bytes:
    """A content as a keyed number of 128 bits, in bytes."""
    return blake2b(content, key=key, digest_size=NUMBER_BYTES).digest()


def numbers_of(joined: bytes | bytearray) -> Numbers:
    """Numbers that stand in bytes one after the other."""
    return np.frombuffer(joined, dtype="<u8").reshape(-1, 2)

"""Sealed files: a stream of chunks, each sealed with its number, the last one marked.

The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015) over AES-GCM: chunks can be
neither reordered nor dropped nor appended without the file refusing to open.
"""

import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from throughcare.vault.adapters.places import new_file
from throughcare.vault.rules import Tampered

CHUNK = 64 * 1024
TAG = 16
PREFIX = 7


class Sealer:
    """Seals a stream as it comes: feed it, then finish it once."""

    def __init__(self, key: bytes, bound: bytes, to: BinaryIO) -> None:
        self._cipher, self._prefix = AESGCM(key), secrets.token_bytes(PREFIX)
        self._bound, self._to = bound, to
        self._held, self._number = b"", 0
        self.size = 0
        to.write(self._prefix)

    def feed(self, data: bytes) -> None:
        """Take more plain bytes."""
        self.size += len(data)
        self._held += data
        while len(self._held) > CHUNK:
            self._write(self._held[:CHUNK], last=False)
            self._held = self._held[CHUNK:]

    def finish(self) -> None:
        """Seal what is left and mark it as the end."""
        self._write(self._held, last=True)

    def _write(self, block: bytes, *, last: bool) -> None:
        nonce = _nonce(self._prefix, self._number, last)
        self._to.write(self._cipher.encrypt(nonce, block, self._bound))
        self._number += 1


def seal_stream(chunks: Iterable[bytes], key: bytes, bound: bytes, to: BinaryIO) -> int:
    """Seal bytes as they come; the number of plain bytes."""
    sealer = Sealer(key, bound, to)
    for chunk in chunks:
        sealer.feed(chunk)
    sealer.finish()
    return sealer.size


def open_stream(sealed: BinaryIO, key: bytes, bound: bytes) -> Iterator[bytes]:
    """The plain bytes, chunk by chunk; `Tampered` at the first that was changed."""
    cipher, prefix = AESGCM(key), sealed.read(PREFIX)
    number, block = 0, sealed.read(CHUNK + TAG)
    while True:
        following = sealed.read(CHUNK + TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), block, bound)
        except (InvalidTag, ValueError):
            raise Tampered("a sealed file was changed or cut") from None
        if not following:
            return
        number, block = number + 1, following


def write_sealed(path: Path, head: bytes, chunks: Iterable[bytes], key: bytes, bound: bytes) -> int:
    """Seal into a new file behind `head`, whole or not at all; the number of plain bytes."""
    with new_file(path) as file:
        file.write(head)
        return seal_stream(chunks, key, bound, file)


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + bytes([last])

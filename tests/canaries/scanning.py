"""Looks for many canaries at once, byte by byte, also inside what is packed."""

import re
import zlib
from base64 import b64decode, urlsafe_b64decode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path
from typing import NamedTuple
from zipfile import BadZipFile, ZipFile

import numpy as np

from tests.canaries.planting import SHORTEST, written_in_every_way

FIGURES = re.compile(rb"-?\d+")
BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{32,}={0,2}")
PACKED = re.compile(rb"\x1f\x8b\x08|[\x58\x78][\x01\x5e\x9c\xda]")
DEEPEST = 3
LARGEST = 1 << 26
BITS = 22
SPREAD = np.uint64(0x9E3779B97F4A7C15)


class Found(NamedTuple):
    """A canary, and the file that it lies in."""

    canary: str
    file: Path


class Scanner:
    """Every way of writing every canary, ready to be looked for in one pass over the bytes."""

    def __init__(self, canaries: Iterable[str]) -> None:
        self._of_start: dict[int, list[tuple[bytes, str]]] = defaultdict(list)
        for canary in canaries:
            for way in set(written_in_every_way(canary)):
                self._of_start[int.from_bytes(way[:SHORTEST], "little")].append((way, canary))
        self._starts = np.array(sorted(self._of_start), dtype=np.uint64)
        self._seen = np.zeros(1 << BITS, dtype=bool)
        self._seen[_spread(self._starts)] = True

    def found_below(self, *places: Path) -> set[Found]:
        """Which canaries lie in which files; a place may be a folder or a file."""
        return {
            Found(canary, file)
            for place in places
            for file in (sorted(place.rglob("*")) if place.is_dir() else [place])
            if file.is_file()
            for canary in self.found_in(file.read_bytes()) | self.found_in(file.name.encode())
        }

    def found_in(self, data: bytes, depth: int = 0) -> set[str]:
        """Which canaries the bytes hold, in any form, encoding and packing."""
        found = {canary for shift in range(SHORTEST) for canary in self._at(data, shift)}
        if depth < DEEPEST:
            for inner in unpacked(data):
                found |= self.found_in(inner, depth + 1)
        return found

    def _at(self, data: bytes, shift: int) -> Iterator[str]:
        """Canaries that begin at every eighth byte from `shift` on."""
        count = (len(data) - shift) // SHORTEST
        if count <= 0:
            return
        starts = np.frombuffer(data, dtype="<u8", count=count, offset=shift)
        likely = np.flatnonzero(self._seen[_spread(starts)])
        places = np.searchsorted(self._starts, starts[likely])
        places[places == len(self._starts)] = 0
        for index in likely[self._starts[places] == starts[likely]]:
            at = shift + SHORTEST * int(index)
            for way, canary in self._of_start[int(starts[index])]:
                if data.startswith(way, at) and _stands_alone(data, way, at):
                    yield canary


def unpacked(data: bytes) -> Iterator[bytes]:
    """What lies inside archives, compressed streams and base64 texts, wherever they begin."""
    if b"PK\x05\x06" in data:
        try:
            with ZipFile(BytesIO(data)) as archive:
                yield from (archive.read(name) for name in archive.namelist())
        except (BadZipFile, RuntimeError, NotImplementedError, zlib.error, EOFError):
            pass
    whole = memoryview(data)
    for match in PACKED.finditer(data):
        packed = whole[match.start() :]
        if len(_inflated(packed[:256])) >= SHORTEST:
            yield _inflated(packed)
    for match in BASE64.finditer(data):
        text = match.group().rstrip(b"=")
        decode = urlsafe_b64decode if {*b"-_"} & {*text} else b64decode
        for start in range(4):
            piece = text[start:]
            piece = piece[: -1 if len(piece) % 4 == 1 else None]
            try:
                inner = decode(piece + b"=" * (-len(piece) % 4))
            except ValueError:
                break
            if inner[:2] in (b"\x78\x01", b"\x78\x9c", b"\x78\xda", b"\x1f\x8b", b"PK"):
                yield inner


def _inflated(packed: memoryview) -> bytes:
    try:
        return zlib.decompressobj(zlib.MAX_WBITS | 32).decompress(packed, LARGEST)
    except zlib.error:
        return b""


def _stands_alone(data: bytes, way: bytes, at: int) -> bool:
    """Bare figures count only where no further figures stand beside them."""
    if not FIGURES.fullmatch(way):
        return True
    after = at + len(way)
    return not (data[at - 1 : at].isdigit() or data[after : after + 1].isdigit())


def _spread(starts: "np.typing.NDArray[np.uint64]") -> "np.typing.NDArray[np.uint64]":
    with np.errstate(over="ignore"):
        return (starts * SPREAD) >> np.uint64(64 - BITS)

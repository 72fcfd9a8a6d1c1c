"""Sealed archives: a tar of parts inside one sealed stream, written and read as it flows.

Nothing of it opens without the whole key, and nothing of it counts before its end was reached:
a part that is cut, changed or left out makes the reading fail.
"""

import io
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path
from typing import BinaryIO

from throughcare.vault.adapters.files import CHUNK, Sealer, open_stream
from throughcare.vault.adapters.places import new_file
from throughcare.vault.rules import Tampered

PIECE = 4 * 1024 * 1024
"""Bytes of a compressed piece: what is held in memory at most."""


class ArchiveWriter:
    """Takes parts one after the other."""

    def __init__(self, tar: tarfile.TarFile) -> None:
        self._tar = tar

    def add(self, name: str, content: bytes) -> None:
        """A small part."""
        self._write(name, io.BytesIO(content), len(content))

    def add_file(self, name: str, path: Path) -> None:
        """A file as it is."""
        with path.open("rb") as file:
            self._write(name, file, path.stat().st_size)

    def add_stream(self, name: str, chunks: Iterable[bytes]) -> None:
        """A stream of any length, compressed, as numbered pieces of one part."""
        packer, held, number = zlib.compressobj(1), bytearray(), 0
        for chunk in chunks:
            held += packer.compress(chunk)
            if len(held) >= PIECE:
                self.add(f"{name}.z/{number:08d}", bytes(held))
                held, number = bytearray(), number + 1
        held += packer.flush()
        self.add(f"{name}.z/{number:08d}", bytes(held))

    def _write(self, name: str, file: BinaryIO, size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size = size
        self._tar.addfile(member, file)


@contextmanager
def new_archive(path: Path, head: bytes, key: bytes) -> Iterator[ArchiveWriter]:
    """Write an archive behind `head`, whole or not at all."""
    with new_file(path, only_if_new=True) as file:
        file.write(head)
        sealer = Sealer(key, head, file)
        with tarfile.open(fileobj=_Into(sealer), mode="w|", bufsize=CHUNK) as tar:
            yield ArchiveWriter(tar)
        sealer.finish()


def parts_of(file: BinaryIO, head: bytes, key: bytes) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The parts of an archive in their order, each as (name, chunks); `head` was read already.

    Each part's chunks are to be read before the next part is asked for. Raises `Tampered`.
    """
    stream = _From(open_stream(file, key, head))
    try:
        with tarfile.open(fileobj=stream, mode="r|", bufsize=CHUNK) as tar:
            for name, members in groupby(tar, lambda member: _part(member.name)):
                yield name, _content(tar, members)
        stream.to_its_end()
    except (tarfile.TarError, zlib.error, EOFError):
        raise Tampered("an archive was changed or cut") from None


def _part(member: str) -> str:
    stem, compressed, _number = member.rpartition(".z/")
    return stem if compressed else member


def _content(tar: tarfile.TarFile, members: Iterable[tarfile.TarInfo]) -> Iterator[bytes]:
    unpacker = None
    for member in members:
        file = tar.extractfile(member)
        if file is None:
            raise Tampered("an archive holds something that is no file")
        if ".z/" in member.name and unpacker is None:
            unpacker = zlib.decompressobj()
        while chunk := file.read(CHUNK):
            yield unpacker.decompress(chunk) if unpacker else chunk
    if unpacker:
        yield unpacker.flush()


class _Into(io.RawIOBase):
    """What a tar writes goes into the seal."""

    def __init__(self, sealer: Sealer) -> None:
        self._sealer = sealer

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        self._sealer.feed(data)
        return len(data)


class _From(io.RawIOBase):
    """What a tar reads comes out of the seal."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._held = b""

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while len(self._held) < size:
            chunk = next(self._chunks, b"")
            if not chunk:
                break
            self._held += chunk
        answer, self._held = self._held[:size], self._held[size:]
        return answer

    def to_its_end(self) -> None:
        """Read on until the seal says that it is whole."""
        for _chunk in self._chunks:
            pass

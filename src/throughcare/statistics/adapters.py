"""The lines of a file, packed by gzip or not, within bounds."""

import gzip
import zlib
from collections.abc import Iterator
from typing import IO, Any, BinaryIO, cast

from throughcare.kernel.errors import BrokenFile
from throughcare.statistics.rules import MOST_BYTES, MOST_IN_A_LINE, MOST_ROWS, gettext_noop

PACKED = b"\x1f\x8b"
OTHER_PACKINGS = (b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"(\xb5/\xfd")
MOST_RATIO = 200
RATIO_COUNTS_FROM = 4 * 1024 * 1024
"""Small files may be packed as densely as they like: they are no danger."""


def lines_of(file: BinaryIO, digest: Any) -> Iterator[bytes]:
    """Each line without its end; `digest` (of hashlib) takes in the unpacked content.

    Raises `BrokenFile`, also later on. Never holds more than one line.
    """
    begin = file.read(8)
    file.seek(0)
    if begin.startswith(OTHER_PACKINGS):
        raise BrokenFile(
            gettext_noop(
                "This is a spreadsheet or an archive of another kind. Unpack it, or save it as"
                " “CSV UTF-8”, and name the .csv file."
            )
        )
    packed = begin.startswith(PACKED)
    content = cast(IO[bytes], gzip.GzipFile(fileobj=file)) if packed else file
    yield from _bounded(content, file if packed else None, digest)


def _bounded(content: IO[bytes], packed: BinaryIO | None, digest: Any) -> Iterator[bytes]:
    size, number, line = 0, 0, b""
    while following := _line(content, number + 1):
        line = following
        number += 1
        size += len(line)
        digest.update(line)
        if len(line) > MOST_IN_A_LINE:
            raise BrokenFile(
                gettext_noop(
                    "This row is far too long for a row of these data. Fetch the file again."
                ),
                row=number,
            )
        dense = packed and size > max(RATIO_COUNTS_FROM, MOST_RATIO * packed.tell())
        if size > MOST_BYTES or dense:
            raise BrokenFile(
                gettext_noop(
                    "The file unpacks to far more than it seems, and was not read on. If it is"
                    " sound, unpack it yourself and name the .csv file; it may have 150 MB."
                ),
                row=number,
            )
        if number > MOST_ROWS + 1:
            raise BrokenFile(
                gettext_noop(
                    "There are more than %(most)s rows, more than any release has. Cut the file in"
                    " two, each with row 1 on top."
                ),
                row=number,
                most=MOST_ROWS,
            )
        yield line.rstrip(b"\r\n")
    if not number:
        raise BrokenFile(gettext_noop("The file is empty. Fetch it again."))
    if not line.endswith(b"\n"):
        raise BrokenFile(
            gettext_noop(
                "The last row does not end in a line break: the file may be cut off. Fetch it"
                " again; if it is whole, add the line break."
            ),
            row=number,
        )


def _line(content: IO[bytes], number: int) -> bytes:
    try:
        return content.readline(MOST_IN_A_LINE + 1)
    except (EOFError, OSError, zlib.error):
        raise BrokenFile(
            gettext_noop("The archive (.gz) is damaged or cut off here. Fetch the file again."),
            row=number,
        ) from None

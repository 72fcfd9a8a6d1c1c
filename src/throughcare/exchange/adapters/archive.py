"""Before a workbook is opened: a sound archive, of bearable size, with nothing hidden in it."""

import zipfile
from pathlib import PurePosixPath
from typing import BinaryIO
from xml.parsers import expat

from throughcare.exchange.rules import BrokenFile, gettext_noop

MOST_PARTS = 2_000
MOST_INFLATED = 300 * 1024 * 1024
MOST_RATIO = 150
RATIO_COUNTS_FROM = 1024 * 1024
"""Small parts may be as dense as they like: they are no danger."""

COMPOUND_FILE = bytes.fromhex("d0cf11e0a1b11ae1")
"""How old Excel files and password-protected ones begin."""
ENCRYPTED = 0x1
CHUNK = 64 * 1024


def sound_archive(file: BinaryIO) -> None:
    """Raise `BrokenFile` unless a file is a workbook's archive that can be opened without danger.

    Sizes are taken from the archive's own list, which is a true bound: reading stops there.
    """
    file.seek(0)
    begin = file.read(8)
    if not begin:
        raise BrokenFile(gettext_noop("The file is empty."))
    if begin == COMPOUND_FILE:
        raise BrokenFile(
            gettext_noop(
                "This workbook is locked by a password, or is of an old kind (.xls). Open it in"
                " your spreadsheet program and save it as .xlsx without a password."
            )
        )
    file.seek(0)
    try:
        with zipfile.ZipFile(file) as archive:
            _look_at(archive)
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError):
        raise BrokenFile(
            gettext_noop(
                "This is not an Excel workbook, or it is damaged or cut off. Save it again as"
                " .xlsx."
            )
        ) from None


def _look_at(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    _must_be_bearable(parts)
    names = [part.filename for part in parts]
    if len(set(names)) < len(names) or not all(map(_stays_inside, names)):
        raise BrokenFile(
            gettext_noop("The workbook's archive holds names that no spreadsheet program writes.")
        )
    if any(part.flag_bits & ENCRYPTED for part in parts):
        raise BrokenFile(
            gettext_noop("This workbook is locked by a password. Save it without one.")
        )
    if any(name.startswith(("xl/externalLinks/", "xl/connections")) for name in names):
        raise BrokenFile(
            gettext_noop(
                "This workbook takes values from other files. Copy the sheet into a new workbook"
                " as values only."
            )
        )
    if "xl/workbook.xml" not in names or "[Content_Types].xml" not in names:
        raise BrokenFile(gettext_noop("This is an archive, but not an Excel workbook (.xlsx)."))
    for part in parts:
        _declares_nothing(archive, part)


def _must_be_bearable(parts: list[zipfile.ZipInfo]) -> None:
    too_dense = any(
        part.file_size > RATIO_COUNTS_FROM
        and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        for part in parts
    )
    inflated = sum(part.file_size for part in parts)
    if too_dense or inflated > MOST_INFLATED or len(parts) > MOST_PARTS:
        raise BrokenFile(
            gettext_noop(
                "This workbook would unpack to far more than it seems. It was not opened."
                " Cut it in two, or save it anew."
            )
        )


def _stays_inside(name: str) -> bool:
    path = PurePosixPath(name)
    return (
        not path.is_absolute() and ".." not in path.parts and "\\" not in name and ":" not in name
    )


class _Declares(Exception):
    """A part of the archive declares a document type."""


class _Begun(Exception):
    """The first element has begun: no declaration can follow."""


def _declares_nothing(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """Refuse declared document types, without which entities cannot be made to explode.

    Every part is looked at: which of them are read as XML, the workbook says, and not their names.
    """
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _declared
    parser.StartElementHandler = _begun
    try:
        with archive.open(part) as content:
            while chunk := content.read(CHUNK):
                parser.Parse(chunk, False)
    except _Begun:
        return
    except _Declares:
        raise BrokenFile(
            gettext_noop("This workbook declares entities, as no spreadsheet program does.")
        ) from None
    except expat.ExpatError:
        if part.filename.endswith((".xml", ".rels")):
            raise zipfile.BadZipFile from None
    except (zipfile.BadZipFile, EOFError, ValueError):
        raise zipfile.BadZipFile from None


def _declared(*_: object) -> None:
    raise _Declares


def _begun(*_: object) -> None:
    raise _Begun

"""The file that a ledger is exported to: JSON lines, each with its own hash.

    {"check":…,"throughcare-ledger":1}                       the header; it may be left out
    {"entry":{…},"hash":…,"prev":…,"seq":1}
    {"entry":{…},"hash":…,"labels":{…},"labels_check":…,"prev":…,"seq":2}

`hash` is the line's hash and covers `entry`, `prev` and `seq`. Labels (pseudonyms made for one
export) stand beside the line: no hash in the chain and no head covers them, they are the word of
whoever made the export. `labels_check` and the header's `check` find damage, not forgery.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, BinaryIO

from .entries import START, Entry, canonical, line_hash, read_hex, read_json, write_json
from .faults import Fault, LedgerError
from .merkle import HASH_BYTES

MAX_LINE_BYTES = 1024 * 1024
VERSION_FIELD = "throughcare-ledger"
VERSION = 1


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the ledger: entry number `seq` (from 1) after the line with hash `prev`."""

    seq: int
    prev: bytes
    entry: Entry
    labels: Entry | None = None

    def hash(self) -> bytes:
        """The line's hash: a leaf of the Merkle tree and the next line's `prev`."""
        return line_hash(self.seq, self.prev, self.entry)


def write_header(about: Entry | None = None) -> bytes:
    """The first line of an export; `about` may say what it is for (no hash but its own covers it).

    Raises LedgerError if `about` is not an entry or holds a field of the header itself.
    """
    fields: dict[str, object] = {**(about or {}), VERSION_FIELD: VERSION}
    if about and {VERSION_FIELD, "check"} & about.keys():
        raise LedgerError(Fault.ENTRY, "these fields of a header are the format's own")
    return write_json({**fields, "check": _check(START, about or {})}) + b"\n"


def write_line(line: Line) -> bytes:
    """One line of an export; raises LedgerError if entry or labels are not of the right shape."""
    line_digest = line.hash()
    fields: dict[str, object] = {
        "entry": line.entry,
        "hash": line_digest.hex(),
        "prev": line.prev.hex(),
        "seq": line.seq,
    }
    if line.labels is not None:
        fields |= {"labels": line.labels, "labels_check": _check(line_digest, line.labels)}
    return write_json(fields) + b"\n"


def read_lines(file: BinaryIO) -> Iterator[bytes]:
    """The lines of a file; one that is longer than any line may be comes in pieces."""
    while raw := file.readline(MAX_LINE_BYTES + 1):
        yield raw


def follow(lines: Iterable[bytes]) -> Iterator[tuple[Line, bytes]]:
    """The ledger's lines, each with its hash, as long as they hold together.

    Raises LedgerError at the first that is damaged, changed, out of place or not chained.
    """
    seq, prev = 1, START
    for number, raw in enumerate(lines, 1):
        try:
            document = _read_document(raw)
            if number == 1 and VERSION_FIELD in document:
                _check_header(document)
                continue
            line, digest = _read_fields(document)
            _check_place(line, seq, prev)
        except LedgerError as error:
            raise error.at(number) from None
        yield line, digest
        seq, prev = seq + 1, digest


def read_line(raw: bytes) -> Line:
    """Read one exported line by itself; raises LedgerError if a byte of it was changed."""
    return _read_fields(_read_document(raw))[0]


def _read_document(raw: bytes) -> dict[str, object]:
    if len(raw) > MAX_LINE_BYTES:
        raise LedgerError(Fault.TOO_LONG, f"no line has more than {MAX_LINE_BYTES} bytes")
    if not raw.endswith(b"\n"):
        raise LedgerError(Fault.CUT_SHORT, "this line is cut short: it does not end with a break")
    return read_json(raw[:-1])


def _check_header(document: dict[str, Any]) -> None:
    version = document.pop(VERSION_FIELD)
    check = document.pop("check", None)
    if version != VERSION or version is True:
        raise LedgerError(
            Fault.NOT_A_LINE, f"this export is not of version {VERSION}; use the programme it names"
        )
    if check != _check(START, document):
        raise LedgerError(Fault.CHANGED, "this header was changed after the export was made")


def _read_fields(document: dict[str, object]) -> tuple[Line, bytes]:
    match document:
        case {
            "entry": dict(entry),
            "hash": digest,
            "prev": prev,
            "seq": int(seq),
            **beside,
        } if not isinstance(seq, bool):
            line = Line(seq, read_hex(prev, HASH_BYTES), entry, _labels(beside))
        case _:
            raise LedgerError(Fault.NOT_A_LINE, "this does not have the fields of a ledger line")
    found = line.hash()
    if found.hex() != digest:
        raise LedgerError(Fault.CHANGED, "this line was changed: its hash does not match it")
    if line.labels is not None and beside["labels_check"] != _check(found, line.labels):
        raise LedgerError(
            Fault.LABELS_CHANGED, "the labels of this line were changed after the export was made"
        )
    return line, found


def _labels(beside: Mapping[str, object]) -> Entry | None:
    match beside:
        case {"labels": dict(labels), "labels_check": str(), **rest} if not rest:
            return labels
    if beside:
        raise LedgerError(Fault.NOT_A_LINE, "this line has fields that no ledger line has")
    return None


def _check_place(line: Line, seq: int, prev: bytes) -> None:
    if line.seq > seq:
        raise LedgerError(
            Fault.MISSING,
            f"entry {seq} is missing: entry {line.seq} stands in its place "
            "(lines were deleted or moved)",
        )
    if line.seq < seq:
        raise LedgerError(
            Fault.REPEATED,
            f"entry {line.seq} stands here where entry {seq} belongs "
            "(a line was inserted, repeated or moved)",
        )
    if line.prev != prev:
        raise LedgerError(
            Fault.NOT_CHAINED,
            f"entry {seq} was not written after the line before it: one of the two was replaced",
        )


def _check(line_digest: bytes, beside: Entry) -> str:
    """A checksum that ties what stands beside a line to that line."""
    domain = b"throughcare ledger beside\x00"
    return hashlib.sha256(domain + line_digest + canonical(beside)).hexdigest()

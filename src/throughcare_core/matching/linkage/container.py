"""The encoding file that travels to whoever links: docs/methods/matching.md has every byte."""

import hashlib
import json
import struct
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from throughcare_core.matching.hardening import Hardening
from throughcare_core.matching.linkage.exchange import RECORD_ENCODING, RECORD_WORDS
from throughcare_core.matching.linkage.faults import Unusable
from throughcare_core.matching.linkage.schema import Salt, SaltKind
from throughcare_core.matching.popcount import Words

MAGIC = b"THROUGHCARE-TCF\n"
LENGTH = struct.Struct("<Q")
ID_LENGTH = struct.Struct("<H")
SEAL_BYTES = 32
RECORD_BYTES = RECORD_WORDS * 8
LONGEST_HEADER = 65_536


@dataclass(frozen=True, slots=True)
class Header:
    """What may be known of an encoding file: the method, the project and epoch, no agency.

    `key_check` tells keys apart; `schema` is a digest of the compared columns.
    """

    key_check: str
    project: str
    epoch: str
    schema: str
    salts: tuple[Salt, ...]
    hardening: Hardening
    rows: int
    encoding: int = RECORD_ENCODING


@dataclass(frozen=True, slots=True)
class EncodingFile:
    """A header, one id a record, and `bits` (salts, records, 16 words)."""

    header: Header
    ids: tuple[str, ...] = field(repr=False)
    bits: Words = field(repr=False)


def write_encoding_file(file: EncodingFile) -> bytes:
    """The bytes of an encoding file."""
    header = file.header
    told = {
        "balanced": header.hardening.balanced,
        "bits": RECORD_WORDS * 64,
        "encoding": header.encoding,
        "epoch": header.epoch,
        "flips": header.hardening.flips,
        "key_check": header.key_check,
        "project": header.project,
        "rows": header.rows,
        "salts": [" ".join((each.kind, *each.attributes)) for each in header.salts],
        "schema": header.schema,
    }
    head = json.dumps(told, sort_keys=True, separators=(",", ":")).encode()
    keys = [key.encode() for key in file.ids]
    body = b"".join(
        [
            MAGIC,
            LENGTH.pack(len(head)),
            head,
            *(part for key in keys for part in (ID_LENGTH.pack(len(key)), key)),
            np.ascontiguousarray(file.bits.astype("<u8")).tobytes(),
        ]
    )
    return body + hashlib.sha256(body).digest()


def read_encoding_file(content: bytes, name: str) -> EncodingFile:
    """An encoding file from its bytes. `name`: what errors call it. Raises `Unusable`."""
    if not content.startswith(MAGIC):
        raise Unusable(f"{name} is not an encoding file: make one with throughcare encode.")
    if hashlib.sha256(content[:-SEAL_BYTES]).digest() != content[-SEAL_BYTES:]:
        raise Unusable(f"{name} was cut short or altered on its way: ask for it again.")
    header, at = _header(content, name)
    end = len(content) - SEAL_BYTES
    keys = []
    for _ in range(header.rows):
        size = ID_LENGTH.unpack_from(content, at)[0] if at + ID_LENGTH.size <= end else end
        at += ID_LENGTH.size
        keys.append(content[at : at + size])
        at += size
    if end - at != len(header.salts) * header.rows * RECORD_BYTES:
        raise Unusable(f"{name} does not hold what its header says: ask for it again.")
    bits = np.frombuffer(content, dtype="<u8", offset=at, count=(end - at) // 8)
    shaped = bits.reshape(len(header.salts), header.rows, RECORD_WORDS).astype(np.uint64)
    try:
        ids = tuple(key.decode() for key in keys)
    except UnicodeDecodeError as error:
        raise Unusable(f"{name} holds an id that is not text.") from error
    return EncodingFile(header, ids, shaped)


def _header(content: bytes, name: str) -> tuple[Header, int]:
    start = len(MAGIC) + LENGTH.size
    size = LENGTH.unpack_from(content, len(MAGIC))[0] if len(content) >= start else 0
    if size > LONGEST_HEADER:
        raise Unusable(f"{name} has a header that cannot be read.")
    try:
        told: dict[str, Any] = json.loads(content[start : start + size])
        version = told["encoding"]
        if version != RECORD_ENCODING or told["bits"] != RECORD_WORDS * 64:
            raise Unusable(
                f"{name} was made by version {version} of the method, not {RECORD_ENCODING}."
            )
        salts = tuple(_salt(each) for each in told["salts"])
        hardening = Hardening(bool(told["balanced"]), float(told["flips"]))
        header = Header(
            key_check=str(told["key_check"]),
            project=str(told["project"]),
            epoch=str(told["epoch"]),
            schema=str(told["schema"]),
            salts=salts,
            hardening=hardening,
            rows=int(told["rows"]),
        )
    except Unusable:
        raise
    except (ValueError, KeyError, TypeError) as error:
        raise Unusable(f"{name} has a header that cannot be read.") from error
    if header.rows < 0 or not salts:
        raise Unusable(f"{name} has a header that cannot be read.")
    return header, start + size


def _salt(told: str) -> Salt:
    kind, *names = told.split(" ")
    return Salt(SaltKind(kind), tuple(names))


def reasons_not_to_compare(one: Header, other: Header) -> list[str]:
    """Why the encodings of two files mean nothing to each other."""
    reasons = []
    if one.epoch != other.epoch:
        reasons.append(f"one is of epoch {one.epoch!r}, the other of {other.epoch!r}")
    if one.project != other.project:
        reasons.append("they are of different projects")
    if (one.schema, one.salts) != (other.schema, other.salts):
        reasons.append("they were made with different schemas")
    if one.hardening != other.hardening:
        reasons.append("they are hardened differently")
    if not reasons and one.key_check != other.key_check:
        reasons.append("they were made with different keys, or name different agencies")
    return reasons

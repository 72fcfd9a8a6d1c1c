"""Entries, their one canonical form, and the chain.

The canonical form is RFC 8785 (JSON Canonicalization Scheme) for the values that an entry may
hold: UTF-8, fields in order, no spaces, shortest escapes. Texts are hashed code point for code
point and are not normalised (no NFC): Unicode's tables grow from year to year, and a ledger must
verify alike on every machine for ever.
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import NoReturn, TypeAlias

from .faults import Fault, LedgerError
from .merkle import HASH_BYTES, leaf_hash

Entry: TypeAlias = Mapping[str, "Json"]
Json: TypeAlias = str | int | bool | Sequence[str] | Sequence[Entry] | None

START = bytes(HASH_BYTES)
"""What the first line names as the hash of the line before it: 32 zero bytes."""

MAX_ENTRY_BYTES = 256 * 1024
MAX_DEPTH = 4
MAX_INTEGER = 2**53 - 1
"""The largest integer that every JSON reader keeps exactly (RFC 8785)."""

FIELD_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_.-]{0,63}")


def canonical(entry: Entry) -> bytes:
    """The one way to write an entry as bytes; raises LedgerError if it is not an entry.

    An entry is an object whose values are texts, integers of at most 53 bits, booleans, null,
    lists of texts, or lists of such objects (at most four deep). Field names are ASCII.
    """
    check_entry(entry)
    written = write_json(entry)
    if len(written) > MAX_ENTRY_BYTES:
        raise LedgerError(Fault.TOO_LONG, f"an entry may have {MAX_ENTRY_BYTES} bytes at most")
    return written


def line_hash(seq: int, prev: bytes, entry: Entry) -> bytes:
    """The hash of line `seq` (from 1) after the line with hash `prev`: an RFC 6962 leaf hash.

    The line is `{"entry":…,"prev":hex,"seq":n}` in canonical form.
    """
    if not 1 <= seq <= MAX_INTEGER:
        raise LedgerError(Fault.ENTRY, "lines are counted from 1")
    if len(prev) != HASH_BYTES:
        raise LedgerError(Fault.ENTRY, f"the hash of the line before has {HASH_BYTES} bytes")
    written = canonical(entry)
    return leaf_hash(b'{"entry":%b,"prev":"%b","seq":%d}' % (written, prev.hex().encode(), seq))


def check_entry(entry: object, depth: int = 1) -> None:
    """Raise LedgerError unless `entry` has the shape that `canonical` describes."""
    if not isinstance(entry, Mapping):
        raise LedgerError(Fault.ENTRY, "an entry is an object")
    if depth > MAX_DEPTH:
        raise LedgerError(Fault.ENTRY, f"an entry may be {MAX_DEPTH} objects deep at most")
    for name, value in entry.items():
        if not isinstance(name, str) or not FIELD_NAME.fullmatch(name):
            raise LedgerError(
                Fault.ENTRY,
                "a field name begins with a letter and has at most 64 ASCII letters, digits, "
                "dots, hyphens and underscores",
            )
        _check_value(name, value, depth)


def _check_value(name: str, value: object, depth: int) -> None:
    if isinstance(value, str):
        _check_text(name, value)
    elif isinstance(value, int):
        if abs(value) > MAX_INTEGER:
            raise LedgerError(Fault.ENTRY, f"the integer in field {name} has more than 53 bits")
    elif isinstance(value, list | tuple):
        _check_list(name, value, depth)
    elif value is not None:
        raise LedgerError(
            Fault.ENTRY,
            f"field {name} holds a {type(value).__name__}: an entry holds texts, integers, "
            "booleans, null, lists of texts and lists of objects",
        )


def _check_list(name: str, values: Sequence[object], depth: int) -> None:
    if all(isinstance(value, str) for value in values):
        for text in values:
            _check_text(name, str(text))
    elif all(isinstance(value, Mapping) for value in values):
        for entry in values:
            check_entry(entry, depth + 1)
    else:
        raise LedgerError(
            Fault.ENTRY, f"the list in field {name} must hold texts alone or objects alone"
        )


def _check_text(name: str, text: str) -> None:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise LedgerError(Fault.ENTRY, f"field {name} is not valid Unicode text") from None


def write_json(document: Mapping[str, object]) -> bytes:
    """A JSON object in canonical form; what it holds must have been checked."""
    return json.dumps(
        document,
        default=_as_dict,
        ensure_ascii=False,
        allow_nan=False,
        sort_keys=True,
        separators=(",", ":"),
    ).encode()


def _as_dict(mapping: Mapping[str, object]) -> dict[str, object]:
    return dict(mapping)


def read_json(raw: bytes) -> dict[str, object]:
    """Read one JSON object; raises LedgerError unless every byte is as `write_json` writes it.

    So a field that stands twice, a space or an unusual escape is refused, and so is a float.
    """
    try:
        document = json.loads(raw.decode(), parse_float=_refuse, parse_constant=_refuse)
        written = write_json(document) if isinstance(document, dict) else b""
    except (ValueError, RecursionError) as error:
        if isinstance(error, LedgerError):
            raise
        raise LedgerError(Fault.NOT_JSON, "this is not JSON text in UTF-8") from None
    if not isinstance(document, dict):
        raise LedgerError(Fault.NOT_A_LINE, "this is JSON, but not an object")
    if written != raw:
        raise LedgerError(
            Fault.NOT_CANONICAL,
            "this is JSON, but not in canonical form: a space, an escape, the order of fields "
            "or a field that stands twice",
        )
    return document


def read_hex(text: object, length: int) -> bytes:
    """The `length` bytes that `text` writes in lower-case hexadecimal; LedgerError otherwise."""
    if isinstance(text, str) and re.fullmatch(f"[0-9a-f]{{{2 * length}}}", text):
        return bytes.fromhex(text)
    raise LedgerError(
        Fault.NOT_A_LINE, f"{2 * length} digits of lower-case hexadecimal are missing here"
    )


def _refuse(_number: str) -> NoReturn:
    raise LedgerError(Fault.NOT_CANONICAL, "a number is not an integer; a ledger holds no others")

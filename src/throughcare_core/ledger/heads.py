"""Heads: what is signed and handed to witnesses, so that the past of a ledger is fixed.

A head says how many entries there are, the Merkle root over their lines, the hash of the last
line, and when. One key signs the heads of one ledger and nothing else.
"""

from dataclasses import dataclass
from datetime import datetime

from .ed25519 import KEY_BYTES, SIGNATURE_BYTES, verify_signature
from .entries import MAX_INTEGER, START, read_hex, read_json, write_json
from .faults import Fault, LedgerError
from .merkle import EMPTY_ROOT, HASH_BYTES

TIME_FORMAT = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True, slots=True)
class Head:
    """The state of a ledger: `at` is UTC, written `2025-01-31T23:59:00Z`.

    `root` is over the line hashes of entries 1 to `size`; `last` is the hash of line `size`
    (`START` for an empty ledger). Raises LedgerError if a part is out of shape.
    """

    size: int
    root: bytes
    last: bytes
    at: str

    def __post_init__(self) -> None:
        if not 0 <= self.size <= MAX_INTEGER:
            raise LedgerError(Fault.NOT_A_LINE, "the size of a head is 0 or more")
        if len(self.root) != HASH_BYTES or len(self.last) != HASH_BYTES:
            raise LedgerError(Fault.NOT_A_LINE, f"the hashes of a head have {HASH_BYTES} bytes")
        if self.size == 0 and (self.root, self.last) != (EMPTY_ROOT, START):
            raise LedgerError(Fault.NOT_A_LINE, "this is not the head of an empty ledger")
        if not _is_time(self.at):
            raise LedgerError(
                Fault.NOT_A_LINE, "the time of a head is written as 2025-01-31T23:59:00Z"
            )

    def to_sign(self) -> bytes:
        """The bytes that the signature covers."""
        return write_json({**self._fields(), "throughcare-ledger-head": 1})

    def _fields(self) -> dict[str, object]:
        return {
            "at": self.at,
            "last": self.last.hex(),
            "root": self.root.hex(),
            "size": self.size,
        }


@dataclass(frozen=True, slots=True)
class SignedHead:
    """A head, the Ed25519 public key (32 bytes) and the signature (64 bytes)."""

    head: Head
    key: bytes
    signature: bytes

    def is_authentic(self) -> bool:
        """Whether the signature is that of the key named; whose key it is, you must know."""
        return verify_signature(self.key, self.head.to_sign(), self.signature)


def write_head(signed: SignedHead) -> bytes:
    """One line of JSON, as it is appended to a file of heads and handed to witnesses."""
    fields = signed.head._fields()
    return (
        write_json({**fields, "key": signed.key.hex(), "signature": signed.signature.hex()}) + b"\n"
    )


def read_head(raw: bytes) -> SignedHead:
    """Read what `write_head` wrote; raises LedgerError if it is out of shape.

    White space around it is forgiven. The signature is not verified here.
    """
    match read_json(raw.strip()):
        case {
            "at": str(at),
            "key": key,
            "last": last,
            "root": root,
            "signature": signature,
            "size": int(size),
            **rest,
        } if not rest and not isinstance(size, bool):
            head = Head(size, read_hex(root, HASH_BYTES), read_hex(last, HASH_BYTES), at)
            return SignedHead(head, read_hex(key, KEY_BYTES), read_hex(signature, SIGNATURE_BYTES))
    raise LedgerError(Fault.NOT_A_LINE, "this is not a signed head")


def _is_time(text: str) -> bool:
    try:
        return datetime.fromisoformat(text).strftime(TIME_FORMAT) == text
    except ValueError:
        return False

"""Commitments: what a line says without showing it.

A salted SHA-256, with a fresh random salt of 32 bytes for every commitment: it hides the value
from whoever lacks the salt, it fixes the value for whoever has it, and two commitments to one
person have nothing in common. Destroy the salt and the value, and what is left says nothing.
"""

import dataclasses
import hashlib
from hmac import compare_digest

from .entries import Json, check_entry, read_hex, read_json, write_json
from .faults import Fault, LedgerError

SALT_BYTES = 32


def commit(value: str, salt: bytes) -> str:
    """The commitment (hex) to a key or code that would link lines to a person.

    The salt is 32 fresh random bytes, never used twice; LedgerError otherwise.
    """
    return _salted(b"throughcare ledger value\x00", salt, value.encode())


def detail_commitment(salt: bytes, detail: bytes) -> str:
    """The commitment (hex) to the detail of a line, which is kept sealed beside the ledger."""
    return _salted(b"throughcare ledger detail\x00", salt, detail)


def verify_detail(commitment: str, salt: bytes, detail: bytes) -> bool:
    """Whether this salt and detail are those that were committed to."""
    return compare_digest(commitment.encode(), detail_commitment(salt, detail).encode())


def _salted(domain: bytes, salt: bytes, content: bytes) -> str:
    if len(salt) != SALT_BYTES:
        raise LedgerError(Fault.ENTRY, f"a salt is {SALT_BYTES} random bytes")
    return hashlib.sha256(domain + salt + content).hexdigest()


@dataclasses.dataclass(frozen=True, slots=True)
class Opening:
    """What opens one commitment: line `seq`, its field, the value and the salt.

    It is given only to those entitled, apart from the export. Its repr shows no value.
    """

    seq: int
    field: str
    value: str = dataclasses.field(repr=False)
    salt: bytes = dataclasses.field(repr=False)

    def opens(self, entry_value: Json) -> bool:
        """Whether this opens the commitment, or one of the list of commitments, in the field."""
        held = [entry_value] if isinstance(entry_value, str) else entry_value
        if not isinstance(held, list | tuple):
            return False
        commitment = commit(self.value, self.salt).encode()
        return any(
            isinstance(each, str) and compare_digest(each.encode(), commitment) for each in held
        )


def write_opening(opening: Opening) -> bytes:
    """One line of a file of openings."""
    fields: dict[str, Json] = {
        "field": opening.field,
        "salt": opening.salt.hex(),
        "seq": opening.seq,
        "value": opening.value,
    }
    check_entry(fields)
    return write_json(fields) + b"\n"


def read_opening(raw: bytes) -> Opening:
    """Read a line that `write_opening` wrote; raises LedgerError if it is something else."""
    match read_json(raw.strip()):
        case {"field": str(name), "salt": salt, "seq": int(seq), "value": str(value), **rest}:
            if not rest and not isinstance(seq, bool):
                return Opening(seq, name, value, read_hex(salt, SALT_BYTES))
    raise LedgerError(Fault.NOT_A_LINE, "this is not an opening")

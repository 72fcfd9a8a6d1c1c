"""A small ledger of an invented country, as the tests tell it, and who signs its heads."""

import hashlib
from collections.abc import Sequence

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from throughcare_core.ledger import (
    START,
    Entry,
    Head,
    Line,
    SignedHead,
    commit,
    detail_commitment,
    root,
    write_header,
    write_line,
)

ACTS = ("person.registered", "consent.given", "referral.offered", "referral.accepted", "look.part")
AGENCIES = ("Dawn Hotline", "Lotus Shelter", "Border Police at North Gate", "Prosecutor")


def salt(number: int) -> bytes:
    """A salt that is the same in every run."""
    return hashlib.sha256(f"salt {number}".encode()).digest()


def entry(number: int) -> Entry:
    """What somebody did as act `number`: codes and commitments only."""
    return {
        "act": ACTS[number % len(ACTS)],
        "agency": AGENCIES[number % len(AGENCIES)],
        "at": f"2025-03-01T08:{number % 60:02}:00Z",
        "actor": commit(f"staff {number % 3}", salt(3 * number)),
        "subjects": [commit("person 7", salt(3 * number + 1))],
        "detail": detail_commitment(salt(3 * number + 2), b"offered a place"),
        "rows": number,
        "emergency": number % 5 == 0,
        "ground": None,
        "parts": [
            {"act": "part.opened", "part": "contact"},
            {"act": "part.opened", "part": "risk"},
        ],
    }


def ledger(count: int, first: int = 0) -> list[Line]:
    """The lines of a ledger with `count` entries, of acts `first` and on."""
    lines: list[Line] = []
    prev = START
    for number in range(count):
        labels = {"actor": f"officer {number % 3 + 1}"} if number % 2 else None
        lines.append(Line(number + 1, prev, entry(first + number), labels))
        prev = lines[-1].hash()
    return lines


def export(lines: Sequence[Line]) -> list[bytes]:
    """The lines of an export, with its header."""
    return [write_header({"for": "the Ombudsperson"}), *map(write_line, lines)]


class Signer:
    """Keeps the key that signs heads, outside the data base."""

    def __init__(self, number: int = 0) -> None:
        self._key = Ed25519PrivateKey.from_private_bytes(salt(number))
        self.public = self._key.public_key().public_bytes_raw()

    def sign(self, lines: Sequence[Line], at: str = "2025-03-02T00:00:00Z") -> SignedHead:
        """The signed head of a ledger that consists of these lines."""
        hashes = [line.hash() for line in lines]
        head = Head(len(hashes), root(hashes), hashes[-1] if hashes else START, at)
        return SignedHead(head, self.public, self._key.sign(head.to_sign()))

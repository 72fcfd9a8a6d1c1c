"""What a seal is bound to: whose it is and where it lies."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

OWNER_KINDS = ("person", "case", "service", "staff", "import", "agency")


ID_LENGTH = (16).to_bytes(2, "big")


class Unreadable(Exception):
    """A sealed value that does not open. Says which kind of trouble, never what it held."""


class KeyGone(Unreadable):
    """The key was destroyed, or was never here."""


class Tampered(Unreadable):
    """The sealed bytes were changed, or lie in another place than they were sealed for."""


class KeyAway(Unreadable):
    """The key service of an agency did not do what it was asked. Nothing is lost by it.

    `why` is one of `WHAT_TO_DO`; `service` is what the settings call the agency.
    """

    def __init__(self, agency: UUID, why: str, service: str = "") -> None:
        super().__init__(f"the key service of {service or 'an agency'} {WHAT_TO_DO[why]}")
        self.agency = agency
        self.why = why


WHAT_TO_DO = {
    "no_answer": "does not answer: see that it runs and that this machine reaches it",
    "busy": "is asked too much at once: try again in a moment",
    "sealed": "is sealed: whoever runs it unseals it",
    "token": "does not know the token: put a fresh one into the token file",
    "permission": "does not allow this to the token: let its policy allow it",
    "no_key": "has no such key: see its name and mount, and whether somebody deleted it",
    "unexpected": "answers what nobody expects: see its own log",
    "not_named": "is no longer named in services.toml, and it still holds keys: name it again",
}
"""What is wrong with a key service, and what its agency or the house does about it."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whom a data key belongs to: `subject` (a person, case, service, staff) at `agency`."""

    agency: UUID
    kind: str
    subject: UUID

    def __post_init__(self) -> None:
        if self.kind not in OWNER_KINDS:
            raise ValueError(f"an owner is one of {', '.join(OWNER_KINDS)}")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a sealed value lies."""

    table: str
    row: UUID
    column: str


def bound_to(owner: Owner, place: Place) -> bytes:
    """The associated data of a seal: owner and place, each part with its length before it."""
    return _framed(
        [
            owner.agency.bytes,
            owner.kind.encode(),
            owner.subject.bytes,
            place.table.encode(),
            place.row.bytes,
            place.column.encode(),
        ]
    )


class BoundToMany:
    """The associated data of many seals of one agency that differ by subject and row alone.

    Ids as 16 bytes. The same as `bound_to` and `wrapped_for` give, without an owner for each.
    """

    def __init__(self, agency: UUID, kind: str, table: str, column: str) -> None:
        self._owner = _framed([agency.bytes, kind.encode()]) + ID_LENGTH
        self._table = _framed([table.encode()]) + ID_LENGTH
        self._column = _framed([column.encode()])

    def sealed(self, subject: bytes, row: bytes) -> bytes:
        """What a seal is bound to."""
        return self._owner + subject + self._table + row + self._column

    def wrapped(self, subject: bytes, data_key_id: bytes) -> bytes:
        """What a wrapped data key is bound to."""
        return self._owner + subject + ID_LENGTH + data_key_id


def bound_to_bearer(place: Place, to: str) -> bytes:
    """The associated data of what only a bearer can open: where it lies and for whom it is."""
    parts = [place.table.encode(), place.row.bytes, place.column.encode(), to.encode()]
    return _framed(parts)


def wrapped_for(owner: Owner, data_key_id: bytes) -> bytes:
    """The associated data of a wrapped data key."""
    return _framed([owner.agency.bytes, owner.kind.encode(), owner.subject.bytes, data_key_id])


def _framed(parts: Iterable[bytes]) -> bytes:
    return b"".join(len(part).to_bytes(2, "big") + part for part in parts)

"""What goes to a key that wraps, and comes back; and where such a key may lie elsewhere."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import UUID

OF_SERVICE = "service:"
"""How the id of a key begins that lies in a key service; a version follows."""


class Plain(NamedTuple):
    """A data key in the clear, and what its wrapping is bound to."""

    data_key: bytes
    bound: bytes


class Wrapped(NamedTuple):
    """A wrapped data key, the id of the key that wraps it, and what it is bound to."""

    key_id: str
    wrapped: bytes
    bound: bytes


@dataclass(frozen=True, slots=True)
class Service:
    """Where an agency's key lies: a named key of a transit engine."""

    code: str
    agency: UUID
    url: str
    key: str
    token_file: Path
    mount: str = "transit"
    ca_file: Path | None = None
    leaving: bool = False
    """Its keys are on their way back into files here."""


class ServiceKey(Protocol):
    """The one key of an agency in a key service."""

    def wrap(self, keys: Sequence[Plain]) -> list[tuple[str, bytes]]:
        """Wrap data keys with the newest version: (id, wrapped) of each."""

    def unwrap(self, keys: Sequence[Wrapped]) -> list[bytes]:
        """Unwrap data keys."""

    def renew(self) -> None:
        """Make a new version."""

    def retire_old(self) -> None:
        """Destroy every version but the newest."""

    def ids(self) -> list[str]:
        """The ids of the versions that can still unwrap, the newest last."""


def is_of_service(key_id: str) -> bool:
    """Whether a key lies in a key service."""
    return key_id.startswith(OF_SERVICE)

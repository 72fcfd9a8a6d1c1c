"""Many UUIDs side by side: 16 bytes each, an object only for the one that is asked for."""

from collections.abc import Iterable, Sequence
from typing import Self, overload
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

UUID_BYTES = 16


class Uuids(Sequence[UUID]):
    """UUIDs as a sequence that weighs no more than their bytes."""

    def __init__(self, joined: bytes) -> None:
        """`joined`: the UUIDs one after the other, 16 bytes each. Raises `ValueError`."""
        self._joined = joined
        self._each = np.frombuffer(joined, dtype=f"S{UUID_BYTES}")

    @classmethod
    def of(cls, uuids: Iterable[UUID]) -> Self:
        """Some UUIDs side by side."""
        return cls(b"".join(each.bytes for each in uuids))

    def __len__(self) -> int:
        return len(self._each)

    @overload
    def __getitem__(self, at: int) -> UUID: ...
    @overload
    def __getitem__(self, at: slice) -> "Uuids": ...
    def __getitem__(self, at: int | slice) -> "UUID | Uuids":
        if isinstance(at, slice):
            return Uuids(self._each[at].tobytes())
        begin = range(len(self))[at] * UUID_BYTES
        return UUID(bytes=self._joined[begin : begin + UUID_BYTES])

    def where(self, chosen: NDArray[np.bool_]) -> "Uuids":
        """Those that are chosen."""
        return Uuids(self._each[chosen].tobytes())

    def and_then(self, others: "Uuids") -> "Uuids":
        """These, and after them others."""
        return Uuids(self._joined + others._joined)

    def are_among(self, others: "Uuids") -> NDArray[np.bool_]:
        """Of each whether it is one of the others."""
        if not len(others):
            return np.zeros(len(self), dtype=np.bool_)
        ordered = np.sort(others._each)
        at = np.minimum(np.searchsorted(ordered, self._each), len(ordered) - 1)
        found: NDArray[np.bool_] = ordered[at] == self._each
        return found

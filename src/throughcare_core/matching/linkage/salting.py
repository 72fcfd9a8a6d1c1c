"""What salts a record: its year of birth, say, so that only those who share it are comparable."""

from collections.abc import Callable

import numpy as np

from throughcare_core.matching.linkage.columns import Column, Places
from throughcare_core.matching.linkage.drawing import Numbers, number_of, numbers_of
from throughcare_core.matching.linkage.schema import Salt, SaltKind, Schema

NOBODY = "\n"
"""How the label of a record begins whose salt is not known: no value begins so."""


class Salting:
    """One salt of a schema: what salts each record, as text and as a keyed number."""

    def __init__(self, salt: Salt, schema: Schema, key_of: Callable[..., bytes]) -> None:
        self._kind = salt.kind
        self._at = [schema.place_of(name) for name in salt.attributes]
        self._key = key_of("salt", salt.kind, *salt.attributes)
        self._nobody = key_of("nobody", salt.kind, *salt.attributes)

    def labels(self, columns: list[Column], places: list[Places], ids: list[str]) -> list[str]:
        """What salts each record; where not all of it is known, that it is nobody's but its id's.

        Bits that are drawn for an id match nobody's, and nothing tells them from an encoding.
        """
        token = 1 if self._kind is SaltKind.YEAR else 0
        parts = [
            [columns[at].tokens[place][token] for place in places[at].tolist()] for at in self._at
        ]
        if len(parts) == 1 and self._kind is not SaltKind.INITIALS:
            told = zip(parts[0], ids, strict=True)
            return [label or NOBODY + key for label, key in told]
        records = zip(zip(*parts, strict=True), ids, strict=True)
        return [self._label(each) if all(each) else NOBODY + key for each, key in records]

    def numbers(self, labels: list[str]) -> tuple[Numbers, Places]:
        """The different labels as numbers, and which of them each label is."""
        place = {label: at for at, label in enumerate(dict.fromkeys(labels))}
        joined = b"".join(map(self._number, place))
        return numbers_of(joined), np.array([place[label] for label in labels], dtype=np.intp)

    def _label(self, parts: tuple[str, ...]) -> str:
        if self._kind is SaltKind.INITIALS:
            parts = tuple(sorted(part[0] for part in parts))
        return "\n".join(parts)

    def _number(self, label: str) -> bytes:
        key = self._nobody if label.startswith(NOBODY) else self._key
        return number_of(key, label.removeprefix(NOBODY).encode())

"""Which kind of agency decides under which law, as dated rows with their sources."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from throughcare_core.vocab import is_code


class BadAuthorities(ValueError):
    """A row that cannot be read; the text says which, and what to do."""


@dataclass(frozen=True, slots=True)
class Authority:
    """From a day on, agencies of these kinds decide in this country under this law."""

    country: str
    law: str
    kinds: frozenset[str]
    starts: date
    source: str
    certainty: str


def authorities_from(text: str) -> tuple[Authority, ...]:
    """The rows of a file; BadAuthorities for one that cannot be read."""
    try:
        rows = json.loads(text)["rows"]
    except (ValueError, KeyError, TypeError):
        raise BadAuthorities("Write an object with “rows”, as in authorities.json.") from None
    return tuple(_authority(number, row) for number, row in enumerate(rows, start=1))


def _authority(number: int, row: dict[str, object]) -> Authority:
    try:
        kinds = frozenset(row["kinds"])  # type: ignore[call-overload]
        found = Authority(
            str(row["country"]),
            str(row["law"]),
            kinds,
            date.fromisoformat(str(row["from"])),
            str(row["source"]),
            str(row["certainty"]),
        )
    except (KeyError, TypeError, ValueError):
        raise BadAuthorities(
            f"Row {number}: give country, law, kinds, from (2019-05-01), source, certainty."
        ) from None
    if not kinds or not all(is_code("agency_kind", kind) for kind in kinds):
        raise BadAuthorities(f"Row {number}: kinds are codes of the list “agency_kind”.")
    return found


def in_force(table: Iterable[Authority], country: str, on: date) -> dict[str, Authority]:
    """For each law the row in force in a country on a day."""
    found: dict[str, Authority] = {}
    for row in table:
        older = found.get(row.law)
        if (
            row.country == country
            and row.starts <= on
            and (older is None or older.starts < row.starts)
        ):
            found[row.law] = row
    return found


def laws_decided_by(
    kind: str, table: Sequence[Authority], country: str, on: date
) -> dict[str, Authority]:
    """The laws under which an agency of this kind decides, each with its row."""
    return {law: row for law, row in in_force(table, country, on).items() if kind in row.kinds}

"""Duties to report as dated data: which law opens which parts to whom, without consent."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from importlib import resources

from .parts import Part, Purpose, Side


class Cause(StrEnum):
    """What makes a report a duty."""

    CHILD = "child"
    DANGER_TO_LIFE = "danger_to_life"


@dataclass(frozen=True, kw_only=True, slots=True)
class ReportingLaw:
    """One dated row: in `country`, a report of `cause` opens `parts` to agencies of `sides`.

    It holds from the day `starts` until a later row of the same country and cause; a row
    without parts ends the duty.
    """

    country: str
    cause: Cause
    starts: date
    parts: frozenset[Part]
    sides: frozenset[Side]
    purposes: frozenset[Purpose]
    source: str
    certainty: str

    def requires(self, part: Part, to: Side, purpose: Purpose, on: date) -> bool:
        """Whether a report made on the day `on` opens `part` to that side for that purpose."""
        return (
            self.starts <= on
            and part in self.parts
            and to in self.sides
            and purpose in self.purposes
        )


@cache
def reporting_laws() -> tuple[ReportingLaw, ...]:
    """All rows of the package's own table (`reporting_laws.json`)."""
    text = resources.files(__package__).joinpath("reporting_laws.json").read_text("utf-8")
    return tuple(
        ReportingLaw(
            country=row["country"],
            cause=Cause(row["cause"]),
            starts=date.fromisoformat(row["from"]),
            parts=frozenset(map(Part, row["parts"])),
            sides=frozenset(map(Side, row["sides"])),
            purposes=frozenset(map(Purpose, row["purposes"])),
            source=row["source"],
            certainty=row["certainty"],
        )
        for row in json.loads(text)["rows"]
    )


def law_to_report(
    country: str, cause: Cause, on: date, table: Sequence[ReportingLaw]
) -> ReportingLaw | None:
    """The row in force on the day `on`; None where the table knows of no duty to report."""
    in_force = [
        law for law in table if law.country == country and law.cause is cause and law.starts <= on
    ]
    return max(in_force, key=lambda law: law.starts, default=None)

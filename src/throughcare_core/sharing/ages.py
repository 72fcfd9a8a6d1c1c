"""From which age a person consents for herself, by country and day, and when she is of age."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

ANY_COUNTRY = "*"
MAJORITY = 18


@dataclass(frozen=True, kw_only=True, slots=True)
class OwnConsentAge:
    """One dated row: from the day `starts` on, who is `age` in `country` consents alone.

    `certainty` says who has checked the row; `verified` is true only after a lawyer has.
    """

    country: str
    age: int
    starts: date
    source: str
    certainty: str

    @property
    def verified(self) -> bool:
        """Whether a local lawyer has checked this row."""
        return self.certainty == "verified"


@cache
def own_consent_ages() -> tuple[OwnConsentAge, ...]:
    """All rows of the package's own table (`own_consent_ages.json`)."""
    text = resources.files(__package__).joinpath("own_consent_ages.json").read_text("utf-8")
    return tuple(
        OwnConsentAge(
            country=row["country"],
            age=row["age"],
            starts=date.fromisoformat(row["from"]),
            source=row["source"],
            certainty=row["certainty"],
        )
        for row in json.loads(text)["rows"]
    )


def age_of_own_consent(country: str, on: date, table: Sequence[OwnConsentAge]) -> OwnConsentAge:
    """The row in force in `country` on the day `on`; the row for any country if it has none.

    Raises LookupError when the table lacks even a row for any country.
    """
    for place in (country, ANY_COUNTRY):
        in_force = [row for row in table if row.country == place and row.starts <= on]
        if in_force:
            return max(in_force, key=lambda row: row.starts)
    raise LookupError("The table of ages has no row for any country ('*').")


def consents_alone_from(
    birth: date, country: str, on: date, table: Sequence[OwnConsentAge]
) -> date:
    """The first day on which somebody born on `birth` consents alone, as the law stands on `on`."""
    return birthday(birth, age_of_own_consent(country, on, table).age)


def majority_on(birth: date) -> date:
    """The first day on which somebody born on `birth` is no longer a child."""
    return birthday(birth, MAJORITY)


def birthday(birth: date, age: int) -> date:
    """The day on which somebody born on `birth` completes `age` years.

    Who was born on 29 February completes a year on 1 March, where there is no 29 February.
    What lies beyond the last day of the calendar is that day.
    """
    if birth.year + age > date.max.year:
        return date.max
    try:
        return birth.replace(year=birth.year + age)
    except ValueError:
        return date(birth.year + age, 3, 1)

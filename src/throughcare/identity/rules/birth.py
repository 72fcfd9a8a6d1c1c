"""Birth, sex and gender, citizenships."""

from dataclasses import dataclass, field
from datetime import date

from throughcare.identity.rules.words import gettext_noop
from throughcare_core.vocab import age_band, is_code

MOST_CITIZENSHIPS = 4
OLDEST_AGE = 130


@dataclass(frozen=True, slots=True)
class Birth:
    """When somebody was born: a day (exact), a year or an age (estimated), or not known.

    `noted_on` is the day on which an age was noted, `up_to` the oldest that was meant where the
    age is a range. Where nothing else is known, `grown_up` may say child or adult.
    """

    certainty: str = "unknown"
    day: date | None = field(default=None, repr=False)
    year: int | None = field(default=None, repr=False)
    age: int | None = field(default=None, repr=False)
    noted_on: date | None = field(default=None, repr=False)
    grown_up: str = ""
    up_to: int | None = None

    @property
    def latest_day(self) -> date | None:
        """The last day on which the person can have been born: in doubt, the younger age counts.

        Source: Council of Europe Convention on Action against Trafficking in Human Beings (2005),
        article 10(3): in doubt about age, a person who may be a child is treated as one.
        """
        if self.day is not None:
            return self.day
        if self.year is not None:
            return date(self.year, 12, 31)
        if self.age is not None and self.noted_on is not None:
            return _years_before(self.noted_on, self.age)
        return None

    @property
    def compared(self) -> date | int | None:
        """What is compared between two records: the day, or only the year."""
        latest = self.latest_day
        return self.day or (latest.year if latest else None)


@dataclass(frozen=True, slots=True)
class Gender:
    """Sex (list `sex`), gender (list `gender`) and citizenships (list `country`), apart."""

    sex: str = field(default="unknown", repr=False)
    gender: str = field(default="NonSpecifiedUnknown", repr=False)
    citizenships: tuple[str, ...] = field(default=(), repr=False)


def youngest_age(birth: Birth, on: date) -> int | None:
    """The age in whole years that a person has at least on a day; None where nothing is known."""
    latest = birth.latest_day
    if latest is None or latest > on:
        return None if latest is None else 0
    return on.year - latest.year - ((on.month, on.day) < (latest.month, latest.day))


def age_band_on(birth: Birth, on: date) -> str:
    """The age band (list `age_band`) on a day; in doubt the younger one.

    >>> age_band_on(Birth("estimated", year=2008), date(2026, 6, 1))
    '16-17'
    """
    age = youngest_age(birth, on)
    if age is not None:
        return age_band(age) or "unknown"
    return birth.grown_up or "unknown"


def reasons_against_birth(birth: Birth, today: date) -> list[str]:
    """Why this cannot be when somebody was born."""
    reasons = []
    if birth.certainty == "exact" and birth.day is None:
        reasons.append(gettext_noop("Give the day of birth, or choose another answer."))
    if birth.certainty == "estimated" and (birth.year is None) == (birth.age is None):
        reasons.append(gettext_noop("Give either a year of birth or an age."))
    if birth.certainty not in ("exact", "estimated", "unknown"):
        reasons.append(gettext_noop("Say how sure the date is."))
    if birth.grown_up not in ("", "child", "adult"):
        reasons.append(gettext_noop("Say child, adult, or nothing."))
    if (birth.day and birth.day > today) or (birth.year and birth.year > today.year):
        reasons.append(gettext_noop("A birth cannot lie in the future."))
    years = birth.age if birth.age is not None else _years_since(birth, today)
    if years is not None and years > OLDEST_AGE:
        reasons.append(gettext_noop("Nobody is older than 130 years. Look at it again."))
    if birth.up_to is not None and not (birth.age or 0) <= birth.up_to <= OLDEST_AGE:
        reasons.append(gettext_noop("The oldest age of a range is not below the youngest."))
    if birth.age is not None and birth.age < 0:
        reasons.append(gettext_noop("An age is not below 0."))
    return reasons


def tidy_birth(birth: Birth, today: date) -> Birth:
    """Only what belongs to the certainty; an age is noted on the day it was said."""
    if birth.certainty == "exact":
        return Birth("exact", day=birth.day)
    if birth.certainty == "estimated":
        noted_on = (birth.noted_on or today) if birth.age is not None else None
        up_to = birth.up_to if birth.age is not None else None
        return Birth("estimated", year=birth.year, age=birth.age, noted_on=noted_on, up_to=up_to)
    return Birth("unknown", grown_up=birth.grown_up)


def reasons_against_gender(gender: Gender) -> list[str]:
    """Why these codes cannot be stored."""
    reasons = []
    if not is_code("sex", gender.sex) or not is_code("gender", gender.gender):
        reasons.append(gettext_noop("Choose sex and gender from the list."))
    if not all(is_code("country", country) for country in gender.citizenships):
        reasons.append(gettext_noop("Choose citizenships from the list of countries."))
    if len(gender.citizenships) > MOST_CITIZENSHIPS:
        reasons.append(gettext_noop("At most 4 citizenships can be recorded."))
    return reasons


def _years_before(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _years_since(birth: Birth, today: date) -> int | None:
    born = birth.day.year if birth.day else birth.year
    return None if born is None else today.year - born

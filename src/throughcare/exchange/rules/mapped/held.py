"""What a mapped row says beyond the standard, in the words of those who record it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from throughcare.cases.rules import TOPICS, Statement
from throughcare.exchange.rules.cells import SEPARATOR
from throughcare.exchange.rules.columns import Row
from throughcare.exchange.rules.mapped.numbers import age_from
from throughcare.exchange.rules.mapped.plans import is_own
from throughcare.exchange.rules.mapped.targets import OWN, TOPIC_OF_OURS
from throughcare.identity.rules import Birth, Name, Paper

SAID_BY = "document"
NOTES = {"tc_Note": "situation", "tc_NoteHealth": "health", "tc_NoteRisk": "risk"}
HISTORY = {
    "Recruitment": ("tc_RecruitedIn", "tc_RecruitedWhen"),
    "Exploitation": ("", "tc_ExploitedWhen"),
}
OTHER_PAPER = "other"


@dataclass(frozen=True, slots=True)
class Past:
    """Something that happened before: its kind, where, and when as far as it is known."""

    kind: str
    country: str = ""
    year: int | None = None
    month: int | None = None


@dataclass(frozen=True, slots=True)
class Beyond:
    """What the standard has no field for: all of one row."""

    names: tuple[Name, ...] = field(default=(), repr=False)
    birth: Birth | None = field(default=None, repr=False)
    sex: str = field(default="", repr=False)
    papers: tuple[Paper, ...] = field(default=(), repr=False)
    statements: tuple[Statement, ...] = field(default=(), repr=False)
    history: tuple[Past, ...] = field(default=(), repr=False)
    notes: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    answers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    opened: date | None = None
    left: date | None = None
    why_left: str = ""


def beyond(row: Row) -> Beyond:
    """Read what `rules.mapped` put into a row; empty for a row of the standard."""
    return Beyond(
        names=tuple(_names(row)),
        birth=_birth(row),
        sex=row.get("tc_Sex", ""),
        papers=tuple(_papers(row)),
        statements=tuple(_statements(row)),
        history=tuple(_history(row)),
        notes=tuple((part, row[code]) for code, part in NOTES.items() if code in row),
        answers=tuple((code.removeprefix(OWN), text) for code, text in row.items() if is_own(code)),
        opened=_day(row, "tc_Opened"),
        left=_day(row, "tc_Left"),
        why_left=row.get("tc_WhyLeft", ""),
    )


def with_day_of_age(row: Row, noted_on: str) -> Row:
    """A row whose age says on which day it was right."""
    if "tc_Age" not in row:
        return row
    return row | {"tc_AgeNotedOn": row.get("tc_Opened") or noted_on}


def _names(row: Row) -> Iterable[Name]:
    if whole := row.get("tc_WholeName"):
        family, comma, given = whole.partition(",")
        yield Name(given.strip(), family.strip()) if comma else Name(given=whole)
    if other := row.get("tc_OtherName"):
        yield Name(given=other, kind="other_spelling")


def _birth(row: Row) -> Birth | None:
    born = row.get("tc_Born", "")
    if len(born) > 4:
        return Birth("exact", day=date.fromisoformat(born))
    if born:
        return Birth("estimated", year=int(born))
    if "tc_Age" not in row:
        return None
    age = age_from(row["tc_Age"])
    if age.years is None:
        return Birth("unknown", grown_up=age.grown_up)
    noted_on = _day(row, "tc_AgeNotedOn")
    return Birth("estimated", age=age.years, noted_on=noted_on, up_to=age.up_to)


def _papers(row: Row) -> Iterable[Paper]:
    if number := row.get("tc_DocumentNumber"):
        kind = row.get("tc_DocumentKind", OTHER_PAPER)
        yield Paper(kind, row.get("tc_DocumentCountry", ""), number)
    elif "tc_DocumentKind" in row:
        yield Paper(row["tc_DocumentKind"], row.get("tc_DocumentCountry", ""))


def _statements(row: Row) -> Iterable[Statement]:
    for code, topic in TOPIC_OF_OURS.items():
        for value in row[code].split(SEPARATOR) if code in row else ():
            yield Statement(TOPICS[topic].code, value, "yes", SAID_BY)


def _history(row: Row) -> Iterable[Past]:
    for kind, (where, when) in HISTORY.items():
        country, time = row.get(where, ""), row.get(when, "")
        if country or time:
            year, month = (int(part) if part else None for part in (time[:4], time[5:7]))
            yield Past(kind, country, year, month)


def _day(row: Row, code: str) -> date | None:
    return date.fromisoformat(row[code]) if code in row else None

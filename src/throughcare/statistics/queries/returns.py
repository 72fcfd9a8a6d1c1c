"""Monthly returns: what a month comes to, what was sent, and whose is missing."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.doors import all_agencies
from throughcare.cases.queries import people_helped
from throughcare.identity.doors import sexes_and_bands
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import word, words
from throughcare.referrals import queries as referrals
from throughcare.referrals.queries import Counted
from throughcare.statistics import doors
from throughcare.statistics.models import MonthlyReturn
from throughcare.statistics.rules.returns import (
    AGES,
    NO_RETURN,
    SEXES,
    STATES,
    TITLES,
    month_before,
    people_table,
)
from throughcare_core.publication import at_least
from throughcare_core.vocab import codes

Figures = dict[str, Any]
"""What may be shown of a month. `new`, `ongoing`: a `Published` table of `SEXES` × `AGES`; the
others: code → at least how many, a code that is missing having fewer than five."""

HIDDEN, FEW = "not shown", "fewer than 5"


@dataclass(frozen=True, slots=True)
class ReturnRow:
    """A return that was sent."""

    key: str
    agency: str
    month: date
    rule: str
    sent_at: datetime


@dataclass(frozen=True, slots=True)
class Table:
    """People by sex and age: heads, lines with their sums, sums of columns, and of all."""

    title: str
    heads: Sequence[str]
    lines: Sequence[tuple[str, Sequence[int | None]]]
    sums: Sequence[int | None]

    @property
    def says_nothing(self) -> bool:
        """Whether not one number may be shown."""
        rows = [*(numbers for _label, numbers in self.lines), self.sums]
        return all(number is None for numbers in rows for number in numbers)


@dataclass(frozen=True, slots=True)
class Listed:
    """Numbers of one kind, those that may be shown: label and at least how many."""

    title: str
    rows: Sequence[tuple[str, int]]


@dataclass(frozen=True, slots=True)
class ReturnPage:
    """A return in words. `in_time`: at least how many received referrals were answered in time."""

    tables: Sequence[Table]
    lists: Sequence[Listed]
    in_time: int


@dataclass(frozen=True, slots=True)
class Month:
    """The returns of one month: those that are in, and the names of agencies whose is missing."""

    month: date
    received: Sequence[ReturnRow]
    missing: Sequence[str]

    @property
    def asked(self) -> int:
        """How many agencies are to send one."""
        return len(self.received) + len(self.missing)


def month_figures(by: Actor, month: date, at: datetime) -> Figures:
    """A month of an own agency as it may be shown. 5 queries, and 2 for each 500 people, twice."""
    by.must("statistics")
    since, until = _first_moment(month), _first_moment(month_before(month, -1))
    last_day = timezone.localtime(until - timedelta(seconds=1)).date()
    new, ongoing = people_helped(by, since, until)
    sent = referrals.counted_sent(by, since, until, at)
    received = referrals.counted_received(by, since, until, at)
    return {
        "new": asdict(people_table(sexes_and_bands(by, new, last_day, at))),
        "ongoing": asdict(people_table(sexes_and_bands(by, ongoing, last_day, at))),
        "sent": _said(sent, 0, STATES),
        "sent_declined": _said(sent, 1),
        "received": _said(received, 0, STATES),
        "received_declined": _said(received, 1),
        "unmet": _said(referrals.counted_unmet_here(by, since, until), 0),
    }


def sent_returns(by: Actor) -> list[ReturnRow]:
    """What one's own agency has sent, newest first. 1 query."""
    rows = doors.returns_of(by).filter(agency=by.agency).select_related("agency")
    return [return_row(row) for row in rows.order_by("-month")]


def is_sent(by: Actor, month: date) -> bool:
    """Whether one's own agency has sent the return of a month. 1 query."""
    return doors.returns_of(by).filter(agency=by.agency, month=month).exists()


def returns_of_month(by: Actor, month: date) -> Month:
    """Which returns of a month are in, and whose is missing, for a coordinator. 2 queries."""
    by.must("coordinate")
    rows = (
        doors.returns_of(by).filter(month=month).select_related("agency").order_by("agency__name")
    )
    received = list(rows)
    here = {row.agency_id for row in received}
    missing = [
        agency.name
        for agency in all_agencies()
        if agency.kind not in NO_RETURN and agency.pk not in here
    ]
    return Month(month, [return_row(row) for row in received], missing)


def agencies_without_return(by: Actor, month: date) -> list[UUID]:
    """The agencies whose return of a month is missing, for a coordinator. 2 queries."""
    by.must("coordinate")
    here = set(doors.returns_of(by).filter(month=month).values_list("agency", flat=True))
    asked = [agency for agency in all_agencies() if agency.kind not in NO_RETURN]
    return [agency.pk for agency in asked if agency.pk not in here]


def return_row(row: MonthlyReturn) -> ReturnRow:
    """A return that a door let somebody see. The agency is joined."""
    return ReturnRow(row.key, row.agency.name, row.month, row.rule, row.sent_at)


def page_of(figures: Mapping[str, Any]) -> ReturnPage:
    """Figures in words."""
    states = {code: _(said) for code, said in STATES.items()}
    reasons = dict(words("decline_reason"))
    known = {
        "sent": states,
        "sent_declined": reasons,
        "received": states,
        "received_declined": reasons,
        "unmet": dict(words("need")),
    }
    lists = [
        Listed(
            _(TITLES[name]),
            [(said[code], figures[name][code]) for code in said if code in figures[name]],
        )
        for name, said in known.items()
    ]
    answered = figures["received"].get("accepted", 0) + sum(figures["received_declined"].values())
    return ReturnPage([_table(name, figures[name]) for name in ("new", "ongoing")], lists, answered)


def as_csv(rows: Iterable[MonthlyReturn]) -> str:
    """Returns that a door let somebody see, one number a line, in codes."""
    held = io.StringIO()
    writer = csv.writer(held)
    writer.writerow(["agency", "month", "rule", "table", "line", "column", "number"])
    for row in rows:
        for name, line, column, number in _cells(row.figures):
            month = row.month.strftime("%Y-%m")
            writer.writerow([row.agency.code, month, row.rule, name, line, column, number])
    return held.getvalue()


def _said(
    rows: Iterable[Counted], of: int, known: Mapping[str, str] | None = None
) -> dict[str, int]:
    said = {row.codes[of]: at_least(row.number, row.people) for row in rows}
    return {
        code: number
        for code, number in said.items()
        if code and number is not None and (known is None or code in known)
    }


def _table(name: str, shown: Mapping[str, Any]) -> Table:
    lines = [
        (word("sex", sex), [*cells, margin])
        for sex, cells, margin in zip(SEXES, shown["cells"], shown["lines"], strict=True)
    ]
    heads = [*(_(words) for words in AGES.values()), _("All")]
    return Table(_(TITLES[name]), heads, lines, [*shown["columns"], shown["all"]])


def _cells(figures: Mapping[str, Any]) -> Iterable[tuple[str, str, str, int | str]]:
    for name in ("new", "ongoing"):
        shown = figures[name]
        whole = [
            [*line, margin] for line, margin in zip(shown["cells"], shown["lines"], strict=True)
        ]
        whole.append([*shown["columns"], shown["all"]])
        for sex, line in zip((*SEXES, "all"), whole, strict=True):
            for age, number in zip((*AGES, "all"), line, strict=True):
                yield name, sex, age, HIDDEN if number is None else number
    reasons, needs = (
        [row.code for row in codes("decline_reason")],
        [row.code for row in codes("need")],
    )
    listed = {
        "sent": list(STATES),
        "sent_declined": reasons,
        "received": list(STATES),
        "received_declined": reasons,
        "unmet": needs,
    }
    for name, known in listed.items():
        for code in known:
            yield name, code, "", figures[name].get(code, FEW)


def _first_moment(month: date) -> datetime:
    return timezone.make_aware(datetime.combine(month, time()))

"""Rows for the page of figures: sources, what can be chosen, counts, and a table of two."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Q, QuerySet, Sum
from django.utils.translation import gettext as _

from throughcare.agencies.doors import staff_by_id
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Reason
from throughcare.kernel.vocabulary import word
from throughcare.statistics import doors
from throughcare.statistics.models import ReportedRows, Source
from throughcare.statistics.rules import (
    ALL,
    DIMENSIONS,
    NOT_RECORDED,
    SEVERAL,
    Dimension,
    Report,
    folded,
    in_order,
    shown,
)

SHORT = 10
"""How many countries the first page shows; the table of one holds all."""

Choice = tuple[str, str]

Shown = Mapping[tuple[str, str], int | None]
"""(code down, code across) → rows, None where they stay unsaid; a cell that is missing has none."""


@dataclass(frozen=True, slots=True)
class SourceRow:
    """One imported file. `name` is how a page calls it; `is_own`: one's own agency imported it."""

    key: str
    name: str
    release: str
    file: str
    sha256: str
    rows: int | None
    is_protected: bool
    imported_at: datetime
    staff: str
    is_own: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants to see: which rows (dimension → code), counted by what."""

    only: Mapping[str, str] = field(default_factory=dict)
    down: str = ""
    across: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows name a value; None: unsaid because few. `width`: its bar, 0 to 100."""

    code: str
    label: str
    rows: int | None
    width: int


@dataclass(frozen=True, slots=True)
class CountsBy:
    """Rows by one dimension. `more`: how many values are not shown."""

    code: str
    title: str
    several: bool
    counts: Sequence[Count]
    not_recorded: Count
    more: int


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a table of two: its label, and rows under each head."""

    label: str
    rows: Sequence[int | None]


@dataclass(frozen=True, slots=True)
class Crossed:
    """Rows by two dimensions; the first two lines and heads are all rows, and what is open."""

    down: str
    across: str
    several: Sequence[str]
    heads: Sequence[str]
    lines: Sequence[Line]


@dataclass(frozen=True, slots=True)
class Figures:
    """The page: all rows that were asked for, counted by each dimension, by one, or by two."""

    rows: int | None
    counts: Sequence[CountsBy] = ()
    crossed: Crossed | None = None


def plain_words(reason: Reason) -> str:
    """A reason in the reader's language."""
    return _(reason.text) % reason.values if reason.values else _(reason.text)


def report_as_json(report: Report) -> dict[str, object]:
    """A report for other programs; nothing of what stands in a cell."""
    return {
        "release": report.release,
        "sha256": report.sha256,
        "rows": report.rows,
        "distinct": report.distinct,
        "taken": report.taken,
        "known": report.known,
        "bad": report.bad,
        "refused": report.refused,
        "dry_run": report.dry_run,
        "problems": [
            {"row": each.row, "column": each.column, "problem": plain_words(each.reason)}
            for each in report.problems
        ],
    }


def sources(by: Actor) -> list[SourceRow]:
    """The sources that the actor may count, newest first. 2 queries."""
    found = list(doors.sources_of(by).order_by("-imported_at", "-pk"))
    names = staff_by_id(source.staff_id for source in found)
    return [
        _source_row(source, names[source.staff_id].name, source.agency_id == by.agency)
        for source in found
    ]


def choices(by: Actor, key: str) -> dict[str, list[Choice]]:
    """What can be chosen of each dimension in a source, with what is not recorded. 2 queries."""
    rows = doors.rows_of(doors.source_of(by, key))
    kept = list(rows.values_list("citizenship", "year").distinct().order_by())
    there = {
        "citizenship": {country for country, _year in kept if country},
        "year": {str(year) for _country, year in kept if year},
    }
    found: dict[str, list[Choice]] = {}
    for code, dimension in DIMENSIONS.items():
        codes = there.get(code) or in_order(dimension, {})
        named = [(each, label_of(dimension, each)) for each in codes]
        ordered = sorted(named, key=lambda choice: choice[1]) if code in there else named
        found[code] = [*ordered, (NOT_RECORDED, _("Not recorded"))]
    return found


def figures(by: Actor, key: str, asked: Asked) -> Figures:
    """The rows of a source, counted as was asked.

    By each dimension 6 queries, by one or two 2 queries.
    """
    source = doors.source_of(by, key)
    rows = _only(doors.rows_of(source), asked.only)
    if asked.down and asked.across:
        down, across = DIMENSIONS[asked.down], DIMENSIONS[asked.across]
        return _crossed(down, across, _counted(source, rows, down, across))
    wanted = [DIMENSIONS[asked.down]] if asked.down else list(DIMENSIONS.values())
    counted = {dimension: _counted(source, rows, dimension) for dimension in wanted}
    return Figures(
        rows=next(iter(counted.values())).get((ALL, ALL), 0),
        counts=[
            _counts_by(dimension, counts, SHORT if len(wanted) > 1 else None)
            for dimension, counts in counted.items()
        ],
    )


def label_of(dimension: Dimension, code: str) -> str:
    """A value in the reader's language."""
    if code == NOT_RECORDED:
        return _("Not recorded")
    if code == ALL:
        return _("All rows")
    return word(dimension.list, code) if dimension.list else code


def _source_row(source: Source, staff: str, is_own: bool) -> SourceRow:
    name = (
        _("Published data, release of %(release)s")
        if source.is_protected
        else _("Own rows, in the columns of %(release)s")
    )
    return SourceRow(
        key=source.key,
        name=name % {"release": source.release},
        release=source.release,
        file=source.file,
        sha256=source.sha256,
        rows=shown(source.rows, is_protected=source.is_protected),
        is_protected=source.is_protected,
        imported_at=source.imported_at,
        staff=staff,
        is_own=is_own,
    )


def _only(rows: QuerySet[ReportedRows], only: Mapping[str, str]) -> QuerySet[ReportedRows]:
    """The rows that name every value that was chosen; years are numbers, the rest is text."""
    for code, value in only.items():
        if value == NOT_RECORDED:
            wanted = Q(year__isnull=True) if code == "year" else Q(**{code: ""})
        elif DIMENSIONS[code].several:
            wanted = Q(**{f"{code}__contains": f"{SEVERAL}{value}{SEVERAL}"})
        else:
            wanted = Q(**{code: value})
        rows = rows.filter(wanted)
    return rows


def _counted(
    source: Source,
    rows: QuerySet[ReportedRows],
    down: Dimension,
    across: Dimension | None = None,
) -> Shown:
    """What a page may show, and nothing beyond: bars and orders cannot tell more. 1 query."""
    rows = rows.order_by()
    if across is None:
        ones = rows.values_list(down.code).annotate(how_many=Sum("rows"))
        counts = folded(((kept, None, how_many) for kept, how_many in ones), down)
    else:
        twos = rows.values_list(down.code, across.code).annotate(how_many=Sum("rows"))
        counts = folded(twos, down, across)
    return {
        cell: shown(how_many, is_protected=source.is_protected) for cell, how_many in counts.items()
    }


def _counts_by(dimension: Dimension, counts: Shown, at_most: int | None) -> CountsBy:
    sums = {code: rows for (code, across), rows in counts.items() if across == ALL}
    codes = in_order(dimension, sums)
    few = codes[:at_most] if dimension.list == "country" else codes
    longest = max((rows or 0 for code, rows in sums.items() if code != ALL), default=0)

    def count(code: str) -> Count:
        rows = sums.get(code, 0)
        width = round(100 * (rows or 0) / longest) if longest else 0
        return Count(code, label_of(dimension, code), rows, width)

    return CountsBy(
        code=dimension.code,
        title=_(dimension.title),
        several=dimension.several,
        counts=[count(code) for code in few],
        not_recorded=count(NOT_RECORDED),
        more=len(codes) - len(few),
    )


def _crossed(down: Dimension, across: Dimension, counts: Shown) -> Figures:
    lines = _all_and_open_first(down, {d: n for (d, a), n in counts.items() if a == ALL})
    heads = _all_and_open_first(across, {a: n for (d, a), n in counts.items() if d == ALL})
    return Figures(
        rows=counts.get((ALL, ALL), 0),
        crossed=Crossed(
            down=_(down.title),
            across=_(across.title),
            several=[_(each.title) for each in (down, across) if each.several],
            heads=[label_of(across, code) for code in heads],
            lines=[
                Line(label_of(down, one), [counts.get((one, other), 0) for other in heads])
                for one in lines
            ],
        ),
    )


def _all_and_open_first(dimension: Dimension, sums: Mapping[str, int | None]) -> list[str]:
    return [ALL, NOT_RECORDED, *in_order(dimension, sums)]

"""The working assessment: recorded facts held against the words of laws. Kept nowhere."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from throughcare.cases.queries.told import HappenedRow, ToldRow, happened_to, told_of
from throughcare.identification import doors
from throughcare.identification.adapters import laws_here
from throughcare.identification.models import Dispute
from throughcare.identification.queries.age import AgeWarning, age_warning
from throughcare.identification.queries.facts import FactRow, in_english, rows_from
from throughcare.identification.rules.reading import (
    Happened,
    Told,
    case_object,
    day_of,
    laws_for,
    topics_read,
)
from throughcare.identification.rules.table import VERDICTS, Cell, Line, Table, table_of
from throughcare.identity.doors import age_bands_of
from throughcare.kernel.actors import Actor
from throughcare.kernel.languages import listed
from throughcare.kernel.vocabulary import word
from throughcare_core.definitions import assess, facts_from
from throughcare_core.vocab import stands_beside

PLACE = "country_of_exploitation"
CASE = "case"
"""The id of the one case in an assessment: it names nobody."""


@dataclass(frozen=True, slots=True)
class CellRow:
    """A cell with the facts under it."""

    cell: Cell
    facts: Sequence[FactRow]


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line of the table, ready to be shown."""

    line: Line
    cells: Sequence[tuple[str, CellRow]]


@dataclass(frozen=True, slots=True)
class Assessment:
    """One run: the table, a sentence, the facts as an object of the file format, and its limits.

    `case` is what the console and a notebook read, to the same findings.
    """

    table: Table
    lines: Sequence[LineRow]
    sentence: Sequence[str]
    beside: Sequence[FactRow]
    readings: bool
    day: date | None
    places: Sequence[str]
    place_known: bool
    case: Mapping[str, Any]
    age: AgeWarning | None


def other_laws() -> list[tuple[str, str]]:
    """The laws that are shown only where they are asked for, or are of the place. No query."""
    shown = {law.code for law in laws_for([settings.COUNTRY], laws_here().values())}
    return [(code, law.title) for code, law in laws_here().items() if code not in shown]


def assessment_of(
    by: Actor,
    person: UUID,
    at: datetime,
    *,
    on: date | None = None,
    also: Iterable[str] = (),
) -> Assessment:
    """A working assessment for who a door let in. 7 queries, and the line about proof of age."""
    told, happened = _recorded(by, person, at)
    places, place_known = _places(told, happened)
    laws = laws_for(places, laws_here().values(), also)
    days = [Happened(row.year, row.month, row.country) for row in happened]
    day = on or day_of(days, laws)
    case = case_object(
        CASE,
        [Told(row.fact, row.topic, row.value, row.answer, row.said_by) for row in told],
        day=day,
        band_now=age_bands_of(by, [person], by.agency, at)[person],
        disputed=_disputed(by, person, at),
    )
    facts = facts_from(case, laws_here())
    table = table_of(assess(facts, law) for law in laws)
    rows = rows_from(told)
    return Assessment(
        table=table,
        lines=_lines(table, rows),
        sentence=_sentences(table),
        beside=[row for row in rows if row.beside],
        readings=any(row.is_reading for row in rows),
        day=day,
        places=[word("country", place) for place in places],
        place_known=place_known,
        case=case,
        age=age_warning(by, person, at, laws=laws, day=day),
    )


def _recorded(
    by: Actor, person: UUID, at: datetime
) -> tuple[Sequence[ToldRow], Sequence[HappenedRow]]:
    told = told_of(by, person, at, topics_read() | {PLACE})
    return told, happened_to(by, person, at)


def _places(told: Iterable[ToldRow], happened: Iterable[HappenedRow]) -> tuple[list[str], bool]:
    """Where it was, as recorded; the country of the house where nothing is."""
    found = {
        row.value
        for row in told
        if row.topic == PLACE
        and row.answer == "yes"
        and row.value
        and not stands_beside(row.said_by)
    }
    found |= {row.country for row in happened if row.country}
    return (sorted(found), True) if found else ([settings.COUNTRY], False)


def _disputed(by: Actor, person: UUID, at: datetime) -> list[tuple[str, str]]:
    marks = Dispute.objects.filter(
        determination__in=doors.determinations_of(by, at).filter(person=person)
    )
    held = laws_here()
    rows = marks.order_by("pk").values_list("determination__law", "element")
    return [(law, element) for law, element in rows if law in held]


def _lines(table: Table, rows: Sequence[FactRow]) -> list[LineRow]:
    by_name: dict[str, list[FactRow]] = {}
    for row in rows:
        if not row.beside and row.answer == "yes":
            by_name.setdefault(row.name, []).append(row)
    titles = [column.title for column in table.columns]
    return [
        LineRow(
            line,
            [
                (
                    title,
                    CellRow(cell, [row for name in cell.names for row in by_name.get(name, [])]),
                )
                for title, cell in zip(titles, line.cells, strict=True)
            ],
        )
        for line in table.lines
    ]


def _sentences(table: Table) -> list[str]:
    """The table in words that a person can read: elements of which the same is to be said."""
    alike_lines: dict[tuple[str, ...], list[str]] = {}
    for line in table.lines:
        verdicts = tuple(cell.verdict for cell in line.cells)
        alike_lines.setdefault(verdicts, []).append(_(line.words).lower())
    said = [_("On what is recorded so far:")]
    said += [_one_sentence(names, verdicts, table) for verdicts, names in alike_lines.items()]
    if table.missing:
        said.append(str(NOT_ASKED))
    return said


NOT_ASKED = gettext_lazy(
    "What is missing need not be asked of the person: it may already be recorded elsewhere."
)


def _one_sentence(elements: Sequence[str], verdicts: Sequence[str], table: Table) -> str:
    groups: dict[str, list[str]] = {}
    for column, verdict in zip(table.columns, verdicts, strict=True):
        if verdict != "not needed":
            groups.setdefault(verdict, []).append(in_english(column.name))
    named = _joined([capfirst(elements[0]), *elements[1:]])
    if not groups:
        return _filled(_("%(elements)s: no law here asks for it."), elements=named)
    if len(groups) == 1 and len(verdicts) > 1 and "not needed" not in verdicts:
        return _filled(
            _("%(elements)s: %(verdict)s under every law shown."),
            elements=named,
            verdict=_(VERDICTS[verdicts[0]]).lower(),
        )
    said = [
        _filled(
            _("%(verdict)s under %(laws)s"),
            verdict=_(VERDICTS[verdict]).lower(),
            laws=_joined(laws),
        )
        for verdict, laws in groups.items()
    ]
    return _filled(_("%(elements)s: %(said)s."), elements=named, said=_joined(said))


def _joined(words: Sequence[str]) -> str:
    return format_html(listed("{}" for _word in words), *words)


def _filled(text: str, **values: str) -> str:
    """A text with its values, of which law names carry their language."""
    return format_html(NAMED.sub(r"{\1}", text), **values)


NAMED = re.compile(r"%\((\w+)\)s")

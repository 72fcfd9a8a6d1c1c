"""What is written down about a person in the parts that a reader may read, by whichever agency."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from django.db.models import QuerySet

from throughcare.cases import doors
from throughcare.cases.models import AddedValue, Attachment, CaseFile, Fact, HistoricEvent
from throughcare.cases.rules import TOPICS, Known, Said, known_from
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import word
from throughcare.vault.services import KeyGone, Owner, Place, Stored, open_text

OWN = "own"


@dataclass(frozen=True, slots=True)
class KnownRow:
    """One answer in the situation, in words, and what others say beside it.

    `agency` is the other agency that wrote it down; empty for one's own.
    """

    topic: str
    code: str
    value: str
    answer: str
    said_by: str
    said_at: datetime
    beside: Sequence[str]
    agency: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """Where and when something happened, as coarse as it is known, in words."""

    kind: str
    country: str
    when: str
    said_by: str
    words: str
    agency: str


@dataclass(frozen=True, slots=True)
class AddedAnswerRow:
    """What was answered in a field that an agency added."""

    label: str
    value: str
    said_by: str
    at: datetime
    agency: str


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file that is kept with a case: its name as it was given, its kind, its size in bytes."""

    key: str
    name: str
    part: str
    media_type: str
    size: int
    agency: str


def situation(by: Actor, case: CaseFile, at: datetime, *, only: str = "") -> list[KnownRow]:
    """What is known, per topic, in the parts that the actor may read. 1 query.

    What each agency knows stands by itself, one's own first. `only` is empty or "own".
    """
    facts = doors.facts_of(by, case.person_id, at)
    rows = [
        _known_row(known, _other(by, held_by))
        for held_by, known in _known_at_each(facts.filter(case=case) if only == OWN else facts)
    ]
    order = list(TOPICS)
    return sorted(rows, key=lambda row: (order.index(row.topic), row.agency))


def known_values(by: Actor, case: CaseFile, at: datetime) -> dict[str, list[str]]:
    """The values that stand with a yes at one's own agency, to fill a form in advance. 1 query."""
    values: dict[str, list[str]] = {}
    for _case, known in _known_at_each(doors.facts_of(by, case.person_id, at).filter(case=case)):
        if known.answer == "yes":
            values.setdefault(known.topic, []).append(known.value or "yes")
    return values


def history(by: Actor, case: CaseFile, at: datetime) -> list[HistoryRow]:
    """Recruitment, transit and exploitation, where the situation may be read. 1 query."""
    rows = doors.history_of(by, case.person_id, at).order_by("year", "month", "pk")
    return [_history_row(row, by) for row in rows]


def added_answers(by: Actor, case: CaseFile, at: datetime) -> list[AddedAnswerRow]:
    """The newest answer in each field that an agency added, in readable parts. 1 query."""
    rows = doors.added_values_of(by, case.person_id, at).order_by("at", "pk")
    newest = {(row.case_id, row.field.code): _added_answer(row, by) for row in rows}
    return sorted(newest.values(), key=lambda row: row.agency)


def attachments(by: Actor, case: CaseFile, at: datetime, *, only: str = "") -> list[FileRow]:
    """The files in readable parts, newest first. 1 query. `only` is empty or "own"."""
    rows = doors.attachments_of(by, at).filter(case__person=case.person_id)
    rows = rows.filter(case=case) if only == OWN else rows
    return [_file_row(row, by) for row in rows.order_by("-added_at")]


def _known_at_each(facts: QuerySet[Fact]) -> Iterator[tuple[CaseFile, Known]]:
    """What is known from the facts of each case: one agency's word never hides another's."""
    ordered = facts.order_by("case", "said_at", "pk")
    for case, told in groupby(ordered, key=lambda fact: fact.case):
        said = [Said(row.topic, row.value, row.answer, row.said_by, row.said_at) for row in told]
        for known in known_from(said):
            yield case, known


def _other(by: Actor, case: CaseFile) -> str:
    return "" if case.agency_id == by.agency else case.agency.name


def _known_row(known: Known, agency: str) -> KnownRow:
    return KnownRow(
        topic=known.topic,
        code=known.value,
        value=word(TOPICS[known.topic].values, known.value) if known.value else "",
        answer=known.answer,
        said_by=word("said_by", known.said_by),
        said_at=known.said_at,
        beside=tuple(
            f"{word('said_by', said.said_by)}: {word('answer', said.answer)}"
            for said in known.beside
        ),
        agency=agency,
    )


def _history_row(row: HistoricEvent, by: Actor) -> HistoryRow:
    return HistoryRow(
        kind=word("event_type", row.kind),
        country=word("country", row.country) if row.country else "",
        when=f"{row.year}-{row.month:02}" if row.year and row.month else str(row.year or ""),
        said_by=word("said_by", row.said_by),
        words=_opened(row.words, row.case, Place("cases_historicevent", row.pk, "words")),
        agency=_other(by, row.case),
    )


def _added_answer(row: AddedValue, by: Actor) -> AddedAnswerRow:
    value = _opened(row.value, row.case, Place("cases_addedvalue", row.pk, "value"))
    return AddedAnswerRow(
        label=row.field.label,
        value=word("answer", value) if value and row.field.kind == "yes_no" else value,
        said_by=word("said_by", row.said_by),
        at=row.at,
        agency=_other(by, row.case),
    )


def _file_row(row: Attachment, by: Actor) -> FileRow:
    return FileRow(
        key=row.key,
        name=_opened(row.name, row.case, Place("cases_attachment", row.pk, "name")),
        part=row.part,
        media_type=row.media_type,
        size=row.size,
        agency=_other(by, row.case),
    )


def _opened(sealed: Stored | None, case: CaseFile, place: Place) -> str:
    """A text, or nothing where there is none or the key of its agency is away."""
    if sealed is None:
        return ""
    try:
        return open_text(sealed, Owner(case.agency_id, "person", case.person_id), place)
    except KeyGone:
        return ""

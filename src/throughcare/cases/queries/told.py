"""What was told, answer by answer and in every open record: for holding it against a law."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef

from throughcare.agencies.rules import Mark, mark_of
from throughcare.cases.models import Fact, HistoricEvent
from throughcare.consent.doors import access_of
from throughcare.kernel.actors import Actor


@dataclass(frozen=True, slots=True)
class ToldRow:
    """One answer with its provenance; `fact` is its key inside the house."""

    fact: int
    topic: str
    value: str
    answer: str
    said_by: str
    said_at: datetime
    agency: Mark
    is_own: bool


@dataclass(frozen=True, slots=True)
class HappenedRow:
    """Where and when something happened, as coarse as it is known."""

    kind: str
    country: str
    year: int | None
    month: int | None


def told_of(by: Actor, person: UUID, at: datetime, topics: Collection[str]) -> list[ToldRow]:
    """Answers on some topics in every agency's record that the actor may read, oldest first.

    1 query.
    """
    rows = access_of(by, at).filter(
        person=OuterRef("case__person"), holder=OuterRef("case__agency"), part=OuterRef("part")
    )
    facts = Fact.objects.filter(
        Exists(rows), case__person=person, case__erased_at=None, topic__in=sorted(topics)
    )
    return [
        ToldRow(
            fact=fact.pk,
            topic=fact.topic,
            value=fact.value,
            answer=fact.answer,
            said_by=fact.said_by,
            said_at=fact.said_at,
            agency=mark_of(fact.case.agency.code, fact.case.agency.kind, fact.case.agency.name),
            is_own=fact.case.agency_id == by.agency,
        )
        for fact in facts.select_related("case__agency").order_by("said_at", "pk")
    ]


def happened_to(by: Actor, person: UUID, at: datetime) -> list[HappenedRow]:
    """Where and when, in every agency's record whose situation is open to the actor. 1 query."""
    rows = access_of(by, at, ["situation"]).filter(
        person=OuterRef("case__person"), holder=OuterRef("case__agency")
    )
    found = HistoricEvent.objects.filter(
        Exists(rows), case__person=person, case__erased_at=None
    ).order_by("year", "month", "pk")
    return [HappenedRow(row.kind, row.country, row.year, row.month) for row in found]

"""Counting a period: keys of the spine meet inside, and only numbers come out."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import (
    Aggregate,
    Exists,
    ExpressionWrapper,
    F,
    Func,
    Min,
    OuterRef,
    Q,
    QuerySet,
    TextField,
)
from django.db.models.functions import Cast
from django.utils import timezone

from throughcare.agencies.doors import all_agencies
from throughcare.cases.doors import cases_everywhere
from throughcare.consent.doors import consents_standing, locks_in_force
from throughcare.identification.adapters import authorities_here, laws_here
from throughcare.identification.models import Charge, Determination
from throughcare.identification.rules.authorities import in_force
from throughcare.identification.rules.counts import NOWHERE, Tally, column_of, why_of
from throughcare.identification.rules.periods import Period
from throughcare.identification.rules.reading import Told, case_object, topics_read
from throughcare_core.definitions import Law, facts_from
from throughcare_core.vocab import AgencySide, agency_side, codes, stands_beside

PROTOCOL = "un-palermo"
HELPING = frozenset(
    kind.code for kind in codes("agency_kind") if agency_side(kind.code) is AgencySide.CARE
)
BESIDE = sorted(code.code for code in codes("said_by") if stands_beside(code.code))
BETWEEN, INSIDE = ",", ":"
Stored = UUID | str
"""A key of the spine as the data base gives it."""


class Said(Func):
    """Topic, value and answer of a fact in one text."""

    template = "%(expressions)s"
    arg_joiner = f" || '{INSIDE}' || "
    output_field = TextField()


class AllTold(Aggregate):
    """What was told of one person, in one text."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL has another name for it, and wants what stands between."""
        named = self.copy()
        named.template = f"STRING_AGG(%(expressions)s, '{BETWEEN}')"
        return named.as_sql(compiler, connection, **extra)


def law_compared(on: date) -> Law | None:
    """The law of this country under which an authority decides; None where none is named."""
    held = laws_here()
    decided = in_force(authorities_here(), settings.COUNTRY, on)
    own = sorted(code for code in decided if code in held and code != PROTOCOL)
    return held[own[0]] if own else None


def tallied(period: Period, compared: Law) -> Tally:
    """Everybody of a period, each in one place, by what the two counts say. 4 queries.

    Laws stand as they did on the last day of the period. Nobody whose record is locked is counted.
    """
    places = _Places()
    decided = _Decided(period, compared, places)
    why_counted = _why(period, compared)
    tally, known = Tally(), set()
    for person, place, told in _helped(period, places):
        why = why_counted(told)
        if not why:
            continue
        states = decided.states[person] if person in decided.linked else []
        tally.counted[place, why, column_of(states) if states else "not_linked"] += 1
        if states:
            known.add(person)
    for person, states in decided.states.items():
        if person not in known:
            tally.others[decided.places[person], column_of(states)] += 1
    tally.charges.update(_charges(period, compared).values())
    return tally


class _Places:
    """The agencies of this country, each with its place. 1 query."""

    def __init__(self) -> None:
        here = [agency for agency in all_agencies() if agency.country == settings.COUNTRY]
        self.of: dict[Stored, str] = {}
        for agency in here:
            for stored in (agency.pk, agency.pk.hex):
                self.of[stored] = agency.region or NOWHERE
        self.helping = [agency.pk for agency in here if agency.kind in HELPING]


class _Decided:
    """Where authorities stand on each person, in which place, and whose record is linked.

    1 query.
    """

    def __init__(self, period: Period, compared: Law, places: _Places) -> None:
        consent = consents_standing().filter(
            person=OuterRef("person"), recipient=OuterRef("agency"), holder__in=places.helping
        )
        found = _determinations(period, compared).annotate(linked=Exists(consent))
        self.states: dict[Stored, list[str]] = {}
        self.places: dict[Stored, str] = {}
        self.linked: set[Stored] = set()
        rows = found.order_by("received_at", "pk").values_list(
            _as_stored("person_id"), "agency_id", "state", "linked"
        )
        for person, agency, state, is_linked in rows:
            self.states.setdefault(person, []).append(state)
            self.places.setdefault(person, places.of.get(agency, NOWHERE))
            if is_linked:
                self.linked.add(person)


def _determinations(period: Period, compared: Law) -> QuerySet[Determination]:
    """The determinations of a period under a law, in no locked or erased record."""
    since, until = _moments(period)
    locked = locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("agency"))
    return Determination.objects.filter(
        ~Exists(locked),
        law=compared.code,
        country=settings.COUNTRY,
        received_at__gte=since,
        received_at__lt=until,
        erased_at=None,
    )


def _charges(period: Period, compared: Law) -> dict[UUID, tuple[str, str]]:
    """Of each person the element that failed, and what the charge came to; the newest stands.

    1 query.
    """
    rows = Charge.objects.filter(determination__in=_determinations(period, compared))
    found = rows.order_by("recorded_at", "pk").values_list(
        "determination__person", "lacks", "came_to"
    )
    return {person: (lacks, came_to) for person, lacks, came_to in found}


def _helped(period: Period, places: _Places) -> Iterator[tuple[Stored, str, str]]:
    """Each person with a case at an agency that helps: the first place, and all that counts.

    1 query.
    """
    since, until = _moments(period)
    cases = cases_everywhere().filter(
        agency__in=places.helping, opened_at__gte=since, opened_at__lt=until, erased_at=None
    )
    counts = Q(facts__topic__in=sorted(topics_read()), facts__answer__in=["yes", "no"])
    said = Said("facts__topic", "facts__value", "facts__answer")
    told = AllTold(said, filter=counts & ~Q(facts__said_by__in=BESIDE))
    first = Cast(Min("opened_at"), TextField())
    rows = cases.values_list(_as_stored("person_id"), _as_stored("agency_id"))
    found = rows.annotate(first=first, told=told).order_by("person_id", "agency_id")
    for person, own in groupby(found.iterator(chunk_size=5000), key=itemgetter(0)):
        cases_of = sorted(own, key=itemgetter(2))
        all_told = BETWEEN.join([row[3] for row in cases_of if row[3]])
        yield person, places.of[cases_of[0][1]], all_told


def _as_stored(name: str) -> "ExpressionWrapper[Any]":
    """A column as the data base gives it: out of 200,000 rows no objects are made."""
    return ExpressionWrapper(F(name), output_field=TextField())


def _why(period: Period, compared: Law) -> Callable[[str], str]:
    """Why somebody of whom so much was told is counted; each set of answers is assessed once."""
    protocol = laws_here()[PROTOCOL]

    @cache
    def of_answers(told: frozenset[str]) -> str:
        return why_of(facts_from(_case(told, period.until)), protocol, compared)

    @cache
    def of_text(told: str) -> str:
        return of_answers(frozenset(told.split(BETWEEN)) if told else frozenset())

    return of_text


def _case(told: Iterable[str], on: date) -> dict[str, Any]:
    """What was told of somebody as the object that the core reads; it names nobody."""
    rows = [each.split(INSIDE) for each in sorted(told)]
    said = (Told(0, topic, value, answer, "person") for topic, value, answer in rows)
    return case_object("somebody", said, day=on)


def _moments(period: Period) -> tuple[datetime, datetime]:
    since, until = (datetime.combine(day, time()) for day in (period.since, period.until))
    return timezone.make_aware(since), timezone.make_aware(until + timedelta(days=1))

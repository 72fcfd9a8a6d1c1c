"""The two counts from the tables: keys of the spine meet inside, and only numbers come out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from django.conf import settings
from django.db.models import (
    Aggregate,
    CharField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Concat
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.doors import all_agencies
from throughcare.cases.doors import cases_everywhere
from throughcare.consent.doors import consents_standing, locks_in_force
from throughcare.identification.adapters import authorities_here, laws_here
from throughcare.identification.models import Determination, LinkedCount
from throughcare.identification.rules.authorities import in_force
from throughcare.identification.rules.counts import (
    COLUMN_RULES,
    COLUMN_WORDS,
    COLUMNS,
    LINE_RULES,
    LINE_WORDS,
    WHY_RULES,
    WHY_WORDS,
    Range,
    Tally,
    TwoCounts,
    column_of,
    two_counts,
    why_of,
)
from throughcare.identification.rules.reading import Told, case_object, topics_read
from throughcare.kernel.actors import Actor
from throughcare_core.definitions import Law, facts_from
from throughcare_core.vocab import AgencySide, agency_side, codes, stands_beside

PROTOCOL = "un-palermo"
HELPING = sorted(
    kind.code for kind in codes("agency_kind") if agency_side(kind.code) is AgencySide.CARE
)
BESIDE = sorted(code.code for code in codes("said_by") if stands_beside(code.code))
BETWEEN, INSIDE = ",", ":"


class AllTold(Aggregate):
    """What was told of one person, in one text."""

    function = "GROUP_CONCAT"
    output_field = TextField()

    def as_postgresql(self, compiler: Any, connection: Any, **extra: Any) -> Any:
        """PostgreSQL has another name for it, and wants what stands between."""
        named = self.copy()
        named.template = f"STRING_AGG(%(expressions)s, '{BETWEEN}')"
        return named.as_sql(compiler, connection, **extra)


@dataclass(frozen=True, slots=True)
class Asked:
    """A place and a period, both days included; `region` empty for the whole country."""

    since: date
    until: date
    region: str = ""


@dataclass(frozen=True, slots=True)
class Number:
    """One number of a table, with the rule by which somebody is counted in it."""

    key: str
    number: int | None
    rule: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class NumbersRow:
    """One line of a table."""

    label: str
    numbers: Sequence[Number]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the chart, in hundredths of its width: known in both, perhaps in both, alone."""

    label: str
    number: int
    known: float
    perhaps: float
    alone: float

    @property
    def alone_at(self) -> float:
        """Where the last piece begins."""
        return self.known + self.perhaps


@dataclass(frozen=True, slots=True)
class CountsPage:
    """The two counts of one place and period, in words."""

    asked: Asked
    compared: str
    version: str
    protocol: str
    counts: TwoCounts
    heads: Sequence[str]
    rows: Sequence[NumbersRow]
    whys: Sequence[NumbersRow]
    bars: Sequence[Bar]
    linked_by: str


def regions() -> list[str]:
    """The regions of this country's agencies. 1 query."""
    here = (agency for agency in all_agencies() if agency.country == settings.COUNTRY)
    return sorted({agency.region for agency in here if agency.region})


def law_compared(on: date) -> Law | None:
    """The law of this country under which an authority decides; None where none is named."""
    held = laws_here()
    decided = in_force(authorities_here(), settings.COUNTRY, on)
    own = sorted(code for code in decided if code in held and code != PROTOCOL)
    return held[own[0]] if own else None


def counts_page(by: Actor, asked: Asked) -> CountsPage | None:
    """The two counts for a coordinator; None where no law here names an authority. 3 queries."""
    by.must("coordinate")
    compared = law_compared(asked.until)
    if compared is None:
        return None
    found = _linked_count(asked)
    counts = two_counts(tallied(asked, compared), found.people if found else None)
    version = compared.on(asked.until)
    return CountsPage(
        asked=asked,
        compared=compared.title,
        version=version.version if version else "",
        protocol=laws_here()[PROTOCOL].title,
        counts=counts,
        heads=[_(COLUMN_WORDS[column]) for column in COLUMNS],
        rows=_rows(counts),
        whys=_whys(counts),
        bars=_bars(counts),
        linked_by=found.linked_by if found else "",
    )


def tallied(asked: Asked, compared: Law) -> Tally:
    """Everybody of a place and period, by what the two counts say. 2 queries.

    Laws stand as they did on the last day of the period. Nobody whose record is locked is counted.
    """
    decided, linked = _decided(asked, compared)
    protocol = laws_here()[PROTOCOL]
    tally = Tally()

    @cache
    def why(told: frozenset[str]) -> str:
        return why_of(facts_from(_case(told, asked.until)), protocol, compared)

    @cache
    def why_in_order(told: str) -> str:
        return why(frozenset(told.split(BETWEEN)) if told else frozenset())

    known = set()
    for person, told in _told(asked).iterator(chunk_size=5000):
        why_counted = why_in_order(told or "")
        if why_counted:
            states = decided[person] if person in linked else []
            tally.add(why_counted, column_of(states) if states else "not_linked")
        if why_counted and person in linked:
            known.add(person)
    for person, states in decided.items():
        if person not in known:
            tally.add_other(column_of(states))
    return tally


def _told(asked: Asked) -> QuerySet[Any, Any]:
    """Each person with a case at an agency that helps, and all that counts of what was told."""
    since, until = _moments(asked)
    cases = cases_everywhere().filter(
        agency__kind__in=HELPING,
        agency__country=settings.COUNTRY,
        opened_at__gte=since,
        opened_at__lt=until,
        erased_at=None,
    )
    if asked.region:
        cases = cases.filter(agency__region=asked.region)
    counts = Q(facts__topic__in=sorted(topics_read()), facts__answer__in=["yes", "no"])
    said = Concat(
        F("facts__topic"),
        Value(INSIDE),
        F("facts__value"),
        Value(INSIDE),
        F("facts__answer"),
        output_field=CharField(),
    )
    told = AllTold(said, filter=counts & ~Q(facts__said_by__in=BESIDE))
    return cases.order_by().values_list("person").annotate(told=told)


def _decided(asked: Asked, compared: Law) -> tuple[dict[Any, list[str]], set[Any]]:
    """Where authorities stand on each person, and whose record is linked with consent."""
    since, until = _moments(asked)
    consent = consents_standing().filter(
        person=OuterRef("person"), recipient=OuterRef("agency"), holder__kind__in=HELPING
    )
    locked = locks_in_force().filter(person=OuterRef("person"), holder=OuterRef("agency"))
    rows = Determination.objects.filter(
        ~Exists(locked),
        law=compared.code,
        country=settings.COUNTRY,
        received_at__gte=since,
        received_at__lt=until,
        erased_at=None,
    )
    if asked.region:
        rows = rows.filter(agency__region=asked.region)
    decided: dict[Any, list[str]] = {}
    linked = set()
    found = rows.annotate(linked=Exists(consent)).order_by()
    for person, state, is_linked in found.values_list("person", "state", "linked"):
        decided.setdefault(person, []).append(state)
        if is_linked:
            linked.add(person)
    return decided, linked


def _case(told: Iterable[str], on: date) -> dict[str, Any]:
    """What was told of somebody as the object that the core reads; it names nobody."""
    rows = [each.split(INSIDE) for each in sorted(told)]
    said = (Told(0, topic, value, answer, "person") for topic, value, answer in rows)
    return case_object("somebody", said, day=on)


def _linked_count(asked: Asked) -> LinkedCount | None:
    return LinkedCount.objects.filter(
        country=settings.COUNTRY, region=asked.region, since=asked.since, until=asked.until
    ).first()


def _moments(asked: Asked) -> tuple[datetime, datetime]:
    since, until = (datetime.combine(day, time()) for day in (asked.since, asked.until))
    return timezone.make_aware(since), timezone.make_aware(until + timedelta(days=1))


def _rows(counts: TwoCounts) -> list[NumbersRow]:
    """The table: whom NGOs count, and whom authorities know beside them, each with its rule."""
    ngos, others = counts.table, counts.others
    return [
        _row("ngos", [*ngos.numbers, ngos.all], COLUMNS),
        _row("others", [*others.numbers, others.all], COLUMNS[:-1]),
    ]


def _row(line: str, numbers: Sequence[int | None], columns: Sequence[str]) -> NumbersRow:
    cells = [
        Number(
            f"{line}-{column}",
            number,
            f"{_(LINE_RULES[line])} {_(COLUMN_RULES[column])}",
            _(COLUMN_WORDS[column]),
        )
        for column, number in zip(columns, numbers, strict=False)
    ]
    all_of_line = Number(f"{line}-all", numbers[-1], _(LINE_RULES[line]), _("All"))
    return NumbersRow(_(LINE_WORDS[line]), [*cells, all_of_line])


def _whys(counts: TwoCounts) -> list[NumbersRow]:
    if counts.whys is None:
        return []
    return [
        NumbersRow(_(WHY_WORDS[why]), [Number(why, number, _(WHY_RULES[why]))])
        for why, number in counts.whys
    ]


def _bars(counts: TwoCounts) -> list[Bar]:
    """The two counts as bars on one scale; none where a number in them may not be shown."""
    both, ngos, authorities = counts.both, counts.ngos, counts.authorities
    if both is None or ngos is None or authorities is None:
        return []
    widest = max(ngos, authorities, 1)
    named = ((_("NGOs, by the UN Protocol"), ngos), (_("Authorities, by their law"), authorities))
    return [_bar(label, number, both, widest) for label, number in named]


def _bar(label: str, number: int, both: Range, widest: int) -> Bar:
    def share(part: int) -> float:
        return round(100 * part / widest, 2)

    return Bar(
        label, number, share(both.least), share(both.most - both.least), share(number - both.most)
    )

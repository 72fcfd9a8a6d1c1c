"""The two counts of a period that was counted, in words: numbers, and the rule of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.conf import settings
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from throughcare.identification.adapters import laws_here
from throughcare.identification.models import LinkedCount, PeriodCount
from throughcare.identification.queries.counting import PROTOCOL
from throughcare.identification.rules.charges import CAME_TO, CHARGE_WORDS
from throughcare.identification.rules.counts import (
    COLUMN_RULES,
    COLUMN_WORDS,
    COLUMNS,
    LINE_RULES,
    LINE_WORDS,
    NOWHERE,
    WHY_RULES,
    WHY_WORDS,
)
from throughcare.identification.rules.periods import Period, months_left
from throughcare.identification.rules.shown import (
    Counted,
    PlaceCounts,
    Range,
    Shown,
    TwoCounts,
    from_kept,
    two_counts,
)
from throughcare.kernel.actors import Actor


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
class PeriodRow:
    """A period that was counted: its key, its days, and when it was counted."""

    key: str
    since: date
    until: date
    counted_at: datetime

    @property
    def words(self) -> str:
        """The period as a choice."""
        first, last = (month_words(day) for day in (self.since, self.until))
        return first if first == last else f"{first} – {last}"


@dataclass(frozen=True, slots=True)
class CountsPage:
    """The two counts of one place and period, in words; `place` is empty for the whole country."""

    period: PeriodRow
    place: str
    places: Sequence[tuple[str, str]]
    compared: str
    version: str
    protocol: str
    counts: TwoCounts
    heads: Sequence[str]
    rows: Sequence[NumbersRow]
    whys: Sequence[NumbersRow]
    charge_heads: Sequence[str]
    charges: Sequence[NumbersRow]
    bars: Sequence[Bar]
    linked_by: str


def periods_counted(by: Actor) -> list[PeriodRow]:
    """The periods that were counted here, the newest first. 1 query."""
    by.must("coordinate")
    rows = PeriodCount.objects.filter(country=settings.COUNTRY).order_by("-since")
    return [PeriodRow(*row) for row in rows.values_list("key", "since", "until", "counted_at")]


def months_to_count(by: Actor, at: datetime) -> list[tuple[str, str]]:
    """The months that are over and not counted, as choices, the newest first. 1 query."""
    counted = [Period(row.since, row.until) for row in periods_counted(by)]
    left = months_left(timezone.localtime(at).date(), counted)
    return [(f"{month:%Y-%m}", month_words(month)) for month in left]


def counts_page(by: Actor, key: str, place: str = "") -> CountsPage | None:
    """What was counted of a period, for one place or the whole country; None: no such period.

    2 queries.
    """
    by.must("coordinate")
    row = PeriodCount.objects.filter(country=settings.COUNTRY, key=key).first()
    if row is None:
        return None
    kept = from_kept(row.numbers)
    here = kept.places.get(place, kept.whole)
    whole = here is kept.whole
    linked = _linked_count(row) if whole else None
    counts = two_counts(here, linked.people if linked else None)
    law = laws_here().get(row.law)
    return CountsPage(
        period=PeriodRow(row.key, row.since, row.until, row.counted_at),
        place="" if whole else place,
        places=_places(kept),
        compared=law.title if law else row.law,
        version=row.law_version,
        protocol=laws_here()[PROTOCOL].title,
        counts=counts,
        heads=[_(COLUMN_WORDS[column]) for column in COLUMNS],
        rows=_rows(here),
        whys=_whys(counts),
        charge_heads=[_(words) for words in CAME_TO.values()],
        charges=_charges(kept) if whole else [],
        bars=_bars(counts),
        linked_by=linked.linked_by if linked and counts.both and counts.both.is_known else "",
    )


def month_words(day: date) -> str:
    """The month of a day, with its year."""
    return _("%(month)s %(year)s") % {"month": MONTHS[day.month], "year": day.year}


def _places(kept: Counted) -> list[tuple[str, str]]:
    named = [
        (place, _("No place is recorded") if place == NOWHERE else place) for place in kept.places
    ]
    return [("", _("The whole country")), *named]


def _linked_count(row: PeriodCount) -> LinkedCount | None:
    return LinkedCount.objects.filter(
        country=row.country, region="", since=row.since, until=row.until
    ).first()


def _rows(counts: PlaceCounts) -> list[NumbersRow]:
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


def _charges(kept: Counted) -> list[NumbersRow]:
    """Charges dropped or become another, by the element that failed; the last line is all."""
    return [
        NumbersRow(_(CHARGE_WORDS[element]) if element else _("All"), _of_charges(element, row))
        for element, row in kept.charges
    ]


def _of_charges(element: str, row: Shown) -> list[Number]:
    heads = [*(_(words) for words in CAME_TO.values()), _("All")]
    numbers = zip(heads, [*row.numbers, row.all], strict=True)
    return [Number(f"charge-{element}", number, "", head) for head, number in numbers]


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

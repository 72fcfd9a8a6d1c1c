"""The coordinator's desk: numbers that tell of nobody, each shown by `core.publication.at_least`.

Whatever is shown depends on one number alone: fewer than five, nothing included, look alike. There
are no sums, and nobody is counted twice along two ways of dividing, from which a small number could
be worked out. A test changes every small number and finds the same page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.agencies.doors import agencies_by_id
from throughcare.consent.queries import EndingRow, agreements_ending
from throughcare.kernel.actors import Actor
from throughcare.kernel.vocabulary import word, words
from throughcare.referrals import queries as referrals
from throughcare.referrals.queries import Counted
from throughcare.statistics.queries.returns import Month, returns_of_month
from throughcare.statistics.rules.returns import month_before
from throughcare.web.rules import ENDS_WITHIN, WINDOW
from throughcare_core.publication import at_least
from throughcare_core.vocab import codes


@dataclass(frozen=True, slots=True)
class Figure:
    """At least how many have a label in common, five or more. `width`: its bar, 0 to 100."""

    label: str
    number: int
    width: int


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency that many wait for: offers that wait, by urgency, and those it let run out."""

    name: str
    waiting: Sequence[int | None]
    unanswered: int | None


@dataclass(frozen=True, slots=True)
class Unmet:
    """Needs that nobody met: regions down, needs across; only lines and heads with a number."""

    heads: Sequence[str]
    lines: Sequence[tuple[str, Sequence[int | None]]]


@dataclass(frozen=True, slots=True)
class Desk:
    """All that a coordinator sees."""

    urgencies: Sequence[str]
    agencies: Sequence[AgencyRow]
    otherwise: Sequence[int | None]
    declined: Sequence[Figure]
    unmet: Unmet
    ending: Sequence[EndingRow]
    returns: Month
    since: datetime
    until: datetime


def desk(by: Actor, at: datetime) -> Desk:
    """The desk, for a coordinator. 9 queries at most, however many referrals there are."""
    by.must("coordinate")
    until = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    since = until - WINDOW
    return Desk(
        urgencies=[said for _code, said in words("urgency")],
        agencies=_by_agency(
            referrals.counted_waiting(by, at),
            referrals.counted_unanswered(by, since, until),
        ),
        otherwise=_by_urgency(referrals.counted_waiting_unnamed(by, at)),
        declined=_by_reason(referrals.counted_declined(by, since, until)),
        unmet=_by_region(referrals.counted_unmet(by, since, until)),
        ending=agreements_ending(by, at, at + ENDS_WITHIN),
        returns=returns_of_month(by, month_before(until.date())),
        since=since,
        until=until - timedelta(days=1),
    )


def _said(rows: Iterable[Counted]) -> dict[tuple[str, ...], int]:
    """What may be told, by codes; a number that stays unsaid is not there."""
    told = {row.codes: at_least(row.number, row.people) for row in rows}
    return {codes_: number for codes_, number in told.items() if number is not None}


def _by_urgency(rows: Iterable[Counted]) -> list[int | None]:
    told = _said(rows)
    return [told.get((each.code,)) for each in codes("urgency")]


def _by_agency(waiting: Iterable[Counted], unanswered: Iterable[Counted]) -> list[AgencyRow]:
    waits, over = _said(waiting), _said(unanswered)
    shown = {UUID(agency) for agency, *_urgency in (*waits, *over)}
    rows = [
        AgencyRow(
            name=row.name,
            waiting=[waits.get((str(agency), each.code)) for each in codes("urgency")],
            unanswered=over.get((str(agency),)),
        )
        for agency, row in agencies_by_id(shown).items()
    ]
    return sorted(rows, key=lambda row: (-(row.unanswered or 0), row.name))


def _by_reason(rows: Iterable[Counted]) -> list[Figure]:
    told = _said(rows)
    most = max(told.values(), default=1)
    figures = [
        Figure(word("decline_reason", code), number, round(100 * number / most))
        for (code,), number in told.items()
    ]
    return sorted(figures, key=lambda figure: (-figure.number, figure.label))


def _by_region(rows: Iterable[Counted]) -> Unmet:
    told = _said(rows)
    needs = [each for each in codes("need") if any(need == each.code for _where, need in told)]
    regions = sorted({region for region, _need in told})
    return Unmet(
        heads=[word("need", need.code) for need in needs],
        lines=[
            (region or _("Elsewhere"), [told.get((region, need.code)) for need in needs])
            for region in regions
        ],
    )

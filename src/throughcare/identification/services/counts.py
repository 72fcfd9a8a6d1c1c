"""The two counts of a period, counted once; and what a third party found by linking lists."""

from datetime import datetime

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.identification.models import LinkedCount, PeriodCount
from throughcare.identification.queries.counting import law_compared, tallied
from throughcare.identification.queries.counts import periods_counted
from throughcare.identification.rules.periods import Period, reasons_not_to_count
from throughcare.identification.rules.shown import as_kept, counted
from throughcare.identification.services.decisions import refuse_for
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def count_period(period: Period, *, by: Actor, at: datetime) -> str:
    """Count a period, once and for all: the key of what was counted.

    Kept are the numbers that may be shown, and nothing else; they change no more.
    """
    by.must("coordinate")
    law = law_compared(period.until)
    if law is None:
        raise Refused(_("No authority is named here that decides under a law: add a row."))
    _refuse_to_count(period, by, at)
    version = law.on(period.until)
    row = PeriodCount(
        country=settings.COUNTRY,
        since=period.since,
        until=period.until,
        law=law.code,
        law_version=version.version if version else "",
        numbers=as_kept(counted(tallied(period, law))),
        counted_at=at,
        counted_by_id=by.staff,
    )
    since, until = period.since.isoformat(), period.until.isoformat()
    with act("counts.counted", by=by, at=at, subjects=[row.pk], since=since, until=until):
        _refuse_to_count(period, by, at)
        row.save(force_insert=True)
    return row.key


def record_linked_count(
    period_key: str, *, people: int, linked_by: str, by: Actor, at: datetime
) -> None:
    """Write down how many people a third party found on both sides in a period that was counted.

    The number is of people whom neither side had linked with consent. Written again, it is changed.
    """
    by.must("coordinate")
    period = PeriodCount.objects.filter(country=settings.COUNTRY, key=period_key).first()
    if period is None:
        raise Refused(_("Choose a period that was counted."))
    if not linked_by.strip() or people < 0:
        raise Refused(_("Say who linked the lists, and how many people were on both."))
    values = {
        "people": people,
        "linked_by": linked_by.strip()[:120],
        "recorded_by_id": by.staff,
        "recorded_at": at,
    }
    with act("counts.linked_recorded", by=by, at=at):
        LinkedCount.objects.update_or_create(
            country=period.country,
            region="",
            since=period.since,
            until=period.until,
            defaults=values,
        )


def _refuse_to_count(period: Period, by: Actor, at: datetime) -> None:
    before = [Period(row.since, row.until) for row in periods_counted(by)]
    refuse_for(reasons_not_to_count(period, before, timezone.localtime(at).date()))

"""A count that a third party found by linking encoded lists."""

from datetime import date, datetime

from django.conf import settings
from django.utils.translation import gettext as _

from throughcare.audit.services import act
from throughcare.identification.models import LinkedCount
from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused


def record_linked_count(
    *,
    since: date,
    until: date,
    people: int,
    linked_by: str,
    region: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Write down how many people a third party found on both sides in a period.

    The number is of people whom neither side had linked with consent. Written again, it is changed.
    """
    by.must("coordinate")
    if until < since:
        raise Refused(_("The period ends before it begins."))
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
            country=settings.COUNTRY, region=region, since=since, until=until, defaults=values
        )

"""What every act begins with: the duty, the record of one's own agency, and who takes part."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from throughcare.kernel.actors import Actor
from throughcare.kernel.errors import Refused
from throughcare.linking import doors
from throughcare.linking.models import DailyTally
from throughcare.linking.rules import WITHIN, reasons_not_to_take_part


def must_take_part(by: Actor, key: str, ability: str, at: datetime) -> UUID:
    """The person of a key, for whom the actor's duty lets her or him ask and be asked.

    `NotHere` where the record is closed to the actor; `Refused` at an agency that takes no part.
    """
    by.must(ability)
    person = doors.record_here(by, key, at)
    refuse_for(reasons_not_to_take_part(doors.standing_of(by)))
    return person


def count_against(kind: str, most: int, *, by: Actor, at: datetime) -> None:
    """Count one more of this kind, in the running act; `Refused` above so many within a day."""
    tally, _made = DailyTally.objects.get_or_create(
        staff=by.staff, kind=kind, defaults={"began_at": at}
    )
    if at - tally.began_at >= WITHIN:
        DailyTally.objects.filter(pk=tally.pk).update(began_at=at, times=0)
        tally.times = 0
    if tally.times >= most:
        raise Refused(
            _("You did this %(most)d times within a day. Go on tomorrow.") % {"most": most}
        )
    DailyTally.objects.filter(pk=tally.pk).update(times=F("times") + 1)


def refuse_for(reasons: Iterable[str]) -> None:
    """Raise `Refused` with these reasons in the reader's language, if there are any."""
    if found := [_(reason) for reason in reasons]:
        raise Refused(*found)

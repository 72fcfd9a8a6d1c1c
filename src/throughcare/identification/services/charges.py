"""What became of a charge of trafficking, written beside a determination."""

from datetime import date, datetime

from django.utils import timezone

from throughcare.audit.services import act
from throughcare.cases.services import record_event
from throughcare.identification import doors
from throughcare.identification.models import Charge
from throughcare.identification.rules.charges import reasons_not_to_record_charge
from throughcare.identification.services.decisions import refuse_for
from throughcare.kernel.actors import Actor


def record_charge(
    key: str,
    *,
    came_to: str,
    lacks: str,
    came_on: date,
    charged_as: str = "",
    by: Actor,
    at: datetime,
) -> str:
    """The charge was dropped, or became another, for want of one element: the key of the row.

    Written again, the newest stands. It says nothing of the determination, and changes none.
    """
    found = doors.determination_to_charge(by, key, at)
    reasons = reasons_not_to_record_charge(
        came_to=came_to,
        charged_as=charged_as,
        lacks=lacks,
        came_on=came_on,
        received=timezone.localtime(found.received_at).date(),
        today=timezone.localtime(at).date(),
    )
    row = Charge(
        determination=found,
        came_to=came_to,
        charged_as=charged_as,
        lacks=lacks,
        came_on=came_on,
        recorded_at=at,
        recorded_by_id=by.staff,
    )
    with act("charge.recorded", by=by, at=at, subjects=[found.person_id, found.pk]):
        refuse_for(reasons)
        row.save(force_insert=True)
        record_event(found.person_id, "charge_recorded", part=doors.WALLED_PART, by=by, at=at)
    return row.key

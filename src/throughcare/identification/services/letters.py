"""The decision letter goes out: by hand, through who was named, or to an address safe now."""

from datetime import datetime

from throughcare.audit.services import act
from throughcare.cases.services import record_event
from throughcare.identification import doors, queries
from throughcare.identification.models import Letter
from throughcare.identification.rules.states import reasons_not_to_send
from throughcare.identification.services.decisions import refuse_for
from throughcare.kernel.actors import Actor


def send_letter(key: str, way: str, contact: str = "", *, by: Actor, at: datetime) -> str:
    """Make the letter of the newest ruling go out in one way: the key of the letter.

    Raises `Refused` where the way is not safe. Nothing is sent by the house itself.
    """
    with act("determination.letter_sent", by=by, at=at, way=way) as sent:
        found = doors.own_determination(by, key, at)
        sent.about(found.person_id)
        ruling = queries.newest_ruling(found)
        is_safe = contact in {row.key for row in queries.safe_addresses(by, found, at)}
        refuse_for(reasons_not_to_send(way, is_safe=is_safe, ruled=ruling is not None))
        letter = Letter.made(
            ruling=ruling,
            way=way,
            contact=contact if way == "to_contact" else "",
            made_at=at,
            made_by_id=by.staff,
        )
        record_event(found.person_id, "letter_sent", part="situation", by=by, at=at)
    return letter.key

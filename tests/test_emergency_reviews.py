"""Who opened a record in an emergency and read in it: the review finds every look."""

from datetime import timedelta

import pytest

from throughcare.agencies.tests.factories import NOON, ombuds_office, staff
from throughcare.audit.services import look
from throughcare.consent.models import Emergency
from throughcare.consent.queries import looks_during
from throughcare.consent.services import (
    Danger,
    begin_record,
    open_in_emergency,
    show_on_call_number,
)
from throughcare.consent.tests.cast import able
from throughcare.identity.doors import contacts_of
from throughcare.identity.rules import SafeContact
from throughcare.identity.services import add_contact
from throughcare.referrals.tests.factories import Scene

pytestmark = pytest.mark.django_db
OPENED = NOON + timedelta(minutes=10)
RELOADS = 200


def test_a_look_is_not_buried_under_looks_that_came_after_it() -> None:
    """Whoever read more than the danger asked for reloads a page of the own until it is gone."""
    scene = Scene()
    staff(ombuds_office(), "Maryam", ["ombudsperson"])
    add_contact(
        scene.person, SafeContact("phone", "+999 20 123 456", ("call",)), by=scene.noor, at=NOON
    )
    begin_record(scene.person, by=scene.ines, at=NOON)
    ines = able(scene.ines, ["open_in_emergency"])
    call = show_on_call_number(scene.person, scene.dawn.pk, by=ines, at=NOON)
    danger = Danger(why="attack", words="He is at the door.")
    key = open_in_emergency(call, danger, by=ines, at=OPENED)
    emergency = Emergency.objects.get(key=key)
    contacts_of(ines, scene.person, scene.dawn.pk, OPENED + timedelta(minutes=1))
    assert "identity.contact" in [line.code for line in looks_during(emergency)]
    for reload in range(RELOADS):
        at = OPENED + timedelta(minutes=2, seconds=reload)
        look("case.looked_at", by=ines, at=at, subjects=[scene.person])
    assert "identity.contact" in [line.code for line in looks_during(emergency)]

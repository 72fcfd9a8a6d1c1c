"""Stories in which an authority decides who was trafficked under its law. Help waits for none."""

from datetime import timedelta

from throughcare.config.management.demonstration.deciding import (
    AUTHORITY,
    TO_DECIDE,
    charge_fails,
    decides_at_last,
    decides_first,
    is_asked_to_decide,
    is_taken_to_the_authority,
)
from throughcare.config.management.demonstration.stories.beginnings import (
    DAY,
    HOUR,
    Story,
    first_words,
)
from throughcare.config.management.demonstration.thread import Thread

STILL_WAITS = 0.25
"""How often the authority is late."""

CHARGE_FAILS = 0.6
"""How often the charge of trafficking is dropped or becomes another."""

NEVER = timedelta(days=3650)


def taken_by_a_lawyer(thread: Thread) -> Story:
    """The legal aid desk takes somebody who agrees to the authority, and the records are linked."""
    thread.home = "LA"
    yield from first_words(thread, began_by="in_person")
    yield thread.passes(DAY, 6 * DAY)
    thread.allows(AUTHORITY, parts=TO_DECIDE, purpose="justice")
    yield thread.passes(HOUR, DAY)
    is_taken_to_the_authority(thread)
    yield from _is_decided(thread)


def met_by_the_authority(thread: Thread) -> Story:
    """The authority meets somebody first; whether anybody helps already, nobody can tell."""
    thread.home = AUTHORITY
    yield thread.at
    thread.opens("in_person")
    yield thread.passes(HOUR, 3 * HOUR)
    thread.speaks()
    yield thread.passes(HOUR, 5 * HOUR)
    yield from _is_decided(thread)


def _is_decided(thread: Thread) -> Story:
    key = is_asked_to_decide(thread)
    if thread.chance.random() < STILL_WAITS:
        yield thread.at + NEVER
    yield thread.passes(DAY, 9 * DAY)
    if decides_first(thread, key):
        yield thread.passes(32 * DAY, 80 * DAY)
        decides_at_last(thread, key)
    if thread.chance.random() < CHARGE_FAILS:
        yield thread.passes(5 * DAY, 20 * DAY)
        charge_fails(thread, key)

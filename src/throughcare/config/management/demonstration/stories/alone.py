"""Stories without a referral."""

from throughcare.config.management.demonstration.stories.beginnings import (
    DAY,
    HOUR,
    MINUTE,
    Story,
    first_words,
    help_for,
)
from throughcare.config.management.demonstration.thread import Thread


def advice(thread: Thread) -> Story:
    """One conversation, and nothing more is wished."""
    yield thread.at
    thread.opens("call")
    yield thread.passes(3 * MINUTE, 20 * MINUTE)
    thread.speaks()
    yield thread.passes(MINUTE, 5 * MINUTE)
    thread.closes(thread.chance.choice(("no_help_needed", "person_wishes")))


def help_of_one_agency(thread: Thread) -> Story:
    """One agency helps alone: tasks, notes, and often an end."""
    thread.home = thread.chance.choice(("LS", "HH", "OD", "OD", "LA", "RC", "DH"))
    yield from first_words(thread, began_by="in_person")
    yield thread.passes(HOUR, 3 * HOUR)
    thread.plans(thread.at + thread.chance.randrange(2, 15) * DAY)
    yield thread.passes(DAY, 9 * DAY)
    part = {"RC": "health", "LA": "justice"}.get(thread.home, "situation")
    thread.notes(part)
    yield thread.passes(DAY, 5 * DAY)
    thread.does_what_was_planned()
    yield thread.passes(10 * DAY, 120 * DAY)
    thread.closes(thread.chance.choice(("plan_fulfilled", "returned_home", "moved_away")))


def says_no(thread: Thread) -> Story:
    """Sharing is refused, and help goes on without it."""
    yield from first_words(thread)
    yield thread.passes(3 * MINUTE, 10 * MINUTE)
    agency, _service = help_for(thread)
    thread.allows(agency, answer="no")
    yield thread.passes(MINUTE, 4 * MINUTE)
    thread.plans(thread.at + 6 * DAY)


def at_the_border(thread: Thread) -> Story:
    """Spoken with alone, beside a companion who says otherwise; the number is taken along."""
    thread.home = "NG"
    yield from first_words(thread, began_by="in_person", beside=True)
    yield thread.passes(5 * MINUTE, 30 * MINUTE)
    thread.notes("situation")


def locked(thread: Thread) -> Story:
    """Somebody in an agency may be involved: the case is locked to two people."""
    yield from first_words(thread)
    yield thread.passes(HOUR, DAY)
    thread.locks()
    yield thread.passes(DAY, 20 * DAY)
    thread.notes("risk")


def forgotten(thread: Thread) -> Story:
    """Helped, closed, and then erased because the person asks for it."""
    yield from first_words(thread)
    yield thread.passes(DAY, 12 * DAY)
    thread.closes("person_wishes")
    yield thread.passes(8 * DAY, 60 * DAY)
    thread.is_forgotten()


def reported(thread: Thread) -> Story:
    """A child in danger at home: the law asks for a report, told before and no wider than due."""
    yield from first_words(thread)
    yield thread.passes(20 * MINUTE, 2 * HOUR)
    thread.is_reported("PN")
    yield thread.passes(HOUR, DAY)
    thread.plans(thread.at + 3 * DAY)


def ordered(thread: Thread) -> Story:
    """A prosecutor's order reaches the legal aid desk; a copy of one part is served."""
    thread.home = "LA"
    yield from first_words(thread, began_by="in_person")
    yield thread.passes(DAY, 6 * DAY)
    thread.notes("justice")
    yield thread.passes(9 * DAY, 30 * DAY)
    thread.is_asked_for_by_order()

"""Stories that wait for somebody when the year ends."""

from datetime import timedelta

from throughcare.config.management.demonstration.stories.beginnings import (
    DAY,
    HOUR,
    MINUTE,
    Story,
    first_offer,
    first_words,
    help_for,
    house_for,
)
from throughcare.config.management.demonstration.thread import SHARED, Thread


def waits(thread: Thread, urgency: str, offered_ago: timedelta) -> Story:
    """An offer that waits for an answer at the end of the year."""
    thread.at = thread.country.now - offered_ago - 50 * MINUTE
    agency, service = house_for(thread) if urgency != "ordinary" else help_for(thread)
    yield from first_words(thread)
    yield thread.passes(MINUTE, 5 * MINUTE)
    thread.allows(agency, by_voice=urgency == "danger", parts=SHARED)
    thread.at = thread.country.now - offered_ago
    yield thread.at
    (offer,) = thread.is_offered(service, urgency=urgency)
    if thread.chance.random() < 0.2 and urgency != "danger":
        yield thread.passes(10 * MINUTE, offered_ago)
        thread.is_asked_about(offer, agency)


def waits_in_danger(thread: Thread) -> Story:
    """Danger to life: offered minutes ago."""
    return waits(thread, "danger", thread.chance.randrange(4, 50) * MINUTE)


def waits_urgently(thread: Thread) -> Story:
    """Urgent: offered some hours ago."""
    return waits(thread, "urgent", thread.chance.randrange(1, 22) * HOUR)


def waits_in_order(thread: Thread) -> Story:
    """Ordinary: offered in the last days."""
    return waits(thread, "ordinary", thread.chance.randrange(3, 90) * HOUR)


def waits_for_an_answer_to_a_question(thread: Thread) -> Story:
    """The receiver has asked something, and nobody has answered yet."""
    thread.at = thread.country.now - 6 * HOUR
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "urgent", offers)
    yield thread.passes(HOUR, 3 * HOUR)
    thread.is_asked_about(offers[0], agency)


def expected_today(thread: Thread) -> Story:
    """Accepted this morning, not yet there."""
    thread.at = thread.country.now - 5 * HOUR
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "danger", offers)
    yield thread.passes(10 * MINUTE, 40 * MINUTE)
    thread.is_accepted(offers[0], agency)


def call_back_today(thread: Thread) -> Story:
    """A task that is due today, another one later."""
    thread.at = thread.country.now - thread.chance.randrange(2, 9) * DAY
    yield from first_words(thread)
    yield thread.passes(MINUTE, HOUR)
    thread.plans(thread.country.now + thread.chance.randrange(-5, 9) * HOUR)
    yield thread.passes(MINUTE, 5 * MINUTE)
    thread.plans(thread.country.now + thread.chance.randrange(2, 20) * DAY)

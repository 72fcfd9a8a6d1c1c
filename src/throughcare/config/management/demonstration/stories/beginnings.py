"""How a thread of care begins and goes on: the parts that many stories share."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

from throughcare.config.management.demonstration.thread import SHARED, Thread

Story = Iterator[datetime]
Tells = Callable[[Thread], Story]

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
ANSWERED_WITHIN = {
    "danger": (5 * MINUTE, 50 * MINUTE),
    "urgent": (HOUR, 20 * HOUR),
    "ordinary": (5 * HOUR, 70 * HOUR),
}
DECLINED_FOR = ("no_place", "no_place", "language_not_met", "house_not_safe", "outside_group")
OUTCOMES = ("service_started", "service_completed", "service_completed", "partly_helped")
BEDS = {
    "women": "lotus_house",
    "family": "lotus_house",
    "transgender": "lotus_first_night",
    "men": "mens_house",
    "any": "family_house",
}
OTHER_BEDS = {
    "women": "family_house",
    "family": "family_house",
    "transgender": "family_house",
    "men": "harbour_rooms",
    "any": "harbour_rooms",
}
HELP = {
    "medical": ("RC", "consulting"),
    "maternity": ("RC", "mothers"),
    "counselling": ("RC", "mind"),
    "sexual_health": ("RC", "consulting"),
    "legal_advice": ("LA", "advice"),
    "compensation": ("LA", "wages"),
    "rights": ("LA", "advice"),
    "papers": ("OD", "papers_desk"),
    "schooling": ("OD", "school_bridge"),
    "work": ("OD", "first_job"),
    "child_protection": ("OD", "guardians"),
    "child_care": ("LS", "lotus_nursery"),
}
BEDS_OF_BOYS_AND_GIRLS = {"male": ("HH", "boys_house"), "female": ("LS", "lotus_girls")}


def house_for(thread: Thread) -> tuple[str, str]:
    """The agency and service with a bed for this person."""
    if thread.profile.age_on(thread.at.date()) < 18:
        return BEDS_OF_BOYS_AND_GIRLS[thread.profile.gender.sex]
    service = BEDS[thread.profile.service_for]
    return ("LS" if service.startswith("lotus") else "HH"), service


def help_for(thread: Thread) -> tuple[str, str]:
    """The agency and service that fit the first need for which the hotline knows one."""
    for need in thread.profile.situation.needs:
        if need in HELP:
            return HELP[need]
    return house_for(thread)


def first_words(thread: Thread, *, began_by: str = "", beside: bool = False) -> Story:
    """First contact, who it is, what is said."""
    yield thread.at
    ways = ("call", "call", "text_message", "messaging_app", "trusted_person")
    thread.opens(began_by or thread.chance.choice(ways))
    yield thread.passes(4 * MINUTE, 25 * MINUTE)
    thread.speaks(beside=beside)
    yield thread.passes(MINUTE, 9 * MINUTE)
    thread.says_who()


def first_offer(
    thread: Thread,
    agency: str,
    service: str,
    urgency: str,
    offers: list[str],
    kind: str = "referral",
) -> Story:
    """The person says yes to sharing, and the service is asked; `offers` receives the key."""
    yield thread.passes(2 * MINUTE, 12 * MINUTE)
    thread.allows(agency, by_voice=urgency == "danger", parts=SHARED)
    yield thread.passes(MINUTE, 6 * MINUTE)
    offers += thread.is_offered(service, urgency=urgency, kind=kind)


def life_there(thread: Thread, offer: str, agency: str) -> Story:
    """Handed over, known by name, and after weeks an outcome."""
    yield thread.passes(2 * HOUR, 40 * HOUR)
    thread.arrives(offer, agency)
    yield thread.passes(HOUR, 20 * HOUR)
    thread.notes(agency=agency)
    yield thread.passes(9 * DAY, 70 * DAY)
    thread.comes_to(offer, thread.chance.choice(OUTCOMES), agency)

"""Stories with a referral, and how it ends."""

from throughcare.config.management.demonstration.stories.beginnings import (
    ANSWERED_WITHIN,
    DAY,
    DECLINED_FOR,
    HOUR,
    MINUTE,
    OTHER_BEDS,
    Story,
    first_offer,
    first_words,
    help_for,
    house_for,
    life_there,
)
from throughcare.config.management.demonstration.thread import SHARED, Thread
from throughcare.referrals.rules import Way


def taken_in(thread: Thread) -> Story:
    """Offered, accepted, handed over, with an outcome; the case manager stays."""
    agency, service = house_for(thread)
    urgency = thread.chance.choice(("danger", "urgent", "urgent"))
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, urgency, offers)
    yield thread.passes(*ANSWERED_WITHIN[urgency])
    thread.is_accepted(offers[0], agency)
    yield from life_there(thread, offers[0], agency)
    yield thread.passes(DAY, 30 * DAY)
    thread.closes("plan_fulfilled")


def helped_by_another(thread: Thread) -> Story:
    """Health, law, school or work: another agency helps beside the hotline."""
    agency, service = help_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "ordinary", offers)
    thread.tells_when()
    yield thread.passes(*ANSWERED_WITHIN["ordinary"])
    thread.is_accepted(offers[0], agency)
    yield from life_there(thread, offers[0], agency)


def second_door(thread: Thread) -> Story:
    """The first house says no, the second yes."""
    yield from first_words(thread)
    yield thread.passes(MINUTE, 8 * MINUTE)
    thread.allows("LS", "HH", parts=SHARED)
    (offer,) = thread.is_offered("lotus_house", urgency="urgent")
    yield thread.passes(*ANSWERED_WITHIN["urgent"])
    thread.is_declined(offer, "LS", thread.chance.choice(DECLINED_FOR))
    yield thread.passes(5 * MINUTE, HOUR)
    (offer,) = thread.is_offered(OTHER_BEDS[thread.profile.service_for], urgency="urgent")
    yield thread.passes(*ANSWERED_WITHIN["urgent"])
    thread.is_accepted(offer, "HH")
    yield from life_there(thread, offer, "HH")


def first_yes_of_two(thread: Thread) -> Story:
    """Two houses are asked at once; the first yes closes the other offer."""
    yield from first_words(thread)
    yield thread.passes(MINUTE, 8 * MINUTE)
    thread.allows("LS", "HH", by_voice=True, parts=SHARED)
    yield thread.passes(MINUTE, 4 * MINUTE)
    other = OTHER_BEDS[thread.profile.service_for]
    to_lotus, _other = thread.is_offered("lotus_house", other, urgency="danger")
    yield thread.passes(*ANSWERED_WITHIN["danger"])
    thread.is_accepted(to_lotus, "LS")
    yield from life_there(thread, to_lotus, "LS")


def nobody_takes(thread: Thread) -> Story:
    """One no, and no other house: an unmet need is counted."""
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "urgent", offers)
    yield thread.passes(*ANSWERED_WITHIN["urgent"])
    thread.is_declined(offers[0], agency, thread.chance.choice(DECLINED_FOR))
    yield thread.passes(HOUR, 5 * HOUR)
    thread.plans(thread.at + 2 * DAY)


def no_answer(thread: Thread) -> Story:
    """Nobody answers in time."""
    agency, service = help_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "urgent", offers)
    yield thread.passes(DAY + MINUTE, DAY + 5 * MINUTE)
    thread.waits_in_vain()
    yield thread.passes(2 * HOUR, 15 * HOUR)
    thread.notes("situation")


def asked_first(thread: Thread) -> Story:
    """A question before the yes."""
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "urgent", offers)
    yield thread.passes(30 * MINUTE, 3 * HOUR)
    asked = thread.is_asked_about(offers[0], agency)
    yield thread.passes(20 * MINUTE, 3 * HOUR)
    thread.answers(offers[0], asked)
    yield thread.passes(30 * MINUTE, 5 * HOUR)
    thread.is_accepted(offers[0], agency)
    yield from life_there(thread, offers[0], agency)


def another_plan(thread: Thread) -> Story:
    """The person finds a bed with a friend: the offer is withdrawn."""
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "urgent", offers)
    yield thread.passes(HOUR, 8 * HOUR)
    thread.is_withdrawn(offers[0])


def takes_it_back(thread: Thread) -> Story:
    """After some weeks the person takes the yes back: reading stops at once."""
    agency, service = help_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "ordinary", offers)
    yield thread.passes(*ANSWERED_WITHIN["ordinary"])
    thread.is_accepted(offers[0], agency)
    yield thread.passes(DAY, 4 * DAY)
    thread.arrives(offers[0], agency)
    yield thread.passes(9 * DAY, 40 * DAY)
    thread.takes_back(agency)


def moves_on(thread: Thread) -> Story:
    """A transfer: case management goes along."""
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "urgent", offers, kind="transfer")
    yield thread.passes(*ANSWERED_WITHIN["urgent"])
    thread.is_accepted(offers[0], agency)
    yield thread.passes(HOUR, 30 * HOUR)
    thread.arrives(offers[0], agency)
    yield thread.passes(HOUR, 2 * DAY)
    thread.says_who(agency)
    thread.plans(thread.at + 12 * DAY, agency)


def by_phone(thread: Thread) -> Story:
    """A service without an account is phoned; its answer is entered."""
    yield from first_words(thread)
    yield thread.passes(MINUTE, 6 * MINUTE)
    thread.allows("OD", parts=SHARED)
    yield thread.passes(MINUTE, 3 * MINUTE)
    way = thread.chance.choice((Way.PHONE, Way.PHONE, Way.SHEET))
    service = thread.chance.choice(("street_team", "night_room"))
    (offer,) = thread.is_offered(service, urgency="urgent", way=way)
    yield thread.passes(20 * MINUTE, 9 * HOUR)
    thread.is_heard_of(offer, accepted=thread.chance.random() < 0.7)


def best_for_a_child(thread: Thread) -> Story:
    """A child is heard, adults decide, a house with other children says yes."""
    agency, service = house_for(thread)
    yield from first_words(thread, began_by="agency")
    yield thread.passes(HOUR, 5 * HOUR)
    thread.is_decided_for(agency)
    yield thread.passes(MINUTE, 9 * MINUTE)
    (offer,) = thread.is_offered(service, urgency="urgent")
    yield thread.passes(*ANSWERED_WITHIN["urgent"])
    thread.is_accepted(offer, agency)
    yield from life_there(thread, offer, agency)


def renewed_on_a_page(thread: Thread) -> Story:
    """A yes by voice, renewed face to face, with identity added."""
    agency, service = house_for(thread)
    yield from first_words(thread)
    offers: list[str] = []
    yield from first_offer(thread, agency, service, "danger", offers)
    yield thread.passes(*ANSWERED_WITHIN["danger"])
    thread.is_accepted(offers[0], agency)
    yield thread.passes(3 * HOUR, 20 * HOUR)
    thread.arrives(offers[0], agency)
    yield thread.passes(20 * HOUR, 40 * HOUR)
    thread.allows(agency)
    thread.tells_when()


def border_to_hotline(thread: Thread) -> Story:
    """Help is wished for at the border: the hotline takes over."""
    thread.home = "NG"
    yield from first_words(thread, began_by="in_person", beside=True)
    offers: list[str] = []
    yield from first_offer(thread, "DH", "line", "urgent", offers)
    yield thread.passes(*ANSWERED_WITHIN["urgent"])
    thread.is_accepted(offers[0], "DH")
    yield thread.passes(HOUR, 9 * HOUR)
    thread.arrives(offers[0], "DH")

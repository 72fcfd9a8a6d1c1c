"""An old card index of closed and open cases, taken over by the hotline in one act."""

import random
from datetime import timedelta

from throughcare.audit.services import act
from throughcare.cases.rules import Statement
from throughcare.cases.services.taking_over import TakenOver, take_over_cases
from throughcare.config.management.demonstration.founding import Country
from throughcare.config.management.demonstration.people import Profile, draw
from throughcare.config.management.demonstration.stories.beginnings import Story
from throughcare.identity.services.many import (
    WhoSomebodyIs,
    record_identities,
    seal_identities,
)
from throughcare.kernel.records import new_id

TAKEN_OVER_BEFORE = timedelta(days=300)
STATES = (
    ("Closed", "plan_fulfilled"),
    ("Closed", "returned_home"),
    ("ClosedReferred", "transferred"),
    ("FollowUp", ""),
    ("Active", ""),
)


def card_index(country: Country, first: int, size: int) -> Story:
    """The people numbered from `first` on, `size` of them: names and coded facts, no free text."""
    at = country.now - TAKEN_OVER_BEFORE
    yield at
    chance = random.Random(f"{country.seed} cards")  # noqa: S311 - invented, not secret
    people = {new_id(): draw(first + number, chance, country.now) for number in range(size)}
    by = country.worker("DH", "exchange", "", at, chance)
    known = {person: _known(profile) for person, profile in people.items()}
    cards = {person: _card(profile, chance) for person, profile in people.items()}
    sealed = seal_identities(known, by=by, at=at)
    with act("cards.taken_over", by=by, at=at, subjects=list(people), cases=len(people)):
        take_over_cases(cards, by=by, at=at)
        record_identities(sealed, by=by, at=at)


def _known(profile: Profile) -> WhoSomebodyIs:
    return WhoSomebodyIs(profile.names, profile.birth, profile.gender, (profile.contact,))


def _card(profile: Profile, chance: random.Random) -> TakenOver:
    status, reason = chance.choice(STATES)
    told = (*profile.situation.facts, ("language", profile.community.language))
    said = tuple(Statement(topic, code, said_by="document") for topic, code in told)
    return TakenOver(status, reason, said)

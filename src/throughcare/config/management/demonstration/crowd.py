"""A country larger than its stories: everybody else, taken over in portions by the bulk services.

Stories show what happens between people; a crowd shows what a country weighs. Its people have
coded facts, a timeline, who they are, a yes or no, referrals in every state, cases at two agencies
and tasks, in proportions like those of the stories.
"""

import random
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from throughcare.audit.services import act
from throughcare.cases.services.taking_over import TakenOver, take_over_cases
from throughcare.config.management.demonstration.crowd_paths import Path, path_of
from throughcare.config.management.demonstration.founding import Country
from throughcare.config.management.demonstration.names import names_of_many
from throughcare.config.management.demonstration.people import draw
from throughcare.consent.services.many import (
    SealedAnswers,
    record_sealed_answers,
    seal_answers,
)
from throughcare.identity.services.many import (
    WhoSomebodyIs,
    record_identities,
    seal_identities,
)
from throughcare.kernel.actors import Actor
from throughcare.kernel.records import new_id
from throughcare.referrals.services.many import PastReferral, take_over_referrals
from throughcare.vault.services import Owner, key_store

AT_ONCE = 500
HOME = "DH"


def fill(country: Country, first: int, size: int, filled: Callable[[float], None]) -> None:
    """The people numbered from `first` on, `size` of them; `filled` hears which share is there."""
    chance = random.Random(f"{country.seed} crowd")  # noqa: S311 - invented, not secret
    for start in range(0, size, AT_ONCE):
        _portion(country, first + start, min(AT_ONCE, size - start), chance)
        filled(min(1.0, (start + AT_ONCE) / size))


def _portion(country: Country, first: int, size: int, chance: random.Random) -> None:
    at = country.now
    by = country.worker(HOME, "exchange", "", at, chance)
    people: dict[UUID, Path] = {}
    known: dict[UUID, WhoSomebodyIs] = {}
    for number in range(first, first + size):
        profile, person = draw(number, chance, at), new_id()
        people[person] = path_of(profile, country, chance)
        names = names_of_many(profile.community, profile.gender.gender != "Masculine", chance)
        known[person] = WhoSomebodyIs(names, profile.birth, profile.gender, (profile.contact,))
    sealed = seal_identities(known, by=by, at=at)
    asks = country.worker(HOME, "record_consent", "", at, chance)
    given = [answer for person, path in people.items() for answer in path.answers(person)]
    with key_store().at_hand(Owner(by.agency, "person", person) for person in people):
        answers = seal_answers(given, by=asks)
    everybody = list(people)
    with act("cards.taken_over", by=by, at=at, subjects=everybody, cases=len(everybody)):
        cases = take_over_cases(
            {person: path.case for person, path in people.items()}, by=by, at=at
        )
        record_identities(sealed, by=by, at=at)
    asked = list({ground.person_id for ground in answers.grounds})
    with act("consent.asked", by=asks, at=at, subjects=asked, answers=len(answers.grounds)):
        record_sealed_answers(answers, by=asks, at=at)
    _refer(country, people, cases, answers, chance)


def _refer(
    country: Country,
    people: Mapping[UUID, Path],
    cases: Mapping[UUID, UUID],
    answers: SealedAnswers,
    chance: random.Random,
) -> None:
    at = country.now
    by = country.worker(HOME, "offer_referral", "", at, chance)
    past = [
        referral
        for person, ground, opening in answers.given()
        for referral in people[person].referrals(person, cases[person], ground, opening)
    ]
    with act("referral.offered", by=by, at=at, subjects=[each.person for each in past]):
        take_over_referrals(past, by=by, at=at)
    for agency, theirs in _by_receiver(people).items():
        receiver = country.worker(agency, "open_case", "", at, chance)
        _receive(theirs, past, receiver, at)


def _by_receiver(people: Mapping[UUID, Path]) -> dict[str, dict[UUID, TakenOver]]:
    theirs: dict[str, dict[UUID, TakenOver]] = {}
    for person, path in people.items():
        if path.received is not None:
            theirs.setdefault(path.agency, {})[person] = path.received
    return theirs


def _receive(
    theirs: Mapping[UUID, TakenOver], past: Sequence[PastReferral], by: Actor, at: datetime
) -> None:
    """The cases that the agencies which said yes began."""
    subjects = [each.person for each in past if each.person in theirs]
    with act("referral.accepted", by=by, at=at, subjects=subjects, cases=len(theirs)):
        take_over_cases(theirs, known=True, by=by, at=at)

"""People whom two agencies know: one is found again by asking, one waits for an answer."""

import random
from collections.abc import Iterator
from datetime import datetime, timedelta

from throughcare.config.management.demonstration.founding import Country
from throughcare.config.management.demonstration.people import Profile, draw
from throughcare.config.management.demonstration.stories.beginnings import DAY, HOUR, MINUTE
from throughcare.config.management.demonstration.thread import Thread
from throughcare.consent.services import Answer
from throughcare.linking import services as linking
from throughcare.linking.doors import questions_to
from throughcare.linking.rules import Kind

BEYOND_THE_OTHERS = 100_000
"""From this number on people are drawn who stand in no other story."""


def known_elsewhere(country: Country) -> Iterator[datetime]:
    """Two who live at the shelter call the hotline; the second is written down there twice."""
    chance = random.Random(f"{country.seed} known elsewhere")  # noqa: S311 - invented, not secret
    people = [_grown_up(country, chance, number) for number in range(2)]
    for profile, ago in zip(people, (60 * DAY, 45 * DAY), strict=True):
        at_shelter = _thread(country, chance, profile, "LS", ago)
        yield at_shelter.at
        _begins(at_shelter)
        yield at_shelter.passes(HOUR, 3 * HOUR)
        _says(at_shelter, Kind.BE_FOUND)
    for profile, ago, answers in zip(people, (20 * DAY, 3 * DAY), (True, False), strict=True):
        called = _thread(country, chance, profile, "DH", ago)
        yield called.at
        _begins(called)
        yield called.passes(5 * MINUTE, 20 * MINUTE)
        _says(called, Kind.ASK)
        yield called.passes(MINUTE, 3 * MINUTE)
        by = called.by("record_consent")
        linking.ask_others(called.cases["DH"], by=by, at=called.at)
        yield called.passes(MINUTE, 2 * MINUTE)
        linking.compare_what_was_asked(called.at)
        if answers:
            yield called.passes(2 * HOUR, 20 * HOUR)
            _says_that_it_helps(country, called)
    again = _thread(country, chance, people[1], "DH", 2 * DAY)
    yield again.at
    _begins(again)
    yield again.passes(HOUR, 3 * HOUR)
    keys = called.cases["DH"], again.cases["DH"]
    linking.link_records(*keys, "entered_twice", by=again.by("manage_case"), at=again.at)


def _grown_up(country: Country, chance: random.Random, number: int) -> Profile:
    drawn = (
        draw(BEYOND_THE_OTHERS + 100 * number + each, chance, country.now) for each in range(100)
    )
    return next(one for one in drawn if one.age_on(country.now.date()) > 18)


def _thread(
    country: Country, chance: random.Random, profile: Profile, home: str, ago: timedelta
) -> Thread:
    return Thread(country, profile, chance, country.now - ago, home=home)


def _begins(thread: Thread) -> None:
    thread.opens()
    thread.says_who()


def _says(thread: Thread, kind: Kind) -> None:
    by = thread.by("record_consent")
    said = Answer(
        recipient=by.agency,
        purpose="care",
        parts=("identity",),
        until=thread.at + 90 * DAY,
        says_is_adult=True,
        language=thread.profile.community.language,
    )
    linking.record_permissions(thread.cases[thread.home], {kind: said}, by=by, at=thread.at)


def _says_that_it_helps(country: Country, thread: Thread) -> None:
    by = thread.by("answer_referral", "LS", "identity")
    (question,) = questions_to(by, thread.at)
    speaks = country.focal_points("LS")[0]
    linking.answer_question(question.key, "yes", speaks, by=by, at=thread.at)

"""Telling the year: which stories, side by side, in order of time."""

import heapq
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from throughcare.config.management.demonstration.card_index import card_index
from throughcare.config.management.demonstration.crowd import fill
from throughcare.config.management.demonstration.founding import Country, year_of_agencies
from throughcare.config.management.demonstration.people import Profile, draw
from throughcare.config.management.demonstration.stories import alone, decided, referred, waiting
from throughcare.config.management.demonstration.stories.beginnings import Story, Tells
from throughcare.config.management.demonstration.stories.known_elsewhere import known_elsewhere
from throughcare.config.management.demonstration.thread import Thread
from throughcare.referrals.services import expire_overdue

FIRST_DAY = timedelta(days=362)
ON_CARDS = 10
"""One person in so many was taken over from an old card index."""

MOST_TOLD = 400
"""So many people have stories; a country that is larger is filled with a crowd."""

SHARE_OF_STORIES = 0.2
"""How much of the time the stories of a larger country take, for the progress that is shown."""

A_MOMENT = timedelta(hours=2)

ALWAYS_TOLD: tuple[Tells, ...] = (
    waiting.waits_in_danger,
    waiting.waits_for_an_answer_to_a_question,
    waiting.expected_today,
    referred.nobody_takes,
    referred.another_plan,
    referred.no_answer,
    referred.moves_on,
    referred.taken_in,
    alone.locked,
    referred.takes_it_back,
    waiting.call_back_today,
    alone.says_no,
)
"""The first people: with them alone, a referral stands in every state."""

TOLD_TO_GROWN_UPS: tuple[tuple[Tells, int], ...] = (
    (referred.taken_in, 9),
    (referred.helped_by_another, 12),
    (referred.second_door, 5),
    (referred.first_yes_of_two, 4),
    (referred.nobody_takes, 3),
    (referred.no_answer, 3),
    (referred.asked_first, 4),
    (referred.another_plan, 3),
    (referred.takes_it_back, 3),
    (referred.moves_on, 3),
    (referred.by_phone, 4),
    (referred.renewed_on_a_page, 4),
    (waiting.waits_in_danger, 1),
    (waiting.waits_urgently, 2),
    (waiting.waits_in_order, 3),
    (waiting.expected_today, 1),
    (waiting.call_back_today, 3),
    (alone.help_of_one_agency, 12),
    (alone.at_the_border, 8),
    (referred.border_to_hotline, 3),
    (alone.says_no, 4),
    (alone.locked, 2),
    (alone.forgotten, 1),
    (alone.ordered, 1),
    (decided.taken_by_a_lawyer, 30),
    (decided.met_by_the_authority, 18),
)
TOLD_TO_CHILDREN: tuple[tuple[Tells, int], ...] = (
    (referred.best_for_a_child, 6),
    (referred.helped_by_another, 4),
    (referred.taken_in, 3),
    (alone.reported, 2),
    (alone.help_of_one_agency, 3),
    (waiting.waits_urgently, 1),
    (alone.at_the_border, 1),
)
TOLD_OF_NO_EXPLOITATION: tuple[tuple[Tells, int], ...] = (
    (alone.advice, 8),
    (alone.help_of_one_agency, 4),
    (referred.helped_by_another, 3),
)
"""Stories, and how often each is told to whom it can happen."""


def threads(country: Country, size: int) -> Iterator[tuple[Thread, Story]]:
    """One thread with its story for each of `size` people, alike for a seed and a moment."""
    for number in range(size):
        chance = random.Random(f"{country.seed} {number}")  # noqa: S311 - invented, not secret
        profile = draw(number, chance, country.now)
        first = number < len(ALWAYS_TOLD)
        begins = country.now - (timedelta(days=130) if first else A_MOMENT)
        begins -= chance.random() * (FIRST_DAY - (country.now - begins))
        thread = Thread(country, profile, chance, begins)
        yield thread, _story(number, profile, begins, chance)(thread)


def tell_and_fill(country: Country, size: int, told: Callable[[float], None]) -> None:
    """Tell the stories of a country, and fill it where it is larger than they are."""
    stories = min(size, MOST_TOLD)
    crowd = size - stories
    share = SHARE_OF_STORIES if crowd else 1.0
    tell(country, stories, lambda over: told(share * over))
    if crowd:
        fill(country, stories, crowd, lambda over: told(share + (1 - share) * over))


def tell(country: Country, size: int, told: Callable[[float], None]) -> None:
    """Tell every story to the end of the year; `told` hears which share of it is over (0 to 1)."""
    begins = country.now - FIRST_DAY
    waiting: list[tuple[datetime, int, Story]] = []

    def go_on(number: int, story: Story) -> None:
        at = next(story, None)
        if at is not None and at < country.now:
            heapq.heappush(waiting, (at, number, story))

    go_on(-1, year_of_agencies(country))
    go_on(-3, known_elsewhere(country))
    on_cards = max(0, size - len(ALWAYS_TOLD)) // ON_CARDS
    go_on(-2, card_index(country, size - on_cards, on_cards))
    for number, (_thread, story) in enumerate(threads(country, size - on_cards)):
        go_on(number, story)
    while waiting:
        at, number, story = heapq.heappop(waiting)
        go_on(number, story)
        told(max(0.0, (at - begins) / FIRST_DAY))
    expire_overdue(country.now)


def _story(number: int, profile: Profile, begins: datetime, chance: random.Random) -> Tells:
    if number < len(ALWAYS_TOLD):
        return ALWAYS_TOLD[number]
    return _drawn(_told_to(profile, begins), chance)


def _told_to(profile: Profile, begins: datetime) -> Sequence[tuple[Tells, int]]:
    if profile.is_young_on(begins.date()):
        return TOLD_TO_CHILDREN
    if not profile.situation.facts:
        return TOLD_OF_NO_EXPLOITATION
    return TOLD_TO_GROWN_UPS


def _drawn(told: Sequence[tuple[Tells, int]], chance: random.Random) -> Tells:
    return chance.choices([tells for tells, _ in told], [often for _, often in told])[0]

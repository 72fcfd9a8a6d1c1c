"""A test set of 5,000 invented people in many scripts and naming cultures, made from a seed.

Each person is recorded once, in her own script or in Latin, and typed once by a worker who spells
badly: in another spelling or script, turned round, without the middle name, with one or two typing
errors, or with only the beginnings of the words.
"""

from datetime import date, timedelta
from random import Random

from throughcare_core.matching.tests.corpus import PEOPLES, Person, Written, with_typing_errors
from throughcare_core.matching.tests.more_names import MORE

SIZE, SEED = 5000, 2026
CULTURES = (
    "Ukrainian",
    "Arabic",
    "Nepali",
    "Khmer",
    "Latin",
    "Bengali",
    "Thai",
    "Ethiopic",
    "Burmese",
    "Chinese",
    "Hebrew",
)
SECOND_NAMES = 0.75


def people(size: int = SIZE, seed: int = SEED) -> list[tuple[str, Person]]:
    """So many people with their naming culture; most have two given names, so few are alike."""
    chance = Random(seed)
    made = []
    for at in range(size):
        culture = at % len(CULTURES)
        given, family = (*PEOPLES, *MORE)[culture]
        first = chance.choice(given)
        if chance.random() < SECOND_NAMES:
            first = _both(first, chance.choice(given))
        person = Person(first, "", chance.choice(family), _born(chance), "")
        made.append((CULTURES[culture], person))
    return made


def recorded(person: Person, chance: Random) -> str:
    """The name as it was written down: in its own script or in a usual Latin spelling."""
    return person.written(chance.choice((0, 1)))


def typed(person: Person, chance: Random) -> str:
    """The name as somebody types it who looks for the person."""
    name = person.written(chance.choice((0, 1, 1, 2)))
    match chance.randrange(4):
        case 0:
            return with_typing_errors(name, 1, chance)
        case 1:
            return " ".join(reversed(name.split()))
        case 2:
            return " ".join(word[: max(4, len(word) - 2)] for word in name.split())
        case _:
            return name


def _both(first: Written, second: Written) -> Written:
    size = max(len(first), len(second))
    return tuple(
        f"{first[min(at, len(first) - 1)]} {second[min(at, len(second) - 1)]}" for at in range(size)
    )


def _born(chance: Random) -> date:
    return date(1960, 1, 1) + timedelta(days=chance.randrange(365 * 48))

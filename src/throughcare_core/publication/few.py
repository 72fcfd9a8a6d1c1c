"""Single numbers, each shown by itself: none for few people, others rounded down."""

FEWEST = 5
"""The smallest number that is shown. Nothing, one and four look alike: "fewer than 5"."""


def at_least(number: int, people: int | None = None) -> int | None:
    """The number that may be shown, rounded down to a multiple of five; None stays unsaid.

    `people`: how many people stand behind the number, where somebody may stand behind several.
    What is shown depends on this number alone. Sums must be made of what is shown, never of what
    was counted: then no sum and no neighbour tells anything about a number that stays unsaid.

    >>> [at_least(number) for number in (0, 1, 4, 5, 9, 23)]
    [None, None, None, 5, 5, 20]
    >>> at_least(9, people=1) is None
    True
    """
    behind = number if people is None else min(people, number)
    return number // FEWEST * FEWEST if behind >= FEWEST else None

"""How long to wait after wrong tries. Nobody is ever locked out."""

from datetime import timedelta

FREE_TRIES = 3
LONGEST_WAIT = timedelta(seconds=60)
TRIES_FORGOTTEN_AFTER = timedelta(days=1)


def wait_after(wrong: int) -> timedelta:
    """How long to wait after so many wrong tries: none, then 1, 2, 4 … 60 seconds, never longer.

    >>> [wait_after(n).seconds for n in (3, 4, 5, 7, 9, 10, 1000)]
    [0, 1, 2, 8, 32, 60, 60]
    """
    if wrong <= FREE_TRIES:
        return timedelta(0)
    doublings = min(wrong - FREE_TRIES - 1, 10)
    return min(timedelta(seconds=2**doublings), LONGEST_WAIT)

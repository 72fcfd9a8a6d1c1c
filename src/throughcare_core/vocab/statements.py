"""Whose statement it is, and what it can do to what is known."""

from throughcare_core.vocab.lists import code


def stands_beside(said_by: str) -> bool:
    """Whether a statement by this speaker is kept beside what is known and never lowers it.

    >>> stands_beside("companion"), stands_beside("person")
    (True, False)
    """
    return bool(code("said_by", said_by).traits["stands_beside"])

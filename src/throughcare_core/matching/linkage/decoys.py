"""Records of nobody among the encoded ones, so that who stands near whom gives nobody away."""

import hashlib
import hmac
import re
from collections.abc import Iterator, Sequence
from itertools import count as count_from

import numpy as np

from throughcare_core.matching.linkage.table import Rows

DIGITS = re.compile(r"[0-9]")
TRIES = 4
"""So often ids of one length are tried before they grow by a digit."""


def decoys(rows: Rows, count: int, key: bytes) -> Rows:
    """So many rows of nobody: every value is somebody's, no two of them from the same record.

    The key alone decides. Each has the place at which it was made up as an id until it is given
    one that looks like the others'.
    """
    draw = _draw(key, rows.ids)
    values = tuple(
        [column[at] for at in draw.integers(0, len(column), count).tolist()]
        for column in rows.values
    )
    return Rows([f"{rows.ids[0]}\n{at}" for at in range(count)], values)


def ids_like(patterns: Sequence[str], count: int, key: bytes) -> list[str]:
    """So many different ids that look like the patterns and are none of them.

    That they stand in no table is how the agency knows its decoys again. The key alone decides.
    """
    draw = _draw(key, patterns)
    taken = set(patterns)
    ids: list[str] = []
    for tries in count_from(0):
        missing = count - len(ids)
        if not missing:
            return ids
        chosen = [patterns[at] for at in draw.integers(0, len(patterns), missing).tolist()]
        for new in _like(chosen, tries // TRIES, draw):
            if new not in taken:
                taken.add(new)
                ids.append(new)
    raise AssertionError


def shuffled(ids: list[str], key: bytes) -> list[int]:
    """The places of the ids in an order that the key decides and that says nothing."""
    return sorted(range(len(ids)), key=lambda at: hmac.digest(key, ids[at].encode(), "sha256"))


def schema_digest(columns: tuple[tuple[str, str, str], ...]) -> str:
    """What tells two lists of (name, kind, key group) apart: 16 hexadecimal digits."""
    text = "\n".join("\t".join(each) for each in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _like(patterns: list[str], more: int, draw: np.random.Generator) -> Iterator[str]:
    """The patterns with other digits, and so many digits more; one more where there is none."""
    longer = [each + "0" * (more + (not DIGITS.search(each))) for each in patterns]
    sizes = [len(DIGITS.findall(each)) for each in longer]
    digits = iter(draw.integers(0, 10, sum(sizes)).astype("U1").tolist())
    for each in longer:
        yield DIGITS.sub(lambda _: next(digits), each)


def _draw(key: bytes, ids: Sequence[str]) -> np.random.Generator:
    return np.random.default_rng(list(hmac.digest(key, "\n".join(ids).encode(), "sha256")))

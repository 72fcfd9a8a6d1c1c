"""Records of nobody among the encoded ones, so that who stands near whom gives nobody away."""

import hashlib
import hmac
import re
from collections.abc import Callable, Iterator

import numpy as np

from throughcare_core.matching.linkage.table import Rows

DIGITS = re.compile(r"[0-9]+")
TRIES = 100


def decoys(rows: Rows, count: int, key: bytes, taken: set[str]) -> Rows:
    """So many rows of nobody: every value is somebody's, no two of them from the same record.

    Their ids look like those of the rows and stand in no table, which is how the agency knows
    them again. The key alone decides; `taken` gains the new ids.
    """
    draw = np.random.default_rng(list(hmac.digest(key, "\n".join(rows.ids).encode(), "sha256")))
    values = tuple(
        [column[at] for at in draw.integers(0, len(column), count)] for column in rows.values
    )
    ids = [_id_like(rows.ids[int(draw.integers(len(rows.ids)))], taken, draw) for _ in range(count)]
    return Rows(ids, values)


def shuffled(ids: list[str], key: bytes) -> list[int]:
    """The places of the ids in an order that the key decides and that says nothing."""
    return sorted(range(len(ids)), key=lambda at: hmac.digest(key, ids[at].encode(), "sha256"))


def _id_like(pattern: str, taken: set[str], draw: np.random.Generator) -> str:
    for new in _like(pattern, draw):
        if new not in taken:
            taken.add(new)
            return new
    raise AssertionError


def _like(pattern: str, draw: np.random.Generator) -> Iterator[str]:
    """Ids with other digits; when that finds none that is free, with a digit more each time."""
    digit: Callable[[], str] = lambda: str(draw.integers(10))  # noqa: E731
    for tries in range(10 * TRIES):
        like = DIGITS.sub(lambda found: "".join(digit() for _ in found[0]), pattern)
        more = tries // TRIES + (not DIGITS.search(pattern))
        yield like + "".join(digit() for _ in range(more))


def schema_digest(columns: tuple[tuple[str, str, str], ...]) -> str:
    """What tells two lists of (name, kind, key group) apart: 16 hexadecimal digits."""
    text = "\n".join("\t".join(each) for each in columns)
    return hashlib.sha256(text.encode()).hexdigest()[:16]

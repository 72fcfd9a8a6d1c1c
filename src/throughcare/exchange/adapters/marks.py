"""By which mark an agency knows a row again: a keyed hash that says nothing without its key."""

import hmac
import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from uuid import UUID

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from throughcare.exchange.rules import Row
from throughcare.exchange.rules.mapped.words import plain
from throughcare.vault.services import Owner, key_store

PURPOSE = b"throughcare: rows taken over from files"
WORDS = b"throughcare: words of spreadsheets"
SOURCE = "as the file has it"
"""Keeps the marks of lines as they came apart from those of rows as they were read."""


def marks_of(rows: Iterable[Row], agency: UUID) -> Iterator[str]:
    """The mark of each row. The second of two equal rows of a file has a mark of its own."""
    key = _key(agency, PURPOSE)
    seen: Counter[bytes] = Counter()
    for row in rows:
        written = json.dumps(row, ensure_ascii=False, sort_keys=True).encode()
        digest = hmac.digest(key, written, "sha256")
        seen[digest] += 1
        yield hmac.digest(key, digest + seen[digest].to_bytes(8, "big"), "sha256").hex()


def source_marks(rows: Iterable[Row], agency: UUID) -> Iterator[str]:
    """The mark of each line of a spreadsheet as it came, whatever its columns were said to be."""
    return marks_of(({SOURCE: "", **row} for row in rows), agency)


def marker_of(agency: UUID) -> Callable[[str], str]:
    """What makes the mark of a written value: the same for one that differs in case and spaces."""
    key = _key(agency, WORDS)

    @lru_cache(maxsize=100_000)
    def mark(text: str) -> str:
        return hmac.digest(key, plain(text).encode(), "sha256").hex()[:24]

    return mark


def headings_mark(headings: Sequence[str], agency: UUID) -> str:
    """The mark by which a file with the same headings, in the same order, is known again."""
    said = [plain(heading) for heading in headings]
    while said and not said[-1]:
        said.pop()
    written = json.dumps(said, ensure_ascii=False)
    return hmac.digest(_key(agency, WORDS), b"headings" + written.encode(), "sha256").hex()


def _key(agency: UUID, purpose: bytes) -> bytes:
    secret = key_store().of(Owner(agency, "agency", agency)).secret
    return HKDF(SHA256(), 32, salt=None, info=purpose).derive(secret)

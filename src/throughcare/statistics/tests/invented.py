"""Invented files in the collaborative's columns; no row of them was ever published."""

import csv
import gzip
import random
from collections.abc import Iterable, Mapping
from io import BytesIO, StringIO

from throughcare.agencies.tests.factories import NOON
from throughcare.kernel.actors import Actor
from throughcare.statistics.rules import Report
from throughcare.statistics.services import import_ctdc
from throughcare_core.vocab import ctdc_columns

Row = Mapping[str, str]

ANNA: Row = {
    "yearOfRegistration": "2019",
    "gender": "Female",
    "ageBroad": "09--17",
    "citizenship": "XAA",
    "isForcedLabour": "1",
    "isSexualExploit": "1",
    "meansOfControlThreats": "1",
    "meansOfControlDebtBondage": "1",
}
EMPTY: Row = {}


def headers(release: str) -> list[str]:
    """The names in row 1 of a file of this release."""
    return [column.names[0] for column in ctdc_columns(release) if not column.optional]


def table(rows: Iterable[Row], release: str = "2021", names: list[str] | None = None) -> bytes:
    """A file with these rows; what a row lacks is empty."""
    out = StringIO(newline="")
    names = names or headers(release)
    writer = csv.DictWriter(out, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode()


def many_rows(how_many: int = 400, release: str = "2021") -> list[Row]:
    """Rows made by chance, always the same, many of them equal and many with nothing recorded."""
    chance = random.Random(7)
    women = {"2021": "Female", "2024": "Woman"}[release]
    cells = {
        "yearOfRegistration": ["", "2018", "2019", "2020"],
        "gender": ["", women, women, {"2021": "Male", "2024": "Man"}[release]],
        "ageBroad": ["", "", "0--8", "18--20", "48+"],
        "citizenship": ["", "XAA", "XAA", "MDA", "NPL", "BEN"],
        "isForcedLabour": ["", "1"],
        "isSexualExploit": ["", "", "1"],
        "isOtherExploit": ["", "", "", "", "1"],
    }
    return [
        {name: chance.choice(choices) for name, choices in cells.items()} for _ in range(how_many)
    ]


def packed(content: bytes) -> bytes:
    """The same, packed by gzip."""
    return gzip.compress(content, mtime=0)


def imported(content: bytes, by: Actor, **how: bool) -> Report:
    """What became of a file."""
    return import_ctdc(BytesIO(content), "rows.csv", by=by, at=NOON, **how)

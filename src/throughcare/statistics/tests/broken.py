"""Files that must not be taken: each with words that its message must have, and where."""

import gzip
from collections.abc import Callable
from dataclasses import dataclass

from throughcare.statistics.rules import MOST_ROWS
from throughcare.statistics.tests.invented import ANNA, EMPTY, headers, packed, table


@dataclass(frozen=True)
class Broken:
    """A broken file: its bytes, what is said of it, and where."""

    content: bytes
    says: str
    row: int = 0
    column: str = ""


SOUND = table([EMPTY, ANNA, ANNA])


def with_cell(column: str, cell: str) -> bytes:
    return table([ANNA, {**ANNA, column: cell}])


def damaged() -> bytes:
    """What is unpacked reads well, but is not what was packed."""
    content = bytearray(packed(SOUND))
    content[-8] ^= 0xFF
    return bytes(content)


def named(*names: str) -> bytes:
    return table([], names=list(names))


def a_million_rows() -> bytes:
    head, row = table([ANNA]).splitlines(keepends=True)
    return head + row * 1_000_000


BROKEN: dict[str, Callable[[], Broken]] = {
    "empty": lambda: Broken(b"", "The file is empty"),
    "empty archive": lambda: Broken(packed(b""), "The file is empty"),
    "head alone": lambda: Broken(table([]), "no rows below row 1"),
    "empty lines alone": lambda: Broken(table([]) + b"\n\n\n", "no rows below row 1"),
    "other columns": lambda: Broken(named("Item", "Price"), "names no column", 1),
    "one column too few": lambda: Broken(named(*headers("2021")[:-1]), "recruiterRelationOther", 1),
    "one column too many": lambda: Broken(
        named(*headers("2024"), "Name of the person"), "Take it out", 1, "28"
    ),
    "a misspelt column": lambda: Broken(
        named(*headers("2024")[:-1], "recruiterRelationOthers"),
        "Is it recruiterRelationOther?",
        1,
        "27",
    ),
    "a column twice": lambda: Broken(named(*headers("2024"), "gender"), "there twice", 1, "gender"),
    "both spellings of a column": lambda: Broken(
        named(*headers("2024"), "meansWithholdDocuments"),
        "there twice",
        1,
        "meansWithholdDocuments",
    ),
    "two releases mixed": lambda: Broken(
        named(*headers("2021"), "meansDrugsAlcohol"), "no column of the release of 2021", 1, "38"
    ),
    "no head": lambda: Broken(SOUND.partition(b"\n")[2], "names no column", 1),
    "broken archive": lambda: Broken(damaged(), "damaged or cut off"),
    "archive cut off": lambda: Broken(packed(SOUND * 50)[:-20], "damaged or cut off"),
    "head of an archive": lambda: Broken(packed(SOUND)[:4], "damaged or cut off", 1),
    "other archive": lambda: Broken(b"PK\x03\x04" + b"\0" * 50, "Unpack it"),
    "bomb of one line": lambda: Broken(packed(b"0" * 300_000_000), "far too long", 1),
    "bomb of many lines": lambda: Broken(
        packed(table([EMPTY]) + (b"0" * 999 + b"\n") * 200_000), "unpacks to far more"
    ),
    "bomb in a bomb": lambda: Broken(
        gzip.compress(packed(b"0" * 10_000_000)), "no letter in UTF-8", 1
    ),
    "a million rows": lambda: Broken(a_million_rows(), "more than 500000 rows", MOST_ROWS + 2),
    "another encoding": lambda: Broken(SOUND.decode().encode("utf-16"), "Save it as", 1),
    "mixed encodings": lambda: Broken(
        SOUND + with_cell("gender", "Ж").splitlines(keepends=True)[2].decode().encode("cp1251"),
        "mixes encodings",
        5,
    ),
    "a zero byte": lambda: Broken(SOUND.replace(b"2019", b"2\x0019", 1), "no letter in UTF-8", 3),
    "cut off in a row": lambda: Broken(SOUND[:-20] + b"\n", "This row has 20 cells", 4),
    "cut off at the end": lambda: Broken(SOUND[:-1], "does not end in a line break", 4),
    "a cell too many": lambda: Broken(SOUND + SOUND.splitlines()[2] + b",1\n", "row 1 has 37", 5),
    "a quotation mark too many": lambda: Broken(
        SOUND.replace(b"Female", b'"Female', 1), "quotation mark", 3
    ),
    "an unknown code": lambda: Broken(
        with_cell("gender", "Lotte"), "Woman, Man, Trans", 3, "gender"
    ),
    "an unknown country": lambda: Broken(
        with_cell("citizenship", "ZZZ"), "ISO 3166-1", 3, "citizenship"
    ),
    "a number where a code stands": lambda: Broken(
        with_cell("ageBroad", "17"), "09--17", 3, "ageBroad"
    ),
    "a number for a country": lambda: Broken(
        with_cell("CountryOfExploitation", "-99"), "ISO 3166-1", 3, "CountryOfExploitation"
    ),
    "a no": lambda: Broken(with_cell("isForcedLabour", "0"), "not recorded", 3, "isForcedLabour"),
    "a year to come": lambda: Broken(
        with_cell("yearOfRegistration", "2999"), "2002", 3, "yearOfRegistration"
    ),
    "a formula": lambda: Broken(
        with_cell("meansOfControlThreats", "=1"), "Only 1", 3, "meansOfControlThreats"
    ),
}

"""From the cells of the collaborative's files to reported rows; what is wrong, and where.

Nothing here repeats what stands in a cell: it may be a misplaced name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import NamedTuple

from throughcare.kernel.errors import BrokenFile, Reason
from throughcare_core.vocab import CTDC_RELEASES, CtdcColumn, code_list, ctdc_columns, ctdc_lists


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue; it is translated where it is shown."""
    return text


MOST_ROWS = 500_000
"""More than twice the largest release so far."""
MOST_BYTES = 150 * 1024 * 1024
MOST_IN_A_LINE = 20_000
FIRST_YEAR = 2002
"""The first year of registration of any release, says the codebook."""
SEPARATORS = ",;\t"
NOTHING_SAID = ("", "NULL")
"""How a release leaves open what is not recorded."""
SEVERAL = ";"


class Told(NamedTuple):
    """What one row says, in codes of the lists of `ctdc_lists()`; empty: not recorded, never no.

    Where a row may say several things (`means` and all after it) the codes stand in the order of
    their list with `;` before, between and after them.
    """

    year: int | None = None
    gender: str = ""
    age: str = ""
    adulthood: str = ""
    duration: str = ""
    citizenship: str = ""
    country: str = ""
    means: str = ""
    exploitation: str = ""
    labour: str = ""
    sexual_exploitation: str = ""
    recruiter: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What the first line of a file says: the release, and what each position is about."""

    release: str
    columns: tuple[CtdcColumn, ...]


Wrong = tuple[str, Reason]
"""The column in which something is wrong, and what to do."""


def separator_of(first_line: str) -> str:
    """What stands between the cells: a comma, a semicolon or a tab."""
    return max(SEPARATORS, key=first_line.count)


def heading_of(names: Sequence[str]) -> Heading:
    """The release that the names of columns belong to; `BrokenFile` unless they are all of it."""
    names = [name.strip() for name in names]
    release = max(CTDC_RELEASES, key=lambda each: len(_by_name(each).keys() & set(names)))
    known = _by_name(release)
    if not known.keys() & set(names):
        raise BrokenFile(
            gettext_noop(
                "Row 1 names no column of the collaborative's data. It must hold the names of"
                " columns as they were published in 2021 or 2024."
            ),
            row=1,
        )
    for place, name in enumerate(names, start=1):
        if name not in known:
            raise _unknown(place, name, release)
    columns = tuple(known[name] for name in names)
    for place, column in enumerate(columns):
        if column in columns[:place]:
            raise BrokenFile(
                gettext_noop("The column %(name)s is there twice. Take one out."),
                row=1,
                column=names[place],
                name=column.names[0],
            )
    missing = [c.names[0] for c in ctdc_columns(release) if not c.optional and c not in columns]
    if missing:
        raise BrokenFile(
            gettext_noop(
                "These columns of the release of %(release)s are missing: %(names)s. Fetch the"
                " whole file again."
            ),
            row=1,
            release=release,
            names=", ".join(missing),
        )
    return Heading(release, columns)


def read_row(heading: Heading, cells: Sequence[str], this_year: int) -> tuple[Told, list[Wrong]]:
    """What a row says, and what is wrong in it, column by column."""
    one: dict[str, str] = {}
    several: dict[str, set[str]] = {}
    year: int | None = None
    wrong: list[Wrong] = []
    for column, cell in zip(heading.columns, cells, strict=True):
        text = cell.strip()
        if text in NOTHING_SAID:
            continue
        if column.code:
            several.setdefault(column.field, set()).add(column.code)
            reason = None if text == "1" else NOT_ONE
        elif column.field == "year":
            year = int(text) if text.isascii() and text.isdecimal() and len(text) == 4 else 0
            reason = None if FIRST_YEAR <= year <= this_year else _no_year(this_year)
        else:
            found = _code_of(column.field, text)
            one[column.field] = found
            reason = None if found else _no_code(column.field)
        if reason:
            wrong.append((column.names[0], reason))
    told = Told(year=year, **one, **{name: _joined(name, said) for name, said in several.items()})
    return told, wrong


NOT_ONE = Reason(
    gettext_noop(
        "Only 1, or nothing, may stand here. An empty cell means not recorded; there is no 0 and no"
        " “no” in these data."
    )
)


def _by_name(release: str) -> dict[str, CtdcColumn]:
    return {name: column for column in ctdc_columns(release) for name in column.names}


def _unknown(place: int, name: str, release: str) -> BrokenFile:
    near = get_close_matches(name, list(_by_name(release)), 1, 0.8)
    column = str(place)
    if near:
        return BrokenFile(
            gettext_noop(
                "This is no column of the release of %(release)s. Is it %(name)s? Write it so."
            ),
            row=1,
            column=column,
            release=release,
            name=near[0],
        )
    return BrokenFile(
        gettext_noop(
            "This is no column of the release of %(release)s. Take it out, or fetch the file again."
        ),
        row=1,
        column=column,
        release=release,
    )


def _no_year(this_year: int) -> Reason:
    return Reason(
        gettext_noop("This is no year from %(first)s to %(last)s. Leave it empty if not recorded."),
        {"first": FIRST_YEAR, "last": this_year},
    )


def _no_code(field: str) -> Reason:
    if ctdc_lists()[field] == "country":
        return Reason(
            gettext_noop(
                "This is no three-letter country code (ISO 3166-1). Leave it empty if not recorded."
            )
        )
    return Reason(
        gettext_noop(
            "This is none of the codes of the codebook: %(codes)s. Leave it empty if not recorded."
        ),
        {"codes": ", ".join(value.code for value in code_list(ctdc_lists()[field]).values)},
    )


def _code_of(field: str, text: str) -> str:
    """The code that is written exactly so, or empty: nothing is guessed."""
    values = code_list(ctdc_lists()[field])
    if values.name == "country":
        found = values.by_text.get(text)
        return found.code if found and found.traits["alpha3"] == text else ""
    found = values.by_code.get(text) or values.by_text.get(text)
    return found.code if found else ""


def _joined(field: str, said: set[str]) -> str:
    order = [value.code for value in code_list(ctdc_lists()[field]).values if value.code in said]
    return f"{SEVERAL}{SEVERAL.join(order)}{SEVERAL}"
